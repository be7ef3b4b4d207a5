//! Bytes ↔ disk: reading up to a limit, and replacing a file so that it is never half there.
//!
//! A file is written under another name into the same folder, synced, and renamed over the old one
//! (rename is atomic within a file system); then the folder is synced.

use std::fs;
use std::fs::{File, OpenOptions};
use std::io;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::Backup;
use super::Error;
use super::platform;

/// What becomes of a file that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and nothing is written.
    Refuse,
    /// It is replaced.
    Replace,
}

/// What is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// An issue's file.
    Issue,
    /// Anything else; it never replaces an issue's file, and a device is written into.
    Other,
}

/// Says what a fault of the system means for the user.
pub(super) fn fault(path: &Path, source: io::Error) -> Error {
    let path = path.to_owned();
    match source.kind() {
        io::ErrorKind::NotFound => Error::Missing { path },
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            Error::Denied { path, source }
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            Error::Full { path, source }
        }
        io::ErrorKind::IsADirectory => Error::Folder { path },
        _ => Error::Io { path, source },
    }
}

/// Reads a file of at most `limit` bytes.
pub(super) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    let metadata = fs::metadata(path).map_err(|source| fault(path, source))?;
    if metadata.is_dir() {
        return Err(Error::Folder { path: path.to_owned() });
    }
    if metadata.len() > limit {
        return Err(Error::TooBig { path: path.to_owned(), limit });
    }
    let file = File::open(path).map_err(|source| fault(path, source))?;
    read_all(path, file, limit)
}

/// Reads to the end of `reader`, which has at most `limit` bytes.
pub(super) fn read_all(path: &Path, reader: impl Read, limit: u64) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let count =
        reader.take(limit + 1).read_to_end(&mut bytes).map_err(|source| fault(path, source))?;
    if count as u64 > limit {
        return Err(Error::TooBig { path: path.to_owned(), limit });
    }
    Ok(bytes)
}

/// Refuses a name that is taken, if it must not be replaced.
pub(super) fn check_free(path: &Path, existing: Existing) -> Result<(), Error> {
    match existing {
        Existing::Refuse if fs::symlink_metadata(path).is_ok() => {
            Err(Error::Exists { path: path.to_owned() })
        }
        Existing::Refuse | Existing::Replace => Ok(()),
    }
}

/// Whether the path names a device or the like, which is written into and not replaced.
fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

/// Makes sure that a file can come here, without changing anything.
pub(super) fn check_target(path: &Path, kind: Target, existing: Existing) -> Result<(), Error> {
    if kind == Target::Other && is_device(path) {
        return Ok(());
    }
    check_free(path, existing)?;
    let old = existing_file(path)?;
    if kind == Target::Other && old.is_some() && is_issue(path)? {
        return Err(Error::Issue { path: path.to_owned() });
    }
    drop(temporary(path)?);
    Ok(())
}

/// Whether the file begins as an issue's archive does.
fn is_issue(path: &Path) -> Result<bool, Error> {
    let mut head = Vec::new();
    let file = File::open(path).map_err(|source| fault(path, source))?;
    let count = file.take(100).read_to_end(&mut head).map_err(|source| fault(path, source))?;
    let mark = b"application/vnd.gongbao";
    Ok(count > 0 && head.starts_with(b"PK") && head.windows(mark.len()).any(|w| w == mark))
}

/// Whether two paths name the same file, whether it is there or not.
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    let whole = |path: &Path| {
        fs::canonicalize(path).or_else(|_| {
            let folder = fs::canonicalize(folder_of(path))?;
            Ok::<_, io::Error>(path.file_name().map_or(folder.clone(), |name| folder.join(name)))
        })
    };
    one == other || matches!((whole(one), whole(other)), (Ok(one), Ok(other)) if one == other)
}

/// Begins a file under another name in the folder of `path`.
fn temporary(path: &Path) -> Result<Temporary, Error> {
    let folder = folder_of(path);
    if !folder.is_dir() {
        return Err(Error::NoFolder { path: path.to_owned() });
    }
    Temporary::create(&folder).map_err(|source| match source.kind() {
        // The folder is there, but takes no files: /proc answers like that.
        io::ErrorKind::NotFound => Error::Denied { path: path.to_owned(), source },
        _ => fault(path, source),
    })
}

/// Writes `bytes` as the file `path`, over what is there; into it if it is a device.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if is_device(path) {
        let result = OpenOptions::new().write(true).open(path).and_then(|mut device| {
            device.write_all(bytes)?;
            device.flush()
        });
        return result.map_err(|source| fault(path, source));
    }
    let unkept = |_: &Path| Ok(Backup::Unneeded);
    replace(path, bytes, unkept).map(drop)
}

/// Writes `bytes` as the file `path`. `keep` is given the old version just before it is replaced.
pub(super) fn replace(
    path: &Path,
    bytes: &[u8],
    keep: impl FnOnce(&Path) -> Result<Backup, Error>,
) -> Result<Backup, Error> {
    let old = existing_file(path)?;
    // A rename over a link would replace the link, not what it names.
    let target = match &old {
        Some(_) => fs::canonicalize(path).map_err(|source| fault(path, source))?,
        None => path.to_owned(),
    };
    let same_length = old.as_ref().is_some_and(|old| old.len() == bytes.len() as u64);
    if same_length && fs::read(&target).is_ok_and(|before| before == bytes) {
        return Ok(Backup::Unneeded);
    }
    let mut temporary = temporary(&target)?;
    temporary.fill(bytes, old.as_ref()).map_err(|source| fault(path, source))?;
    let backup = match &old {
        Some(_) => keep(&target).unwrap_or_else(Backup::Failed),
        None => Backup::Unneeded,
    };
    temporary.rename(&target).map_err(|source| fault(path, source))?;
    platform::sync_folder(&folder_of(&target)).map_err(|source| fault(path, source))?;
    Ok(backup)
}

/// What is known of the file that will be replaced; none if there is none.
fn existing_file(path: &Path) -> Result<Option<fs::Metadata>, Error> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(Error::NoFolder { path: path.to_owned() });
        }
        Err(error) => return Err(fault(path, error)),
    };
    if metadata.is_dir() {
        Err(Error::Folder { path: path.to_owned() })
    } else if !metadata.is_file() {
        Err(Error::Special { path: path.to_owned() })
    } else if metadata.permissions().readonly() {
        Err(Error::WriteProtected { path: path.to_owned() })
    } else {
        Ok(Some(metadata))
    }
}

/// The folder that a file is in.
fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => PathBuf::from("."),
        Some(parent) => parent.to_owned(),
        None => PathBuf::from("."),
    }
}

/// A file under a name of its own, removed again unless it has been renamed.
#[derive(Debug)]
pub(super) struct Temporary {
    path: PathBuf,
    file: Option<File>,
}

impl Temporary {
    /// Creates an empty file in `folder`. Its name is short, whatever the file will be called.
    pub(super) fn create(folder: &Path) -> io::Result<Self> {
        let mut taken = io::Error::from(io::ErrorKind::AlreadyExists);
        for attempt in 0..1000 {
            let path = folder.join(format!(".gongbao-{}-{attempt}.tmp", std::process::id()));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => return Ok(Self { path, file: Some(file) }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => taken = error,
                Err(error) => return Err(error),
            }
        }
        Err(taken)
    }

    /// Writes `bytes` and waits until they are on the disk.
    pub(super) fn fill(&mut self, bytes: &[u8], like: Option<&fs::Metadata>) -> io::Result<()> {
        if let Some(mut file) = self.file.take() {
            file.write_all(bytes)?;
            if let Some(metadata) = like {
                file.set_permissions(metadata.permissions())?;
            }
            file.sync_all()?;
        }
        Ok(())
    }

    /// Gives the file its name, over what has it.
    pub(super) fn rename(self, target: &Path) -> io::Result<()> {
        fs::rename(&self.path, target)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // Windows removes no open file.
        drop(self.file.take());
        // After renaming there is nothing of that name, and that is well.
        drop(fs::remove_file(&self.path));
    }
}
