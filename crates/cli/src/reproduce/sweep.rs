//! A sweep made again: every cell, every table and every picture.

use std::path::Path;

use groundswell_diffusion::worlds::Crew;
use groundswell_experiment::store::Store;
use groundswell_experiment::sweep::record::{self, Record};
use groundswell_experiment::sweep::work::{Means, Shard, Wish, work};
use groundswell_report::sweep::files::DOCUMENT;

use crate::Done;
use crate::exit::{Exit, Failure};
use crate::interrupt;
use crate::reproduce::{Scratch, folder_of_data, held_against, json_of, read, refused};
use crate::source::hold_within;
use crate::sweep::Told;

/// Whether that file, which is in `here`, is of a sweep.
pub(super) fn is_of_one(whole: &Path, here: &Path) -> bool {
    let is_other = super::DOCUMENTS.iter().any(|name| whole.ends_with(name));
    !is_other && here.join(record::FILE).is_file()
}

/// Carries the sweep in `here` out again, and says whether its files are the same.
pub(super) fn again(
    file: &Path,
    whole: &Path,
    here: &Path,
    data: Option<&Path>,
    threads: u16,
) -> Done {
    let wrong = |error: record::Error| refused(format!("{}: {error}", file.display()));
    let store = Store::there(here).ok_or_else(|| wrong(record::Error::Missing))?;
    let record = Record::read(&store).map_err(wrong)?;
    let document = here.join(DOCUMENT);
    let known = json_of(&document, &read(&document)?)?;
    if known["partial"] != false {
        return Err(refused(format!(
            "{}: the sweep is not complete, and comes out whole when it goes on",
            document.display()
        )));
    }
    let data = folder_of_data(data, here)?;
    let mut layout = record.layout(&data).map_err(wrong)?;
    hold_within(&data, layout.scenario(), record::FILE)?;
    let (crew, watch) = (Crew::of(threads.into()), interrupt::watch());
    let scratch = Scratch::new()?;
    let made = Store::open(&scratch.0)?;
    record.publish(&made)?;
    let means = Means {
        store: &made,
        wish: Wish {
            shard: Shard::WHOLE,
            fail_fast: false,
            retry: false,
        },
        crew: &crew,
        watch: &watch,
        tell: &|_| {},
    };
    work(&mut layout, &means)?;
    if watch.stopped() {
        return Ok(Exit::Interrupted);
    }
    let told = Told {
        out: &scratch.0,
        quiet: 2,
        json: false,
        resumes: "",
    };
    told.write(&layout, &made, &crew).map_err(Failure::kept)?;
    held_against(whole, here, &scratch.0)?.judged(file, &data)
}
