//! Who adopts before anyone is persuaded, as one writes it: ids, a file of ids, a number of
//! people chosen by one of the methods, the fans, everybody by chance.

use std::borrow::Cow;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use groundswell_diffusion::seeds::Seeds;
use groundswell_graph::activation::Activation;
use groundswell_graph::fan_graph::{FanGraph, Platform};
use groundswell_graph::id::NodeId;
use groundswell_graph::measure::joined::joined;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::people::PeopleSet;
use groundswell_graph::probability::{Chance, Probability};
use groundswell_seeding::method::{Method, Terms};
use xxhash_rust::xxh3::{Xxh3Default, xxh3_128};

use crate::mistake::Mistake;
use crate::seed_file;

/// One way to name seeds.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// These, by the ids of the file.
    Ids(Vec<String>),
    /// Those whose ids stand in this file, one a line.
    File(String),
    /// So many people, chosen in one of the ways there are.
    Chosen {
        /// How.
        by: Method,
        /// How many.
        count: u32,
        /// The chance of a contact that a degree discount takes; `None` for that of the
        /// ties.
        chance: Option<Probability>,
    },
    /// The fans of all platforms.
    Fans,
    /// Everybody, each with this probability, anew in every world.
    Chance(Probability),
}

/// Seeds, named in one way or several.
#[derive(Debug, Clone, PartialEq)]
pub struct SeedSet(Vec<Part>);

impl SeedSet {
    /// The seeds that `text` stands for: parts with `+` between, each of them ids
    /// with commas between, `@FILE`, `fans`, `chance:P`, or `NAME:N` with the name of a
    /// [`Method`], which for `degree-discount:N:P` has the chance of a contact as well; or
    /// `none`.
    ///
    /// # Errors
    ///
    /// [`Mistake::BadSeeds`].
    pub fn parse(text: &str) -> Result<Self, Mistake> {
        if text.trim() == "none" {
            return Ok(Self(Vec::new()));
        }
        let bad = || Mistake::BadSeeds {
            text: text.to_owned(),
        };
        let part = |text: &str| {
            let text = text.trim();
            let part = match text.split_once(':') {
                Some(("chance", p)) => probability(p).map(Part::Chance),
                Some((word, numbers)) if let Some(by) = Method::parse(word) => chosen(by, numbers),
                _ if text == "fans" => Some(Part::Fans),
                _ => match text.strip_prefix('@') {
                    Some("") => None,
                    Some(file) => Some(Part::File(file.to_owned())),
                    None => {
                        let ids = text.split(',').map(|id| id.trim().to_owned());
                        let ids: Vec<String> = ids.collect();
                        let fine = ids.iter().all(|id| !id.is_empty());
                        fine.then_some(Part::Ids(ids))
                    }
                },
            };
            part.ok_or_else(bad)
        };
        Ok(Self(text.split('+').map(part).collect::<Result<_, _>>()?))
    }

    /// These seeds and `other`.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The ways in which they are named.
    pub(crate) fn parts(&self) -> &[Part] {
        &self.0
    }

    /// Whether some of them stand in a file.
    pub(crate) fn has_file(&self) -> bool {
        self.0.iter().any(|part| matches!(part, Part::File(_)))
    }

    /// Names what its files say, which are sought from `folder`: the XXH3-128 of all of them
    /// together, `None` without any. One that cannot be read says nothing.
    pub fn fingerprint(&self, folder: &Path) -> Option<u128> {
        let mut said = Vec::new();
        for part in &self.0 {
            if let Part::File(file) = part {
                said.extend(hash_of(&folder.join(file)).to_le_bytes());
            }
        }
        (!said.is_empty()).then(|| xxh3_128(&said))
    }

    /// The people in `graph`, to each of whose platforms belongs one of `activations`;
    /// `seed` names the luck of those at random, and files are sought from `folder`. Each
    /// stands once, in the order in which they are named; the better of two chances counts.
    ///
    /// # Errors
    ///
    /// [`Mistake::NoSuchSeed`], [`Mistake::TooManySeeds`], [`Mistake::NoFans`],
    /// [`Mistake::NoSeeds`], [`Mistake::TiesTogether`]; of files, [`Mistake::SeedFile`],
    /// [`Mistake::SeedLine`], [`Mistake::PersonLine`].
    pub fn people(
        &self,
        graph: &FanGraph,
        activations: &[Activation],
        folder: &Path,
        seed: u64,
    ) -> Result<Seeds, Mistake> {
        let mut seeds = Seeds::default();
        let mut best = Probability::ZERO;
        for part in &self.0 {
            match part {
                Part::Ids(ids) => {
                    for id in ids {
                        seeds.always.push(find(graph, id)?);
                    }
                }
                Part::File(file) => seeds.always.extend(seed_file::read(graph, folder, file)?),
                Part::Chosen { by, count, chance } => {
                    let count = enough(graph, *count)?;
                    let chance = match (chance, by.takes_chance()) {
                        (Some(chance), _) => *chance,
                        (None, true) => usual_chance(graph, activations),
                        (None, false) => Terms::default().chance,
                    };
                    let terms = Terms {
                        chance,
                        seed: seed ^ NameKey::of("random seeds").0,
                        ..Terms::default()
                    };
                    let everybody: Vec<NodeId> = graph.nodes().collect();
                    let chosen = chosen_by(graph, *by, terms, &everybody, count)?;
                    seeds.always.extend(chosen);
                }
                Part::Fans => {
                    let fans = graph.platforms().iter().flat_map(|p| p.fans.members());
                    let before = seeds.always.len();
                    seeds.always.extend(fans);
                    if seeds.always.len() == before {
                        return Err(Mistake::NoFans);
                    }
                }
                Part::Chance(p) => {
                    if p.get() > best.get() {
                        best = *p;
                    }
                }
            }
        }
        let mut is_seed = vec![false; graph.people() as usize];
        let once = |v: &NodeId| !std::mem::replace(&mut is_seed[v.index()], true);
        seeds.always.retain(once);
        if best > Probability::ZERO {
            let others = graph.nodes().filter(|v| !is_seed[v.index()]);
            seeds.perhaps = others.map(|v| (v, best)).collect();
        }
        match seeds.always.is_empty() && seeds.perhaps.is_empty() && !self.0.is_empty() {
            true => Err(Mistake::NoSeeds),
            false => Ok(seeds),
        }
    }
}

impl fmt::Display for SeedSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("none");
        }
        for (at, part) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str("+")?;
            }
            match part {
                Part::Ids(ids) => f.write_str(&ids.join(","))?,
                Part::File(file) => write!(f, "@{file}")?,
                Part::Chosen { by, count, chance } => {
                    write!(f, "{}:{count}", by.name())?;
                    if let Some(p) = chance {
                        write!(f, ":{}", p.get())?;
                    }
                }
                Part::Fans => f.write_str("fans")?,
                Part::Chance(p) => write!(f, "chance:{}", p.get())?,
            }
        }
        Ok(())
    }
}

fn probability(text: &str) -> Option<Probability> {
    text.trim().parse().ok().and_then(Probability::new)
}

/// `50`, or `50:0.1` where the method takes a chance.
fn chosen(by: Method, numbers: &str) -> Option<Part> {
    let (count, chance) = match numbers.split_once(':') {
        Some((count, p)) if by.takes_chance() => (count, Some(probability(p)?)),
        Some(_) => return None,
        None => (numbers, None),
    };
    let count = count.trim().replace('_', "").parse().ok()?;
    Some(Part::Chosen { by, count, chance })
}

/// Who has this id.
pub(crate) fn find(graph: &FanGraph, id: &str) -> Result<NodeId, Mistake> {
    graph.ids().find(id).ok_or_else(|| Mistake::NoSuchSeed {
        id: id.to_owned(),
        first: graph
            .nodes()
            .take(3)
            .map(|v| graph.original_id(v))
            .collect::<Vec<_>>()
            .join(", "),
    })
}

/// The XXH3-128 of a file, as far as it can be read.
fn hash_of(path: &Path) -> u128 {
    let mut hash = Xxh3Default::new();
    let mut part = vec![0; 1 << 16];
    if let Ok(mut file) = File::open(path) {
        while let Ok(read @ 1..) = file.read(&mut part) {
            hash.update(&part[..read]);
        }
    }
    hash.digest128()
}

fn enough(graph: &FanGraph, seeds: u32) -> Result<usize, Mistake> {
    let people = graph.people();
    match seeds <= people {
        true => Ok(seeds as usize),
        false => Err(Mistake::TooManySeeds { seeds, people }),
    }
}

/// `count` of `candidates`, best first, chosen by `by` as it is meant for seeds: anybody and
/// those between others on the first platform, all others on all platforms together.
///
/// # Errors
///
/// [`Mistake::TiesTogether`].
pub fn chosen_by(
    graph: &FanGraph,
    by: Method,
    terms: Terms,
    candidates: &[NodeId],
    count: usize,
) -> Result<Vec<NodeId>, Mistake> {
    let platforms = graph.platforms();
    let Some(first) = platforms.first() else {
        return Ok(Vec::new());
    };
    let platform = match by {
        Method::Degree if platforms.len() > 1 => {
            return Ok(best_connected(graph, candidates, count));
        }
        Method::Random | Method::Betweenness => Cow::Borrowed(first),
        _ => all_platforms(graph)?,
    };
    Ok(by.seeder(terms).choose(&platform, candidates, count))
}

/// The ties and fans of all platforms as one; the platform itself where there is only one.
fn all_platforms(graph: &FanGraph) -> Result<Cow<'_, Platform>, Mistake> {
    if let [only] = graph.platforms() {
        return Ok(Cow::Borrowed(only));
    }
    let ties = joined(graph).map_err(|error| Mistake::TiesTogether {
        reason: error.to_string(),
    })?;
    let fans = graph.platforms().iter().flat_map(|p| p.fans.members());
    Ok(Cow::Owned(Platform {
        name: String::new(),
        key: NameKey::of(""),
        fans: PeopleSet::of(graph.people(), fans.copied()),
        ties: ties.into_owned(),
        weights: None,
        multiplicity: None,
        times: None,
        members: None,
        groups: None,
    }))
}

/// Those to whom most people listen, on all platforms together.
fn best_connected(graph: &FanGraph, candidates: &[NodeId], count: usize) -> Vec<NodeId> {
    let mut ranked = candidates.to_vec();
    let listeners = |v: &NodeId| {
        let degrees = graph.platforms().iter().map(|p| p.ties.out_degree(*v));
        degrees.map(u64::from).sum::<u64>()
    };
    ranked.sort_by_cached_key(|v| (std::cmp::Reverse(listeners(v)), *v));
    ranked.truncate(count);
    ranked
}

/// The chance of a contact: that of all ties where they have the same, their mean
/// otherwise.
pub fn usual_chance(graph: &FanGraph, activations: &[Activation]) -> Probability {
    let uniform = |activation: &Activation| match activation {
        Activation::Uniform(chance) => Some(*chance),
        _ => None,
    };
    let same: Option<Vec<Chance>> = activations.iter().map(uniform).collect();
    if let Some([first, others @ ..]) = same.as_deref()
        && others.iter().all(|other| other == first)
    {
        return (*first).into();
    }
    let (mut sum, mut count) = (0.0, 0u64);
    for (platform, activation) in graph.platforms().iter().zip(activations) {
        for (edge, source, target) in platform.ties.iter() {
            sum += Probability::from(activation.chance(edge, source, target)).get();
            count += 1;
        }
    }
    Probability::clamped(sum / count.max(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::builder::{Direction, GraphBuilder, graph};

    fn people(text: &str) -> Result<Seeds, Mistake> {
        let star = graph("0-1 0-2 0-3 3-2");
        let chances = [Activation::uniform(Probability::clamped(0.1))];
        let seeds = SeedSet::parse(text).unwrap();
        seeds.people(&star, &chances, Path::new(""), 1)
    }

    #[test]
    fn seeds_are_written_as_they_are_read() {
        for text in [
            "0,33",
            "@seeds.txt",
            "degree:50",
            "betweenness:3",
            "random:5",
            "voterank:7",
            "degree-discount:7",
            "degree-discount:7:0.05",
            "fans",
            "0+chance:0.05",
        ] {
            assert_eq!(SeedSet::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "",
            "0,,1",
            "degree:",
            "degree:few",
            "degree:5:0.1",
            "degree-discount:5:2",
            "chance:2",
            "@",
            "0+",
        ] {
            assert!(SeedSet::parse(text).is_err(), "{text}");
        }
        // Other names mean the same.
        let other = SeedSet::parse("most-central:5").unwrap();
        assert_eq!(other.to_string(), "pagerank:5");
    }

    #[test]
    fn everybody_is_a_seed_once() {
        let seeds = people("1,0+degree:2+chance:0.5").unwrap();
        assert_eq!(seeds.always, [1, 0, 2].map(NodeId));
        assert_eq!(seeds.perhaps, [(NodeId(3), Probability::clamped(0.5))]);
    }

    #[test]
    fn who_is_not_there_can_not_be_a_seed() {
        let refused = |text| people(text).unwrap_err().to_string();
        assert!(refused("7").contains("\"7\" is not in the graph"));
        assert!(refused("degree:9").contains("there are 4 people"));
        assert!(refused("fans").contains("nobody is one"));
        assert!(refused("chance:0").contains("nobody is a seed"));
    }

    #[test]
    fn a_larger_draw_holds_the_smaller() {
        let three = people("random:3").unwrap().always;
        assert_eq!(people("random:2").unwrap().always, three[..2]);
    }

    #[test]
    fn every_method_chooses_as_many_as_are_asked_for() {
        for by in Method::ALL {
            let name = by.name();
            let three = people(&format!("{name}:3")).unwrap().always;
            assert_eq!(three.len(), 3, "{name}");
            let two = people(&format!("{name}:2")).unwrap().always;
            assert_eq!(two.len(), 2, "{name}");
            assert!(!by.is_nested() || two == three[..2], "{name}");
        }
    }

    #[test]
    fn a_misspelt_method_is_told_where_it_is_no_id() {
        let slip = people("degre-discount:3").unwrap_err();
        let meant = slip.suggestion();
        assert_eq!(meant.as_deref(), Some("did you mean `degree-discount`?"));
        assert_eq!(people("7").unwrap_err().suggestion(), None);
    }

    #[test]
    fn a_degree_discount_takes_the_chance_of_the_ties_unless_another_is_said() {
        // After 0, person 1 is worth 3 − 4p and person 8 is worth 3.
        let graph = graph("0-1 0-2 0-3 0-4 0-5 0-6 1-10 1-11 1-12 1-13 8-14 8-15 8-16");
        let second = |text: &str, activation: Activation| {
            let seeds = SeedSet::parse(text).unwrap();
            let seeds = seeds.people(&graph, &[activation], Path::new(""), 1);
            seeds.unwrap().always[1]
        };
        let uniform = |p| Activation::uniform(Probability::clamped(p));
        let text = "degree-discount:2";
        assert_eq!(second(text, uniform(0.0)), NodeId(1));
        assert_eq!(second(text, uniform(0.1)), NodeId(8));
        assert_eq!(second("degree-discount:2:0", uniform(0.1)), NodeId(1));
        let ties = &graph.platforms()[0].ties;
        assert_eq!(second(text, Activation::weighted_cascade(ties)), NodeId(8));
    }

    #[test]
    fn methods_see_the_ties_of_all_platforms_together() {
        // 0 knows two people here and the same two there; 1 knows three, each on one.
        let mut both = GraphBuilder::new(6);
        let ids = |pairs: &[(u32, u32)]| -> Vec<(NodeId, NodeId)> {
            let pairs = pairs.iter();
            pairs.map(|&(v, w)| (NodeId(v), NodeId(w))).collect()
        };
        let (here, there) = (
            ids(&[(0, 2), (0, 3), (1, 4)]),
            ids(&[(0, 2), (0, 3), (1, 3), (1, 5)]),
        );
        both.platform("here", &here, Direction::Mutual).unwrap();
        both.platform("there", &there, Direction::Mutual).unwrap();
        let both = both.build();
        let first = |text: &str| {
            let chances = [
                Activation::uniform(Probability::ONE),
                Activation::uniform(Probability::ONE),
            ];
            let seeds = SeedSet::parse(text).unwrap();
            seeds
                .people(&both, &chances, Path::new(""), 1)
                .unwrap()
                .always[0]
        };
        assert_eq!(first("single-discount:1"), NodeId(1));
        // Degrees are added up.
        assert_eq!(first("degree:1"), NodeId(0));
    }

    #[test]
    fn the_document_lists_every_method() {
        let document = include_str!("../../../docs/scenario.md");
        let mut rows = String::new();
        for by in Method::ALL {
            let other = by.other_name().map(|name| format!(", `{name}`"));
            let other = other.unwrap_or_default();
            let (name, summary, source) = (by.name(), by.summary(), by.source());
            rows += &format!("| `{name}`{other} | {summary} | {source} |\n");
        }
        assert!(document.contains(&rows), "docs/scenario.md lacks\n{rows}");
    }
}
