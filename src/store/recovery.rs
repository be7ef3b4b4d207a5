//! What is not saved yet, kept in the user's data folder in case the program does not end as it
//! should.
//!
//! `recovery/N/` belongs to one running program: `issue.gongbao` is its open issue, `record.ron` says
//! where that belongs and what waits in the inbox, and `lock` is locked as long as the program runs,
//! however it ends. A folder whose lock is free is what a program left behind.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::disk::{self, fault};
use super::{Access, Error, IssueFile, load, pack};
use crate::issue::document::Pinned;
use crate::issue::id::DocumentId;

const FOLDER: &str = "recovery";
const ISSUE: &str = "issue.gongbao";
const RECORD: &str = "record.ron";
const LOCK: &str = "lock";
/// So many programs at once, and what they left behind.
const MOST: u32 = 1000;

/// What would be lost if the program ended now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unsaved {
    /// The open issue, if it has changes.
    pub issue: Option<IssueFile>,
    /// The file that it is saved to; none if it has none yet.
    pub path: Option<PathBuf>,
    /// What waits in the inbox.
    pub inbox: Vec<Incoming>,
}

/// A file of the inbox, and what the editor said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incoming {
    /// The file.
    pub path: PathBuf,
    /// What lines of it are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pinned: Vec<Pinned>,
    /// What the ids of its documents were made from; none if it was not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// The documents that were turned away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub away: Vec<DocumentId>,
}

impl Unsaved {
    /// Whether nothing would be lost.
    pub const fn is_empty(&self) -> bool {
        self.issue.is_none() && self.inbox.is_empty()
    }
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Record {
    #[serde(default)]
    path: Option<PathBuf>,
    /// How the file was when the copy was made.
    #[serde(default)]
    stamp: Option<Stamp>,
    #[serde(default)]
    inbox: Vec<Incoming>,
}

/// Tells one version of a file from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    /// When it was written: whole seconds since 1970, and nanoseconds.
    written: (u64, u32),
    /// Count of its bytes.
    length: u64,
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        let since = metadata.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        Some(Self { written: (since.as_secs(), since.subsec_nanos()), length: metadata.len() })
    }
}

/// A folder that only this program uses as long as it is here.
#[derive(Debug)]
struct Claim {
    folder: PathBuf,
    /// Locked; the system unlocks it when the program ends.
    _lock: File,
}

impl Claim {
    /// Takes a folder that is there, unless a program that runs has it.
    fn take(folder: PathBuf) -> io::Result<Option<Self>> {
        let lock =
            File::options().create(true).truncate(false).write(true).open(folder.join(LOCK))?;
        match lock.try_lock() {
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            // Where nothing can be locked, a copy too many is offered rather than one too few.
            Ok(()) | Err(fs::TryLockError::Error(_)) => Ok(Some(Self { folder, _lock: lock })),
        }
    }

    /// Makes a folder that nobody had.
    fn new(data: &Path) -> io::Result<Self> {
        let all = data.join(FOLDER);
        fs::create_dir_all(&all)?;
        for number in 1..=MOST {
            let folder = all.join(number.to_string());
            match fs::create_dir(&folder) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(error),
            }
            // Another program that starts now may take it for an empty one, and remove it.
            if let Ok(Some(own)) = Self::take(folder) {
                return Ok(own);
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    fn write(&self, unsaved: &Unsaved) -> Result<(), Error> {
        let issue = self.folder.join(ISSUE);
        match &unsaved.issue {
            Some(file) => disk::write(&issue, &pack(&issue, file)?)?,
            None => remove(&issue)?,
        }
        let path = unsaved.path.as_ref().and_then(|path| std::path::absolute(path).ok());
        // A record takes no path that is no text.
        let path = path.filter(|path| path.to_str().is_some());
        let stamp = path.as_deref().and_then(Stamp::of);
        let readable = |own: &&Incoming| own.path.to_str().is_some();
        let inbox = unsaved.inbox.iter().filter(readable).cloned().collect();
        let target = self.folder.join(RECORD);
        let record = ron::to_string(&Record { path, stamp, inbox })
            .map_err(|error| fault(&target, io::Error::other(error)))?;
        disk::write(&target, record.as_bytes())
    }

    /// Removes the folder with all that is in it.
    fn end(self) -> Result<(), Error> {
        let Self { folder, _lock: lock } = self;
        for name in [RECORD, ISSUE] {
            remove(&folder.join(name))?;
        }
        // Windows removes no open file.
        drop(lock);
        remove(&folder.join(LOCK))?;
        fs::remove_dir(&folder).map_err(|source| fault(&folder, source))
    }
}

fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => Err(fault(path, source)),
        _ => Ok(()),
    }
}

/// Keeps what a running program has not saved.
#[derive(Debug, Default)]
pub struct Keeper {
    data: Option<PathBuf>,
    claim: Option<Claim>,
}

impl Keeper {
    /// Keeps it in `data`, the folder for the user's data; nowhere if there is none.
    pub const fn new(data: Option<PathBuf>) -> Self {
        Self { data, claim: None }
    }

    /// Makes the copy on the disk what `unsaved` is; where that is nothing, there is none.
    ///
    /// # Errors
    ///
    /// If it cannot be written; the last copy is then still there.
    pub fn keep(&mut self, unsaved: &Unsaved) -> Result<(), Error> {
        let Some(data) = &self.data else { return Ok(()) };
        if unsaved.is_empty() {
            return self.claim.take().map_or(Ok(()), Claim::end);
        }
        let claim = match self.claim.take() {
            Some(claim) => claim,
            None => Claim::new(data).map_err(|source| fault(&data.join(FOLDER), source))?,
        };
        self.claim.insert(claim).write(unsaved)
    }

    /// Takes over what another program left behind: it is kept as this program's own.
    ///
    /// # Errors
    ///
    /// If the own copy cannot be removed that it takes the place of.
    pub fn adopt(&mut self, left: Left) -> Result<(), Error> {
        self.claim.replace(left.claim).map_or(Ok(()), Claim::end)
    }
}

/// What a program that did not end as it should has left behind; no other program takes it as long
/// as it is here.
#[derive(Debug)]
pub struct Left {
    claim: Claim,
    /// What was not saved.
    pub unsaved: Unsaved,
    /// When it was kept.
    pub kept: Option<SystemTime>,
    /// When the file was written that has another version now than the changes were made on.
    pub overtaken: Option<SystemTime>,
}

impl Left {
    /// Removes it for good.
    ///
    /// # Errors
    ///
    /// If it cannot be removed.
    pub fn discard(self) -> Result<(), Error> {
        self.claim.end()
    }

    /// Reads what is in a folder; nothing where that is not worth a question.
    fn read(claim: Claim) -> Result<Option<Self>, Error> {
        let (target, record) = (claim.folder.join(ISSUE), claim.folder.join(RECORD));
        let text = disk::read(&record, super::TEXT_LIMIT).unwrap_or_default();
        let Record { path, stamp, mut inbox } = ron::de::from_bytes(&text).unwrap_or_default();
        let issue = match load(&target) {
            Ok(loaded) if loaded.access == Access::ReadWrite => Some(loaded.file),
            // A copy that cannot be read stays for somebody who can.
            Ok(_) => return Ok(None),
            Err(Error::Missing { .. }) => None,
            Err(error) => return Err(error),
        };
        inbox.retain(|own| own.path.is_file());
        let written = |path: &Path| fs::metadata(path).ok()?.modified().ok();
        let kept = if issue.is_some() { written(&target) } else { written(&record) };
        let changed = path.as_deref().filter(|path| path.is_file() && Stamp::of(path) != stamp);
        let overtaken = changed.and_then(written);
        let is_saved = |own: &IssueFile| {
            let now = changed.and_then(|path| load(path).ok());
            now.is_some_and(|loaded| loaded.file == *own)
        };
        // The program may have ended between the saving and the end of the copy.
        let issue = issue.filter(|own| !is_saved(own));
        let unsaved = Unsaved { issue, path, inbox };
        if unsaved.is_empty() {
            claim.end()?;
            return Ok(None);
        }
        Ok(Some(Self { claim, unsaved, kept, overtaken }))
    }
}

/// What programs left behind in `data`, the folder for the user's data, the newest first. What
/// belongs to one that runs is no part of it.
pub fn left_behind(data: Option<&Path>) -> Vec<Left> {
    let Some(folder) = data.map(|data| data.join(FOLDER)) else { return Vec::new() };
    let folders = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let claims = folders.filter_map(|entry| {
        let is_own = entry.file_name().to_str().is_some_and(|name| name.parse::<u32>().is_ok());
        if is_own { Claim::take(entry.path()).ok()? } else { None }
    });
    let mut left: Vec<Left> = claims.filter_map(|claim| Left::read(claim).ok()?).collect();
    left.sort_by_key(|own| std::cmp::Reverse(own.kept));
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::template;
    use crate::issue::Issue;

    fn file(label: &str) -> IssueFile {
        let issue = template::sample();
        let colophon = vec![label.into()];
        IssueFile::new(Issue { colophon, ..issue })
    }

    fn unsaved(label: &str, path: Option<&Path>) -> Unsaved {
        Unsaved { issue: Some(file(label)), path: path.map(Path::to_owned), inbox: Vec::new() }
    }

    #[test]
    fn what_a_program_keeps_is_left_behind_when_it_ends_and_by_it_alone() {
        let data = tempfile::tempdir().unwrap();
        let look = || left_behind(Some(data.path()));
        let (mut one, mut other) =
            (Keeper::new(Some(data.path().into())), Keeper::new(Some(data.path().into())));
        one.keep(&unsaved("甲", None)).unwrap();
        other.keep(&unsaved("乙", None)).unwrap();
        one.keep(&unsaved("甲甲", None)).unwrap();
        assert!(look().is_empty(), "both run");
        drop(one);
        let left = look();
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].unsaved, unsaved("甲甲", None));
        assert!(left[0].kept.is_some() && left[0].overtaken.is_none());
        assert!(look().is_empty(), "nobody else takes it meanwhile");
        drop(left);

        // Who takes it over keeps it, and gives it up with its own.
        let mut third = Keeper::new(Some(data.path().into()));
        third.keep(&unsaved("丙", None)).unwrap();
        third.adopt(look().remove(0)).unwrap();
        drop(third);
        assert_eq!(look().remove(0).unsaved, unsaved("甲甲", None));
        let mut fourth = Keeper::new(Some(data.path().into()));
        fourth.adopt(look().remove(0)).unwrap();
        fourth.keep(&Unsaved::default()).unwrap();
        drop((fourth, other));
        assert_eq!(look().remove(0).unsaved, unsaved("乙", None));
        look().remove(0).discard().unwrap();
        assert!(look().is_empty());
        assert_eq!(fs::read_dir(data.path().join(FOLDER)).unwrap().count(), 0);
    }

    #[test]
    fn a_file_that_was_saved_since_is_told_from_one_that_was_not() {
        let data = tempfile::tempdir().unwrap();
        let path = data.path().join("一期.gongbao");
        let left = |save: &dyn Fn()| {
            let _ = super::super::save_with(&path, &file("旧"), Some(data.path())).unwrap();
            let mut keeper = Keeper::new(Some(data.path().into()));
            keeper.keep(&unsaved("新", Some(&path))).unwrap();
            save();
            drop(keeper);
            left_behind(Some(data.path())).pop()
        };
        let save = |label: &str| {
            drop(super::super::save_with(&path, &file(label), Some(data.path())).unwrap());
        };
        let same = left(&|| ()).unwrap();
        assert!(same.overtaken.is_none() && same.unsaved.path.as_deref() == Some(path.as_path()));
        same.discard().unwrap();
        let other = left(&|| save("别人改的")).unwrap();
        assert!(other.overtaken.is_some());
        other.discard().unwrap();
        assert!(left(&|| save("新")).is_none(), "it was saved, and nothing is lost");
    }

    #[test]
    fn what_waits_in_the_inbox_is_kept_while_its_files_are_there() {
        let data = tempfile::tempdir().unwrap();
        let there = data.path().join("来稿.txt");
        disk::write(&there, b"text").unwrap();
        let incoming = |path: &Path| Incoming {
            path: path.to_owned(),
            pinned: vec![Pinned {
                range: crate::issue::text::Range::new(0, 4),
                style: "title".into(),
            }],
            seed: Some(7),
            away: vec![DocumentId::new(9)],
        };
        let gone = data.path().join("没有.txt");
        let inbox = vec![incoming(&gone), incoming(&there)];
        let mut keeper = Keeper::new(Some(data.path().into()));
        keeper.keep(&Unsaved { inbox, ..Unsaved::default() }).unwrap();
        drop(keeper);
        let left = left_behind(Some(data.path())).remove(0);
        assert_eq!(left.unsaved.inbox, [incoming(&there)]);
        assert_eq!(left.unsaved.issue, None);
    }
}
