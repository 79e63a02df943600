//! One block of lines, read by one thread.

use std::collections::HashMap;

use crate::id::NodeId;
use crate::ids::{Texts, whole_number};
use crate::read::lines::{BadLines, is_data};

use super::line::{Delimiter, Fields, Shape};
use super::number;
use super::seen::Seen;

/// What a block holds.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) pairs: Pairs,
    /// Lines, of data or not.
    pub(super) lines: u64,
    pub(super) bad: BadLines,
}

/// Pairs with what came along; columns are empty where there are none.
#[derive(Debug)]
pub(super) struct Pairs {
    pub(super) ids: PairIds,
    pub(super) weights: Vec<f64>,
    pub(super) times: Vec<f64>,
    pub(super) multiplicity: Vec<u32>,
    /// The platform of each pair, as a position in `names`.
    pub(super) layers: Vec<u32>,
    pub(super) names: Vec<String>,
}

/// The ends of pairs, as small as they can be held.
#[derive(Debug)]
pub(super) enum PairIds {
    /// Whole numbers below 2³².
    Narrow(Vec<(NodeId, NodeId)>),
    /// Whole numbers.
    Wide(Vec<(u64, u64)>),
    /// Anything: positions in a list, each text once.
    Named(Texts, Vec<(u32, u32)>),
}

impl PairIds {
    /// The whole numbers among them, each once, in order.
    pub(super) fn numbers(&self) -> Vec<u64> {
        let mut numbers: Vec<u64> = match self {
            Self::Narrow(pairs) => {
                let ends = pairs.iter().flat_map(|&(a, b)| [a.0, b.0]);
                ends.map(u64::from).collect()
            }
            Self::Wide(pairs) => pairs.iter().flat_map(|&(a, b)| [a, b]).collect(),
            Self::Named(..) => Vec::new(),
        };
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

impl Block {
    /// Reads the lines of `text`; the header is passed over in the `first` block.
    /// Narrow ids are noted in `seen`.
    pub(super) fn parse(text: &[u8], shape: &Shape, first: bool, seen: &mut Seen) -> Self {
        let header = if first { shape.header_line } else { 0 };
        let lines = memchr::memchr_iter(b'\n', text).count() + 1;
        let mut narrow = Vec::with_capacity(lines);
        let along = Along::new(shape, lines);
        let number = |id: &str| {
            whole_number(id)
                .and_then(|id| u32::try_from(id).ok())
                .map(NodeId)
        };
        if let Some(read) = read(text, shape, header, along, &mut narrow, &mut { number }) {
            // While they are at hand.
            seen.note(&narrow);
            // Mostly there are as many pairs as lines.
            if narrow.len() < narrow.capacity() / 2 {
                narrow.shrink_to_fit();
            }
            return read.block(PairIds::Narrow(narrow));
        }
        drop(narrow);
        let mut wide = Vec::with_capacity(lines);
        let along = Along::new(shape, lines);
        if let Some(read) = read(text, shape, header, along, &mut wide, &mut whole_number) {
            return read.block(PairIds::Wide(wide));
        }
        drop(wide);
        let (mut named, mut names) = (Vec::with_capacity(lines), Names::default());
        let along = Along::new(shape, lines);
        let mut name = |id: &str| Some(names.number(id));
        let read = read(text, shape, header, along, &mut named, &mut name);
        let read = read.expect("every id is a text");
        read.block(PairIds::Named(names.texts, named))
    }

    /// Bytes that are held.
    pub(super) fn bytes(&self) -> usize {
        let pairs = &self.pairs;
        let ids = match &pairs.ids {
            PairIds::Narrow(pairs) => pairs.capacity() * 8,
            PairIds::Wide(pairs) => pairs.capacity() * 16,
            PairIds::Named(texts, pairs) => texts.bytes() + pairs.capacity() * 8,
        };
        let wide = pairs.weights.capacity() + pairs.times.capacity();
        let narrow = pairs.layers.capacity() + pairs.multiplicity.capacity();
        ids + wide * 8 + narrow * 4
    }
}

impl Pairs {
    /// Makes texts of ids that are numbers.
    pub(super) fn name(&mut self) {
        let mut names = Names::default();
        let pairs = match &self.ids {
            PairIds::Named(..) => return,
            PairIds::Narrow(pairs) => {
                let mut name = |v: NodeId| names.number(&v.0.to_string());
                pairs.iter().map(|&(a, b)| (name(a), name(b))).collect()
            }
            PairIds::Wide(pairs) => {
                let mut name = |v: u64| names.number(&v.to_string());
                pairs.iter().map(|&(a, b)| (name(a), name(b))).collect()
            }
        };
        self.ids = PairIds::Named(names.texts, pairs);
    }
}

/// What comes along with pairs.
struct Along {
    weights: Vec<f64>,
    times: Vec<f64>,
    multiplicity: Vec<u32>,
    layers: Vec<u32>,
    names: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Along {
    fn new(shape: &Shape, lines: usize) -> Self {
        let wanted = |column: Option<usize>| if column.is_some() { lines } else { 0 };
        Self {
            weights: Vec::with_capacity(wanted(shape.weight)),
            times: Vec::with_capacity(wanted(shape.time)),
            multiplicity: Vec::with_capacity(wanted(shape.multiplicity)),
            layers: Vec::with_capacity(wanted(shape.layer)),
            names: Vec::new(),
            numbers: HashMap::new(),
        }
    }

    fn push(&mut self, shape: &Shape, fields: &Fields<'_>) {
        if shape.weight.is_some() {
            self.weights.push(fields.weight);
        }
        if shape.time.is_some() {
            self.times.push(fields.time);
        }
        if shape.multiplicity.is_some() {
            self.multiplicity.push(fields.multiplicity);
        }
        if shape.layer.is_some() {
            let name = fields.layer.as_ref();
            // Lines of one platform mostly follow each other.
            let last = self.layers.last().copied();
            let same = last.filter(|&last| self.names[last as usize] == name);
            let number = same.unwrap_or_else(|| match self.numbers.get(name) {
                Some(&number) => number,
                None => {
                    self.names.push(name.to_owned());
                    let number = self.names.len() as u32 - 1;
                    self.numbers.insert(name.to_owned(), number);
                    number
                }
            });
            self.layers.push(number);
        }
    }
}

/// A block but for the ends of its pairs.
struct Read {
    along: Along,
    lines: u64,
    bad: BadLines,
}

impl Read {
    fn block(self, ids: PairIds) -> Block {
        Block {
            pairs: Pairs {
                ids,
                weights: self.along.weights,
                times: self.along.times,
                multiplicity: self.along.multiplicity,
                layers: self.along.layers,
                names: self.along.names,
            },
            lines: self.lines,
            bad: self.bad,
        }
    }
}

/// Reads all lines, with ids as `id` has them; `None` where it has none for one.
fn read<T: FromNumber>(
    text: &[u8],
    shape: &Shape,
    header: u64,
    mut along: Along,
    pairs: &mut Vec<(T, T)>,
    id: &mut impl FnMut(&str) -> Option<T>,
) -> Option<Read> {
    let (mut at, mut lines, mut bad) = (0, 0, BadLines::default());
    let plain = shape.is_plain() && T::IS_NUMBER;
    while at < text.len() {
        lines += 1;
        if plain
            && lines != header
            && let Some((a, b, next)) = plain_pair(text, at, shape.delimiter)
        {
            pairs.push((T::from_number(a)?, T::from_number(b)?));
            at = next;
            continue;
        }
        let end = memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |end| at + end);
        let line = &text[at..end];
        at = end + 1;
        if lines == header || !is_data(line) {
            continue;
        }
        match shape.fields(line) {
            Ok(fields) => {
                pairs.push((id(&fields.source)?, id(&fields.target)?));
                along.push(shape, &fields);
            }
            Err(expected) => {
                let line = line.strip_suffix(b"\r").unwrap_or(line);
                bad.add(lines, &String::from_utf8_lossy(line), expected);
            }
        }
    }
    Some(Read { along, lines, bad })
}

/// Two whole numbers at the beginning of the line at `at`, and where the next
/// line begins. Gives `None` where a closer look is needed.
#[inline(always)]
pub(super) fn plain_pair(
    text: &[u8],
    at: usize,
    delimiter: Delimiter,
) -> Option<(u64, u64, usize)> {
    let (a, at) = number::whole_number(text, at)?;
    let blank = |at: usize| match (text.get(at), delimiter) {
        (Some(&byte), Delimiter::Byte(delimiter)) => byte == delimiter,
        (Some(byte), Delimiter::Whitespace) => matches!(byte, b' ' | b'\t'),
        (None, _) => false,
    };
    if !blank(at) {
        return None;
    }
    let (b, at) = number::whole_number(text, at + 1)?;
    match text.get(at) {
        Some(b'\n') => Some((a, b, at + 1)),
        None => Some((a, b, at)),
        Some(b'\r') if text.get(at + 1) == Some(&b'\n') => Some((a, b, at + 2)),
        Some(_) if blank(at) => {
            let rest = memchr::memchr(b'\n', &text[at..]);
            Some((a, b, rest.map_or(text.len(), |end| at + end + 1)))
        }
        Some(_) => None,
    }
}

/// An id that may be a whole number without a detour over text.
trait FromNumber: Sized {
    const IS_NUMBER: bool;
    fn from_number(number: u64) -> Option<Self>;
}

impl FromNumber for NodeId {
    const IS_NUMBER: bool = true;
    fn from_number(number: u64) -> Option<Self> {
        u32::try_from(number).ok().map(NodeId)
    }
}

impl FromNumber for u64 {
    const IS_NUMBER: bool = true;
    fn from_number(number: u64) -> Option<Self> {
        Some(number)
    }
}

impl FromNumber for u32 {
    const IS_NUMBER: bool = false;
    fn from_number(_: u64) -> Option<Self> {
        None
    }
}

/// Texts, each with the number of its first occurrence. The map's own order is
/// never looked at, and its keys are mixed anew in every run, so that no file can
/// be made to fill one place of it.
#[derive(Default)]
struct Names {
    texts: Texts,
    numbers: HashMap<String, u32>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = self.texts.len() as u32;
        self.texts.push(name);
        self.numbers.insert(name.to_owned(), number);
        number
    }
}
