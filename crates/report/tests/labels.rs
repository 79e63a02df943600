//! No label of any picture meets another or leaves the canvas.
//!
//! Measured as drawn: the outlines that the rasteriser makes of each text, not
//! the widths by which the labels were placed.

mod gallery;

use groundswell_report::chart::Picture;
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

fn misplaced(picture: &Picture, size: Size) -> Vec<String> {
    let tree = read(&draw::svg(picture, size, Theme::Light));
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

#[test]
fn no_label_meets_another_or_leaves_the_canvas() {
    for (name, picture) in gallery::all() {
        for size in SIZES {
            let faults = misplaced(&picture, size);
            assert!(
                faults.is_empty(),
                "{name} at {size:?}:\n{}",
                faults.join("\n")
            );
        }
    }
}

#[test]
fn a_name_with_room_is_not_cut() {
    for (name, picture) in gallery::all() {
        if !["long-names", "heat-long-names", "five-stack"].contains(&name) {
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
