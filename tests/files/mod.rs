//! The files in a folder, to be held against those of another time.

#![allow(dead_code, reason = "no test uses all of it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// All files of a folder and the folders in it, by their paths.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// What there is in `folder`; nothing where it is not.
pub(crate) fn tree(folder: &Path) -> Tree {
    fn gather(folder: &Path, within: &str, all: &mut Tree) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{within}{}", path.file_name().unwrap().to_str().unwrap());
            match path.is_dir() {
                true => gather(&path, &(name + "/"), all),
                false => drop(all.insert(name, fs::read(&path).unwrap())),
            }
        }
    }
    let mut all = Tree::new();
    if folder.exists() {
        gather(folder, "", &mut all);
    }
    all
}

/// Makes `folder` anew, with these files in it.
pub(crate) fn lay(folder: &Path, files: &Tree) {
    if folder.exists() {
        fs::remove_dir_all(folder).unwrap();
    }
    fs::create_dir_all(folder).unwrap();
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}
