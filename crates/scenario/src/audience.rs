//! `[audience]`: who could be reached, who is a fan, who knows whom.

use groundswell_campaign::fit::Survey;
use groundswell_graph::aggregates::Aggregates;
use groundswell_graph::probability::Probability;

use crate::branching::{self, GraphFree};
use crate::built_in::BuiltIn;
use crate::diagnostic::{CONTRADICTION, Diagnostic};
use crate::document::Section;
use crate::files::{self, FanChoice, Files, fan_choice};
use crate::from_aggregates::from_aggregates;
use crate::generated::{self, Generated};
use crate::quantity::{Absent, Ask, Unit};
use crate::survey;

/// People that an audience may have.
pub(crate) const MOST_PEOPLE: f64 = 50e6;
/// Platforms that an audience may have.
pub(crate) const MOST_PLATFORMS: usize = 32;

/// A number of fans.
pub(crate) const FANS: Ask = Ask::new(Unit::People, 0.0, MOST_PEOPLE).whole();

/// Where people and ties come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Audience {
    /// From the numbers a page owner knows.
    FromAggregates(Aggregates),
    /// From files.
    File(Files),
    /// From a textbook model of graphs.
    Generated(Generated),
    /// From a graph that the program brings along.
    BuiltIn {
        /// Which.
        graph: BuiltIn,
        /// What its ties are called.
        platform: String,
        /// Who is a fan.
        fans: FanChoice,
    },
    /// From numbers alone: there is no graph, and everybody met is somebody new.
    Branching(GraphFree),
}

impl Audience {
    /// The names of the platforms, in the order of the graph.
    pub fn platforms(&self) -> Vec<String> {
        match self {
            Self::FromAggregates(known) => {
                known.fans.iter().map(|(name, _)| name.clone()).collect()
            }
            Self::File(files) => files.platforms(),
            Self::Generated(generated) => generated.platforms(),
            Self::BuiltIn {
                graph, platform, ..
            } => match graph.platforms() {
                [] => vec![platform.clone()],
                own => own.iter().map(|&name| name.to_owned()).collect(),
            },
            Self::Branching(known) => {
                let names = known.platforms.iter().map(|on| on.platform.clone());
                names.collect()
            }
        }
    }
}

impl Audience {
    /// Whether people may be in groups, as far as the file alone tells.
    pub(crate) fn has_groups(&self) -> bool {
        match self {
            Self::FromAggregates(known) => known.further.groups.is_some(),
            Self::File(files) => !files.groups.is_empty(),
            Self::Generated(_) | Self::BuiltIn { .. } | Self::Branching(_) => false,
        }
    }
}

/// `[audience]`, the share of day-0 fans who are customers already, and what
/// surveys found on each platform.
pub(crate) fn read(mut section: Section<'_>) -> (Audience, Probability, Vec<(String, Survey)>) {
    let Some(audience) = of_kind(&mut section, true) else {
        // Which keys belong here is not known, so none is called unknown.
        return (nobody(), Probability::ZERO, Vec::new());
    };
    let customers = section.probability("customers_among_fans", Absent::Default(0.0));
    let surveys = survey::read(&mut section);
    section.end();
    (audience, customers, surveys)
}

/// `[audience]` of a question about diffusion, which needs no fans and knows no
/// customers.
pub(crate) fn read_plain(mut section: Section<'_>) -> Audience {
    let Some(audience) = of_kind(&mut section, false) else {
        return nobody();
    };
    section.end();
    audience
}

fn nobody() -> Audience {
    Audience::FromAggregates(Aggregates {
        fans: Vec::new(),
        ..Aggregates::default()
    })
}

/// What `kind` chooses; `None` where it chooses nothing.
fn of_kind(section: &mut Section<'_>, needs_fans: bool) -> Option<Audience> {
    #[derive(Clone, Copy, PartialEq)]
    enum Kind {
        FromAggregates,
        File,
        Generate,
        BuiltIn,
        Branching,
    }
    let kinds = [
        ("from-aggregates", Kind::FromAggregates),
        ("file", Kind::File),
        ("generate", Kind::Generate),
        ("built-in", Kind::BuiltIn),
        ("branching", Kind::Branching),
    ];
    let kind = section.word("kind", &kinds, None)?;
    Some(match kind {
        Kind::FromAggregates => Audience::FromAggregates(from_aggregates(section)),
        Kind::File => Audience::File(files::read(section, needs_fans)),
        Kind::Generate => Audience::Generated(generated::read(section, needs_fans)?),
        Kind::BuiltIn => built_in(section, needs_fans),
        Kind::Branching => {
            if !needs_fans {
                let message = "audience.kind is \"branching\", which has no graph, and a question \
                               about diffusion asks about one; another kind would do";
                let place = section.place_of("kind");
                section.report(Diagnostic::new(CONTRADICTION, message).at(place));
            }
            Audience::Branching(branching::read(section))
        }
    })
}

fn built_in(section: &mut Section<'_>, needs_fans: bool) -> Audience {
    let graph = section.word("graph", &BuiltIn::ALL, None);
    let graph = graph.unwrap_or(BuiltIn::Karate);
    let platform = match graph.platforms() {
        [] => section.name_or("platform", "ties"),
        own => {
            if section.has("platform") {
                let message = format!(
                    "audience.platform names the ties of a graph that has platforms of its own: {}",
                    own.join(", ")
                );
                let place = section.place_of("platform");
                section.report(Diagnostic::new(CONTRADICTION, message).at(place));
            }
            section.value("platform");
            String::new()
        }
    };
    Audience::BuiltIn {
        graph,
        platform,
        fans: match needs_fans || section.has("fans") {
            true => fan_choice(section.required_section("fans"), false),
            false => files::nobody(section),
        },
    }
}
