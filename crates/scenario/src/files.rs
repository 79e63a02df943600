//! `[audience]` with `kind = "file"`: which files hold the ties, which people, who
//! is a fan.

use groundswell_graph::builder::Direction;
use groundswell_graph::probability::Probability;
use toml::de::DeValue;

use crate::audience::{FANS, MOST_PLATFORMS};
use crate::diagnostic::{CONTRADICTION, Diagnostic, MISSING_KEY, NO_SUCH_NAME, TOO_MUCH};
use crate::document::{Section, Value, choices};
use crate::effective::{self, Line, quoted};
use crate::quantity::Absent;
use crate::suggestion::suggestion;

/// Ties and people as files hold them.
#[derive(Debug, Clone, PartialEq)]
pub struct Files {
    /// One file of all platforms, or one for each.
    pub ties: Vec<TieFile>,
    /// The columns of a pair and of its platform, where they are named.
    pub columns: Columns,
    /// The file of people, relative to the scenario file.
    pub people: Option<String>,
    /// Who is a fan.
    pub fans: Fans,
    /// The column that says yes for those who could become customers.
    pub nearby: Option<String>,
    /// By platform, the file of who is in which group; none on those that are missing.
    pub groups: Vec<(String, String)>,
}

/// One file of ties.
#[derive(Debug, Clone, PartialEq)]
pub struct TieFile {
    /// The file, relative to the scenario file.
    pub file: String,
    /// The platforms with their directions; several only where a column of the
    /// file names them.
    pub platforms: Vec<(String, Direction)>,
}

/// Columns of files of ties, by name or by number from 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Columns {
    /// The first of a pair.
    pub source: Option<String>,
    /// The second of a pair.
    pub target: Option<String>,
    /// The platform.
    pub layer: Option<String>,
    /// The weights; `None` for the column `weight`, if there is one.
    pub weight: Option<String>,
}

/// Who is a fan on each platform.
#[derive(Debug, Clone, PartialEq)]
pub enum Fans {
    /// Chosen on each in the same way.
    Alike(FanChoice),
    /// One entry per platform; nobody on those that are missing.
    ByPlatform(Vec<(String, FanChoice)>),
}

/// Who is a fan.
#[derive(Debug, Clone, PartialEq)]
pub enum FanChoice {
    /// Those whose cell in `column` of the people file is `is`, or says yes.
    Column {
        /// The column.
        column: String,
        /// What stands in it; `None` for yes.
        is: Option<String>,
    },
    /// This share of the platform's people, drawn at random.
    RandomShare(Probability),
    /// This many people, drawn at random.
    Random(u32),
    /// Those to whom most people listen.
    MostConnected(u32),
    /// These.
    Ids(Vec<String>),
}

impl Files {
    /// The names of the platforms, in the order of the graph.
    pub fn platforms(&self) -> Vec<String> {
        let platforms = self.ties.iter().flat_map(|file| &file.platforms);
        platforms.map(|(name, _)| name.clone()).collect()
    }

    /// Whether a column of the file of ties names the platforms.
    pub fn is_layered(&self) -> bool {
        self.columns.layer.is_some()
    }
}

/// What the table `fans` may hold.
const CHOICES: [&str; 4] = ["column", "random", "most_connected", "ids"];

const DIRECTIONS: [(&str, Direction); 3] = [
    ("mutual", Direction::Mutual),
    ("source-to-target", Direction::SourceToTarget),
    ("target-to-source", Direction::TargetToSource),
];

pub(crate) fn read(section: &mut Section<'_>, needs_fans: bool) -> Files {
    let ties = tie_files(section);
    let columns = Columns {
        source: column(section, "source"),
        target: column(section, "target"),
        layer: match section.has("platforms") {
            true => Some(section.name_or("layer", "layer")),
            false => layer_without_platforms(section),
        },
        weight: column(section, "weight"),
    };
    let people = section.file("people");
    let platforms: Vec<String> = ties
        .iter()
        .flat_map(|file| file.platforms.iter().map(|(name, _)| name.clone()))
        .collect();
    let fans = match needs_fans || section.has("fans") {
        true => fans(section, &platforms),
        false => Fans::Alike(nobody(section)),
    };
    let nearby = nearby_column(section);
    if nearby.is_some() && !section.has("people") {
        needs_people(section, "audience.nearby", section.place_of("nearby"));
    }
    let groups = groups(section, &platforms);
    Files {
        ties,
        columns,
        people,
        fans,
        nearby,
        groups,
    }
}

/// One file for all platforms, or a table of files.
fn groups(section: &mut Section<'_>, platforms: &[String]) -> Vec<(String, String)> {
    if !section.has_table("groups") {
        let file = section.file("groups");
        let each = platforms
            .iter()
            .filter_map(|platform| Some((platform.clone(), file.clone()?)));
        return each.collect();
    }
    let table = section.section("groups");
    no_strangers(&table, || platforms.iter().map(String::as_str));
    let named = platforms.iter().filter_map(|platform| {
        let path = table.path_of(&effective::bare(platform));
        let file = table.text_of(&path, table.named(platform)?, 4096)?;
        table.note(Line::new(platform, quoted(&file)).aside());
        Some((platform.clone(), file))
    });
    named.collect()
}

/// The files of ties with their platforms: a path, or a table of paths.
fn tie_files(section: &mut Section<'_>) -> Vec<TieFile> {
    let is_table =
        |value: Option<&Value<'_>>| value.is_some_and(|value| value.get_ref().is_table());
    if is_table(section.named("ties")) {
        let table = section.section("ties");
        let by_platform = is_table(section.named("direction"));
        let all = match by_platform {
            true => None,
            false => section.word("direction", &DIRECTIONS, None),
        };
        let mut directions = by_platform.then(|| section.section("direction"));
        let mut files = Vec::new();
        for (platform, place) in table.names() {
            if files.len() == MOST_PLATFORMS {
                let message = format!("audience.ties has more than {MOST_PLATFORMS} platforms");
                section.report(Diagnostic::new(TOO_MUCH, message).at(place));
                break;
            }
            let path = table.path_of(&effective::bare(&platform));
            let file = table
                .named(&platform)
                .and_then(|value| table.text_of(&path, value, 4096));
            table.note(Line::new(&platform, quoted(file.as_deref().unwrap_or_default())).aside());
            let direction = match &mut directions {
                Some(directions) => directions.word_called(&platform, &DIRECTIONS),
                None => all,
            };
            files.push(TieFile {
                file: file.unwrap_or_default(),
                platforms: vec![(platform, direction.unwrap_or(Direction::Mutual))],
            });
        }
        if let Some(directions) = directions {
            let known = || files.iter().map(|file| file.platforms[0].0.as_str());
            no_strangers(&directions, known);
        }
        if files.is_empty() {
            let message =
                "audience.ties names no platform; { facebook = \"facebook.csv\" } would do";
            section.report(Diagnostic::new(MISSING_KEY, message).at(table.place()));
        }
        return files;
    }
    let file = section.file("ties");
    if file.is_none() && !section.has("ties") {
        section.missing("ties");
    }
    let names = match section.has("platforms") {
        true => platforms(section),
        false => vec![section.name_or("platform", "ties")],
    };
    let platforms = if is_table(section.named("direction")) {
        let mut directions = section.section("direction");
        let platforms = names
            .iter()
            .map(|name| {
                let direction = directions.word_called(name, &DIRECTIONS);
                (name.clone(), direction.unwrap_or(Direction::Mutual))
            })
            .collect();
        no_strangers(&directions, || names.iter().map(String::as_str));
        platforms
    } else {
        let direction = section.word("direction", &DIRECTIONS, None);
        let direction = direction.unwrap_or(Direction::Mutual);
        names.into_iter().map(|name| (name, direction)).collect()
    };
    vec![TieFile {
        file: file.unwrap_or_default(),
        platforms,
    }]
}

/// The names in the list `platforms`, each once.
fn platforms(section: &mut Section<'_>) -> Vec<String> {
    let path = section.path_of("platforms");
    let items = section.value("platforms");
    let items = items.map(|value| section.list_of(&path, value));
    let mut names: Vec<String> = Vec::new();
    for (at, item) in items.unwrap_or_default().into_iter().enumerate() {
        let Some(name) = section.text_of(&path, item, 100) else {
            continue;
        };
        let message = if names.contains(&name) {
            format!("audience.platforms names {} twice", quoted(&name))
        } else if names.len() == MOST_PLATFORMS {
            format!("audience.platforms has more than {MOST_PLATFORMS} platforms")
        } else {
            names.push(name);
            continue;
        };
        let place = section.place_of_item("platforms", at);
        section.report(Diagnostic::new(TOO_MUCH, message).at(place));
        break;
    }
    if names.is_empty() {
        let message = "audience.platforms names no platform; [\"retweet\", \"reply\"] would do";
        section.report(Diagnostic::new(MISSING_KEY, message).at(section.place_of("platforms")));
    }
    section.note(Line::new("platforms", effective::list(&names)));
    names
}

/// Complains about keys of `table` that are no platform.
fn no_strangers<'a, I: Iterator<Item = &'a str>>(table: &Section<'_>, known: impl Fn() -> I) {
    for (name, place) in table.names() {
        if known().all(|platform| platform != name) {
            let message = format!(
                "{}.{} is no platform of the audience; {} would do",
                table.path(),
                effective::bare(&name),
                choices(known())
            );
            let help = suggestion(&name, known());
            table.report(Diagnostic::new(NO_SUCH_NAME, message).at(place).help(help));
        }
    }
}

fn column(section: &mut Section<'_>, key: &'static str) -> Option<String> {
    let name = section.optional_text(key, 100)?;
    section.note(Line::new(key, quoted(&name)));
    Some(name)
}

/// A column of platforms makes sense only with a list of those that are meant.
fn layer_without_platforms(section: &mut Section<'_>) -> Option<String> {
    if section.has("layer") {
        let message = "audience.layer names a column of platforms, but audience.platforms \
                       does not say which of them are meant";
        let place = section.place_of("layer");
        section.report(Diagnostic::new(CONTRADICTION, message).at(place));
    }
    section.value("layer");
    None
}

/// One choice for all platforms, or a choice for each.
fn fans(section: &mut Section<'_>, platforms: &[String]) -> Fans {
    let with_people = section.has("people");
    let fans = section.required_section("fans");
    let is_choice = |name: &String| CHOICES.contains(&name.as_str());
    let names = fans.names();
    let by_platform = names.iter().any(|(name, _)| platforms.contains(name))
        && !names.iter().any(|(name, _)| is_choice(name));
    if !by_platform {
        return Fans::Alike(fan_choice(fans, with_people));
    }
    no_strangers(&fans, || platforms.iter().map(String::as_str));
    let chosen = platforms.iter().filter_map(|platform| {
        let value = fans.named(platform)?;
        let choice = fan_choice(fans.section_called(platform, Some(value)), with_people);
        Some((platform.clone(), choice))
    });
    Fans::ByPlatform(chosen.collect())
}

fn nearby_column(section: &mut Section<'_>) -> Option<String> {
    if !section.has("nearby") {
        section.value("nearby");
        return None;
    }
    let mut nearby = section.section("nearby");
    let column = nearby.name("column");
    nearby.end();
    Some(column)
}

fn needs_people(section: &Section<'_>, path: &str, place: Option<std::ops::Range<usize>>) {
    let message = format!("{path} names a column, but audience.people names no file");
    section.report(Diagnostic::new(CONTRADICTION, message).at(place));
}

/// Nobody is a fan, where nothing is said about fans.
pub(crate) fn nobody(section: &mut Section<'_>) -> FanChoice {
    section.value("fans");
    FanChoice::Ids(Vec::new())
}

/// Who is a fan: what the table `fans` says.
pub(crate) fn fan_choice(mut fans: Section<'_>, with_people: bool) -> FanChoice {
    let said: Vec<&str> = CHOICES.into_iter().filter(|key| fans.has(key)).collect();
    let choice = match said[..] {
        ["column"] => {
            if !with_people {
                needs_people(&fans, fans.path(), fans.place_of("column"));
            }
            let column = fans.name("column");
            let is = fans.optional_text("is", 1000);
            if let Some(is) = &is {
                fans.note(Line::new("is", quoted(is)));
            }
            FanChoice::Column { column, is }
        }
        ["random"] => random(&mut fans),
        ["most_connected"] => {
            FanChoice::MostConnected(fans.count("most_connected", FANS, Absent::Error))
        }
        ["ids"] => FanChoice::Ids(ids(&mut fans)),
        _ => {
            let found = if said.is_empty() {
                "nobody".to_owned()
            } else {
                said.join(" and ")
            };
            let message = format!(
                "{} names {found}; one of {} would do",
                fans.path(),
                CHOICES.join(", ")
            );
            if !fans.is_broken() {
                fans.report(Diagnostic::new(CONTRADICTION, message).at(fans.place()));
            }
            CHOICES.into_iter().chain(["is"]).for_each(|key| {
                fans.value(key);
            });
            FanChoice::Random(0)
        }
    };
    fans.end();
    choice
}

/// A percentage or a number below one is a share; anything else counts people.
fn random(fans: &mut Section<'_>) -> FanChoice {
    fn is_share(value: &Value<'_>) -> bool {
        match value.get_ref() {
            DeValue::String(_) => true,
            DeValue::Float(float) => float.as_str().parse().is_ok_and(|x: f64| x < 1.0),
            DeValue::Table(table) => {
                let main = table.get("value").or_else(|| table.get("guess"));
                main.is_some_and(is_share)
            }
            _ => false,
        }
    }
    if fans.named("random").is_some_and(is_share) {
        FanChoice::RandomShare(fans.probability("random", Absent::Error))
    } else {
        FanChoice::Random(fans.count("random", FANS, Absent::Error))
    }
}

fn ids(fans: &mut Section<'_>) -> Vec<String> {
    let path = fans.path_of("ids");
    let value = fans.value("ids");
    let items = value
        .map(|value| fans.list_of(&path, value))
        .unwrap_or_default();
    let ids: Vec<String> = items
        .into_iter()
        .filter_map(|item| match item.get_ref() {
            // Ids are often whole numbers, and then nobody thinks of quotes.
            DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
            _ => fans.text_of(&path, item, 1000),
        })
        .collect();
    fans.note(Line::new("ids", effective::list(&ids)));
    ids
}
