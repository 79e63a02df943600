//! Pictures of what came out over a plane, tame and wild.

use groundswell_report::chart::{Axis, HeatChart, HeatSide, Picture, Scale, Tile, Unit};
use groundswell_report::theme::Role;

pub(crate) fn all() -> Vec<(&'static str, Picture)> {
    vec![
        ("heat", Picture::Heat(heat())),
        ("heat-refined", Picture::Heat(refined())),
        ("heat-fine", Picture::Heat(map(100, lead))),
        ("heat-noise", Picture::Heat(map(100, noise))),
        ("heat-depth", Picture::Heat(depth())),
        ("heat-log", Picture::Heat(logarithmic())),
        ("heat-one-side", Picture::Heat(map(20, |x, y| 3.0 + x + y))),
        ("heat-island", Picture::Heat(map(20, island))),
        ("heat-one", Picture::Heat(map(1, lead))),
        ("heat-row", Picture::Heat(row())),
        ("heat-missing", Picture::Heat(missing())),
        ("heat-zeros", Picture::Heat(map(8, |_, _| 0.0))),
        ("heat-tiny", Picture::Heat(scaled(1e-9, 1e-12))),
        ("heat-huge", Picture::Heat(scaled(1e9, 7.3e8))),
        ("heat-vast", Picture::Heat(scaled(1e290, 1e290))),
        ("heat-hostile", Picture::Heat(hostile())),
        ("heat-long-names", Picture::Heat(long_names())),
        ("heat-outside", Picture::Heat(outside())),
        ("heat-empty", Picture::Heat(HeatChart::default())),
    ]
}

/// By how much inviting leads, over two shares of the way from the lower to the
/// upper bound.
fn lead(x: f64, y: f64) -> f64 {
    900.0 * (x + 0.45 * y - 0.62) + 260.0 * (x - 0.5) * (y - 0.4)
}

/// Somewhere between −1 and 1, another at every place.
fn noise(x: f64, y: f64) -> f64 {
    let n = (x * 1_000.0) as u32 * 7_919 + (y * 1_000.0) as u32 * 104_729;
    f64::from(n.wrapping_mul(2_654_435_761) >> 8) / f64::from(1 << 23) - 1.0
}

fn island(x: f64, y: f64) -> f64 {
    300.0 * (0.006 - (x - 0.5).powi(2) - (y - 0.3).powi(2))
}

fn tile(x: (f64, f64), y: (f64, f64), value: impl Fn(f64, f64) -> f64) -> Tile {
    let value = value((x.0 + x.1) / 2.0, (y.0 + y.1) / 2.0);
    let chance = |share: f64| 0.02 + 0.18 * share;
    let friends = |share: f64| 40.0 + 200.0 * share;
    Tile {
        x: (chance(x.0), chance(x.1)),
        y: (friends(y.0), friends(y.1)),
        value,
    }
}

/// So many tiles each way.
fn map(count: u32, value: impl Fn(f64, f64) -> f64) -> HeatChart {
    let edges = |i: u32| {
        let at = |i: u32| f64::from(i) / f64::from(count);
        (at(i), at(i + 1))
    };
    let tiles = (0..count * count).map(|i| tile(edges(i % count), edges(i / count), &value));
    HeatChart {
        title: "Inviting friends wins where invitations are taken up, or fans have many friends"
            .into(),
        subtitle: "New customers within 90 days, inviting less broadcasting, at equal spend; mean \
                   over 200 worlds"
            .into(),
        alt: "Inviting friends is better above 8% to 13%, depending on the friends of a fan."
            .into(),
        note: "200 worlds at each corner, seed 7.".into(),
        x: Scale {
            label: "Chance that an invitation is taken up".into(),
            unit: Unit::Share,
            logarithmic: false,
            whole: false,
        },
        y: Scale {
            label: "Friends of a fan".into(),
            unit: Unit::People,
            logarithmic: false,
            whole: false,
        },
        value: Axis {
            label: "More customers by inviting".into(),
            unit: Unit::People,
        },
        sides: Some([
            HeatSide {
                name: "Invite friends".into(),
                role: Role::Strategy(1),
            },
            HeatSide {
                name: "Broadcast".into(),
                role: Role::Strategy(0),
            },
        ]),
        tiles: tiles.collect(),
        contour_name: "equally good".into(),
        ..HeatChart::default()
    }
}

/// Where the lead is `level`, from the lower to the upper edge.
fn level(level: f64) -> Vec<(f64, f64)> {
    let steps = (0..=40).map(|i| f64::from(i) / 40.0);
    let solved = steps.filter_map(|y| {
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..50 {
            let middle = (low + high) / 2.0;
            match lead(middle, y) < level {
                true => low = middle,
                false => high = middle,
            }
        }
        let inside = (0.001..0.999).contains(&low);
        inside.then_some((0.02 + 0.18 * low, 40.0 + 200.0 * y))
    });
    solved.collect()
}

fn heat() -> HeatChart {
    let (low, high) = (level(-60.0), level(60.0));
    let strip = |i: usize| vec![low[i], low[i + 1], high[i + 1], high[i]];
    HeatChart {
        doubtful: (0..40).map(strip).collect(),
        contours: vec![level(0.0)],
        mark: Some((0.14, 130.0, "as it is".into())),
        ..map(20, lead)
    }
}

/// Coarse, and finer the nearer to the contour.
fn refined() -> HeatChart {
    fn split(x: (f64, f64), y: (f64, f64), depth: u32, tiles: &mut Vec<Tile>) {
        let corners = [(x.0, y.0), (x.1, y.0), (x.0, y.1), (x.1, y.1)];
        let above = corners.iter().filter(|c| lead(c.0, c.1) > 0.0).count();
        if depth > 2 && (depth >= 6 || above == 0 || above == 4) {
            return tiles.push(tile(x, y, lead));
        }
        let (mx, my) = ((x.0 + x.1) / 2.0, (y.0 + y.1) / 2.0);
        for (x, y) in [
            ((x.0, mx), (y.0, my)),
            ((mx, x.1), (y.0, my)),
            ((x.0, mx), (my, y.1)),
            ((mx, x.1), (my, y.1)),
        ] {
            split(x, y, depth + 1, tiles);
        }
    }
    let mut chart = heat();
    chart.tiles.clear();
    split((0.0, 1.0), (0.0, 1.0), 0, &mut chart.tiles);
    chart
}

/// One strategy, over the same plane, as a share of what can be reached.
fn depth() -> HeatChart {
    HeatChart {
        title: "Half of the town hears of it wherever fans have a hundred friends".into(),
        subtitle: "Share of the audience that saw at least one message within 30 days".into(),
        value: Axis {
            label: "Audience reached".into(),
            unit: Unit::Share,
        },
        sides: None,
        ..map(20, |x, y| 0.22 + 0.5 * y * (0.6 + 0.4 * x))
    }
}

fn logarithmic() -> HeatChart {
    let mut chart = heat();
    chart.x = Scale {
        label: "Budget".into(),
        unit: Unit::Money("EUR".into()),
        logarithmic: true,
        whole: false,
    };
    let money = |x: f64| libm::pow(10.0, 2.0 + 3.0 * (x - 0.02) / 0.18);
    for tile in &mut chart.tiles {
        tile.x = (money(tile.x.0), money(tile.x.1));
    }
    let lines = chart.doubtful.iter_mut().chain(&mut chart.contours);
    lines.flatten().for_each(|point| point.0 = money(point.0));
    chart.mark = Some((500.0, 220.0, "as it is".into()));
    // Nothing has no place on the axis.
    let nothing = Tile {
        x: (0.0, 100.0),
        ..chart.tiles[0]
    };
    chart.tiles.push(nothing);
    chart
}

fn row() -> HeatChart {
    let mut chart = heat();
    chart.tiles.truncate(20);
    chart
}

fn missing() -> HeatChart {
    let mut chart = heat();
    for i in [0, 1, 20, 21, 55, 210, 211, 399] {
        chart.tiles[i].value = f64::NAN;
    }
    chart.contours[0][20].0 = f64::NAN;
    chart.doubtful[3][1].1 = f64::INFINITY;
    chart.mark = Some((f64::NAN, 100.0, "nowhere".into()));
    chart
}

fn scaled(across: f64, value: f64) -> HeatChart {
    let mut chart = heat();
    (chart.x.unit, chart.y.unit) = (Unit::Other(String::new()), Unit::Other(String::new()));
    let point = |(x, y): (f64, f64)| (x * across, y * across);
    for tile in &mut chart.tiles {
        tile.x = (tile.x.0 * across, tile.x.1 * across);
        tile.y = (tile.y.0 * across, tile.y.1 * across);
        tile.value *= value;
    }
    let lines = chart.doubtful.iter_mut().chain(&mut chart.contours);
    lines.flatten().for_each(|at| *at = point(*at));
    chart.mark = chart
        .mark
        .map(|(x, y, name)| (x * across, y * across, name));
    chart
}

fn hostile() -> HeatChart {
    let mut chart = heat();
    let words = "<script>x</script>\u{202e}\u{7}=1+1 \u{ffff}";
    chart.title = "</title><script>alert(1)</script> & \"quotes\" \u{202e}desrever\u{0}".into();
    for label in [
        &mut chart.x.label,
        &mut chart.y.label,
        &mut chart.value.label,
    ] {
        *label = words.into();
    }
    chart.contour_name = words.into();
    chart.mark = Some((0.02, 240.0, words.into()));
    chart.sides.as_mut().unwrap()[0].name = words.into();
    chart.sides.as_mut().unwrap()[1].name = "\u{202e}\u{7}=1+1 'Łódź' Ж".into();
    chart
}

fn long_names() -> HeatChart {
    let mut chart = heat();
    chart.title = chart.title.repeat(4);
    chart.subtitle = chart.subtitle.repeat(4);
    chart.note = chart.note.repeat(14);
    for label in [
        &mut chart.x.label,
        &mut chart.y.label,
        &mut chart.value.label,
    ] {
        *label = label.repeat(7);
    }
    chart.contour_name = "where one is as good as the other within what can be measured".into();
    chart.mark = Some((0.2, 40.0, "the scenario as it was written down".repeat(3)));
    let sides = chart.sides.as_mut().unwrap();
    sides[0].name = "Broadcast to every fan on every platform, twice a week".into();
    sides[1].name = "Aufforderung_zum_Weitersagen_an_alle_Freundinnen_und_Freunde".into();
    chart
}

/// Lines, areas and a mark that reach beyond the tiles.
fn outside() -> HeatChart {
    HeatChart {
        doubtful: vec![vec![(-1.0, 90.0), (0.1, 90.0), (0.1, 1e300), (-1.0, 1e9)]],
        contours: vec![vec![(-5.0, 0.0), (0.1, 100.0), (0.12, 200.0), (1e9, 1e300)]],
        mark: Some((0.5, 0.0, "beyond".into())),
        ..map(10, lead)
    }
}
