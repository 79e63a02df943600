//! Writes the report of a made-up comparison into a folder, to be looked at.
//!
//! ```text
//! cargo run -p groundswell-report --example report -- FOLDER
//! ```

use std::path::PathBuf;

use groundswell_campaign::metric::Metric;
use groundswell_report::formats::Formats;
use groundswell_report::{folder, sentence, table};

#[path = "../tests/sample/mod.rs"]
mod sample;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let to = PathBuf::from(
        std::env::args()
            .nth(1)
            .ok_or("name a folder to write into")?,
    );
    let around = sample::surroundings();
    let comparison = sample::bakery(1_000);
    let findings = sample::findings(&comparison, Metric::Customers, &around);
    println!("{}\n", sentence::decision(&findings));
    for reversal in sentence::reversals(&findings)? {
        println!("{}", reversal.sentence(&findings));
    }
    for flip in sentence::flips(&findings) {
        println!("{flip}");
    }
    println!("\n{}", table::table(&findings)?.text(80));
    for path in folder::write(&findings, Formats::default(), &to)? {
        println!("{}", path.display());
    }
    Ok(())
}
