//! `doctor`: whether everything works on this machine, and how fast.

use std::path::Path;
use std::time::Instant;
use std::{env, fs, thread};

use groundswell_campaign::compare::Effort;
use groundswell_diffusion::spread;
use groundswell_diffusion::worlds::{Crew, Watch};
use groundswell_experiment::diffusion_study::{DiffusionStudy, Wish};
use groundswell_graph::import::Import;
use groundswell_graph::whole_file::write;
use groundswell_report::chart::{LineChart, Picture};
use groundswell_report::size::Size;
use groundswell_report::theme::Theme;
use groundswell_report::{draw, png};
use groundswell_scenario::built_in::BuiltIn;
use groundswell_scenario::diffusion::{Diffusion, Written};
use groundswell_scenario::stamp::VALUES_VERSION;
use serde_json::json;

use crate::Done;
use crate::exit::Exit;
use crate::memory;
use crate::version::{VERSION, build, features};
use crate::welcome::print_out;

/// The version of the keys of what is printed as JSON.
const SCHEMA: &str = "groundswell-doctor-1";

/// Worlds of the trial.
const WORLDS: u64 = 20_000;

/// Adopters in all worlds of the trial together, on any machine.
const ADOPTERS: u64 = 128_732;

/// One thing that was looked at.
struct Check {
    name: &'static str,
    /// Whether it is as it should be; `None` for what is only told.
    fine: Option<bool>,
    found: String,
}

impl Check {
    fn told(name: &'static str, found: impl Into<String>) -> Self {
        let (fine, found) = (None, found.into());
        Self { name, fine, found }
    }

    fn held(name: &'static str, fine: bool, found: impl Into<String>) -> Self {
        let (fine, found) = (Some(fine), found.into());
        Self { name, fine, found }
    }
}

/// Looks at everything and tells it.
pub(crate) fn verb(as_json: bool) -> Done {
    let mut checks = machine();
    checks.extend(same_numbers());
    checks.push(pictures());
    checks.push(files());
    let fine = checks.iter().all(|check| check.fine != Some(false));
    if as_json {
        let told = checks
            .iter()
            .map(|check| json!({"check": check.name, "fine": check.fine, "found": check.found}));
        let document = json!({
            "schema": SCHEMA,
            "version": VERSION,
            "values_version": VALUES_VERSION,
            "fine": fine,
            "checks": told.collect::<Vec<_>>(),
        });
        print_out(&format!("{document:#}\n"))?;
    } else {
        let width = checks.iter().map(|check| check.name.len()).max();
        let width = width.unwrap_or(0);
        let mut text = String::new();
        for Check { name, fine, found } in &checks {
            let mark = match fine {
                None => "    ",
                Some(true) => "ok  ",
                Some(false) => "BAD ",
            };
            text.push_str(&format!("{mark}{name:width$}  {found}\n"));
        }
        text.push_str(match fine {
            true => "\nAll is well.\n",
            false => "\nSomething is wrong: see BAD above.\n",
        });
        print_out(&text)?;
    }
    Ok(match fine {
        true => Exit::Done,
        false => Exit::Failed,
    })
}

/// What the program is and where it runs.
fn machine() -> Vec<Check> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let gib = memory::to_spare() as f64 / f64::from(1 << 30);
    vec![
        Check::told("program", format!("groundswell {VERSION}, {}", build())),
        Check::told("results", format!("version {VALUES_VERSION}")),
        Check::told("features", features()),
        Check::told(
            "system",
            format!("{} on {}", env::consts::OS, env::consts::ARCH),
        ),
        Check::told(
            "processors",
            format!("{threads}; registers: {}", spread::registers()),
        ),
        Check::told("memory", format!("{gib:.1} GiB may be used")),
    ]
}

/// Whether a cascade comes to the same here as anywhere, whichever engine runs it.
fn same_numbers() -> Vec<Check> {
    let (graph, _) = BuiltIn::Karate
        .graph(&Import::default())
        .expect("the club comes along whole");
    let question = Diffusion::parse(&Written {
        model: "independent-cascade".to_owned(),
        weights: vec!["uniform:0.1".to_owned()],
        seeds: vec!["0,33".to_owned()],
        ..Written::default()
    })
    .expect("the question is fixed and fine");
    let study = DiffusionStudy::new(question, graph, Path::new(""), 1, Effort::Worlds(WORLDS))
        .expect("the question fits the club");
    let adopters = |engine: spread::Engine, crew: &Crew| {
        let wish = Wish {
            engine,
            ..Wish::default()
        };
        let outcome = study.run(&wish, crew, &Watch::default());
        let outcome = outcome.expect("twenty thousand worlds are enough");
        outcome
            .sizes
            .iter()
            .map(|&size| u64::from(size))
            .sum::<u64>()
    };
    let (one, all) = (Crew::of(1), Crew::of(0));
    let start = Instant::now();
    let plain = adopters(spread::Engine::OneWorld, &one);
    let seconds = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let wide = adopters(spread::Engine::Lanes512, &all);
    let faster = seconds / start.elapsed().as_secs_f64();
    let found =
        format!("{plain} adopters in {WORLDS} worlds of the karate club; {ADOPTERS} anywhere");
    vec![
        Check::held("same numbers", plain == ADOPTERS, found),
        Check::held(
            "same engines",
            plain == wide,
            "512 worlds at once come to what one after the other does",
        ),
        Check::told(
            "speed",
            format!(
                "{:.0} such worlds a second one by one on one thread, {faster:.0} times as many \
                 by all there is",
                WORLDS as f64 / seconds
            ),
        ),
    ]
}

/// Whether pictures can be drawn.
fn pictures() -> Check {
    let svg = draw::svg(
        &Picture::Lines(LineChart::default()),
        Size::PAPER,
        Theme::Light,
    );
    match png::rasterise(&svg) {
        Ok(pixels) => Check::held("pictures", !pixels.is_empty(), "can be drawn"),
        Err(error) => Check::held("pictures", false, error.to_string()),
    }
}

/// Whether files can be put in their places.
fn files() -> Check {
    let path = env::temp_dir().join(format!("groundswell-doctor-{}", std::process::id()));
    let written = write(&path, b"groundswell").and_then(|()| fs::remove_file(&path));
    let place = env::temp_dir();
    match written {
        Ok(()) => Check::held(
            "files",
            true,
            format!("can be written in {}", place.display()),
        ),
        Err(error) => Check::held("files", false, format!("{}: {error}", place.display())),
    }
}
