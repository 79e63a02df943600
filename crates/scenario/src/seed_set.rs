//! Who adopts before anyone is persuaded, as one writes it: ids, a file of ids, the
//! best connected, anybody, the fans, everybody by chance.

use std::fmt;
use std::fs;
use std::path::Path;

use groundswell_diffusion::seeds::Seeds;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Probability;
use groundswell_seeding::Seeder;
use groundswell_seeding::betweenness::Betweenness;
use groundswell_seeding::degree::Degree;
use groundswell_seeding::random::Random;
use xxhash_rust::xxh3::xxh3_128;

use crate::mistake::Mistake;

/// One way to name seeds.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// These, by the ids of the file.
    Ids(Vec<String>),
    /// Those whose ids stand in this file, one a line.
    File(String),
    /// So many of those to whom most people listen; of equals the one with the
    /// smaller node number.
    Degree(u32),
    /// So many of those who stand between most others on the first platform; of equals
    /// the one with the smaller node number.
    Betweenness(u32),
    /// So many people at random.
    Random(u32),
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
    /// with commas between, `@FILE`, `degree:N`, `betweenness:N`, `random:N`,
    /// `fans` or `chance:P`; or `none`.
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
        let count = |number: &str| number.trim().replace('_', "").parse::<u32>().ok();
        let part = |text: &str| {
            let text = text.trim();
            let part = match text.split_once(':') {
                Some(("degree", number)) => count(number).map(Part::Degree),
                Some(("betweenness", number)) => count(number).map(Part::Betweenness),
                Some(("random", number)) => count(number).map(Part::Random),
                Some(("chance", p)) => {
                    let p = p.trim().parse().ok().and_then(Probability::new);
                    p.map(Part::Chance)
                }
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
                let text = fs::read(folder.join(file)).unwrap_or_default();
                said.extend(xxh3_128(&text).to_le_bytes());
            }
        }
        (!said.is_empty()).then(|| xxh3_128(&said))
    }

    /// The people in `graph`; `seed` names the luck of those at random, and files
    /// are sought from `folder`. Each stands once, in the order in which they are
    /// named; the better of two chances counts.
    ///
    /// # Errors
    ///
    /// [`Mistake::NoSuchSeed`], [`Mistake::TooManySeeds`], [`Mistake::NoFans`],
    /// [`Mistake::NoSeeds`], [`Mistake::SeedFile`].
    pub fn people(&self, graph: &FanGraph, folder: &Path, seed: u64) -> Result<Seeds, Mistake> {
        let mut seeds = Seeds::default();
        let mut best = Probability::ZERO;
        for part in &self.0 {
            match part {
                Part::Ids(ids) => {
                    for id in ids {
                        seeds.always.push(find(graph, id)?);
                    }
                }
                Part::File(file) => seeds.always.extend(in_file(graph, folder, file)?),
                Part::Degree(count) => {
                    let count = enough(graph, *count)?;
                    seeds.always.extend(best_connected(graph, count));
                }
                Part::Betweenness(count) => {
                    let count = enough(graph, *count)?;
                    let everybody: Vec<NodeId> = graph.nodes().collect();
                    let platform = graph.platforms().first();
                    let chosen = platform.map(|p| Betweenness.choose(p, &everybody, count));
                    seeds.always.extend(chosen.unwrap_or_default());
                }
                Part::Random(count) => {
                    let count = enough(graph, *count)?;
                    let seed = seed ^ NameKey::of("random seeds").0;
                    let everybody: Vec<NodeId> = graph.nodes().collect();
                    let platform = graph.platforms().first();
                    let chosen = platform.map(|p| Random { seed }.choose(p, &everybody, count));
                    seeds.always.extend(chosen.unwrap_or_default());
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
                Part::Degree(count) => write!(f, "degree:{count}")?,
                Part::Betweenness(count) => write!(f, "betweenness:{count}")?,
                Part::Random(count) => write!(f, "random:{count}")?,
                Part::Fans => f.write_str("fans")?,
                Part::Chance(p) => write!(f, "chance:{}", p.get())?,
            }
        }
        Ok(())
    }
}

fn find(graph: &FanGraph, id: &str) -> Result<NodeId, Mistake> {
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

/// The people whose ids stand in a file, one a line; empty lines and what stands
/// behind a `#` are passed over.
fn in_file(graph: &FanGraph, folder: &Path, file: &str) -> Result<Vec<NodeId>, Mistake> {
    let text = fs::read_to_string(folder.join(file)).map_err(|error| Mistake::SeedFile {
        file: file.to_owned(),
        reason: error.to_string(),
    })?;
    let ids = text.lines().map(str::trim);
    let ids = ids.filter(|id| !id.is_empty() && !id.starts_with('#'));
    ids.map(|id| find(graph, id)).collect()
}

fn enough(graph: &FanGraph, seeds: u32) -> Result<usize, Mistake> {
    let people = graph.people();
    match seeds <= people {
        true => Ok(seeds as usize),
        false => Err(Mistake::TooManySeeds { seeds, people }),
    }
}

/// Those to whom most people listen, on all platforms together.
fn best_connected(graph: &FanGraph, count: usize) -> Vec<NodeId> {
    let mut everybody: Vec<NodeId> = graph.nodes().collect();
    if let [platform] = graph.platforms() {
        return Degree.choose(platform, &everybody, count);
    }
    let listeners = |v: &NodeId| {
        let degrees = graph.platforms().iter().map(|p| p.ties.out_degree(*v));
        degrees.map(u64::from).sum::<u64>()
    };
    everybody.sort_by_cached_key(|v| (std::cmp::Reverse(listeners(v)), *v));
    everybody.truncate(count);
    everybody
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::builder::graph;

    fn people(text: &str) -> Result<Seeds, Mistake> {
        let star = graph("0-1 0-2 0-3 3-2");
        SeedSet::parse(text)
            .unwrap()
            .people(&star, Path::new(""), 1)
    }

    #[test]
    fn seeds_are_written_as_they_are_read() {
        for text in [
            "0,33",
            "@seeds.txt",
            "degree:50",
            "betweenness:3",
            "random:5",
            "fans",
            "0+chance:0.05",
        ] {
            assert_eq!(SeedSet::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "0,,1", "degree:", "degree:few", "chance:2", "@", "0+"] {
            assert!(SeedSet::parse(text).is_err(), "{text}");
        }
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
}
