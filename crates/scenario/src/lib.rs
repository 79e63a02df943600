//! What was asked for: the scenario file, checked and turned into values.
//!
//! [`Scenario::parse`](scenario::Scenario::parse) reads the text of a file and
//! gives a [`Scenario`](scenario::Scenario) with its
//! [`Audience`](audience::Audience), campaign and strategies, or every mistake
//! as a [`Diagnostic`](diagnostic::Diagnostic). Each number is a
//! [`Quantity`](quantity::Quantity) with its provenance, and may be varied by its
//! path through [`Overrides`](overrides::Overrides).
//!
//! ```
//! use groundswell_scenario::overrides::Overrides;
//! use groundswell_scenario::scenario::Scenario;
//!
//! let text = r#"
//! format = 1
//! name = "Corner shop"
//!
//! [audience]
//! kind = "from-aggregates"
//! people = 2_000
//! fans = { facebook = 100 }
//! friends = { guess = 40 }
//!
//! [response]
//! boost = { engage = { guess = "1%" }, buy = { guess = "5%" } }
//!
//! [[strategy]]
//! name = "advertise"
//! actions = [{ kind = "boost", budget = 50, per_thousand = { guess = 8 } }]
//! "#;
//! let scenario = Scenario::parse(text).expect("this file is fine").scenario;
//! assert_eq!(scenario.strategies[0].name, "advertise");
//!
//! let keener = Overrides::none().with("response.boost.engage", 0.02);
//! let keener = scenario.with(&keener).expect("this path exists");
//! assert_eq!(keener.campaign.response.boost.engage.get(), 0.02);
//!
//! let mistakes = Scenario::parse(&text.replace("friends", "freinds")).unwrap_err();
//! assert_eq!(mistakes.len(), 2); // `friends` is missing, `freinds` is unknown.
//! assert_eq!(mistakes[1].help.as_deref(), Some("did you mean `friends`?"));
//! ```

mod action;
pub mod audience;
pub mod branching;
pub mod built_in;
pub mod catalogue;
mod creative;
mod delay;
pub mod diagnostic;
pub mod diffusion;
mod diffusion_section;
mod document;
mod doubts;
mod effective;
pub mod expect;
mod exposure;
pub mod files;
mod from_aggregates;
mod from_files;
pub mod generated;
pub mod in_time;
mod levers;
pub mod looking;
mod market;
pub mod mistake;
pub mod model;
pub mod named_files;
pub mod opinions;
pub mod overrides;
pub mod people_and_ties;
pub mod per_person;
mod platform;
pub mod preset;
pub mod presets;
mod prompt;
pub mod quantity;
mod response;
mod reward;
pub mod run;
pub mod scenario;
mod seed_file;
pub mod seed_set;
pub mod setting;
pub mod stamp;
mod strategy;
pub mod suggestion;
mod surroundings;
mod survey;
pub mod sweep;
pub mod sweep_list;
mod sweep_section;
mod sweep_values;
pub mod terms;
pub mod weights;
