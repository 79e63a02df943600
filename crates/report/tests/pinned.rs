//! How every kind of picture looks, held to the byte.
//!
//! `GROUNDSWELL_EXPECT=write cargo test -p groundswell-report --test pinned` writes the
//! copies anew; look at each of them before it is kept.

mod gallery;

use std::fs;
use std::path::Path;

use groundswell_report::chart::Picture;
use groundswell_report::draw;
use groundswell_report::size::Size;
use groundswell_report::theme::Theme;

/// One case of the gallery for each kind, with the size and theme in which it is held.
const HELD: [(&str, Size, Theme); 10] = [
    ("one", Size::PAPER, Theme::Light),
    ("stack", Size::SLIDE, Theme::Light),
    ("bars", Size::SLIDE, Theme::Light),
    ("dots", Size::SLIDE, Theme::Light),
    ("extra", Size::SLIDE, Theme::Dark),
    ("log", Size::SOCIAL, Theme::Light),
    ("curves", Size::SLIDE, Theme::Light),
    ("frontier", Size::PAPER, Theme::Dark),
    ("heat", Size::SLIDE, Theme::Light),
    ("tornado", Size::SLIDE, Theme::Light),
];

fn case(wanted: &str) -> Picture {
    let mut all = gallery::all().into_iter();
    let found = all.find(|(name, _)| *name == wanted);
    found.expect("the gallery has every case that is held").1
}

/// A number for each kind of picture; a new kind asks for one here, and for a case above.
fn kind(picture: &Picture) -> usize {
    match picture {
        Picture::Lines(_) => 0,
        Picture::Stack(_) => 1,
        Picture::Bars(_) => 2,
        Picture::Dots(_) => 3,
        Picture::Log(_) => 4,
        Picture::Curves(_) => 5,
        Picture::Heat(_) => 6,
        Picture::Swings(_) => 7,
    }
}

#[test]
fn every_kind_of_picture_looks_as_it_did() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pinned");
    let is_writing = std::env::var_os("GROUNDSWELL_EXPECT").is_some_and(|wish| wish == "write");
    let mut moved = Vec::new();
    for (name, size, theme) in HELD {
        let copy = folder.join(format!("{name}.svg"));
        let drawn = draw::svg(&case(name), size, theme);
        if is_writing {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&copy, &drawn).unwrap();
            continue;
        }
        let kept = fs::read_to_string(&copy).unwrap_or_default();
        let kept = kept.replace("\r\n", "\n");
        if drawn != kept {
            let mut lines = drawn.lines().zip(kept.lines()).enumerate();
            let first = lines.find(|(_, (now, before))| now != before);
            let line = first.map_or(
                drawn.lines().count().min(kept.lines().count()),
                |(at, _)| at,
            );
            moved.push(format!("{name}.svg, first in line {}", line + 1));
        }
    }
    assert!(
        moved.is_empty(),
        "pictures look otherwise than tests/pinned has them:\n{}\nIf that is meant, \
         GROUNDSWELL_EXPECT=write writes them anew; look at each before it is kept.",
        moved.join("\n")
    );
}

#[test]
fn every_kind_of_picture_is_held() {
    let mut kinds: Vec<usize> = gallery::all().iter().map(|(_, p)| kind(p)).collect();
    let mut held: Vec<usize> = HELD.iter().map(|(name, ..)| kind(&case(name))).collect();
    for all in [&mut kinds, &mut held] {
        all.sort_unstable();
        all.dedup();
    }
    assert_eq!(kinds, (0..8).collect::<Vec<_>>());
    assert_eq!(held, kinds);
}
