//! Files that nobody should trust: cut short, turned upside down, or made to do
//! harm. No reader panics, hangs, or holds more than it may, and a mistake that
//! has a line is found on that line.

use std::fs::File;
use std::io::{self, BufRead, Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use groundswell_graph::Error;
use groundswell_graph::binary;
use groundswell_graph::draft::Draft;
use groundswell_graph::import::Import;
use groundswell_graph::read::people::PeopleFile;
use groundswell_graph::read::unpack::unpacked;
use groundswell_graph::read::{Reading, edge_list, gml, graphml, pajek, read};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

#[path = "hostile/mistakes.rs"]
mod mistakes;

/// A reader, and a file that it reads. A reader that is added here meets all that
/// is below.
struct Format {
    name: &'static str,
    read: fn(Box<dyn BufRead + Send + '_>, &Reading) -> Result<(), Error>,
    valid: &'static str,
}

const FORMATS: [Format; 6] = [
    Format {
        name: "edge list",
        read: |source, reading| graph(edge_list::read(source, reading)?),
        valid: "# ties\n0 1\n1 2\n18446744073709551615 0\nana 7\n",
    },
    Format {
        name: "multiplex",
        read: |source, reading| graph(edge_list::read(source, reading)?),
        valid: "layer,source,target,weight,time,multiplicity\nx,ana,ben,0.5,1,1\n\
                y,\"b, \"\"en\",ana,1e-3,2,3\nx,7,8,-1,3,1\n",
    },
    Format {
        name: "people",
        read: |source, reading| {
            let people = PeopleFile::read(source, reading)?;
            people.attributes(&people.ids()?);
            Ok(())
        },
        valid: "id,fan,age,city\nana,yes,41,\"Leeds, UK\"\nben,no,,York\n7,no,3.5,\n",
    },
    Format {
        name: "GraphML",
        read: |source, reading| graph(graphml::read(source, reading)?),
        valid: include_str!("hostile/valid.graphml"),
    },
    Format {
        name: "GML",
        read: |source, reading| graph(gml::read(source, reading)?),
        valid: include_str!("hostile/valid.gml"),
    },
    Format {
        name: "Pajek",
        read: |source, reading| graph(pajek::read(source, reading)?),
        valid: include_str!("hostile/valid.net"),
    },
];

/// What is read becomes a graph, or cannot.
fn graph(draft: Draft) -> Result<(), Error> {
    draft.import(&Import::default()).map(|_| ())
}

fn format(name: &str) -> &'static Format {
    let found = FORMATS.iter().find(|format| format.name == name);
    found.expect("one of the formats")
}

const SMALL: u64 = 1 << 20;

fn small(lenient: bool) -> Reading {
    Reading {
        lenient,
        most_bytes: SMALL,
        ..Reading::default()
    }
}

/// What the reader makes of `source`, in a time that nobody has to wait for.
fn attempt(
    format: &Format,
    source: impl Read + Send,
    reading: &Reading,
    what: &str,
) -> Result<(), Error> {
    let start = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        (format.read)(unpacked(source)?, reading)
    }));
    let name = format.name;
    let took = start.elapsed();
    assert!(took < Duration::from_secs(5), "{name}, {what}: {took:?}");
    match outcome {
        Ok(outcome) => outcome,
        Err(_) => panic!("{name}, {what}: the reader panicked"),
    }
}

fn line(outcome: Result<(), Error>) -> Option<u64> {
    match outcome {
        Err(Error::BadLines { first, .. }) => Some(first[0].line),
        _ => None,
    }
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}

/// Gives its bytes one at a time.
struct Drops<'a>(&'a [u8]);

impl Read for Drops<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(1);
        self.0.read(&mut buffer[..length])
    }
}

/// Breaks off in the middle.
struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is gone"))
    }
}

#[test]
fn what_is_valid_is_read_plain_packed_and_in_drops() {
    for format in &FORMATS {
        let plain = format.valid.as_bytes();
        let gz = packed(plain);
        assert_eq!(attempt(format, plain, &small(false), "plain"), Ok(()));
        assert_eq!(attempt(format, &gz[..], &small(false), "packed"), Ok(()));
        assert_eq!(
            attempt(format, Drops(plain), &small(false), "in drops"),
            Ok(())
        );
        assert_eq!(
            attempt(format, Drops(&gz), &small(false), "packed drops"),
            Ok(())
        );
        let marked = [b"\xef\xbb\xbf", plain].concat();
        assert_eq!(
            attempt(format, &marked[..], &small(false), "marked"),
            Ok(())
        );
    }
}

#[test]
fn a_file_cut_anywhere_is_read_or_refused() {
    for format in &FORMATS {
        let plain = format.valid.as_bytes();
        let gz = packed(plain);
        for end in 0..plain.len() {
            for lenient in [false, true] {
                let outcome = attempt(format, &plain[..end], &small(lenient), "cut");
                // Formats with an end of their own miss it.
                let whole = plain[end..].trim_ascii().is_empty();
                if ["GraphML", "GML"].contains(&format.name) && !whole {
                    assert!(outcome.is_err(), "{} cut at {end}", format.name);
                }
            }
        }
        for end in 2..gz.len() {
            let outcome = attempt(format, &gz[..end], &small(false), "packed and cut");
            assert!(outcome.is_err(), "{} packed, cut at {end}", format.name);
        }
        let broken = Cursor::new(&plain[..plain.len() / 2]).chain(Broken);
        let outcome = attempt(format, broken, &small(false), "broken off");
        let reason = "the disk is gone".to_owned();
        assert_eq!(outcome, Err(Error::Read { reason }), "{}", format.name);
    }
}

#[test]
fn other_encodings_are_refused() {
    for format in &FORMATS {
        // All formats but the simplest list have a word of letters to spoil.
        let at = format
            .valid
            .rfind("en")
            .or(format.valid.rfind("na"))
            .unwrap();
        let lines = format.valid[..at].matches('\n').count() as u64 + 1;
        let mut latin = format.valid.as_bytes().to_vec();
        latin[at] = 0xe9;
        let outcome = attempt(format, &latin[..], &small(false), "Latin-1");
        assert_eq!(line(outcome), Some(lines), "{}", format.name);
        let wide = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            let units = format.valid.encode_utf16();
            std::iter::once(0xfeff)
                .chain(units)
                .flat_map(bytes)
                .collect()
        };
        for bytes in [wide(u16::to_le_bytes), wide(u16::to_be_bytes)] {
            let outcome = attempt(format, &bytes[..], &small(false), "UTF-16");
            assert!(line(outcome).is_some(), "{}", format.name);
        }
    }
}

#[test]
fn binary_data_does_no_harm() {
    let mut random = ChaCha8Rng::seed_from_u64(7);
    for format in &FORMATS {
        for length in [1, 10, 1000, 100_000] {
            let bytes: Vec<u8> = (0..length).map(|_| random.next_u32() as u8).collect();
            let _ = attempt(format, &bytes[..], &small(false), "random bytes");
            let zeros = vec![0; length];
            let _ = attempt(format, &zeros[..], &small(false), "NUL bytes");
        }
    }
}

#[test]
fn a_line_without_end_is_refused_soon() {
    for format in &FORMATS {
        let first = match format.name {
            "GraphML" => "<graphml><graph edgedefault='directed'>\n<node id='",
            "GML" => "graph [\nnode [ id 1 label \"",
            "Pajek" => "*Vertices 2\n1 \"",
            "people" => "id,fan\n\"",
            _ => "0,1\n\"",
        };
        for filler in [b'7', b'x', b' ', b'"', b'&', 0xc3] {
            let endless = io::repeat(filler).take(100 << 20);
            let source = Cursor::new(first).chain(endless);
            let outcome = attempt(format, source, &Reading::default(), "100 MB");
            // Blanks and quotes may end the word, and be more than is wanted.
            if [b'7', b'x'].contains(&filler) {
                assert_eq!(line(outcome), Some(2), "{} {filler}", format.name);
            } else {
                assert!(outcome.is_err(), "{} {filler}", format.name);
            }
        }
    }
}

#[test]
fn a_packed_bomb_is_put_out() {
    // Nothing but blanks, which every format passes over.
    let blank = [[b' '; 99].as_slice(), b"\n"].concat();
    let bomb = packed(&blank.repeat(800_000));
    for format in &FORMATS {
        let outcome = attempt(format, &bomb[..], &small(false), "a bomb");
        assert!(outcome.is_err(), "{} {outcome:?}", format.name);
    }
}

#[test]
fn no_more_is_held_than_may_be() {
    for format in &FORMATS {
        let many = 60_000;
        let text: String = match format.name {
            "GraphML" => {
                let nodes = (0..many).map(|v| format!("<node id='{v}'/>"));
                let start = "<graphml><graph edgedefault='directed'>".to_owned();
                std::iter::once(start)
                    .chain(nodes)
                    .chain(["</graph></graphml>".to_owned()])
                    .collect()
            }
            "GML" => {
                let nodes = (0..many).map(|v| format!("node [ id {v} ] "));
                let start = "graph [ ".to_owned();
                std::iter::once(start)
                    .chain(nodes)
                    .chain(["]".to_owned()])
                    .collect()
            }
            "Pajek" => format!("*Vertices 9\n*Arcs\n{}", "1 2\n".repeat(4 * many)),
            "people" => (0..many).map(|v| format!("{v},x,y,z\n")).collect(),
            _ => (0..4 * many).map(|v| format!("0,{v}\n")).collect(),
        };
        let outcome = attempt(format, text.as_bytes(), &small(false), "many");
        let most = Error::TooMuchMemory { most: SMALL };
        assert_eq!(outcome, Err(most), "{}", format.name);
        let plenty = attempt(format, text.as_bytes(), &Reading::default(), "many");
        assert_eq!(plenty, Ok(()), "{}", format.name);
    }
}

#[test]
fn a_folder_is_no_file() {
    let folder = File::open(env!("CARGO_MANIFEST_DIR"));
    let Ok(folder) = folder else {
        println!("skipped: this system opens no folders");
        return;
    };
    let outcome = read("folder.gml", folder, &Reading::default());
    assert!(matches!(outcome, Err(Error::Read { .. })), "{outcome:?}");
}

#[test]
fn a_mistake_is_found_on_its_line() {
    let mut missed = Vec::new();
    let mut cases = 0;
    for (name, wanted, text) in mistakes::mistakes() {
        cases += 1;
        let found = line(attempt(
            format(name),
            text.as_bytes(),
            &small(false),
            &shortened(&text),
        ));
        if found != Some(wanted) {
            missed.push(format!(
                "{name}, line {wanted}, not {found:?}: {}",
                shortened(&text)
            ));
        }
    }
    assert!(
        cases >= 80 && missed.is_empty(),
        "of {cases}:\n{}",
        missed.join("\n")
    );
}

fn shortened(text: &str) -> String {
    text.chars().take(120).collect()
}

#[test]
fn what_is_announced_or_repeated_without_end_is_bounded() {
    for announced in [100_000, 4_000_000_000, u64::MAX] {
        let text = format!("*Vertices {announced}\n");
        let outcome = attempt(format("Pajek"), text.as_bytes(), &small(false), "announced");
        assert_eq!(outcome, Err(Error::TooMuchMemory { most: SMALL }));
    }
    let platforms: String = (0..5000).map(|n| format!("x{n},{n},{}\n", n + 1)).collect();
    let text = format!("layer,source,target\n{platforms}");
    let outcome = attempt(
        format("multiplex"),
        text.as_bytes(),
        &Reading::default(),
        "platforms",
    );
    assert!(
        matches!(outcome, Err(Error::Impossible { .. })),
        "{outcome:?}"
    );
    // One element with very many attributes, which no reader may compare pair by pair.
    let attributes: String = (0..60_000).map(|n| format!(" x{n}=''")).collect();
    let text = format!(
        "<graphml><graph edgedefault='directed'><node id='a'{attributes}/></graph></graphml>"
    );
    let outcome = attempt(
        format("GraphML"),
        text.as_bytes(),
        &small(false),
        "attributes",
    );
    assert_eq!(outcome, Ok(()));
    // Very many columns, each of which would cost everybody something.
    let keys: String = (0..5000)
        .map(|n| format!("<key id='k{n}' for='node' attr.name='x{n}' attr.type='int'/>\n"))
        .collect();
    let text = format!("<graphml>{keys}<graph edgedefault='directed'/></graphml>");
    let outcome = attempt(
        format("GraphML"),
        text.as_bytes(),
        &Reading::default(),
        "keys",
    );
    assert_eq!(line(outcome), Some(4097));
}

/// A graph as its binary file.
fn binary_file() -> Vec<u8> {
    let draft = graphml::read(format("GraphML").valid.as_bytes(), &small(false)).unwrap();
    let (graph, _) = draft.import(&Import::default()).unwrap();
    let mut file = Cursor::new(Vec::new());
    binary::write::write(&graph, &mut file).unwrap();
    file.into_inner()
}

fn read_binary(bytes: &[u8], what: &str) -> Result<(), Error> {
    let start = Instant::now();
    let outcome = catch_unwind(|| binary::read::read(Cursor::new(bytes), SMALL).map(|_| ()));
    assert!(start.elapsed() < Duration::from_secs(5), "{what}");
    outcome.unwrap_or_else(|_| panic!("binary file, {what}: the reader panicked"))
}

#[test]
fn a_spoilt_binary_file_is_refused() {
    let whole = binary_file();
    assert_eq!(read_binary(&whole, "whole"), Ok(()));
    for end in 0..whole.len() {
        assert!(read_binary(&whole[..end], "cut").is_err(), "cut at {end}");
    }
    for format in &FORMATS {
        assert!(read_binary(format.valid.as_bytes(), format.name).is_err());
    }
    let mut random = ChaCha8Rng::seed_from_u64(21);
    for nth in 0..1000 {
        let mut bytes = whole.clone();
        for _ in 0..=below(&mut random, 4) {
            spoil(&mut bytes, &mut random);
        }
        let _ = read_binary(&bytes, &format!("number {nth}"));
    }
}

#[test]
fn a_thousand_spoilt_files_of_each_format_do_no_harm() {
    for (stream, format) in FORMATS.iter().enumerate() {
        let mut random = ChaCha8Rng::seed_from_u64(20);
        random.set_stream(stream as u64);
        let mut refused = 0;
        for nth in 0..1000 {
            let mut bytes = format.valid.as_bytes().to_vec();
            for _ in 0..=below(&mut random, 4) {
                spoil(&mut bytes, &mut random);
            }
            let lines = bytes.iter().filter(|&&b| b == b'\n').count() as u64 + 1;
            let what = format!("number {nth}: {}", String::from_utf8_lossy(&bytes));
            let outcome = attempt(format, &bytes[..], &small(nth % 2 == 1), &what);
            if let Some(line) = line(outcome) {
                refused += 1;
                assert!((1..=lines).contains(&line), "{line} of {lines}; {what}");
            }
        }
        // They are spoilt indeed.
        assert!(refused > 100, "{} of 1000, {}", refused, format.name);
    }
}

fn below(random: &mut ChaCha8Rng, bound: usize) -> usize {
    ((u64::from(random.next_u32()) * bound as u64) >> 32) as usize
}

/// Flips a byte, leaves some out, repeats some, or moves some.
fn spoil(bytes: &mut Vec<u8>, random: &mut ChaCha8Rng) {
    if bytes.is_empty() {
        return;
    }
    let at = below(random, bytes.len());
    let end = (at + 1 + below(random, 40)).min(bytes.len());
    match below(random, 4) {
        0 => bytes[at] = random.next_u32() as u8,
        1 => drop(bytes.drain(at..end)),
        2 => {
            let again = bytes[at..end].to_vec();
            bytes.splice(at..at, again);
        }
        _ => {
            let piece: Vec<u8> = bytes.drain(at..end).collect();
            let to = below(random, bytes.len() + 1);
            bytes.splice(to..to, piece);
        }
    }
}
