//! Who is asked to do what, and what it costs and earns.
//!
//! A [`Strategy`](strategy::Strategy) is a named list of [`Action`](action::Action)s.
//! On the [`Ground`](ground::Ground) of a graph and a [`Campaign`](strategy::Campaign) it
//! becomes a [`Plan`](plan::Plan); a [`Journey`](journey::Journey) plays it through in
//! one world and keeps a [`Ledger`](ledger::Ledger); [`compare`](mod@compare) does so for
//! several plans in the same worlds, and a [`Verdict`](verdict::Verdict) says who wins.
//!
//! ```
//! use groundswell_campaign::action::boost::{Boost, Spend};
//! use groundswell_campaign::action::{Action, ActionKind};
//! use groundswell_campaign::ground::Ground;
//! use groundswell_campaign::journey::Journey;
//! use groundswell_campaign::metric::Metric;
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
//!     ..Default::default()
//! };
//! let boost = Boost::plain(Spend::Fixed(euros(16.0)), euros(8.0));
//! let advertise = Action::new("boost", "facebook", 28, ActionKind::Boost(boost));
//! let strategy = Strategy {
//!     name: "advertise".into(),
//!     actions: vec![advertise],
//!     ..Default::default()
//! };
//!
//! let ground = Ground::new(&town, &campaign);
//! let plan = Plan::new(&strategy, &town, Money::ZERO)?;
//! let mut journey = Journey::new(&ground);
//! let ledger = journey.run(&ground, &plan, &IndependentCascade, World::new(1, 0));
//! // Sixteen euros buy about 2,000 impressions, which reach most of 1,000 people.
//! let reached = ledger.total().get(Metric::Reach);
//! assert!((800..=950).contains(&reached));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod action;
mod booking;
pub mod branching;
pub mod channel;
pub mod compare;
pub mod comparison;
pub mod creative;
pub mod credit;
pub mod delay;
pub mod exposure;
pub mod fatigue;
pub mod fit;
pub mod ground;
mod impressions;
pub mod journey;
pub mod ledger;
pub mod market;
pub mod metric;
pub mod money;
pub mod monotone;
pub mod plan;
pub mod ratio;
pub mod response;
pub mod sentiment;
pub mod settle;
pub mod strategy;
pub mod surroundings;
pub mod value;
pub mod verdict;
pub mod worth;
