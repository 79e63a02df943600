//! A text file in blocks of whole lines, its comments, and lines that are wrong.

use std::io::{BufRead, Read};

use crate::read::unpack::read_error;
use crate::{BadLine, Error};

/// Bytes to a block, about: it fits the cache of one core. A line that is longer
/// is an error, so that memory is bounded by the shape of a file and never by one
/// line of it.
const BLOCK: usize = 1 << 20;

/// A byte-order mark is what some spreadsheets put first.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Whether a line says something: it is not empty and no comment.
pub(crate) fn is_data(line: &[u8]) -> bool {
    !matches!(line.first(), Some(b'#' | b'%')) && !line.trim_ascii().is_empty()
}

/// A line without its end.
pub(crate) fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The first line of data.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    /// Its text, without the end of the line; `None` where no line has data.
    pub(crate) line: Option<Vec<u8>>,
    /// The line of data after it, if it is in the same block.
    pub(crate) next: Option<Vec<u8>>,
    /// Its number within the first block, from 1.
    pub(crate) number: u64,
    /// Lines before the first block.
    pub(crate) before: u64,
}

/// Hands out a file block by block, each of whole lines.
pub(crate) struct Blocks<R> {
    source: R,
    /// A block that was looked at and is still to be handed out.
    pending: Option<Vec<u8>>,
    /// The part of a line with which the next block begins.
    carry: Vec<u8>,
    handed_out: usize,
    started: bool,
    /// The beginning of a line that is too long; nothing comes after it.
    too_long: Option<String>,
}

impl<R: BufRead> Blocks<R> {
    /// The blocks of `source`, with its first line of data. Blocks without data at
    /// the beginning are passed over.
    pub(crate) fn open(source: R) -> Result<(Head, Self), Error> {
        let mut blocks = Self {
            source,
            pending: None,
            carry: Vec::new(),
            handed_out: 0,
            started: false,
            too_long: None,
        };
        let mut head = Head {
            line: None,
            next: None,
            number: 0,
            before: 0,
        };
        let mut buffer = Vec::new();
        while blocks.next(&mut buffer)?.is_some() {
            let mut lines = buffer.split_inclusive(|&byte| byte == b'\n').zip(1..);
            if let Some((line, number)) = lines.find(|(line, _)| is_data(line)) {
                head.line = Some(without_end(line).to_vec());
                head.number = number;
                let mut after = lines.filter(|(line, _)| is_data(line));
                head.next = after.next().map(|(line, _)| without_end(line).to_vec());
                blocks.pending = Some(buffer);
                break;
            }
            head.before += memchr::memchr_iter(b'\n', &buffer).count() as u64;
        }
        blocks.handed_out = 0;
        Ok((head, blocks))
    }

    /// Fills `buffer` with the next block and gives its number, from 0; `None` at
    /// the end.
    ///
    /// # Errors
    ///
    /// [`Error::Read`].
    pub(crate) fn next(&mut self, buffer: &mut Vec<u8>) -> Result<Option<usize>, Error> {
        if let Some(pending) = self.pending.take() {
            *buffer = pending;
        } else {
            buffer.clear();
            if self.too_long.is_some() {
                return Ok(None);
            }
            buffer.append(&mut self.carry);
            let mut source = (&mut self.source).take((BLOCK - buffer.len().min(BLOCK)) as u64);
            source.read_to_end(buffer).map_err(read_error)?;
            if !self.started {
                self.started = true;
                if buffer.starts_with(MARK) {
                    buffer.drain(..MARK.len());
                }
            }
            if buffer.is_empty() {
                return Ok(None);
            }
            let ended = buffer.len() < BLOCK && self.at_end()?;
            match memchr::memrchr(b'\n', buffer) {
                _ if ended => {}
                Some(end) => {
                    self.carry.extend_from_slice(&buffer[end + 1..]);
                    buffer.truncate(end + 1);
                }
                None => {
                    let start = &buffer[..buffer.len().min(80)];
                    self.too_long = Some(String::from_utf8_lossy(start).into_owned());
                    return Ok(None);
                }
            }
        }
        let at = self.handed_out;
        self.handed_out += 1;
        Ok(Some(at))
    }

    fn at_end(&mut self) -> Result<bool, Error> {
        Ok(self.source.fill_buf().map_err(read_error)?.is_empty())
    }

    /// The beginning of a line that is longer than a block: reading ended
    /// before it.
    pub(crate) fn too_long(&self) -> Option<&str> {
        self.too_long.as_deref()
    }
}

/// Collects the lines that cannot be read, keeping the first five.
#[derive(Debug, Default)]
pub(crate) struct BadLines {
    first: Vec<BadLine>,
    count: u64,
}

impl BadLines {
    pub(crate) fn add(&mut self, line: u64, text: &str, expected: impl Into<String>) {
        self.count += 1;
        if self.first.len() < 5 {
            // What a terminal would obey is shown as a mark.
            let shown = |c: char| if c.is_control() { '\u{fffd}' } else { c };
            let mut short: String = text.chars().take(80).map(shown).collect();
            if text.chars().nth(80).is_some() {
                short.push('…');
            }
            self.first.push(BadLine {
                line,
                text: short,
                expected: expected.into(),
            });
        }
    }

    /// Adds those of a later block, before which the file has `lines` lines.
    pub(crate) fn follow(&mut self, later: Self, lines: u64) {
        self.count += later.count;
        for mut bad in later.first {
            if self.first.len() < 5 {
                bad.line += lines;
                self.first.push(bad);
            }
        }
    }

    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// An error if there were any.
    pub(crate) fn check(self) -> Result<(), Error> {
        match self.count {
            0 => Ok(()),
            count => Err(Error::BadLines {
                first: self.first,
                count,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_line_cannot_speak_to_the_terminal() {
        let mut bad = BadLines::default();
        bad.add(3, "a\u{1b}[31mb\r", "two ids");
        let Err(Error::BadLines { first, .. }) = bad.check() else {
            panic!("it is an error")
        };
        assert_eq!(first[0].text, "a\u{fffd}[31mb\u{fffd}");
    }

    #[test]
    fn blocks_are_whole_lines_and_lose_nothing() {
        let text: String = (0..300_000).map(|i| format!("{i} {}\n", i * 7)).collect();
        for text in [
            text.as_str(),
            text.trim_end(),
            "a b",
            "",
            "# only\n#words\n",
        ] {
            let (head, mut blocks) = Blocks::open(text.as_bytes()).unwrap();
            let (mut all, mut buffer, mut number) = (Vec::new(), Vec::new(), 0);
            while let Some(at) = blocks.next(&mut buffer).unwrap() {
                assert_eq!(at, number);
                number += 1;
                all.extend_from_slice(&buffer);
            }
            let data = text.as_bytes().split(|&b| b == b'\n').any(is_data);
            assert_eq!(head.line.is_some(), data);
            if data {
                assert!(all == text.as_bytes());
            }
        }
    }

    #[test]
    fn lines_before_the_first_block_are_counted() {
        let comments = "# a line of words\n".repeat(100_000);
        let text = format!("{comments}0 1\n");
        let (head, _) = Blocks::open(text.as_bytes()).unwrap();
        assert_eq!(head.before + head.number, 100_001);
        assert_eq!(head.line.unwrap(), b"0 1");
    }

    #[test]
    fn a_line_without_end_is_told_and_not_held() {
        let long = std::io::BufReader::new(std::io::repeat(b'7'));
        let (head, blocks) = Blocks::open(long).unwrap();
        assert!(head.line.is_none());
        assert!(blocks.too_long().is_some_and(|text| text.len() == 80));
    }
}
