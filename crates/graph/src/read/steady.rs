//! A file that is read to where it ended when it was opened.
//!
//! Text that stops early is often still text: without this, a file that somebody cuts short
//! while it is read would pass for a smaller one.

use std::fs::File;
use std::io::{self, ErrorKind, Read};

/// The bytes of a file; that it ends before it should is an error.
#[derive(Debug)]
pub struct Steady {
    file: File,
    /// Bytes that are still to come; none of what has no size, such as a pipe.
    left: u64,
}

impl Steady {
    /// The bytes of `file`, from its beginning, where it has to stand.
    ///
    /// # Errors
    ///
    /// What the system says where it does not tell the size.
    pub fn of(file: File) -> io::Result<Self> {
        let there = file.metadata()?;
        let left = if there.is_file() { there.len() } else { 0 };
        Ok(Self { file, left })
    }
}

impl Read for Steady {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        if read == 0 && self.left > 0 && !buffer.is_empty() {
            return Err(io::Error::new(
                ErrorKind::UnexpectedEof,
                "it was cut short while it was read",
            ));
        }
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, OpenOptions};

    use super::*;

    #[test]
    fn a_file_that_is_cut_short_while_it_is_read_is_an_error_and_one_that_grows_is_none() {
        let name = format!("groundswell-steady-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::write(&path, "a b\nb c\n").unwrap();
        let begun = || {
            let mut steady = Steady::of(File::open(&path).unwrap()).unwrap();
            let mut first = [0; 4];
            steady.read_exact(&mut first).unwrap();
            steady
        };
        let to_the_end = |mut steady: Steady| {
            let mut rest = String::new();
            steady.read_to_string(&mut rest).map(|_| rest)
        };
        assert_eq!(to_the_end(begun()).unwrap(), "b c\n");
        let (longer, shorter) = (begun(), begun());
        let writing = OpenOptions::new().write(true).open(&path).unwrap();
        writing.set_len(9).unwrap();
        assert_eq!(to_the_end(longer).unwrap(), "b c\n\0");
        writing.set_len(5).unwrap();
        let refused = to_the_end(shorter).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::UnexpectedEof);
        fs::remove_file(&path).unwrap();
    }
}
