//! Bytes as they were before they were packed.
//!
//! gzip and, where the program was built with the feature `zstd`, Zstandard are
//! told by their first bytes. Packed data that would unfold beyond all
//! reason is refused: past 64 MiB, at most 200 bytes may come out of each that
//! went in. Lists of ties shrink by five to twenty.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use crate::Error;

/// Bytes that may come out before the ratio is looked at.
const UNSUSPICIOUS: u64 = 64 << 20;
/// Bytes that may come out for each byte that went in.
const MOST_OUT: u64 = 200;
/// Bytes to a read from the file.
const BUFFER: usize = 1 << 16;

/// The bytes of `source`, unpacked where they are packed.
///
/// # Errors
///
/// [`Error::Read`] if the system refuses the first bytes.
pub fn unpacked<'a>(source: impl Read + Send + 'a) -> Result<Box<dyn BufRead + Send + 'a>, Error> {
    let mut source = source;
    // A pipe may give its first bytes one by one.
    let mut start = Vec::with_capacity(4);
    let first = (&mut source).take(4).read_to_end(&mut start);
    first.map_err(read_error)?;
    let (gzip, zstd) = (start.starts_with(&GZIP), start == ZSTD);
    let source = BufReader::with_capacity(BUFFER, io::Cursor::new(start).chain(source));
    if !gzip && !zstd {
        return Ok(Box::new(source));
    }
    let went_in = Arc::new(AtomicU64::new(0));
    let counted = BufReader::with_capacity(
        BUFFER,
        Counted {
            source,
            count: Arc::clone(&went_in),
        },
    );
    if zstd {
        return unfolded(zstandard(counted)?, went_in);
    }
    unfolded(MultiGzDecoder::new(counted), went_in)
}

/// How gzip begins.
const GZIP: [u8; 2] = [0x1f, 0x8b];
/// How Zstandard begins.
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

#[cfg(feature = "zstd")]
fn zstandard<R: BufRead>(packed: R) -> Result<impl Read, Error> {
    zstd::Decoder::with_buffer(packed).map_err(read_error)
}

#[cfg(not(feature = "zstd"))]
fn zstandard<R: BufRead>(_: R) -> Result<io::Empty, Error> {
    Err(Error::NotAGraphFile {
        what: "it is packed with zstd, which this program was built without: build it with \
               `--features zstd`, or unpack the file first"
            .to_owned(),
    })
}

/// What comes out of `source`, within reason.
fn unfolded<'a>(
    source: impl Read + Send + 'a,
    went_in: Arc<AtomicU64>,
) -> Result<Box<dyn BufRead + Send + 'a>, Error> {
    let bounded = Bounded {
        source,
        went_in,
        came_out: 0,
    };
    Ok(Box::new(BufReader::with_capacity(BUFFER, bounded)))
}

/// What the system, or the unpacker, said.
pub(crate) fn read_error(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::InvalidData => Error::NotAGraphFile {
            what: format!("it cannot be unpacked: {error}"),
        },
        _ => Error::Read {
            reason: error.to_string(),
        },
    }
}

/// Counts the bytes that pass.
struct Counted<R> {
    source: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Stops where too much comes out of too little.
struct Bounded<R> {
    source: R,
    went_in: Arc<AtomicU64>,
    came_out: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // The file ends or says something else than packed data would: that is the
        // file's content, not the system.
        let damaged = |error: io::Error| match error.raw_os_error() {
            None => io::Error::new(io::ErrorKind::InvalidData, error),
            Some(_) => error,
        };
        let read = self.source.read(buffer).map_err(damaged)?;
        self.came_out += read as u64;
        let went_in = self.went_in.load(Ordering::Relaxed);
        if self.came_out > UNSUSPICIOUS && self.came_out > went_in.saturating_mul(MOST_OUT) {
            let bomb = format!("it unfolds to more than {MOST_OUT} times its size");
            return Err(io::Error::new(io::ErrorKind::InvalidData, bomb));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gz.write_all(bytes).unwrap();
        gz.finish().unwrap()
    }

    fn all(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        unpacked(bytes).unwrap().read_to_end(&mut out)?;
        Ok(out)
    }

    #[test]
    fn packed_and_plain_bytes_come_out_alike() {
        assert_eq!(all(b"0 1\n").unwrap(), b"0 1\n");
        assert_eq!(all(&packed(b"0 1\n")).unwrap(), b"0 1\n");
        assert_eq!(all(b"").unwrap(), b"");
    }

    #[cfg(feature = "zstd")]
    #[test]
    fn zstandard_is_unpacked_and_its_bombs_are_put_out() {
        let packed = |bytes: &[u8]| zstd::encode_all(bytes, 3).unwrap();
        assert_eq!(all(&packed(b"0 1\n")).unwrap(), b"0 1\n");
        let cut = all(&packed(b"0 1\n1 2\n")[..9]).unwrap_err();
        assert_eq!(cut.kind(), io::ErrorKind::InvalidData);
        let bomb = packed(&vec![b'\n'; 100 << 20]);
        let error = all(&bomb).unwrap_err().to_string();
        assert!(error.contains("200 times"), "{error}");
    }

    #[cfg(not(feature = "zstd"))]
    #[test]
    fn zstandard_is_told_where_it_cannot_be_unpacked() {
        let told = unpacked(&ZSTD[..]).err().unwrap().to_string();
        assert!(told.contains("--features zstd"), "{told}");
    }

    #[test]
    fn a_bomb_is_put_out() {
        let bomb = packed(&vec![b'\n'; 100 << 20]);
        assert!(bomb.len() < 200 << 10);
        let error = all(&bomb).unwrap_err().to_string();
        assert!(error.contains("200 times"), "{error}");
    }
}
