//! A file that is whole or not there: how everything that people keep is written.
//!
//! It is written beside its place under another name, and moved when all of it is on the
//! disk. What stood in the place stays until then, and stays where anything goes wrong.
//!
//! ```
//! use groundswell_graph::whole_file;
//!
//! let folder = std::env::temp_dir().join("groundswell-whole-file");
//! std::fs::create_dir_all(&folder)?;
//! let path = folder.join("answer.txt");
//! whole_file::write(&path, b"forty-two")?;
//! assert_eq!(std::fs::read(&path)?, b"forty-two");
//! // Nothing is replaced that somebody has.
//! assert!(whole_file::write_new(&path, b"six").is_err());
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok::<(), std::io::Error>(())
//! ```

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A file that is being written beside its place; it goes unless it is put there.
///
/// It is locked as long as it is written. The system takes the lock off a process that is
/// killed, so that whoever writes the same file next knows what nobody writes any more, and
/// clears it away.
#[derive(Debug)]
pub struct WholeFile {
    place: PathBuf,
    beside: PathBuf,
    file: File,
}

impl WholeFile {
    /// A file that will stand at `path`. A link there stays a link: what it leads to is
    /// replaced.
    ///
    /// # Errors
    ///
    /// What the system says where nothing can be written beside it, and where something
    /// stands there that is no regular file.
    pub fn begin(path: &Path) -> io::Result<Self> {
        let place = match fs::symlink_metadata(path) {
            Ok(there) if there.is_symlink() => fs::canonicalize(path).unwrap_or(path.to_owned()),
            _ => path.to_owned(),
        };
        let before = fs::metadata(&place).ok();
        match &before {
            Some(before) if before.is_dir() => {
                return Err(io::Error::new(
                    ErrorKind::IsADirectory,
                    "a folder stands there",
                ));
            }
            Some(before) if !before.is_file() => {
                return Err(io::Error::other("it is there already and no regular file"));
            }
            _ => {}
        }
        let Some(name) = place.file_name() else {
            return Err(io::Error::new(ErrorKind::InvalidInput, "it has no name"));
        };
        clear_abandoned_beside(folder_of(&place), name);
        let (beside, file) = beside(&place, name)?;
        if let Some(before) = before {
            // Whoever may not read the old one may not read the new one either.
            let _ = file.set_permissions(before.permissions());
        }
        Ok(Self {
            place,
            beside,
            file,
        })
    }

    /// What it is written to.
    pub fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// Something of its own that writes to it.
    ///
    /// # Errors
    ///
    /// What the system says where a process can have no more open files.
    pub fn writer(&self) -> io::Result<BufWriter<File>> {
        self.file.try_clone().map(BufWriter::new)
    }

    /// Puts the file into its place for good, once all of it has been written and flushed.
    ///
    /// # Errors
    ///
    /// What the system says; where the file could not be put, the place is as it was.
    pub fn put(self) -> io::Result<()> {
        let folder = folder_of(&self.place).to_owned();
        self.put_among()?;
        settle(&folder)
    }

    /// The same for one of many files in a folder, whose names last once it is
    /// [settled](settle).
    ///
    /// # Errors
    ///
    /// What the system says; the place is then as it was.
    pub fn put_among(self) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.beside, &self.place)
    }

    /// Puts the file into its place for good, unless something stands there.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::AlreadyExists`] where something does; otherwise what the system says.
    pub fn put_new(self) -> io::Result<()> {
        self.file.sync_all()?;
        let put = match fs::hard_link(&self.beside, &self.place) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
            // Some file systems give a file one name only.
            Err(_) if fs::symlink_metadata(&self.place).is_ok() => {
                Err(ErrorKind::AlreadyExists.into())
            }
            Err(_) => fs::rename(&self.beside, &self.place),
            Ok(()) => Ok(()),
        };
        put?;
        settle(folder_of(&self.place))
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        let mut unfinished = unfinished();
        // In its place it has another name.
        let _ = fs::remove_file(&self.beside);
        unfinished.retain(|other| *other != self.beside);
    }
}

/// Writes `bytes` as the file at `path`, in one step for whoever looks.
///
/// # Errors
///
/// What the system says; the place is then as it was.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut whole = WholeFile::begin(path)?;
    whole.file.write_all(bytes)?;
    whole.put()
}

/// The same, unless something stands there.
///
/// # Errors
///
/// [`ErrorKind::AlreadyExists`] where something does; otherwise what the system says.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut whole = WholeFile::begin(path)?;
    whole.file.write_all(bytes)?;
    whole.put_new()
}

/// Makes the names in `folder` as lasting as the files.
///
/// # Errors
///
/// What the system says, unless it cannot be asked.
pub fn settle(folder: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        Err(error) if [ErrorKind::InvalidInput, ErrorKind::Unsupported].contains(&error.kind()) => {
            Ok(())
        }
        // A folder into which one may write but not look cannot be opened.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(()),
        settled => settled,
    }
}

/// Clears away every file that this process is writing, and lets it begin or end none from
/// then on: for whoever is about to end the process.
pub fn abandon() {
    let unfinished = unfinished();
    for beside in unfinished.iter() {
        let _ = fs::remove_file(beside);
    }
    // It is never given back.
    std::mem::forget(unfinished);
}

/// The file beside whose place one of that name is written, if it is such a file.
pub fn whose(beside: &str) -> Option<&str> {
    let stem = beside.strip_prefix('.')?.strip_suffix(".partial")?;
    let numbers = |text: &str| text.parse::<u32>().is_ok();
    let (stem, number) = stem.rsplit_once('.')?;
    let (name, process) = stem.rsplit_once('.')?;
    (numbers(number) && numbers(process)).then_some(name)
}

/// What this process is writing.
fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A new file beside `place`, which is called `name`, that is nobody else's.
fn beside(place: &Path, name: &OsStr) -> io::Result<(PathBuf, File)> {
    loop {
        let beside = place.with_file_name(name_beside(name));
        let mut unfinished = unfinished();
        // Never through a link that somebody else may have put there.
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&beside);
        let file = match file {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
            file => file?,
        };
        // Where the system has no locks, nothing is cleared away either.
        let _ = file.lock();
        // Somebody may have taken it for abandoned before it was locked.
        if beside.exists() {
            unfinished.push(beside.clone());
            return Ok((beside, file));
        }
    }
}

/// A name for a file beside the one called `name`, which is never given again: a file that
/// took the name of one that went could be moved or cleared away in its stead.
fn name_beside(name: &OsStr) -> OsString {
    // Processes in several boxes may share a folder and have the same id.
    let number = RandomState::new().hash_one(()) as u32;
    let mut own = OsString::from(".");
    own.push(name);
    own.push(format!(".{}.{number}.partial", std::process::id()));
    own
}

/// Clears away what processes that were killed left beside the file `name`.
fn clear_abandoned_beside(folder: &Path, name: &OsStr) {
    clear_abandoned(folder, |other| is_beside(other, name));
}

/// Clears away those files in `folder` that somebody began to write and that nobody writes
/// any more, of which `is_ours` holds: it is asked with the name that the file was to have.
pub fn clear(folder: &Path, is_ours: impl Fn(&str) -> bool) {
    clear_abandoned(folder, |other| {
        other.to_str().and_then(whose).is_some_and(&is_ours)
    });
}

fn clear_abandoned(folder: &Path, is_ours: impl Fn(&OsStr) -> bool) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if !is_ours(&entry.file_name()) {
            continue;
        }
        let file = OpenOptions::new().write(true).open(entry.path());
        if let Ok(file) = file
            && file.try_lock().is_ok()
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether a file called `other` is one that is written beside `name`, whatever letters
/// that is in.
fn is_beside(other: &OsStr, name: &OsStr) -> bool {
    let other = other.as_encoded_bytes();
    let rest = other.strip_prefix(b".");
    let rest = rest.and_then(|rest| rest.strip_prefix(name.as_encoded_bytes()));
    let rest = rest.and_then(|rest| str::from_utf8(rest).ok());
    rest.is_some_and(|rest| whose(&format!(".name{rest}")) == Some("name"))
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder that goes when it is no longer needed.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Self {
            let name = format!("groundswell-whole-{name}-{}", std::process::id());
            let folder = std::env::temp_dir().join(name);
            fs::create_dir_all(&folder).unwrap();
            Self(folder)
        }

        fn files(&self) -> usize {
            fs::read_dir(&self.0).unwrap().count()
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn what_nobody_writes_any_more_goes_and_what_somebody_writes_stays() {
        let folder = Scratch::new("left");
        let at = |name: &str| folder.0.join(name);
        for left in [
            ".cells.csv.1.0.partial",
            ".cells.csv.77.3.partial",
            ".cells.csv.gz.1.0.partial",
            ".cells.csv.partial",
        ] {
            fs::write(at(left), b"half").unwrap();
        }
        let place = at("cells.csv");
        let theirs = WholeFile::begin(&place).unwrap();
        let mut ours = WholeFile::begin(&place).unwrap();
        assert!(theirs.beside.exists() && theirs.beside != ours.beside);
        assert!(!at(".cells.csv.1.0.partial").exists());
        assert!(!at(".cells.csv.77.3.partial").exists());
        assert!(at(".cells.csv.gz.1.0.partial").exists());
        assert!(at(".cells.csv.partial").exists());
        ours.file.write_all(b"whole").unwrap();
        ours.put().unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"whole");
        drop(theirs);
        assert_eq!(fs::read(&place).unwrap(), b"whole");
        assert_eq!(folder.files(), 3);
    }

    #[test]
    fn what_was_there_stays_until_all_is_written_and_unless_it_may_be_replaced() {
        let folder = Scratch::new("old");
        let place = folder.0.join("plan.txt");
        write(&place, b"old").unwrap();
        let mut half = WholeFile::begin(&place).unwrap();
        half.file.write_all(b"ne").unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"old");
        drop(half);
        assert_eq!(fs::read(&place).unwrap(), b"old");
        let refused = write_new(&place, b"new").unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&place).unwrap(), b"old");
        write(&place, b"new").unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"new");
        write_new(&folder.0.join("other.txt"), b"new").unwrap();
        assert_eq!(folder.files(), 2);
    }

    #[test]
    fn whoever_writes_at_the_same_time_leaves_it_whole() {
        let folder = Scratch::new("together");
        let place = folder.0.join("plan.txt");
        let bytes = |thread: u8| vec![thread; 1000 + usize::from(thread)];
        write(&place, &bytes(0)).unwrap();
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let place = &place;
                scope.spawn(move || {
                    for _ in 0..100 {
                        write(place, &bytes(thread)).unwrap();
                        let read = fs::read(place).unwrap();
                        assert_eq!(read, bytes(read[0]));
                    }
                });
            }
        });
        assert_eq!(folder.files(), 1);
    }

    #[test]
    fn what_is_no_regular_file_is_not_replaced() {
        let folder = Scratch::new("folder");
        fs::create_dir(folder.0.join("plan.txt")).unwrap();
        assert!(write(&folder.0.join("plan.txt"), b"new").is_err());
        assert!(write(Path::new("/"), b"new").is_err());
        assert_eq!(folder.files(), 1);
    }

    #[test]
    #[cfg(unix)]
    fn links_stay_links_and_the_mode_of_the_old_file_that_of_the_new() {
        use std::os::unix::ffi::OsStrExt;
        use std::os::unix::fs::{PermissionsExt, symlink};

        let folder = Scratch::new("links");
        // A name that is in no Unicode.
        let place = folder.0.join(OsStr::from_bytes(b"pl\xe4n.txt"));
        write(&place, b"old").unwrap();
        fs::set_permissions(&place, fs::Permissions::from_mode(0o600)).unwrap();
        let link = folder.0.join("link.txt");
        symlink(&place, &link).unwrap();
        write(&link, b"new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&place).unwrap(), b"new");
        assert_eq!(
            fs::metadata(&place).unwrap().permissions().mode() & 0o777,
            0o600
        );
        fs::remove_file(&place).unwrap();
        write(&link, b"alone").unwrap();
        assert_eq!(fs::read(&link).unwrap(), b"alone");
        assert_eq!(folder.files(), 1);
    }
}
