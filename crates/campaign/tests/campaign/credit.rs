//! Credit adds up, and what has no effect gets none.

use groundswell_campaign::action::boost::Spend;
use groundswell_campaign::action::professional::Professional;
use groundswell_campaign::action::{Action, ActionKind};
use groundswell_campaign::credit::{MOST_LEVERS, credits};
use groundswell_campaign::ground::Ground;
use groundswell_campaign::metric::Metric;
use groundswell_campaign::money::Money;
use groundswell_campaign::plan::Plan;
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};

use crate::town::{
    action, boost, euros, full, group_posts, moved_to, plan, posts, prompt, totals, two_platforms,
};

#[test]
fn shapley_values_sum_to_the_strategy_less_doing_nothing_in_every_world() {
    let (graph, campaign) = (two_platforms(), full(0.3));
    let ground = Ground::new(&graph, &campaign);
    let idle = Professional {
        fee_per_month: euros(300.0),
        hours_per_month: 2.0,
        quality: 1.0,
        replies: 1.0,
        reach: 1.0,
        learning: 20.0,
    };
    let mut levers = vec![
        posts(),
        boost(Spend::Fixed(euros(4.0))),
        prompt(),
        group_posts(),
        action("nobody", ActionKind::Professional(idle)),
    ];
    levers.extend(moved_to("twitter", &[prompt()]));
    let whole = plan(&graph, &levers);
    let worlds = Worlds::new(17, 0..6);
    let (crew, watch) = (Crew::of(1), Watch::default());
    let found = credits(&ground, &whole, &worlds, &crew, &watch);
    let with = totals((&graph, &campaign), &levers, 17, 6);
    let without = totals((&graph, &campaign), &[], 17, 6);
    let orders: i128 = 720;
    let nobody = found.levers().iter().position(|l| l == "nobody").unwrap();
    let mut helped = 0;
    for world in 0..6 {
        for metric in Metric::ALL {
            let parts = (0..6).map(|lever| found.shapley_parts(world, lever, metric).unwrap());
            let all = i128::from(with[world][metric.index()] - without[world][metric.index()]);
            assert_eq!(
                parts.sum::<i128>(),
                orders * all,
                "{metric} in world {world}"
            );
            // What has no effect gets its price and nothing else.
            let idle = found.shapley_parts(world, nobody, metric).unwrap();
            let price = -(with[world][Metric::Fees.index()] as i128).signum();
            let money = [Metric::Cost, Metric::Fees, Metric::Labour, Metric::Profit];
            let pays = money.contains(&metric) || metric == Metric::PresentValue;
            assert!(pays && price != 0 || idle == 0, "{metric}: {idle}");
        }
        helped += u32::from(found.shapley_parts(world, 0, Metric::Reach) != Some(0));
    }
    assert!(helped > 0);
    // Forty days at 300 a month and two hours of 15.
    let fee = euros(10.0) * 40 + euros(1.0) * 40;
    let cost = found.of(Metric::Cost, 0.95).unwrap();
    assert_eq!(Money::of(cost[nobody].removal.mean), Some(fee));
    assert_eq!(Money::of(cost[nobody].shapley.unwrap().mean), Some(fee));
}

#[test]
fn a_lever_alone_has_all_the_credit() {
    let (graph, campaign) = (two_platforms(), full(0.3));
    let ground = Ground::new(&graph, &campaign);
    let whole: Plan = plan(&graph, &[prompt()]);
    let worlds = Worlds::new(17, 0..20);
    let found = credits(&ground, &whole, &worlds, &Crew::of(1), &Watch::default());
    let of = found.of(Metric::Reach, 0.95).unwrap();
    assert_eq!(of[0].removal, of[0].shapley.unwrap());
    assert!(of[0].removal.low > 0.0);
}

#[test]
fn of_too_many_levers_each_is_taken_away_and_nothing_is_shared_out() {
    let (graph, campaign) = (two_platforms(), full(0.3));
    let ground = Ground::new(&graph, &campaign);
    let (crew, watch) = (Crew::of(1), Watch::default());
    for more in 1..=2 {
        let levers: Vec<_> = (0..MOST_LEVERS + more)
            .map(|n| Action {
                name: format!("prompt {n}"),
                ..prompt()
            })
            .collect();
        let whole = plan(&graph, &levers);
        let found = credits(&ground, &whole, &Worlds::new(17, 0..2), &crew, &watch);
        let metric = Metric::Reach;
        assert_eq!(found.shapley_parts(0, 0, metric), None);
        assert_eq!(found.shapley(0, metric), None);
        assert_eq!(found.alone(0, metric), None);
        let with = totals((&graph, &campaign), &levers, 17, 2);
        for lever in [0, MOST_LEVERS] {
            let name = &found.levers()[lever];
            let others = levers.iter().filter(|other| other.name != *name);
            let others: Vec<_> = others.cloned().collect();
            let without = totals((&graph, &campaign), &others, 17, 2);
            let missing =
                |world: usize| with[world][metric.index()] - without[world][metric.index()];
            let expected = [missing(0) as f64, missing(1) as f64];
            assert_eq!(found.removal(lever, metric).values(), expected);
        }
    }
}
