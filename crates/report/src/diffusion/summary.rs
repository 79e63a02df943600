//! How far word spread, in words and a small table for the terminal.

use std::fmt::Write as _;

use crate::chart::Unit;
use crate::diffusion::SpreadFindings;
use crate::diffusion::document::written_seeds;
use crate::figure::{self, Figure, mean_and_half};
use crate::number;
use crate::svg::clean;

/// Rounds that the table shows from the first one on; the last stands there always.
const SHOWN: usize = 6;

/// Letters of a description of seeds, at most.
const LONGEST: usize = 60;

/// The answer in one sentence, without a line break.
pub fn sentence(findings: &SpreadFindings<'_>) -> String {
    let outcome = findings.outcome;
    let figure = Figure::of(&outcome.spread, Unit::People);
    let seeds = findings.study.seeds();
    let partial = match outcome.partial {
        true => "Interrupted; what was finished says: on",
        false => "On",
    };
    let verb = match findings.study.diffusion().model.is_epidemic() {
        true => "are infected",
        false => "adopt",
    };
    let from = match (seeds.always.len(), seeds.perhaps.is_empty()) {
        (1, true) => "1 seed".to_owned(),
        (count, true) => format!("{} seeds", number::count(count as u64)),
        (_, false) => "seeds by chance".to_owned(),
    };
    format!(
        "{partial} average {} of {} people {verb}, seeds among them ({} interval {} to {}; {} \
         worlds, {from}).",
        figure.value(outcome.spread.mean),
        number::count(findings.study.graph().people().into()),
        figure::level(outcome.level),
        figure.value(outcome.spread.low),
        figure.value(outcome.spread.high),
        number::count(findings.worlds())
    )
}

/// What was asked, the answer's course by round, and what else was wished; ends with
/// a line break.
pub fn summary(findings: &SpreadFindings<'_>) -> String {
    let (question, outcome) = (findings.study.diffusion(), findings.outcome);
    let mut text = format!("{} on {}", question.name, clean(findings.title));
    let settings: Vec<String> = question
        .settings
        .values()
        .map(|(key, value)| format!("{key} {value}"))
        .collect();
    if !settings.is_empty() {
        let _ = write!(text, ", {}", settings.join(", "));
    }
    let mut seeds = clean(&written_seeds(findings));
    if let Some((end, _)) = seeds.char_indices().nth(LONGEST) {
        seeds.truncate(end);
        seeds.push('…');
    }
    let weights = clean(&question.weights.to_string());
    let _ = write!(text, "\nweights {weights}; seeds {seeds}");
    if let Some(rounds) = question.rounds {
        let _ = write!(text, "; at most {} rounds", number::count(rounds.into()));
    }
    text.push_str("\n\n");
    text.push_str(&table(findings));
    for (name, estimate) in &outcome.kinds {
        let told = mean_and_half(estimate, Unit::People);
        let _ = writeln!(text, "{}: {told} people", clean(name));
    }
    if let Some(trees) = findings.trees {
        let of = |estimate| mean_and_half(estimate, Unit::Other(String::new()));
        let _ = writeln!(
            text,
            "generations after the seeds {}; largest tree {} people, structural virality {}",
            of(&trees.generations),
            of(&trees.largest),
            of(&trees.virality)
        );
    }
    text
}

/// The first rounds and the last.
fn table(findings: &SpreadFindings<'_>) -> String {
    let model = &findings.study.diffusion().model;
    let rounds = &findings.outcome.by_round;
    let mut header = vec!["round".to_owned(), "adopted".to_owned()];
    if model.has_waiting() {
        header.push("waiting".to_owned());
    }
    header.push("speaking".to_owned());
    if model.has_removed() {
        header.push("silent".to_owned());
    }
    let last = rounds.len().saturating_sub(1);
    let mut rows = vec![header];
    for (round, stage) in rounds.iter().enumerate() {
        if round >= SHOWN && round != last {
            if round == SHOWN {
                rows.push(vec!["…".to_owned()]);
            }
            continue;
        }
        let mut row = vec![
            number::count(round as u64),
            mean_and_half(&stage.spread, Unit::People),
        ];
        if model.has_waiting() {
            row.push(number::short(stage.waiting));
        }
        row.push(number::short(stage.speaking));
        if model.has_removed() {
            row.push(number::short(stage.removed));
        }
        rows.push(row);
    }
    let length = |text: &String| text.chars().count();
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(length)
            .max()
    };
    let widths: Vec<usize> = (0..rows[0].len()).map(|c| width(c).unwrap_or(0)).collect();
    let mut text = String::new();
    for row in &rows {
        let cells = row.iter().zip(&widths).map(|(cell, &width)| {
            let pad = width - length(cell);
            format!("{:pad$}{cell}", "")
        });
        let line = cells.collect::<Vec<_>>().join("   ");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
