//! Answers about many worlds: the same to the bit however they are worked out.

use groundswell_diffusion::contagion::Network;
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::model::linear_threshold::LiveThreshold;
use groundswell_diffusion::model::sir::Sir;
use groundswell_diffusion::seeds::Seeds;
use groundswell_diffusion::spread::{
    Engine, Question, Spread, marginal_gains, spread, spread_live, to_precision,
};
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_graph::activation::Activation;
use groundswell_graph::builder::graph;
use groundswell_graph::community::Community;
use groundswell_graph::id::{NodeId, PerNode};
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Probability;
use groundswell_graph::ties::Ties;

fn p(p: f64) -> Probability {
    Probability::new(p).unwrap()
}

fn town() -> Ties {
    let community = Community {
        people: 500,
        median_friends: 8.0,
        community: 25,
        ..Default::default()
    };
    community.ties(1).unwrap()
}

fn network<'g>(ties: &'g Ties, activation: &'g Activation) -> Network<'g> {
    Network {
        ties,
        platform: NameKey::of("facebook"),
        channel: NameKey::of("tie"),
        activation,
        coins: Default::default(),
    }
}

fn some_seeds() -> Seeds {
    Seeds {
        always: vec![NodeId(3), NodeId(400)],
        perhaps: (100..140).map(|v| (NodeId(v), p(0.1))).collect(),
    }
}

const ENGINES: [Engine; 5] = [
    Engine::OneWorld,
    Engine::SixtyFour,
    Engine::Lanes256,
    Engine::Lanes512,
    Engine::Fastest,
];

/// All ways to work out an answer: engines, threads, blocks of work.
fn all_ways(answer: impl Fn(&Crew, Engine) -> Spread) {
    let first = answer(&Crew::of(1), Engine::OneWorld);
    assert!(first.course.len() > 3);
    for threads in [1, 2, 7, 16] {
        for block in [1, 8, 100] {
            for engine in ENGINES {
                let crew = Crew::of(threads).with_block(block);
                assert_eq!(answer(&crew, engine), first, "{threads} {block} {engine:?}");
            }
        }
    }
}

#[test]
fn threads_blocks_and_engines_change_no_bit() {
    let ties = town();
    let seeds = some_seeds();
    let among: PerNode<bool> = (0..500).map(|v| v % 3 == 0).collect();
    for max_rounds in [u32::MAX, 4] {
        let question = Question {
            // Neither end falls on a block of 64.
            worlds: Worlds::new(7, 70..333),
            max_rounds,
            per_person: true,
            among: Some(&among),
            ..Question::new(&seeds, Worlds::new(0, 0..0))
        };
        let activation = Activation::uniform(p(0.15));
        let networks = [network(&ties, &activation)];
        all_ways(|crew, engine| {
            let model = &IndependentCascade;
            spread_live(crew, &Watch::default(), &networks, model, &question, engine).0
        });
        let weights = Activation::weighted_cascade(&ties);
        let networks = [network(&ties, &weights)];
        let model = LiveThreshold::new(&networks).unwrap();
        all_ways(|crew, engine| {
            spread_live(
                crew,
                &Watch::default(),
                &networks,
                &model,
                &question,
                engine,
            )
            .0
        });
        let model = Sir::new(p(0.4));
        all_ways(|crew, _| spread(crew, &Watch::default(), &networks, &model, &question));
    }
}

#[test]
fn threads_and_blocks_change_no_bit_of_what_skipping_comes_to() {
    let ties = town();
    let seeds = some_seeds();
    let among: PerNode<bool> = (0..500).map(|v| v % 3 == 0).collect();
    let activation = Activation::uniform(p(0.15));
    let networks = [network(&ties, &activation)];
    for max_rounds in [u32::MAX, 4] {
        let question = Question {
            max_rounds,
            per_person: true,
            among: Some(&among),
            ..Question::new(&seeds, Worlds::new(7, 70..333))
        };
        let answer = |threads, block| {
            let crew = Crew::of(threads).with_block(block);
            let (model, watch) = (&IndependentCascade, Watch::default());
            spread_live(&crew, &watch, &networks, model, &question, Engine::Skip).0
        };
        let first = answer(1, 1);
        assert!(first.course.len() > 3);
        for (threads, block) in [(1, 100), (2, 8), (7, 1), (16, 100)] {
            assert_eq!(answer(threads, block), first, "{threads} {block}");
        }
    }
}

#[test]
fn the_parts_of_an_answer_balance() {
    let ties = town();
    let activation = Activation::uniform(p(0.15));
    let networks = [network(&ties, &activation)];
    let seeds = some_seeds();
    let among: PerNode<bool> = (0..500).map(|v| v < 250).collect();
    let question = Question {
        per_person: true,
        among: Some(&among),
        ..Question::new(&seeds, Worlds::new(1, 0..500))
    };
    let crew = Crew::of(2);
    let answer = spread(
        &crew,
        &Watch::default(),
        &networks,
        &Sir::new(p(0.5)),
        &question,
    );
    let total: u64 = answer.sizes.iter().map(|&s| u64::from(s)).sum();
    let activated = answer.activated.as_ref().unwrap();
    assert_eq!(activated.as_slice().iter().sum::<u64>(), total);
    let half: u64 = activated.as_slice()[..250].iter().sum();
    let among = answer.among.as_ref().unwrap().iter().map(|&n| u64::from(n));
    assert_eq!(among.sum::<u64>(), half);
    assert_eq!(
        answer
            .distribution()
            .iter()
            .map(|&(_, worlds)| worlds)
            .sum::<u64>(),
        500
    );
    let last = answer.course.last().unwrap();
    assert_eq!((last.spread.sum, last.removed.sum), (total, total));
    for stage in &answer.course {
        assert_eq!(stage.spread.worlds, 500);
        assert_eq!(stage.speaking.sum + stage.removed.sum, stage.spread.sum);
    }
    let (mean, tally) = (
        answer.estimate(0.95).unwrap(),
        last.spread.estimate(0.95).unwrap(),
    );
    assert!((mean.mean - tally.mean).abs() < 1e-9);
    assert!((mean.standard_error - tally.standard_error).abs() < 1e-9);
}

#[test]
fn parts_of_the_worlds_make_up_the_whole() {
    let ties = town();
    let activation = Activation::uniform(p(0.15));
    let networks = [network(&ties, &activation)];
    let seeds = some_seeds();
    let ask = |worlds| {
        let question = Question {
            per_person: true,
            ..Question::new(&seeds, worlds)
        };
        spread(
            &Crew::of(2),
            &Watch::default(),
            &networks,
            &IndependentCascade,
            &question,
        )
    };
    let parts = [0..10, 10..11, 11..11, 11..300].map(|range| ask(Worlds::new(5, range)));
    let joined = parts
        .into_iter()
        .fold(Spread::default(), Spread::followed_by);
    assert_eq!(joined, ask(Worlds::new(5, 0..300)));
}

#[test]
fn a_run_to_a_precision_ends_when_it_has_it() {
    let ties = town();
    let activation = Activation::uniform(p(0.15));
    let networks = [network(&ties, &activation)];
    let (seeds, watch) = (some_seeds(), Watch::default());
    let ask = |worlds| {
        let question = Question::new(&seeds, worlds);
        spread(
            &Crew::of(2),
            &watch,
            &networks,
            &IndependentCascade,
            &question,
        )
    };
    let (rough, ..) = to_precision(1, 32_768, 0.2, &watch, ask).unwrap();
    let (fine, estimate, _) = to_precision(1, 32_768, 0.01, &watch, ask).unwrap();
    assert!(rough.sizes.len() < fine.sizes.len() && fine.sizes.len() < 32_768);
    assert!(estimate.half_width() <= 0.01 * estimate.mean);
    assert_eq!(rough.sizes, fine.sizes[..rough.sizes.len()]);
    let (capped, estimate, _) = to_precision(1, 300, 0.0001, &watch, ask).unwrap();
    assert_eq!(capped.sizes.len(), 300);
    assert!(estimate.half_width() > 0.0001 * estimate.mean);
}

#[test]
fn what_a_candidate_adds_is_the_spread_with_less_the_spread_without() {
    // From 0 word passes to 1 with 1/2; who adds 1 adds what 0 does not bring anyway.
    let graph = graph("0->1 2->3");
    let activation = Activation::uniform(p(0.5));
    let networks = [Network::new(&graph.platforms()[0], &activation)];
    let seeds = Seeds::these([NodeId(0)]);
    let question = Question::new(&seeds, Worlds::new(1, 0..20_000));
    let candidates = [NodeId(0), NodeId(1), NodeId(2), NodeId(3)];
    let model = &IndependentCascade;
    let (crew, watch) = (Crew::of(2), Watch::default());
    let gains = marginal_gains(&crew, &watch, &networks, model, &question, &candidates).unwrap();
    assert_eq!((gains[0].mean, gains[3].mean), (0.0, 1.0));
    // Bounds of 4.5 standard errors of a coin's 1/2.
    let bound = 4.5 * 0.5 / (20_000f64).sqrt();
    assert!((gains[1].mean - 0.5).abs() < bound, "{:?}", gains[1]);
    assert!((gains[2].mean - 1.5).abs() < bound, "{:?}", gains[2]);
}
