//! `sweep`: a scenario at many points, resumable and shared out.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use groundswell_diffusion::worlds::Crew;
use groundswell_estimate::estimate::Estimate;
use groundswell_experiment::store::Store;
use groundswell_experiment::study::{MEMORY, Study};
use groundswell_experiment::sweep::analysis::Gathering;
use groundswell_experiment::sweep::cell::results;
use groundswell_experiment::sweep::held::held;
use groundswell_experiment::sweep::layout::{Error, Layout};
use groundswell_experiment::sweep::record::{self, Record};
use groundswell_experiment::sweep::work::{Ended, Means, Shard, Wish, work};
use groundswell_report::sweep::ended;
use groundswell_report::sweep::files::{self, Tables, Tally};
use groundswell_report::sweep::{Standing, SweepFindings, summary};
use groundswell_scenario::people_and_ties::AudienceError;

use crate::Done;
use crate::arguments::{Options, SweepOptions};
use crate::compare::{self, SEED, wrapped};
use crate::exit::{Exit, Failure};
use crate::interrupt;
use crate::memory::may_use;
use crate::presets;
use crate::progress;
use crate::source::Source;
use crate::welcome::print_out;

/// Carries out the sweep of a scenario.
pub(crate) fn verb(asked: &SweepOptions) -> Done {
    let source = Source::read(&asked.scenario)?;
    if source.parsed.scenario.sweep.is_none() {
        return Err(Failure::Other {
            exit: Exit::Usage,
            words: format!(
                "{}: there is no [sweep], which says what is varied; groundswell compare {0} \
                 compares the strategies as they are",
                source.name
            ),
        });
    }
    let wish = Wish {
        shard: asked.shard.unwrap_or(Shard::WHOLE),
        fail_fast: asked.fail_fast,
        retry: asked.retry,
    };
    let out = folder(&source, &asked.scenario, &asked.options);
    run(&source, &asked.scenario, &asked.options, wish, &out)
}

/// Where the sweep's files go.
pub(crate) fn folder(source: &Source, path: &Path, options: &Options) -> PathBuf {
    let beside = || source.folder.join(format!("{}-sweep", presets::stem(path)));
    options.out.clone().unwrap_or_else(beside)
}

/// The layout of a scenario's sweep under `options`.
pub(crate) fn layout(source: &Source, options: &Options) -> Result<Layout, Failure> {
    let scenario = source.parsed.scenario.clone();
    let otherwise = Study::effort_of(&scenario);
    let effort = compare::effort(
        options.worlds,
        options.precision,
        options.max_worlds,
        otherwise,
    );
    let seed = options.seed.or(scenario.run.seed).unwrap_or(SEED);
    let most = may_use(options.max_memory, MEMORY);
    let bytes = scenario.audience.bytes();
    let bytes = bytes.map_err(|error| refused(source, &Error::Audience(error)))?;
    if bytes > most {
        let error = groundswell_graph::Error::TooLarge { bytes, most };
        return Err(refused(source, &Error::Audience(error.into())));
    }
    Layout::new(scenario, &source.folder, seed, effort).map_err(|error| refused(source, &error))
}

fn refused(source: &Source, error: &Error) -> Failure {
    let exit = match error {
        Error::List(error) if error.unreadable => Exit::File,
        Error::Audience(AudienceError::Unreadable { .. }) => Exit::File,
        Error::Audience(error) if error.is_want_of_memory() => Exit::Failed,
        _ => Exit::Usage,
    };
    Failure::Other {
        exit,
        words: format!("{}: {error}", source.name),
    }
}

fn run(source: &Source, path: &Path, options: &Options, wish: Wish, out: &Path) -> Done {
    let crew = compare::crew(options);
    let mut layout = layout(source, options)?;
    let store = Store::open(out)?;
    Record::of(&layout).publish(&store)?;
    let watch = interrupt::watch();
    let most = layout.cells().len() as u64 * layout.most_worlds();
    let held = held(&layout, &store, wish.shard)?.into_iter();
    let worlds = held.map(|key| layout.worlds(key.block));
    let there: u64 = worlds.map(|worlds| worlds.end - worlds.start).sum();
    let total = (most / u64::from(wish.shard.of.get()))
        .saturating_sub(there)
        .max(1);
    let news = Mutex::new(String::new());
    let (scenario, cells) = (&source.parsed.scenario, layout.cells().len());
    let tell = |answer: Option<Estimate>| {
        let words = answer.map_or(String::new(), |answer| {
            let words = summary::on_the_way(scenario, &answer);
            format!("; last of {cells} cells: {words}")
        });
        progress::tell(&news, words);
    };
    let means = Means {
        store: &store,
        wish,
        crew: &crew,
        watch: &watch,
        tell: &tell,
    };
    let done = || work(&mut layout, &means);
    let ended = progress::shown_with(
        options.progress.unless(options.quiet),
        Ok(total),
        &watch,
        &news,
        done,
    )?;
    store.clear(&[record::FILE])?;
    let resumes = format!(
        "groundswell sweep {} --out {}",
        path.display(),
        out.display()
    );
    if ended == Ended::ShardDone {
        let Shard { number, of } = wish.shard;
        if options.json {
            let mut tally = Tally::new(&layout);
            for (cell, result) in results(&layout, &store, &crew) {
                tally.add(&layout, cell, &result?)?;
            }
            let standing = tally.standing();
            let shard = format!("{number}/{of}");
            print_out(&ended::of_shard(&standing, &shard)?)?;
        } else if options.quiet < 2 {
            print_out(&format!(
                "Part {number} of {of} is done and kept in {}.\n\nNext: groundswell merge, with \
                 the folders of all {of} parts\n",
                out.display()
            ))?;
        }
        return Ok(Exit::Done);
    }
    let told = Told {
        out,
        quiet: options.quiet,
        json: options.json,
        resumes: &resumes,
    };
    let standing = told.write(&layout, &store, &crew).map_err(Failure::kept)?;
    Ok(match (ended, standing.refused.is_empty()) {
        (Ended::Stopped, false) if wish.fail_fast => Exit::SomeCells,
        (Ended::Stopped, _) => Exit::Interrupted,
        (_, false) => Exit::SomeCells,
        (_, true) => Exit::Done,
    })
}

/// How what a sweep came to is told.
pub(crate) struct Told<'t> {
    /// Its folder.
    pub(crate) out: &'t Path,
    pub(crate) quiet: u8,
    pub(crate) json: bool,
    /// The command that goes on with it.
    pub(crate) resumes: &'t str,
}

impl Told<'_> {
    /// Writes tables, page, document and pictures, and says what they come to.
    pub(crate) fn write(
        &self,
        layout: &Layout,
        store: &Store,
        crew: &Crew,
    ) -> Result<Standing, Failure> {
        let program = env!("CARGO_PKG_VERSION");
        let mut tables = Tables::new(layout, program, self.out)?;
        let mut gathering = Gathering::new(layout);
        for (cell, result) in results(layout, store, crew) {
            let result = result?;
            tables.add(cell, &result)?;
            gathering.add(&result);
        }
        let (tables, standing) = tables.end()?;
        let told = gathering.told();
        let findings = SweepFindings {
            layout,
            standing: &standing,
            told: &told,
            program,
        };
        let written = files::write(&findings, tables, self.out)?;
        if self.json {
            let names = written.iter().map(|path| path.display().to_string());
            let names: Vec<String> = names.collect();
            print_out(&ended::of_whole(&standing, &names)?)?;
        } else if self.quiet < 2 {
            let mut text = wrapped(&summary::sentence(&findings));
            if self.quiet == 0 {
                text += &summary::summary(&findings);
                text.push('\n');
                let shown = |path: &&PathBuf| {
                    let end = path.extension().and_then(|end| end.to_str());
                    matches!(end, Some("html" | "parquet" | "png" | "json"))
                        || path.ends_with("cells.csv")
                        || path.ends_with("failures.csv")
                };
                for path in written.iter().filter(shown) {
                    text += &format!("{}\n", path.display());
                }
                if !standing.is_complete() {
                    text += &format!("\nTo go on: {}\n", self.resumes);
                } else if !standing.refused.is_empty() {
                    text += &format!("\nTo try these cells anew: {} --retry\n", self.resumes);
                }
            }
            print_out(&text)?;
        }
        Ok(standing)
    }
}
