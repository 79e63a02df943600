//! What a sweep came to as one JSON document.
//!
//! It says nothing about how long it took or who ran it: the same sweep has the same bytes.

use groundswell_estimate::estimate::Estimate;
use groundswell_experiment::sensitivity::elementary::Effects;
use groundswell_experiment::sensitivity::variance::{Index, Indices};
use groundswell_experiment::sweep::analysis::{Level, Told};
use groundswell_scenario::stamp::VALUES_VERSION;
use serde::Serialize;
use serde_json::{Value, json};

use crate::dossier::unit_of_input;
use crate::error::Error;
use crate::json::tame;
use crate::sweep::SweepFindings;

/// The version of the document's keys.
pub const SCHEMA: &str = "groundswell-sweep-1";

/// The document; ends with a line break.
///
/// # Errors
///
/// [`Error::Json`].
pub fn document(findings: &SweepFindings<'_>) -> Result<String, Error> {
    let layout = findings.layout;
    let scenario = layout.scenario();
    let standing = findings.standing;
    let factors = layout.factors().iter().map(|factor| {
        json!({
            "path": factor.path,
            "also": factor.also,
            "unit": unit_of_input(factor.unit, findings.currency()).name(),
            "now": factor.now,
        })
    });
    let failures = standing.refused.iter();
    let failures = failures.map(|(cell, reason)| json!({ "cell": cell, "reason": reason }));
    let wins = standing.wins.iter();
    let wins = wins.map(|(strategy, cells)| json!({ "strategy": strategy, "cells": cells }));
    let most = layout.most_worlds();
    let effort = match (layout.sweep().decided, layout.precision()) {
        (Some(_), _) => json!({ "until": "decided", "most_worlds": most }),
        (None, None) => json!({ "worlds": most }),
        (None, Some(fraction)) => json!({ "precision": fraction, "most_worlds": most }),
    };
    let document = json!({
        "schema": SCHEMA,
        "title": scenario.name,
        "partial": !standing.is_complete(),
        "design": layout.sweep().design.name(),
        "cells": standing.cells(),
        "done": standing.done,
        "failed": standing.refused.len(),
        "missing": standing.missing,
        "worlds": standing.worlds,
        "effort": effort,
        "undecided": standing.open,
        "objective": scenario.diffusion.is_none().then(|| scenario.objective.name()),
        "unit": findings.unit().name(),
        "reference": scenario.run.reference,
        "factors": factors.collect::<Vec<_>>(),
        "wins": wins.collect::<Vec<_>>(),
        "answers": findings.told.iter().map(answer).collect::<Vec<_>>(),
        "failures": failures.collect::<Vec<_>>(),
        "stamp": {
            "program": findings.program,
            "values_version": VALUES_VERSION,
            "seed": layout.seed(),
            "scenario_hash": format!("{:032x}", scenario.hash()),
            "files_fingerprint": layout.fingerprint().map(|print| format!("{print:032x}")),
            "luck": "tie",
        },
    });
    let mut text = serde_json::to_string_pretty(&document).map_err(Error::Json)?;
    text.push('\n');
    Ok(tame(&text))
}

/// Numbers that are not finite are `null`.
fn estimate(estimate: &Estimate) -> Value {
    json!({
        "mean": estimate.mean,
        "standard_error": estimate.standard_error,
        "low": estimate.low,
        "high": estimate.high,
    })
}

fn answer(told: &Told) -> Value {
    let responses = told.responses.iter().map(|response| {
        json!({
            "share_of_variance": response.share,
            "levels": response.levels.iter().map(level).collect::<Vec<_>>(),
        })
    });
    let of_all = |indices: &Vec<Indices>| indices.iter().map(both).collect::<Vec<_>>();
    let effects = |effects: &Vec<Effects>| effects.iter().map(elementary).collect::<Vec<_>>();
    json!({
        "of": told.of,
        "factors": responses.collect::<Vec<_>>(),
        "indices": told.indices.as_ref().map(of_all),
        "elementary_effects": told.effects.as_ref().map(effects),
        "variance": told.variance.map(|variance| json!({
            "factors": variance.factors,
            "graphs": variance.graphs,
            "worlds": variance.worlds,
        })),
        "break_even": told.plane.as_ref().and_then(|plane| plane.divide.as_ref()).map(|divide| json!({
            "lines": divide.contours,
            "doubtful": divide.doubtful.len(),
        })),
    })
}

fn level(level: &Level) -> Value {
    let Value::Object(mut told) = estimate(&level.answer) else {
        return Value::Null;
    };
    told.insert("from".to_owned(), level.low.into());
    told.insert("to".to_owned(), level.high.into());
    Value::Object(told)
}

#[derive(Serialize)]
struct IndexOut {
    value: f64,
    standard_error: f64,
    low: f64,
    high: f64,
}

fn index(index: &Index) -> IndexOut {
    IndexOut {
        value: index.value,
        standard_error: index.standard_error,
        low: index.low,
        high: index.high,
    }
}

fn both(indices: &Indices) -> Value {
    json!({ "first": index(&indices.first), "total": index(&indices.total) })
}

fn elementary(effects: &Effects) -> Value {
    json!({ "mean": estimate(&effects.mean), "absolute": estimate(&effects.absolute) })
}
