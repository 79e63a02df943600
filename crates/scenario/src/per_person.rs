//! One number for each of some people, from a file: what they cost, or what it is worth to
//! reach them.
//!
//! A line holds an id and a number, with a comma, a semicolon, a tab or spaces between; the
//! last number of a line is meant, so that ids may have spaces. Empty lines and what stands
//! behind a `#` are passed over, and so is a first line without a number: a header.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use groundswell_graph::fan_graph::FanGraph;

use crate::mistake::Mistake;
use crate::seed_set::find;

/// Bytes of a line, at most.
const LONGEST: u64 = 1 << 16;

/// The numbers in `file`, zero or more each, in the order of people; nothing for those whom
/// it does not name.
///
/// # Errors
///
/// [`Mistake::SeedFile`] where the system refuses, [`Mistake::NumberLine`] with the line that
/// cannot be read, [`Mistake::PersonLine`] with that of an id that nobody has.
pub fn read(file: &Path, graph: &FanGraph) -> Result<Vec<Option<f64>>, Mistake> {
    let name = || file.display().to_string();
    let refused = |error: std::io::Error| Mistake::SeedFile {
        file: name(),
        reason: error.to_string(),
    };
    let mut reader = BufReader::new(File::open(file).map_err(refused)?);
    let mut numbers = vec![None; graph.people() as usize];
    let mut bytes = Vec::new();
    for line in 1.. {
        bytes.clear();
        let mut part = (&mut reader).take(LONGEST);
        if part.read_until(b'\n', &mut bytes).map_err(refused)? == 0 {
            break;
        }
        let wrong = |text: &str| Mistake::NumberLine {
            file: name(),
            line,
            text: text.chars().take(60).collect(),
        };
        if bytes.len() as u64 == LONGEST {
            return Err(wrong("more than 65,536 bytes"));
        }
        let text = String::from_utf8_lossy(&bytes);
        let text = text.split('#').next().unwrap_or_default().trim();
        if text.is_empty() {
            continue;
        }
        let is_between = |c: char| c == ',' || c == ';' || c.is_whitespace();
        let pair = text.rsplit_once(is_between);
        let pair = pair.and_then(|(id, number)| Some((id, number.parse::<f64>().ok()?)));
        let Some((id, number)) = pair.filter(|(_, x)| *x >= 0.0 && x.is_finite()) else {
            let is_header = line == 1 && !text.contains(|c: char| c.is_ascii_digit());
            if is_header {
                continue;
            }
            return Err(wrong(text));
        };
        let person = find(graph, id.trim_end_matches(is_between).trim());
        let person = person.map_err(|mistake| match mistake {
            Mistake::NoSuchSeed { id, first } => Mistake::PersonLine {
                file: name(),
                line,
                id,
                first,
            },
            other => other,
        })?;
        numbers[person.index()] = Some(number);
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::builder::graph;

    fn of(text: &str) -> Result<Vec<Option<f64>>, Mistake> {
        let name = format!(
            "groundswell-per-person-{}-{}",
            std::process::id(),
            text.len()
        );
        let file = std::env::temp_dir().join(name);
        std::fs::write(&file, text).unwrap();
        let read = read(&file, &graph("0-1 1-2"));
        std::fs::remove_file(&file).unwrap();
        read
    }

    #[test]
    fn ids_and_numbers_stand_beside_each_other() {
        let numbers = of("person,cost\n2, 4.5\n\n0\t1 # cheap\n");
        assert_eq!(numbers, Ok(vec![Some(1.0), None, Some(4.5)]));
        assert_eq!(of("2 0"), Ok(vec![None, None, Some(0.0)]));
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        for (text, at) in [("0,1\n1,much", 2), ("0,-1", 1), ("0,NaN\n", 1), ("0", 1)] {
            let Err(Mistake::NumberLine { line, .. }) = of(text) else {
                panic!("{text}: {:?}", of(text));
            };
            assert_eq!(line, at, "{text}");
        }
        let nobody = of("0,1\n9,1").unwrap_err();
        assert!(
            nobody
                .to_string()
                .contains(", line 2: \"9\" is not in the graph"),
            "{nobody}"
        );
        let long = "x".repeat(70_000);
        assert!(matches!(
            of(&long),
            Err(Mistake::NumberLine { line: 1, .. })
        ));
    }
}
