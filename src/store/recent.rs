//! The files that were open before, as a list in the user's data folder.

use std::path::{Path, PathBuf};

use super::{read, write};

const NAME: &str = "recent.txt";
const MOST: usize = 8;

/// The files that `data`, the folder for the user's data, knows of, the latest first; those that
/// are gone are left out.
pub fn list(data: Option<&Path>) -> Vec<PathBuf> {
    let Some(folder) = data else { return Vec::new() };
    let bytes = read(&folder.join(NAME)).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    text.lines().map(PathBuf::from).filter(|path| path.is_file()).take(MOST).collect()
}

/// Puts a file at the head of the list, and gives the list. A list that cannot be written is no
/// reason to stop anybody.
pub fn remember(path: &Path, data: Option<&Path>) -> Vec<PathBuf> {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut files = list(data);
    files.retain(|own| *own != path);
    files.insert(0, path);
    files.truncate(MOST);
    if let Some(folder) = data {
        let lines: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        let _ = std::fs::create_dir_all(folder);
        let _ = write(&folder.join(NAME), lines.join("\n").as_bytes());
    }
    files
}

/// The user's documents, or the current folder.
pub fn documents_folder() -> PathBuf {
    dirs::document_dir().or_else(dirs::home_dir).unwrap_or_default()
}
