//! Keeps the last versions of a file in the user's data folder.
//!
//! `backups/NAME-xxxxxxxx/NAME.N.gongbao`, where the `x` tell files of one name in several folders
//! apart, and the newest version has the greatest N: the clock of a share may lie, a count cannot.

use std::fs;
use std::path::{Path, PathBuf};

use super::Backup;
use super::Error;
use super::disk::{Temporary, fault};
use super::platform;
use super::sha256;

/// How many versions are kept.
const VERSIONS: usize = 5;

/// Copies the version at `path`, an absolute path, to the backups, and drops those that are older
/// than the last five.
pub(super) fn keep(data: &Path, path: &Path) -> Result<Backup, Error> {
    let name = name_of(path);
    let folder = folder_for(data, path);
    let fail = |source| fault(&folder, source);
    fs::create_dir_all(&folder).map_err(fail)?;
    let mut versions = versions(&folder)?;
    let next = versions.last().map_or(1, |(number, _)| number + 1);

    let bytes = fs::read(path).map_err(|source| fault(path, source))?;
    let target = folder.join(format!("{name}.{next}.gongbao"));
    let mut temporary = Temporary::create(&folder).map_err(fail)?;
    temporary.fill(&bytes, None).map_err(fail)?;
    temporary.rename(&target).map_err(fail)?;
    platform::sync_folder(&folder).map_err(fail)?;

    versions.push((next, target.clone()));
    let surplus = versions.len().saturating_sub(VERSIONS);
    for (_, old) in versions.drain(..surplus) {
        fs::remove_file(&old).map_err(|source| fault(&old, source))?;
    }
    Ok(Backup::Kept(target))
}

/// The name of a file without its ending, short enough for what is put behind it.
fn name_of(path: &Path) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    stem.unwrap_or_default().chars().take(40).collect()
}

/// The folder for the versions of `path`, an absolute path.
fn folder_for(data: &Path, path: &Path) -> PathBuf {
    let hash: String = sha256(path.to_string_lossy().as_bytes()).chars().take(8).collect();
    data.join("backups").join(format!("{}-{hash}", name_of(path)))
}

/// The versions of the file at `path` that are kept, the newest first.
pub(super) fn list(data: &Path, path: &Path) -> Result<Vec<PathBuf>, Error> {
    // The file itself may be gone; its folder tells the path as well.
    let absolute = match (fs::canonicalize(path), path.parent(), path.file_name()) {
        (Ok(absolute), _, _) => absolute,
        (Err(_), Some(folder), Some(name)) => {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            fs::canonicalize(folder).map_err(|source| fault(path, source))?.join(name)
        }
        (Err(source), _, _) => return Err(fault(path, source)),
    };
    let folder = folder_for(data, &absolute);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    Ok(versions(&folder)?.into_iter().rev().map(|(_, version)| version).collect())
}

/// The versions in a folder, the oldest first.
fn versions(folder: &Path) -> Result<Vec<(u64, PathBuf)>, Error> {
    let mut versions = Vec::new();
    for entry in fs::read_dir(folder).map_err(|source| fault(folder, source))? {
        let path = entry.map_err(|source| fault(folder, source))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let number = name.as_deref().and_then(|name| {
            name.strip_suffix(".gongbao")?.rsplit_once('.')?.1.parse::<u64>().ok()
        });
        if let Some(number) = number.filter(|number| *number < u64::MAX) {
            versions.push((number, path));
        }
    }
    versions.sort();
    Ok(versions)
}
