//! `[audience]`: who could be reached, who is a fan, who knows whom.

use groundswell_graph::aggregates::Aggregates;
use groundswell_graph::probability::Probability;

use crate::built_in::BuiltIn;
use crate::diagnostic::{Diagnostic, MISSING_KEY, TOO_MUCH};
use crate::document::Section;
use crate::effective::{self, grouped};
use crate::files::{self, FanChoice, Files, fan_choice};
use crate::quantity::{Absent, Ask, FRACTION, Unit};

/// People that an audience may have.
const MOST_PEOPLE: f64 = 50e6;
/// Platforms that an audience may have.
pub(crate) const MOST_PLATFORMS: usize = 32;
/// Directed ties that one platform may have.
const MOST_TIES: f64 = u32::MAX as f64;

const PEOPLE: Ask = Ask::new(Unit::People, 1.0, MOST_PEOPLE).whole();
pub(crate) const FANS: Ask = Ask::new(Unit::People, 0.0, MOST_PEOPLE).whole();
const FRIENDS: Ask = Ask::new(Unit::Friends, 0.0, 5000.0).above();
const FRIENDS_SPREAD: Ask = Ask::new(Unit::LogDeviation, 0.0, 3.0);
const NEARBY: Ask = FRACTION.above();
const OVERLAP: Ask = Ask::new(Unit::Friends, 1.0, 1000.0);

/// Fans that each far friend knows, where nobody has counted: a guess.
const OVERLAP_ESTIMATE: f64 = 1.5;

/// Where people and ties come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Audience {
    /// From the numbers a page owner knows.
    FromAggregates(Aggregates),
    /// From files.
    File(Files),
    /// From a graph that the program brings along.
    BuiltIn {
        /// Which.
        graph: BuiltIn,
        /// What its ties are called.
        platform: String,
        /// Who is a fan.
        fans: FanChoice,
    },
}

impl Audience {
    /// The names of the platforms, in the order of the graph.
    pub fn platforms(&self) -> Vec<String> {
        match self {
            Self::FromAggregates(known) => {
                known.fans.iter().map(|(name, _)| name.clone()).collect()
            }
            Self::File(files) => files.platforms(),
            Self::BuiltIn { platform, .. } => vec![platform.clone()],
        }
    }
}

/// `[audience]`, and the share of day-0 fans who are customers already.
pub(crate) fn read(mut section: Section<'_>) -> (Audience, Probability) {
    #[derive(Clone, Copy, PartialEq)]
    enum Kind {
        FromAggregates,
        File,
        BuiltIn,
    }
    let kinds = [
        ("from-aggregates", Kind::FromAggregates),
        ("file", Kind::File),
        ("built-in", Kind::BuiltIn),
    ];
    let Some(kind) = section.word("kind", &kinds, None) else {
        // Which keys belong here is not known, so none is called unknown.
        return (
            Audience::FromAggregates(Aggregates {
                fans: Vec::new(),
                ..Aggregates::default()
            }),
            Probability::ZERO,
        );
    };
    let audience = match kind {
        Kind::FromAggregates => Audience::FromAggregates(from_aggregates(&mut section)),
        Kind::File => Audience::File(files::read(&mut section)),
        Kind::BuiltIn => Audience::BuiltIn {
            graph: section
                .word("graph", &BuiltIn::ALL, None)
                .unwrap_or(BuiltIn::Karate),
            platform: section.name_or("platform", "ties"),
            fans: fan_choice(section.required_section("fans"), false),
        },
    };
    let customers = section.probability("customers_among_fans", Absent::Default(0.0));
    section.end();
    (audience, customers)
}

fn from_aggregates(section: &mut Section<'_>) -> Aggregates {
    let mistakes = section.reading().mistakes();
    let people = section.count("people", PEOPLE, Absent::Error);
    let by_platform = section.required_section("fans");
    let mut fans = Vec::new();
    for (platform, place) in by_platform.names() {
        if fans.len() == MOST_PLATFORMS {
            let message = format!(
                "{} has more than {MOST_PLATFORMS} platforms",
                by_platform.path()
            );
            by_platform.report(Diagnostic::new(TOO_MUCH, message).at(place));
            break;
        }
        let count =
            by_platform.number_called(&platform, by_platform.named(&platform), FANS, Absent::Error);
        let count = count.unwrap_or_default() as u32;
        fans.push((platform, count));
    }
    if fans.is_empty() && !by_platform.is_broken() {
        let message = "audience.fans names no platform; { facebook = 640 } would do";
        section.report(Diagnostic::new(MISSING_KEY, message).at(by_platform.place()));
    }
    let known = Aggregates {
        people,
        fans,
        friends: section.number("friends", FRIENDS, Absent::Error),
        spread: section.number("friends_spread", FRIENDS_SPREAD, Absent::Default(0.8)),
        nearby: section.number("nearby", NEARBY, Absent::Default(1.0)),
        sharing: overlap(section),
    };
    if section.reading().mistakes() == mistakes {
        check_fans(&known, &by_platform);
        check_ties(&known, section);
    }
    known
}

fn overlap(section: &mut Section<'_>) -> f64 {
    let value = section.value("overlap");
    let estimated = value.is_some_and(|value| value.get_ref().as_str() == Some("estimate"));
    let value = value.filter(|_| !estimated);
    let absent = Absent::Guess(OVERLAP_ESTIMATE);
    section
        .number_called("overlap", value, OVERLAP, absent)
        .unwrap_or(OVERLAP_ESTIMATE)
}

fn check_fans(known: &Aggregates, section: &Section<'_>) {
    for (platform, fans) in known.fans.iter().filter(|(_, fans)| *fans > known.people) {
        let message = format!(
            "{} is {fans}; fans are among the {} of audience.people",
            section.path_of(&effective::bare(platform)),
            known.people
        );
        section.report(Diagnostic::new(TOO_MUCH, message).at(section.place_of(platform)));
    }
}

/// Refuses numbers whose graph could not be held, before anything is built.
fn check_ties(known: &Aggregates, section: &Section<'_>) {
    // The mean of a log-normal lies above its median.
    let friends = (known.friends * libm::exp(known.spread * known.spread / 2.0)).min(5000.0);
    let most_fans = known.fans.iter().map(|&(_, fans)| fans).max().unwrap_or(0);
    let near = f64::from(known.people) * friends * known.nearby;
    let far = 2.0 * f64::from(most_fans) * friends * (1.0 - known.nearby);
    if near + far > MOST_TIES / 2.0 {
        let message = format!(
            "audience.friends makes about {} ties; at most {} would do, with fewer people or friends",
            grouped((near + far) as i64),
            grouped((MOST_TIES / 2.0) as i64),
        );
        section.report(Diagnostic::new(TOO_MUCH, message).at(section.place_of("friends")));
    }
}
