//! `[audience.survey.PLATFORM]`: what people said who were asked where they are.

use groundswell_campaign::fit::Survey;

use crate::diagnostic::{Diagnostic, IMPOSSIBLE};
use crate::document::Section;
use crate::effective::{Line, grouped};

/// People that a survey may have asked.
const MOST: i64 = 1_000_000_000;

/// The surveys, by platform, in the order of the file. They decide nothing in a
/// world, so they are no part of the scenario's identity.
pub(crate) fn read(audience: &mut Section<'_>) -> Vec<(String, Survey)> {
    let surveys = audience.section("survey");
    let mut read = Vec::new();
    for (platform, _) in surveys.names() {
        let section = surveys.section_called(&platform, surveys.named(&platform));
        read.extend(survey(section).map(|survey| (platform, survey)));
    }
    read
}

fn survey(mut section: Section<'_>) -> Option<Survey> {
    let mut count = |key: &'static str, least: i64| {
        if !section.has(key) {
            section.missing(key);
        }
        let count = section.integer(key, least..MOST + 1)?;
        section.note(Line::new(key, grouped(count)).aside());
        u32::try_from(count).ok()
    };
    let counts = [
        count("asked", 1),
        count("on_platform", 1),
        count("target", 1),
        count("both", 0),
    ];
    let place = section.place();
    let path = section.path().to_owned();
    let survey = match counts {
        [Some(asked), Some(on_platform), Some(target), Some(both)] => {
            let survey = Survey::new(asked, on_platform, target, both);
            if survey.is_none() {
                let message = match Survey::possible(asked, on_platform, target) {
                    None => format!(
                        "{path} has more people on the platform, or in the target, than the \
                         {asked} it asked"
                    ),
                    Some((least, most)) => {
                        format!("{path}.both is {both}; between {least} and {most} would do")
                    }
                };
                section
                    .reading()
                    .report(Diagnostic::new(IMPOSSIBLE, message).at(place));
            }
            survey
        }
        _ => None,
    };
    section.end();
    survey
}
