//! Where everything stands in the picture of a film, and what is seen at which step.
//!
//! All parts are pieces of SVG without ids, styled by [`sheet`](super::style::sheet).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use groundswell_experiment::film::{Carrier, Plot, State, Touch};

use crate::film::marks::{Point, circle, dot, line, mark, tenth};
use crate::film::style::{CARRIERS, KEY, STATES};
use crate::film::{Screening, label};
use crate::font::{Weight, fit, width};
use crate::number;
use crate::svg::{clean, escaped};

/// Friendships up to which all are drawn.
const MOST_TIES: usize = 2500;

/// Lines that are drawn of one take's words in one step, at most.
const MOST_LINES: usize = 500;

/// Words that are seen on their way in a whole film, at most; of the others only the
/// line.
const MOST_MOVING: usize = 1200;

/// Distance from the edge of the picture.
const EDGE: f64 = 28.0;

/// Distance between two takes.
const GAP: f64 = 32.0;

/// Height above the people of a take: its name, the counts, and the brand.
const HEAD: f64 = 176.0;

/// A film in its places.
pub(super) struct Stage<'a> {
    screening: &'a Screening<'a>,
    pub(super) width: f64,
    pub(super) height: f64,
    /// The radius of a dot.
    pub(super) radius: f64,
    /// Width of one take.
    room: f64,
    /// Lower end of the people.
    foot: f64,
    /// Where those shown stand in the first take.
    points: Vec<Point>,
}

impl<'a> Stage<'a> {
    pub(super) fn of(screening: &'a Screening<'a>) -> Self {
        let takes = screening.film.takes.len().max(1) as f64;
        let room = if takes > 1.0 { 500.0 } else { 700.0 };
        let shown = &screening.film.shown;
        let ends = |of: fn(&(f64, f64)) -> f64| {
            let all = shown.iter().map(|s| of(&(s.place.x, s.place.y)));
            all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| {
                (low.min(x), high.max(x))
            })
        };
        let ((left, right), (top, bottom)) = (ends(|p| p.0), ends(|p| p.1));
        let (across, down) = ((right - left).max(1e-9), (bottom - top).max(1e-9));
        let tall = (room * down / across).clamp(220.0, 430.0);
        let margin = 10.0;
        let scale = ((room - 2.0 * margin) / across).min((tall - 2.0 * margin) / down);
        let (x, y) = ((left + right) / 2.0, (top + bottom) / 2.0);
        let point = |place: groundswell_graph::layout::Place| {
            (
                EDGE + room / 2.0 + (place.x - x) * scale,
                HEAD + tall / 2.0 + (place.y - y) * scale,
            )
        };
        let space = room * tall / shown.len().max(1) as f64;
        Self {
            screening,
            width: 2.0 * EDGE + takes * room + (takes - 1.0) * GAP,
            height: HEAD + tall + 92.0,
            radius: (0.2 * space.sqrt()).clamp(1.5, 6.0),
            room,
            foot: HEAD + tall,
            points: shown.iter().map(|shown| point(shown.place)).collect(),
        }
    }

    /// How far a take stands from the first.
    fn shift(&self, take: usize) -> f64 {
        take as f64 * (self.room + GAP)
    }

    fn point(&self, take: usize, at: u32) -> Point {
        let (x, y) = self.points[at as usize];
        (x + self.shift(take), y)
    }

    /// Where the brand stands in a take.
    fn brand(&self, take: usize) -> Point {
        (EDGE + self.shift(take) + self.room / 2.0, HEAD - 24.0)
    }

    fn takes(&self) -> std::ops::Range<usize> {
        0..self.screening.film.takes.len()
    }

    /// What never changes: words, friendships, and everybody as they are at first.
    pub(super) fn ground(&self) -> String {
        let Screening { title, film } = *self.screening;
        let mut svg = format!(
            "<rect class=\"g\" width=\"{}\" height=\"{}\"/>\n",
            self.width, self.height
        );
        let title = fit(&clean(title), self.width - 2.0 * EDGE - 130.0, 20.0, BOLD);
        text(&mut svg, "t", (EDGE, 40.0), 20.0, BOLD, &title);
        let about = self.screening.about();
        text(&mut svg, "q", (EDGE, 62.0), 13.0, PLAIN, &about);
        let ties = self.ties();
        for take in self.takes() {
            let left = EDGE + self.shift(take);
            let name = fit(&clean(&film.takes[take].name), self.room, 16.0, BOLD);
            let colour = if take == 0 { "h0" } else { "h1" };
            text(&mut svg, colour, (left, 98.0), 16.0, BOLD, &name);
            for (place, state) in film.counted.iter().enumerate() {
                let (x, y) = self.count_place(take, place);
                key(&mut svg, *state, (x, y - 5.0));
                let words = label(*state);
                text(&mut svg, "q", (x + 14.0, y + 15.0), 12.0, PLAIN, words);
            }
            if film.plot == Plot::Campaign {
                let (x, y) = self.brand(take);
                let _ = writeln!(
                    svg,
                    "<rect class=\"t\" x=\"{}\" y=\"{}\" width=\"12\" height=\"12\" rx=\"2\"/>",
                    tenth(x - 6.0),
                    tenth(y - 6.0)
                );
                text(&mut svg, "q", (x + 12.0, y + 4.0), 12.0, PLAIN, "the brand");
            }
            let mut lines = String::new();
            for [v, w] in &ties {
                line(&mut lines, self.point(take, *v), self.point(take, *w));
            }
            path(&mut svg, "tie", &lines);
            let all: Vec<Point> = (0..self.points.len())
                .map(|at| self.point(take, at as u32))
                .collect();
            marks(&mut svg, State::Untouched, &all, self.radius);
        }
        self.legend(&mut svg);
        svg
    }

    /// The friendships that are drawn: all, or where they are too many those along
    /// which a word passes, the first ones.
    fn ties(&self) -> Vec<[u32; 2]> {
        let film = self.screening.film;
        if film.ties.len() <= MOST_TIES {
            return film.ties.clone();
        }
        let mut used = Vec::new();
        for step in 0..self.screening.steps() {
            for take in &film.takes {
                let words = take.steps[step].touches.iter();
                let pair = |touch: &Touch| {
                    let from = touch.from?;
                    Some([from.min(touch.to), from.max(touch.to)])
                };
                used.extend(words.filter_map(pair));
            }
        }
        used.truncate(MOST_TIES);
        used.sort_unstable();
        used.dedup();
        used
    }

    /// The rings around fans, which stand above all marks.
    pub(super) fn fans(&self) -> String {
        let mut rings = String::new();
        for take in self.takes() {
            for (at, shown) in self.screening.film.shown.iter().enumerate() {
                if shown.is_fan {
                    let there = self.point(take, at as u32);
                    circle(&mut rings, there, self.fan_radius());
                }
            }
        }
        let mut svg = String::new();
        path(&mut svg, "fan", &rings);
        svg
    }

    fn fan_radius(&self) -> f64 {
        1.7 * self.radius
    }

    /// What people become in a step.
    pub(super) fn changes(&self, step: usize) -> String {
        let mut by_state: BTreeMap<State, Vec<Point>> = BTreeMap::new();
        for take in self.takes() {
            for &(at, state) in &self.screening.film.takes[take].steps[step].changes {
                let points = by_state.entry(state).or_default();
                points.push(self.point(take, at));
            }
        }
        let mut halo = String::new();
        for &at in by_state.values().flatten() {
            dot(&mut halo, at);
        }
        let mut svg = String::new();
        path(&mut svg, "halo", &halo);
        for (state, points) in by_state {
            marks(&mut svg, state, &points, self.radius);
        }
        svg
    }

    /// The lines along which words pass in a step.
    pub(super) fn lines(&self, step: usize) -> String {
        self.lines_of(step, &CARRIERS)
    }

    /// The lines of all steps along which friends' words pass.
    pub(super) fn all_lines(&self) -> String {
        let steps = 0..self.screening.steps();
        let friends = &CARRIERS[1..];
        steps.map(|step| self.lines_of(step, friends)).collect()
    }

    fn lines_of(&self, step: usize, carriers: &[Carrier]) -> String {
        let mut svg = String::new();
        for (class, carrier) in CARRIERS.into_iter().enumerate() {
            let mut lines = String::new();
            for take in self.takes().filter(|_| carriers.contains(&carrier)) {
                let step = &self.screening.film.takes[take].steps[step];
                let words = step.touches.iter().filter(|touch| touch.by == carrier);
                for touch in words.take(MOST_LINES) {
                    if let Some((from, to)) = self.way(take, touch) {
                        line(&mut lines, from, to);
                    }
                }
            }
            path(&mut svg, &format!("c{class}"), &lines);
        }
        svg
    }

    /// From where to where a word goes; nothing where no friend and no brand stand.
    fn way(&self, take: usize, touch: &Touch) -> Option<(Point, Point)> {
        let to = self.point(take, touch.to);
        let from = match touch.from {
            Some(from) => self.point(take, from),
            None if self.screening.film.plot == Plot::Campaign => self.brand(take),
            None => return None,
        };
        Some((from, to))
    }

    /// Friends' words on their way in a step: the class of each, from where, to where.
    /// Invitations come before others.
    pub(super) fn moving(&self, step: usize) -> Vec<(usize, Point, Point)> {
        let most = (MOST_MOVING / self.screening.steps().max(1)).max(8);
        let mut moving = Vec::new();
        for (class, carrier) in CARRIERS.into_iter().enumerate().skip(1).rev() {
            for take in self.takes() {
                let step = &self.screening.film.takes[take].steps[step];
                let words = step.touches.iter().filter(|touch| touch.by == carrier);
                let ways = words.filter_map(|touch| self.way(take, touch));
                moving.extend(ways.map(|(from, to)| (class, from, to)).take(most));
            }
        }
        moving.truncate(2 * most);
        moving
    }

    /// The day or round, and the counts at its end.
    pub(super) fn numbers(&self, step: usize) -> String {
        let mut svg = String::new();
        let moment = self.screening.moment(step);
        let _ = writeln!(
            svg,
            "<text class=\"t\" x=\"{}\" y=\"40\" font-size=\"20\" font-weight=\"600\" \
             text-anchor=\"end\">{moment}</text>",
            tenth(self.width - EDGE)
        );
        for take in self.takes() {
            let counts = &self.screening.film.takes[take].steps[step].counts;
            for (place, count) in counts.iter().enumerate() {
                let (x, y) = self.count_place(take, place);
                let count = number::count(*count);
                text(&mut svg, "t", (x + 14.0, y), 15.0, BOLD, &count);
            }
        }
        let share = (step + 1) as f64 / self.screening.steps() as f64;
        let _ = writeln!(
            svg,
            "<rect class=\"q\" x=\"0\" y=\"{}\" width=\"{}\" height=\"3\"/>",
            tenth(self.height - 3.0),
            tenth(self.width * share)
        );
        svg
    }

    fn count_place(&self, take: usize, place: usize) -> Point {
        let cells = self.screening.film.counted.len().max(3) as f64;
        let x = EDGE + self.shift(take) + 6.0 + self.room / cells * place as f64;
        (x, 122.0)
    }

    /// What marks and lines mean that stand beside no count, and who is shown.
    fn legend(&self, svg: &mut String) {
        let film = self.screening.film;
        let (mut x, y) = (EDGE + 6.0, self.foot + 34.0);
        let step = |words: &str| 34.0 + width(words, 12.0, PLAIN);
        let mut named = vec![State::Untouched];
        if film.plot == Plot::Cascade && !film.counted.contains(&State::Speaking) {
            named.push(State::Speaking);
        }
        for state in named {
            let words = match film.plot {
                Plot::Campaign => label(state),
                Plot::Cascade => "has not adopted",
            };
            key(svg, state, (x, y - 4.0));
            text(svg, "q", (x + 12.0, y), 12.0, PLAIN, words);
            x += step(words);
        }
        if film.shown.iter().any(|shown| shown.is_fan) {
            let words = match film.plot {
                Plot::Campaign => "a fan at first",
                Plot::Cascade => "a seed",
            };
            let mut ring = String::new();
            circle(&mut ring, (x, y - 4.0), 5.5);
            path(svg, "fan", &ring);
            text(svg, "q", (x + 12.0, y), 12.0, PLAIN, words);
            x += step(words);
        }
        for (class, carrier) in CARRIERS.into_iter().enumerate() {
            let mut steps = film.takes.iter().flat_map(|take| &take.steps);
            if !steps.any(|step| step.touches.iter().any(|touch| touch.by == carrier)) {
                continue;
            }
            let words = match (film.plot, carrier) {
                (Plot::Cascade, _) => "a word that convinces",
                (_, Carrier::Brand) => "from the brand",
                (_, Carrier::Friend) => "a friend’s word",
                (_, Carrier::Invitation) => "an invitation",
            };
            let mut sample = String::new();
            line(&mut sample, (x - 6.0, y - 4.0), (x + 12.0, y - 4.0));
            path(svg, &format!("c{class}"), &sample);
            if carrier != Carrier::Brand {
                let mut moving = String::new();
                dot(&mut moving, (x + 6.0, y - 4.0));
                path(svg, &format!("d{class}"), &moving);
            }
            text(svg, "q", (x + 18.0, y), 12.0, PLAIN, words);
            x += step(words) + 8.0;
        }
        if let Some(cut) = self.screening.cut() {
            let cut = fit(&cut, self.width - 2.0 * EDGE, 12.0, PLAIN);
            text(svg, "q", (EDGE, self.foot + 62.0), 12.0, PLAIN, &cut);
        }
    }
}

const BOLD: Weight = Weight::Semibold;
const PLAIN: Weight = Weight::Regular;

/// Adds marks of one state.
fn marks(svg: &mut String, state: State, points: &[Point], radius: f64) {
    let class = STATES.iter().position(|known| *known == state);
    let class = class.expect("all states are listed");
    let mut outline = String::new();
    for &at in points {
        mark(&mut outline, state, at, radius);
    }
    path(svg, &format!("s{class}"), &outline);
}

/// Adds a mark that stands beside words.
fn key(svg: &mut String, state: State, at: Point) {
    svg.push_str("<g class=\"key\">");
    marks(svg, state, &[at], KEY);
    svg.push_str("</g>\n");
}

/// Adds a line of text.
fn text(svg: &mut String, class: &str, at: Point, size: f64, weight: Weight, words: &str) {
    let heavy = match weight {
        Weight::Regular => String::new(),
        Weight::Semibold => format!(" font-weight=\"{}\"", weight.number()),
    };
    let _ = writeln!(
        svg,
        "<text class=\"{class}\" x=\"{}\" y=\"{}\" font-size=\"{size}\"{heavy}>{}</text>",
        tenth(at.0),
        tenth(at.1),
        escaped(words)
    );
}

/// Adds a shape of that class, unless it is empty.
fn path(svg: &mut String, class: &str, outline: &str) {
    if !outline.is_empty() {
        let _ = writeln!(svg, "<path class=\"{class}\" d=\"{outline}\"/>");
    }
}
