//! No label of any picture meets another or leaves the canvas.
//!
//! Measured as drawn: the outlines that the rasteriser makes of each text, not
//! the widths by which the labels were placed.

mod gallery;
mod sample;

use groundswell_campaign::metric::Metric;
use groundswell_report::chart::Picture;
use groundswell_report::pictures::{further, pictures};
use groundswell_report::size::Size;
use groundswell_report::theme::Theme;
use groundswell_report::{draw, font, png, rows};
use resvg::usvg::{Group, Node, Options, Rect, Tree, fontdb};

const SIZES: [Size; 4] = [Size::SLIDE, Size::PAPER, Size::SOCIAL, Size::COLUMN];

fn read(svg: &str) -> Tree {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(font::REGULAR.to_vec());
    fonts.load_font_data(font::SEMIBOLD.to_vec());
    let options = Options {
        fontdb: fonts.into(),
        ..Options::default()
    };
    Tree::from_str(svg, &options).expect("a picture is SVG")
}

/// Every text of a picture with the box around its outlines.
fn labels(group: &Group, found: &mut Vec<(String, Rect)>) {
    for node in group.children() {
        match node {
            Node::Group(group) => labels(group, found),
            Node::Text(text) => {
                let words = text.chunks().iter().map(|chunk| chunk.text()).collect();
                found.push((words, text.flattened().abs_bounding_box()));
            }
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}

fn misplaced(picture: &Picture, size: Size, theme: Theme) -> Vec<String> {
    let tree = read(&draw::svg(picture, size, theme));
    let mut found = Vec::new();
    labels(tree.root(), &mut found);
    let mut faults = Vec::new();
    for (i, (words, a)) in found.iter().enumerate() {
        let (width, height) = (size.width() as f32, size.height() as f32);
        if a.left() < 1.0 || a.top() < 1.0 || a.right() > width - 1.0 || a.bottom() > height - 1.0 {
            faults.push(format!("{words:?} leaves the canvas: {a:?}"));
        }
        for (others, b) in &found[..i] {
            let apart = a.right() <= b.left()
                || b.right() <= a.left()
                || a.bottom() <= b.top()
                || b.bottom() <= a.top();
            if !apart {
                faults.push(format!("{words:?} meets {others:?}: {a:?} {b:?}"));
            }
        }
    }
    faults
}

/// That no label is misplaced at any size; themes differ in nothing but colours.
fn holds(name: &str, picture: &Picture) {
    for (size, theme) in SIZES
        .into_iter()
        .zip([Theme::Light, Theme::Dark].iter().cycle())
    {
        let faults = misplaced(picture, size, *theme);
        assert!(
            faults.is_empty(),
            "{name} at {size:?}, {theme:?}:\n{}",
            faults.join("\n")
        );
    }
}

#[test]
fn no_label_meets_another_or_leaves_the_canvas() {
    for (name, picture) in gallery::all() {
        holds(name, &picture);
    }
}

#[test]
fn no_label_of_a_report_meets_another_or_leaves_the_canvas() {
    use sample::{BROADCAST, INVITE, NOTHING};
    let around = sample::surroundings();
    let five = [
        ("broadcast-only", BROADCAST),
        ("invite-friends", INVITE),
        ("ask-at-the-counter", INVITE),
        ("boost-in-the-second-half", BROADCAST),
        ("a-strategy-with-a-name-that-goes-on-and-on", INVITE),
        ("do-nothing", NOTHING),
    ];
    let one = [five[0], five[5]];
    let two = [five[0], five[1], five[5]];
    for (arms, worlds) in [(&one[..], 40), (&two, 40), (&five, 40), (&two, 2)] {
        let comparison = sample::comparison(arms, worlds);
        for objective in [Metric::Customers, Metric::Reach, Metric::Profit] {
            let findings = sample::findings(&comparison, objective, &around);
            let all = pictures(&findings).unwrap();
            for named in all.into_iter().chain(further(&findings).unwrap()) {
                let case = format!("{} of {} arms, {worlds} worlds", named.stem, arms.len());
                holds(&case, &named.picture);
            }
        }
    }
}

#[test]
fn themes_differ_in_nothing_but_colours() {
    let coloured = |svg: &str| {
        let mut parts = svg.split('#');
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |all, part| all + part.get(6..).unwrap_or_default())
    };
    for (name, picture) in gallery::all() {
        if !matches!(picture, Picture::Heat(_)) && name != "hostile" {
            let [light, dark] = [Theme::Light, Theme::Dark]
                .map(|theme| coloured(&draw::svg(&picture, Size::SLIDE, theme)));
            assert!(light == dark, "{name}");
        }
    }
}

#[test]
fn a_name_with_room_is_not_cut() {
    for (name, picture) in gallery::all() {
        let long = [
            "long-names",
            "heat-long-names",
            "five-stack",
            "tornado-hostile",
        ];
        if !long.contains(&name) {
            let svg = draw::svg(&picture, Size::SLIDE, Theme::Light);
            assert!(!svg.contains('…'), "{name}");
        }
    }
}

#[test]
fn the_same_picture_gives_the_same_bytes() {
    for (name, picture) in gallery::all() {
        let svg = draw::svg(&picture, Size::SLIDE, Theme::Dark);
        assert_eq!(
            svg,
            draw::svg(&picture.clone(), Size::SLIDE, Theme::Dark),
            "{name}"
        );
        assert!(
            png::rasterise(&svg).unwrap() == png::rasterise(&svg).unwrap(),
            "{name}"
        );
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{name}");
    }
}

#[test]
fn hostile_names_stay_words() {
    let (_, picture) = gallery::all()
        .into_iter()
        .find(|(name, _)| *name == "hostile")
        .unwrap();
    let svg = draw::svg(&picture, Size::SLIDE, Theme::Light);
    assert!(!svg.contains("<script") && !svg.contains('\u{202e}') && !svg.contains('\u{0}'));
    assert!(svg.contains("&lt;script&gt;x&lt;/script&gt;"));
    let mut found = Vec::new();
    labels(read(&svg).root(), &mut found);
    assert!(found.iter().any(|(words, _)| words == "<script>x</script>"));
    assert!(
        rows::csv(&picture)
            .unwrap()
            .contains("<script>x</script>,0,")
    );
}
