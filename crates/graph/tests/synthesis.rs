//! Audiences come out with the numbers asked for, or say which do not go together.

use groundswell_graph::Error;
use groundswell_graph::aggregates::{Aggregates, Further, InGroups};
use groundswell_graph::contradiction::Bound;
use groundswell_graph::fan_graph::{FanGraph, Platform};
use groundswell_graph::id::NodeId;
use groundswell_graph::known::Known;
use groundswell_graph::target::Target;

const SEEDS: std::ops::Range<u64> = 1..4;

fn name(name: &str) -> String {
    name.to_owned()
}

fn facebook() -> String {
    name("facebook")
}

/// Six thousand people with forty friends, half of them nearby; 300 fans.
fn town(further: Further) -> Aggregates {
    Aggregates {
        people: 6000,
        fans: vec![(facebook(), 300)],
        friends: 40.0,
        nearby: 0.5,
        further,
        ..Default::default()
    }
}

/// Two platforms with everything that can be known of them.
fn two_platforms() -> Aggregates {
    let (f, t) = (facebook(), name("twitter"));
    Aggregates {
        fans: vec![(f.clone(), 300), (t.clone(), 120)],
        ..town(Further {
            friends: vec![(t.clone(), 25.0)],
            friends_of_fans: vec![(f.clone(), 15.0)],
            clustering: Some(0.15),
            members: vec![(f.clone(), 0.71), (t.clone(), 0.35)],
            members_in_common: vec![(t.clone(), f.clone(), 0.9)],
            fans_in_common: vec![(f, t, 0.4)],
            same_friends: Some(0.6),
            groups: Some(InGroups {
                share: 0.3,
                size: 25.0,
                spread: 1.0,
            }),
        })
    }
}

fn all_met(what: &str, known: &Aggregates) {
    for seed in SEEDS {
        let (_, targets) = known.drawn(seed).unwrap();
        let missed: Vec<String> = targets
            .iter()
            .filter(|target| !target.is_met())
            .map(Target::to_string)
            .collect();
        assert!(missed.is_empty(), "{what}, seed {seed}: {missed:#?}");
    }
}

fn median(mut degrees: Vec<u32>) -> u32 {
    degrees.sort_unstable();
    degrees[degrees.len() / 2]
}

fn fans(graph: &FanGraph, platform: &str) -> Vec<NodeId> {
    let platform = graph.platform(platform).unwrap();
    platform.fans.members().to_vec()
}

#[test]
fn friends_of_fans_come_out_as_asked() {
    for ratio in [8.0, 20.0, 40.0] {
        let known = town(Further {
            friends_of_fans: vec![(facebook(), ratio)],
            ..Default::default()
        });
        all_met(&format!("ratio {ratio}"), &known);
        // Counted here once more, by hand.
        let graph = known.graph(1).unwrap();
        let page = graph.platform("facebook").unwrap();
        let friends = f64::from(page.friends_of_fans().len()) / 300.0;
        assert!((friends / ratio - 1.0).abs() <= 0.05, "{friends}");
        let degrees = page.fans.members().iter();
        let median = median(degrees.map(|&v| page.ties.out_degree(v)).collect());
        assert!((38..=42).contains(&median), "{median}");
    }
}

#[test]
fn clustering_comes_out_as_asked() {
    for clustering in [0.03, 0.15, 0.4] {
        let known = town(Further {
            clustering: Some(clustering),
            ..Default::default()
        });
        all_met(&format!("clustering {clustering}"), &known);
    }
}

#[test]
fn everything_at_once_comes_out_as_asked() {
    all_met("two platforms", &two_platforms());
}

#[test]
fn fans_and_members_are_exact_and_live_where_they_should() {
    for seed in SEEDS {
        let graph = two_platforms().graph(seed).unwrap();
        let (one, other) = (fans(&graph, "facebook"), fans(&graph, "twitter"));
        assert_eq!((one.len(), other.len()), (300, 120));
        let both = other.iter().filter(|v| one.contains(v)).count();
        assert_eq!(both, 48);
        for platform in graph.platforms() {
            let members = platform.members.as_ref().unwrap();
            let here = |v: NodeId| members.contains(v) && graph.is_nearby(v);
            assert!(platform.fans.members().iter().all(|&v| here(v)));
            let ends = platform.ties.iter();
            assert!(
                ends.flat_map(|(_, a, b)| [a, b])
                    .all(|v| members.contains(v))
            );
        }
        let nearby = |platform: &Platform| {
            let members = platform.members.as_ref().unwrap().members();
            members.iter().filter(|&&v| graph.is_nearby(v)).count()
        };
        let counts: Vec<usize> = graph.platforms().iter().map(nearby).collect();
        assert_eq!(counts, [4260, 2100]);
    }
}

#[test]
fn fewer_different_fans_than_the_platforms_have_together() {
    let graph = two_platforms().graph(1).unwrap();
    let mut people = [fans(&graph, "facebook"), fans(&graph, "twitter")].concat();
    people.sort_unstable();
    people.dedup();
    assert_eq!(people.len(), 300 + 120 - 48);
}

#[test]
fn friends_on_two_platforms_are_the_same_people_as_far_as_asked() {
    let mut last = -0.1;
    for same in [0.25, 0.55, 0.85] {
        let known = Aggregates {
            fans: vec![(name("a"), 200), (name("b"), 200)],
            ..town(Further {
                same_friends: Some(same),
                ..Default::default()
            })
        };
        all_met(&format!("same friends {same}"), &known);
        let (_, targets) = known.drawn(1).unwrap();
        let pair = Known::SameFriends(name("a"), name("b"));
        let got = targets
            .iter()
            .find(|target| target.known == pair)
            .unwrap()
            .got;
        assert!(got > last + 0.1, "{got} after {last}");
        last = got;
    }
}

#[test]
fn groups_hold_the_share_asked_for() {
    let graph = two_platforms().graph(2).unwrap();
    for (platform, members) in graph.platforms().iter().zip([4260u32, 2100]) {
        let groups = platform.groups.as_ref().unwrap();
        let joined = groups.iter().count();
        assert_eq!(joined as f64, (0.3 * f64::from(members)).round());
        assert!(groups.iter().all(|(v, _)| platform.is_member(v)));
        let sizes = (0..groups.len()).map(|g| groups.members(g).len() as u32);
        assert!((22..=28).contains(&median(sizes.collect())));
    }
}

#[test]
fn the_same_seed_draws_the_same_whatever_the_threads_and_the_order() {
    let known = two_platforms();
    let drawn = known.drawn(3).unwrap();
    let alone = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    let again = alone.install(|| known.drawn(3)).unwrap();
    assert_eq!(drawn.0.fingerprint(), again.0.fingerprint());
    assert_eq!(drawn.1, again.1);
    assert_ne!(drawn.0.fingerprint(), known.graph(4).unwrap().fingerprint());

    let mut turned = known.clone();
    turned.fans.reverse();
    let turned = turned.graph(3).unwrap();
    assert_eq!(turned.platforms()[0].name, "twitter");
    for platform in drawn.0.platforms() {
        let other = turned.platform(&platform.name).unwrap();
        assert!(platform.ties.iter().eq(other.ties.iter()));
        assert_eq!(platform.fans, other.fans);
        assert_eq!(platform.members, other.members);
        assert_eq!(platform.groups, other.groups);
    }
}

/// Stored numbers: they move only by a decision, told in the changelog.
#[test]
fn what_is_sought_is_found_again() {
    let ratio = town(Further {
        friends_of_fans: vec![(facebook(), 12.0)],
        ..Default::default()
    });
    assert_eq!(
        ratio.graph(1).unwrap().fingerprint(),
        37564660899498779372706868314422113641
    );
    assert_eq!(
        two_platforms().graph(1).unwrap().fingerprint(),
        137931655137332687735654052503140516652
    );
}

#[test]
fn what_cannot_be_had_is_told_with_what_speaks_against_it() {
    let known = town(Further {
        clustering: Some(0.95),
        ..Default::default()
    });
    let (_, targets) = known.drawn(1).unwrap();
    let clustering = Known::Clustering(facebook());
    let missed = targets.iter().find(|t| t.known == clustering).unwrap();
    assert!(!missed.is_met() && missed.got < 0.95);
    assert!(missed.against.contains(&Known::FriendsSpread(facebook())));
    // Fans and their number are met all the same.
    assert!(targets[0].is_met());
}

#[test]
fn contradictions_are_named_before_anything_is_drawn() {
    let f = facebook;
    let fans = |name: &str| Known::Fans(name.to_owned());
    let contradiction = |known: Aggregates| match known.drawn(1) {
        Err(Error::Contradiction {
            asked,
            people,
            bound,
            because,
        }) => (*asked, people, bound, because),
        other => panic!("{:?}", other.map(|(_, targets)| targets)),
    };

    // Three hundred fans with forty friends have at most 17,000 friends.
    let ratio = |ratio| {
        town(Further {
            friends_of_fans: vec![(f(), ratio)],
            ..Default::default()
        })
    };
    let (asked, _, bound, because) = contradiction(ratio(90.0));
    assert_eq!(asked, Known::FriendsOfFans(f()));
    assert_eq!(bound, Bound::AtMost(17_351));
    assert_eq!(because, [Known::Friends(f()), Known::FriendsSpread(f())]);
    // If all friends live nearby, they are among the people who do.
    let nearby = Aggregates {
        nearby: 1.0,
        ..ratio(30.0)
    };
    let (_, people, bound, because) = contradiction(nearby);
    assert_eq!((people, bound), (8550, Bound::AtMost(5700)));
    assert!(because.contains(&Known::People));

    // Many fans in a small town are the same people.
    let crowd = |share| Aggregates {
        people: 1000,
        fans: vec![(name("a"), 700), (name("b"), 600)],
        friends: 20.0,
        ..town(Further {
            fans_in_common: vec![(name("a"), name("b"), share)],
            ..Default::default()
        })
    };
    let (asked, people, bound, because) = contradiction(crowd(0.3));
    assert_eq!(asked, Known::FansInCommon(name("a"), name("b")));
    assert_eq!((people, bound), (180, Bound::AtLeast(300)));
    assert_eq!(because, [fans("a"), fans("b"), Known::People]);
    assert!(crowd(0.51).drawn(1).is_ok());

    // Fans are on the platform.
    let few = town(Further {
        members: vec![(f(), 0.04)],
        ..Default::default()
    });
    let (asked, people, bound, because) = contradiction(few);
    assert_eq!(asked, fans("facebook"));
    assert_eq!((people, bound), (300, Bound::AtMost(240)));
    assert_eq!(because, [Known::Members(f())]);

    // Who is with b and who is with c meet in a.
    let three = Aggregates {
        fans: ["a", "b", "c"].map(|n| (name(n), 100)).to_vec(),
        ..town(Further {
            fans_in_common: vec![
                (name("a"), name("b"), 0.9),
                (name("a"), name("c"), 0.9),
                (name("b"), name("c"), 0.1),
            ],
            ..Default::default()
        })
    };
    let (asked, people, bound, _) = contradiction(three);
    assert_eq!(asked, Known::FansInCommon(name("b"), name("c")));
    assert_eq!((people, bound), (10, Bound::AtLeast(80)));
}

#[test]
fn numbers_that_are_none_are_refused() {
    let odd = |further: Further| town(further).drawn(1).unwrap_err();
    let nan = Further {
        clustering: Some(f64::NAN),
        ..Default::default()
    };
    assert!(matches!(odd(nan), Error::Impossible { .. }));
    let beyond = Further {
        members: vec![(facebook(), 1.5)],
        ..Default::default()
    };
    assert!(matches!(odd(beyond), Error::Impossible { .. }));
    let nowhere = Further {
        members: vec![(name("myspace"), 0.5)],
        ..Default::default()
    };
    let missing = name("myspace");
    assert_eq!(odd(nowhere), Error::NoSuchPlatform { name: missing });
    let twice = Aggregates {
        fans: vec![(facebook(), 3), (facebook(), 4)],
        ..town(Further {
            clustering: Some(0.1),
            ..Default::default()
        })
    };
    let twice = twice.drawn(1).unwrap_err();
    assert_eq!(twice, Error::PlatformTwice { name: facebook() });
}

#[test]
fn a_page_without_fans_and_a_town_of_one_are_drawn_too() {
    for (people, count) in [(1, 0), (1, 1), (2, 1), (30, 0), (30, 30)] {
        let small = Aggregates {
            people,
            fans: vec![(facebook(), count)],
            friends: 0.5,
            ..town(Further {
                same_friends: Some(0.5),
                groups: Some(InGroups {
                    share: 1.0,
                    size: 4.0,
                    spread: 0.5,
                }),
                ..Default::default()
            })
        };
        let graph = small.graph(1).unwrap();
        assert_eq!(graph.platforms()[0].fans.len(), count);
    }
}
