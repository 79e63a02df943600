//! What each assumption alone does to the winner's lead.

use groundswell_experiment::tornado::Swing;

use crate::chart::{Axis, HeatSide, SwingChart, SwingEnd, SwingRow};
use crate::figure;
use crate::findings::Findings;
use crate::pictures::role;
use crate::sentence::noun;
use crate::svg::clean;

/// Assumptions that are drawn, those that do most.
const MOST: usize = 10;

/// The lead at both ends of what is plausible of each assumption; `None` where no
/// assumption was varied alone, or none moves the lead.
pub(super) fn tornado(findings: &Findings<'_>) -> Option<SwingChart> {
    let first = findings.swings.first()?;
    let (best, rival) = (findings.verdict.best, findings.verdict.rival);
    let objective = findings.verdict.objective;
    let turning = findings.swings.iter().filter(|swing| swing.flips()).count();
    let unit = findings.unit(objective);
    let (named, other) = (findings.name(best), findings.name(rival));
    let title = match turning {
        0 => format!("{named} stays ahead at both ends of every assumption"),
        1 => format!("{} alone can turn the verdict", clean(&first.path)),
        n => format!("{n} assumptions can turn the verdict, each alone"),
    };
    let lead = |value: f64| unit.signed(value);
    let alt = format!(
        "{title}. From {} to {} of {} the lead goes from {} to {} {}.",
        told(findings, first, first.low),
        told(findings, first, first.high),
        clean(&first.path),
        lead(first.lead_at_low),
        lead(first.lead_at_high),
        noun(objective),
    );
    let left_out = match findings.swings.len().saturating_sub(MOST) {
        0 => String::new(),
        1 => " One more moves the lead less.".to_owned(),
        n => format!(" {n} more move the lead less."),
    };
    let rows = findings.swings.iter().take(MOST).map(|swing| SwingRow {
        name: clean(&swing.path),
        low: end(findings, swing, (swing.low, swing.lead_at_low)),
        high: end(findings, swing, (swing.high, swing.lead_at_high)),
    });
    let side = |arm| HeatSide {
        name: findings.name(arm),
        role: role(findings, arm),
    };
    Some(SwingChart {
        title,
        subtitle: format!(
            "Lead of {named} over {other} in {}, with each assumption as low and as high as is \
             plausible and all others as they are",
            objective.label()
        ),
        alt,
        note: format!("In worlds that the verdict has not seen, the same for all.{left_out}"),
        x: Axis {
            label: String::new(),
            unit,
        },
        sides: Some([side(best), side(rival)]),
        rows: rows.collect(),
    })
}

fn end(findings: &Findings<'_>, swing: &Swing, (input, lead): (f64, f64)) -> SwingEnd {
    SwingEnd {
        input,
        told: told(findings, swing, input),
        lead,
    }
}

/// A value of what is varied, as it may have been typed.
fn told(findings: &Findings<'_>, swing: &Swing, value: f64) -> String {
    figure::input(value, &findings.unit_at(&swing.path))
}
