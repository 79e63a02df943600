//! Any bytes as a tiny graph with chances, seeds and a world: every engine finds the same
//! adopters there.

use groundswell_diffusion::cascade::Cascade;
use groundswell_diffusion::contagion::{Coins, LiveEdge, Network};
use groundswell_diffusion::live_ties::{Candidates, LiveTies64};
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::model::linear_threshold::LiveThreshold;
use groundswell_diffusion::seeds::Seeds;
use groundswell_diffusion::sixty_four::Cascade64;
use groundswell_diffusion::skipping::{Skippable, SkippingCascade};
use groundswell_diffusion::snapshot::Snapshot;
use groundswell_diffusion::spread::{Engine, Question, spread_live};
use groundswell_diffusion::world::{LANES, World, WorldBlock};
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_graph::activation::Activation;
use groundswell_graph::builder::{Direction, GraphBuilder};
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Probability;
use groundswell_graph::ties::Ties;

/// The most people.
const PEOPLE: u8 = 40;

/// A graph, chances and seeds, as the bytes have it.
struct Case {
    ties: Ties,
    activation: Activation,
    coins: Coins,
    seeds: Vec<NodeId>,
    seed: u64,
    rounds: u32,
    weighted_cascade: bool,
    /// Whether every tie is live or none, where that is so.
    sure: Option<bool>,
}

impl Case {
    /// Header: people, direction and coins, chance, number of seeds, seed of the luck; then
    /// seeds, then pairs. `None` where there is no graph in the bytes.
    fn of(bytes: &[u8]) -> Option<Self> {
        let (&[people, kind, chance, count, luck], rest) = bytes.split_first_chunk::<5>()?;
        let people = people % PEOPLE + 1;
        let (seeds, pairs) = rest.split_at_checked(usize::from(count % 8))?;
        let person = |byte: u8| NodeId(u32::from(byte % people));
        let pairs = pairs.as_chunks::<2>().0;
        let pairs: Vec<(NodeId, NodeId)> =
            pairs.iter().map(|&[a, b]| (person(a), person(b))).collect();
        let direction = match kind & 1 == 1 {
            true => Direction::Mutual,
            false => Direction::SourceToTarget,
        };
        let mut builder = GraphBuilder::new(people.into());
        builder.platform("x", &pairs, direction).ok()?;
        let graph = builder.build();
        let ties = graph.platforms()[0].ties.clone();
        let probability = |byte: u8| Probability::new(f64::from(byte) / 255.0);
        let activation = match kind >> 2 & 3 {
            0 => Activation::uniform(probability(chance)?),
            1 => Activation::weighted_cascade(&ties),
            2 => Activation::trivalency(&graph.platforms()[0], luck.into()),
            _ => {
                // A chance of its own for each tie, the surest and the least sure among them.
                let of = |at: u32| probability((at as u8).wrapping_mul(chance | 1).wrapping_sub(1));
                Activation::per_tie((0..ties.count()).map(of).collect::<Option<Vec<_>>>()?)
            }
        };
        let coins = match kind & 3 {
            3 => Coins::PerFriendship,
            _ => Coins::PerDirection,
        };
        Some(Self {
            ties,
            activation,
            coins,
            seeds: seeds.iter().map(|&byte| person(byte)).collect(),
            seed: luck.into(),
            rounds: match kind >> 4 {
                0 => u32::MAX,
                rounds => rounds.into(),
            },
            weighted_cascade: kind >> 2 & 3 == 1,
            sure: match (kind >> 2 & 3, chance) {
                (0, 0) => Some(false),
                (0, 255) => Some(true),
                _ => None,
            },
        })
    }
}

/// Of the engines of live-edge models.
pub fn engines(bytes: &[u8]) {
    let Some(case) = Case::of(bytes) else { return };
    let networks = [Network {
        ties: &case.ties,
        platform: NameKey::of("x"),
        channel: NameKey::of("tie"),
        activation: &case.activation,
        coins: case.coins,
    }];
    agree(&networks, &IndependentCascade, &case);
    skips_no_further_than_ties_lead(&networks, &case);
    // Weights of a linear threshold may come to 1 at most, which only these do for sure.
    if case.weighted_cascade
        && let Ok(model) = LiveThreshold::new(&networks)
    {
        agree(&networks, &model, &case);
    }
}

/// All engines have the same adopters in each world.
fn agree<C: LiveEdge>(networks: &[Network<'_>], model: &C, case: &Case) {
    let people = case.ties.people();
    let block = WorldBlock::new(case.seed, 0);
    let mut one = Cascade::new(people);
    let mut many = Cascade64::new(people);
    many.run(&networks[0], model, &case.seeds, block);
    let candidates = Candidates::new(networks, model).expect("a tiny graph has room");
    let mut live = LiveTies64::new(&candidates);
    live.toss(block, u64::MAX);
    let mut snapshot = Snapshot::new(people);
    for lane in 0..LANES {
        one.run_on(networks, model, &case.seeds, block.world(lane));
        snapshot.take(&live, lane as usize);
        assert_eq!(snapshot.spread(&case.seeds), one.spread(), "world {lane}");
        for v in (0..people).map(NodeId) {
            assert_eq!(
                many.reached(v) >> lane & 1 == 1,
                one.reached(v),
                "world {lane}"
            );
            assert_eq!(snapshot.reached(v), one.reached(v), "world {lane}");
        }
    }
    let seeds = Seeds::these(case.seeds.iter().copied());
    let question = Question {
        per_person: true,
        max_rounds: case.rounds,
        ..Question::new(&seeds, Worlds::new(case.seed, 3..600))
    };
    let (crew, watch) = (Crew::of(1), Watch::default());
    let found = |engine| spread_live(&crew, &watch, networks, model, &question, engine).0;
    let plain = found(Engine::OneWorld);
    for engine in [Engine::SixtyFour, Engine::Lanes256, Engine::Lanes512] {
        let other = found(engine);
        assert_eq!(other.sizes, plain.sizes, "{engine:?}");
        assert_eq!(other.course, plain.course, "{engine:?}");
        assert_eq!(other.activated, plain.activated, "{engine:?}");
    }
}

/// Skipping has luck of its own: whom it reaches can be reached, and where every tie or
/// none is live, it is the others' answer.
fn skips_no_further_than_ties_lead(networks: &[Network<'_>], case: &Case) {
    let Ok(skippable) = Skippable::all(networks, &IndependentCascade) else {
        return;
    };
    let people = case.ties.people();
    let certain = Activation::uniform(Probability::ONE);
    let all = [Network {
        activation: &certain,
        ..networks[0]
    }];
    let mut one = Cascade::new(people);
    let mut skipping = SkippingCascade::new(people);
    for index in 0..8 {
        let world = World::new(case.seed, index);
        skipping.run_on(&skippable, &case.seeds, world);
        one.run_on(&all, &IndependentCascade, &case.seeds, world);
        for v in (0..people).map(NodeId) {
            assert!(one.reached(v) || !skipping.reached(v));
            assert!(skipping.reached(v) || !case.seeds.contains(&v));
        }
        if let Some(is_live) = case.sure {
            one.run_on(networks, &IndependentCascade, &case.seeds, world);
            assert_eq!(one.spread(), skipping.spread(), "{is_live}");
        }
    }
}
