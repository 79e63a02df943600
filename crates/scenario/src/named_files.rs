//! The files that a scenario names, and which of them lie outside its folder.
//!
//! A scenario may come from somebody else. Whoever carries it out hands it the folder that
//! it lies in, with everything below, and nothing else of the disk.

use std::io;
use std::path::{Component, Path, PathBuf};

use crate::audience::Audience;
use crate::scenario::Scenario;
use crate::seed_set::Part;
use crate::sweep::Design;

/// A file that a scenario names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedFile {
    /// The key that names it, such as `audience.ties`.
    pub key: &'static str,
    /// The file, as it stands there.
    pub file: String,
}

impl Scenario {
    /// All files that it names, in the order of its sections.
    pub fn files(&self) -> Vec<NamedFile> {
        let mut all = Vec::new();
        let mut add = |key, file: &str| {
            let file = file.to_owned();
            all.push(NamedFile { key, file });
        };
        if let Audience::File(files) = &self.audience {
            for ties in &files.ties {
                add("audience.ties", &ties.file);
            }
            if let Some(people) = &files.people {
                add("audience.people", people);
            }
            for (_, groups) in &files.groups {
                add("audience.groups", groups);
            }
        }
        let starters = self.diffusion.iter().flat_map(|asked| &asked.seeds);
        for part in starters.flat_map(|starters| starters.seeds.parts()) {
            if let Part::File(file) = part {
                add("diffusion.seeds", file);
            }
        }
        if let Some(Design::List { file }) = self.sweep.as_ref().map(|sweep| &sweep.design) {
            add("sweep.file", file);
        }
        all
    }

    /// The first file that lies outside `folder`, wherever `..`, a path from the root, or a
    /// link leads to.
    pub fn outside(&self, folder: &Path) -> Option<NamedFile> {
        let files = self.files();
        if files.is_empty() {
            return None;
        }
        let root = match folder.as_os_str().is_empty() {
            true => Path::new(".").canonicalize(),
            false => folder.canonicalize(),
        };
        let is_outside = |named: &NamedFile| match &root {
            Ok(root) => !lies_within(root, &named.file),
            Err(_) => true,
        };
        files.into_iter().find(is_outside)
    }
}

/// Whether `file`, sought from `root`, lies there or below. `root` has no links in it.
fn lies_within(root: &Path, file: &str) -> bool {
    let path = root.join(file);
    match path.canonicalize() {
        Ok(whole) => whole.starts_with(root),
        // What is not there leads nowhere but where its words say; what cannot be followed
        // may lead anywhere.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            !is_link(&path) && as_written(&path).starts_with(root)
        }
        Err(_) => false,
    }
}

/// Whether any part of a path that is not there is a link.
fn is_link(path: &Path) -> bool {
    let is_link = |path: &Path| {
        path.symlink_metadata()
            .is_ok_and(|found| found.is_symlink())
    };
    path.ancestors().any(is_link)
}

/// The path without its `.` and `..`.
fn as_written(path: &Path) -> PathBuf {
    let mut whole = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(whole.pop()),
            other => whole.push(other),
        }
    }
    whole
}
