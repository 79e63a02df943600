//! Pictures once more: on dark ground, for a column of a paper, as a card for social media.
//!
//! A report's folder holds every picture for a slide on white. Whoever wants others names
//! them, and finds them in a folder within it, as SVG and as PNG: `pictures/reach-paper.svg`,
//! `pictures/reach-social-dark.png`. The numbers behind them stay where they are.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use groundswell_graph::whole_file::settle;

use crate::error::Error;
use crate::folder::{publish, refused};
use crate::pictures::Named;
use crate::size::Size;
use crate::theme::Theme;
use crate::{draw, png};

/// The folder within the report's.
pub const FOLDER: &str = "pictures";

/// The words by which formats are named.
pub const WORDS: [&str; 4] = ["slide", "paper", "social", "dark"];

/// In which formats pictures are drawn besides the slide on white that every report has:
/// the named sizes on white, and with [`dark`](Self::dark) the slide and these on dark
/// ground too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Formats {
    /// For a column of a paper: [`Size::PAPER`].
    pub paper: bool,
    /// As a card for social media: [`Size::SOCIAL`].
    pub social: bool,
    /// On dark ground.
    pub dark: bool,
}

impl Formats {
    /// Every size and ground with what it adds to the name of a file.
    fn all(self) -> Vec<(Size, Theme, String)> {
        let sizes = [
            (true, Size::SLIDE, ""),
            (self.paper, Size::PAPER, "-paper"),
            (self.social, Size::SOCIAL, "-social"),
        ];
        let themes = [(true, Theme::Light, ""), (self.dark, Theme::Dark, "-dark")];
        let mut all = Vec::new();
        for (_, size, of_size) in sizes.into_iter().filter(|size| size.0) {
            for (_, theme, of_theme) in themes.into_iter().filter(|theme| theme.0) {
                all.push((size, theme, format!("{of_size}{of_theme}")));
            }
        }
        // The first, a slide on white, is in the report's folder.
        all.split_off(1)
    }
}

impl FromStr for Formats {
    /// The word that names no format.
    type Err = String;

    /// Some of [`WORDS`], with commas between: `paper,social,dark`. `slide` adds nothing.
    fn from_str(words: &str) -> Result<Self, String> {
        let mut formats = Self::default();
        for word in words.split(',').map(str::trim) {
            match word {
                "slide" => {}
                "paper" => formats.paper = true,
                "social" => formats.social = true,
                "dark" => formats.dark = true,
                other => return Err(other.to_owned()),
            }
        }
        Ok(formats)
    }
}

/// Draws these pictures in these formats into the folder [`FOLDER`] within `report`; gives
/// the paths, and makes no folder where there is nothing to draw.
///
/// # Errors
///
/// [`Error::File`] with the path and the system's reason if a file cannot be written.
pub fn write(pictures: &[Named], formats: Formats, report: &Path) -> Result<Vec<PathBuf>, Error> {
    let all = formats.all();
    if all.is_empty() || pictures.is_empty() {
        return Ok(Vec::new());
    }
    let folder = report.join(FOLDER);
    fs::create_dir_all(&folder).map_err(refused(&folder))?;
    let mut written = Vec::new();
    for named in pictures {
        for (size, theme, ending) in &all {
            let svg = draw::svg(&named.picture, *size, *theme);
            let stem = format!("{}{ending}", named.stem);
            written.push(publish(&folder, &format!("{stem}.svg"), svg.as_bytes())?);
            let pixels = png::rasterise(&svg)?;
            written.push(publish(&folder, &format!("{stem}.png"), &pixels)?);
        }
    }
    settle(&folder).map_err(refused(&folder))?;
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{BarChart, Picture};

    fn names(words: &str) -> Vec<String> {
        let formats: Formats = words.parse().unwrap();
        formats.all().into_iter().map(|(.., name)| name).collect()
    }

    #[test]
    fn a_format_is_named_by_its_words() {
        assert!(names("slide").is_empty());
        assert_eq!(names("dark"), ["-dark"]);
        assert_eq!(names("paper, social"), ["-paper", "-social"]);
        assert_eq!(
            names("slide,paper,social,dark"),
            ["-dark", "-paper", "-paper-dark", "-social", "-social-dark"]
        );
        assert_eq!("paper,poster".parse::<Formats>(), Err("poster".to_owned()));
        assert!(WORDS.iter().all(|word| word.parse::<Formats>().is_ok()));
    }

    #[test]
    fn every_picture_is_drawn_in_every_format_and_nothing_where_none_is_named() {
        let name = format!("groundswell-formats-{}", std::process::id());
        let report = std::env::temp_dir().join(name);
        let pictures = [Named {
            stem: "funnel".into(),
            picture: Picture::Bars(BarChart::default()),
        }];
        assert_eq!(
            write(&pictures, Formats::default(), &report).unwrap(),
            Vec::<PathBuf>::new()
        );
        assert!(!report.exists());
        let formats = "paper,dark".parse().unwrap();
        let written = write(&pictures, formats, &report).unwrap();
        let of = |stem: &str| ["svg", "png"].map(|kind| format!("funnel{stem}.{kind}"));
        let expected = ["-dark", "-paper", "-paper-dark"].map(of).concat();
        let found = written.iter().map(|path| path.file_name().unwrap());
        assert!(found.eq(expected.iter().map(String::as_str)));
        let paper = fs::read_to_string(report.join(FOLDER).join("funnel-paper.svg")).unwrap();
        assert!(paper.contains("width=\"480\""));
        fs::remove_dir_all(&report).unwrap();
    }
}
