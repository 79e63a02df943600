//! From a model's name to its code: the one place that knows which model is which.

use groundswell_diffusion::contagion::{Contagion, LiveEdge, Network};
use groundswell_diffusion::error::Error;
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
use groundswell_scenario::model::{Face, Model, Needed};

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
            Needed::Contacts(contacts) => {
                let people = networks.first().map_or(0, |network| network.ties.people());
                ComplexContagion::contacts(people, *contacts)
            }
            Needed::Fraction(fraction) => ComplexContagion::fraction(networks, *fraction),
        }),
        Model::ExposureCurve { limit, scale } => {
            visitor.any(&ExposureCurve::saturating(*limit, *scale)?)
        }
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
    })
}
