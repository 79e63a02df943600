//! A film as single pictures.
//!
//! What a step changes is painted upon what was there before, so that a frame costs
//! what happens in it.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::Tree;

use crate::error::Error;
use crate::film::Screening;
use crate::film::animated::opening;
use crate::film::marks::dot;
use crate::film::motion::{Motion, WAY};
use crate::film::stage::Stage;
use crate::film::style;
use crate::png;
use crate::theme::Theme;

/// How far words have come where they are seen on their way.
const HALF_WAY: f64 = 0.55;

/// One picture, and for how many milliseconds it stands.
pub(super) struct Frame {
    pub(super) pixels: Pixmap,
    pub(super) milliseconds: f64,
}

/// The end of the film and the lines of all friends' words, as an SVG document.
pub(super) fn still(screening: &Screening<'_>, theme: Theme) -> String {
    let stage = Stage::of(screening);
    let changes = (0..screening.steps()).map(|step| stage.changes(step));
    let body = [
        stage.ground(),
        stage.all_lines(),
        changes.collect(),
        stage.fans(),
        stage.numbers(screening.last()),
    ];
    document(&stage, screening, theme, &body.concat())
}

/// Makes all frames, one after the other, and hands each to `show`.
///
/// # Errors
///
/// [`Error::Svg`], [`Error::Canvas`], and what `show` gives.
pub(super) fn each(
    screening: &Screening<'_>,
    theme: Theme,
    mut show: impl FnMut(Frame) -> Result<(), Error>,
) -> Result<(), Error> {
    let stage = Stage::of(screening);
    let steps = screening.steps();
    let motion = Motion::of(steps);
    let (width, height) = size(&stage);
    let mut settled = Pixmap::new(width, height).ok_or(Error::Canvas { width, height })?;
    let paint = |on: &mut Pixmap, body: &str| -> Result<(), Error> {
        let svg = document(&stage, screening, theme, body);
        let tree = Tree::from_str(&svg, &png::options()).map_err(Error::Svg)?;
        resvg::render(&tree, Transform::identity(), &mut on.as_mut());
        Ok(())
    };
    paint(&mut settled, &stage.ground())?;
    let fans = stage.fans();
    for step in 0..steps {
        let lines = stage.lines(step);
        let numbers = stage.numbers(step);
        let mut milliseconds = motion.ends(step) - motion.begins(step);
        if !lines.is_empty() {
            let mut pixels = settled.clone();
            let body = [lines, fans.clone(), moving(&stage, step), numbers.clone()];
            paint(&mut pixels, &body.concat())?;
            let way = WAY * motion.step;
            milliseconds -= way;
            show(Frame {
                pixels,
                milliseconds: way,
            })?;
        }
        paint(&mut settled, &stage.changes(step))?;
        let mut pixels = settled.clone();
        paint(&mut pixels, &[fans.clone(), numbers].concat())?;
        show(Frame {
            pixels,
            milliseconds,
        })?;
    }
    Ok(())
}

/// How many frames [`each`] makes.
pub(super) fn count(screening: &Screening<'_>) -> usize {
    let stage = Stage::of(screening);
    let on_the_way = |step: &usize| !stage.lines(*step).is_empty();
    let steps = screening.steps();
    steps + (0..steps).filter(on_the_way).count()
}

/// Width and height of every frame, in pixels.
pub(super) fn size(stage: &Stage<'_>) -> (u32, u32) {
    (stage.width.ceil() as u32, stage.height.ceil() as u32)
}

/// Friends' words half way.
fn moving(stage: &Stage<'_>, step: usize) -> String {
    let mut svg = String::new();
    for (class, from, to) in stage.moving(step) {
        let between = |from: f64, to: f64| from + HALF_WAY * (to - from);
        let at = (between(from.0, to.0), between(from.1, to.1));
        let mut outline = String::new();
        dot(&mut outline, at);
        svg.push_str(&format!("<path class=\"d{class}\" d=\"{outline}\"/>\n"));
    }
    svg
}

fn document(stage: &Stage<'_>, screening: &Screening<'_>, theme: Theme, body: &str) -> String {
    let opening = opening(stage, screening);
    let style = style::sheet(theme, stage.radius);
    format!("{opening}<style>{style}</style>\n{body}</svg>\n")
}
