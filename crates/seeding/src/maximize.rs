//! Influence maximization: the seeds that reach most, with a certificate.
//!
//! ```text
//! selection     RR sets by which seeds are chosen, doubled until the certificate will do
//! certificate   RR sets that had no part in that: what the seeds reach at least
//! improvement   more selection sets, until what they find reaches no more; exchanges
//! trial         worlds, the same for all, in which that is compared with rules of thumb
//! ```
//!
//! A certificate of 1 − 1/e − ε tells how far from the best the seeds may be, and seeds
//! that have it may still be worse than the best connected (on NetHEPT with chances of
//! 0.01 they were). So by default the search goes on behind the certificate, and whoever
//! reaches most in the trial is the answer: it is never worse than the best connected but by
//! the error of the trial.
//!
//! The sets and the worlds have nothing in common, so that what they say of the seeds is
//! honest. The answer is the same for any crew.
//!
//! ```
//! use groundswell_diffusion::{contagion::Network, rr_sets::RrSampler};
//! use groundswell_diffusion::model::independent_cascade::IndependentCascade;
//! use groundswell_diffusion::worlds::{Crew, Watch};
//! use groundswell_graph::{activation::Activation, builder::graph, id::NodeId};
//! use groundswell_graph::probability::Probability;
//! use groundswell_seeding::{maximize::{Setting, maximize}, problem::Problem};
//!
//! let two_stars = graph("0->1 0->2 0->3 4->5 4->6 4->3");
//! let activation = Activation::uniform(Probability::new(0.5).unwrap());
//! let networks = [Network::new(&two_stars.platforms()[0], &activation)];
//! let sampler = RrSampler::new(&networks, &IndependentCascade);
//!
//! let (crew, watch) = (Crew::of(2), Watch::default());
//! let best = Problem::best(2);
//! let answer = maximize(&crew, &watch, &sampler, &best, &Setting::default()).unwrap();
//! let mut seeds = answer.seeds.clone();
//! seeds.sort();
//! assert_eq!(seeds, [NodeId(0), NodeId(4)]);
//! assert!(answer.certificate.lower <= 4.75 && answer.certificate.upper >= 4.75);
//! ```

use std::cell::Cell;

use groundswell_diffusion::contagion::LiveEdge;
use groundswell_diffusion::rr_sets::roots::Roots;
use groundswell_diffusion::rr_sets::stream::RrLuck;
use groundswell_diffusion::rr_sets::{Asked, RrSampler, RrSets};
use groundswell_diffusion::worlds::{Crew, Watch};
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;

use crate::certificate::{Certificate, Met};
use crate::coverage::{Chosen, Coverage};
use crate::error::Error;
use crate::imm;
use crate::improve;
use crate::opim;
use crate::problem::Problem;

/// How the number of RR sets is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// Doubled until the certificate shows that they are enough.
    #[default]
    Opim,
    /// From a lower bound of the best spread, for any graph as for the worst.
    Imm,
}

/// How to search, how sure to be, and what it may cost.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'s> {
    /// How the number of RR sets is found.
    pub method: Method,
    /// ε: what may be lost of the factor that greedy has at least, 1 − 1/e, or with costs
    /// 1 − 1/√e.
    pub epsilon: f64,
    /// Probability with which the certificate holds.
    pub confidence: f64,
    /// What names the luck.
    pub seed: u64,
    /// Whether to go on behind the certificate, until more sets find nothing better.
    pub improve: bool,
    /// Seeds by other means, best first: the answer reaches no less than the best of them.
    pub beside: &'s [Vec<NodeId>],
    /// RR sets for the selection, at most.
    pub most_sets: u64,
    /// Bytes for the search, the graph left out; a search that needs more ends with what it
    /// has.
    pub most_bytes: u64,
}

impl Default for Setting<'_> {
    fn default() -> Self {
        Self {
            method: Method::Opim,
            epsilon: 0.1,
            confidence: 0.99,
            seed: 1,
            improve: true,
            beside: &[],
            most_sets: 1 << 25,
            most_bytes: 1 << 31,
        }
    }
}

/// Why a search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The certificate is as good as it was asked to be, and no more was asked for.
    Certified,
    /// Twice as many sets, twice, found seeds that reach no more.
    Stalled,
    /// More sets than were allowed, or more bytes, would have been needed.
    Limited,
    /// Somebody asked it to stop. Sets that were not searched by then count as not met, so
    /// that the spread and the lower bound are too low rather than too high.
    Stopped,
}

/// Who came up with the seeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Greedy on the selection sets.
    Greedy,
    /// The same, after exchanges.
    Exchanges,
    /// The best connected.
    Degree,
    /// Those given, by their place among [`Setting::beside`].
    Beside(usize),
}

/// The seeds, and what is known of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Best first.
    pub seeds: Vec<NodeId>,
    /// What each adds to the spread of those before it, on the sets of the selection, which
    /// flatter those whom they chose; one entry per seed.
    pub gains: Vec<f64>,
    /// The spread in the trial, which had a part in the choice among few only; where some
    /// were seeded before, what is added.
    pub spread: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Bounds of the spread and of the best there can be.
    pub certificate: Certificate,
    /// Who came up with the seeds.
    pub origin: Origin,
    /// RR sets by which seeds were chosen.
    pub sets: u64,
    /// Bytes that the search held at most, the graph left out.
    pub bytes: u64,
    /// Why it ended.
    pub ended: Ended,
}

/// Whom to start with.
///
/// # Errors
///
/// [`Error`] for a problem or setting that makes no sense, for too little memory to begin,
/// and for a wish to stop before there was a set.
///
/// # Source
///
/// Tang, Tang, Xiao & Yuan, SIGMOD 2018 (OPIM-C); Tang, Shi & Xiao, SIGMOD 2015 (IMM).
pub fn maximize<C: LiveEdge>(
    crew: &Crew,
    watch: &Watch,
    sampler: &RrSampler<'_, C>,
    problem: &Problem<'_>,
    setting: &Setting<'_>,
) -> Result<Answer, Error> {
    let mut run = Run::new(crew, watch, sampler, problem, setting)?;
    let (most, least) = (setting.most_bytes, least_bytes(sampler));
    if most <= least {
        return Err(Error::TooLittleMemory { most, least });
    }
    let (chosen, certificate, ended) = match setting.method {
        Method::Opim => opim::certified(&mut run),
        Method::Imm => imm::certified(&mut run),
    };
    if run.sets.count() == 0 {
        return Err(Error::Stopped);
    }
    improve::answer(&mut run, chosen, certificate, ended)
}

/// Bytes that a search needs whatever is drawn, the graph left out; the RR sets may hold
/// what [`Setting::most_bytes`] allows beyond.
pub fn least_bytes<C: LiveEdge>(sampler: &RrSampler<'_, C>) -> u64 {
    sampler.bytes() + PER_PERSON * u64::from(sampler.people())
}

/// Bytes for each person: 48 for what greedy, the index and exchanges hold, and 2 for each
/// of eight threads. How many there are must not matter: where memory ends a search, it
/// ends at the same set for any crew.
const PER_PERSON: u64 = 64;

/// What RR sets are for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    Certificate,
    Validation,
}

/// A search under way.
pub(crate) struct Run<'r, 'g, C> {
    pub(crate) crew: &'r Crew,
    pub(crate) watch: &'r Watch,
    pub(crate) sampler: &'r RrSampler<'g, C>,
    pub(crate) problem: &'r Problem<'r>,
    pub(crate) setting: &'r Setting<'r>,
    roots: Roots,
    pub(crate) choosable: Vec<NodeId>,
    /// Those of the selection.
    pub(crate) sets: RrSets,
    /// What names them.
    selection: &'static str,
    looks: u32,
    peak: Cell<u64>,
}

impl<'r, 'g, C: LiveEdge> Run<'r, 'g, C> {
    fn new(
        crew: &'r Crew,
        watch: &'r Watch,
        sampler: &'r RrSampler<'g, C>,
        problem: &'r Problem<'r>,
        setting: &'r Setting<'r>,
    ) -> Result<Self, Error> {
        let people = sampler.people();
        for (name, value) in [
            ("epsilon", setting.epsilon),
            ("confidence", setting.confidence),
        ] {
            if !(value > 0.0 && value < 1.0) {
                let range = "between 0 and 1";
                return Err(Error::OutOfRange { name, value, range });
            }
        }
        let strangers = setting.beside.iter().flatten().find(|v| v.0 >= people);
        if let Some(&person) = strangers {
            return Err(Error::NoSuchPerson { person, people });
        }
        Ok(Self {
            crew,
            watch,
            sampler,
            problem,
            setting,
            roots: problem.roots(people)?,
            choosable: problem.choosable(people)?,
            sets: RrSets::new(people),
            selection: "selection",
            looks: 0,
            peak: Cell::new(0),
        })
    }

    fn asked(&self, purpose: &str) -> Asked<'_> {
        let index = self.setting.most_bytes.saturating_sub(self.least_bytes());
        Asked {
            stops: self.problem.seeded,
            // Each member stands in a set and in the index.
            most_bytes: index / 2,
            ..Asked::new(
                RrLuck::new(self.setting.seed, NameKey::of(purpose)),
                &self.roots,
            )
        }
    }

    /// Selection sets until they are `count`; why there are fewer otherwise.
    pub(crate) fn gather(&mut self, count: u64) -> Result<(), Ended> {
        let people = self.sampler.people();
        let mut sets = std::mem::replace(&mut self.sets, RrSets::new(people.min(1)));
        let most = count.min(self.setting.most_sets);
        let asked = self.asked(self.selection);
        let all = self
            .sampler
            .gather(self.crew, self.watch, &asked, &mut sets, most);
        self.sets = sets;
        match (all, self.watch.stopped()) {
            (_, true) => Err(Ended::Stopped),
            (true, _) if most == count => Ok(()),
            _ => Err(Ended::Limited),
        }
    }

    /// Begins the selection anew, with sets that were not seen before.
    pub(crate) fn begin_anew(&mut self) {
        self.selection = "fresh selection";
        self.sets = RrSets::new(self.sampler.people());
    }

    /// The index of the selection sets, counted among the bytes.
    pub(crate) fn coverage(&self) -> Coverage<'_> {
        let bytes = self.least_bytes() + self.sets.bytes() + Coverage::bytes(&self.sets);
        self.peak.set(self.peak.get().max(bytes));
        Coverage::new(&self.sets)
    }

    /// Whom greedy chooses by the selection sets.
    pub(crate) fn greedy(&self) -> Chosen {
        self.coverage()
            .greedy(&self.problem.within(&self.choosable))
    }

    /// What `seeds` meet of the first `count` sets of a purpose, above what those meet who
    /// are seeded anyway.
    pub(crate) fn met(&self, purpose: Purpose, seeds: &[NodeId], count: u64) -> Met {
        let asked = self.asked(match purpose {
            Purpose::Certificate => "certificate",
            Purpose::Validation => "validation",
        });
        let hits = |seeds: &[NodeId]| {
            self.sampler
                .hits(self.crew, self.watch, &asked, seeds, 0..count)
        };
        let before = match self.problem.seeded.is_empty() {
            true => 0,
            false => hits(&[]),
        };
        self.scaled((hits(seeds) - before) as f64, count)
    }

    /// So many sets out of `of`.
    pub(crate) fn scaled(&self, sets: f64, of: u64) -> Met {
        let worth = self.roots.worth();
        Met { sets, of, worth }
    }

    /// What is certain of `seeds`, where no choice meets more than `most` selection sets out
    /// of those that there were then. Each call is a look more.
    pub(crate) fn certificate(&mut self, seeds: &[NodeId], most: Met) -> Certificate {
        self.looks += 1;
        let met = self.met(Purpose::Certificate, seeds, self.sets.count());
        Certificate::new(met, most, self.looks, 1.0 - self.setting.confidence)
    }

    fn least_bytes(&self) -> u64 {
        least_bytes(self.sampler)
    }

    /// Bytes that were held at most.
    pub(crate) fn peak(&self) -> u64 {
        self.peak.get()
    }
}
