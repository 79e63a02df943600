//! Writing a graph: sections one after the other, then header and table.

use std::io::{self, Seek, SeekFrom, Write};

use xxhash_rust::xxh3::Xxh3;

use crate::attributes::Values;
use crate::binary::layout::{Kind, Layout, Section, aligned, texts};
use crate::fan_graph::FanGraph;
use crate::id::NodeId;
use crate::ids::{Ids, Renumbered};

/// Numbers that go to the file in one piece.
const PIECE: usize = 1 << 16;

/// Writes the graph to `file`, which is empty and stands at its beginning.
///
/// # Errors
///
/// What the system says.
pub fn write(graph: &FanGraph, file: impl Write + Seek) -> io::Result<()> {
    let count = count(graph);
    let mut out = Out {
        file: io::BufWriter::with_capacity(1 << 20, file),
        at: Layout::bytes(count),
        sections: Vec::with_capacity(count),
    };
    out.file.seek(SeekFrom::Start(out.at))?;
    sections(graph, &mut out)?;
    assert_eq!(
        out.sections.len(),
        count,
        "a section for each that was counted"
    );
    let length = out.at;
    let layout = Layout {
        people: graph.people(),
        sections: out.sections,
    };
    out.file.seek(SeekFrom::Start(0))?;
    out.file.write_all(&layout.to_bytes(length))?;
    out.file.flush()
}

/// What a section is made of.
enum Data<'a> {
    Bytes(Vec<u8>),
    Words(&'a [u32]),
    Nodes(&'a [NodeId]),
    Longs(&'a [u64]),
    Reals(&'a [f64]),
}

/// How many sections the graph has.
fn count(graph: &FanGraph) -> usize {
    let platforms = graph.platforms().iter().map(|platform| {
        let optional = [
            platform.weights.is_some(),
            platform.times.is_some(),
            platform.multiplicity.is_some(),
            platform.members.is_some(),
        ];
        let there = optional.into_iter().filter(|&there| there).count();
        4 + there + 2 * usize::from(platform.groups.is_some())
    });
    let (ids, renumbered) = ids_of(graph);
    let ids = !matches!(ids, Ids::Counted(_));
    platforms.sum::<usize>()
        + usize::from(graph.catchment().is_some())
        + usize::from(ids)
        + usize::from(renumbered.is_some())
        + 2 * graph.attributes().len()
}

/// The ids in their order, and where people are numbered otherwise, how.
fn ids_of(graph: &FanGraph) -> (&Ids, Option<&Renumbered>) {
    match graph.ids() {
        Ids::Renumbered(all) => (all.ids(), Some(all)),
        ids => (ids, None),
    }
}

/// Writes every section of the graph.
fn sections<W: Write + Seek>(graph: &FanGraph, out: &mut Out<W>) -> io::Result<()> {
    let mut each = |kind, of, data: Data<'_>| out.section(kind, of, data);
    for (of, platform) in (0..).zip(graph.platforms()) {
        let ties = &platform.ties;
        let mutual = if ties.is_mutual() {
            "mutual"
        } else {
            "directed"
        };
        let name = texts([platform.name.as_str(), mutual]);
        each(Kind::Platform, of, Data::Bytes(name))?;
        each(Kind::Offsets, of, Data::Words(&ties.offsets()))?;
        each(Kind::Targets, of, Data::Nodes(&ties.targets()))?;
        if let Some(weights) = &platform.weights {
            each(Kind::Weights, of, Data::Reals(weights))?;
        }
        if let Some(times) = &platform.times {
            each(Kind::Times, of, Data::Reals(times))?;
        }
        if let Some(multiplicity) = &platform.multiplicity {
            each(Kind::Multiplicity, of, Data::Words(multiplicity))?;
        }
        each(Kind::Fans, of, Data::Nodes(platform.fans.members()))?;
        if let Some(members) = &platform.members {
            each(Kind::Members, of, Data::Nodes(members.members()))?;
        }
        if let Some(groups) = &platform.groups {
            let names = texts(groups.names().iter().map(String::as_str));
            each(Kind::GroupNames, of, Data::Bytes(names))?;
            let joined: Vec<u32> = groups.iter().flat_map(|(v, group)| [v.0, group]).collect();
            each(Kind::Joined, of, Data::Words(&joined))?;
        }
    }
    if let Some(catchment) = graph.catchment() {
        each(Kind::Catchment, 0, Data::Nodes(catchment.members()))?;
    }
    let (ids, renumbered) = ids_of(graph);
    match ids {
        Ids::Numbers(numbers) => each(Kind::NumberIds, 0, Data::Longs(numbers))?,
        Ids::Texts(all) => each(Kind::TextIds, 0, Data::Bytes(texts(all.iter())))?,
        Ids::Counted(_) | Ids::Renumbered(_) => {}
    }
    if let Some(all) = renumbered {
        each(Kind::Places, 0, Data::Words(all.places()))?;
    }
    for (of, column) in (0..).zip(graph.attributes()) {
        let name = column.name.as_str();
        match &column.values {
            Values::Numbers(numbers) => {
                each(Kind::Attribute, of, Data::Bytes(texts([name])))?;
                each(Kind::Numbers, of, Data::Reals(numbers))?;
            }
            Values::Words(words) => {
                let all = [name]
                    .into_iter()
                    .chain(words.words().iter().map(String::as_str));
                each(Kind::Attribute, of, Data::Bytes(texts(all)))?;
                each(Kind::Words, of, Data::Words(words.numbers()))?;
            }
        }
    }
    Ok(())
}

/// The file while it grows.
struct Out<W: Write + Seek> {
    file: io::BufWriter<W>,
    at: u64,
    sections: Vec<Section>,
}

impl<W: Write + Seek> Out<W> {
    fn section(&mut self, kind: Kind, of: u32, data: Data<'_>) -> io::Result<()> {
        let start = aligned(self.at);
        let gap = (start - self.at) as usize;
        self.file.write_all(&[0; 64][..gap])?;
        self.at = start;
        let mut hash = Xxh3::new();
        match data {
            Data::Bytes(bytes) => self.put(&bytes, &mut hash)?,
            Data::Words(words) => self.numbers(words, &mut hash, |x| x.to_le_bytes())?,
            Data::Nodes(nodes) => self.numbers(nodes, &mut hash, |v| v.0.to_le_bytes())?,
            Data::Longs(longs) => self.numbers(longs, &mut hash, |x| x.to_le_bytes())?,
            Data::Reals(reals) => self.numbers(reals, &mut hash, |x| x.to_le_bytes())?,
        }
        self.sections.push(Section {
            kind,
            of,
            at: start,
            bytes: self.at - start,
            checksum: hash.digest(),
        });
        Ok(())
    }

    fn numbers<T: Copy, const N: usize>(
        &mut self,
        all: &[T],
        hash: &mut Xxh3,
        bytes: impl Fn(T) -> [u8; N],
    ) -> io::Result<()> {
        let mut piece = Vec::with_capacity(PIECE * N);
        for some in all.chunks(PIECE) {
            piece.clear();
            some.iter()
                .for_each(|&x| piece.extend_from_slice(&bytes(x)));
            self.put(&piece, hash)?;
        }
        Ok(())
    }

    fn put(&mut self, bytes: &[u8], hash: &mut Xxh3) -> io::Result<()> {
        hash.update(bytes);
        self.at += bytes.len() as u64;
        self.file.write_all(bytes)
    }
}
