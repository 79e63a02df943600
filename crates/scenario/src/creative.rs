//! `[creative.NAME]`: messages presented differently.

use groundswell_campaign::creative::Creative;

use crate::document::Section;
use crate::market::factors;
use crate::quantity::{AMOUNT, Absent, TIMES};

/// All creatives, in file order. `segments` are the names of the file's segments.
pub(crate) fn read(section: Section<'_>, segments: &[String]) -> Vec<Creative> {
    let names = section.names().into_iter();
    let creative = |(name, _): (String, _)| {
        let section = section.section_called(&name, section.named(&name));
        creative(section, name, segments)
    };
    names.map(creative).collect()
}

fn creative(mut section: Section<'_>, name: String, segments: &[String]) -> Creative {
    let creative = Creative {
        name,
        cost: section.money("cost", AMOUNT, Absent::Default(0.0)),
        engage: section.number("engage", TIMES, Absent::Default(1.0)),
        share: section.number("share", TIMES, Absent::Default(1.0)),
        by_segment: section.on_one_line("segments", |table| {
            factors(table, segments, "segment of the file")
        }),
    };
    section.end();
    creative
}
