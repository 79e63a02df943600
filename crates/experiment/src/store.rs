//! The store: a folder in which work that is done stays done.
//!
//! What one block of worlds of one cell came to is a *part*, a [whole file](whole_file) of
//! its own: whoever is killed at any moment leaves whole parts and perhaps a file that
//! nobody reads. Parts carry a checksum; one that is not whole counts as missing and is
//! made again.
//!
//! Several processes may work on one folder. Two that make the same part make the same
//! bytes, and whichever comes first is kept. There is nothing to lock or unlock.
//!
//! ```text
//! parts/3f/3f0c…9a-00000002.part     cell 3f0c…9a, block 2
//!
//! magic 8 | cell 16 | block 4 | length 8 | contents | xxh3-128 of all before 16
//! ```

use std::fmt;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use groundswell_graph::whole_file;
use xxhash_rust::xxh3::xxh3_128;

/// What every part begins with; its last byte is the version of the form.
const MAGIC: [u8; 8] = *b"GSPART\0\x01";

/// Bytes before the contents.
const HEADER: usize = 8 + 16 + 4 + 8;

/// Bytes of the checksum.
const CHECKSUM: usize = 16;

/// The most bytes of contents.
pub const MOST_BYTES: u64 = 1 << 30;

/// What to say where a disk is full.
pub const KEPT: &str = "what was done is kept, and the same command goes on from there";

/// Which part: what has been worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The cell, by the hash of everything that decides its results.
    pub cell: u128,
    /// The block of worlds.
    pub block: u32,
}

impl Key {
    /// The part of a file with that name.
    fn of_name(name: &str) -> Option<Self> {
        let (cell, block) = name.strip_suffix(".part")?.split_once('-')?;
        let key = Self {
            cell: u128::from_str_radix(cell, 16).ok()?,
            block: block.parse().ok()?,
        };
        // Another spelling of the same numbers is another file.
        (key.name() == name).then_some(key)
    }

    fn name(self) -> String {
        format!("{:032x}-{:08}.part", self.cell, self.block)
    }
}

/// What stands in the place of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Nothing.
    Missing,
    /// Something that is not the part, or not all of it.
    Damaged,
    /// Its contents.
    Whole(Vec<u8>),
}

/// Something that the file system would not do.
#[derive(Debug)]
pub struct Error {
    /// To what.
    pub path: PathBuf,
    /// What was wanted: "write", "list".
    pub wanted: &'static str,
    /// Why not.
    pub source: io::Error,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "cannot {} {}: {}",
            self.wanted,
            self.path.display(),
            self.source
        )?;
        match self.source.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                write!(f, "; {KEPT}")
            }
            _ => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// What the file system says, with what was wanted of it.
fn wanted<T>(what: &'static str, path: &Path, result: io::Result<T>) -> Result<T, Error> {
    result.map_err(|source| Error {
        path: path.to_owned(),
        wanted: what,
        source,
    })
}

/// A folder of parts.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
}

impl Store {
    /// The store in `folder`, if there is one.
    pub fn there(folder: &Path) -> Option<Self> {
        let folder = folder.join("parts");
        folder.is_dir().then_some(Self { folder })
    }

    /// The store in `folder`, which is made where it is missing.
    ///
    /// # Errors
    ///
    /// [`Error`] where it cannot be made.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let folder = folder.join("parts");
        make(&folder)?;
        Ok(Self { folder })
    }

    /// What stands in the place of that part.
    ///
    /// # Errors
    ///
    /// [`Error`] where something is there that cannot be read.
    pub fn read(&self, key: Key) -> Result<Part, Error> {
        let path = self.path(key);
        let file = match File::open(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Part::Missing),
            file => wanted("read", &path, file)?,
        };
        let size = wanted("read", &path, file.metadata())?.len();
        let frame = (HEADER + CHECKSUM) as u64;
        if size < frame || size - frame > MOST_BYTES {
            return Ok(Part::Damaged);
        }
        // Somebody may still make the file longer: what is read is bounded.
        let mut bytes = Vec::with_capacity(size as usize);
        wanted("read", &path, file.take(size).read_to_end(&mut bytes))?;
        Ok(unframed(key, &bytes).map_or(Part::Damaged, Part::Whole))
    }

    /// Puts a part in its place, whole and for good.
    ///
    /// # Errors
    ///
    /// [`Error`] where that fails; the place is then as it was.
    ///
    /// # Panics
    ///
    /// If there are more than [`MOST_BYTES`].
    pub fn publish(&self, key: Key, contents: &[u8]) -> Result<(), Error> {
        assert!(
            contents.len() as u64 <= MOST_BYTES,
            "a part of that size is too large"
        );
        let path = self.path(key);
        make(&self.folder_of(key))?;
        let put = whole_file::write(&path, &framed(key, contents));
        wanted("write", &path, put)
    }

    /// Takes a part away, if it is there.
    ///
    /// # Errors
    ///
    /// [`Error`] where it stays.
    pub fn forget(&self, key: Key) -> Result<(), Error> {
        let path = self.path(key);
        match fs::remove_file(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            gone => wanted("remove", &path, gone),
        }
    }

    /// Puts the file `name` beside the parts, whole and for good.
    ///
    /// # Errors
    ///
    /// [`Error`] where that fails; the file is then as it was.
    pub fn publish_file(&self, name: &str, contents: &[u8]) -> Result<(), Error> {
        let path = self.beside_parts(name);
        wanted("write", &path, whole_file::write(&path, contents))
    }

    /// Clears away what processes that were killed left beside the places of parts, and of
    /// these files.
    ///
    /// # Errors
    ///
    /// [`Error`] where a folder cannot be listed.
    pub fn clear(&self, files: &[&str]) -> Result<(), Error> {
        for folder in self.folders()? {
            whole_file::clear(&folder, |name| Key::of_name(name).is_some());
        }
        if let Some(folder) = self.folder.parent() {
            whole_file::clear(folder, |name| files.contains(&name));
        }
        Ok(())
    }

    /// The folders that parts stand in.
    fn folders(&self) -> Result<Vec<PathBuf>, Error> {
        let mut names = names(&self.folder)?;
        names.retain(|name| name.len() == 2 && u8::from_str_radix(name, 16).is_ok());
        Ok(names.iter().map(|name| self.folder.join(name)).collect())
    }

    /// The file `name` beside the parts, of at most `most` bytes; `None` where there is
    /// none.
    ///
    /// # Errors
    ///
    /// [`Error`] where it is there and cannot be read, or has more bytes.
    pub fn read_file(&self, name: &str, most: u64) -> Result<Option<Vec<u8>>, Error> {
        let path = self.beside_parts(name);
        let file = match File::open(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            file => wanted("read", &path, file)?,
        };
        let mut bytes = Vec::new();
        wanted("read", &path, file.take(most + 1).read_to_end(&mut bytes))?;
        if bytes.len() as u64 > most {
            let error = io::Error::new(ErrorKind::InvalidData, format!("it has over {most} bytes"));
            return wanted("read", &path, Err(error));
        }
        Ok(Some(bytes))
    }

    fn beside_parts(&self, name: &str) -> PathBuf {
        self.folder.with_file_name(name)
    }

    /// Takes everything away that a store puts into its folder, and these files; what
    /// somebody else put there stays.
    ///
    /// # Errors
    ///
    /// [`Error`] where something of it stays.
    pub fn remove(self, files: &[&str]) -> Result<(), Error> {
        self.clear(files)?;
        let parts = self.keys()?.into_iter().map(|key| self.path(key));
        let files = files.iter().map(|name| self.beside_parts(name));
        for path in parts.chain(files) {
            match fs::remove_file(&path) {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                gone => wanted("remove", &path, gone)?,
            }
        }
        for folder in self.folders()?.into_iter().chain([self.folder]) {
            // Those with files of others stay.
            let _ = fs::remove_dir(folder);
        }
        Ok(())
    }

    /// Bytes that the parts take.
    ///
    /// # Errors
    ///
    /// [`Error`] where the folder cannot be listed.
    pub fn bytes(&self) -> Result<u64, Error> {
        let mut bytes = 0;
        for key in self.keys()? {
            // One that went meanwhile takes nothing.
            bytes += fs::metadata(self.path(key)).map_or(0, |metadata| metadata.len());
        }
        Ok(bytes)
    }

    /// The blocks of `cell` that stand in their places, ascending; whether they are whole
    /// is known when they are read.
    ///
    /// # Errors
    ///
    /// [`Error`] where the folder cannot be listed.
    pub fn blocks(&self, cell: u128) -> Result<Vec<u32>, Error> {
        let keys = self.keys_in(&self.folder_of(Key { cell, block: 0 }))?;
        let blocks = keys.into_iter().filter(|key| key.cell == cell);
        Ok(blocks.map(|key| key.block).collect())
    }

    /// All parts that stand in their places, ascending.
    ///
    /// # Errors
    ///
    /// [`Error`] where a folder cannot be listed.
    pub fn keys(&self) -> Result<Vec<Key>, Error> {
        let mut keys = Vec::new();
        for folder in self.folders()? {
            keys.extend(self.keys_in(&folder)?);
        }
        keys.sort_unstable();
        Ok(keys)
    }

    fn keys_in(&self, folder: &Path) -> Result<Vec<Key>, Error> {
        let names = names(folder)?;
        let keys = names.iter().filter_map(|name| Key::of_name(name));
        // A part in the folder of others is none.
        let mut keys: Vec<Key> = keys.filter(|&key| self.folder_of(key) == folder).collect();
        keys.sort_unstable();
        Ok(keys)
    }

    fn folder_of(&self, key: Key) -> PathBuf {
        self.folder.join(format!("{:02x}", key.cell >> 120))
    }

    fn path(&self, key: Key) -> PathBuf {
        self.folder_of(key).join(key.name())
    }
}

/// Makes a folder, and makes it last, where it is missing.
fn make(folder: &Path) -> Result<(), Error> {
    if folder.is_dir() {
        return Ok(());
    }
    wanted("make the folder", folder, fs::create_dir_all(folder))?;
    match folder.parent() {
        Some(parent) => wanted("write", parent, whole_file::settle(parent)),
        None => Ok(()),
    }
}

/// Names of the files in `folder`; none where there is no such folder.
fn names(folder: &Path) -> Result<Vec<String>, Error> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => wanted("list", folder, entries)?,
    };
    let mut names = Vec::new();
    for entry in entries {
        // What has no name in Unicode is none of ours.
        names.extend(wanted("list", folder, entry)?.file_name().into_string());
    }
    Ok(names)
}

fn framed(key: Key, contents: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER + contents.len() + CHECKSUM);
    bytes.extend(MAGIC);
    bytes.extend(key.cell.to_le_bytes());
    bytes.extend(key.block.to_le_bytes());
    bytes.extend((contents.len() as u64).to_le_bytes());
    bytes.extend(contents);
    bytes.extend(xxh3_128(&bytes).to_le_bytes());
    bytes
}

/// The contents, if the file is that part and whole.
fn unframed(key: Key, bytes: &[u8]) -> Option<Vec<u8>> {
    let end = bytes.len().checked_sub(CHECKSUM)?;
    let contents = bytes.get(HEADER..end)?;
    (framed(key, contents) == bytes).then(|| contents.to_vec())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    const KEY: Key = Key {
        cell: 0x3f00_0000_0000_0000_0000_0000_0000_009a,
        block: 2,
    };

    /// A folder that goes when it is no longer needed.
    struct Scratch(PathBuf);

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn store() -> (Scratch, Store) {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("groundswell-store-{}-{number}", std::process::id());
        let folder = Scratch(std::env::temp_dir().join(name));
        let store = Store::open(&folder.0).unwrap();
        (folder, store)
    }

    /// A name of a file that a process was writing beside that one.
    fn left(name: &str, number: &str) -> String {
        format!(".{name}.{number}.partial")
    }

    #[test]
    fn what_was_published_is_read() {
        let (_folder, store) = store();
        assert_eq!(store.read(KEY).unwrap(), Part::Missing);
        for contents in [&b""[..], b"forty-two"] {
            store.publish(KEY, contents).unwrap();
            assert_eq!(store.read(KEY).unwrap(), Part::Whole(contents.to_vec()));
        }
        let other = Key { block: 10, ..KEY };
        store.publish(other, b"x").unwrap();
        store.publish(Key { cell: 1, block: 0 }, b"y").unwrap();
        assert_eq!(store.blocks(KEY.cell).unwrap(), [2, 10]);
        assert_eq!(
            store.keys().unwrap(),
            [Key { cell: 1, block: 0 }, KEY, other]
        );
        assert_eq!(store.blocks(7).unwrap(), [0u32; 0]);
    }

    #[test]
    fn a_flipped_bit_or_a_lost_end_is_noticed_wherever_it_is() {
        let (_folder, store) = store();
        store.publish(KEY, b"what was worked out").unwrap();
        let path = store.path(KEY);
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            for bit in 0..8 {
                let mut flipped = whole.clone();
                flipped[at] ^= 1 << bit;
                fs::write(&path, flipped).unwrap();
                assert_eq!(store.read(KEY).unwrap(), Part::Damaged, "{at}.{bit}");
            }
            fs::write(&path, &whole[..at]).unwrap();
            assert_eq!(store.read(KEY).unwrap(), Part::Damaged, "{at} bytes");
        }
        fs::write(&path, [&whole[..], b"x"].concat()).unwrap();
        assert_eq!(store.read(KEY).unwrap(), Part::Damaged);
        // It is made again in the same place.
        store.publish(KEY, b"what was worked out").unwrap();
        assert_eq!(fs::read(&path).unwrap(), whole);
    }

    #[test]
    fn a_part_in_another_parts_place_is_none() {
        let (_folder, store) = store();
        let other = Key { block: 3, ..KEY };
        store.publish(KEY, b"x").unwrap();
        fs::rename(store.path(KEY), store.path(other)).unwrap();
        assert_eq!(store.read(KEY).unwrap(), Part::Missing);
        assert_eq!(store.read(other).unwrap(), Part::Damaged);
    }

    #[test]
    fn what_a_killed_process_left_is_in_nobodys_way() {
        let (_folder, store) = store();
        store.publish(Key { block: 0, ..KEY }, b"x").unwrap();
        let folder = store.folder_of(KEY);
        for number in ["77.0", "4000000000.1"] {
            fs::write(folder.join(left(&KEY.name(), number)), b"GSPA").unwrap();
        }
        let another = left(&Key { block: 9, ..KEY }.name(), "77.0");
        fs::write(folder.join(&another), b"GSPA").unwrap();
        fs::write(folder.join("notes.txt"), b"mine").unwrap();
        assert_eq!(store.blocks(KEY.cell).unwrap(), [0]);
        store.publish(KEY, b"y").unwrap();
        assert_eq!(store.read(KEY).unwrap(), Part::Whole(b"y".to_vec()));
        let mut left = names(&folder).unwrap();
        left.retain(|name| !name.ends_with(".part"));
        left.sort_unstable();
        assert_eq!(left, [another, "notes.txt".to_owned()]);
    }

    #[test]
    fn what_killed_processes_left_is_cleared_and_what_is_begun_stays() {
        let (scratch, store) = store();
        store.publish(KEY, b"x").unwrap();
        store.publish_file("plan.json", b"{}").unwrap();
        let parts = store.folder_of(KEY);
        for left in [
            parts.join(left(&KEY.name(), "77.0")),
            parts.join(left(&Key { block: 9, ..KEY }.name(), "77.0")),
            parts.join(left("notes", "77.0")),
            scratch.0.join(left("plan.json", "77.3")),
            scratch.0.join(left("notes.txt", "77.0")),
        ] {
            fs::write(left, b"GSPA").unwrap();
        }
        let sorted = |folder: &Path| {
            let mut names = names(folder).unwrap();
            names.sort_unstable();
            names
        };
        let begun = whole_file::WholeFile::begin(&store.path(Key { block: 8, ..KEY })).unwrap();
        let before = sorted(&parts).len();
        store.clear(&["plan.json"]).unwrap();
        assert_eq!(sorted(&parts).len(), before - 2);
        drop(begun);
        let notes = left("notes", "77.0");
        assert_eq!(sorted(&parts), [notes.clone(), KEY.name()]);
        let files = [&left("notes.txt", "77.0"), "parts", "plan.json"];
        assert_eq!(sorted(&scratch.0), files);

        store.forget(KEY).unwrap();
        store.forget(KEY).unwrap();
        assert_eq!(store.read(KEY).unwrap(), Part::Missing);
        store.publish(KEY, b"y").unwrap();
        store.remove(&["plan.json", "cells.csv"]).unwrap();
        assert_eq!(sorted(&parts), [notes]);
        assert_eq!(sorted(&scratch.0), [&left("notes.txt", "77.0"), "parts"]);
    }

    #[test]
    fn whoever_is_overtaken_finds_the_part_in_its_place() {
        // Eight threads publish the same parts again and again, as processes would.
        let (_folder, store) = store();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for block in 0..50 {
                        let key = Key { block, ..KEY };
                        store.publish(key, &block.to_le_bytes()).unwrap();
                        let whole = Part::Whole(block.to_le_bytes().to_vec());
                        assert_eq!(store.read(key).unwrap(), whole);
                    }
                });
            }
        });
        assert_eq!(store.keys().unwrap().len(), 50);
    }

    #[test]
    fn names_have_one_spelling() {
        let name = KEY.name();
        assert_eq!(name, "3f00000000000000000000000000009a-00000002.part");
        assert_eq!(Key::of_name(&name), Some(KEY));
        for odd in [
            "3F00000000000000000000000000009A-00000002.part",
            "3f00000000000000000000000000009a-2.part",
            "3f00000000000000000000000000009a-00000002.part.0.beside",
            "-1.part",
            "+f00000000000000000000000000009a-00000002.part",
        ] {
            assert_eq!(Key::of_name(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_named() {
        let (folder, _) = store();
        let file = folder.0.join("file");
        fs::write(&file, b"").unwrap();
        let error = Store::open(&file).unwrap_err();
        assert!(
            error.to_string().starts_with("cannot make the folder "),
            "{error}"
        );
        assert!(error.to_string().contains("file"), "{error}");
    }
}
