//! From files of ties and people to a graph with fans.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufRead;
use std::path::Path;

use groundswell_graph::Error;
use groundswell_graph::builder::Direction;
use groundswell_graph::draft::{Draft, Strangers};
use groundswell_graph::fan_graph::{FanGraph, Platform};
use groundswell_graph::groups::Groups;
use groundswell_graph::id::NodeId;
use groundswell_graph::import::Import;
use groundswell_graph::read::people::{PeopleFile, says_yes};
use groundswell_graph::read::steady::Steady;
use groundswell_graph::read::unpack::unpacked;
use groundswell_graph::read::{Reading, edge_list, read};
use groundswell_seeding::Seeder;
use groundswell_seeding::degree::Degree;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::files::{FanChoice, Fans, Files};
use crate::people_and_ties::{AudienceError, grouped, told, with_platforms};

/// The graph of those files, and what to tell about it; reading each may hold so many bytes.
pub(crate) fn from_files(
    files: &Files,
    folder: &Path,
    seed: u64,
    most_bytes: u64,
) -> Result<(FanGraph, Vec<String>), AudienceError> {
    let reading = Reading {
        most_bytes,
        source: files.columns.source.clone(),
        target: files.columns.target.clone(),
        layer: files.columns.layer.clone(),
        weight: files.columns.weight.clone(),
        ..Reading::default()
    };
    let table = match &files.people {
        Some(file) => {
            let table = open(folder, file, |source| PeopleFile::read(source, &reading))?;
            Some((file.as_str(), table))
        }
        None => None,
    };
    let mut drafts = Vec::with_capacity(files.ties.len());
    let mut summary = Vec::new();
    for ties in &files.ties {
        let mut draft = open(folder, &ties.file, |source| {
            read(&ties.file, source, &reading)
        })?;
        if files.is_layered() {
            let names: Vec<&str> = ties
                .platforms
                .iter()
                .map(|(name, _)| name.as_str())
                .collect();
            only_layers(&mut draft, &names, &ties.file, &mut summary)?;
        } else if draft.layers.iter().any(|layer| !layer.name.is_empty()) {
            let names = draft.layers.into_iter().map(|layer| layer.name);
            return Err(AudienceError::Layered {
                file: ties.file.clone(),
                platforms: names.collect(),
            });
        }
        if let Some((people, table)) = &table {
            draft = draft.among(table.ids()?).map_err(|strangers| {
                let line = line_of(&folder.join(&ties.file), &reading, &strangers);
                no_row(&ties.file, strangers, people, line)
            })?;
        }
        drafts.push((ties.platforms[0].0.clone(), draft));
    }
    let draft = match drafts.len() {
        1 => drafts.pop().map(|(_, draft)| draft),
        _ => None,
    };
    let draft = match draft {
        Some(draft) => draft,
        None => Draft::joined(drafts)?,
    };
    let directions: Vec<(String, Direction)> = files
        .ties
        .iter()
        .flat_map(|file| file.platforms.iter().cloned())
        .collect();
    let import = Import {
        platform: directions[0].0.clone(),
        by_platform: directions,
        ..Import::default()
    };
    let (mut graph, imported) = draft.import(&import)?;
    if let Some((_, table)) = &table {
        for column in table.attributes(graph.ids()) {
            graph.set_attribute(column);
        }
    }
    for platform in files.platforms() {
        let choice = match &files.fans {
            Fans::Alike(choice) => Some(choice),
            Fans::ByPlatform(choices) => choices
                .iter()
                .find(|(name, _)| *name == platform)
                .map(|(_, choice)| choice),
        };
        let (Some(choice), Some(found)) = (choice, graph.platform(&platform)) else {
            continue;
        };
        let fans = choose(choice, &graph, found, table.as_ref(), seed)?;
        graph.set_fans(&platform, fans)?;
    }
    if let (Some(column), Some((file, table))) = (&files.nearby, &table) {
        let nearby = table
            .ids_where(column, says_yes)
            .map_err(|error| content(file, error))?;
        let nearby: Vec<NodeId> = nearby
            .into_iter()
            .filter_map(|id| graph.ids().find(id))
            .collect();
        graph.set_catchment(nearby)?;
    }
    for (platform, file) in &files.groups {
        let groups = open(folder, file, |source| groups(&graph, source))?;
        let groups = groups.map_err(|stranger| AudienceError::NoSuchMember {
            file: file.clone(),
            line: line_of(&folder.join(file), &of_groups(), &stranger),
            id: stranger.id,
        })?;
        graph.set_groups(platform, groups)?;
    }
    let of_platform = |name: &str| {
        let files = files.ties.iter();
        let mut found = files.filter(|ties| ties.platforms.iter().any(|(p, _)| p == name));
        found.next().map_or("", |ties| ties.file.as_str())
    };
    let told = imported
        .platforms
        .iter()
        .map(|platform| told(of_platform(&platform.name), platform));
    summary.extend(told);
    Ok(with_platforms(graph, summary))
}

/// How a file of groups is read: by its columns `person` and `group`.
fn of_groups() -> Reading {
    Reading {
        source: Some("person".to_owned()),
        target: Some("group".to_owned()),
        ..Reading::default()
    }
}

/// The groups in a file, or the first who is in one and not in the graph.
fn groups(
    graph: &FanGraph,
    source: Box<dyn BufRead + Send>,
) -> Result<Result<Groups, Strangers>, Error> {
    let pairs = edge_list::read(source, &of_groups())?;
    let mut numbers: BTreeMap<NodeId, u32> = BTreeMap::new();
    let (mut names, mut joined) = (Vec::new(), Vec::new());
    let memberships = pairs.layers.iter().flat_map(|layer| {
        let all = layer.blocks.iter().flatten().enumerate();
        all.map(|(at, &pair)| (layer.name.as_str(), at, pair))
    });
    for (layer, pair, (person, group)) in memberships {
        let id = pairs.ids.of_person(person);
        let Some(person) = graph.ids().find(&id) else {
            return Ok(Err(Strangers {
                id: id.into_owned(),
                pair,
                layer: layer.to_owned(),
                count: 1,
            }));
        };
        let number = *numbers.entry(group).or_insert_with(|| {
            names.push(pairs.ids.of_person(group).to_string());
            names.len() as u32 - 1
        });
        joined.push((person, number));
    }
    Groups::of(graph.people(), names, joined).map(Ok)
}

/// Keeps the layers of those names, in their order, and tells which are left out.
fn only_layers(
    draft: &mut Draft,
    names: &[&str],
    file: &str,
    summary: &mut Vec<String>,
) -> Result<(), AudienceError> {
    let mut all = std::mem::take(&mut draft.layers);
    let known: Vec<String> = all.iter().map(|layer| layer.name.clone()).collect();
    for &name in names {
        let Some(at) = all.iter().position(|layer| layer.name == name) else {
            return Err(AudienceError::NoSuchPlatform {
                file: file.to_owned(),
                platform: name.to_owned(),
                platforms: known.into_iter().filter(|name| !name.is_empty()).collect(),
            });
        };
        draft.layers.push(all.remove(at));
    }
    summary.extend(all.iter().map(|layer| {
        let pairs = grouped(layer.pairs() as i64);
        format!(
            "{file}: {pairs} pairs of the platform \"{}\" left out",
            layer.name
        )
    }));
    Ok(())
}

/// Those who are fans on `platform`.
pub(crate) fn choose(
    choice: &FanChoice,
    graph: &FanGraph,
    platform: &Platform,
    table: Option<&(&str, PeopleFile)>,
    seed: u64,
) -> Result<Vec<NodeId>, AudienceError> {
    let members: Vec<NodeId> = graph.nodes().filter(|&v| platform.is_member(v)).collect();
    let everybody = members.len() as u32;
    let enough = |fans: u32| match fans > everybody {
        true => Err(AudienceError::TooManyFans {
            fans,
            people: everybody,
        }),
        false => Ok(fans as usize),
    };
    match choice {
        FanChoice::Column { column, is } => {
            let Some((file, table)) = table else {
                return Ok(Vec::new());
            };
            let fans = match is {
                Some(is) => table.ids_where(column, |cell| cell == is),
                None => table.ids_where(column, says_yes),
            };
            let fans = fans.map_err(|error| content(file, error))?;
            Ok(fans
                .into_iter()
                .filter_map(|id| graph.ids().find(id))
                .collect())
        }
        FanChoice::RandomShare(share) => {
            let fans = (share.get() * f64::from(everybody)).round() as usize;
            Ok(at_random(fans, graph, &members, seed))
        }
        FanChoice::Random(fans) => Ok(at_random(enough(*fans)?, graph, &members, seed)),
        FanChoice::MostConnected(fans) => {
            let fans = enough(*fans)?;
            Ok(Degree.choose(platform, &members, fans))
        }
        FanChoice::Ids(ids) => {
            let number = |id: &String| {
                let found = graph.ids().find(id);
                found.ok_or_else(|| AudienceError::NoSuchFan { id: id.clone() })
            };
            ids.iter().map(number).collect()
        }
    }
}

/// `count` of the `members` at random. Everybody has a place in line that depends
/// on the seed and their id only: a larger choice holds every smaller one, and
/// people who join or leave change nobody else's place.
fn at_random(count: usize, graph: &FanGraph, members: &[NodeId], seed: u64) -> Vec<NodeId> {
    let place = |v: NodeId| xxh3_64_with_seed(graph.ids().of_person(v).as_bytes(), seed);
    let mut line: Vec<(u64, NodeId)> = members.iter().map(|&v| (place(v), v)).collect();
    line.sort_unstable();
    line.into_iter().take(count).map(|(_, v)| v).collect()
}

fn open<T>(
    folder: &Path,
    file: &str,
    read: impl FnOnce(Box<dyn BufRead + Send>) -> Result<T, Error>,
) -> Result<T, AudienceError> {
    let unreadable = |reason: String| AudienceError::Unreadable {
        file: file.to_owned(),
        reason,
    };
    let source = File::open(folder.join(file)).and_then(Steady::of);
    let source = source.map_err(|error| unreadable(error.to_string()))?;
    unpacked(source)
        .and_then(read)
        .map_err(|error| match error {
            Error::Read { reason } => unreadable(reason),
            error => content(file, error),
        })
}

fn content(file: &str, error: Error) -> AudienceError {
    AudienceError::Content {
        file: file.to_owned(),
        error,
    }
}

fn no_row(file: &str, strangers: Strangers, people: &str, line: Option<u64>) -> AudienceError {
    AudienceError::NoRow {
        file: file.to_owned(),
        line,
        id: strangers.id,
        people: people.to_owned(),
        count: strangers.count,
    }
}

/// The line of the first pair that names a stranger.
fn line_of(file: &Path, reading: &Reading, strangers: &Strangers) -> Option<u64> {
    let source = unpacked(File::open(file).ok()?).ok()?;
    edge_list::line_of_pair(source, reading, &strangers.layer, strangers.pair)
}
