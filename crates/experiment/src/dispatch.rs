//! From a model's name to its code: the one place that knows which model is which.

use groundswell_diffusion::contagion::{Contagion, LiveEdge, Network, people};
use groundswell_diffusion::continuous::bass::Bass;
use groundswell_diffusion::continuous::cascade_in_time::CascadeInTime;
use groundswell_diffusion::continuous::delay::Delay;
use groundswell_diffusion::continuous::time::Time;
use groundswell_diffusion::continuous::time_critical::TimeCritical;
use groundswell_diffusion::continuous::{self, TimedContagion};
use groundswell_diffusion::draw::Draw;
use groundswell_diffusion::error::Error;
use groundswell_diffusion::looking::discrete_bass::DiscreteBass;
use groundswell_diffusion::looking::talk_of_the_network::TalkOfTheNetwork;
use groundswell_diffusion::looking::{Looking, Order};
use groundswell_diffusion::model::competitive_cascade::{CompetitiveCascade, Rival};
use groundswell_diffusion::model::complex_contagion::ComplexContagion;
use groundswell_diffusion::model::decreasing_cascade::DecreasingCascade;
use groundswell_diffusion::model::every_platform::EveryPlatform;
use groundswell_diffusion::model::exposure_curve::ExposureCurve;
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::model::limited_attention::LimitedAttention;
use groundswell_diffusion::model::limited_invitations::LimitedInvitations;
use groundswell_diffusion::model::linear_threshold::{LinearThreshold, LiveThreshold};
use groundswell_diffusion::model::multiplex_threshold::MultiplexThreshold;
use groundswell_diffusion::model::seir::Seir;
use groundswell_diffusion::model::sentiment::Sentiment;
use groundswell_diffusion::model::si::Si;
use groundswell_diffusion::model::sir::Sir;
use groundswell_diffusion::model::sis::Sis;
use groundswell_diffusion::model::structural_diversity::StructuralDiversity;
use groundswell_diffusion::opinion::Opinion;
use groundswell_diffusion::opinion::deffuant::Deffuant;
use groundswell_diffusion::opinion::degroot::DeGroot;
use groundswell_diffusion::opinion::friedkin_johnsen::FriedkinJohnsen;
use groundswell_diffusion::opinion::hegselmann_krause::HegselmannKrause;
use groundswell_diffusion::opinion::majority::Majority;
use groundswell_diffusion::opinion::q_voter::QVoter;
use groundswell_diffusion::opinion::schedule::{Meetings, OneAtATime, Schedule, Synchronous};
use groundswell_diffusion::opinion::sznajd::Sznajd;
use groundswell_diffusion::opinion::trust::Trust;
use groundswell_diffusion::opinion::voter::{Invasion, Voter};
use groundswell_graph::id::PerNode;
use groundswell_scenario::in_time::{InTime, Law};
use groundswell_scenario::looking;
use groundswell_scenario::model::{Face, Model, Needed};
use groundswell_scenario::opinions::{Opinions, Rule, Start, Turns};

/// Something that can be done with any model.
pub(crate) trait Visitor: Sized {
    /// What it comes to.
    type Answer;

    /// Does it with a model of contacts.
    fn any<C: Contagion>(self, model: &C) -> Self::Answer;

    /// Does it with a model whose ties are live or not.
    fn live<C: LiveEdge>(self, model: &C) -> Self::Answer {
        self.any(model)
    }

    /// Does it with a model whose adopters are of `kinds` kinds: `which` tells the
    /// kind by what somebody remembers, nothing for whoever has none.
    fn sorted<C: Contagion>(
        self,
        model: &C,
        kinds: usize,
        which: impl Fn(&C::Memory) -> Option<usize> + Sync,
    ) -> Self::Answer {
        let _ = (kinds, which);
        self.any(model)
    }

    /// Does it with a model in continuous time.
    fn in_time<C: TimedContagion>(self, model: &C) -> Self::Answer;

    /// Does it with a model of people who look round, in this order.
    fn looking<L: Looking>(self, model: &L, order: Order) -> Self::Answer;

    /// Does it with a model of opinions: what two sides or numbers people begin with
    /// is told by `start`, and `schedule` makes the model for these first opinions.
    fn opinions<O: FirstOpinion, S: Schedule<O>>(
        self,
        start: Start,
        schedule: impl Fn(&[O]) -> S + Sync,
    ) -> Self::Answer;
}

/// An opinion that a seed, another person, or chance gives somebody at first.
pub(crate) trait FirstOpinion: Opinion + 'static {
    /// Whether there is anything between two sides.
    const HAS_SHADES: bool;

    /// What seeds think, and what others do.
    fn of(is_seed: bool) -> Self;

    /// What chance gives.
    fn drawn(draw: Draw) -> Self;
}

impl FirstOpinion for bool {
    const HAS_SHADES: bool = false;

    fn of(is_seed: bool) -> Self {
        is_seed
    }

    fn drawn(draw: Draw) -> Self {
        draw.unit() >= 0.5
    }
}

impl FirstOpinion for f64 {
    const HAS_SHADES: bool = true;

    fn of(is_seed: bool) -> Self {
        f64::from(u8::from(is_seed))
    }

    fn drawn(draw: Draw) -> Self {
        draw.unit()
    }
}

/// What `visitor` comes to with `model` on these networks; `rivals` are the brands of
/// a competition.
///
/// # Errors
///
/// What makes the model impossible on the networks.
pub(crate) fn visit<V: Visitor>(
    model: &Model,
    networks: &[Network<'_>],
    rivals: &[Rival],
    visitor: V,
) -> Result<V::Answer, Error> {
    Ok(match model {
        Model::IndependentCascade => visitor.live(&IndependentCascade),
        Model::DecreasingCascade { share } => {
            visitor.any(&DecreasingCascade::new(networks, *share)?)
        }
        Model::LinearThreshold { face: Face::Live } => visitor.live(&LiveThreshold::new(networks)?),
        Model::LinearThreshold {
            face: Face::Thresholds,
        } => visitor.any(&LinearThreshold::new(networks)?),
        Model::ComplexContagion { needed } => visitor.any(&match needed {
            Needed::Contacts(contacts) => ComplexContagion::contacts(people(networks), *contacts),
            Needed::Fraction(fraction) => ComplexContagion::fraction(networks, *fraction),
        }),
        Model::ExposureCurve {
            limit,
            scale,
            chances,
        } => visitor.any(&match chances.is_empty() {
            true => ExposureCurve::saturating(*limit, *scale)?,
            false => ExposureCurve::new(chances)?,
        }),
        Model::StructuralDiversity { chances } => {
            visitor.any(&StructuralDiversity::new(networks, chances)?)
        }
        Model::LimitedInvitations { invitations } => visitor.any(&LimitedInvitations {
            invitations: *invitations,
        }),
        Model::LimitedAttention { attention } => {
            visitor.live(&LimitedAttention::new(networks, *attention)?)
        }
        Model::Si => visitor.any(&Si),
        Model::Sir { recovery } => visitor.any(&Sir::new(*recovery)),
        Model::Sis { recovery } => visitor.any(&Sis::new(*recovery)),
        Model::Seir { onset, recovery } => visitor.any(&Seir::new(*onset, *recovery)),
        Model::CompetitiveCascade { order, .. } => {
            let model = CompetitiveCascade::new(rivals, *order)?;
            visitor.sorted(&model, rivals.len(), |adopted| {
                adopted.brand().map(|brand| usize::from(brand.0))
            })
        }
        Model::Sentiment { quality } => visitor.sorted(&Sentiment::new(*quality), 2, |feeling| {
            feeling.is_pleased().map(|pleased| usize::from(!pleased))
        }),
        Model::EveryPlatform => visitor.any(&EveryPlatform::new(networks)?),
        Model::MultiplexThreshold { rule } => {
            visitor.any(&MultiplexThreshold::new(networks, *rule)?)
        }
        Model::InTime(model) => {
            on_one_platform(networks)?;
            in_time(model, visitor)?
        }
        Model::Looking(model) => {
            on_one_platform(networks)?;
            match model.rule {
                looking::Rule::DiscreteBass {
                    innovation,
                    imitation,
                } => visitor.looking(&DiscreteBass::new(innovation, imitation), model.order),
                looking::Rule::TalkOfTheNetwork(chances) => {
                    visitor.looking(&TalkOfTheNetwork::new(chances), model.order)
                }
            }
        }
        Model::Opinions(model) => {
            on_one_platform(networks)?;
            opinions(model, people(networks), visitor)?
        }
    })
}

/// # Errors
///
/// [`Error::TooManyNetworks`] for more than one.
fn on_one_platform(networks: &[Network<'_>]) -> Result<(), Error> {
    match networks.len() {
        1 => Ok(()),
        networks => Err(Error::TooManyNetworks { networks, most: 1 }),
    }
}

fn in_time<V: Visitor>(model: &InTime, visitor: V) -> Result<V::Answer, Error> {
    Ok(match *model {
        InTime::Si { rate } => visitor.in_time(&continuous::si::Si::new(rate)?),
        InTime::Sir { rate, recovery } => {
            visitor.in_time(&continuous::sir::Sir::new(rate, recovery)?)
        }
        InTime::Sis { rate, recovery } => {
            visitor.in_time(&continuous::sis::Sis::new(rate, recovery)?)
        }
        InTime::Seir {
            rate,
            onset,
            recovery,
        } => visitor.in_time(&continuous::seir::Seir::new(rate, onset, recovery)?),
        InTime::Cascade { delay, law } => visitor.in_time(&CascadeInTime {
            delay: match law {
                Law::Exponential => Delay::exponential(1.0 / delay)?,
                Law::Fixed => Delay::fixed(delay)?,
            },
            deadline: Time::NEVER,
        }),
        InTime::TimeCritical { meeting } => visitor.in_time(&TimeCritical {
            meeting,
            deadline: u32::MAX,
        }),
        InTime::Bass {
            innovation,
            imitation,
        } => visitor.in_time(&Bass::new(innovation, imitation)?),
    })
}

/// Runs the rule with the turns that were asked for.
macro_rules! by_turns {
    ($visitor:expr, $start:expr, $opinion:ty, $turns:expr, $model:expr) => {
        match $turns {
            Turns::OneAtATime => {
                $visitor.opinions($start, |_: &[$opinion]| OneAtATime::new($model))
            }
            Turns::AtOnce => $visitor.opinions($start, |_: &[$opinion]| Synchronous($model)),
        }
    };
}

fn opinions<V: Visitor>(model: &Opinions, people: u32, visitor: V) -> Result<V::Answer, Error> {
    let start = model.start;
    Ok(match model.rule {
        Rule::Voter(turns) => by_turns!(visitor, start, bool, turns, Voter),
        Rule::Invasion => visitor.opinions(start, |_: &[bool]| Meetings::new(Invasion)),
        Rule::QVoter { q, epsilon, turns } => {
            let model = QVoter::new(q, epsilon)?;
            by_turns!(visitor, start, bool, turns, model)
        }
        Rule::Majority(turns) => by_turns!(visitor, start, bool, turns, Majority),
        Rule::DeGroot { own } => {
            let model = DeGroot::new(Trust::in_oneself(own));
            visitor.opinions(start, |_: &[f64]| Synchronous(model.clone()))
        }
        Rule::FriedkinJohnsen {
            own,
            susceptibility,
        } => {
            let all = PerNode::filled(susceptibility, people);
            visitor.opinions(start, |first: &[f64]| {
                let trust = Trust::in_oneself(own);
                let model = FriedkinJohnsen::new(trust, all.clone(), first);
                Synchronous(model.expect("first opinions lie between 0 and 1"))
            })
        }
        Rule::Deffuant { confidence, step } => {
            let model = Deffuant::new(confidence, step)?;
            visitor.opinions(start, |_: &[f64]| Meetings::new(model))
        }
        Rule::HegselmannKrause { confidence } => {
            let model = HegselmannKrause::new(confidence)?;
            visitor.opinions(start, |_: &[f64]| Synchronous(model))
        }
        Rule::Sznajd => visitor.opinions(start, |_: &[bool]| Meetings::new(Sznajd)),
    })
}
