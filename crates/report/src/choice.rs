//! Whom to start with: in words for the terminal, as one JSON document, as tables and as a
//! picture.

pub mod document;
pub mod picture;
pub mod summary;
pub mod tables;

use std::fs;
use std::path::{Path, PathBuf};

use groundswell_experiment::choice::{Aim, Choice, Choices, Wanted};
use groundswell_experiment::diffusion_study::DiffusionStudy;
use groundswell_graph::id::NodeId;
use groundswell_graph::whole_file::settle;
use groundswell_scenario::stamp::Stamp;

use crate::dossier::lines;
use crate::error::Error;
use crate::folder::{drawn, publish, refused};
use crate::formats::{self, Formats};
use crate::recipe::Recipe;

/// The document's file.
pub const DOCUMENT: &str = "maximize.json";

/// What was found out about whom to start with.
#[derive(Debug, Clone)]
pub struct ChoiceFindings<'a> {
    /// What the graph is called.
    pub title: &'a str,
    /// The question with its graph.
    pub study: &'a DiffusionStudy,
    /// How it was to be chosen.
    pub wanted: &'a Wanted<'a>,
    /// Who was chosen.
    pub choices: &'a Choices,
    /// What a result can be traced by, as names and values.
    stamp: Vec<(String, String)>,
    /// How it is made again, where that is known.
    recipe: Option<Recipe>,
}

impl<'a> ChoiceFindings<'a> {
    /// The findings of a study, made by this version of the program.
    pub fn new(
        title: &'a str,
        study: &'a DiffusionStudy,
        wanted: &'a Wanted<'a>,
        choices: &'a Choices,
        program: &str,
    ) -> Self {
        let worlds = u32::try_from(choices.worlds).unwrap_or(u32::MAX);
        let fingerprint = study.graph().fingerprint();
        let asked = study.choice_hash(wanted);
        let stamp = Stamp::of_diffusion(program, asked, fingerprint, study.seed(), worlds);
        Self {
            title,
            study,
            wanted,
            choices,
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

    /// The way that was asked for.
    fn chosen(&self) -> &'a Choice {
        &self.choices.all[0]
    }

    /// What an offer costs, and the chance that it is taken up.
    fn offer(&self, at: usize) -> Option<Offer> {
        let Aim::Offers { offers, .. } = self.wanted.aim else {
            return None;
        };
        let offer = offers.get(at)?;
        Some(Offer {
            cost: offer.cost,
            chance: offer.chance.get(),
        })
    }

    fn id(&self, v: NodeId) -> String {
        self.study.graph().original_id(v)
    }
}

/// An offer as it is told.
#[derive(Debug, Clone, Copy)]
struct Offer {
    cost: f64,
    chance: f64,
}

/// Writes document, picture and tables into `folder`, which is made if it is not there;
/// the picture also in these formats. Gives the paths, the document first.
///
/// # Errors
///
/// [`Error::File`] with the path and the system's reason if a file cannot be written.
pub fn write(
    findings: &ChoiceFindings<'_>,
    formats: Formats,
    folder: &Path,
) -> Result<Vec<PathBuf>, Error> {
    // Whatever cannot be made is found out before anything is written.
    let document = document::document(findings, None)?;
    let picture = picture::spread(findings);
    let seeds = tables::seeds(findings)?;

    fs::create_dir_all(folder).map_err(refused(folder))?;
    let mut written = vec![publish(folder, DOCUMENT, document.as_bytes())?];
    written.push(publish(folder, "seeds.csv", seeds.as_bytes())?);
    written.extend(drawn(folder, &picture)?);
    written.extend(formats::write(&[picture], formats, folder)?);
    settle(folder).map_err(refused(folder))?;
    Ok(written)
}
