//! Pictures of planes: whole, small, and told in words as well as in colours.

mod gallery;

use groundswell_report::chart::{HeatChart, Picture};
use groundswell_report::size::Size;
use groundswell_report::theme::Theme;
use groundswell_report::{draw, rows};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

fn planes() -> impl Iterator<Item = (&'static str, HeatChart)> {
    gallery::all()
        .into_iter()
        .filter_map(|(name, picture)| match picture {
            Picture::Heat(chart) => Some((name, chart)),
            _ => None,
        })
}

fn plane(wanted: &str) -> HeatChart {
    let mut planes = planes();
    planes.find(|(name, _)| *name == wanted).unwrap().1
}

fn drawn(chart: HeatChart, theme: Theme) -> String {
    draw::svg(&Picture::Heat(chart), Size::SLIDE, theme)
}

/// The colours of all pixels of a picture, at this scale.
fn pixels(svg: &str, scale: f32) -> Pixmap {
    let tree = Tree::from_str(svg, &Options::default()).unwrap();
    let size = tree.size().to_int_size().scale_by(scale).unwrap();
    let mut pixels = Pixmap::new(size.width(), size.height()).unwrap();
    let scaled = Transform::from_scale(scale, scale);
    resvg::render(&tree, scaled, &mut pixels.as_mut());
    pixels
}

#[test]
fn tiles_of_several_sizes_join_without_gaps() {
    for name in ["heat-refined", "heat-fine", "heat-noise"] {
        for scale in [1.0, 1.37, 2.0] {
            let mut chart = plane(name);
            (chart.doubtful, chart.contours) = (Vec::new(), Vec::new());
            (chart.sides, chart.mark) = (None, None);
            let pixels = pixels(&drawn(chart, Theme::Light), scale);
            // Well within the plane the ground is white nowhere.
            let (left, right) = ((120.0 * scale) as u32, (640.0 * scale) as u32);
            let (top, bottom) = ((140.0 * scale) as u32, (440.0 * scale) as u32);
            let bare = (top..bottom)
                .flat_map(|y| (left..right).map(move |x| (x, y)))
                .find(|&(x, y)| {
                    let pixel = pixels.pixel(x, y).unwrap();
                    (pixel.red(), pixel.green(), pixel.blue()) == (255, 255, 255)
                });
            assert_eq!(bare, None, "{name} at {scale}");
        }
    }
}

#[test]
fn ten_thousand_tiles_stay_a_small_file() {
    for (name, chart) in planes() {
        let tiles = chart.tiles.len();
        let size = drawn(chart, Theme::Light).len();
        let most = if tiles > 1_000 { 300_000 } else { 60_000 };
        assert!(size < most, "{name}: {tiles} tiles in {size} bytes");
    }
}

#[test]
fn each_side_is_told_in_words_where_it_has_room() {
    let both = drawn(plane("heat"), Theme::Light);
    assert_eq!(both.matches(">better here<").count(), 2);
    assert!(both.contains(">equally good<") && both.contains(">not certain<"));
    let one = drawn(plane("heat-one-side"), Theme::Light);
    assert_eq!(one.matches(">better here<").count(), 1);
    assert!(one.contains(">Invite friends<") && !one.contains(">Broadcast<"));
    let none = drawn(plane("heat-depth"), Theme::Light);
    assert!(!none.contains("better here"));
}

#[test]
fn a_blank_tile_shows_the_ground() {
    for theme in [Theme::Light, Theme::Dark] {
        let mut chart = plane("heat-one");
        chart.tiles[0].value = f64::NAN;
        assert!(drawn(chart, theme).contains(">No data<"));
        let whole = pixels(&drawn(plane("heat"), theme), 1.0);
        let part = pixels(&drawn(plane("heat-missing"), theme), 1.0);
        // The tile at the lower left is missing from one of them.
        let (x, y) = (80, 440);
        assert_ne!(whole.pixel(x, y), whole.pixel(2, 2));
        assert_eq!(part.pixel(x, y), part.pixel(2, 2));
    }
}

#[test]
fn hostile_labels_stay_words() {
    let svg = drawn(plane("heat-hostile"), Theme::Light);
    assert!(!svg.contains("<script") && !svg.contains('\u{202e}') && !svg.contains('\u{0}'));
    assert!(svg.contains("&lt;script&gt;x&lt;/script&gt;"));
}

#[test]
fn the_table_has_a_row_for_each_tile() {
    let chart = plane("heat-missing");
    let tiles = chart.tiles.len();
    let table = rows::csv(&Picture::Heat(chart)).unwrap();
    assert_eq!(table.lines().count(), tiles + 1);
    assert!(table.lines().nth(1).unwrap().ends_with(','));
}
