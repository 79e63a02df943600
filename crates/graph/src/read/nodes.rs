//! People as a file of nodes and edges names them, and what it says of each:
//! what the readers of GraphML, GML and Pajek share.
//!
//! Nodes and edges may name a person in any order; who was never declared a node
//! is a mistake, placed at the line that names them first.
//!
//! - **Cost:** one look-up an id, and a sort of all ids at the end.
//! - **Memory:** an id's length and about 80 bytes a person, 8 a number, 4 a word.

use std::collections::HashMap;

use crate::Error;
use crate::attributes::{Column, Values, Words};
use crate::draft::{Draft, Layer};
use crate::id::NodeId;
use crate::ids::{Ids, Texts, whole_number};
use crate::read::Allowance;
use crate::read::lines::BadLines;

/// What a person costs besides the bytes of the id: the entry and its share of
/// the table, the line, the place in the order.
const PERSON: usize = 80;
/// What a word costs besides its bytes.
const WORD: usize = 80;
/// Attributes that one file may have. Each costs every person a few bytes, so
/// that a file could ask for much more than it holds.
const MOST_COLUMNS: usize = 1 << 12;
/// Whole numbers up to here are exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Collects the lines that cannot be read, or only counts them.
#[derive(Default)]
pub(crate) struct Mistakes {
    bad: BadLines,
    lenient: bool,
    count: u64,
}

impl Mistakes {
    /// None yet; `lenient` to pass over them.
    pub(crate) fn new(lenient: bool) -> Self {
        Self {
            lenient,
            ..Self::default()
        }
    }

    /// One more.
    pub(crate) fn add(&mut self, line: u64, text: &str, expected: impl Into<String>) {
        self.count += 1;
        if !self.lenient {
            self.bad.add(line, text, expected);
        }
    }

    /// The mistake after which nothing more can be read.
    pub(crate) fn last(mut self, line: u64, text: &str, expected: impl Into<String>) -> Error {
        self.bad.add(line, text, expected);
        match self.bad.check() {
            Err(error) => error,
            Ok(()) => unreachable!("one was just added"),
        }
    }

    /// How many were passed over.
    ///
    /// # Errors
    ///
    /// [`Error::BadLines`] where there are some, in the order of their lines, and
    /// they are not to be passed over.
    pub(crate) fn check(self) -> Result<u64, Error> {
        match self.bad.check() {
            Err(Error::BadLines { mut first, count }) => {
                first.sort_by_key(|bad| bad.line);
                Err(Error::BadLines { first, count })
            }
            Err(error) => Err(error),
            Ok(()) => Ok(self.count),
        }
    }
}

/// The people of a file so far.
#[derive(Debug, Default)]
pub(crate) struct Nodes {
    // Keyed at random by the standard library, so that no file can bring it
    // down; the order is never asked for.
    numbers: HashMap<Box<str>, u32>,
    met: Vec<Met>,
    pub(crate) attributes: Attributes,
}

#[derive(Debug, Clone, Copy)]
struct Met {
    line: u64,
    declared: bool,
}

impl Nodes {
    /// The number of the person of that id, a new one if it is new. Numbers follow
    /// the order in which people are met.
    ///
    /// # Errors
    ///
    /// [`Error::TooMuchMemory`], [`Error::TooManyPeople`].
    pub(crate) fn number(
        &mut self,
        id: &str,
        line: u64,
        allowance: &mut Allowance,
    ) -> Result<NodeId, Error> {
        if let Some(&number) = self.numbers.get(id) {
            return Ok(NodeId(number));
        }
        allowance.take(id.len() + PERSON)?;
        let number = u32::try_from(self.met.len()).map_err(|_| Error::TooManyPeople)?;
        self.numbers.insert(id.into(), number);
        self.met.push(Met {
            line,
            declared: false,
        });
        Ok(NodeId(number))
    }

    /// As [`number`](Self::number) for a node; `None` where there was one of that
    /// id before.
    ///
    /// # Errors
    ///
    /// [`Error::TooMuchMemory`], [`Error::TooManyPeople`].
    pub(crate) fn declare(
        &mut self,
        id: &str,
        line: u64,
        allowance: &mut Allowance,
    ) -> Result<Option<NodeId>, Error> {
        let number = self.number(id, line, allowance)?;
        let met = &mut self.met[number.index()];
        let before = std::mem::replace(&mut met.declared, true);
        Ok((!before).then_some(number))
    }

    /// The draft: people in the order of their ids, pairs and attributes with
    /// them. Where mistakes are passed over, pairs with somebody who is no node
    /// are left out.
    ///
    /// # Errors
    ///
    /// [`Error::BadLines`], [`Error::TooMuchMemory`], [`Error::TooManyPeople`].
    pub(crate) fn finish(
        self,
        mut layers: Vec<Layer>,
        mut mistakes: Mistakes,
        mut allowance: Allowance,
    ) -> Result<Draft, Error> {
        let mut names: Vec<(Box<str>, u32)> = self.numbers.into_iter().collect();
        if self.met.iter().any(|met| !met.declared) {
            names.sort_unstable_by_key(|&(_, number)| number);
            if !mistakes.lenient {
                for (id, number) in &names {
                    let met = self.met[*number as usize];
                    if !met.declared {
                        mistakes.add(met.line, id, "an id that a node of the file has");
                    }
                }
            }
            for layer in &mut layers {
                let known = |v: NodeId| self.met[v.index()].declared;
                mistakes.count += keep(layer, |(a, b)| known(a) && known(b));
            }
            names.retain(|&(_, number)| self.met[number as usize].declared);
        }
        let skipped = mistakes.check()?;
        let (ids, places) = in_order(names, self.met.len())?;
        for pair in layers
            .iter_mut()
            .flat_map(|l| l.blocks.iter_mut().flatten())
        {
            *pair = (places[pair.0.index()], places[pair.1.index()]);
        }
        // What a graph of these layers will need at least.
        for _ in &layers {
            allowance.take(ids.people() as usize * 5)?;
        }
        let mut from = vec![None; ids.people() as usize];
        for (number, place) in (0..).map(NodeId).zip(&places) {
            if let Some(from) = from.get_mut(place.index()) {
                *from = Some(number);
            }
        }
        let attributes =
            self.attributes
                .finish(ids.people(), |v| from[v.index()], &mut allowance)?;
        Ok(Draft {
            ids,
            attributes,
            layers,
            skipped,
            header: None,
        })
    }
}

/// The ids in order, and for each number its place; those left out have a place
/// that nobody has.
fn in_order(names: Vec<(Box<str>, u32)>, met: usize) -> Result<(Ids, Vec<NodeId>), Error> {
    let mut places = vec![NodeId(u32::MAX); met];
    let mut place = |at: usize, number: u32| places[number as usize] = NodeId(at as u32);
    if names.len() >= u32::MAX as usize {
        return Err(Error::TooManyPeople);
    }
    let numbers: Option<Vec<(u64, u32)>> = names
        .iter()
        .map(|(id, number)| Some((whole_number(id)?, *number)))
        .collect();
    let ids = match numbers {
        Some(mut numbers) => {
            numbers.sort_unstable();
            numbers
                .iter()
                .enumerate()
                .for_each(|(at, &(_, number))| place(at, number));
            Ids::of_numbers(numbers.into_iter().map(|(id, _)| id).collect())?
        }
        None => {
            // Whole numbers by size, then everything else by bytes.
            let mut keyed: Vec<_> = names
                .into_iter()
                .map(|(id, number)| match whole_number(&id) {
                    Some(x) => (0, x, id, number),
                    None => (1, 0, id, number),
                })
                .collect();
            keyed.sort_unstable();
            keyed
                .iter()
                .enumerate()
                .for_each(|(at, &(.., number))| place(at, number));
            Ids::Texts(Texts::of(keyed.iter().map(|(_, _, id, _)| &**id)))
        }
    };
    Ok((ids, places))
}

/// Leaves out the pairs of `layer` for which `wanted` is not true; how many.
fn keep(layer: &mut Layer, wanted: impl Fn((NodeId, NodeId)) -> bool) -> u64 {
    let kept: Vec<bool> = layer
        .blocks
        .iter()
        .flatten()
        .map(|&pair| wanted(pair))
        .collect();
    fn thin<T>(column: &mut Vec<T>, kept: &[bool]) {
        let mut at = 0..;
        column.retain(|_| at.next().is_some_and(|at: usize| kept[at]));
    }
    layer
        .weights
        .as_mut()
        .into_iter()
        .for_each(|w| thin(w, &kept));
    layer
        .times
        .as_mut()
        .into_iter()
        .for_each(|t| thin(t, &kept));
    layer
        .multiplicity
        .as_mut()
        .into_iter()
        .for_each(|m| thin(m, &kept));
    for block in &mut layer.blocks {
        block.retain(|&pair| wanted(pair));
    }
    kept.iter().filter(|kept| !**kept).count() as u64
}

/// What a file has said of people so far: columns, filled in any order.
#[derive(Debug, Default)]
pub(crate) struct Attributes {
    columns: Vec<Filling>,
    numbers: HashMap<Box<str>, usize>,
}

#[derive(Debug)]
struct Filling {
    name: String,
    cells: Cells,
    /// Stands where a node has no cell.
    default: Option<Cell>,
}

#[derive(Debug)]
enum Cells {
    Numbers(Vec<f64>),
    Words(WordCells),
}

#[derive(Debug, Default)]
struct WordCells {
    words: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u32>,
    of: Vec<u32>,
}

/// Stands where nothing is known.
const UNKNOWN: u32 = u32::MAX;

/// One thing said of one person.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    /// A finite number.
    Number(f64),
    /// A word, or a whole number too large to be exact.
    Word(String),
}

impl Cell {
    /// The number that `text` writes; `None` for one that is none.
    pub(crate) fn real(text: &str) -> Result<Option<Self>, ()> {
        match text.trim().parse::<f64>() {
            Ok(x) if x.is_nan() => Ok(None),
            Ok(x) if x.is_finite() => Ok(Some(Self::Number(x))),
            _ => Err(()),
        }
    }

    /// As [`real`](Self::real), but a whole number that is too large to be exact
    /// is a word.
    pub(crate) fn number(text: &str) -> Result<Option<Self>, ()> {
        let text = text.trim();
        let whole = !text.is_empty()
            && text
                .bytes()
                .all(|b| b.is_ascii_digit() || b"+-".contains(&b));
        match text.parse::<f64>() {
            Ok(x) if whole && libm::fabs(x) >= EXACT => {
                Ok(Some(Self::Word(text.trim_start_matches('+').to_owned())))
            }
            _ => Self::real(text),
        }
    }
}

impl Attributes {
    /// The column called `name`, a new one of words or of numbers if it is new;
    /// `None` where there would be too many.
    pub(crate) fn column(&mut self, name: &str, words: bool) -> Option<usize> {
        if let Some(&number) = self.numbers.get(name) {
            return Some(number);
        }
        let number = self.columns.len();
        if number == MOST_COLUMNS {
            return None;
        }
        self.numbers.insert(name.into(), number);
        self.columns.push(Filling {
            name: name.to_owned(),
            cells: match words {
                true => Cells::Words(WordCells::default()),
                false => Cells::Numbers(Vec::new()),
            },
            default: None,
        });
        Some(number)
    }

    /// What stands in `column` for those of whom nothing is said.
    pub(crate) fn otherwise(&mut self, column: usize, cell: Option<Cell>) {
        self.columns[column].default = cell;
    }

    /// Says `cell` of `v`; gives `false`, and does nothing, where something has
    /// been said before.
    ///
    /// # Errors
    ///
    /// [`Error::TooMuchMemory`].
    pub(crate) fn set(
        &mut self,
        column: usize,
        v: NodeId,
        cell: &Cell,
        allowance: &mut Allowance,
    ) -> Result<bool, Error> {
        self.columns[column].cells.set(v, cell, allowance)
    }

    /// One entry for each of `people` people; person `v` is number `from(v)` of
    /// those so far.
    ///
    /// # Errors
    ///
    /// [`Error::TooMuchMemory`].
    pub(crate) fn finish(
        self,
        people: u32,
        from: impl Fn(NodeId) -> Option<NodeId>,
        allowance: &mut Allowance,
    ) -> Result<Vec<Column>, Error> {
        let mut columns = Vec::with_capacity(self.columns.len());
        for mut filling in self.columns {
            if let Some(Cell::Word(_)) = filling.default {
                filling.cells.become_words(allowance)?;
            }
            allowance.take(people as usize * 8)?;
            let everybody = (0..people).map(|v| from(NodeId(v)).map_or(usize::MAX, NodeId::index));
            let values = match filling.cells {
                Cells::Numbers(numbers) => {
                    let default = match filling.default {
                        Some(Cell::Number(x)) => x,
                        _ => f64::NAN,
                    };
                    let cell = |at| numbers.get(at).copied().filter(|x: &f64| !x.is_nan());
                    Values::Numbers(everybody.map(|at| cell(at).unwrap_or(default)).collect())
                }
                Cells::Words(cells) => {
                    let default = filling.default.map(|cell| match cell {
                        Cell::Word(word) => word,
                        Cell::Number(x) => x.to_string(),
                    });
                    let cell = |at| {
                        let number = cells.of.get(at).copied().unwrap_or(UNKNOWN);
                        cells.words.get(number as usize).map(|word| &**word)
                    };
                    Values::Words(Words::of(
                        everybody.map(|at| cell(at).or(default.as_deref())),
                    ))
                }
            };
            columns.push(Column {
                name: filling.name,
                values,
            });
        }
        Ok(columns)
    }
}

impl Cells {
    fn set(&mut self, v: NodeId, cell: &Cell, allowance: &mut Allowance) -> Result<bool, Error> {
        match (&mut *self, cell) {
            (Self::Numbers(numbers), Cell::Number(x)) => {
                let cell = grown(numbers, v.index(), f64::NAN, allowance)?;
                let first = cell.is_nan();
                if first {
                    *cell = *x;
                }
                Ok(first)
            }
            (Self::Numbers(_), Cell::Word(_)) => {
                self.become_words(allowance)?;
                self.set(v, cell, allowance)
            }
            (Self::Words(words), Cell::Word(word)) => words.set(v, word, allowance),
            (Self::Words(words), Cell::Number(x)) => words.set(v, &x.to_string(), allowance),
        }
    }

    /// Numbers so far as words that write them.
    fn become_words(&mut self, allowance: &mut Allowance) -> Result<(), Error> {
        if let Self::Numbers(numbers) = self {
            let mut words = WordCells::default();
            for (v, x) in (0..).map(NodeId).zip(&*numbers) {
                if !x.is_nan() {
                    words.set(v, &x.to_string(), allowance)?;
                }
            }
            *self = Self::Words(words);
        }
        Ok(())
    }
}

impl WordCells {
    fn set(&mut self, v: NodeId, word: &str, allowance: &mut Allowance) -> Result<bool, Error> {
        let number = match self.numbers.get(word) {
            Some(&number) => number,
            None => {
                // The word stands in the list and in the table.
                allowance.take(2 * word.len() + WORD)?;
                let number = u32::try_from(self.words.len())
                    .ok()
                    .filter(|&number| number != UNKNOWN)
                    .ok_or(Error::TooManyPeople)?;
                self.words.push(word.into());
                self.numbers.insert(word.into(), number);
                number
            }
        };
        let cell = grown(&mut self.of, v.index(), UNKNOWN, allowance)?;
        let first = *cell == UNKNOWN;
        if first {
            *cell = number;
        }
        Ok(first)
    }
}

/// The entry at `at` of a column, which grows to hold it.
fn grown<'a, T: Copy>(
    column: &'a mut Vec<T>,
    at: usize,
    otherwise: T,
    allowance: &mut Allowance,
) -> Result<&'a mut T, Error> {
    if at >= column.len() {
        allowance.take((at + 1 - column.len()) * size_of::<T>())?;
        column.resize(at + 1, otherwise);
    }
    Ok(&mut column[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLENTY: Allowance = Allowance {
        held: 0,
        most: 1 << 20,
    };

    #[test]
    fn people_are_numbered_by_their_ids_and_take_what_is_known_with_them() {
        let mut allowance = PLENTY;
        let mut nodes = Nodes::default();
        let age = nodes.attributes.column("age", false).unwrap();
        for (id, years) in [("zoe", 7.0), ("10", 8.0), ("9", 9.0)] {
            let v = nodes.declare(id, 1, &mut allowance).unwrap().unwrap();
            let cell = Cell::Number(years);
            assert!(nodes.attributes.set(age, v, &cell, &mut allowance).unwrap());
        }
        assert_eq!(nodes.declare("9", 2, &mut allowance), Ok(None));
        let layer = Layer {
            blocks: vec![vec![(NodeId(0), NodeId(2))]],
            ..Layer::default()
        };
        let draft = nodes
            .finish(vec![layer], Mistakes::default(), allowance)
            .unwrap();
        assert_eq!(draft.ids.iter().collect::<Vec<_>>(), ["9", "10", "zoe"]);
        assert_eq!(draft.layers[0].blocks, [[(NodeId(2), NodeId(0))]]);
        assert_eq!(
            draft.attributes[0].values,
            Values::Numbers(vec![9.0, 8.0, 7.0])
        );
    }

    #[test]
    fn a_large_whole_number_stays_what_it_is() {
        assert_eq!(Cell::number("1e3"), Ok(Some(Cell::Number(1000.0))));
        assert_eq!(Cell::number("NaN"), Ok(None));
        assert_eq!(Cell::number("inf"), Err(()));
        let large = "9007199254740993";
        assert_eq!(Cell::number(large), Ok(Some(Cell::Word(large.to_owned()))));
        let mut attributes = Attributes::default();
        let column = attributes.column("x", false).unwrap();
        for (v, text) in ["7", large].into_iter().enumerate() {
            let cell = Cell::number(text).unwrap().unwrap();
            attributes
                .set(column, NodeId(v as u32), &cell, &mut PLENTY.clone())
                .unwrap();
        }
        let columns = attributes.finish(2, Some, &mut PLENTY.clone()).unwrap();
        assert_eq!(columns[0].cell(NodeId(0)), "7");
        assert_eq!(columns[0].cell(NodeId(1)), large);
    }

    #[test]
    fn who_is_no_node_is_named_where_an_edge_first_does() {
        let strangers = |lenient| {
            let mut allowance = PLENTY;
            let mut nodes = Nodes::default();
            let ana = nodes.declare("ana", 1, &mut allowance).unwrap().unwrap();
            let ben = nodes.number("ben", 4, &mut allowance).unwrap();
            let layer = Layer {
                blocks: vec![vec![(ana, ben), (ana, ana)]],
                weights: Some(vec![1.0, 2.0]),
                ..Layer::default()
            };
            nodes.finish(vec![layer], Mistakes::new(lenient), allowance)
        };
        let Err(Error::BadLines { first, count: 1 }) = strangers(false) else {
            panic!("ben is no node")
        };
        assert_eq!((first[0].line, first[0].text.as_str()), (4, "ben"));
        let draft = strangers(true).unwrap();
        assert_eq!(
            (draft.ids.people(), draft.layers[0].pairs(), draft.skipped),
            (1, 1, 1)
        );
        assert_eq!(draft.layers[0].weights, Some(vec![2.0]));
    }
}
