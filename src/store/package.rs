//! Packages for the print office: several files as one folder or one zip archive, whole or not at
//! all.
//!
//! A folder is filled under another name and then renamed. What is there already is replaced only
//! if it is a package as well, with nothing in it but what its own checksums name.

use std::fs;
use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::disk::{fault, write};
use super::{Error, platform};
use crate::export::package::CHECKSUMS;

/// Writes the files of a package, each with its name, as the zip archive or the folder `path`.
///
/// # Errors
///
/// If it cannot be written, or another file or folder is there; that is then unchanged.
pub fn write_package(path: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Error> {
    if is_zip(path) {
        let bytes = zip(files).map_err(|source| fault(path, io::Error::other(source)))?;
        return write(path, &bytes);
    }
    replace_folder(path, files)
}

/// Makes sure that a package can come here, without changing anything.
///
/// # Errors
///
/// If another file or folder is there, or there is no folder to put it into.
pub fn check_package(path: &Path) -> Result<(), Error> {
    let parent = parent(path);
    if !parent.is_dir() {
        return Err(Error::NoFolder { path: path.to_owned() });
    }
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() && !is_package(path) => {
            Err(Error::FolderInUse { path: path.to_owned() })
        }
        Ok(metadata) if metadata.is_file() && !is_zip(path) => {
            Err(Error::Special { path: path.to_owned() })
        }
        Ok(_) | Err(_) => Ok(()),
    }
}

fn is_zip(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
}

fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        Some(_) | None => PathBuf::from("."),
    }
}

fn zip(files: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    // The same package gives the same bytes; PDFs are packed in themselves.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(name.as_str(), options)?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// Whether a folder is empty, or holds a package and nothing else.
fn is_package(path: &Path) -> bool {
    let Ok(entries) = fs::read_dir(path) else { return false };
    let sums = fs::read_to_string(path.join(CHECKSUMS)).unwrap_or_default();
    let named = |name: &str| {
        name == CHECKSUMS
            || sums.lines().any(|line| line.split_once("  ").is_some_and(|(_, own)| own == name))
    };
    entries
        .into_iter()
        .all(|entry| entry.is_ok_and(|entry| entry.file_name().to_str().is_some_and(named)))
}

fn replace_folder(path: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Error> {
    check_package(path)?;
    let failed = |source| fault(path, source);
    let parent = parent(path);
    let fresh = Folder::create(&parent, "new").map_err(failed)?;
    for (name, bytes) in files {
        let file = fresh.path.join(name);
        let filled = fs::File::create(&file).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        filled.map_err(failed)?;
    }
    platform::sync_folder(&fresh.path).map_err(failed)?;
    if path.exists() {
        // The old one goes out of the way first; it comes back if the new one cannot come.
        let old = Folder::create(&parent, "old").map_err(failed)?;
        let kept = old.path.join("package");
        fs::rename(path, &kept).map_err(failed)?;
        if let Err(source) = fs::rename(&fresh.path, path) {
            drop(fs::rename(&kept, path));
            return Err(failed(source));
        }
    } else {
        fs::rename(&fresh.path, path).map_err(failed)?;
    }
    platform::sync_folder(&parent).map_err(failed)
}

/// A folder under a name of its own, removed again unless it has been renamed.
struct Folder {
    path: PathBuf,
}

impl Folder {
    fn create(parent: &Path, name: &str) -> io::Result<Self> {
        let mut taken = io::Error::from(io::ErrorKind::AlreadyExists);
        for attempt in 0..1000 {
            let name = format!(".gongbao-{}-{name}-{attempt}.tmp", std::process::id());
            let path = parent.join(name);
            match fs::create_dir(&path) {
                Ok(()) => return Ok(Self { path }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => taken = error,
                Err(error) => return Err(error),
            }
        }
        Err(taken)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // After renaming there is nothing of that name, and that is well.
        drop(fs::remove_dir_all(&self.path));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> Vec<(String, Vec<u8>)> {
        let sums = "00  甲.pdf\n";
        vec![("甲.pdf".to_owned(), text.into()), (CHECKSUMS.to_owned(), sums.into())]
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_folder_is_replaced_as_a_whole() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("包");
        write_package(&path, &files("一")).unwrap();
        write_package(&path, &files("二")).unwrap();
        assert_eq!(fs::read_to_string(path.join("甲.pdf")).unwrap(), "二");
        assert_eq!(names(root.path()), ["包"]);
        assert_eq!(names(&path), [CHECKSUMS, "甲.pdf"]);
    }

    #[test]
    fn a_folder_with_other_files_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("稿件");
        write_package(&path, &files("一")).unwrap();
        drop(fs::File::create(path.join("我的稿子.docx")).unwrap());
        let error = write_package(&path, &files("二")).unwrap_err().to_string();
        assert!(error.contains("别的文件") && error.contains('请'), "{error}");
        assert_eq!(fs::read_to_string(path.join("甲.pdf")).unwrap(), "一");
        assert_eq!(names(root.path()), ["稿件"]);
        assert!(write_package(&root.path().join("无/包"), &files("一")).is_err());
    }

    #[test]
    fn a_zip_archive_holds_the_files() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("包.zip");
        write_package(&path, &files("一")).unwrap();
        let mut archive = zip::ZipArchive::new(fs::File::open(&path).unwrap()).unwrap();
        let own = io::read_to_string(archive.by_name("甲.pdf").unwrap()).unwrap();
        assert_eq!((archive.len(), own.as_str()), (2, "一"));
    }
}
