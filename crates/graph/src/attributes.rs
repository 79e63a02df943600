//! What is known of people besides their ties: typed columns.

use crate::id::NodeId;

/// One thing that is known of people.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// What it is called.
    pub name: String,
    /// One entry per person, in id order.
    pub values: Values,
}

/// The entries of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Finite numbers; NaN where nothing is known.
    Numbers(Vec<f64>),
    /// Words out of a list; `None` where nothing is known.
    Words(Words),
}

/// One word per person, each kept once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    words: Vec<String>,
    of: Vec<u32>,
}

/// Stands where nothing is known.
const UNKNOWN: u32 = u32::MAX;

impl Words {
    /// Those cells. Words stand in the order in which they first occur.
    pub fn of<'a>(cells: impl IntoIterator<Item = Option<&'a str>>) -> Self {
        let mut words = Self::default();
        let mut numbers = rustc_hash::FxHashMap::default();
        for cell in cells {
            let number = cell.map_or(UNKNOWN, |word| {
                *numbers.entry(word).or_insert_with(|| {
                    words.words.push(word.to_owned());
                    words.words.len() as u32 - 1
                })
            });
            words.of.push(number);
        }
        words
    }

    /// The word of `v`.
    pub fn get(&self, v: NodeId) -> Option<&str> {
        self.number(v)
            .map(|number| self.words[number as usize].as_str())
    }

    /// The position of the word of `v` in [`words`](Self::words).
    pub fn number(&self, v: NodeId) -> Option<u32> {
        Some(self.of[v.index()]).filter(|&number| number != UNKNOWN)
    }

    /// The different words, in the order in which they first occur.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Those words, and for each person a position in them or 2³² − 1 for unknown.
    /// Gives `None` where a position lies outside.
    pub(crate) fn of_numbers(words: Vec<String>, of: Vec<u32>) -> Option<Self> {
        let fits = |&number: &u32| number == UNKNOWN || (number as usize) < words.len();
        of.iter().all(fits).then_some(Self { words, of })
    }

    /// For each person the position of their word, or 2³² − 1.
    pub(crate) fn numbers(&self) -> &[u32] {
        &self.of
    }

    /// Number of people.
    pub fn len(&self) -> usize {
        self.of.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }
}

impl Column {
    /// A column of `cells`, one per person: numbers where every cell that is not
    /// empty, `NA` or `nan` is one, words otherwise. A whole number with zeros in
    /// front is a word, so that `007` stays what it is.
    pub fn of_cells<'a>(name: &str, cells: impl Iterator<Item = &'a str> + Clone) -> Self {
        let known = |cell: &'a str| !is_missing(cell);
        let values = if cells
            .clone()
            .filter(|&c| known(c))
            .all(|c| number(c).is_some())
        {
            Values::Numbers(cells.map(|c| number(c).unwrap_or(f64::NAN)).collect())
        } else {
            Values::Words(Words::of(cells.map(|c| known(c).then_some(c))))
        };
        Self {
            name: name.to_owned(),
            values,
        }
    }

    /// Number of people.
    pub fn len(&self) -> usize {
        match &self.values {
            Values::Numbers(numbers) => numbers.len(),
            Values::Words(words) => words.len(),
        }
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cell of `v` as text; empty where nothing is known.
    pub fn cell(&self, v: NodeId) -> String {
        match &self.values {
            Values::Numbers(numbers) if numbers[v.index()].is_nan() => String::new(),
            Values::Numbers(numbers) => numbers[v.index()].to_string(),
            Values::Words(words) => words.get(v).unwrap_or_default().to_owned(),
        }
    }

    /// The column with its entries moved: person `v` of the new one is `from(v)`
    /// of this one, or unknown.
    pub fn rearranged(&self, people: u32, from: impl Fn(NodeId) -> Option<NodeId>) -> Self {
        let from = |v| from(NodeId(v)).map(NodeId::index);
        let values = match &self.values {
            Values::Numbers(numbers) => Values::Numbers(
                (0..people)
                    .map(|v| from(v).map_or(f64::NAN, |at| numbers[at]))
                    .collect(),
            ),
            Values::Words(words) => Values::Words(Words {
                words: words.words.clone(),
                of: (0..people)
                    .map(|v| from(v).map_or(UNKNOWN, |at| words.of[at]))
                    .collect(),
            }),
        };
        Self {
            name: self.name.clone(),
            values,
        }
    }
}

fn is_missing(cell: &str) -> bool {
    cell.is_empty() || cell == "NA" || cell.eq_ignore_ascii_case("nan")
}

/// The finite number that `cell` writes.
fn number(cell: &str) -> Option<f64> {
    let digits = cell.trim_start_matches(['-', '+']);
    if digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.") {
        return None;
    }
    // A whole number that a float cannot hold to the last digit is a word too.
    if digits.bytes().all(|digit| digit.is_ascii_digit())
        && digits
            .parse::<u64>()
            .map_or(true, |number| number >= 1 << 53)
    {
        return None;
    }
    // Words such as "inf" or "infinity" are words.
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    cell.parse().ok().filter(|x: &f64| x.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str]) -> Column {
        Column::of_cells("x", cells.iter().copied())
    }

    #[test]
    fn a_column_of_numbers_has_numbers_and_anything_else_has_words() {
        let Values::Numbers(numbers) = column(&["1", "NA", "-2.5", "", "1e3"]).values else {
            panic!("all of them are numbers")
        };
        assert_eq!(numbers[0], 1.0);
        assert!(numbers[1].is_nan() && numbers[3].is_nan());
        assert_eq!(numbers[4], 1000.0);
        for words in [
            ["1", "two"],
            ["007", "1"],
            ["inf", "1"],
            ["1e999", "1"],
            ["12345678901234567891", "1"],
        ] {
            assert!(
                matches!(column(&words).values, Values::Words(_)),
                "{words:?}"
            );
        }
    }

    #[test]
    fn cells_come_back_as_they_were() {
        for cells in [["0.1", "", "7"], ["shop", "", "shop"]] {
            let column = column(&cells);
            for (v, cell) in cells.iter().enumerate() {
                assert_eq!(&column.cell(NodeId(v as u32)), cell);
            }
        }
    }
}
