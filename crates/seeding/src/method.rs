//! Every way of choosing, by its name.
//!
//! Scenarios, campaigns and the command line read this list, so that one word means one
//! thing in all of them.

use groundswell_graph::probability::Probability;

use crate::Seeder;
use crate::betweenness::Betweenness;
use crate::central::Central;
use crate::collective_influence::CollectiveInfluence;
use crate::degree::Degree;
use crate::degree_discount::DegreeDiscount;
use crate::friends_of_fans::FriendsOfFans;
use crate::fringe::Fringe;
use crate::k_shell::KShell;
use crate::maximized::Maximized;
use crate::random::Random;
use crate::single_discount::SingleDiscount;
use crate::vote_rank::VoteRank;

/// A way of choosing whom to start with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// [`Random`].
    Random,
    /// [`Degree`].
    Degree,
    /// [`Fringe`].
    Fringe,
    /// [`SingleDiscount`].
    SingleDiscount,
    /// [`DegreeDiscount`].
    DegreeDiscount,
    /// [`Central`].
    PageRank,
    /// [`KShell`].
    KShell,
    /// [`Betweenness`].
    Betweenness,
    /// [`VoteRank`].
    VoteRank,
    /// [`CollectiveInfluence`].
    CollectiveInfluence,
    /// [`FriendsOfFans`].
    FriendsOfFans,
    /// [`Maximized`].
    Maximized,
}

/// What methods may need besides the graph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terms {
    /// The chance that a contact succeeds; for [`DegreeDiscount`] and [`Maximized`].
    pub chance: Probability,
    /// What names the draw, of people, of sources or of RR sets; for [`Random`],
    /// [`Betweenness`] from a sample, and [`Maximized`].
    pub seed: u64,
    /// Steps from friend to friend up to which betweenness is counted out; for
    /// [`Betweenness`].
    pub effort: u64,
}

impl Default for Terms {
    /// A chance of one in a hundred, that of the paper, and the seed 0.
    fn default() -> Self {
        Self {
            chance: Probability::clamped(0.01),
            seed: 0,
            effort: Betweenness::default().effort,
        }
    }
}

impl Method {
    /// All of them, the plain ones first.
    pub const ALL: [Self; 12] = [
        Self::Random,
        Self::Degree,
        Self::Fringe,
        Self::SingleDiscount,
        Self::DegreeDiscount,
        Self::PageRank,
        Self::KShell,
        Self::Betweenness,
        Self::VoteRank,
        Self::CollectiveInfluence,
        Self::FriendsOfFans,
        Self::Maximized,
    ];

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::Degree => "degree",
            Self::Fringe => "least-connected",
            Self::SingleDiscount => "single-discount",
            Self::DegreeDiscount => "degree-discount",
            Self::PageRank => "pagerank",
            Self::KShell => "k-shell",
            Self::Betweenness => "betweenness",
            Self::VoteRank => "voterank",
            Self::CollectiveInfluence => "collective-influence",
            Self::FriendsOfFans => "friends-of-fans",
            Self::Maximized => "maximized",
        }
    }

    /// Another word that means the same.
    pub const fn other_name(self) -> Option<&'static str> {
        match self {
            Self::Degree => Some("most-connected"),
            Self::PageRank => Some("most-central"),
            _ => None,
        }
    }

    /// Every word for any of them with what it means, in the order of [`ALL`](Self::ALL).
    pub fn words() -> impl Iterator<Item = (&'static str, Self)> {
        Self::ALL.into_iter().flat_map(|method| {
            let names = [Some(method.name()), method.other_name()];
            names.into_iter().flatten().map(move |name| (name, method))
        })
    }

    /// The method of that name; `None` where there is none.
    pub fn parse(word: &str) -> Option<Self> {
        let mut words = Self::words();
        words.find(|(name, _)| *name == word).map(|(_, m)| m)
    }

    /// Whom it chooses, in one line.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Random => "anybody, by the seed; a larger draw holds the smaller",
            Self::Degree => "those whom most people hear",
            Self::Fringe => "those whom fewest people hear",
            Self::SingleDiscount => "those whom most people hear who are not chosen yet",
            Self::DegreeDiscount => {
                "those whom most people hear, less what those chosen bring about anyhow with a small chance"
            }
            Self::PageRank => "those whom the heard hear, by PageRank",
            Self::KShell => "those in the innermost circles, by core numbers",
            Self::Betweenness => "those through whom most shortest ways between others lead",
            Self::VoteRank => {
                "those with most votes of their listeners, which weaken with each who is elected"
            }
            Self::CollectiveInfluence => "those without whom the network falls apart",
            Self::FriendsOfFans => {
                "those heard by most people who are no fans and hear nobody chosen yet"
            }
            Self::Maximized => {
                "those from whom word spreads furthest by an independent cascade with one chance, by RR sets"
            }
        }
    }

    /// Where it comes from.
    pub const fn source(self) -> &'static str {
        match self {
            Self::Random => "–",
            Self::Degree => "Kempe, Kleinberg & Tardos, KDD 2003",
            Self::Fringe => "Hinz, Skiera, Barrot & Becker, Journal of Marketing 75(6), 2011",
            Self::SingleDiscount | Self::DegreeDiscount => "Chen, Wang & Yang, KDD 2009",
            Self::PageRank => "Brin & Page, Computer Networks 30, 1998",
            Self::KShell => "Kitsak et al., Nature Physics 6, 2010",
            Self::Betweenness => "Brandes, Journal of Mathematical Sociology 25(2), 2001",
            Self::VoteRank => "Zhang, Chen, Dong & Zhao, Scientific Reports 6, 27823, 2016",
            Self::CollectiveInfluence => "Morone & Makse, Nature 524, 2015",
            Self::Maximized => "Tang, Tang, Xiao & Yuan, SIGMOD 2018",
            Self::FriendsOfFans => "Nemhauser, Wolsey & Fisher, Mathematical Programming 14, 1978",
        }
    }

    /// Whether it makes something of the chance that a contact succeeds.
    pub const fn takes_chance(self) -> bool {
        matches!(self, Self::DegreeDiscount | Self::Maximized)
    }

    /// Whether fewer of those it chooses are the beginning of more.
    pub const fn is_nested(self) -> bool {
        !matches!(self, Self::Maximized)
    }

    /// What chooses so.
    pub fn seeder(self, terms: Terms) -> Box<dyn Seeder> {
        let Terms {
            chance,
            seed,
            effort,
        } = terms;
        match self {
            Self::Random => Box::new(Random { seed }),
            Self::Degree => Box::new(Degree),
            Self::Fringe => Box::new(Fringe),
            Self::SingleDiscount => Box::new(SingleDiscount),
            Self::DegreeDiscount => Box::new(DegreeDiscount { chance }),
            Self::PageRank => Box::new(Central),
            Self::KShell => Box::new(KShell),
            Self::Betweenness => Box::new(Betweenness { effort, seed }),
            Self::VoteRank => Box::new(VoteRank),
            Self::CollectiveInfluence => Box::new(CollectiveInfluence),
            Self::FriendsOfFans => Box::new(FriendsOfFans),
            Self::Maximized => Box::new(Maximized { chance, seed }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::builder::graph;
    use groundswell_graph::id::NodeId;

    #[test]
    fn every_word_means_one_method() {
        for (word, method) in Method::words() {
            assert_eq!(Method::parse(word), Some(method));
            assert_eq!(Method::words().filter(|(w, _)| *w == word).count(), 1);
        }
        for method in Method::ALL {
            assert_eq!(Method::parse(method.name()), Some(method));
        }
        assert_eq!(Method::parse("degrees"), None);
    }

    #[test]
    fn every_method_chooses_candidates_only_each_once_in_any_order() {
        let people = graph("0-1 0-2 0-3 3->4 4->5 5->6 6->3 7-8 8-9 9-7 9->10 2->11");
        let platform = &people.platforms()[0];
        let candidates = [1, 3, 4, 7, 8, 9, 11].map(NodeId);
        let mut turned = candidates;
        turned.reverse();
        for method in Method::ALL {
            let seeder = method.seeder(Terms::default());
            let all = seeder.choose(platform, &candidates, 99);
            let mut sorted = all.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, candidates, "{method:?}");
            // Fewer are the beginning of more.
            for count in 0..=candidates.len() {
                let chosen = seeder.choose(platform, &turned, count);
                assert_eq!(chosen.len(), count, "{method:?}");
                assert!(!method.is_nested() || chosen == all[..count], "{method:?}");
            }
        }
    }
}
