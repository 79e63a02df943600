//! Where the winner flips: the value of one assumption at which two strategies
//! are equally good.
//!
//! The assumption is varied over a wide range, on common worlds that no report has
//! seen. A scan finds every change of sign of the expected difference; bisection
//! finds its place; the error of the difference there, over its slope, is the error
//! of the place.

use groundswell_campaign::action::ActionKind;
use groundswell_campaign::compare::play;
use groundswell_campaign::ground::Ground;
use groundswell_campaign::metric::{Metric, Unit};
use groundswell_campaign::money::Money;
use groundswell_campaign::plan::Plan;
use groundswell_campaign::settle::settle;
use groundswell_campaign::strategy::Campaign;
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_estimate::difference::Difference;
use groundswell_estimate::sample::Sample;
use groundswell_scenario::overrides::Overrides;
use groundswell_scenario::scenario::Scenario;

use crate::knowledge::is_large;
use crate::study::{Outcome, Study};

/// The first of the worlds in which flips are sought: beyond reported worlds and
/// beyond those in which budgets are settled.
const FRESH: u64 = 1 << 41;

/// Points of the scan.
const POINTS: usize = 7;

/// Halvings of the interval in which the sign changes.
const HALVINGS: usize = 5;

/// Where along one assumption the better of two strategies changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Flip {
    /// The assumption, by its path in the scenario file.
    pub path: String,
    /// Its value in the scenario.
    pub now: f64,
    /// What was searched.
    pub range: (f64, f64),
    /// Every crossing found, ascending; none means none in the range.
    pub crossings: Vec<Crossing>,
}

/// One change of the winner.
#[derive(Debug, Clone, PartialEq)]
pub struct Crossing {
    /// The value at which both are equally good.
    pub value: f64,
    /// Lower end of its 95 % interval, within the range searched.
    pub low: f64,
    /// Upper end of its 95 % interval, within the range searched.
    pub high: f64,
    /// The better strategy below the value.
    pub below: String,
    /// The better strategy above the value.
    pub above: String,
}

/// Two arms of a study, compared at any value of one assumption.
struct Scan<'s> {
    study: &'s Study,
    path: &'s str,
    arms: [&'s str; 2],
    worlds: Worlds,
    crew: &'s Crew,
    watch: &'s Watch,
    /// What each arm gave last, and from what: an arm on which the assumption has
    /// no bearing is run once.
    last: [Option<(Plan, Campaign, Sample)>; 2],
}

/// Where the two sides of a study's verdict change places, along the assumptions
/// on which inviting stands or falls: how readily invitations are accepted, and
/// how many fans take part. Empty where neither side asks to invite.
pub fn flips(study: &Study, outcome: &Outcome, crew: &Crew, watch: &Watch) -> Vec<Flip> {
    let paths = of_inviting(study.scenario(), sides(outcome));
    along(study, outcome, &paths, crew, watch)
}

/// Where they change places along everything that usually decides: acceptance, taking
/// part, rewards, organic reach, the price of impressions, and what a customer brings.
pub fn break_evens(study: &Study, outcome: &Outcome, crew: &Crew, watch: &Watch) -> Vec<Flip> {
    let scenario = study.scenario();
    let mut paths = of_inviting(scenario, sides(outcome));
    let decides = |path: &str| {
        let ends = [
            ".reward.inviter",
            ".reward.friend",
            ".per_thousand",
            ".organic_reach",
            ".invitations",
        ];
        let sides = sides(outcome);
        let of_sides = !path.starts_with("strategy.")
            || sides
                .iter()
                .any(|side| path.starts_with(&Scenario::paths_of(side)));
        let whole = [
            "money.margin_per_customer",
            "money.loyalty.per_month",
            "response.close",
        ];
        whole.contains(&path) || of_sides && ends.iter().any(|end| path.ends_with(end))
    };
    let all = scenario
        .assumptions()
        .map(|quantity| quantity.path.as_str());
    paths.extend(all.filter(|path| decides(path)).map(str::to_owned));
    let mut seen = Vec::new();
    paths.retain(|path| {
        !seen.contains(path) && {
            seen.push(path.clone());
            true
        }
    });
    along(study, outcome, &paths, crew, watch)
}

/// Where the two sides change places along each of `paths` that can be varied.
pub fn along(
    study: &Study,
    outcome: &Outcome,
    paths: &[String],
    crew: &Crew,
    watch: &Watch,
) -> Vec<Flip> {
    // An eighth of the report's worlds is enough to place a crossing. Among many people
    // luck evens out within each world.
    let most = if is_large(study) { 20 } else { 100 };
    let worlds = (outcome.comparison.worlds() as u64 / 8).clamp(20, most);
    let flip = |path: &String| flip(study, path, sides(outcome), worlds, crew, watch);
    paths.iter().filter_map(flip).collect()
}

/// Of all crossings the one that asks for the smallest change, by its ratio to the
/// present value: where among `flips`, and which of its crossings.
pub fn smallest_change(flips: &[Flip]) -> Option<(&Flip, &Crossing)> {
    let all = flips
        .iter()
        .flat_map(|flip| flip.crossings.iter().map(move |crossing| (flip, crossing)));
    let change =
        |(flip, crossing): &(&Flip, &Crossing)| libm::fabs(libm::log(crossing.value / flip.now));
    all.min_by(|a, b| change(a).total_cmp(&change(b)))
}

/// The verdict's best and its rival.
fn sides(outcome: &Outcome) -> [&str; 2] {
    let arms = [outcome.verdict.best, outcome.verdict.rival];
    arms.map(|arm| outcome.comparison.arms[arm].name.as_str())
}

/// The assumptions along which the strategies `names` may change places where one of
/// them asks to invite.
fn of_inviting(scenario: &Scenario, names: [&str; 2]) -> Vec<String> {
    let mut paths = Vec::new();
    for strategy in names.iter().filter_map(|name| scenario.strategy(name)) {
        for action in &strategy.actions {
            if matches!(action.kind, ActionKind::Prompt(_)) {
                let path = scenario.path_in(&strategy.name, &action.name, "take_part");
                // Two strategies may share an action, and platforms the number.
                paths.extend(path.filter(|path| !paths.contains(path)));
            }
        }
    }
    if !paths.is_empty() {
        let accept = ["response.invite.customer", "response.invite.engage"];
        let accept = accept
            .into_iter()
            .find(|path| scenario.assumption(path).is_some());
        paths.splice(0..0, accept.map(str::to_owned));
    }
    paths
}

/// Looks along the assumption at `path` for values at which the arms `first` and
/// `second` of `study` are equally good by its objective, in `worlds` worlds.
/// Gives `None` where the assumption cannot be varied, or `watch` is asked to stop.
///
/// The range reaches from a tenth of the present value to ten times of it, as far
/// as such values are valid.
pub fn flip(
    study: &Study,
    path: &str,
    [first, second]: [&str; 2],
    worlds: u64,
    crew: &Crew,
    watch: &Watch,
) -> Option<Flip> {
    let assumption = study.scenario().assumption(path)?;
    let now = assumption.value;
    let (least, most) = assumption.valid();
    let range = ((now / 10.0).max(least), (now * 10.0).min(most));
    if now <= 0.0 || range.0 >= range.1 {
        return None;
    }
    let mut scan = Scan {
        study,
        path,
        arms: [first, second],
        worlds: Worlds::new(study.seed(), FRESH..FRESH + worlds),
        crew,
        watch,
        last: [None, None],
    };
    // Equal steps of the logarithm, from one end to the other.
    let step = libm::log(range.1 / range.0) / (POINTS - 1) as f64;
    let mut points = Vec::with_capacity(POINTS);
    for i in 0..POINTS {
        let value = match i {
            0 => range.0,
            i if i == POINTS - 1 => range.1,
            i => range.0 * libm::exp(step * i as f64),
        };
        // A value with which a strategy cannot be run, or not be paid, says nothing.
        points.extend(scan.at(value).map(|difference| (value, difference)));
    }
    // What was searched is what could be run.
    let range = (points.first()?.0, points.last()?.0);
    let mut crossings = Vec::new();
    for pair in points.windows(2) {
        let [(mut low, mut below), (mut high, mut above)] = [pair[0], pair[1]];
        // Equally good counts as not yet better.
        if (below.estimate.mean > 0.0) == (above.estimate.mean > 0.0) {
            continue;
        }
        for _ in 0..HALVINGS {
            let middle = libm::sqrt(low * high);
            let Some(difference) = scan.at(middle) else {
                break;
            };
            if (difference.estimate.mean > 0.0) == (below.estimate.mean > 0.0) {
                (low, below) = (middle, difference);
            } else {
                (high, above) = (middle, difference);
            }
        }
        let slope = (above.estimate.mean - below.estimate.mean) / (high - low);
        let value = low - below.estimate.mean / slope;
        let half = (above.estimate.half_width() / slope).abs();
        let [better_below, better_above] = match below.estimate.mean > 0.0 {
            true => [first, second],
            false => [second, first],
        };
        crossings.push(Crossing {
            value,
            low: (value - half).max(range.0),
            high: (value + half).min(range.1),
            below: better_below.to_owned(),
            above: better_above.to_owned(),
        });
    }
    (!watch.stopped()).then(|| Flip {
        path: path.to_owned(),
        now,
        range,
        crossings,
    })
}

impl Scan<'_> {
    /// What the first arm has over the second at `value`; `None` where that value
    /// cannot be run, or not be paid, or the watch was asked to stop.
    fn at(&mut self, value: f64) -> Option<Difference> {
        let overrides = Overrides::none().with(self.path, value);
        let scenario = self.study.scenario().with(&overrides).ok()?;
        if scenario.audience != self.study.scenario().audience {
            // Another audience is another graph, which is a matter for a sweep.
            return None;
        }
        let ground = self.study.ground(&scenario.campaign).ok()?;
        let plans = settle(
            &ground,
            &scenario.strategies,
            self.study.seed(),
            self.crew,
            self.watch,
        )
        .ok()?;
        let mut samples = Vec::with_capacity(2);
        for (arm, name) in self.arms.into_iter().enumerate() {
            let plan = plans.iter().find(|plan| plan.name == name)?;
            let campaign = plan.relevant(&scenario.campaign);
            let known = self.last[arm].as_ref();
            let sample = match known.filter(|(p, c, _)| p == plan && *c == campaign) {
                Some((_, _, sample)) => sample.clone(),
                None => self.sample(&ground, plan, scenario.objective),
            };
            if self.watch.stopped() {
                return None;
            }
            self.last[arm] = Some((plan.clone(), campaign, sample.clone()));
            samples.push(sample);
        }
        Difference::paired(&samples[0], &samples[1]).ok()
    }

    fn sample(&self, ground: &Ground<'_>, plan: &Plan, objective: Metric) -> Sample {
        let plans = std::slice::from_ref(plan);
        let totals = play(
            ground,
            plans,
            &self.worlds,
            self.crew,
            self.watch,
            |ledger| {
                let total = ledger.totals()[objective.index()];
                match objective.unit() {
                    Unit::Money | Unit::Opinion => Money::from_millionths(total).units(),
                    Unit::People | Unit::Messages | Unit::Steps => total as f64,
                }
            },
        );
        let totals = totals.into_iter().flatten().collect();
        Sample::new(totals)
    }
}
