//! A source that knows on which line it stands, and that gives no more than a
//! megabyte at a time: whoever reads it piece by piece can neither lose the place
//! nor gather more than that.

use std::io::{self, BufRead, Read};

/// Bytes that one piece may have.
pub(crate) const LONGEST_PIECE: usize = 1 << 20;

/// Counts lines, and stops where a piece grows too long.
pub(crate) struct Watched<R> {
    source: R,
    line: u64,
    piece: usize,
}

impl<R: BufRead> Watched<R> {
    /// At line 1 of `source`.
    pub(crate) fn new(source: R) -> Self {
        Self {
            source,
            line: 1,
            piece: 0,
        }
    }

    /// A new piece begins; gives the line on which it does.
    pub(crate) fn begin(&mut self) -> u64 {
        self.piece = 0;
        self.line
    }

    /// Whether the piece has become too long.
    pub(crate) fn is_too_long(&self) -> bool {
        self.piece > LONGEST_PIECE
    }
}

impl<R: BufRead> BufRead for Watched<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.is_too_long() {
            return Err(io::Error::from(io::ErrorKind::InvalidData));
        }
        let bytes = self.source.fill_buf()?;
        // Whatever the source holds, a piece grows by a bounded step.
        Ok(&bytes[..bytes.len().min(1 << 16)])
    }

    fn consume(&mut self, amount: usize) {
        // Those bytes lie in the source's buffer already, so that asking again
        // costs nothing and cannot fail.
        if let Ok(bytes) = self.source.fill_buf() {
            let lines = bytes.iter().take(amount).filter(|&&b| b == b'\n').count();
            self.line += lines as u64;
        }
        self.piece += amount;
        self.source.consume(amount);
    }
}

impl<R: BufRead> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill_buf()?;
        let length = bytes.len().min(buffer.len());
        buffer[..length].copy_from_slice(&bytes[..length]);
        self.consume(length);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_and_a_piece_has_an_end() {
        let mut watched = Watched::new(&b"a\nb\nc"[..]);
        let mut bytes = Vec::new();
        watched.read_until(b'b', &mut bytes).unwrap();
        assert_eq!(watched.begin(), 2);
        watched.read_to_end(&mut bytes).unwrap();
        assert_eq!(watched.begin(), 3);
        let mut endless = Watched::new(io::BufReader::new(io::repeat(b'x')));
        assert!(endless.read_to_end(&mut bytes).is_err());
        assert!(endless.is_too_long() && bytes.len() < 2 * LONGEST_PIECE);
    }
}
