//! Who is asked to do what, and what it costs and earns.
//!
//! A [`Strategy`](strategy::Strategy) is a named list of [`Action`](action::Action)s.
//! On the [`Ground`](ground::Ground) of a graph and a [`Campaign`](strategy::Campaign) it
//! becomes a [`Plan`](plan::Plan); a [`Journey`](journey::Journey) plays it through in
//! one world and keeps a [`Ledger`](ledger::Ledger); [`compare`](mod@compare) does so for
//! several plans in the same worlds, and a [`Verdict`](verdict::Verdict) says who wins.
//!
//! ```
//! use groundswell_campaign::action::{Action, ActionKind, Boost, Spend};
//! use groundswell_campaign::ground::Ground;
//! use groundswell_campaign::journey::Journey;
//! use groundswell_campaign::money::Money;
//! use groundswell_campaign::plan::Plan;
//! use groundswell_campaign::response::{Funnel, Response};
//! use groundswell_campaign::strategy::{Campaign, Habits, Strategy};
//! use groundswell_diffusion::{model::independent_cascade::IndependentCascade, world::World};
//! use groundswell_graph::aggregates::Aggregates;
//! use groundswell_graph::probability::Probability;
//!
//! let town = Aggregates { people: 1000, friends: 20.0, ..Default::default() }.graph(1)?;
//! let p = |value| Probability::new(value).unwrap();
//! let euros = |units| Money::of(units).unwrap();
//! let boost = Funnel { engage: p(0.02), buy: p(0.1), ..Default::default() };
//! let campaign = Campaign {
//!     days: 28,
//!     habits: vec![Habits::default()],
//!     response: Response { boost, ..Default::default() },
//!     customers_among_fans: p(0.0),
//!     margin_per_customer: euros(45.0),
//!     hour: euros(15.0),
//!     budget: None,
//! };
//! let advertise = Action {
//!     name: "boost".into(),
//!     platform: "facebook".into(),
//!     start: 0,
//!     end: 28,
//!     fee: Money::ZERO,
//!     kind: ActionKind::Boost(Boost {
//!         budget: Spend::Fixed(euros(16.0)),
//!         per_thousand: euros(8.0),
//!     }),
//! };
//! let strategy = Strategy { name: "advertise".into(), actions: vec![advertise] };
//!
//! let ground = Ground::new(&town, &campaign);
//! let plan = Plan::new(&strategy, &town, Money::ZERO)?;
//! let mut journey = Journey::new(&ground);
//! let ledger = journey.run(&ground, &plan, &IndependentCascade, World::new(1, 0));
//! // Sixteen euros buy about 2,000 impressions, which reach most of 1,000 people.
//! let reached: u32 = ledger.total().reached.iter().sum();
//! assert!((800..=950).contains(&reached));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod action;
pub mod channel;
pub mod compare;
pub mod comparison;
pub mod delay;
pub mod fit;
pub mod ground;
mod impressions;
pub mod journey;
pub mod ledger;
pub mod metric;
pub mod money;
pub mod plan;
pub mod response;
pub mod strategy;
pub mod value;
pub mod verdict;
