//! One world to look at: people as dots, words on their way between them, day by day,
//! under two strategies side by side.
//!
//! The same stage is drawn three times: as an SVG picture that moves by itself
//! ([`animated`]), as an animated PNG for where that is not taken (frames,
//! [`apng`]), and as a page on which it is played, stepped and searched ([`player`]).
//! States differ in colour and in shape; nobody's name is shown.

pub mod animated;
pub mod apng;
mod frames;
mod marks;
mod motion;
pub mod player;
mod stage;
mod style;

use std::fs;
use std::path::{Path, PathBuf};

use groundswell_experiment::film::{Film, Plot, State};
use groundswell_graph::whole_file::settle;

use crate::error::Error;
use crate::folder::{publish, refused};
use crate::number;
use crate::png;
use crate::svg::clean;
use crate::theme::Theme;

/// The page's file.
pub const PAGE: &str = "replay.html";

/// The picture that moves by itself.
pub const PICTURE: &str = "replay.svg";

/// The same as an animated PNG.
pub const PIXELS: &str = "replay.png";

/// The end, with every word that passed between friends.
pub const STILL: &str = "replay-still.png";

/// A film with what is told beside it.
#[derive(Debug, Clone, Copy)]
pub struct Screening<'a> {
    /// The scenario's name, or the graph's.
    pub title: &'a str,
    /// What happens.
    pub film: &'a Film,
}

impl Screening<'_> {
    /// Writes page, moving pictures and a still into `folder`, which is made if it is
    /// not there; gives the paths, the page first.
    ///
    /// A file that was there is replaced in one step.
    ///
    /// # Errors
    ///
    /// [`Error::File`] if a file cannot be written; [`Error::Svg`], [`Error::Canvas`]
    /// and [`Error::Png`] if there is no room for the pixels.
    pub fn write(&self, folder: &Path) -> Result<Vec<PathBuf>, Error> {
        let page = player::page(self);
        let picture = animated::svg(self, Theme::Light);
        let pixels = apng::apng(self, Theme::Light)?;
        let still = png::rasterise(&frames::still(self, Theme::Light))?;

        fs::create_dir_all(folder).map_err(refused(folder))?;
        let written = vec![
            publish(folder, PAGE, page.as_bytes())?,
            publish(folder, PICTURE, picture.as_bytes())?,
            publish(folder, PIXELS, &pixels)?,
            publish(folder, STILL, &still)?,
        ];
        settle(folder).map_err(refused(folder))?;
        Ok(written)
    }

    /// What the film is of and how it ends, for a terminal.
    pub fn text(&self) -> String {
        let (title, about) = (clean(self.title), self.about());
        let mut text = format!("{title}. {about}.\n\n{}:\n", self.moment(self.last()));
        for line in self.ending() {
            text.push_str(&format!("  {line}\n"));
        }
        text
    }

    /// What the counts come to in the end, a sentence for each take.
    fn ending(&self) -> Vec<String> {
        let takes = 0..self.film.takes.len();
        takes.map(|take| self.said(take, self.last())).collect()
    }

    /// What somebody who does not see it is told of one step of a take.
    fn said(&self, take: usize, step: usize) -> String {
        let take = &self.film.takes[take];
        let counts = self.film.counted.iter().zip(&take.steps[step].counts);
        let counts: Vec<String> = counts
            .map(|(state, &count)| format!("{} {}", number::count(count), label(*state, count)))
            .collect();
        format!("{}: {}.", clean(&take.name), counts.join(", "))
    }

    /// "Day 12" or "Round 3".
    fn moment(&self, step: usize) -> String {
        let at = self
            .film
            .takes
            .first()
            .map_or(0, |take| take.steps[step].at);
        match self.film.plot {
            Plot::Campaign => format!("Day {at}"),
            Plot::Cascade => format!("Round {at}"),
        }
    }

    /// How many steps there are; all takes have as many.
    fn steps(&self) -> usize {
        self.film.takes.first().map_or(0, |take| take.steps.len())
    }

    fn last(&self) -> usize {
        self.steps().saturating_sub(1)
    }

    /// What the picture is of.
    fn about(&self) -> String {
        let Film { world, seed, .. } = self.film;
        let same = match self.film.takes.len() {
            0 | 1 => "",
            _ => "; the same people, the same luck",
        };
        format!("World {world} of seed {seed}{same}")
    }

    /// Who is shown, where that is not everybody.
    fn cut(&self) -> Option<String> {
        let (shown, people) = (self.film.shown.len() as u64, u64::from(self.film.people));
        let (shown, all) = match shown < people {
            true => (number::count(shown), number::count(people)),
            false => return None,
        };
        Some(format!(
            "{shown} of {all} people are shown: those to whom most happens, fans, and their \
             friends. Counts are of all."
        ))
    }
}

/// What so many people in that state are called, as in "12 new customers".
fn label(state: State, count: u64) -> &'static str {
    let (one, several) = match state {
        State::Untouched => ("not reached", "not reached"),
        State::Reached => ("reached", "reached"),
        State::Visitor => ("visitor", "visitors"),
        State::Lead => ("lead", "leads"),
        State::Customer => ("new customer", "new customers"),
        State::Waiting => ("waits", "wait"),
        State::Speaking => ("speaks", "speak"),
        State::Silent => ("has fallen silent", "have fallen silent"),
    };
    if count == 1 { one } else { several }
}
