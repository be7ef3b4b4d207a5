//! What stands in a folder, for a dialog that asks for a path.

use std::fs;
use std::path::{Path, PathBuf};

use super::Error;
use super::disk;

/// Something in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// What it is.
    pub kind: EntryKind,
    /// Its name without the folder.
    pub name: String,
    /// Its whole path.
    pub path: PathBuf,
}

/// What stands in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A folder.
    Folder,
    /// A file.
    File,
}

/// So many entries at most.
const MOST: usize = 500;

/// Lists folders, then the files that end in one of `endings`, each by name; hidden ones are left
/// out.
///
/// # Errors
///
/// If the folder is not there or cannot be read. No name at all means the current folder.
pub fn list(folder: &Path, endings: &[&str]) -> Result<Vec<Entry>, Error> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let read = fs::read_dir(folder).map_err(|source| disk::fault(folder, source))?;
    let entry = |found: fs::DirEntry| {
        let path = found.path();
        let name = found.file_name().to_string_lossy().into_owned();
        let kind = if path.is_dir() { EntryKind::Folder } else { EntryKind::File };
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let fits = ending.is_some_and(|ending| endings.contains(&ending.as_str()));
        let shown = !name.starts_with('.') && (kind == EntryKind::Folder || fits);
        shown.then_some(Entry { kind, name, path })
    };
    let mut entries: Vec<Entry> = read.filter_map(Result::ok).filter_map(entry).collect();
    entries.sort();
    entries.truncate(MOST);
    Ok(entries)
}

/// Whether there is a folder at `path`.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether there is anything at `path`.
pub fn is_taken(path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_come_first_and_other_files_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.gongbao", "a.GONGBAO", "x.txt", ".c.gongbao"] {
            disk::write(&folder.path().join(name), b"").unwrap();
        }
        fs::create_dir(folder.path().join("z")).unwrap();
        let found = list(folder.path(), &["gongbao"]).unwrap();
        let names: Vec<&str> = found.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["z", "a.GONGBAO", "b.gongbao"]);
        let gone = list(&folder.path().join("none"), &[]);
        assert!(matches!(gone, Err(Error::Missing { .. })));
    }
}
