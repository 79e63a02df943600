//! A film of four people, drawn in every form.

mod sample;

use std::fs;
use std::path::Path;

use groundswell_campaign::metric::Metric;
use groundswell_experiment::film::{Carrier, Film, Plot, Shown, State, Step, Take, Touch};
use groundswell_graph::id::NodeId;
use groundswell_graph::layout::Place;
use groundswell_report::film::{Screening, animated, apng, player};
use groundswell_report::page;
use groundswell_report::policy::policy;
use groundswell_report::theme::Theme;
use png::Decoder;

const PEOPLE: u32 = 4;

fn shown(at: u32) -> Shown {
    Shown {
        person: NodeId(at),
        place: Place {
            x: f64::from(at % 2),
            y: f64::from(at / 2) * 0.7,
        },
        is_fan: at == 0,
    }
}

fn take(name: &str, invites: bool) -> Take {
    let by = match invites {
        true => Carrier::Invitation,
        false => Carrier::Friend,
    };
    let post = Touch {
        by: Carrier::Brand,
        from: None,
        to: 0,
    };
    let word = Touch {
        by,
        from: Some(0),
        to: 1,
    };
    let seen = Step {
        at: 0,
        touches: vec![post],
        changes: vec![(0, State::Visitor)],
        counts: vec![1, 0],
    };
    let quiet = Step {
        at: 1,
        touches: Vec::new(),
        changes: Vec::new(),
        counts: vec![1, 0],
    };
    let won = Step {
        at: 2,
        touches: vec![word],
        changes: vec![(1, State::Customer), (2, State::Reached), (3, State::Lead)],
        counts: vec![1234, 1],
    };
    Take {
        name: name.to_owned(),
        steps: vec![seen, quiet, won],
    }
}

fn film(names: [&str; 2]) -> Film {
    Film {
        world: 3,
        seed: 1,
        plot: Plot::Campaign,
        people: PEOPLE,
        shown: (0..PEOPLE).map(shown).collect(),
        ties: vec![[0, 1], [1, 3]],
        counted: vec![State::Reached, State::Customer],
        takes: vec![take(names[0], false), take(names[1], true)],
    }
}

#[test]
fn the_moving_picture_is_what_it_was_before() {
    let film = film(["broadcast", "invite"]);
    let screening = Screening {
        title: "Corner shop",
        film: &film,
    };
    let svg = animated::svg(&screening, Theme::Light);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expected");
    let copy = folder.join("film.svg");
    if std::env::var_os("GROUNDSWELL_EXPECT").is_some_and(|wish| wish == "write") {
        fs::create_dir_all(&folder).unwrap();
        fs::write(&copy, &svg).unwrap();
    }
    let kept = fs::read_to_string(&copy).unwrap().replace("\r\n", "\n");
    assert!(svg == kept, "the picture differs from {}", copy.display());
}

#[test]
fn the_animated_png_holds_every_frame_for_its_time() {
    let film = film(["broadcast", "invite"]);
    let screening = Screening {
        title: "Corner shop",
        film: &film,
    };
    let file = apng::apng(&screening, Theme::Light).unwrap();
    assert_eq!(file, apng::apng(&screening, Theme::Light).unwrap());
    let mut reader = Decoder::new(std::io::Cursor::new(&file))
        .read_info()
        .unwrap();
    let info = reader.info();
    let (width, height) = (info.width, info.height);
    // Words on their way and what they come to in the first and last step; the day
    // between has one frame.
    let control = info.animation_control.unwrap();
    assert_eq!((control.num_frames, control.num_plays), (5, 0));
    let mut delays = Vec::new();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    for number in 0..5 {
        reader.next_frame(&mut pixels).unwrap();
        let frame = *reader.info().frame_control().unwrap();
        assert_eq!(frame.delay_den, 1000);
        delays.push(frame.delay_num);
        let right = frame.x_offset + frame.width;
        let below = frame.y_offset + frame.height;
        assert!(right <= width && below <= height);
        if number == 0 {
            assert_eq!((frame.width, frame.height), (width, height));
        } else {
            // Not even the clock and the line of time take the whole picture.
            let changed = u64::from(frame.width) * u64::from(frame.height);
            assert!(changed < u64::from(width) * u64::from(height));
        }
    }
    assert_eq!(delays, [660, 440, 1100, 660, 2940]);
}

#[test]
fn hostile_labels_are_words_and_nothing_else() {
    let hostile = [
        "</script><script>alert(1)</script>",
        "\"/><image href='https://example.org/x.png'/>",
        "\u{202e}=cmd|' /C calc'!A0\u{0}\u{7}",
        "]]>&lt;--",
        "${alert(1)} {{7*7}} </style></svg>",
    ];
    for name in hostile {
        let film = film([name, name]);
        let screening = Screening {
            title: name,
            film: &film,
        };
        let svg = animated::svg(&screening, Theme::Dark);
        resvg::usvg::Tree::from_str(&svg, &resvg::usvg::Options::default()).unwrap();
        for bad in ["<script", "<image", "\u{202e}", "\u{0}", "</style></svg>"] {
            assert!(!svg.contains(bad), "{bad} in {name}");
        }
        assert_eq!(svg.matches("</svg>").count(), 1);
        let page = player::page(&screening);
        assert_eq!(page.matches("<script").count(), 1);
        assert_eq!(page.matches("</script>").count(), 1);
        assert!(page.contains(&policy(&[player::SCRIPT])));
        assert!(!page.contains("<image") && !page.contains('\u{202e}'));
    }
}

#[test]
fn every_step_can_be_found_in_the_page() {
    let film = film(["broadcast", "invite"]);
    let screening = Screening {
        title: "Corner shop",
        film: &film,
    };
    let page = player::page(&screening);
    assert_eq!(page.matches("<g class=\"p\">").count(), 3);
    assert_eq!(page.matches("data-say=").count(), 3);
    // Without scripts the last step is seen, and no other.
    assert_eq!(page.matches("<g class=\"o on\"").count(), 1);
    assert!(page.contains("Day 2. broadcast: 1,234 reached, 1 new customer."));
}

#[test]
fn a_world_is_played_in_a_page_that_has_room_for_it() {
    let film = film(["broadcast", "invite"]);
    let comparison = sample::bakery(40);
    let mut around = sample::surroundings();
    let page = |around: &sample::Surroundings| {
        let mut findings = sample::findings(&comparison, Metric::Customers, around);
        findings.film = Some(&film);
        page::html(&findings).unwrap()
    };
    let with = page(&around);
    assert!(with.contains("<h2>One of the worlds</h2>"));
    assert!(with.contains("Day 2. broadcast: 1,234 reached, 1 new customer."));
    assert_eq!(with.matches("<script>").count(), 3);

    around.warnings.push("so much to say ".repeat(100_000));
    let without = page(&around);
    assert!(!without.contains("One of the worlds") && !without.contains("class=\"replay\""));
    assert_eq!(without.matches("<script>").count(), 2);
    assert!(without.contains("so much to say so much to say"));
}
