//! `reproduce`: a result made again from what its document says, and held against it.

mod sweep;

use std::env;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use groundswell_report::recipe::Recipe;
use groundswell_report::{choice, diffusion, folder};
use groundswell_scenario::stamp::VALUES_VERSION;
use serde_json::Value;

use crate::Done;
use crate::arguments::{Arguments, Verb};
use crate::compare::{self, wrapped};
use crate::exit::{Exit, Failure, tell};
use crate::source::Source;
use crate::welcome::print_out;
use crate::{maximize, run};

/// Documents that say how they are made.
const DOCUMENTS: [&str; 3] = [folder::DOCUMENT, diffusion::DOCUMENT, choice::DOCUMENT];

/// Bytes of a file that is looked at.
const MOST_BYTES: u64 = 1 << 30;

/// Makes the result again of which `file` is a part, with the data in `data`, and says
/// whether it is the same.
pub(crate) fn verb(file: &Path, data: Option<&Path>, threads: u16) -> Done {
    let whole = file.canonicalize().map_err(Failure::file(file))?;
    let here = whole.parent().unwrap_or(Path::new("/")).to_owned();
    if sweep::is_of_one(&whole, &here) {
        return sweep::again(file, &whole, &here, data, threads);
    }
    let document = document_of(file, &whole, &here)?;
    let text = read(&document)?;
    let known: Value = serde_json::from_slice(&text).unwrap_or_default();
    let recipe = serde_json::from_value::<Recipe>(known["recipe"].clone()).map_err(|_| {
        refused(format!(
            "{}: it does not say how it is made; report.json, run.json and maximize.json do, and \
             sweep.json beside its plan.json",
            document.display()
        ))
    })?;
    if known["partial"] == true {
        return Err(refused(format!(
            "{}: it was interrupted, and comes out whole when it goes on",
            document.display()
        )));
    }
    let values = known["stamp"]["values_version"].as_str();
    if values != Some(&VALUES_VERSION.to_string()) {
        return Err(refused(format!(
            "{}: results of groundswell {} have version {}, and this one's {VALUES_VERSION}; only \
             equal ones come out the same",
            document.display(),
            known["stamp"]["program"].as_str().unwrap_or("?"),
            values.unwrap_or("?"),
        )));
    }
    let data = folder_of_data(data, &here)?;
    let scratch = Scratch::new()?;
    env::set_current_dir(&data).map_err(Failure::file(&data))?;
    match make(&recipe, &scratch.0, threads)? {
        Exit::Done | Exit::Unmet => {}
        other => return Ok(other),
    }
    let made = read(&scratch.0.join(document_named(&recipe)))?;
    let mut told = held_against(&whole, &here, &scratch.0)?;
    if !same_documents(&text, &made) {
        told.differ.insert(0, "the documents".to_owned());
    }
    if !told.differ.is_empty() {
        differing(&known, &made).into_iter().for_each(tell);
    }
    told.judged(file, &data)
}

/// The folder of the data: the one that was named, or that in which the results' folder is.
fn folder_of_data(named: Option<&Path>, here: &Path) -> Result<PathBuf, Failure> {
    match named {
        Some(folder) => folder.canonicalize().map_err(Failure::file(folder)),
        None => Ok(here.parent().unwrap_or(here).to_owned()),
    }
}

fn refused(words: String) -> Failure {
    let exit = Exit::Usage;
    Failure::Other { exit, words }
}

/// The document that says how `file` is made: itself, or one beside it.
fn document_of(file: &Path, whole: &Path, here: &Path) -> Result<PathBuf, Failure> {
    if whole.extension().is_some_and(|ending| ending == "json") {
        return Ok(whole.to_owned());
    }
    let beside = DOCUMENTS.iter().map(|name| here.join(name));
    let found = beside.into_iter().find(|path| path.is_file());
    found.ok_or_else(|| {
        refused(format!(
            "{}: how it is made stands in {}, and none of them is beside it",
            file.display(),
            DOCUMENTS.join(", ")
        ))
    })
}

/// The name of the document that a recipe makes.
fn document_named(recipe: &Recipe) -> &'static str {
    match &*recipe.verb {
        "run" => diffusion::DOCUMENT,
        "maximize" => choice::DOCUMENT,
        _ => folder::DOCUMENT,
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(Failure::file(path))?;
    file.take(MOST_BYTES)
        .read_to_end(&mut bytes)
        .map_err(Failure::file(path))?;
    Ok(bytes)
}

/// Carries out `recipe` and writes what comes of it into `out`.
fn make(recipe: &Recipe, out: &Path, threads: u16) -> Done {
    const SCENARIO: &str = "campaign.toml";
    let mut words = vec!["groundswell".to_owned(), recipe.verb.clone()];
    words.extend(recipe.scenario.as_ref().map(|_| SCENARIO.to_owned()));
    words.extend(recipe.arguments.iter().cloned());
    words.push(format!("--out={}", out.display()));
    words.push(format!("--threads={threads}"));
    words.push("-qq".to_owned());
    let (arguments, again) = Arguments::of(words).map_err(|error| {
        refused(format!(
            "it is made by groundswell {} {}, which this program does not take: {}",
            recipe.verb,
            recipe.arguments.join(" "),
            error.kind()
        ))
    })?;
    let source = |text: &String| Source::of(SCENARIO.to_owned(), text.clone(), PathBuf::new());
    match (arguments.verb, &recipe.scenario) {
        (Some(Verb::Compare { options, .. }), Some(text)) => {
            compare::run(source(text)?, &options, again, out, "")
        }
        (Some(Verb::Run(options)), Some(text)) => {
            run::of_source(source(text)?, Path::new(SCENARIO), &options, again)
        }
        (Some(Verb::Run(options)), None) => run::verb(&options, again),
        (Some(Verb::Maximize(options)), None) => maximize::verb(&options, again),
        _ => Err(refused(format!(
            "nothing is made by groundswell {}",
            recipe.verb
        ))),
    }
}

/// What came of holding files against each other.
struct Told {
    /// Files that are the same, but for the one that was asked for.
    same: usize,
    /// The names of those that differ.
    differ: Vec<String>,
}

impl Told {
    /// Says it of `file`, made again with the data in that folder.
    fn judged(self, file: &Path, data: &Path) -> Done {
        if !self.differ.is_empty() {
            return Err(Failure::Other {
                exit: Exit::Failed,
                words: format!(
                    "{}: made again with the data in {}, and not the same: {} differ",
                    file.display(),
                    data.display(),
                    self.differ.join(", ")
                ),
            });
        }
        print_out(&wrapped(&format!(
            "{}: made again, and the same to the last byte{}.",
            file.display(),
            match self.same {
                0 => String::new(),
                1 => "; so is 1 other file beside it".to_owned(),
                many => format!("; so are {many} other files beside it"),
            }
        )))?;
        Ok(Exit::Done)
    }
}

/// Holds the files in `here`, but for documents that may have been printed, against those
/// of the same names that were made in `scratch`. `asked` is one of them, or a document.
fn held_against(asked: &Path, here: &Path, scratch: &Path) -> Result<Told, Failure> {
    let mut told = Told {
        same: 0,
        differ: Vec::new(),
    };
    let all = fs::read_dir(scratch).map_err(Failure::file(scratch))?;
    let mut paths: Vec<PathBuf> = all.flatten().map(|entry| entry.path()).collect();
    paths.sort_unstable();
    for path in paths.iter().filter(|path| path.is_file()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let there = here.join(&*name);
        if !there.is_file() || DOCUMENTS.contains(&&*name) {
            continue;
        }
        match read(&there)? == read(path)? {
            true if there == asked => {}
            true => told.same += 1,
            false => told.differ.push(name.into_owned()),
        }
    }
    Ok(told)
}

/// Whether two documents are the same. One that was printed tells how long it took, too.
fn same_documents(one: &[u8], other: &[u8]) -> bool {
    let untimed = |bytes: &[u8]| {
        let mut document: Value = serde_json::from_slice(bytes).unwrap_or_default();
        if let Value::Object(keys) = &mut document {
            keys.remove("timing");
        }
        document
    };
    one == other || untimed(one) == untimed(other)
}

/// What of the stamps differs, a line each.
fn differing(known: &Value, made: &[u8]) -> Vec<String> {
    let made: Value = serde_json::from_slice(made).unwrap_or_default();
    let keys = known["stamp"].as_object().into_iter().flatten();
    let differ = keys.filter(|(key, value)| made["stamp"][*key] != **value);
    differ
        .map(|(key, value)| format!("{key} was {value} and is {}", made["stamp"][key]))
        .collect()
}

/// A folder that goes when it is no longer needed.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Self, Failure> {
        let folder = env::temp_dir().join(format!("groundswell-reproduce-{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
