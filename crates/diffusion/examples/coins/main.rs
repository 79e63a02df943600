//! Streams the coins of worlds, for batteries of tests of random numbers.
//!
//! A battery wants one long stream. Worlds have no stream: a coin is looked up by
//! what it decides. So the same coins are read in several orders, each of which
//! would show another weakness, such as neighbours that resemble each other.
//!
//! ```text
//! cargo run --release -p groundswell-diffusion --example coins -- ORDER [--seed S] [--bytes N]
//! ```
//!
//! writes words of 64 bits, the lowest byte first, until N bytes are out, the ids
//! of the order are used up or the reader closes the pipe. The seed is 1 unless
//! told. Each order is one `match` arm of `orders::words`:
//!
//! | order | reads, word by word | ends after |
//! | --- | --- | --- |
//! | `target` | a tie from person 3 to 0, 1, 2 …: its first digit in worlds 0 to 63 | 32 GiB |
//! | `source` | the same for ties to person 3 from 0, 1, 2 … | 32 GiB |
//! | `digit` | all 64 digits of the tie from 3 to 0, then of the tie to 1 … | 2 TiB |
//! | `world` | the tie from 3 to 4: its first digit in worlds 0 to 63, then 64 to 127 … | – |
//! | `grid` | from each person in turn to the next 64: the first digit in worlds 0 to 63 | 2 TiB |
//! | `bit` | over the same ties, world 5 alone: one coin at one half each, the first tie's on top | 32 GiB |
//! | `seed` | the tie from 3 to 4 in worlds 0 to 63 of this seed, of the next seed … | – |
//! | `person` | the draws of people 0, 1, 2 … in one matter, in world 0 | 32 GiB |
//! | `threshold` | the thresholds of people 0, 1, 2 …, all 64 digits, in world 0 | 32 GiB |
//! | `event` | the draw of one pair in occurrences 0, 1, 2 … of one thing, in world 0 | 32 GiB |
//!
//! A reader that takes the stream from its standard input:
//!
//! ```text
//! … coins -- target | RNG_test stdin64               PractRand
//! … coins -- target | dieharder -a -g 200            dieharder
//! benches/battery/run.sh small target                TestU01
//! ```

mod orders;

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use orders::{ORDERS, words};

/// Writes `words` until they end, `most` bytes are out, or nobody reads any more.
///
/// # Errors
///
/// What `out` says, but for a closed pipe.
fn stream(words: impl Iterator<Item = u64>, most: u64, out: &mut impl Write) -> io::Result<()> {
    const WORDS: usize = 8192;
    let mut words = words.fuse();
    let mut bytes = Vec::with_capacity(8 * WORDS);
    let mut left = most;
    while left > 0 {
        bytes.clear();
        bytes.extend(words.by_ref().take(WORDS).flat_map(u64::to_le_bytes));
        if bytes.is_empty() {
            break;
        }
        bytes.truncate(usize::try_from(left).unwrap_or(usize::MAX));
        left -= bytes.len() as u64;
        match out.write_all(&bytes) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
            written => written?,
        }
    }
    out.flush()
}

/// What the command line asks for.
struct Asked {
    words: Box<dyn Iterator<Item = u64>>,
    most: u64,
}

impl Asked {
    /// Reads the arguments after the program's name, or says what is amiss.
    fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let (mut order, mut seed, mut most) = (None, 1, u64::MAX);
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let mut number = || match arguments.next() {
                Some(text) => text
                    .parse()
                    .map_err(|_| format!("{argument} {text}; it takes a whole number below 2⁶⁴")),
                None => Err(format!("{argument} takes a whole number")),
            };
            match argument.as_str() {
                "--seed" => seed = number()?,
                "--bytes" => most = number()?,
                _ if order.is_none() => order = Some(argument),
                _ => return Err(format!("{argument} is one argument too many")),
            }
        }
        let known = ORDERS.join(", ");
        let order = order.ok_or_else(|| format!("name an order, one of {known}"))?;
        let words = words(&order, seed)
            .ok_or_else(|| format!("no order is called {order}, but {known}"))?;
        Ok(Self { words, most })
    }
}

fn main() -> ExitCode {
    let asked = match Asked::parse(std::env::args().skip(1)) {
        Ok(asked) => asked,
        Err(amiss) => {
            eprintln!("coins: {amiss}\ncoins ORDER [--seed S] [--bytes N]");
            return ExitCode::from(2);
        }
    };
    match stream(asked.words, asked.most, &mut io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("coins: {error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(order: &str, seed: u64, n: usize) -> Vec<u64> {
        words(order, seed).unwrap().take(n).collect()
    }

    fn asked(arguments: &[&str]) -> Result<Asked, String> {
        Asked::parse(arguments.iter().map(ToString::to_string))
    }

    #[test]
    fn the_streams_never_move() {
        for (order, pinned) in ORDERS.into_iter().zip(PINNED) {
            assert_eq!(
                first(order, 1, 2),
                pinned,
                "{order}: {:#018x?}",
                first(order, 1, 2)
            );
        }
    }

    #[test]
    fn every_order_has_a_stream_of_its_own_for_each_seed() {
        let streams = |seed| ORDERS.map(|order| first(order, seed, 8).split_off(5));
        let mut all = [streams(1), streams(2)].concat();
        all.sort();
        all.dedup();
        // The seed after 1 is 2: its stream is the same, one word later.
        assert_eq!(all.len(), 20);
        assert_eq!(first("seed", 1, 9)[1..], first("seed", 2, 8));
    }

    #[test]
    fn orders_that_meet_the_same_tie_hold_the_same_coins() {
        let (target, source) = (first("target", 9, 200), first("source", 9, 200));
        let (digit, grid) = (first("digit", 9, 6400), first("grid", 9, 6400));
        assert_eq!(target[3], source[3], "the tie from 3 to 3");
        assert_eq!(target[4], first("world", 9, 1)[0], "worlds 0 to 63");
        assert_eq!(target[4], first("seed", 9, 1)[0], "this seed");
        for v in 0..100 {
            assert_eq!(
                digit[64 * v],
                target[v],
                "the first digit of the tie to {v}"
            );
        }
        let row = &grid[3 * 64..4 * 64];
        assert_eq!(row, &target[4..68], "the row of person 3");
        for (u, word) in first("bit", 9, 100).into_iter().enumerate() {
            let row = &grid[64 * u..64 * (u + 1)];
            // A coin at one half falls well where the first digit is a nought.
            let coins = row
                .iter()
                .fold(0, |c, w| c << 1 | (!w >> orders::WORLD & 1));
            assert_eq!(word, coins, "person {u}");
        }
    }

    #[test]
    fn a_stream_stops_at_the_byte_that_was_asked_for() {
        let whole: Vec<u8> = first("target", 1, 9000)
            .into_iter()
            .flat_map(u64::to_le_bytes)
            .collect();
        for most in [0, 1, 8, 65_536, 70_001] {
            let mut out = Vec::new();
            stream(words("target", 1).unwrap(), most, &mut out).unwrap();
            assert_eq!(out, whole[..most as usize], "{most}");
        }
        let mut out = Vec::new();
        stream([1, 2].into_iter(), u64::MAX, &mut out).unwrap();
        assert_eq!(out.len(), 16, "words may end before");
    }

    #[test]
    fn a_closed_pipe_is_an_end_and_a_full_disk_an_error() {
        struct Refuses(ErrorKind);
        impl Write for Refuses {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(self.0.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let to = |kind| stream(0.., u64::MAX, &mut Refuses(kind));
        assert!(to(ErrorKind::BrokenPipe).is_ok());
        assert_eq!(
            to(ErrorKind::StorageFull).unwrap_err().kind(),
            ErrorKind::StorageFull
        );
    }

    #[test]
    fn arguments_come_in_any_order_and_mistakes_are_told() {
        for arguments in [
            &["grid", "--seed", "7", "--bytes", "12"][..],
            &["--bytes", "12", "grid", "--seed", "7"],
        ] {
            let Asked { mut words, most } = asked(arguments).ok().unwrap();
            assert_eq!((words.next().unwrap(), most), (first("grid", 7, 1)[0], 12));
        }
        for (arguments, part) in [
            (&[][..], "name an order, one of target, "),
            (&["sideways"], "no order is called sideways, but target, "),
            (&["grid", "bit"], "bit is one argument too many"),
            (&["grid", "--seed"], "--seed takes a whole number"),
            (&["grid", "--bytes", "-1"], "--bytes -1; it takes"),
        ] {
            let amiss = asked(arguments).err().unwrap();
            assert!(amiss.contains(part), "{amiss}");
        }
    }

    /// The first two words of every order under seed 1.
    const PINNED: [[u64; 2]; 10] = [
        [0x879e_4618_f958_0de8, 0xa5d3_b16c_88c5_fb90],
        [0x8947_4713_fa9b_297f, 0x116f_6787_eda5_a071],
        [0x879e_4618_f958_0de8, 0x1ab5_f76c_953e_b500],
        [0x894d_9383_8664_1a9a, 0xee12_247d_56ea_9379],
        [0xa667_c890_a649_d133, 0x6365_d89b_97c3_f672],
        [0x0d4b_c3bf_3b9b_05bf, 0x8d66_f1bf_f093_c5ed],
        [0x894d_9383_8664_1a9a, 0x8952_bfa9_0b67_0b90],
        [0xeb6b_b039_52c8_4682, 0xe4ea_4927_7476_9edb],
        [0x1b9f_3edd_5cc0_32a6, 0x55e7_390d_b12f_1756],
        [0xd057_57cc_da4a_8df3, 0x5db8_6e86_482d_fe8d],
    ];
}
