//! What if it were otherwise: one scenario carried out, and where its winner flips.
//!
//! [`study::Study`] takes a scenario from its file to a verdict; [`flip`] varies one
//! assumption and looks for the value at which the winner changes;
//! [`knowledge`](mod@knowledge) draws all of them and counts how often the winner stays;
//! [`credit`](mod@credit) tells which lever brought it about, [`replay`] plays one
//! world once more, and [`film`] makes it ready to be shown. What a long
//! run has finished is [`kept`].
//! [`design`] lays out points of the space of assumptions, [`store`] keeps what was worked
//! out at them, and [`sensitivity`] tells which assumptions the answers hang on.
//! [`diffusion_study::DiffusionStudy`] answers a question about one model on one graph.
//!
//! ```
//! use std::path::Path;
//!
//! use groundswell_campaign::compare::Effort;
//! use groundswell_diffusion::worlds::{Crew, Watch};
//! use groundswell_experiment::{flip::flips, study::Study};
//! use groundswell_scenario::scenario::Scenario;
//!
//! let text = r#"
//! format = 1
//! name = "Corner shop"
//!
//! [audience]
//! kind = "from-aggregates"
//! people = 2_000
//! fans = { facebook = 200 }
//! friends = { guess = 40 }
//!
//! [response]
//! boost = { engage = { guess = "1%" }, buy = { guess = "5%" } }
//! invite = { customer = { guess = "10%" } }
//!
//! [[strategy]]
//! name = "advertise"
//! actions = [{ kind = "boost", budget = 50, per_thousand = { guess = 8 } }]
//!
//! [[strategy]]
//! name = "invite"
//! actions = [{ kind = "prompt", via = "counter", seen = 0.5, take_part = 0.5, invitations = 2 }]
//! "#;
//! let scenario = Scenario::parse(text).expect("this file is fine").scenario;
//! let (crew, watch) = (Crew::of(2), Watch::default());
//! let study = Study::new(scenario, Path::new(""), 1, Effort::Worlds(100), &crew)?;
//! let outcome = study.run(&crew, &watch)?;
//! assert_eq!(outcome.comparison.arms[outcome.verdict.best].name, "invite");
//!
//! // Three customers by advertising are as many as three of a hundred invitations.
//! let flips = flips(&study, &outcome, &crew, &watch);
//! assert!((0.02..0.05).contains(&flips[0].crossings[0].value));
//! # Ok::<(), groundswell_experiment::study::Error>(())
//! ```

pub mod choice;
pub mod companion;
pub mod contour;
pub mod credit;
pub mod design;
pub mod diffusion_study;
mod dispatch;
pub mod expectation;
pub mod film;
pub mod flip;
mod found;
pub mod kept;
pub mod knowledge;
mod people;
pub mod replay;
pub mod sensitivity;
pub mod store;
pub mod study;
pub mod sweep;
pub mod tornado;
pub mod trees;
