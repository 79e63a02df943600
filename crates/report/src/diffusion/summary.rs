//! How far word spread, in words and a small table for the terminal.

use std::fmt::Write as _;

use groundswell_scenario::model::Model;

use crate::aligned::aligned;
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
    let verb = findings.study.diffusion().model.verb();
    let from = match (seeds.always.len(), seeds.perhaps.is_empty()) {
        (1, true) => "1 seed".to_owned(),
        (count, true) => format!("{} seeds", number::count(count as u64)),
        (_, false) => "seeds by chance".to_owned(),
    };
    let opinion = outcome.opinions.as_ref().map_or(String::new(), |thoughts| {
        let mean = mean_and_half(&thoughts.mean, Unit::Other(String::new()));
        format!(" Their mean opinion is {mean}, from 0 to 1.")
    });
    format!(
        "{partial} average {} of {} people {verb}, seeds among them ({} interval {} to {}; {} \
         worlds, {from}).{opinion}",
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
    text.push('\n');
    if question.model.uses_weights() {
        let _ = write!(text, "weights {}; ", clean(&question.weights.to_string()));
    }
    let _ = write!(text, "seeds {seeds}");
    if let Some(rounds) = question.rounds {
        let rounds = number::count(rounds.into());
        let _ = match question.model {
            Model::InTime(_) => write!(text, "; until time {rounds}"),
            _ => write!(text, "; at most {rounds} rounds"),
        };
    }
    text.push_str("\n\n");
    text.push_str(&table(findings));
    for (name, estimate) in &outcome.kinds {
        let told = mean_and_half(estimate, Unit::People);
        let _ = writeln!(text, "{}: {told} people", clean(name));
    }
    if let Some(thoughts) = &outcome.opinions {
        let of = |estimate| mean_and_half(estimate, Unit::Other(String::new()));
        let _ = writeln!(
            text,
            "mean opinion in the end {}; width {}; camps {}; at rest in {} of worlds",
            of(&thoughts.mean),
            of(&thoughts.width),
            of(&thoughts.camps),
            number::percent(thoughts.settled, 0)
        );
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
    for finding in findings.expected {
        let _ = writeln!(text, "{}", clean(&finding.to_string()));
    }
    text
}

/// The first rounds and the last.
fn table(findings: &SpreadFindings<'_>) -> String {
    let model = &findings.study.diffusion().model;
    let rounds = &findings.outcome.by_round;
    let first = match model {
        Model::InTime(_) => "time",
        _ => "round",
    };
    let second = match model {
        Model::Opinions(_) => "on the seeds' side",
        _ if model.is_epidemic() => "ever infected",
        _ => "adopted",
    };
    let mut header = vec![first.to_owned(), second.to_owned()];
    if model.has_waiting() {
        header.push("waiting".to_owned());
    }
    if model.has_speaking() {
        header.push("speaking".to_owned());
    }
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
        if model.has_speaking() {
            row.push(number::short(stage.speaking));
        }
        if model.has_removed() {
            row.push(number::short(stage.removed));
        }
        rows.push(row);
    }
    aligned(&rows)
}
