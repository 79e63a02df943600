//! Running strategies against each other in the same worlds.

use groundswell_diffusion::contagion::Contagion;
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_estimate::looks::looks;

use crate::branching::chains::Chains;
use crate::comparison::{Arm, Comparison, Row};
use crate::exposure::Visitor;
use crate::ground::Ground;
use crate::journey::Journey;
use crate::ledger::{Ledger, Split};
use crate::metric::Metric;
use crate::plan::Plan;
use crate::strategy::DO_NOTHING;

/// How many worlds to run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Effort {
    /// This many.
    Worlds(u64),
    /// Until every interval of a headline difference is this narrow: half its width
    /// is at most `fraction` of the reference's headline; `most` worlds at the
    /// utmost.
    Precision {
        /// Half a width, as a fraction of the reference's headline.
        fraction: f64,
        /// The cap.
        most: u64,
    },
}

impl Effort {
    /// As bytes, the same for equal efforts.
    pub fn identity(self) -> [u8; 17] {
        let (kind, one, two) = match self {
            Self::Worlds(worlds) => (0, worlds, 0),
            Self::Precision { fraction, most } => (1, fraction.to_bits(), most),
        };
        let mut bytes = [kind; 17];
        bytes[1..9].copy_from_slice(&one.to_le_bytes());
        bytes[9..].copy_from_slice(&two.to_le_bytes());
        bytes
    }
}

/// What to compare, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The headline metric.
    pub objective: Metric,
    /// Name of the arm the others are compared with.
    pub reference: String,
    /// How many worlds to run.
    pub effort: Effort,
    /// What names the worlds.
    pub seed: u64,
}

/// Gives what `each` makes of every plan's ledger in each of `worlds`, in world order;
/// within a world in the order of `plans`. Where one of the plans does nothing, the
/// others are set against it, person by person. Where `watch` is asked to stop, the
/// first worlds.
///
/// Where no graph is known, [`Chains`] stand for the [`Journey`].
pub fn play<T: Send>(
    ground: &Ground<'_>,
    plans: &[Plan],
    worlds: &Worlds,
    crew: &Crew,
    watch: &Watch,
    each: impl Fn(&Ledger) -> T + Sync,
) -> Vec<Vec<T>> {
    struct Play<'p, F> {
        ground: &'p Ground<'p>,
        plans: &'p [Plan],
        worlds: &'p Worlds,
        crew: &'p Crew,
        watch: &'p Watch,
        each: F,
    }
    impl<T: Send, F: Fn(&Ledger) -> T + Sync> Visitor for Play<'_, F> {
        type Output = Vec<Vec<T>>;
        fn visit<C: Contagion>(self, model: &C) -> Vec<Vec<T>> {
            let Self { ground, plans, .. } = self;
            let scratch = || Journey::new(ground);
            self.worlds
                .map(self.crew, self.watch, scratch, |journey, world| {
                    let run = |journey: &mut Journey<C::Memory>, plan: &Plan| {
                        journey.run(ground, plan, model, world);
                        journey.customers_by_id()
                    };
                    in_one_world(journey, plans, run, Journey::ledger_mut, &self.each)
                })
        }
    }
    if ground.branching.is_some() {
        let scratch = || Chains::new(ground);
        return worlds.map(crew, watch, scratch, |chains, world| {
            let run = |chains: &mut Chains, plan: &Plan| {
                chains.run(ground, plan, world);
                chains.customers_by_key()
            };
            in_one_world(chains, plans, run, Chains::ledger_mut, &each)
        });
    }
    ground.campaign().exposure.with(
        ground.graph(),
        Play {
            ground,
            plans,
            worlds,
            crew,
            watch,
            each,
        },
    )
}

/// What `each` makes of every plan's ledger in one world, whose customers with their days
/// `run` gives.
fn in_one_world<E, P: Ord + Copy, T>(
    engine: &mut E,
    plans: &[Plan],
    run: impl Fn(&mut E, &Plan) -> Vec<(P, u32)>,
    ledger: impl Fn(&mut E) -> &mut Ledger,
    each: impl Fn(&Ledger) -> T,
) -> Vec<T> {
    // Doing nothing comes first, so that the others can be set against it; it is played
    // once, and stands where it belongs.
    let idle = plans.iter().position(|plan| plan.name == DO_NOTHING);
    let nothing = idle.map(|idle| {
        let customers = run(engine, &plans[idle]);
        let ledger = ledger(engine);
        ledger.split = Split::of(&customers, &customers);
        (customers, each(ledger))
    });
    let (nothing, mut of_nothing) = nothing.unzip();
    let mut results = Vec::with_capacity(plans.len());
    for (at, plan) in plans.iter().enumerate() {
        if let Some(result) = of_nothing.take_if(|_| Some(at) == idle) {
            results.push(result);
            continue;
        }
        let customers = run(engine, plan);
        let ledger = ledger(engine);
        if let Some(nothing) = &nothing {
            ledger.split = Split::of(&customers, nothing);
        }
        results.push(each(ledger));
    }
    results
}

/// Compares `plans`, the last of which does nothing, in the same worlds.
///
/// A run to a precision looks at doubling numbers of worlds; see
/// [`looks`]. Where `watch` is asked to stop, what was finished is compared.
///
/// # Panics
///
/// If no plan has the name of the question's reference.
pub fn compare(
    ground: &Ground<'_>,
    plans: &[Plan],
    question: &Question,
    crew: &Crew,
    watch: &Watch,
) -> Comparison {
    let followed = followed(question.objective);
    let row = |ledger: &Ledger| Row::of(ledger, &followed);
    let ask = |worlds: Worlds| play(ground, plans, &worlds, crew, watch, row);
    compare_by(ground, plans, question, watch, ask)
}

/// The same, where `ask` gives the rows of a range of worlds, in world order; within a
/// world in the order of `plans`. Where `watch` is asked to stop, it gives the first.
///
/// # Panics
///
/// If no plan has the name of the question's reference.
pub fn compare_by(
    ground: &Ground<'_>,
    plans: &[Plan],
    question: &Question,
    watch: &Watch,
    mut ask: impl FnMut(Worlds) -> Vec<Vec<Row>>,
) -> Comparison {
    let reference = plans
        .iter()
        .position(|plan| plan.name == question.reference);
    let followed = followed(question.objective);
    let arms = plans.iter().map(|plan| Arm {
        name: plan.name.clone(),
        rows: Vec::new(),
    });
    let mut comparison = Comparison {
        days: ground.campaign().all_days(),
        rival_mentions: ground.campaign().rival_mentions,
        loyalty: ground.campaign().worth.loyalty.is_some(),
        platforms: ground
            .graph()
            .platforms()
            .iter()
            .map(|platform| platform.name.clone())
            .collect(),
        arms: arms.collect(),
        reference: reference.expect("the reference is one of the plans"),
        followed,
        level: 0.95,
    };
    let (stages, fraction) = match question.effort {
        Effort::Worlds(worlds) => (vec![(worlds, 0.95)], None),
        Effort::Precision { fraction, most } => {
            let looks = looks(most)
                .into_iter()
                .map(|look| (look.worlds, look.level));
            (looks.collect(), Some(fraction))
        }
    };
    for (until, level) in stages {
        let worlds = Worlds::new(question.seed, comparison.worlds() as u64..until);
        for world in ask(worlds) {
            for (arm, row) in comparison.arms.iter_mut().zip(world) {
                arm.rows.push(row);
            }
        }
        comparison.level = level;
        let precise = fraction.is_some_and(|f| is_precise(&comparison, question.objective, f));
        if watch.stopped() || precise {
            break;
        }
    }
    comparison
}

/// The metrics whose course is kept when `objective` makes the headline.
pub fn followed(objective: Metric) -> Vec<Metric> {
    let mut followed = vec![Metric::Reach, Metric::Customers, Metric::Profit];
    if !followed.contains(&objective) {
        followed.push(objective);
    }
    followed
}

/// Bytes that one world of a comparison takes, for so many days, platforms and
/// strategies, the one that does nothing included.
pub fn bytes_per_world(objective: Metric, days: u32, platforms: usize, strategies: usize) -> u64 {
    Row::bytes(days, followed(objective).len(), platforms) * strategies as u64
}

/// Whether every headline difference from the reference is known to the fraction
/// asked for.
pub fn is_precise(comparison: &Comparison, objective: Metric, fraction: f64) -> bool {
    let reference = comparison.reference;
    let Ok(headline) = comparison.estimate(reference, objective) else {
        return false;
    };
    let wanted = fraction * headline.mean.abs();
    (0..comparison.arms.len())
        .filter(|&arm| arm != reference)
        .all(|arm| {
            let difference = comparison.difference(arm, reference, objective);
            difference.is_ok_and(|d| d.estimate.half_width() <= wanted)
        })
}
