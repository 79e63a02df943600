//! Whom to start with, in words and a small table for the terminal.

use std::fmt::Write as _;

use groundswell_experiment::choice::{Aim, Amount, Choice, End, Proof};
use groundswell_graph::id::NodeId;

use crate::aligned::aligned;
use crate::chart::Unit;
use crate::choice::ChoiceFindings;
use crate::figure::{self, Figure, mean_and_half};
use crate::number;
use crate::svg::clean;

/// Seeds that the terminal tells.
const SHOWN: usize = 20;

/// The answer in one sentence, without a line break.
pub fn sentence(findings: &ChoiceFindings<'_>) -> String {
    let (choices, chosen) = (findings.choices, findings.chosen());
    let figure = Figure::of(&chosen.spread, Unit::People);
    let partial = if choices.partial { "Interrupted. " } else { "" };
    let already = match &choices.already {
        None => String::new(),
        Some(already) => {
            let count = number::count(findings.study.seeds().always.len() as u64);
            let reach = mean_and_half(already, Unit::People);
            format!(" Who is a seed already ({count}) reaches {reach} without them.")
        }
    };
    let whom = match findings.wanted.aim {
        Aim::Offers { .. } => format!("Offers to {}", people(chosen.seeds.len())),
        Aim::Most | Aim::Groups { .. } => people(chosen.seeds.len()),
    };
    format!(
        "{partial}{whom} by {} reach {} of {} people on average ({} interval {} to {}, in {} worlds \
         that the choice has not seen).{already}",
        chosen.by.name(),
        figure.value(chosen.spread.mean),
        number::count(findings.study.graph().people().into()),
        figure::level(choices.level),
        figure.value(chosen.spread.low),
        figure.value(chosen.spread.high),
        number::count(choices.worlds)
    )
}

/// Which way of choosing is ahead, in a few words.
pub(crate) fn standing(findings: &ChoiceFindings<'_>) -> String {
    let chosen = findings.chosen();
    let name = chosen.by.name();
    let others = &findings.choices.all[1..];
    let best = others
        .iter()
        .max_by(|a, b| a.spread.mean.total_cmp(&b.spread.mean));
    let Some((best, gap)) = best.and_then(|best| Some((best, best.behind.as_ref()?.estimate)))
    else {
        let mean = Figure::of(&chosen.spread, Unit::People).value(chosen.spread.mean);
        return format!(
            "{} by {name} reach {mean} people",
            people(chosen.seeds.len())
        );
    };
    let other = best.by.name();
    let figure = Figure::of(&gap, Unit::People);
    match (gap.low > 0.0, gap.high < 0.0) {
        (true, _) => format!(
            "{name} reaches {} people more than {other}",
            figure.value(gap.mean)
        ),
        (_, true) => format!(
            "{other} reaches {} people more than {name}",
            figure.value(-gap.mean)
        ),
        _ => format!("{name} and {other} reach about as many people"),
    }
}

/// What was asked, the ways beside each other, the certificate and the first seeds; ends
/// with a line break.
pub fn summary(findings: &ChoiceFindings<'_>) -> String {
    let question = findings.study.diffusion();
    let chosen = findings.chosen();
    let mut text = format!("{} on {}", question.name, clean(findings.title));
    if question.model.uses_weights() {
        let _ = write!(text, ", weights {}", clean(&question.weights.to_string()));
    }
    let _ = match findings.wanted.amount() {
        Amount::People(count) => writeln!(text, "; {} to choose", people(count)),
        Amount::Budget(budget) => writeln!(text, "; budget {}", number::short(budget)),
    };
    text.push('\n');
    text.push_str(&table(findings));
    if let Some(proof) = &chosen.proof {
        let _ = write!(text, "\n{}", certified(findings, proof));
    }
    text.push_str(&groups(findings));
    let named = |(at, &v): (usize, &NodeId)| {
        let id = clean(&findings.id(v));
        let offer = chosen.offers.get(at).and_then(|&at| findings.offer(at));
        match offer {
            Some(offer) => format!("{id} (offer of {})", number::short(offer.cost)),
            None => id,
        }
    };
    let ids = chosen.seeds.iter().enumerate().take(SHOWN);
    let ids: Vec<String> = ids.map(named).collect();
    let more = match chosen.seeds.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" … and {} more", number::count(more as u64)),
    };
    let _ = writeln!(text, "\nseeds, best first: {}{more}", ids.join(", "));
    text
}

/// What of each group is reached, one row a group; empty where nobody asked.
fn groups(findings: &ChoiceFindings<'_>) -> String {
    let Aim::Groups { names, least, .. } = findings.wanted.aim else {
        return String::new();
    };
    let mut rows = vec![vec!["group".to_owned(), "reached".to_owned()]];
    let mut short = 0;
    for (name, reached) in names.iter().zip(&findings.chosen().groups) {
        // Only what is surely below counts as missed.
        short += u32::from(reached.high < least);
        let share = mean_and_half(reached, Unit::Share);
        rows.push(vec![clean(name), share]);
    }
    let least = number::percent(least, 1);
    let told = match short {
        0 => format!("All groups have {least}, as nearly as these worlds tell."),
        1 => format!("One group stays below {least}: so few seeds do not reach it."),
        short => format!("{short} groups stay below {least}: so few seeds do not reach them."),
    };
    format!("\n{}{told}\n", aligned(&rows))
}

fn people(count: usize) -> String {
    match count {
        1 => "1 person".to_owned(),
        count => format!("{} people", number::count(count as u64)),
    }
}

/// The certificate in words.
fn certified(findings: &ChoiceFindings<'_>, proof: &Proof) -> String {
    let certificate = &proof.certificate;
    let added = match findings.choices.already {
        Some(_) => "They add",
        None => "They reach",
    };
    let short = match proof.ended {
        End::Limited => {
            "More memory (--max-memory) would allow more sets, and a better certificate.\n"
        }
        End::Stopped => "The search was interrupted.\n",
        End::Certified | End::Stalled => "",
    };
    format!(
        "{added} at least {}, and no choice more than {}:\nat least {} of the best there can be, \
         with {} confidence, by {} RR sets.\n{short}",
        number::short(certificate.lower),
        number::short(certificate.upper),
        number::percent(certificate.ratio, 1),
        figure::level(certificate.confidence),
        number::count(proof.rr_sets)
    )
}

/// One row a way of choosing.
fn table(findings: &ChoiceFindings<'_>) -> String {
    let all = &findings.choices.all;
    let mut header = vec!["chosen by".to_owned(), "reach".to_owned()];
    if all.len() > 1 {
        header.push(format!("{} has over it", findings.chosen().by.name()));
    }
    let row = |choice: &Choice| {
        let mut row = vec![
            choice.by.name().to_owned(),
            mean_and_half(&choice.spread, Unit::People),
        ];
        if let Some(behind) = &choice.behind {
            row.push(mean_and_half(&behind.estimate, Unit::People));
        }
        row
    };
    let rows = std::iter::once(header).chain(all.iter().map(row));
    aligned(&rows.collect::<Vec<_>>())
}
