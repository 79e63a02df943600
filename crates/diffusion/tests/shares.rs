//! Models against what their definitions say of a few people, in numbers.
//!
//! Each case has a closed form of one line. Shares of worlds lie within four and a half
//! standard errors of it, under a fixed seed: for a correct model one comparison in 150,000
//! fails by chance.

use groundswell_diffusion::cascade::Cascade;
use groundswell_diffusion::contagion::{Contagion, Network};
use groundswell_diffusion::model::decreasing_cascade::DecreasingCascade;
use groundswell_diffusion::model::exposure_curve::ExposureCurve;
use groundswell_diffusion::model::general_threshold::{GeneralThreshold, Heard};
use groundswell_diffusion::model::limited_attention::LimitedAttention;
use groundswell_diffusion::model::limited_invitations::LimitedInvitations;
use groundswell_diffusion::model::seir::Seir;
use groundswell_diffusion::model::sentiment::{Feeling, Sentiment};
use groundswell_diffusion::model::si::Si;
use groundswell_diffusion::model::sir::Sir;
use groundswell_diffusion::model::structural_diversity::StructuralDiversity;
use groundswell_diffusion::world::World;
use groundswell_graph::activation::Activation;
use groundswell_graph::builder::graph;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Probability;

const WORLDS: u64 = 20_000;

fn p(value: f64) -> Probability {
    Probability::new(value).unwrap()
}

/// People who are told, the last of them, by as many others as speak to nobody else.
fn star(speakers: u32) -> FanGraph {
    let ties: Vec<String> = (0..speakers).map(|v| format!("{v}->{speakers}")).collect();
    graph(&ties.join(" "))
}

/// Everybody but the last.
fn all_but_one(graph: &FanGraph) -> Vec<NodeId> {
    (0..graph.people() - 1).map(NodeId).collect()
}

fn uniform(chance: f64) -> Activation {
    Activation::uniform(p(chance))
}

/// Fails unless `holds` after so many rounds in the expected share of worlds.
#[track_caller]
fn happens<'g, C: Contagion>(
    (graph, activation): (&'g FanGraph, &'g Activation),
    model: impl FnOnce(&[Network<'g>]) -> C,
    seeds: &[NodeId],
    rounds: u32,
    holds: impl Fn(&Cascade<C::Memory>) -> bool,
    expected: f64,
) {
    let networks = [Network::new(&graph.platforms()[0], activation)];
    let model = model(&networks);
    let mut cascade = Cascade::<C::Memory>::new(graph.people()).stopping_after(rounds);
    let worlds = (0..WORLDS).map(|index| World::new(11, index));
    let count = worlds
        .filter(|&world| holds(cascade.run(&networks[0], &model, seeds, world)))
        .count();
    let share = count as f64 / WORLDS as f64;
    let error = (expected * (1.0 - expected) / WORLDS as f64).sqrt();
    assert!(
        (share - expected).abs() <= 4.5 * error,
        "{share}, and {expected} expected with an error of {error}"
    );
}

/// Whether the last person is reached by `speakers` who have a tie to nobody else.
#[track_caller]
fn reached_by<C: Contagion>(
    speakers: u32,
    chance: f64,
    model: impl Fn(&[Network<'_>]) -> C,
    expected: f64,
) {
    let graph = star(speakers);
    let (seeds, last) = (all_but_one(&graph), NodeId(speakers));
    let holds = |cascade: &Cascade<C::Memory>| cascade.reached(last);
    let along = (&graph, &uniform(chance));
    happens(along, model, &seeds, 10, holds, expected);
}

#[test]
fn the_kth_exposure_has_the_kth_chance_and_none_after_the_last() {
    let curve = |_: &[Network<'_>]| ExposureCurve::new(&[p(0.1), p(0.4), p(0.25)]).unwrap();
    let unmoved = [0.9, 0.9 * 0.6, 0.9 * 0.6 * 0.75];
    for (speakers, unmoved) in [(1, unmoved[0]), (2, unmoved[1]), (3, unmoved[2])] {
        reached_by(speakers, 1.0, curve, 1.0 - unmoved);
    }
    reached_by(5, 1.0, curve, 1.0 - unmoved[2]);
}

#[test]
fn every_attempt_of_a_decreasing_cascade_that_failed_weakens_the_next() {
    let halved = |networks: &[Network<'_>]| DecreasingCascade::new(networks, p(0.5)).unwrap();
    for (speakers, unmoved) in [(1, 0.6), (2, 0.6 * 0.8), (3, 0.6 * 0.8 * 0.9)] {
        reached_by(speakers, 0.4, halved, 1.0 - unmoved);
    }
}

#[test]
fn limited_attention_heeds_so_many_of_those_heard_on_the_mean() {
    let one = |networks: &[Network<'_>]| LimitedAttention::new(networks, 1.0).unwrap();
    reached_by(1, 0.5, one, 0.5);
    reached_by(4, 1.0, one, 1.0 - 0.75f64.powi(4));
    reached_by(4, 0.5, one, 1.0 - 0.875f64.powi(4));
}

#[test]
fn a_general_threshold_is_reached_as_often_as_its_rule_says() {
    let a_fifth_each = |_: &[Network<'_>]| GeneralThreshold {
        platform: NameKey::of("ties"),
        rule: |heard: Heard| p(0.2 * f64::from(heard.contacts)).chance(),
    };
    reached_by(1, 0.5, a_fifth_each, 0.2);
    reached_by(3, 0.5, a_fifth_each, 0.6);
}

#[test]
fn circles_that_do_not_know_each_other_count_and_their_members_do_not() {
    let chances = [p(0.1), p(0.4), p(0.9)];
    for (ties, expected) in [
        ("0->3 1->3 2->3", 0.9),
        // One tie, either way, makes one circle of two people.
        ("0->3 1->3 2->3 0->1", 0.4),
        ("0->3 1->3 2->3 1->0 1->2", 0.1),
    ] {
        let graph = graph(ties);
        let seeds = all_but_one(&graph);
        let certain = uniform(1.0);
        let holds = |cascade: &Cascade<_>| cascade.reached(NodeId(3));
        happens(
            (&graph, &certain),
            |networks| StructuralDiversity::new(networks, &chances).unwrap(),
            &seeds,
            10,
            holds,
            expected,
        );
    }
}

#[test]
fn whoever_may_invite_so_many_tells_so_many_of_four_friends_each_as_often() {
    let graph = graph("0->1 0->2 0->3 0->4");
    for invitations in 1..=5 {
        let told = invitations.min(4);
        for friend in 1..=4 {
            let limited = |_: &[Network<'_>]| LimitedInvitations { invitations };
            let holds = |cascade: &Cascade| {
                assert_eq!(cascade.spread(), 1 + told);
                cascade.reached(NodeId(friend))
            };
            happens(
                (&graph, &uniform(1.0)),
                limited,
                &[NodeId(0)],
                10,
                holds,
                f64::from(told) / 4.0,
            );
        }
    }
}

#[test]
fn in_si_a_tie_is_tried_again_every_round() {
    let graph = graph("0->1");
    for rounds in [1, 2, 5] {
        let holds = |cascade: &Cascade| cascade.reached(NodeId(1));
        let expected = 1.0 - 0.8f64.powi(rounds as i32);
        happens(
            (&graph, &uniform(0.2)),
            |_: &[Network<'_>]| Si,
            &[NodeId(0)],
            rounds,
            holds,
            expected,
        );
    }
}

#[test]
fn in_sir_a_tie_is_tried_until_recovery() {
    let graph = graph("0->1");
    let holds = |cascade: &Cascade| cascade.reached(NodeId(1));
    let sir = |_: &[Network<'_>]| Sir::new(p(0.25));
    // Tried and not convinced, not recovered: it goes on.
    let on = 0.7 * 0.75;
    for (rounds, expected) in [(1, 0.3), (2, 0.3 + on * 0.3), (u32::MAX, 0.3 / (1.0 - on))] {
        happens(
            (&graph, &uniform(0.3)),
            sir,
            &[NodeId(0)],
            rounds,
            holds,
            expected,
        );
    }
}

#[test]
fn in_seir_nobody_speaks_before_the_onset() {
    let graph = graph("0->1");
    let holds = |cascade: &Cascade| cascade.reached(NodeId(1));
    let seir = |_: &[Network<'_>]| Seir::new(p(0.5), p(0.25));
    let on = 0.7 * 0.75;
    // The first onset lets speak in the second round.
    let by_three = 0.5 * (0.3 + on * 0.3) + 0.25 * 0.3;
    for (rounds, expected) in [
        (1, 0.0),
        (2, 0.5 * 0.3),
        (3, by_three),
        (u32::MAX, 0.3 / (1.0 - on)),
    ] {
        happens(
            (&graph, &uniform(0.3)),
            seir,
            &[NodeId(0)],
            rounds,
            holds,
            expected,
        );
    }
}

#[test]
fn praise_is_passed_on_by_those_who_are_pleased_and_blame_by_all() {
    let graph = graph("0->1 1->2");
    let sentiment = |_: &[Network<'_>]| Sentiment::new(p(0.8));
    for (person, expected) in [(0, 0.8), (1, 0.64), (2, 0.512)] {
        let holds = |cascade: &Cascade<Feeling>| {
            assert_eq!(cascade.spread(), 3);
            cascade.memory(NodeId(person)).is_pleased() == Some(true)
        };
        happens(
            (&graph, &uniform(1.0)),
            sentiment,
            &[NodeId(0)],
            10,
            holds,
            expected,
        );
    }
}
