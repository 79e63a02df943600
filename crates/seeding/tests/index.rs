//! The influence index against worlds, and as a file.

use groundswell_diffusion::contagion::{Coins, Network};
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::rr_sets::RrSampler;
use groundswell_diffusion::seeds::Seeds;
use groundswell_diffusion::spread::{Engine, Question, spread_live};
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_graph::activation::Activation;
use groundswell_graph::generate::Generator;
use groundswell_graph::generate::r_mat::RMat;
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::ties::Ties;
use groundswell_seeding::error::Error;
use groundswell_seeding::index::file::{Of, Unreadable, read, write};
use groundswell_seeding::index::{Asking, Index};

const OF: Of = Of {
    question: 7,
    graph: 8,
};

fn ties() -> Ties {
    let model = RMat {
        scale: 10,
        ..RMat::default()
    };
    model.draw(3).unwrap().ties
}

/// What `job` makes of the networks.
fn with<T>(job: impl Fn(&[Network<'_>]) -> T) -> T {
    let ties = ties();
    let activation = Activation::weighted_cascade(&ties);
    job(&[Network {
        ties: &ties,
        platform: NameKey::of("facebook"),
        channel: NameKey::of("tie"),
        activation: &activation,
        coins: Coins::PerDirection,
    }])
}

fn index(threads: usize, count: u64) -> Index {
    with(|networks| {
        let sampler = RrSampler::new(networks, &IndependentCascade);
        let (crew, watch) = (Crew::of(threads), Watch::default());
        Index::new(&crew, &watch, &sampler, 5, count, 1 << 30).unwrap()
    })
}

/// Between one and thirty people, by the number of the question.
fn seeds(number: u64) -> Vec<NodeId> {
    let key = |at: u64| NameKey::of(&format!("index {number} {at}")).0;
    let count = 1 + key(0) % 30;
    (1..=count)
        .map(|at| NodeId((key(at) % 1024) as u32))
        .collect()
}

#[test]
fn a_thousand_seed_sets_have_the_spread_that_the_index_tells() {
    // Of a thousand standardised differences about 1 in 15,000 lies beyond 4 by chance, so
    // that a false alarm for one of them has a probability of 6 %: none may lie beyond 5,
    // which has one of 0.06 %, and no more than 75 beyond 1.96, of which 50 are expected.
    let index = index(2, 1 << 17);
    let mut asking = Asking::new(&index);
    let (crew, watch) = (Crew::of(2), Watch::default());
    let beyond = with(|networks| {
        let asked = (0..1000).map(|number| {
            let seeds = seeds(number);
            let answer = asking.clone().spread(&seeds).unwrap();
            let seeds = Seeds::these(seeds);
            let worlds = Worlds::new(1000 + number, 0..1024);
            let question = Question::new(&seeds, worlds);
            let model = &IndependentCascade;
            let (found, _) =
                spread_live(&crew, &watch, networks, model, &question, Engine::Fastest);
            let found = found.estimate(0.95).unwrap();
            assert!(answer.low < answer.spread && answer.spread < answer.high);
            let error = answer.standard_error.hypot(found.standard_error);
            let z = (answer.spread - found.mean) / error;
            assert!(z.abs() < 5.0, "{number}: {answer:?}, {found:?}");
            z
        });
        asked.filter(|z| z.abs() > 1.96).count()
    });
    assert!((20..75).contains(&beyond), "{beyond}");
    assert_eq!(asking.spread(&[]).unwrap().spread, 0.0);
    let twice = asking.spread(&[NodeId(3), NodeId(3)]);
    assert_eq!(twice, asking.spread(&[NodeId(3)]));
    let nobody = asking.spread(&[NodeId(1024)]);
    assert!(matches!(nobody, Err(Error::NoSuchPerson { .. })));
}

#[test]
fn the_best_next_seed_adds_most_of_all() {
    let index = index(1, 1 << 14);
    let mut asking = Asking::new(&index);
    let mut seeds = Vec::new();
    for _ in 0..5 {
        let (best, answer) = asking.best_next(&seeds, |_| true).unwrap().unwrap();
        let with = |asking: &mut Asking<'_>, v: u32| {
            asking.spread(&[&seeds[..], &[NodeId(v)]].concat()).unwrap()
        };
        let all: Vec<f64> = (0..1024).map(|v| with(&mut asking, v).spread).collect();
        let most = all.iter().copied().fold(0.0, f64::max);
        assert_eq!(answer.spread, most);
        assert_eq!(best.index(), all.iter().position(|&x| x == most).unwrap());
        seeds.push(best);
    }
    let small = |v: NodeId| v.0 < 3;
    let (best, _) = asking.best_next(&[], small).unwrap().unwrap();
    assert!(small(best));
    assert_eq!(asking.best_next(&[], |_| false).unwrap(), None);
}

#[test]
fn it_is_the_same_for_any_threads_and_comes_back_from_a_file() {
    let one = index(1, 10_000);
    assert_eq!(one, index(3, 10_000));
    let mut bytes = Vec::new();
    write(&one, OF, &mut bytes).unwrap();
    assert_eq!(read(&bytes[..], OF, 1 << 30).unwrap(), one);
    let others = Of { graph: 9, ..OF };
    let refused = read(&bytes[..], others, 1 << 30);
    assert!(matches!(refused, Err(Unreadable::OfSomethingElse)));
    let refused = read(&bytes[..], OF, 1000);
    assert!(matches!(refused, Err(Unreadable::TooLarge { .. })));
}

#[test]
fn a_file_that_was_changed_anywhere_or_cut_is_refused() {
    let mut bytes = Vec::new();
    write(&index(1, 500), OF, &mut bytes).unwrap();
    for at in (0..bytes.len()).step_by(7) {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(read(&changed[..], OF, 1 << 30).is_err(), "byte {at}");
        assert!(read(&bytes[..at], OF, 1 << 30).is_err(), "cut at {at}");
    }
    bytes.push(0);
    assert!(read(&bytes[..], OF, 1 << 30).is_err());
}
