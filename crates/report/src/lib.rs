//! What was found: the sentence, the table, the pictures, the page, and the
//! numbers behind them.
//!
//! A report never runs anything; it tells what others have counted. From
//! [`findings`] come the verdict in words ([`sentence`]), the strategies side by
//! side ([`table`](mod@table)), who is surpassed in everything
//! ([`trade_off`](mod@trade_off)), tidy CSV ([`tidy`]), one JSON document ([`json`]),
//! the [`pictures`](mod@pictures), the self-contained [`page`] and the `workbook`; [`folder`]
//! writes them all. One world in detail is told by [`replay`]
//! and shown by [`film`].
//!
//! ```
//! use groundswell_campaign::comparison::{Arm, Comparison, Row};
//! use groundswell_campaign::ledger::{Entry, Ledger};
//! use groundswell_campaign::metric::Metric;
//! use groundswell_campaign::verdict::{Spending, Verdict};
//! use groundswell_report::findings::Findings;
//! use groundswell_report::{json, sentence, table};
//!
//! // Two strategies in the same two worlds, a day each.
//! let row = |won| {
//!     let day = Entry { on_their_own: won, ..Entry::default() };
//!     Row::of(&Ledger::of(0, vec![day]), &[Metric::Customers])
//! };
//! let arm = |name: &str, won: [u32; 2]| Arm { name: name.into(), rows: won.map(row).into() };
//! let comparison = Comparison {
//!     days: 1,
//!     platforms: Vec::new(),
//!     rival_mentions: 0.0,
//!     loyalty: false,
//!     arms: vec![arm("invite", [44, 42]), arm("do-nothing", [2, 0])],
//!     reference: 1,
//!     followed: vec![Metric::Customers],
//!     level: 0.95,
//! };
//! let verdict = Verdict::of(&comparison, Metric::Customers, 0.1)?;
//! let findings = Findings {
//!     title: "Bakery",
//!     comparison: &comparison,
//!     verdict,
//!     spending: Spending::of(&comparison, &verdict)?,
//!     currency: "EUR",
//!     budget: None,
//!     knowledge: None,
//!     audience: &[],
//!     assumptions: &[],
//!     flips: &[],
//!     swings: &[],
//!     credits: &[],
//!     film: None,
//!     warnings: &[],
//!     stamp: &[],
//!     partial: false,
//!     recipe: None,
//! };
//! let said = sentence::decision(&findings);
//! assert!(said.starts_with("invite wins at equal spend: it brings 42 more new customers"));
//! assert!(table::table(&findings)?.text(80).contains("new customers"));
//! assert!(json::document(&findings)?.contains("groundswell-report-1"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A chart is a
//! plain value ([`chart`]), drawn as SVG ([`draw`]), turned into pixels where SVG
//! is not taken ([`png`]), and filed with its numbers ([`rows`]). Numbers are
//! written for people by [`number`], text for spreadsheets by [`defuse`].
//!
//! ```
//! use groundswell_report::chart::{Axis, LineChart, Picture, Series, Unit};
//! use groundswell_report::size::Size;
//! use groundswell_report::theme::{Role, Theme};
//! use groundswell_report::{draw, png, rows};
//!
//! let reach = LineChart {
//!     title: "Inviting friends reaches twice as many".to_owned(),
//!     subtitle: "People who saw at least one message".to_owned(),
//!     alt: "After 3 days inviting reaches 220 people, broadcasting 110.".to_owned(),
//!     y: Axis { label: "People reached".to_owned(), unit: Unit::People },
//!     series: vec![
//!         Series::line("Broadcast", Role::Strategy(0), vec![0.0, 80.0, 100.0, 110.0]),
//!         Series::line("Invite friends", Role::Strategy(1), vec![0.0, 90.0, 160.0, 220.0]),
//!     ],
//!     ..LineChart::default()
//! };
//! let picture = Picture::Lines(reach);
//! let svg = draw::svg(&picture, Size::SLIDE, Theme::Light);
//! let pixels = png::rasterise(&svg)?;
//! let table = rows::csv(&picture)?;
//! assert!(table.starts_with("series,day,mean (people)"));
//! # assert!(svg.contains("Invite friends") && !pixels.is_empty());
//! # Ok::<(), groundswell_report::error::Error>(())
//! ```

pub mod chart;
pub mod choice;
pub mod defuse;
pub mod diffusion;
pub mod dossier;
pub mod draw;
pub mod error;
pub mod film;
pub mod findings;
pub mod folder;
pub mod font;
pub mod formats;
pub mod graph_stats;
pub mod imported;
pub mod json;
pub mod number;
pub mod page;
pub mod pictures;
pub mod plan;
pub mod png;
pub mod policy;
pub mod presets;
pub mod recipe;
pub mod replay;
pub mod rows;
pub mod runs;
pub mod schema;
pub mod sentence;
pub mod sheet;
pub mod size;
pub mod table;
pub mod theme;
pub mod tidy;
pub mod trade_off;
#[cfg(feature = "xlsx")]
pub mod workbook;

mod aligned;
mod figure;
mod label;
mod scale;
mod svg;
pub mod sweep;
