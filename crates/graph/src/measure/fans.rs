//! How far word of mouth could carry at once: fans, and the friends of fans.
//!
//! - **Cost:** the fans' ties and one pass over the people, for each platform.
//! - **Source:** Lipsman, Mudd, Rich & Bruich, *Journal of Advertising Research*
//!   52(1), 2012, for friends of fans as the reach beyond one's own.

use crate::fan_graph::{FanGraph, Platform};
use crate::id::PerNode;
use crate::people::PeopleSet;

/// Fans and their friends, on one platform or on all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FanReach {
    /// People who are fans.
    pub fans: u32,
    /// People who hear at least one fan and are none themselves.
    pub friends_of_fans: u32,
    /// How many fans each of those hears, on average; `None` where there are none.
    pub fans_heard: Option<f64>,
}

impl FanReach {
    /// On one platform.
    pub fn on(platform: &Platform) -> Self {
        let mut heard: PerNode<u32> = PerNode::filled(0, platform.ties.people());
        for &fan in platform.fans.members() {
            for &friend in platform.ties.heard_by(fan) {
                heard[friend] += 1;
            }
        }
        Self::count(&platform.fans, &heard)
    }

    /// On all platforms of `graph` together. A fan of any platform is a fan; a
    /// friend hears a fan where that fan is one; a fan heard on two platforms
    /// counts once.
    pub fn everywhere(graph: &FanGraph) -> Self {
        let platforms = graph.platforms();
        let all = platforms
            .iter()
            .flat_map(|p| p.fans.members().iter().copied());
        let fans = PeopleSet::of(graph.people(), all);
        let mut heard: PerNode<u32> = PerNode::filled(0, graph.people());
        let mut friends = Vec::new();
        for &fan in fans.members() {
            friends.clear();
            for platform in platforms.iter().filter(|p| p.fans.contains(fan)) {
                friends.extend_from_slice(platform.ties.heard_by(fan));
            }
            friends.sort_unstable();
            friends.dedup();
            for &friend in &friends {
                heard[friend] += 1;
            }
        }
        Self::count(&fans, &heard)
    }

    /// From how many fans everybody hears.
    fn count(fans: &PeopleSet, heard: &PerNode<u32>) -> Self {
        let mut friends = 0u32;
        let mut contacts = 0u64;
        let others = |at: usize| !fans.contains(crate::id::NodeId(at as u32));
        for (at, &heard) in heard.as_slice().iter().enumerate() {
            if heard > 0 && others(at) {
                friends += 1;
                contacts += u64::from(heard);
            }
        }
        Self {
            fans: fans.len(),
            friends_of_fans: friends,
            fans_heard: (friends > 0).then(|| contacts as f64 / f64::from(friends)),
        }
    }

    /// Friends of fans for each fan; `None` without fans.
    pub fn friends_per_fan(&self) -> Option<f64> {
        (self.fans > 0).then(|| f64::from(self.friends_of_fans) / f64::from(self.fans))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::{Direction, GraphBuilder};
    use crate::id::NodeId;

    #[test]
    fn a_friend_of_two_fans_counts_once_and_knows_two() {
        let v = NodeId;
        let mut builder = GraphBuilder::new(5);
        let pairs = [(v(0), v(1)), (v(0), v(2)), (v(1), v(2)), (v(1), v(3))];
        builder.platform("x", &pairs, Direction::Mutual).unwrap();
        builder.fans("x", [v(0), v(1)]).unwrap();
        builder
            .platform("y", &[(v(0), v(2)), (v(3), v(4))], Direction::Mutual)
            .unwrap();
        builder.fans("y", [v(0), v(3)]).unwrap();
        let graph = builder.build();

        let on_x = FanReach::on(&graph.platforms()[0]);
        assert_eq!((on_x.fans, on_x.friends_of_fans), (2, 2));
        assert_eq!(
            (on_x.fans_heard, on_x.friends_per_fan()),
            (Some(1.5), Some(1.0))
        );
        assert_eq!(
            on_x.friends_of_fans,
            graph.platforms()[0].friends_of_fans().len()
        );

        // Fans are now 0, 1 and 3; 2 hears 0 twice and 1 once, 4 hears 3.
        let everywhere = FanReach::everywhere(&graph);
        assert_eq!((everywhere.fans, everywhere.friends_of_fans), (3, 2));
        assert_eq!(everywhere.fans_heard, Some(1.5));
    }

    #[test]
    fn without_fans_there_is_nothing_to_divide_by() {
        let none = FanReach::everywhere(&GraphBuilder::new(3).build());
        assert_eq!((none.fans_heard, none.friends_per_fan()), (None, None));
    }
}
