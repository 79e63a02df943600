//! Reading a graph with everything checked.

use std::io::{Read, Seek, SeekFrom};

use xxhash_rust::xxh3::Xxh3;

use crate::Error;
use crate::attributes::{Column, Values, Words};
use crate::binary::check::rows_are_fine;
use crate::binary::layout::{ENTRY, HEADER, Kind, Layout, Section, texts_of, wrong};
use crate::binary::map::MappedRows;
use crate::builder::GraphBuilder;
use crate::fan_graph::{FanGraph, Platform};
use crate::groups::Groups;
use crate::id::NodeId;
use crate::ids::{Ids, Texts, by_id};
use crate::read::unpack::read_error;
use crate::ties::Ties;

/// Bytes that are read in one piece.
const PIECE: usize = 1 << 20;

/// The graph in `source`, everything checked. At most about `most_bytes` are held.
///
/// # Errors
///
/// [`Error::NotAGraphFile`] with what is wrong, [`Error::Read`] if the system
/// refuses, [`Error::TooMuchMemory`].
pub fn read(mut source: impl Read + Seek, most_bytes: u64) -> Result<FanGraph, Error> {
    let length = length_of(&mut source)?;
    if length > most_bytes {
        return Err(Error::TooMuchMemory { most: most_bytes });
    }
    let layout = layout(&mut source, length)?;
    Loader {
        source,
        people: layout.people,
    }
    .graph(&layout, None)
}

pub(super) fn length_of(source: &mut (impl Read + Seek)) -> Result<u64, Error> {
    let length = source.seek(SeekFrom::End(0)).map_err(read_error)?;
    source.seek(SeekFrom::Start(0)).map_err(read_error)?;
    Ok(length)
}

/// Header and table.
pub(super) fn layout(source: &mut impl Read, length: u64) -> Result<Layout, Error> {
    let mut header = [0; HEADER];
    if length < HEADER as u64 {
        return Err(wrong("it is shorter than the header of a graph file"));
    }
    source.read_exact(&mut header).map_err(read_error)?;
    let sections = Layout::count(&header, length)?;
    let mut bytes = header.to_vec();
    bytes.resize(HEADER + ENTRY * sections, 0);
    source
        .read_exact(&mut bytes[HEADER..])
        .map_err(read_error)?;
    Layout::of(&bytes, length)
}

/// Reads sections one after the other.
pub(super) struct Loader<R> {
    pub(super) source: R,
    pub(super) people: u32,
}

/// Makes the ties of two sections, offsets and targets, without reading them.
pub(super) type Mapping<'a> = &'a dyn Fn(Section, Section) -> Result<MappedRows, Error>;

impl<R: Read + Seek> Loader<R> {
    /// The graph that the sections make. With a `mapping`, ties stay where they are.
    pub(super) fn graph(
        mut self,
        layout: &Layout,
        mapping: Option<Mapping<'_>>,
    ) -> Result<FanGraph, Error> {
        let mut builder = GraphBuilder::new(self.people);
        let mut sections = layout.sections.iter().copied().peekable();
        let mut number = 0;
        while let Some(head) = sections.next_if(|section| section.kind == Kind::Platform) {
            let mut own = Vec::new();
            while let Some(section) =
                sections.next_if(|s| s.of == number && s.kind.is_of_platform())
            {
                own.push(section);
            }
            if head.of != number {
                return Err(wrong("its platforms are not in order"));
            }
            builder.whole_platform(self.platform(head, &own, mapping)?)?;
            number += 1;
        }
        if number == 0 {
            return Err(wrong("it has no platform"));
        }
        if let Some(section) = sections.next_if(|section| section.kind == Kind::Catchment) {
            let catchment = self.set(section)?;
            builder.catchment(catchment)?;
        }
        let ids = match sections.next_if(|s| matches!(s.kind, Kind::NumberIds | Kind::TextIds)) {
            Some(section) => self.ids(section)?,
            None => Ids::Counted(self.people),
        };
        let ids = match sections.next_if(|s| s.kind == Kind::Places) {
            Some(section) => Ids::in_places(ids, self.words(section)?)
                .ok_or_else(|| wrong("its people have not one id each"))?,
            None => ids,
        };
        builder.original_ids(ids);
        while let Some(head) = sections.next_if(|section| section.kind == Kind::Attribute) {
            let values = sections.next();
            builder.attribute(self.attribute(head, values)?);
        }
        match sections.next() {
            Some(section) => Err(wrong(format!(
                "its {} stand where none belong",
                section.kind
            ))),
            None => Ok(builder.build()),
        }
    }

    fn platform(
        &mut self,
        head: Section,
        own: &[Section],
        mapping: Option<Mapping<'_>>,
    ) -> Result<Platform, Error> {
        let bytes = self.bytes(head)?;
        let texts = texts_of(&bytes);
        let (name, mutual) = match texts.as_deref() {
            Some([name, "mutual"]) => ((*name).to_owned(), true),
            Some([name, "directed"]) => ((*name).to_owned(), false),
            _ => return Err(wrong("a platform has no name")),
        };
        if own
            .windows(2)
            .any(|pair| pair[0].kind as u32 >= pair[1].kind as u32)
        {
            return Err(wrong(format!(
                "the sections of platform \"{name}\" are not in order"
            )));
        }
        let find = |kind| own.iter().copied().find(|section| section.kind == kind);
        let (Some(offsets), Some(targets)) = (find(Kind::Offsets), find(Kind::Targets)) else {
            return Err(wrong(format!("platform \"{name}\" has no ties")));
        };
        let entries = offsets.bytes / Kind::Offsets.width();
        if entries != u64::from(self.people) + 1 {
            return Err(wrong(format!(
                "platform \"{name}\" has {entries} offsets for {} people",
                self.people
            )));
        }
        let ties = targets.bytes / Kind::Targets.width();
        if u32::try_from(ties).is_err() {
            return Err(Error::TooManyTies { ties });
        }
        let along = [Kind::Weights, Kind::Times, Kind::Multiplicity].map(find);
        for column in along.into_iter().flatten() {
            if column.bytes / column.kind.width() != ties {
                return Err(wrong(format!("its {} are not one per tie", column.kind)));
            }
        }
        let ties = match mapping {
            Some(_) if along.iter().any(Option::is_some) => {
                return Err(wrong(
                    "its ties carry columns, and such a file is not mapped but read",
                ));
            }
            Some(mapping) => Ties::mapped(mapping(offsets, targets)?, mutual),
            None => self.ties(&name, offsets, targets, mutual)?,
        };
        let mut platform = Platform::new(&name, ties);
        let finite = |reals: Vec<f64>| match reals.iter().all(|x| x.is_finite()) {
            true => Ok(reals),
            false => Err(wrong("a number along its ties is not finite")),
        };
        if let Some(section) = along[0] {
            platform.weights = Some(finite(self.reals(section)?)?);
        }
        if let Some(section) = along[1] {
            // A time may be unknown, which is written as not a number.
            let times = self.reals(section)?;
            if times.iter().any(|time| time.is_infinite()) {
                return Err(wrong("a time of its ties is not finite"));
            }
            platform.times = Some(times);
        }
        if let Some(section) = along[2] {
            let multiplicity = self.words(section)?;
            if multiplicity.contains(&0) {
                return Err(wrong("a multiplicity of its ties is 0"));
            }
            platform.multiplicity = Some(multiplicity);
        }
        if let Some(section) = find(Kind::Fans) {
            let fans = self.set(section)?;
            platform.fans = crate::people::PeopleSet::of(self.people, fans);
        }
        if let Some(section) = find(Kind::Members) {
            let members = self.set(section)?;
            let members = crate::people::PeopleSet::of(self.people, members);
            let there = |v: &NodeId| members.contains(*v);
            let tied = |v: NodeId| platform.ties.heard_by(v).iter().all(there);
            let silent = |v: NodeId| platform.ties.out_degree(v) == 0;
            let mut everybody = (0..self.people).map(NodeId);
            if mapping.is_none()
                && !(platform.fans.members().iter().all(there)
                    && everybody.all(|v| if there(&v) { tied(v) } else { silent(v) }))
            {
                return Err(wrong(format!(
                    "platform \"{name}\" has fans or ties of people who are not on it"
                )));
            }
            platform.members = Some(members);
        }
        if find(Kind::GroupNames).is_some() != find(Kind::Joined).is_some() {
            return Err(wrong("its groups have no names or no members"));
        }
        if let (Some(names), Some(joined)) = (find(Kind::GroupNames), find(Kind::Joined)) {
            if joined.bytes % 8 != 0 {
                return Err(wrong("its memberships are not pairs"));
            }
            let names = self.bytes(names)?;
            let names = texts_of(&names).ok_or_else(|| wrong("its groups have no names"))?;
            let joined = self.words(joined)?;
            let pairs = joined
                .chunks_exact(2)
                .map(|pair| (NodeId(pair[0]), pair[1]));
            let names = names.into_iter().map(str::to_owned).collect();
            platform.groups = Some(Groups::of(self.people, names, pairs.collect())?);
        }
        Ok(platform)
    }

    fn ties(
        &mut self,
        name: &str,
        offsets: Section,
        targets: Section,
        mutual: bool,
    ) -> Result<Ties, Error> {
        let offsets = self.words(offsets)?;
        let targets: Vec<NodeId> =
            self.numbers(targets, |bytes| NodeId(u32::from_le_bytes(bytes)))?;
        let starts = offsets.first() == Some(&0);
        let ends = offsets
            .last()
            .is_some_and(|&end| end as usize == targets.len());
        if !(starts && ends && offsets.is_sorted()) {
            return Err(wrong(format!(
                "the rows of platform \"{name}\" do not follow each other"
            )));
        }
        let row = |v: NodeId| {
            let (start, end) = (offsets[v.index()], offsets[v.index() + 1]);
            &targets[start as usize..end as usize]
        };
        rows_are_fine(name, self.people, mutual, row)?;
        Ok(Ties::from_rows(offsets, targets, mutual))
    }

    fn ids(&mut self, section: Section) -> Result<Ids, Error> {
        let not_theirs = || wrong("its ids are not one per person, in order");
        let ids = if section.kind == Kind::NumberIds {
            let numbers: Vec<u64> = self.numbers(section, u64::from_le_bytes)?;
            if !numbers.windows(2).all(|pair| pair[0] < pair[1]) {
                return Err(not_theirs());
            }
            Ids::Numbers(numbers)
        } else {
            let bytes = self.bytes(section)?;
            let texts = texts_of(&bytes).ok_or_else(not_theirs)?;
            if !texts.windows(2).all(|pair| by_id(pair[0], pair[1]).is_lt()) {
                return Err(not_theirs());
            }
            Ids::Texts(Texts::of(texts))
        };
        match ids.people() == self.people {
            true => Ok(ids),
            false => Err(not_theirs()),
        }
    }

    fn attribute(&mut self, head: Section, values: Option<Section>) -> Result<Column, Error> {
        let bytes = self.bytes(head)?;
        let texts = texts_of(&bytes).unwrap_or_default();
        let (Some((&name, words)), Some(values)) = (texts.split_first(), values) else {
            return Err(wrong("an attribute has no name or no values"));
        };
        let values = match values.kind {
            Kind::Numbers => {
                let reals = self.reals(values)?;
                if reals.iter().any(|x| x.is_infinite()) {
                    return Err(wrong(format!(
                        "a value of attribute \"{name}\" is not finite"
                    )));
                }
                Values::Numbers(reals)
            }
            Kind::Words => {
                let words = words.iter().map(|&word| word.to_owned()).collect();
                let numbers = self.words(values)?;
                let of = Words::of_numbers(words, numbers);
                Values::Words(
                    of.ok_or_else(|| wrong(format!("attribute \"{name}\" lacks a word")))?,
                )
            }
            _ => return Err(wrong(format!("attribute \"{name}\" has no values"))),
        };
        let column = Column {
            name: name.to_owned(),
            values,
        };
        match column.len() == self.people as usize {
            true => Ok(column),
            false => Err(wrong(format!("attribute \"{name}\" is not one per person"))),
        }
    }

    /// People, ascending, each once.
    fn set(&mut self, section: Section) -> Result<Vec<NodeId>, Error> {
        let members: Vec<NodeId> = self.numbers(section, |b| NodeId(u32::from_le_bytes(b)))?;
        let ascending = members.windows(2).all(|pair| pair[0] < pair[1]);
        let known = members.last().is_none_or(|last| last.0 < self.people);
        match ascending && known {
            true => Ok(members),
            false => Err(wrong(format!(
                "its {} are not people, each once",
                section.kind
            ))),
        }
    }

    fn words(&mut self, section: Section) -> Result<Vec<u32>, Error> {
        self.numbers(section, u32::from_le_bytes)
    }

    fn reals(&mut self, section: Section) -> Result<Vec<f64>, Error> {
        self.numbers(section, f64::from_le_bytes)
    }

    fn bytes(&mut self, section: Section) -> Result<Vec<u8>, Error> {
        self.numbers(section, |[byte]| byte)
    }

    /// The numbers of a section, whose checksum is checked on the way.
    fn numbers<T, const N: usize>(
        &mut self,
        section: Section,
        number: impl Fn([u8; N]) -> T,
    ) -> Result<Vec<T>, Error> {
        let start = SeekFrom::Start(section.at);
        self.source.seek(start).map_err(read_error)?;
        let mut all = Vec::new();
        // The file is that long, so this is what it holds.
        all.try_reserve_exact(section.bytes as usize / N)
            .map_err(|_| Error::TooMuchMemory {
                most: section.bytes,
            })?;
        let mut hash = Xxh3::new();
        let mut piece = vec![0; PIECE.min(section.bytes as usize)];
        let mut left = section.bytes as usize;
        while left > 0 {
            let piece = &mut piece[..left.min(PIECE)];
            self.source.read_exact(piece).map_err(read_error)?;
            hash.update(piece);
            let (chunks, _) = piece.as_chunks::<N>();
            all.extend(chunks.iter().map(|&bytes| number(bytes)));
            left -= piece.len();
        }
        match hash.digest() == section.checksum {
            true => Ok(all),
            false => Err(wrong(format!("its {} are damaged", section.kind))),
        }
    }
}
