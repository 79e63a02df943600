//! The findings in words.
//!
//! Three uncertainties are told apart and never merged: the interval is *error*,
//! the share of worlds is *luck*, and whether the assumptions hold is
//! *knowledge*.

use groundswell_campaign::metric::Metric;
use groundswell_campaign::verdict::{Decision, Spending};
use groundswell_estimate::estimate::Estimate;

use crate::chart::Unit;
use crate::error::Error;
use crate::figure::{self, Figure};
use crate::findings::{Findings, Provenance};
use crate::number;
use crate::svg::clean;

/// How many assumptions are named before the rest is counted.
const NAMED: usize = 4;

/// Who wins, by how much, how sure that is, and at what spend.
pub fn decision(findings: &Findings<'_>) -> String {
    let verdict = &findings.verdict;
    let best = findings.name(verdict.best);
    let rival = findings.name(verdict.rival);
    let gain = Gain::of(findings);
    let matters = findings.unit(verdict.objective).value(verdict.matters);
    let said = match verdict.decision {
        Decision::Better => {
            let unsure = if gain.low > verdict.matters {
                String::new()
            } else {
                format!(" Whether by the {matters} that matter is not certain.")
            };
            format!(
                "{} {} than {rival} ({}), and is ahead in {}{}.{unsure}",
                opening(findings, &best),
                gain.lead(),
                gain.interval(findings),
                luck(findings),
                spend_clause(findings),
            )
        }
        Decision::BetterByLittle => format!(
            "{best} is ahead, but by less than matters: it {} than {rival} ({}), where {matters} \
             would matter, and is ahead in {}{}.",
            gain.lead(),
            gain.interval(findings),
            luck(findings),
            spend_clause(findings),
        ),
        Decision::Equivalent => format!(
            "No difference that matters: {best} and {rival} differ by {} {} ({}), where {matters} \
             would matter; {best} is ahead in {}{}.",
            gain.figure.value(gain.mean),
            noun(verdict.objective),
            gain.interval(findings),
            luck(findings),
            spend_clause(findings),
        ),
        Decision::Undecided => format!(
            "These {} worlds do not tell: on average {best} {} than {rival}, but the {} interval \
             runs from {} to {}, {} wide, where {matters} would matter; {best} is ahead in {}{}.",
            number::count(findings.comparison.worlds() as u64),
            gain.lead(),
            figure::level(findings.comparison.level),
            gain.figure.value(gain.low),
            gain.figure.value(gain.high),
            gain.figure.value(gain.high - gain.low),
            luck(findings),
            spend_clause(findings),
        ),
    };
    match findings.spending {
        Spending::BestSpendsMore(gap) if verdict.rival != findings.do_nothing() => format!(
            "Not a verdict at equal budget: {best} spends {} more than {rival}. {said}",
            money(findings, gap.units()),
        ),
        _ => said,
    }
}

/// How the sentence begins where somebody wins.
fn opening(findings: &Findings<'_>, best: &str) -> String {
    let verdict = &findings.verdict;
    if verdict.best == findings.do_nothing() {
        return match verdict.objective {
            Metric::Profit => {
                format!("Doing nothing wins, for no strategy earns what it costs: {best}")
            }
            _ => format!("Doing nothing wins: {best}"),
        };
    }
    match findings.spending {
        Spending::Equal => format!("{best} wins at equal spend: it"),
        Spending::BestSpendsLess(_) => format!("{best} wins: it"),
        Spending::BestSpendsMore(_) if verdict.rival == findings.do_nothing() => {
            format!("{best} wins: it")
        }
        Spending::BestSpendsMore(_) => "It".to_owned(),
    }
}

/// What the best spends against its rival, where the sentence does not begin
/// with it.
fn spend_clause(findings: &Findings<'_>) -> String {
    let verdict = &findings.verdict;
    let nothing = findings.do_nothing();
    let wins = matches!(
        verdict.decision,
        Decision::Better | Decision::BetterByLittle
    );
    match findings.spending {
        Spending::Equal if verdict.decision == Decision::Better => String::new(),
        Spending::Equal => " at equal spend".to_owned(),
        Spending::BestSpendsLess(_) if verdict.best == nothing => match wins {
            true => ", spending nothing".to_owned(),
            false => " and spends nothing".to_owned(),
        },
        Spending::BestSpendsLess(gap) => {
            let less = money(findings, gap.units());
            match wins {
                true => format!(", while spending {less} less"),
                false => format!(" and spends {less} less"),
            }
        }
        Spending::BestSpendsMore(gap) if verdict.rival == nothing => {
            format!(", for {}", money(findings, gap.units()))
        }
        Spending::BestSpendsMore(_) => String::new(),
    }
}

/// What the best has over its rival, counted so that more is better.
pub(crate) struct Gain {
    pub(crate) mean: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// Share of worlds in which the best is ahead.
    pub(crate) ahead: f64,
    pub(crate) figure: Figure,
    objective: Metric,
}

impl Gain {
    pub(crate) fn of(findings: &Findings<'_>) -> Self {
        let verdict = &findings.verdict;
        let difference = verdict.difference;
        let Estimate {
            mean, low, high, ..
        } = difference.estimate;
        let figure = Figure::of(&difference.estimate, findings.unit(verdict.objective));
        let (mean, low, high, ahead) = match verdict.objective.more_is_better() {
            true => (mean, low, high, difference.better),
            false => (
                -mean,
                -high,
                -low,
                1.0 - difference.better - difference.equal,
            ),
        };
        Self {
            mean,
            low,
            high,
            ahead,
            figure,
            objective: verdict.objective,
        }
    }

    /// `brings 34.1 more new customers`.
    fn lead(&self) -> String {
        let more = match self.objective.more_is_better() {
            true => "more",
            false => "less",
        };
        format!(
            "{} {} {more} {}",
            verb(self.objective),
            self.figure.value(self.mean),
            noun(self.objective)
        )
    }

    /// `95% interval 33.7 to 34.5`.
    pub(crate) fn interval(&self, findings: &Findings<'_>) -> String {
        format!(
            "{} interval {} to {}",
            figure::level(findings.comparison.level),
            self.figure.value(self.low),
            self.figure.value(self.high)
        )
    }
}

/// In how many worlds the best is ahead: `99% of the 1,000 worlds`.
fn luck(findings: &Findings<'_>) -> String {
    let worlds = number::count(findings.comparison.worlds() as u64);
    match Gain::of(findings).ahead {
        1.0 => format!("every one of the {worlds} worlds"),
        ahead => format!("{} of the {worlds} worlds", figure::share(ahead)),
    }
}

/// A metric that names another best strategy than the objective does.
#[derive(Debug, Clone, PartialEq)]
pub struct Reversal {
    /// The metric.
    pub metric: Metric,
    /// Position of the arm that it favours.
    pub best: usize,
    /// What that arm has of it.
    pub has: Estimate,
    /// What the verdict's best has of it.
    pub against: Estimate,
}

/// Where reach, customers or profit favour another strategy than the objective
/// does, for sure.
///
/// # Errors
///
/// [`Error::Estimate`] below two worlds.
pub fn reversals(findings: &Findings<'_>) -> Result<Vec<Reversal>, Error> {
    let comparison = findings.comparison;
    let winner = findings.verdict.best;
    let mut found = Vec::new();
    for metric in [Metric::Reach, Metric::Customers, Metric::Profit] {
        if metric == findings.verdict.objective {
            continue;
        }
        let against = comparison.estimate(winner, metric)?;
        let (mut best, mut has) = (winner, against);
        for arm in findings.arms() {
            let estimate = comparison.estimate(arm, metric)?;
            if estimate.mean > has.mean {
                (best, has) = (arm, estimate);
            }
        }
        if best != winner && comparison.difference(best, winner, metric)?.estimate.low > 0.0 {
            found.push(Reversal {
                metric,
                best,
                has,
                against,
            });
        }
    }
    Ok(found)
}

impl Reversal {
    /// The reversal in words: `Reach says otherwise: broadcast-only reaches 16,400
    /// people against 800.`
    pub fn sentence(&self, findings: &Findings<'_>) -> String {
        let says = match self.metric {
            Metric::Reach => "Reach says",
            Metric::Customers => "New customers say",
            Metric::Profit => "Profit says",
            _ => return String::new(),
        };
        let unit = findings.unit(self.metric);
        let has = Figure::of(&self.has, unit.clone()).value(self.has.mean);
        let against = Figure::of(&self.against, unit).value(self.against.mean);
        format!(
            "{says} otherwise: {} {} {has} {} against {against} for {}.",
            findings.name(self.best),
            verb(self.metric),
            noun(self.metric),
            findings.name(findings.verdict.best),
        )
    }
}

/// What would change the conclusion, a sentence to a crossing, or to an
/// assumption along which there is none.
pub fn flips(findings: &Findings<'_>) -> Vec<String> {
    let mut sentences = Vec::new();
    for flip in findings.flips {
        let unit = findings.unit_at(&flip.path);
        let path = clean(&flip.path);
        let told = |value| figure::input(value, &unit);
        for crossing in &flip.crossings {
            sentences.push(format!(
                "The winner flips where {path} is {} ({} to {}; now {}): {} below it, {} above it.",
                told(crossing.value),
                told(crossing.low),
                told(crossing.high),
                told(flip.now),
                clean(&crossing.below),
                clean(&crossing.above),
            ));
        }
        if flip.crossings.is_empty() {
            let (from, to) = flip.range;
            sentences.push(format!(
                "No flip for {path} between {} and {} (now {}).",
                told(from),
                told(to),
                told(flip.now)
            ));
        }
    }
    sentences
}

/// Which assumption to measure next, and what it would tell; `None` where no assumption
/// was varied alone, or none moves the lead.
pub fn measure_next(findings: &Findings<'_>) -> Option<String> {
    let swing = findings.swings.first()?;
    let unit = findings.unit_at(&swing.path);
    let input = |value| figure::input(value, &unit);
    let objective = findings.verdict.objective;
    let lead = |value: f64| findings.unit(objective).signed(value);
    let turns = match swing.flips() {
        true => "it alone can turn the verdict",
        false => "no other moves the lead as much, and none alone turns the verdict",
    };
    Some(format!(
        "Measure next: {}, for {turns}. From {} to {} of it the lead goes from {} to {} {}.",
        clean(&swing.path),
        input(swing.low),
        input(swing.high),
        lead(swing.lead_at_low),
        lead(swing.lead_at_high),
        noun(objective),
    ))
}

/// What the verdict rests on that nobody has measured; `None` if everything has
/// a source.
pub fn rests_on(findings: &Findings<'_>) -> Option<String> {
    let of = |provenance| {
        let all = findings.assumptions.iter();
        all.filter(move |assumption| assumption.provenance == provenance)
    };
    let guesses: Vec<String> = of(Provenance::Guess).map(|a| clean(&a.path)).collect();
    let plain = of(Provenance::Plain).count();
    let unsourced = match plain {
        0 => String::new(),
        1 => "1 number without a source".to_owned(),
        n => format!("{n} numbers without a source"),
    };
    if guesses.is_empty() {
        return (plain > 0).then(|| format!("The verdict rests on {unsourced}."));
    }
    let mut named = guesses[..guesses.len().min(NAMED)].join(", ");
    if guesses.len() > NAMED {
        named.push_str(&format!(" and {} more", guesses.len() - NAMED));
    }
    let count = match guesses.len() {
        1 => "1 guess".to_owned(),
        n => format!("{n} guesses"),
    };
    let and = match unsourced.is_empty() {
        true => String::new(),
        false => format!("; and on {unsourced}"),
    };
    Some(format!("The verdict rests on {count}: {named}{and}."))
}

/// Whether the verdict survives other assumptions.
pub fn knowledge(findings: &Findings<'_>) -> String {
    match findings.knowledge {
        Some(known) => {
            let held = match known.audience_held {
                true => " What is assumed of the audience was not varied.",
                false => "",
            };
            let varies = known.variance.map_or_else(String::new, |variance| {
                let share = |part: f64| number::percent(part, 0);
                let graph = variance.graph.map_or_else(String::new, |graph| {
                    format!("{} from which people and ties are drawn, ", share(graph))
                });
                format!(
                    " Of how much the lead varies {} comes from what is assumed, {graph}{} from luck.",
                    share(variance.assumptions),
                    share(variance.luck)
                )
            });
            format!(
                "{} wins under {} of {} sets of plausible assumptions.{varies}{held}",
                findings.name(findings.verdict.best),
                number::count(known.wins.into()),
                number::count(known.sets.into()),
            )
        }
        None => "The assumptions were not varied in this run: the interval says nothing about \
                 whether they hold."
            .to_owned(),
    }
}

/// What the two sides of the verdict spend, and what they might.
///
/// # Errors
///
/// [`Error::Estimate`] below two worlds.
pub fn spending(findings: &Findings<'_>) -> Result<String, Error> {
    let verdict = &findings.verdict;
    let spends = |arm: usize| -> Result<String, Error> {
        let cost = findings.comparison.estimate(arm, Metric::Cost)?;
        Ok(Figure::of(&cost, findings.unit(Metric::Cost)).value(cost.mean))
    };
    let (best, rival) = (spends(verdict.best)?, spends(verdict.rival)?);
    let says = match findings.spending {
        Spending::Equal => "equal within 2%".to_owned(),
        Spending::BestSpendsLess(gap) => {
            format!("the best spends {} less", money(findings, gap.units()))
        }
        Spending::BestSpendsMore(gap) => {
            format!(
                "not equal, the best spends {} more",
                money(findings, gap.units())
            )
        }
    };
    let budget = match findings.budget {
        Some(budget) => format!(" The budget is {}.", money(findings, budget.units())),
        None => String::new(),
    };
    Ok(format!(
        "{} spends {best}, {} {rival}: {says}.{budget}",
        findings.name(verdict.best),
        findings.name(verdict.rival),
    ))
}

/// That a run was stopped before it had its worlds.
pub fn interrupted(findings: &Findings<'_>) -> Option<String> {
    findings.partial.then(|| {
        format!(
            "Interrupted: these are the {} worlds that were finished, fewer than asked for.",
            number::count(findings.comparison.worlds() as u64)
        )
    })
}

/// The warnings, and first of all that the run was interrupted if it was.
pub fn warnings(findings: &Findings<'_>) -> Vec<String> {
    let given = findings.warnings.iter().map(|warning| clean(warning));
    interrupted(findings).into_iter().chain(given).collect()
}

/// An amount as a sentence tells it: whole units from ten on.
fn money(findings: &Findings<'_>, units: f64) -> String {
    let places = if units.abs() < 9.995 && units.round() != units {
        2
    } else {
        0
    };
    number::in_currency(&number::decimal(units, places), &clean(findings.currency))
}

/// What a strategy does to have some of a metric.
pub(crate) fn verb(metric: Metric) -> &'static str {
    match metric {
        Metric::Reach => "reaches",
        Metric::Profit | Metric::Margin => "makes",
        Metric::Cost | Metric::Media | Metric::Labour | Metric::Rewards | Metric::Fees => "pays",
        _ => "brings",
    }
}

/// What a number of a metric counts.
pub(crate) fn noun(metric: Metric) -> &'static str {
    match metric {
        Metric::Reach => "people",
        Metric::Cost => "in all",
        other => other.label(),
    }
}

/// A value of a metric with what it counts, for titles: `16,400 people`.
pub(crate) fn amount(unit: &Unit, value: f64, metric: Metric) -> String {
    format!("{} {}", unit.value(value), noun(metric))
}
