//! How far word spread: in words for the terminal, as one JSON document, as tables
//! and as pictures.
//!
//! [`summary`], [`document`], [`tables`] and [`pictures`](mod@pictures) tell the same
//! [`SpreadFindings`], which somebody else has found out; [`write()`] files them.

pub mod document;
pub mod pictures;
pub mod summary;
pub mod tables;

use std::fs;
use std::path::{Path, PathBuf};

use groundswell_experiment::diffusion_study::{DiffusionStudy, Outcome};
use groundswell_experiment::expectation::Finding;
use groundswell_experiment::trees::Trees;
use groundswell_graph::id::NodeId;
use groundswell_graph::whole_file::settle;
use groundswell_scenario::stamp::Stamp;

use crate::dossier::lines;
use crate::error::Error;
use crate::folder::{drawn, drawn_with, publish, refused};
use crate::formats::{self, Formats};
use crate::recipe::Recipe;

/// The document's file.
pub const DOCUMENT: &str = "run.json";

/// Seeds whose ids are told; of more only the number is.
const TOLD: usize = 1000;

/// What was found out about how far word spreads.
#[derive(Debug, Clone)]
pub struct SpreadFindings<'a> {
    /// What the graph is called.
    pub title: &'a str,
    /// The question with its graph.
    pub study: &'a DiffusionStudy,
    /// What it came to.
    pub outcome: &'a Outcome,
    /// Who convinced whom, if that was asked.
    pub trees: Option<&'a Trees>,
    /// Whether the spreads of all worlds are told one by one.
    pub sizes: bool,
    /// What was expected of it.
    pub expected: &'a [Finding],
    /// What a result can be traced by, as names and values.
    stamp: Vec<(String, String)>,
    /// How it is made again, where that is known.
    recipe: Option<Recipe>,
}

impl<'a> SpreadFindings<'a> {
    /// The findings of a study, made by this version of the program.
    pub fn new(
        title: &'a str,
        study: &'a DiffusionStudy,
        outcome: &'a Outcome,
        trees: Option<&'a Trees>,
        sizes: bool,
        program: &str,
    ) -> Self {
        let worlds = u32::try_from(outcome.sizes.len()).unwrap_or(u32::MAX);
        let fingerprint = study.graph().fingerprint();
        let asked = study.hash();
        let stamp = Stamp::of_diffusion(program, asked, fingerprint, study.seed(), worlds);
        let stamp = stamp.with_luck(outcome.luck());
        Self {
            title,
            study,
            outcome,
            trees,
            sizes,
            expected: &[],
            stamp: lines(&stamp),
            recipe: None,
        }
    }

    /// The same, which this recipe makes again.
    #[must_use]
    pub fn made_by(self, recipe: Recipe) -> Self {
        Self {
            recipe: Some(recipe),
            ..self
        }
    }

    /// The same beside what was expected.
    #[must_use]
    pub fn expecting(self, expected: &'a [Finding]) -> Self {
        Self { expected, ..self }
    }

    /// Seeds in every world, by their original ids; `None` where they are many or
    /// left to chance.
    fn seeds(&self) -> Option<Vec<String>> {
        let seeds = self.study.seeds();
        let few = seeds.perhaps.is_empty() && seeds.always.len() <= TOLD;
        few.then(|| seeds.always.iter().map(|&v| self.id(v)).collect())
    }

    fn id(&self, v: NodeId) -> String {
        self.study.graph().original_id(v)
    }

    fn worlds(&self) -> u64 {
        self.outcome.sizes.len() as u64
    }
}

/// Writes document, pictures and tables into `folder`, which is made if it is not
/// there; the pictures also in these formats. Gives the paths, the document first.
///
/// # Errors
///
/// [`Error::File`] with the path and the system's reason if a file cannot be
/// written; [`Error::Estimate`] below two worlds.
pub fn write(
    findings: &SpreadFindings<'_>,
    formats: Formats,
    folder: &Path,
) -> Result<Vec<PathBuf>, Error> {
    // Whatever cannot be made is found out before anything is written.
    let document = document::document(findings, None)?;
    let spread = pictures::spread(findings);
    let sizes = pictures::sizes(findings)?;
    let by_round = tables::by_round(findings)?;
    let distribution = tables::distribution(findings)?;
    let activation = tables::activation(findings)?;
    let events = tables::events(findings)?;

    fs::create_dir_all(folder).map_err(refused(folder))?;
    let mut written = vec![publish(folder, DOCUMENT, document.as_bytes())?];
    written.extend(drawn_with(folder, &spread, &by_round)?);
    written.extend(drawn_with(folder, &sizes, &distribution)?);
    let mut pictures = vec![spread, sizes];
    let depth = pictures::depth::depth(findings);
    for further in pictures::opinions(findings).into_iter().chain(depth) {
        written.extend(drawn(folder, &further)?);
        pictures.push(further);
    }
    for (name, table) in [("activation.csv", activation), ("events.csv", events)] {
        if let Some(table) = table {
            written.push(publish(folder, name, table.as_bytes())?);
        }
    }
    written.extend(formats::write(&pictures, formats, folder)?);
    settle(folder).map_err(refused(folder))?;
    Ok(written)
}
