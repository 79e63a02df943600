//! `[platform.NAME]`: what is usual on a platform.

use std::ops::Range;

use groundswell_campaign::strategy::Habits;

use crate::diagnostic::{Diagnostic, MISSING_KEY, NO_SUCH_NAME};
use crate::document::{Section, choices, shortened};
use crate::preset::{PLATFORM_PRESETS, PlatformPreset, Reach};
use crate::quantity::{Absent, Ask, Unit};
use crate::suggestion::suggestion;

/// The platform on which something happens: the one that the section names, or the only
/// one that there is.
pub(crate) fn on_platform(section: &mut Section<'_>, platforms: &[String]) -> String {
    let known = || platforms.iter().map(String::as_str);
    match platforms {
        [only] => {
            let platform = section.name_or("platform", only);
            check_platform(section, section.place_of("platform"), &platform, platforms);
            platform
        }
        // What is wrong with the audience has been said there.
        [] => section.optional_text("platform", 100).unwrap_or_default(),
        _ if section.has("platform") => {
            let platform = section.name("platform");
            check_platform(section, section.place_of("platform"), &platform, platforms);
            platform
        }
        _ => {
            section.value("platform");
            let message = format!(
                "{} has no `platform`; {} would do",
                section.path(),
                choices(known())
            );
            section.report(Diagnostic::new(MISSING_KEY, message).at(section.place()));
            String::new()
        }
    }
}

/// Complains about a platform that the audience does not have.
pub(crate) fn check_platform(
    section: &Section<'_>,
    place: Option<Range<usize>>,
    platform: &str,
    platforms: &[String],
) {
    if platform.is_empty() || platforms.iter().any(|known| known == platform) {
        return;
    }
    let known = || platforms.iter().map(String::as_str);
    let message = format!(
        "{} is \"{platform}\", which is no platform of the audience; {} would do",
        section.path_of("platform"),
        choices(known())
    );
    let help = suggestion(platform, known());
    section.report(Diagnostic::new(NO_SUCH_NAME, message).at(place).help(help));
}

const FORTUNE: Ask = Ask::new(Unit::LogDeviation, 0.0, 3.0);

/// The habits of each of `platforms`, in their order, and what the presets they
/// name say besides. Those `posted_on` need an organic reach.
pub(crate) fn read(
    section: Section<'_>,
    platforms: &[String],
    posted_on: impl Fn(&str) -> bool,
) -> (Vec<Habits>, Vec<String>) {
    for (name, place) in section.names() {
        // Without any, what is wrong with the audience has been said there.
        if !platforms.is_empty() && !platforms.contains(&name) {
            let known = || platforms.iter().map(String::as_str);
            let message = format!(
                "platform.{} is no platform of the audience; {} would do",
                shortened(&name),
                choices(known())
            );
            let help = suggestion(&name, known());
            section.report(Diagnostic::new(NO_SUCH_NAME, message).at(place).help(help));
        }
    }
    let habits = |name: &String| {
        habits(
            section.section_called(name, section.named(name)),
            posted_on(name),
        )
    };
    let (habits, presets): (Vec<Habits>, Vec<_>) = platforms.iter().map(habits).unzip();
    let told = platforms.iter().zip(presets).filter_map(|(name, preset)| {
        let preset: PlatformPreset = preset?;
        Some(format!(
            "{name}, by preset {}: {}",
            preset.name,
            preset.entry.told()
        ))
    });
    (habits, told.collect())
}

fn habits(mut section: Section<'_>, posted_on: bool) -> (Habits, Option<PlatformPreset>) {
    let presets = PLATFORM_PRESETS.map(|preset| (preset.name, Some(preset)));
    let preset: Option<PlatformPreset> = match section.has("preset") {
        true => section.word("preset", &presets, None).flatten(),
        false => section.value("preset").and(None),
    };
    let misnamed = preset.is_none() && section.has("preset");
    let organic_reach = match preset {
        Some(preset) => match preset.organic_reach {
            Reach::Published(figure) => Absent::Preset(figure),
            Reach::Guess(guess) => Absent::Guess(guess),
        },
        None if posted_on && !misnamed => Absent::Error,
        None => Absent::Default(1.0),
    };
    let habits = Habits {
        organic_reach: section.probability("organic_reach", organic_reach),
        fortune: section.number("fortune", FORTUNE, Absent::Guess(0.5)),
        permeability: section.probability("permeability", Absent::Neutral(1.0)),
    };
    section.end();
    (habits, preset)
}
