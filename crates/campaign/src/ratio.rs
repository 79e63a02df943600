//! What is one number over another: cost of a customer, return, frequency, net
//! sentiment, and how word went on.
//!
//! All are ratios of expectations, never means of ratios, and not defined where the
//! denominator might as well be nothing.

use groundswell_estimate::Error;
use groundswell_estimate::ratio::{self, Parts};
use groundswell_estimate::sample::Sample;

use crate::comparison::Comparison;
use crate::metric::Metric;
use crate::strategy::DO_NOTHING;

/// A ratio of metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ratio {
    /// Touches seen by each of those reached.
    Frequency,
    /// What one visitor costs.
    CostPerVisitor,
    /// What one lead costs.
    CostPerLead,
    /// What one new customer costs.
    CostPerCustomer,
    /// Profit over cost, all customers counted: the programme's own return.
    ProgrammeReturn,
    /// Profit over cost, both above doing nothing.
    IncrementalReturn,
    /// What one accepted invitation may cost until nothing is left of what the
    /// strategy has above doing nothing.
    BreakEvenReward,
    /// Positive less negative mentions, over both.
    NetSentiment,
    /// The brand's mentions over all mentions, rivals' included.
    ShareOfVoice,
    /// Friends whom a visitor convinced, on average: the reproduction number R.
    Reproduction,
    /// Invitations accepted from those who accepted one, each: the K factor.
    KFactor,
    /// Visitors at most one step from the brand, of all visitors.
    WithinOneStep,
    /// Of those whom the brand convinced itself, those who convinced nobody.
    TrivialCascades,
    /// Of new customers, those who stay until the horizon.
    Retention,
}

/// What a ratio is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Money for one person or acceptance.
    Money,
    /// A share: 0.5 is half.
    Share,
    /// So many to one.
    Number,
}

/// Mentions in all worlds together below which there is no net sentiment.
const FEW_MENTIONS: f64 = 30.0;

impl Ratio {
    /// All of them, in the order of reports.
    pub const ALL: [Self; 14] = [
        Self::Frequency,
        Self::CostPerVisitor,
        Self::CostPerLead,
        Self::CostPerCustomer,
        Self::ProgrammeReturn,
        Self::IncrementalReturn,
        Self::BreakEvenReward,
        Self::NetSentiment,
        Self::ShareOfVoice,
        Self::Reproduction,
        Self::KFactor,
        Self::WithinOneStep,
        Self::TrivialCascades,
        Self::Retention,
    ];

    /// The name in files: `snake_case`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Frequency => "frequency",
            Self::CostPerVisitor => "cost_per_visitor",
            Self::CostPerLead => "cost_per_lead",
            Self::CostPerCustomer => "cost_per_customer",
            Self::ProgrammeReturn => "programme_return",
            Self::IncrementalReturn => "incremental_return",
            Self::BreakEvenReward => "break_even_reward",
            Self::NetSentiment => "net_sentiment",
            Self::ShareOfVoice => "share_of_voice",
            Self::Reproduction => "reproduction_number",
            Self::KFactor => "k_factor",
            Self::WithinOneStep => "within_one_step",
            Self::TrivialCascades => "trivial_cascades",
            Self::Retention => "retention",
        }
    }

    /// The name for people: a few words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Frequency => "impressions per person reached",
            Self::CostPerVisitor => "cost per visitor",
            Self::CostPerLead => "cost per lead",
            Self::CostPerCustomer => "cost per new customer",
            Self::ProgrammeReturn => "profit over cost",
            Self::IncrementalReturn => "profit over cost, above doing nothing",
            Self::BreakEvenReward => "what an acceptance may cost",
            Self::NetSentiment => "net sentiment",
            Self::ShareOfVoice => "share of voice",
            Self::Reproduction => "friends convinced per visitor (R)",
            Self::KFactor => "acceptances per acceptance (K)",
            Self::WithinOneStep => "visitors within one step",
            Self::TrivialCascades => "visitors by the brand who convinced nobody",
            Self::Retention => "new customers who stay",
        }
    }

    /// What is divided by what, of which the expectations are taken first.
    pub fn formula(self) -> &'static str {
        match self {
            Self::Frequency => "impressions / reach",
            Self::CostPerVisitor => "cost / visitors",
            Self::CostPerLead => "cost / leads",
            Self::CostPerCustomer => "cost / customers",
            Self::ProgrammeReturn => "profit / cost",
            Self::IncrementalReturn => {
                "(profit - profit of do-nothing) / (cost - cost of do-nothing)"
            }
            Self::BreakEvenReward => {
                "(profit - profit of do-nothing + rewards) / invitations_accepted"
            }
            Self::NetSentiment => "(positive_mentions - negative_mentions) / mentions",
            Self::ShareOfVoice => "mentions / (mentions + rivals' mentions)",
            Self::Reproduction => "(visitors_by_friends + visitors_further) / visitors",
            Self::KFactor => "accepted_by_invited / invitations_accepted",
            Self::WithinOneStep => "(visitors_by_brand + visitors_by_friends) / visitors",
            Self::TrivialCascades => "(visitors_by_brand - roots_that_spread) / visitors_by_brand",
            Self::Retention => "retained / customers",
        }
    }

    /// What it is counted in.
    pub fn unit(self) -> Unit {
        match self {
            Self::CostPerVisitor
            | Self::CostPerLead
            | Self::CostPerCustomer
            | Self::BreakEvenReward => Unit::Money,
            Self::Frequency | Self::Reproduction | Self::KFactor => Unit::Number,
            _ => Unit::Share,
        }
    }

    /// The ratio of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ratio| ratio.name() == name)
    }

    /// Whether what it is about was said: a brand without rivals has no share of voice,
    /// and nobody knows who stays where nobody said how many leave.
    fn is_known(self, comparison: &Comparison) -> bool {
        match self {
            Self::ShareOfVoice => comparison.rival_mentions > 0.0,
            Self::Retention => comparison.loyalty,
            _ => true,
        }
    }

    /// What is divided and by what, under arm `arm`, one entry per world.
    fn parts(self, comparison: &Comparison, arm: usize) -> (Sample, Sample) {
        let of = |metric| comparison.sample(arm, metric);
        // Sums of metrics with their signs.
        let sum = |terms: &[(f64, Metric)]| {
            let samples: Vec<(f64, Sample)> = terms.iter().map(|&(k, m)| (k, of(m))).collect();
            let at = |world: usize| {
                let terms = samples.iter();
                terms.map(|(k, sample)| k * sample.values()[world]).sum()
            };
            (0..comparison.worlds()).map(at).collect::<Sample>()
        };
        let above_nothing = |metric| match comparison.arm(DO_NOTHING) {
            Some(idle) => {
                let nothing = comparison.sample(idle, metric);
                let pairs = of(metric).values().to_vec().into_iter();
                pairs.zip(nothing.values()).map(|(a, b)| a - b).collect()
            }
            None => of(metric),
        };
        use Metric as M;
        match self {
            Self::Frequency => (of(M::Impressions), of(M::Reach)),
            Self::CostPerVisitor => (of(M::Cost), of(M::Visitors)),
            Self::CostPerLead => (of(M::Cost), of(M::Leads)),
            Self::CostPerCustomer => (of(M::Cost), of(M::Customers)),
            Self::ProgrammeReturn => (of(M::Profit), of(M::Cost)),
            Self::IncrementalReturn => (above_nothing(M::Profit), above_nothing(M::Cost)),
            Self::BreakEvenReward => {
                let profit: Sample = above_nothing(M::Profit);
                let rewards = of(M::Rewards);
                let pairs = profit.values().iter().zip(rewards.values());
                let spare = pairs.map(|(profit, rewards)| profit + rewards).collect();
                (spare, of(M::InvitationsAccepted))
            }
            Self::NetSentiment => (
                sum(&[(1.0, M::PositiveMentions), (-1.0, M::NegativeMentions)]),
                of(M::Mentions),
            ),
            Self::ShareOfVoice => {
                let all = of(M::Mentions).values().to_vec().into_iter();
                let all = all.map(|ours| ours + comparison.rival_mentions).collect();
                (of(M::Mentions), all)
            }
            Self::Reproduction => (
                sum(&[(1.0, M::VisitorsByFriends), (1.0, M::VisitorsFurther)]),
                of(M::Visitors),
            ),
            Self::KFactor => (of(M::AcceptedByInvited), of(M::InvitationsAccepted)),
            Self::WithinOneStep => (
                sum(&[(1.0, M::VisitorsByBrand), (1.0, M::VisitorsByFriends)]),
                of(M::Visitors),
            ),
            Self::TrivialCascades => (
                sum(&[(1.0, M::VisitorsByBrand), (-1.0, M::RootsThatSpread)]),
                of(M::VisitorsByBrand),
            ),
            Self::Retention => (of(M::Retained), of(M::Customers)),
        }
    }
}

impl Comparison {
    /// `ratio` under arm `arm`, with its interval; `None` where it is not defined.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewWorlds`] below two worlds.
    pub fn ratio(&self, arm: usize, ratio: Ratio) -> Result<Option<ratio::Ratio>, Error> {
        if !ratio.is_known(self) {
            return Ok(None);
        }
        let (numerator, denominator) = ratio.parts(self, arm);
        let few = || denominator.values().iter().sum::<f64>() < FEW_MENTIONS;
        if ratio == Ratio::NetSentiment && few() {
            return Ok(None);
        }
        let parts = Parts {
            numerator: &numerator,
            denominator: &denominator,
        };
        parts.ratio(self.level)
    }

    /// What arm `of` has over arm `against` of `ratio`, in the same worlds; `None`
    /// where one of the two is not defined.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewWorlds`] below two worlds.
    pub fn ratio_difference(
        &self,
        of: usize,
        against: usize,
        ratio: Ratio,
    ) -> Result<Option<ratio::Ratio>, Error> {
        if !ratio.is_known(self) {
            return Ok(None);
        }
        let [of, against] = [of, against].map(|arm| ratio.parts(self, arm));
        let parts = |(numerator, denominator)| Parts {
            numerator,
            denominator,
        };
        parts((&of.0, &of.1)).minus(parts((&against.0, &against.1)), self.level)
    }
}
