//! One action of a strategy: what every action says, and where it happens.

use groundswell_campaign::action::{Action, ActionKind};
use groundswell_campaign::creative::Creative;

use crate::audience::MOST_PLATFORMS;
use crate::diagnostic::{CONTRADICTION, Diagnostic, MISSING_KEY, NAME};
use crate::document::{Section, join};
use crate::effective::{Line, bare, list};
use crate::levers;
use crate::platform::{check_platform, on_platform};
use crate::prompt::prompt;
use crate::quantity::{AMOUNT, Absent, Ask, DAYS, Unit};
use crate::strategy::Surroundings;

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Post,
    Boost,
    Prompt,
    Group,
    Listen,
    Professional,
    FakeFans,
}

const KINDS: [(&str, Kind); 7] = [
    ("post", Kind::Post),
    ("boost", Kind::Boost),
    ("prompt", Kind::Prompt),
    ("group", Kind::Group),
    ("listen", Kind::Listen),
    ("professional", Kind::Professional),
    ("fake-fans", Kind::FakeFans),
];

/// Where an action happens.
enum Place {
    /// On one platform, or on all of them together.
    On(Option<String>),
    /// On each of these, so many days after the one before.
    OnEach(Vec<String>, u32),
}

/// The action that `section` describes; several where it is done on several platforms
/// in turn. Each comes with the path of its numbers.
pub(crate) fn read_actions(
    mut section: Section<'_>,
    strategy: &str,
    around: &Surroundings<'_>,
) -> Vec<(Action, String)> {
    // Without its kind nothing is known about an action.
    let Some(kind) = section.word("kind", &KINDS, None) else {
        return Vec::new();
    };
    let word = KINDS.iter().find(|(_, k)| *k == kind);
    let name = section.name_or("name", word.map_or("", |(word, _)| word));
    section.called(join(strategy, &bare(&name)));
    let place = place(&mut section, kind, around.platforms);
    let whole_days = Ask::new(Unit::Days, 0.0, around.days.into()).whole();
    let start = section.count("start", whole_days, Absent::Default(0.0));
    let end = section.count("end", whole_days, Absent::Default(around.days.into()));
    let last_start = match &place {
        Place::On(_) => start,
        Place::OnEach(platforms, stagger) => {
            let later = platforms.len().saturating_sub(1) as u32;
            start.saturating_add(stagger.saturating_mul(later))
        }
    };
    if last_start > end {
        let message = format!(
            "{} starts on day {last_start} and ends before day {end}",
            section.path()
        );
        let key = if start > end { "start" } else { "stagger" };
        section.report(Diagnostic::new(CONTRADICTION, message).at(section.place_of(key)));
    }
    let fee = section.money("fee", AMOUNT, Absent::Default(0.0));
    let creative = creative(&mut section, around.creatives);
    let kind = match kind {
        Kind::Post => ActionKind::Post(levers::post(&mut section)),
        Kind::Boost => ActionKind::Boost(levers::boost(&mut section, around)),
        Kind::Prompt => ActionKind::Prompt(prompt(&mut section, around)),
        Kind::Group => ActionKind::GroupPost(levers::group(&mut section, around)),
        Kind::Listen => ActionKind::Listen(levers::listen(&mut section)),
        Kind::Professional => ActionKind::Professional(levers::professional(&mut section)),
        Kind::FakeFans => ActionKind::FakeFans(levers::fake_fans(&mut section)),
    };
    let path = section.path().to_owned();
    section.end();
    let action = |name: String, platform, start| {
        let action = Action {
            name,
            platform,
            start,
            end,
            fee,
            creative: creative.clone(),
            kind: kind.clone(),
        };
        (action, path.clone())
    };
    match place {
        Place::On(platform) => vec![action(name, platform, start)],
        Place::OnEach(platforms, stagger) => {
            let each = (0u32..).zip(platforms).map(|(nth, platform)| {
                let start = start.saturating_add(stagger.saturating_mul(nth));
                action(format!("{name} on {platform}"), Some(platform), start)
            });
            each.collect()
        }
    }
}

fn creative(section: &mut Section<'_>, creatives: &[Creative]) -> Option<Creative> {
    let known = creatives.iter().map(|creative| creative.name.as_str());
    let at = section.one_of_names("creative", known, "creative of the file")?;
    Some(creatives[at].clone())
}

/// `platform`, or `platforms` with `stagger`.
fn place(section: &mut Section<'_>, kind: Kind, platforms: &[String]) -> Place {
    if !section.has("platforms") {
        let place = match kind {
            // What a professional does concerns all platforms, unless one is named.
            Kind::Professional if !section.has("platform") => {
                section.value("platform");
                None
            }
            _ => Some(on_platform(section, platforms)),
        };
        section.value("platforms");
        if section.value("stagger").is_some() {
            let message = format!(
                "{} stands without `platforms`, one after the other of which it puts off",
                section.path_of("stagger")
            );
            let place = section.place_of("stagger");
            section.report(Diagnostic::new(CONTRADICTION, message).at(place));
        }
        return Place::On(place);
    }
    if section.value("platform").is_some() {
        let message = format!(
            "{} stands beside `platforms`; one of them would do",
            section.path_of("platform")
        );
        let place = section.place_of("platform");
        section.report(Diagnostic::new(CONTRADICTION, message).at(place));
    }
    let names = names(section, platforms);
    let stagger = section.count("stagger", DAYS, Absent::Neutral(0.0));
    Place::OnEach(names, stagger)
}

/// The names in the list `platforms`, each once.
fn names(section: &mut Section<'_>, platforms: &[String]) -> Vec<String> {
    let path = section.path_of("platforms");
    let value = section.value("platforms");
    let items = value.map(|value| section.list_of(&path, value));
    let mut names: Vec<String> = Vec::new();
    for item in items.into_iter().flatten().take(MOST_PLATFORMS) {
        let Some(name) = section.text_of(&path, item, 100) else {
            continue;
        };
        check_platform(section, Some(item.span()), &name, platforms);
        if names.contains(&name) {
            let message = format!("{path} names \"{name}\" twice");
            section.report(Diagnostic::new(NAME, message).at(item.span()));
            continue;
        }
        names.push(name);
    }
    if names.is_empty() {
        let message = format!("{path} names no platform; a list of some would do");
        section.report(Diagnostic::new(MISSING_KEY, message).at(section.place_of("platforms")));
    }
    section.note(Line::new("platforms", list(&names)));
    names
}
