//! Ties from a text file with one pair of people a line.
//!
//! Any of tab, semicolon, comma or white space between the fields; `#` and `%`
//! comments; columns for weight, time, platform and multiplicity where there are such. A first
//! line that names columns (`source`, `target` and the like) is a header;
//! otherwise the first two fields are the pair. Anything may serve as an id.
//!
//! Threads take turns at the file, a megabyte of whole lines at a time, and read
//! what they took on their own. Blocks whose ids are all whole numbers stay
//! numbers: eight bytes a pair are all that is held.
//!
//! - **Cost:** linear; `docs/performance.md` has figures.

mod block;
pub(crate) mod line;
mod number;
mod seen;

use std::collections::HashMap;
use std::io::BufRead;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use crate::Error;
use crate::draft::{Draft, Layer};
use crate::id::NodeId;
use crate::ids::Ids;
use crate::read::layers::MOST_LAYERS;
use crate::read::lines::{BadLines, Blocks, is_data};
use crate::read::{Allowance, Reading};

use block::{Block, PairIds, Pairs};
use line::Shape;
use seen::Seen;

/// What would do instead of a line that does not end.
const TOO_LONG: &str = "a line of at most 1 MiB";

/// Reads all pairs of `source`, which is unpacked already.
///
/// # Errors
///
/// [`Error::BadLines`] with the first five lines that hold no pair,
/// [`Error::NoSuchColumn`], [`Error::Read`] if the system refuses,
/// [`Error::TooManyPeople`], [`Error::TooMuchMemory`], [`Error::Impossible`] from
/// 4,097 platforms on.
pub fn read(source: impl BufRead + Send, reading: &Reading) -> Result<Draft, Error> {
    let (head, blocks) = Blocks::open(source)?;
    let Some(shape) = Shape::of(&head, reading)? else {
        let mut bad = BadLines::default();
        if let Some(text) = blocks.too_long() {
            bad.add(head.before + 1, text, TOO_LONG);
        }
        bad.check()?;
        return Ok(Draft {
            ids: Ids::Counted(0),
            attributes: Vec::new(),
            layers: vec![Layer::default()],
            skipped: 0,
            header: None,
        });
    };
    let parsed = parse(head.before, blocks, &shape, reading)?;
    let header = (shape.header_line > 0).then_some(head.before + shape.header_line);
    Ok(Draft {
        header,
        ..join(parsed, &shape)?
    })
}

/// The number of the line that holds pair number `pair` (from 0) of `layer`, or of
/// the whole file where no column names layers. Reads the file a second time.
pub fn line_of_pair(
    source: impl BufRead,
    reading: &Reading,
    layer: &str,
    pair: usize,
) -> Option<u64> {
    let (head, mut blocks) = Blocks::open(source).ok()?;
    let shape = Shape::of(&head, reading).ok()??;
    let (mut number, mut left) = (0u64, pair);
    let mut buffer = Vec::new();
    while blocks.next(&mut buffer).ok()?.is_some() {
        for line in buffer.split_inclusive(|&byte| byte == b'\n') {
            number += 1;
            if number == shape.header_line || !is_data(line) {
                continue;
            }
            // A line that was passed over held no pair.
            let plain = shape.is_plain() && block::plain_pair(line, 0, shape.delimiter).is_some();
            let of_layer =
                |fields: line::Fields<'_>| shape.layer.is_none() || fields.layer == layer;
            if !plain && !shape.fields(line).is_ok_and(of_layer) {
                continue;
            }
            match left.checked_sub(1) {
                None => return Some(head.before + number),
                Some(fewer) => left = fewer,
            }
        }
    }
    None
}

/// What all blocks hold, in file order, and how many lines were passed over.
struct Parsed {
    blocks: Vec<Pairs>,
    seen: Seen,
    skipped: u64,
}

/// All blocks. Threads take turns at the file; who took what is forgotten.
fn parse(
    before: u64,
    blocks: Blocks<impl BufRead + Send>,
    shape: &Shape,
    reading: &Reading,
) -> Result<Parsed, Error> {
    let file = Mutex::new((blocks, Allowance::of(reading.most_bytes), false));
    let read_some = |_: rayon::BroadcastContext<'_>| -> Result<(Vec<(usize, Block)>, Seen), Error> {
        let (mut mine, mut seen) = (Vec::new(), Seen::default());
        let mut buffer = Vec::new();
        let mut held = 0;
        loop {
            let at = {
                let mut file = lock(&file);
                let (blocks, allowance, failed) = &mut *file;
                if *failed {
                    return Ok((mine, seen));
                }
                let next = allowance.take(held).and_then(|()| blocks.next(&mut buffer));
                match next {
                    Ok(Some(at)) => at,
                    Ok(None) => return Ok((mine, seen)),
                    Err(error) => {
                        *failed = true;
                        return Err(error);
                    }
                }
            };
            let block = Block::parse(&buffer, shape, at == 0, &mut seen);
            held = block.bytes();
            mine.push((at, block));
        }
    };
    let (mut parsed, mut seen) = (Vec::new(), Seen::default());
    for some in rayon::broadcast(read_some) {
        let (blocks, ids) = some?;
        parsed.extend(blocks);
        seen = seen.join(ids);
    }
    parsed.sort_unstable_by_key(|&(at, _)| at);
    let (mut lines, mut bad) = (before, BadLines::default());
    let mut blocks = Vec::with_capacity(parsed.len());
    for (_, block) in parsed {
        bad.follow(block.bad, lines);
        lines += block.lines;
        blocks.push(block.pairs);
    }
    let skipped = bad.count();
    if let Some(text) = lock(&file).0.too_long() {
        bad.add(lines + 1, text, TOO_LONG);
        bad.check()?;
    } else if !reading.lenient {
        bad.check()?;
    }
    Ok(Parsed {
        blocks,
        seen,
        skipped,
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The draft of all blocks: people get their numbers, platforms their pairs.
fn join(parsed: Parsed, shape: &Shape) -> Result<Draft, Error> {
    let mut blocks = parsed.blocks;
    let wide = blocks.iter().any(|b| matches!(b.ids, PairIds::Wide(_)));
    let named = blocks.iter().any(|b| matches!(b.ids, PairIds::Named(..)));
    let ids = match (named, wide) {
        (true, _) => number_texts(&mut blocks)?,
        (false, true) => number_wide(&mut blocks)?,
        (false, false) => number_narrow(&mut blocks, parsed.seen)?,
    };
    let layers = layers(blocks, shape);
    if layers.len() > MOST_LAYERS {
        return Err(Error::Impossible {
            what: "more than 4096 platforms in one file",
        });
    }
    Ok(Draft {
        ids,
        attributes: Vec::new(),
        layers,
        skipped: parsed.skipped,
        header: None,
    })
}

/// Numbers people by their ids, all below 2³².
fn number_narrow(blocks: &mut [Pairs], seen: Seen) -> Result<Ids, Error> {
    let Some(places) = seen.places() else {
        return number_wide(blocks);
    };
    if !places.are_numbers() {
        blocks.par_iter_mut().for_each(|block| {
            if let PairIds::Narrow(pairs) = &mut block.ids {
                for (a, b) in pairs {
                    (*a, *b) = (places.of(*a), places.of(*b));
                }
            }
        });
    }
    places.ids()
}

/// Numbers people by their ids, whole numbers of any size.
fn number_wide(blocks: &mut [Pairs]) -> Result<Ids, Error> {
    let mut all: Vec<u64> = Vec::new();
    let mut different = 0;
    for block in &*blocks {
        all.append(&mut block.ids.numbers());
        // About twice as many as there are people, at most; and each sort is of twice as
        // many as the one before.
        if all.len() > 2 * different {
            all.par_sort_unstable();
            all.dedup();
            different = all.len();
        }
    }
    let ids = Ids::of_numbers(all)?;
    blocks.par_iter_mut().for_each(|block| {
        // Those of a block are few enough to be at hand.
        let here = block.ids.numbers();
        let find = |&id: &u64| ids.find_number(id).unwrap_or_default();
        let people: Vec<NodeId> = here.iter().map(find).collect();
        let number = |id: u64| here.binary_search(&id).map_or(NodeId(0), |at| people[at]);
        let pairs = match &block.ids {
            PairIds::Narrow(pairs) => {
                let pair = |&(a, b): &(NodeId, NodeId)| (number(a.0.into()), number(b.0.into()));
                pairs.iter().map(pair).collect()
            }
            PairIds::Wide(pairs) => pairs.iter().map(|&(a, b)| (number(a), number(b))).collect(),
            PairIds::Named(..) => Vec::new(),
        };
        block.ids = PairIds::Narrow(pairs);
    });
    Ok(ids)
}

/// Numbers people by their ids, anything at all.
fn number_texts(blocks: &mut [Pairs]) -> Result<Ids, Error> {
    // Each block's ids become texts, each once.
    blocks.par_iter_mut().for_each(Pairs::name);
    let texts = blocks.iter().flat_map(|block| match &block.ids {
        PairIds::Named(texts, _) => Some(texts.iter()).into_iter().flatten(),
        _ => None.into_iter().flatten(),
    });
    let ids = Ids::of(texts)?;
    blocks.par_iter_mut().for_each(|block| {
        if let PairIds::Named(texts, pairs) = &block.ids {
            let numbers: Vec<NodeId> = texts
                .iter()
                .map(|text| ids.find(text).unwrap_or_default())
                .collect();
            let number = |at: u32| numbers[at as usize];
            let pairs = pairs.iter().map(|&(a, b)| (number(a), number(b)));
            block.ids = PairIds::Narrow(pairs.collect());
        }
    });
    Ok(ids)
}

/// Platforms in the order in which the file first names them.
fn layers(blocks: Vec<Pairs>, shape: &Shape) -> Vec<Layer> {
    let mut layers: Vec<Layer> = Vec::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    if shape.layer.is_none() {
        numbers.insert(String::new(), 0);
        layers.push(Layer::default());
    }
    for block in blocks {
        let here: Vec<usize> = match shape.layer {
            None => vec![0],
            Some(_) => block
                .names
                .into_iter()
                .map(|name| {
                    *numbers.entry(name).or_insert_with_key(|name| {
                        layers.push(Layer {
                            name: name.clone(),
                            ..Layer::default()
                        });
                        layers.len() - 1
                    })
                })
                .collect(),
        };
        let PairIds::Narrow(pairs) = block.ids else {
            continue;
        };
        let columns = |layer: &mut Layer, range: Range<usize>| {
            if shape.weight.is_some() {
                let weights = layer.weights.get_or_insert_default();
                weights.extend_from_slice(&block.weights[range.clone()]);
            }
            if shape.time.is_some() {
                let times = layer.times.get_or_insert_default();
                times.extend_from_slice(&block.times[range.clone()]);
            }
            if shape.multiplicity.is_some() {
                let multiplicity = layer.multiplicity.get_or_insert_default();
                multiplicity.extend_from_slice(&block.multiplicity[range]);
            }
        };
        if shape.layer.is_none() {
            columns(&mut layers[0], 0..pairs.len());
            layers[0].blocks.push(pairs);
            continue;
        }
        let mut own: Vec<Vec<(NodeId, NodeId)>> = vec![Vec::new(); here.len()];
        let mut start = 0;
        for run in block.layers.chunk_by(|a, b| a == b) {
            let range = start..start + run.len();
            let number = run[0] as usize;
            own[number].extend_from_slice(&pairs[range.clone()]);
            columns(&mut layers[here[number]], range);
            start += run.len();
        }
        for (pairs, number) in own.into_iter().zip(here) {
            layers[number].blocks.push(pairs);
        }
    }
    for layer in &mut layers {
        // A file without a single pair has its columns all the same.
        if shape.weight.is_some() {
            layer.weights.get_or_insert_default();
        }
        if shape.time.is_some() {
            layer.times.get_or_insert_default();
        }
        if shape.multiplicity.is_some() {
            layer.multiplicity.get_or_insert_default();
        }
    }
    if layers.is_empty() {
        layers.push(Layer::default());
    }
    layers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str, reading: &Reading) -> Result<Draft, Error> {
        read(text.as_bytes(), reading)
    }

    fn draft(text: &str) -> Draft {
        read_all(text, &Reading::default()).unwrap()
    }

    fn pairs(draft: &Draft, layer: usize) -> Vec<(u32, u32)> {
        let pairs = draft.layers[layer].blocks.iter().flatten();
        pairs.map(|(a, b)| (a.0, b.0)).collect()
    }

    #[test]
    fn comments_headers_and_delimiters_are_understood() {
        for text in [
            "0 1\n1 2\n",
            "# karate\n% again\n0\t1\n\n1\t2",
            "source,target\n0,1\n1,2\n",
            "id;to;from\n4;1;0\n5;2;1\n",
            "\u{feff}0,1\r\n1,2\r\n",
            "0  1   9\n 1 2\n",
            "id_1,id_2\n0,1\n1,2\n",
            "0, 1\n\"1\" ,2\n",
        ] {
            let draft = draft(text);
            assert_eq!(pairs(&draft, 0), [(0, 1), (1, 2)], "{text}");
            assert_eq!(draft.ids, Ids::Counted(3));
        }
        assert_eq!(draft("# nothing\n").layers.len(), 1);
    }

    #[test]
    fn people_are_numbered_by_their_ids_whatever_the_order_of_lines() {
        let list = draft("10 9\nzoe ana\n");
        assert_eq!(
            list.ids.iter().collect::<Vec<_>>(),
            ["9", "10", "ana", "zoe"]
        );
        assert_eq!(pairs(&list, 0), [(1, 0), (3, 2)]);
        assert_eq!(draft("10 ana\nzoe 9\n").ids, list.ids);
        // Words above numbers are taken for a header, and that is told.
        assert_eq!(draft("zoe ana\n10 9\n").header, Some(1));
        assert_eq!(list.header, None);
        let far = draft("4294967295 7\n18446744073709551615 7\n");
        assert_eq!(pairs(&far, 0), [(1, 0), (2, 0)]);
        let sparse = draft("4000000000 7\n5 4000000000\n");
        assert_eq!(sparse.ids, Ids::Numbers(vec![5, 7, 4_000_000_000]));
        assert_eq!(pairs(&sparse, 0), [(2, 1), (0, 2)]);
    }

    #[test]
    fn numbers_texts_and_wide_numbers_of_many_blocks_meet_in_one_order() {
        let mut text: String = (0..200_000).map(|i| format!("{i} {}\n", i + 1)).collect();
        let plain = draft(&text);
        assert_eq!(plain.ids, Ids::Counted(200_001));
        text.push_str("18446744073709551615 0\n");
        let wide = draft(&text);
        assert_eq!(wide.ids.people(), 200_002);
        assert_eq!(pairs(&wide, 0)[199_999], (199_999, 200_000));
        assert_eq!(pairs(&wide, 0)[200_000], (200_001, 0));
        text.push_str("ana 5\n");
        let named = draft(&text);
        assert_eq!(named.ids.people(), 200_003);
        assert_eq!(pairs(&named, 0)[200_001], (200_002, 5));
        assert_eq!(pairs(&named, 0)[..200_001], pairs(&wide, 0)[..]);
    }

    #[test]
    fn a_column_may_be_an_end_and_a_time_at_once() {
        let draft = draft("a,time\n1,2\n3,4\n");
        assert_eq!(pairs(&draft, 0), [(0, 1), (2, 3)]);
        assert_eq!(draft.layers[0].times, Some(vec![2.0, 4.0]));
    }

    #[test]
    fn weights_times_and_layers_go_with_their_pairs() {
        let text =
            "layer\tsource\ttarget\tweight\ttime\na\t0\t1\t.5\t7\nb\t1\t2\t2\t8\na\t2\t0\t-1\t9\n";
        let draft = draft(text);
        let names: Vec<&str> = draft
            .layers
            .iter()
            .map(|layer| layer.name.as_str())
            .collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(pairs(&draft, 0), [(0, 1), (2, 0)]);
        assert_eq!(draft.layers[0].weights, Some(vec![0.5, -1.0]));
        assert_eq!(draft.layers[1].times, Some(vec![8.0]));
        let line = line_of_pair(text.as_bytes(), &Reading::default(), "a", 1);
        assert_eq!(line, Some(4));
    }

    #[test]
    fn columns_are_asked_for_by_name_or_by_number() {
        let by_name = Reading {
            source: Some("who".into()),
            target: Some("whom".into()),
            weight: Some("p".into()),
            ..Reading::default()
        };
        let named = read_all("p,whom,who\n.1,0,1\n", &by_name).unwrap();
        assert_eq!(pairs(&named, 0), [(1, 0)]);
        assert_eq!(named.layers[0].weights, Some(vec![0.1]));
        let by_number = Reading {
            layer: Some("1".into()),
            source: Some("2".into()),
            target: Some("3".into()),
            ..Reading::default()
        };
        let layered = read_all("x 0 1\ny 1 2\n", &by_number).unwrap();
        assert_eq!(
            (layered.layers.len(), pairs(&layered, 1)),
            (2, vec![(1, 2)])
        );
        let missing = read_all("source target\n0 1\n", &by_name);
        assert!(
            matches!(missing, Err(Error::NoSuchColumn { .. })),
            "{missing:?}"
        );
    }

    #[test]
    fn a_bad_line_is_named_by_number_and_text_and_may_be_passed_over() {
        let text = "# head\nsource target weight\n0 1 1\n2\n3 4 x\n5 6 NaN\n0 2 3\n";
        let Err(Error::BadLines { first, count }) = read_all(text, &Reading::default()) else {
            panic!("lines without a pair are errors");
        };
        let lines: Vec<u64> = first.iter().map(|bad| bad.line).collect();
        assert_eq!((lines, count), (vec![4, 5, 6], 3));
        assert_eq!(first[0].text, "2");
        let lenient = Reading {
            lenient: true,
            ..Reading::default()
        };
        let read = read_all(text, &lenient).unwrap();
        assert_eq!((read.skipped, read.layers[0].pairs()), (3, 2));
        assert_eq!(line_of_pair(text.as_bytes(), &lenient, "", 1), Some(7));
    }

    #[test]
    fn bad_lines_of_late_blocks_keep_their_numbers() {
        let mut text = "# one\n".repeat(200_000);
        text.push_str(&"100000 100001\n".repeat(200_000));
        text.push_str("oops\n");
        let Err(Error::BadLines { first, .. }) = read_all(&text, &Reading::default()) else {
            panic!("a line without a pair is an error");
        };
        assert_eq!(first[0].line, 400_001);
        let last = line_of_pair(text.as_bytes(), &Reading::default(), "", 199_999);
        assert_eq!(last, Some(400_000));
    }

    #[test]
    fn lines_that_end_in_nothing_but_cr_are_told() {
        for text in ["1,2\r3,4\r5,6\r", "1 2\r3 4\r"] {
            let told = read_all(text, &Reading::default());
            assert!(matches!(told, Err(Error::BadLines { .. })), "{told:?}");
        }
    }

    #[test]
    fn what_is_held_is_bounded() {
        let text = "0 1\n".repeat(1 << 20);
        let little = Reading {
            most_bytes: 1 << 20,
            ..Reading::default()
        };
        let refused = read_all(&text, &little);
        assert_eq!(refused.unwrap_err(), Error::TooMuchMemory { most: 1 << 20 });
    }

    #[test]
    fn a_line_without_end_is_refused() {
        let long = vec![b'7'; 2 << 20];
        let refused = read(&long[..], &Reading::default());
        assert!(matches!(refused, Err(Error::BadLines { count: 1, .. })));
    }

    #[test]
    fn any_number_of_threads_reads_the_same() {
        let text: String = (0..150_000)
            .map(|i| format!("{} n{}\n", i % 977, i % 10_007))
            .collect();
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            pool.install(|| draft(&text))
        };
        assert_eq!(on(1), on(3));
    }
}
