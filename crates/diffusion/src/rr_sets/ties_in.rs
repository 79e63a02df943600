//! Which ties into a person are live, drawn without asking each of them where that can be.
//!
//! ```text
//! all alike, independent    how many are live, from a table; then which, one word each
//! unlike, independent       one word a tie
//! at most one (thresholds)  one word: none, or which
//! ```
//!
//! Tables of how many are cumulative binomial probabilities in units of 2⁻⁶⁴, worked out
//! from the most likely number outwards with + − × ÷ alone, so that they are the same on
//! every processor; each is right to within 10⁻¹².

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use groundswell_graph::activation::Activation;
use groundswell_graph::id::{EdgeId, NodeId};
use groundswell_graph::probability::Chance;

use super::stream::Stream;
use crate::contagion::{Decides, LiveEdge, Network, people};
use crate::world::Between;

/// Two to the 64: certainty.
const ONE: u128 = 1 << 64;

/// Chances of ties into a person that differ by less are alike: sums of weights round.
const ALIKE: u64 = 1 << 20;

/// Ties into each person, and how the live ones among them are drawn.
#[derive(Debug)]
pub(crate) struct TiesIn<'g> {
    people: Vec<Person>,
    /// Who is heard: one entry per tie, those into a person side by side.
    sources: Cow<'g, [NodeId]>,
    kinds: Vec<Kind>,
    /// Tables of how many ties are live, one after the other.
    odds: Vec<u64>,
    /// One entry per tie where somebody's ties are unlike, otherwise empty: its chance in
    /// units of 2⁻⁶⁴, or that of it and those before it where at most one is live.
    by_tie: Vec<u64>,
}

/// Where the ties into a person stand, and of what kind they are.
#[derive(Debug, Clone, Copy)]
struct Person {
    first: u32,
    kind: u32,
}

/// So many ties into a person, drawn by such a rule.
#[derive(Debug, Clone, Copy)]
struct Kind {
    /// Words from which on at least one, at least two and at least three ties are live.
    /// The last is zero where other rules than counting hold.
    head: [u64; 3],
    degree: u32,
    rule: Rule,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Rule {
    /// None is live.
    None,
    /// All are.
    All,
    /// At least `least` are; one more for each of the `entries` in the odds, from `first`
    /// on, that a word reaches.
    Count {
        least: u32,
        first: u32,
        entries: u32,
    },
    /// Each is with this chance, by a word of its own.
    Alike(u64),
    /// Each is with its own chance, by a word of its own.
    Each,
    /// At most one is.
    OneOf,
}

/// How the ties into people depend on each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Together {
    Independent,
    AtMostOne,
}

impl<'g> TiesIn<'g> {
    /// The ties of these networks by this model; `None` where the model has to be asked
    /// tie by tie in a world.
    ///
    /// Cost: one pass over the people where all chances into a person are alike by rule,
    /// otherwise one over the ties. Memory: 8 bytes per person, and where chances are not
    /// alike by rule 8 per tie, and for several networks 4 more.
    pub(crate) fn new<C: LiveEdge>(networks: &[Network<'g>], model: &C) -> Option<Self> {
        let together = together(networks, model)?;
        if let [network] = networks
            && C::EACH_FOR_ITSELF
        {
            let alike = match network.activation {
                Activation::Uniform(chance) => Some((Some(*chance), &[][..])),
                Activation::WeightedCascade(chances) => Some((None, &chances[..])),
                _ => None,
            };
            if let Some((all, each)) = alike {
                return Some(Self::alike(network, |v| all.unwrap_or_else(|| each[v])));
            }
        }
        Self::tie_by_tie(networks, model, together)
    }

    /// The ties of one network, those into person v with the chance `chance(v)` each.
    fn alike(network: &Network<'g>, chance: impl Fn(usize) -> Chance) -> Self {
        let (offsets, sources) = network.ties.incoming();
        let mut kinds = Kinds::default();
        let rows = offsets.windows(2).enumerate();
        let people = rows.map(|(v, row)| Person {
            first: row[0],
            kind: kinds.independent(row[1] - row[0], digits(chance(v))),
        });
        Self {
            people: people.collect(),
            sources,
            kinds: kinds.kinds,
            odds: kinds.odds,
            by_tie: Vec::new(),
        }
    }

    fn tie_by_tie<C: LiveEdge>(
        networks: &[Network<'g>],
        model: &C,
        together: Together,
    ) -> Option<Self> {
        let offsets = offsets(networks)?;
        let ties = offsets[offsets.len() - 1] as usize;
        let mut next = offsets.clone();
        let mut by_tie = vec![0u64; ties];
        let one = match networks {
            [network] => Some(network.ties.incoming().1),
            _ => None,
        };
        let mut joined = vec![NodeId(0); if one.is_some() { 0 } else { ties }];
        // Where the draw of at most one has got to, person by person.
        let mut reached = vec![0u128; offsets.len() - 1];
        for (layer, network) in networks.iter().enumerate() {
            for (edge, source, target) in network.ties.iter() {
                let at = next[target.index()] as usize;
                next[target.index()] += 1;
                let chance = network.activation.chance(edge, source, target);
                let Between(low, high) = between(model, (layer, edge), target, chance);
                let low_end = digits(low);
                by_tie[at] = (digits(high).saturating_sub(low_end)).min(ONE - 1) as u64;
                if together == Together::AtMostOne {
                    let reached = &mut reached[target.index()];
                    if low_end < *reached {
                        return None;
                    }
                    *reached = digits(high);
                } else if high.is_certain() && low == Chance::NEVER {
                    by_tie[at] = u64::MAX;
                }
                if let Some(place) = joined.get_mut(at) {
                    *place = source;
                }
            }
        }
        let mut kinds = Kinds::default();
        let mut all_alike = true;
        let rows = offsets.windows(2);
        let people = rows.map(|row| {
            let degree = row[1] - row[0];
            let chances = &mut by_tie[row[0] as usize..row[1] as usize];
            let least = chances.iter().copied().min().unwrap_or(0);
            let most = chances.iter().copied().max().unwrap_or(0);
            let is_alike = most - least < ALIKE;
            all_alike &= is_alike;
            let kind = match (together, is_alike) {
                (Together::Independent, true) => kinds.independent(degree, whole(most)),
                (Together::Independent, false) => kinds.known(degree, Rule::Each),
                (Together::AtMostOne, true) => kinds.at_most_one(degree, whole(least)),
                (Together::AtMostOne, false) => {
                    let mut sum = 0u64;
                    for chance in chances {
                        sum = sum.saturating_add(*chance);
                        *chance = sum;
                    }
                    kinds.known(degree, Rule::OneOf)
                }
            };
            Person {
                first: row[0],
                kind,
            }
        });
        let people = people.collect();
        Some(Self {
            people,
            sources: one.unwrap_or_else(|| joined.into()),
            kinds: kinds.kinds,
            odds: kinds.odds,
            by_tie: if all_alike { Vec::new() } else { by_tie },
        })
    }

    /// Asks for what [`live`](Self::live) will read of `v`.
    #[inline(always)]
    pub(crate) fn soon(&self, v: NodeId) {
        crate::simd::soon(&self.people[v.index()]);
    }

    /// Asks for what [`source`](Self::source) will read.
    #[inline(always)]
    pub(crate) fn source_soon(&self, place: u32) {
        crate::simd::soon(&self.sources[place as usize]);
    }

    /// Who is heard along the tie in `place`.
    #[inline(always)]
    pub(crate) fn source(&self, place: u32) -> NodeId {
        self.sources[place as usize]
    }

    /// Finds the live ties into `v` for set `of`, as the next words of its stream have it.
    #[inline(always)]
    pub(crate) fn live(&self, v: NodeId, of: u32, stream: &mut Stream, found: &mut Found) {
        let Person { first, kind } = self.people[v.index()];
        let kind = &self.kinds[kind as usize];
        let word = stream.word();
        let [one, two, more] = kind.head;
        if word >= more {
            self.many(kind, first, word, of, stream, found);
            return;
        }
        // None, one or two: whichever it is, both places are worked out, so that a
        // processor has nothing to guess.
        let a = stream.below(kind.degree);
        let b = stream.below(kind.degree.saturating_sub(1));
        let b = b + u32::from(b >= a);
        let count = usize::from(word >= one) + usize::from(word >= two);
        found.put([first + a, first + b], count, of);
    }

    /// The same where there may be three or more, or another rule holds.
    #[inline(never)]
    fn many(
        &self,
        &Kind { degree, rule, .. }: &Kind,
        first: u32,
        word: u64,
        of: u32,
        stream: &mut Stream,
        found: &mut Found,
    ) {
        let row = first..first + degree;
        match rule {
            Rule::None => (),
            Rule::All => row.for_each(|place| found.push(place, of)),
            Rule::Count {
                least,
                first: odds,
                entries,
            } => {
                let odds = &self.odds[odds as usize..(odds + entries) as usize];
                let count = least + odds.partition_point(|&odds| word >= odds) as u32;
                found.distinct(row, count, of, stream);
            }
            Rule::Alike(chance) => {
                let live = row.filter(|_| stream.word() < chance);
                live.for_each(|place| found.push(place, of));
            }
            Rule::Each => {
                let chances = &self.by_tie[first as usize..(first + degree) as usize];
                for (place, &chance) in row.zip(chances) {
                    // All ones stand for one.
                    if stream.word() < chance || chance == u64::MAX {
                        found.push(place, of);
                    }
                }
            }
            Rule::OneOf => {
                let sums = &self.by_tie[first as usize..(first + degree) as usize];
                let at = sums.partition_point(|&sum| sum <= word);
                if at < sums.len() {
                    found.push(first + at as u32, of);
                }
            }
        }
    }

    /// Bytes that are held besides the graph.
    pub(crate) fn bytes(&self) -> u64 {
        let sources = match &self.sources {
            Cow::Borrowed(_) => 0,
            Cow::Owned(sources) => sources.len() * 4,
        };
        let words = self.odds.len() + self.by_tie.len() + self.people.len();
        (8 * words + sources + size_of::<Kind>() * self.kinds.len()) as u64
    }
}

/// Live ties that were found, by place, each with the set for which it was.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    /// Those found, and room behind them.
    places: Vec<(u32, u32)>,
    count: usize,
    /// One bit for each tie into a person, all of them clear.
    taken: Vec<u64>,
}

impl Found {
    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.count = 0;
    }

    /// Each place, and the set for which it was found.
    pub(crate) fn places(&self) -> &[(u32, u32)] {
        &self.places[..self.count]
    }

    /// The first `count` of two places.
    #[inline(always)]
    fn put(&mut self, [a, b]: [u32; 2], count: usize, of: u32) {
        if self.count + 2 > self.places.len() {
            self.places.resize(2 * self.count + 64, (0, 0));
        }
        let room = &mut self.places[self.count..self.count + 2];
        room[0] = (a, of);
        room[1] = (b, of);
        self.count += count;
    }

    fn push(&mut self, place: u32, of: u32) {
        self.put([place, place], 1, of);
    }

    /// `count` of the places of a row, all sets of so many as likely.
    fn distinct(&mut self, row: Range<u32>, count: u32, of: u32, stream: &mut Stream) {
        const FEW: u32 = 24;
        let degree = row.end - row.start;
        if count >= degree {
            row.for_each(|place| self.push(place, of));
            return;
        }
        let begun = self.count;
        if count <= FEW {
            while self.count < begun + count as usize {
                let place = row.start + stream.below(degree);
                if !self.places[begun..self.count].contains(&(place, of)) {
                    self.push(place, of);
                }
            }
            return;
        }
        let words = degree.div_ceil(64) as usize;
        if self.taken.len() < words {
            self.taken.resize(words, 0);
        }
        while self.count < begun + count as usize {
            let at = stream.below(degree);
            let (word, bit) = (&mut self.taken[at as usize / 64], 1 << (at % 64));
            if *word & bit == 0 {
                *word |= bit;
                self.push(row.start + at, of);
            }
        }
        for &(place, _) in &self.places[begun..self.count] {
            self.taken[(place - row.start) as usize / 64] = 0;
        }
    }
}

/// Kinds that are known, each once.
#[derive(Default)]
struct Kinds {
    kinds: Vec<Kind>,
    odds: Vec<u64>,
    independent: HashMap<(u32, u128), u32>,
    at_most_one: HashMap<(u32, u128), u32>,
    others: HashMap<(u32, Rule), u32>,
}

impl Kinds {
    fn known(&mut self, degree: u32, rule: Rule) -> u32 {
        let (kinds, odds) = (&mut self.kinds, &self.odds);
        *self.others.entry((degree, rule)).or_insert_with(|| {
            let head = head(degree, rule, odds);
            kinds.push(Kind { head, degree, rule });
            kinds.len() as u32 - 1
        })
    }

    /// Ties that are live with this chance each, in units of 2⁻⁶⁴.
    fn independent(&mut self, degree: u32, chance: u128) -> u32 {
        if let Some(&kind) = self.independent.get(&(degree, chance)) {
            return kind;
        }
        let rule = match chance {
            _ if degree == 0 => Rule::None,
            0 => Rule::None,
            ONE => Rule::All,
            // Most ties live, most of what is drawn would be drawn again.
            _ if chance > ONE / 4 && degree > 8 => Rule::Alike(chance as u64),
            _ => {
                let p = chance as f64 / 18_446_744_073_709_551_616.0;
                let (least, odds) = binomial(degree, p);
                let first = self.odds.len() as u32;
                let entries = odds.len() as u32;
                self.odds.extend(odds);
                Rule::Count {
                    least,
                    first,
                    entries,
                }
            }
        };
        let kind = self.known(degree, rule);
        self.independent.insert((degree, chance), kind);
        kind
    }

    /// Ties of which at most one is live, each with this chance.
    fn at_most_one(&mut self, degree: u32, chance: u128) -> u32 {
        if let Some(&kind) = self.at_most_one.get(&(degree, chance)) {
            return kind;
        }
        let some = chance.saturating_mul(degree.into()).min(ONE);
        let rule = match some {
            0 => Rule::None,
            // Rounding of weights that sum to one.
            _ if ONE - some < u128::from(ALIKE) * u128::from(degree) => {
                let first = self.odds.len() as u32;
                Rule::Count {
                    least: 1,
                    first,
                    entries: 0,
                }
            }
            _ => {
                let first = self.odds.len() as u32;
                self.odds.push((ONE - some) as u64);
                Rule::Count {
                    least: 0,
                    first,
                    entries: 1,
                }
            }
        };
        let kind = self.known(degree, rule);
        self.at_most_one.insert((degree, chance), kind);
        kind
    }
}

/// Words from which on at least one, two and three ties are live.
fn head(degree: u32, rule: Rule, odds: &[u64]) -> [u64; 3] {
    match rule {
        Rule::None => [u64::MAX; 3],
        Rule::All if degree == 1 => [0, u64::MAX, u64::MAX],
        Rule::All if degree == 2 => [0, 0, u64::MAX],
        Rule::Count {
            least,
            first,
            entries,
        } => [0, 1, 2].map(|live| match live < least {
            true => 0,
            false if live - least < entries => odds[(first + live - least) as usize],
            false => u64::MAX,
        }),
        _ => [0; 3],
    }
}

/// The probabilities that at most `least`, `least` + 1, … of `degree` are live, in units of
/// 2⁻⁶⁴, as far as they are neither nothing nor certain; and `least`.
fn binomial(degree: u32, p: f64) -> (u32, Vec<u64>) {
    // Below this part of the most likely number's probability, nothing is left to see.
    const NOTHING: f64 = 1e-24;
    let n = f64::from(degree);
    let odds = p / (1.0 - p);
    let mode = (((n + 1.0) * p) as u32).min(degree);
    let mut below = Vec::new();
    let (mut weight, mut k) = (1.0, mode);
    while k > 0 && weight > NOTHING {
        weight *= f64::from(k) / (n - f64::from(k) + 1.0) / odds;
        k -= 1;
        below.push(weight);
    }
    let least = k;
    let mut weights: Vec<f64> = below.into_iter().rev().collect();
    (weight, k) = (1.0, mode);
    weights.push(weight);
    while k < degree && weight > NOTHING {
        weight *= (n - f64::from(k)) / f64::from(k + 1) * odds;
        k += 1;
        weights.push(weight);
    }
    let total: f64 = weights.iter().sum();
    let mut sum = 0.0;
    let cumulative = weights[..weights.len() - 1].iter().map(|weight| {
        sum += weight;
        ((sum / total) * 18_446_744_073_709_551_616.0) as u64
    });
    let all: Vec<u64> = cumulative.collect();
    let nothing = all.iter().take_while(|&&odds| odds == 0).count();
    let certain = all
        .iter()
        .rev()
        .take_while(|&&odds| odds == u64::MAX)
        .count();
    (
        least + nothing as u32,
        all[nothing..all.len() - certain].to_vec(),
    )
}

/// How ties into a person depend on each other, where that is known.
fn together<C: LiveEdge>(networks: &[Network<'_>], model: &C) -> Option<Together> {
    let of = |layer| model.decides(layer);
    match of(0)? {
        Decides::Contact => {
            let all = (0..networks.len()).all(|layer| of(layer) == Some(Decides::Contact));
            // Ties of one name share their luck, whichever network they are in.
            let mut names: Vec<_> = networks.iter().map(|n| (n.platform, n.channel)).collect();
            names.sort_unstable();
            let differ = names.windows(2).all(|pair| pair[0] != pair[1]);
            (all && differ).then_some(Together::Independent)
        }
        one => {
            let all = (0..networks.len()).all(|layer| of(layer) == Some(one));
            all.then_some(Together::AtMostOne)
        }
    }
}

fn between<C: LiveEdge>(
    model: &C,
    (layer, edge): (usize, EdgeId),
    target: NodeId,
    chance: Chance,
) -> Between {
    match C::EACH_FOR_ITSELF {
        true => Between(Chance::NEVER, chance),
        false => model.between(layer, edge, target, chance),
    }
}

/// Where the ties into each person begin, those of all networks side by side; `None` if
/// they are too many to be numbered.
fn offsets(networks: &[Network<'_>]) -> Option<Vec<u32>> {
    let mut offsets = vec![0u32; people(networks) as usize + 1];
    for network in networks {
        let (rows, _) = network.ties.incoming();
        for (sum, &row) in offsets.iter_mut().zip(rows.iter()) {
            *sum = sum.checked_add(row)?;
        }
    }
    Some(offsets)
}

fn digits(chance: Chance) -> u128 {
    whole(chance.digits())
}

/// A chance in units of 2⁻⁶⁴, of which all ones stand for certainty.
fn whole(digits: u64) -> u128 {
    match digits {
        u64::MAX => ONE,
        digits => digits.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::stream::RrLuck;
    use super::*;
    use groundswell_graph::name_key::NameKey;

    #[test]
    fn tables_hold_the_binomial_probabilities() {
        let (least, odds) = binomial(3, 0.5);
        assert_eq!((least, odds.len()), (0, 3));
        for (odds, eighths) in odds.into_iter().zip([1u64, 4, 7]) {
            assert!(odds.abs_diff(eighths << 61) <= 1 << 12);
        }
        assert_eq!(binomial(1, 0.25), (0, vec![3 << 62]));
        for (degree, p) in [
            (40, 0.025),
            (7, 0.01),
            (5000, 0.1),
            (60_000, 0.01),
            (200, 0.25),
        ] {
            let (least, odds) = binomial(degree, p);
            assert!(odds.windows(2).all(|pair| pair[0] <= pair[1]));
            // The sum of P(X > k) over k is the mean.
            let above = |&odds: &u64| 1.0 - odds as f64 / 18_446_744_073_709_551_616.0;
            let mean = f64::from(least) + odds.iter().map(above).sum::<f64>();
            let expected = f64::from(degree) * p;
            assert!(
                (mean - expected).abs() < 1e-10 * expected.max(1.0),
                "{degree} {p}"
            );
        }
    }

    #[test]
    fn all_sets_of_so_many_places_are_as_likely() {
        // Pairs and triples of six, and 30 of 32 by those who are left out: chi-square,
        // 4.5 standard deviations each.
        let luck = RrLuck::new(1, NameKey::of("places"));
        for (degree, count, ways) in [(6u32, 2u32, 15u64), (6, 3, 20), (32, 30, 496)] {
            let mut seen = HashMap::<u64, u32>::new();
            let n = ways * 200;
            let mut found = Found::default();
            for number in 0..n {
                found.clear();
                found.distinct(100..100 + degree, count, 3, &mut luck.stream(number));
                let places = found.places().iter();
                let set = places.fold(0, |set, (at, _)| set | 1u64 << (at - 100));
                assert_eq!(set.count_ones(), count);
                *seen.entry(set).or_default() += 1;
            }
            assert_eq!(seen.len() as u64, ways);
            let chi: f64 = seen
                .values()
                .map(|&n| (f64::from(n) - 200.0).powi(2) / 200.0)
                .sum();
            let free = (ways - 1) as f64;
            assert!(
                (chi - free).abs() < 4.5 * (2.0 * free).sqrt(),
                "{degree}: {chi}"
            );
        }
    }
}
