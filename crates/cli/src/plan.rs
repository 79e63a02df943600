//! `plan`: what a scenario or a sweep takes, from a short probe.

use std::time::Instant;

use groundswell_campaign::compare::bytes_per_world;
use groundswell_diffusion::worlds::{Crew, Watch};
use groundswell_experiment::store::Store;
use groundswell_experiment::sweep::held::held;
use groundswell_experiment::sweep::layout::Layout;
use groundswell_experiment::sweep::probe::Probe;
use groundswell_experiment::sweep::work::Shard;
use groundswell_report::number;
use groundswell_report::plan::{Plan, Span};

use crate::Done;
use crate::arguments::PlanOptions;
use crate::compare;
use crate::exit::Exit;
use crate::memory::line_of;
use crate::source::Source;
use crate::sweep::{folder, layout};
use crate::welcome::print_out;

/// Seconds that the worlds of the probe are to take, so that they tell something.
const LONG_ENOUGH: f64 = 0.6;

/// Seconds that a cell's answer takes to be gathered and tabled, and the pictures to be
/// drawn; measured with `groundswell sweep scenarios/bakery-map.toml` on what is there.
const TABLED: f64 = 0.0015;
const DRAWN: f64 = 0.6;

/// Where the system tells how much memory the program has.
const STATUS: &str = "/proc/self/status";

/// Bytes of the tables a cell, and of the pictures.
const ROWS: u64 = 12_000;
const PICTURES: u64 = 1_000_000;

/// What is expected.
struct Forecast {
    /// Seconds for as many worlds as a cell may stop with, and at the utmost.
    seconds: [f64; 2],
    /// Bytes of memory at the peak.
    memory: Option<u64>,
    /// Bytes on the disk at the utmost.
    disk: u64,
    /// Why cells that were tried cannot be carried out.
    refused: Vec<String>,
}

/// Says what carrying out the scenario takes.
pub(crate) fn verb(asked: &PlanOptions) -> Done {
    let source = Source::read(&asked.scenario)?;
    let options = &asked.options;
    let crew = compare::crew(options);
    let layout = layout(&source, options)?;
    let out = folder(&source, &asked.scenario, options);
    let cells = layout.cells().len() as u64;
    let looks = layout.looks();
    let (fewest, most) = match (looks.first(), looks.last()) {
        (Some(first), Some(last)) => (first.worlds, last.worlds),
        _ => (0, 0),
    };
    let blocks = u64::from(layout.blocks(most).end);
    let done = done(&layout, &out)?;
    let forecast = (!asked.no_probe).then(|| forecast(&layout, &crew, done, [fewest, most]));
    if asked.list {
        print_out(&list(&layout))?;
        return Ok(Exit::Done);
    }
    if options.json {
        let plan = Plan {
            title: &layout.scenario().name,
            cells,
            most_cells: layout.family(),
            worlds_per_cell: Span {
                low: fewest,
                high: most,
            },
            blocks: cells * blocks,
            blocks_done: done,
            seconds: forecast.as_ref().map(|forecast| Span {
                low: forecast.seconds[0],
                high: forecast.seconds[1],
            }),
            memory_bytes: forecast.as_ref().and_then(|f| f.memory),
            disk_bytes: forecast.as_ref().map(|f| f.disk),
            refused: forecast.as_ref().map(|f| &f.refused[..]),
        };
        print_out(&plan.document()?)?;
        return Ok(Exit::Done);
    }
    let count = |number: u64| number::count(number);
    let worlds = match fewest == most {
        true => count(most),
        false => format!("{} to {}", count(fewest), count(most)),
    };
    let mut text = format!("{}\n\n", layout.scenario().name);
    let refined = match layout.family() as u64 {
        most if most > cells => format!("{} to {}", count(cells), count(most)),
        _ => count(cells),
    };
    text += &format!("cells    {refined} of {worlds} worlds\n");
    text += &format!(
        "blocks   {}, {} of them done\n",
        count(cells * blocks),
        count(done)
    );
    if let Some(forecast) = &forecast {
        let [low, high] = forecast.seconds.map(duration);
        let time = if low == high {
            low
        } else {
            format!("{low} to {high}")
        };
        text += &format!("time     about {time}, with {} threads\n", crew.threads());
        if let Some(memory) = forecast.memory {
            text += &format!("memory   about {}\n", size(memory));
        }
        text += &format!("disk     about {}\n", size(forecast.disk));
        for reason in &forecast.refused {
            text += &format!("\nA cell that was tried cannot be carried out: {reason}\n");
        }
    }
    if layout.scenario().sweep.is_some() {
        text += &format!(
            "\nNext: groundswell sweep {} --out {}\n",
            asked.scenario.display(),
            out.display()
        );
    } else {
        text += &format!("\nNext: groundswell run {}\n", asked.scenario.display());
    }
    print_out(&text)?;
    Ok(Exit::Done)
}

/// Blocks of the sweep that are in its folder already.
fn done(layout: &Layout, out: &std::path::Path) -> Result<u64, crate::exit::Failure> {
    let Some(store) = Store::there(out) else {
        return Ok(0);
    };
    Ok(held(layout, &store, Shard::WHOLE)?.len() as u64)
}

/// The cells with their values, as tab-separated lines.
fn list(layout: &Layout) -> String {
    let mut text = String::from("cell");
    for factor in layout.factors() {
        text += &format!("\t{}", factor.path);
    }
    text += "\tgraph\tseed\tkey\n";
    for cell in layout.cells() {
        text += &cell.index.to_string();
        for value in layout.values(cell) {
            text += &format!("\t{value}");
        }
        text += &format!("\t{}\t{}\t{:032x}\n", cell.graph, cell.seed, cell.key);
    }
    text
}

/// Tries a few cells and multiplies.
fn forecast(layout: &Layout, crew: &Crew, done: u64, worlds: [u64; 2]) -> Forecast {
    let watch = Watch::default();
    let started = line_of(STATUS, "VmRSS:");
    let probe = Probe::new(layout, crew, &watch);
    let tried = probe.cells() as f64;
    let clock = Instant::now();
    probe.draw();
    let drawing = clock.elapsed().as_secs_f64() / probe.graphs() as f64;
    let clock = Instant::now();
    let refused = probe.settle();
    let settling = clock.elapsed().as_secs_f64() / tried;
    let (mut count, mut spent, mut bytes);
    count = 4;
    let (graph, begun) = (line_of(STATUS, "VmHWM:"), line_of(STATUS, "VmRSS:"));
    loop {
        let clock = Instant::now();
        bytes = probe.run(count) / count as f64;
        spent = clock.elapsed().as_secs_f64();
        if spent > LONG_ENOUGH || count >= worlds[1] {
            break;
        }
        let faster = (1.3 * LONG_ENOUGH / spent.max(1e-6)).clamp(2.0, 64.0);
        count = ((count as f64 * faster) as u64)
            .min(worlds[1])
            .max(count + 1);
    }
    let each = spent / (tried * count as f64);
    let cells = layout.cells().len() as f64;
    let blocks = cells * f64::from(layout.blocks(worlds[1]).end);
    let left = (1.0 - done as f64 / blocks).max(0.0);
    let graphs = probe.all_graphs() as f64;
    let seconds = worlds.map(|worlds| {
        let work = graphs * drawing + cells * (settling + each * worlds as f64);
        left * work + cells * TABLED + DRAWN
    });
    Forecast {
        seconds,
        memory: started
            .zip(graph)
            .zip(begun)
            .map(|((started, peak), begun)| {
                // What a cascade is played on counts: it is as large as the people are many, and
                // a run has more of it than a probe of few worlds.
                let played = line_of(STATUS, "VmHWM:").unwrap_or(peak);
                let (before, played) = match layout.scenario().diffusion {
                    Some(_) => (started, played.saturating_sub(started) * 7 / 5),
                    None => (begun, 0),
                };
                let beside = beside(layout, crew, worlds[1], played << 10);
                (before << 10).saturating_add(beside).max(peak << 10)
            }),
        disk: (cells * bytes * worlds[1] as f64) as u64 + cells as u64 * ROWS + PICTURES,
        refused,
    }
}

/// Bytes that worlds, tables and pictures take at the peak, about, beside people and ties,
/// where cascades are played on that many bytes; `tests/resources.rs` holds it against what
/// is.
fn beside(layout: &Layout, crew: &Crew, worlds: u64, played: u64) -> u64 {
    let scenario = layout.scenario();
    // What a world leaves is held as it came, in columns, and in order, for quantiles.
    let held = match &scenario.diffusion {
        Some(_) => 20 * worlds,
        None => {
            let (days, arms) = (scenario.campaign.all_days(), scenario.strategies.len() + 1);
            let platforms = scenario.audience.platforms().len();
            let each = bytes_per_world(scenario.objective, days, platforms, arms);
            worlds.saturating_mul(each).saturating_mul(14) / 5
        }
    };
    match (&scenario.sweep, &scenario.diffusion) {
        (None, None) => (60 << 20) + held / 4 * 3,
        // Pictures are drawn when nothing is played any more.
        (None, Some(_)) => held.saturating_add(played.max(24 << 20)),
        // Every thread has a cell at hand; pictures are drawn when all of them are done.
        (Some(_), _) => {
            let threads = crew.threads() as u64;
            let work = (16 << 20) + played + held.saturating_mul(threads) / 4 * 5;
            let cells = layout.cells().len() as u64;
            work.max((31 << 20) + cells * (20_000 + 1_200 * worlds.min(64)))
        }
    }
}

fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 10.0 => format!("{s:.1} s"),
        s if s < 120.0 => format!("{s:.0} s"),
        s if s < 7200.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.1} h", s / 3600.0),
    }
}

fn size(bytes: u64) -> String {
    match bytes as f64 {
        b if b < 1e9 => format!("{:.0} MB", b / 1e6),
        b => format!("{:.1} GB", b / 1e9),
    }
}
