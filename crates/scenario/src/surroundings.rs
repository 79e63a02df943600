//! `[integration]`, `[word]`, `[media]`, `[search]` and `[opinions]`: what happens to
//! every strategy alike.

use groundswell_campaign::sentiment::{Sentiment, Talk};
use groundswell_campaign::surroundings::{Integration, MediaPickup, Search, Word};

use crate::delay::delay;
use crate::diagnostic::{Diagnostic, TOO_MUCH};
use crate::document::Section;
use crate::effective;
use crate::platform::on_platform;
use crate::quantity::{Absent, Ask, FRACTION, Unit};

const SYNERGY: Ask = Ask::new(Unit::Number, -1.0, 100.0);
const OFTEN: Ask = Ask::new(Unit::Number, 1.0, 1000.0);
const TOLD: Ask = Ask::new(Unit::Friends, 0.0, 500.0);
const SEARCHES: Ask = Ask::new(Unit::People, 0.0, 500.0);
const OPINION: Ask = Ask::new(Unit::Number, -1.0, 1.0);
const SHIFT: Ask = Ask::new(Unit::Number, -2.0, 2.0);
const CONFIDENCE: Ask = Ask::new(Unit::Number, 0.0, 2.0).above();
const STEP: Ask = Ask::new(Unit::Fraction, 0.0, 0.5).above();
const ROUNDS: Ask = Ask::new(Unit::Number, 0.0, 1000.0);
const THRESHOLD: Ask = Ask::new(Unit::Number, 0.0, 1e9).above();
const SPREAD: Ask = Ask::new(Unit::LogDeviation, 0.0, 3.0);
const IMPRESSIONS: Ask = Ask::new(Unit::Number, 0.0, MOST_IMPRESSIONS);
const STORIES: Ask = Ask::new(Unit::Number, 0.0, 10_000.0);

/// Impressions of all stories of one world that can be followed.
const MOST_IMPRESSIONS: f64 = 50e6;

/// Stories in one world, where nothing is said.
const MOST_STORIES: f64 = 10.0;

/// People whom one mention makes search, where nobody has counted: a guess.
const PER_MENTION: f64 = 0.1;

/// `[integration]`.
pub(crate) fn integration(mut section: Section<'_>) -> Integration {
    let default = Integration::default();
    let often = Absent::Neutral(default.often.into());
    let integration = Integration {
        coordination: section
            .probability("coordination", Absent::Neutral(default.coordination.get())),
        synergy: section.number("synergy", SYNERGY, Absent::Neutral(default.synergy)),
        often: section.count("often", OFTEN, often),
    };
    section.end();
    integration
}

/// `[word]`, if it is there.
pub(crate) fn word(top: &mut Section<'_>, platforms: &[String]) -> Option<Word> {
    let mut section = top.section_if_there("word")?;
    let word = Word {
        platform: on_platform(&mut section, platforms),
        told: section.number("told", TOLD, Absent::Error),
        delay: delay(&mut section, "delay", Absent::Default(0.0)),
    };
    section.end();
    Some(word)
}

/// `[media]`, if it is there.
pub(crate) fn media(top: &mut Section<'_>) -> Option<MediaPickup> {
    let mut section = top.section_if_there("media")?;
    let media = MediaPickup {
        threshold: section.number("threshold", THRESHOLD, Absent::Error),
        spread: section.number("spread", SPREAD, Absent::Default(0.0)),
        impressions: section.number("impressions", IMPRESSIONS, Absent::Error),
        delay: delay(&mut section, "delay", Absent::Default(0.0)),
        most: section.count("most", STORIES, Absent::Default(MOST_STORIES)),
    };
    if media.impressions * f64::from(media.most) > MOST_IMPRESSIONS {
        let message = format!(
            "media.impressions times media.most is more than {} in one world; smaller numbers would do",
            effective::number(MOST_IMPRESSIONS)
        );
        let place = section.place_of("impressions");
        section.report(Diagnostic::new(TOO_MUCH, message).at(place));
    }
    section.end();
    Some(media)
}

/// `[search]`, if it is there.
pub(crate) fn search(top: &mut Section<'_>) -> Option<Search> {
    let mut section = top.section_if_there("search")?;
    let search = Search {
        per_mention: section.number("per_mention", SEARCHES, Absent::Guess(PER_MENTION)),
        delay: delay(&mut section, "delay", Absent::Default(0.0)),
    };
    section.end();
    Some(search)
}

/// `[opinions]`, if it is there.
pub(crate) fn opinions(top: &mut Section<'_>, platforms: &[String]) -> Option<Sentiment> {
    let mut section = top.section_if_there("opinions")?;
    let talks = [("friedkin-johnsen", true), ("bounded-confidence", false)];
    let platform = on_platform(&mut section, platforms);
    let before = section.number("before", OPINION, Absent::Default(0.0));
    let unequal = section.number("unequal", FRACTION, Absent::Default(0.0));
    let visit = section.number("visit", SHIFT, Absent::Default(0.0));
    let bad_word = section.number("bad_word", SHIFT, Absent::Default(0.0));
    let talk = match section.word("talk", &talks, Some(true)) {
        Some(false) => Talk::BoundedConfidence {
            confidence: section.number("confidence", CONFIDENCE, Absent::Error),
            step: section.number("step", STEP, Absent::Default(0.5)),
        },
        _ => Talk::FriedkinJohnsen {
            susceptibility: section.probability("susceptibility", Absent::Error),
        },
    };
    let rounds = section.count("rounds", ROUNDS, Absent::Default(10.0));
    section.end();
    Some(Sentiment {
        platform,
        before,
        unequal,
        visit,
        bad_word,
        talk,
        rounds,
    })
}
