//! From a study and its outcome to findings: what a report needs, gathered.

use groundswell_campaign::comparison::Comparison;
use groundswell_experiment::credit::Credited;
use groundswell_experiment::film::Film;
use groundswell_experiment::flip::Flip;
use groundswell_experiment::knowledge::Knowledge;
use groundswell_experiment::study::{Outcome, Study};
use groundswell_experiment::tornado::Swing;
use groundswell_scenario::quantity::{self, Quantity};
use groundswell_scenario::stamp::Stamp;

use crate::chart::Unit;
use crate::findings::{Assumption, Findings, Provenance};
use crate::recipe::Recipe;

/// What was asked beside the verdict: how it would be if something were otherwise.
#[derive(Debug, Default)]
pub struct WhatIf {
    /// Where the winner flips.
    pub flips: Vec<Flip>,
    /// How often it stays under plausible assumptions.
    pub knowledge: Option<Knowledge>,
    /// What each assumption alone does to its lead.
    pub swings: Vec<Swing>,
    /// What the levers are credited with.
    pub credits: Vec<Credited>,
}

/// What findings borrow from: a study's outcome with everything that is told
/// beside it.
#[derive(Debug)]
pub struct Dossier<'s> {
    study: &'s Study,
    outcome: &'s Outcome,
    what_if: WhatIf,
    assumptions: Vec<Assumption>,
    warnings: Vec<String>,
    stamp: Vec<(String, String)>,
    recipe: Option<Recipe>,
    film: Option<Film>,
}

impl<'s> Dossier<'s> {
    /// The dossier of `outcome`, which `study` came to. `program` is the version of
    /// the program that made it.
    pub fn new(
        study: &'s Study,
        outcome: &'s Outcome,
        what_if: WhatIf,
        mut warnings: Vec<String>,
        program: &str,
    ) -> Self {
        let scenario = study.scenario();
        let currency = &scenario.terms.currency;
        warnings.extend(cut(&outcome.comparison));
        let stamp = Stamp::new(
            program,
            scenario,
            study.graph().fingerprint(),
            study.seed(),
            outcome.comparison.worlds() as u32,
        );
        Self {
            study,
            outcome,
            what_if,
            assumptions: scenario
                .assumptions()
                .map(|q| assumption(q, currency))
                .collect(),
            warnings,
            stamp: lines(&stamp),
            recipe: None,
            film: None,
        }
    }

    /// The same, which this recipe makes again.
    #[must_use]
    pub fn made_by(self, recipe: Recipe) -> Self {
        Self {
            recipe: Some(recipe),
            ..self
        }
    }

    /// The same, with one of the worlds to be watched.
    #[must_use]
    pub fn showing(self, film: Option<Film>) -> Self {
        Self { film, ..self }
    }

    /// The findings.
    pub fn findings(&self) -> Findings<'_> {
        let scenario = self.study.scenario();
        Findings {
            title: &scenario.name,
            comparison: &self.outcome.comparison,
            verdict: self.outcome.verdict,
            spending: self.outcome.spending,
            currency: &scenario.terms.currency,
            budget: scenario.campaign.budget,
            knowledge: self.what_if.knowledge.as_ref(),
            audience: self.study.audience(),
            assumptions: &self.assumptions,
            flips: &self.what_if.flips,
            swings: &self.what_if.swings,
            credits: &self.what_if.credits,
            warnings: &self.warnings,
            film: self.film.as_ref(),
            stamp: &self.stamp,
            partial: self.outcome.partial,
            recipe: self.recipe.as_ref(),
        }
    }
}

/// That chains grew beyond the people who may be met, where they did.
fn cut(comparison: &Comparison) -> Option<String> {
    let (cut, worlds) = (comparison.cut_worlds(), comparison.worlds());
    (cut > 0).then(|| {
        format!(
            "in {cut} of {worlds} worlds more people would have been met than \
             audience.most_people, and too few are counted; raise it, or play fewer days"
        )
    })
}

/// In what a number of the scenario is counted.
pub(crate) fn unit_of_input(unit: quantity::Unit, currency: &str) -> Unit {
    match unit {
        quantity::Unit::Fraction => Unit::Share,
        quantity::Unit::Money => Unit::Money(currency.to_owned()),
        quantity::Unit::People => Unit::People,
        quantity::Unit::Number => Unit::Other(String::new()),
        other => Unit::Other(other.name().to_owned()),
    }
}

fn assumption(quantity: &Quantity, currency: &str) -> Assumption {
    let unit = unit_of_input(quantity.unit, currency);
    let provenance = match quantity.provenance {
        quantity::Provenance::Value => Provenance::Value,
        quantity::Provenance::Guess => Provenance::Guess,
        quantity::Provenance::Plain => Provenance::Plain,
        quantity::Provenance::Default => Provenance::Default,
        quantity::Provenance::Preset => Provenance::Preset,
    };
    // Where no bounds were given these are the conventional ones.
    let (low, high) = quantity.range();
    Assumption {
        path: quantity.path.clone(),
        shown: quantity.shown(),
        value: Some(quantity.value),
        unit,
        provenance,
        source: quantity.source.clone().unwrap_or_default(),
        date: quantity.date.clone().unwrap_or_default(),
        low: quantity.is_uncertain().then_some(low),
        high: quantity.is_uncertain().then_some(high),
    }
}

/// The stamp as names and values.
pub(crate) fn lines(stamp: &Stamp) -> Vec<(String, String)> {
    let Stamp {
        program,
        values_version,
        seed,
        scenario_hash,
        graph_fingerprint,
        worlds,
        luck,
    } = stamp;
    [
        ("program", program.clone()),
        ("values_version", values_version.to_string()),
        ("seed", seed.to_string()),
        ("scenario_hash", scenario_hash.clone()),
        ("graph_fingerprint", graph_fingerprint.clone()),
        ("worlds", worlds.to_string()),
        ("luck", (*luck).to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}
