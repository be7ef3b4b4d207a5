//! Finds the bundled fonts and reads them.
//!
//! The folder `fonts` lies beside the program, or under `share/gongbao` of the place that the
//! program is installed in, or in the source tree that it was built from. Fonts of the system are
//! not looked at: pages must be the same on every machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::Error;
use super::disk::fault;
use crate::font::FontFile;

/// Reads all bundled fonts, in the order of their names.
///
/// # Errors
///
/// If there is no folder of fonts, or one of them cannot be read.
pub fn load() -> Result<Vec<FontFile>, Error> {
    load_from(&candidates(std::env::current_exe().ok().as_deref()))
}

/// The fonts that the window's own texts are set in; none if they are not found.
pub fn interface() -> Vec<Vec<u8>> {
    let folders = candidates(std::env::current_exe().ok().as_deref());
    let names =
        ["NotoSansCJKsc-Regular.otf", "NotoSansCJKsc-Medium.otf", "NotoSansMongolian-Regular.ttf"];
    let found = |name: &str| folders.iter().find_map(|folder| fs::read(folder.join(name)).ok());
    names.into_iter().filter_map(found).collect()
}

/// The folders that the fonts may be in, the likeliest first.
fn candidates(program: Option<&Path>) -> Vec<PathBuf> {
    let beside = program.and_then(Path::parent);
    let installed = beside.and_then(Path::parent);
    beside
        .map(|folder| folder.join("fonts"))
        .into_iter()
        .chain(installed.map(|folder| folder.join("share").join("gongbao").join("fonts")))
        .chain([Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts")])
        .collect()
}

/// Reads the fonts of the first folder that has some.
fn load_from(folders: &[PathBuf]) -> Result<Vec<FontFile>, Error> {
    for folder in folders {
        let paths = match fs::read_dir(folder) {
            Ok(entries) => font_paths(entries),
            Err(_) => continue,
        };
        if !paths.is_empty() {
            // Reading some fifty megabytes is half of what a short issue's export takes.
            return paths.into_par_iter().map(read).collect();
        }
    }
    Err(Error::NoFonts {
        path: folders.first().cloned().unwrap_or_default(),
        looked: folders.to_vec(),
    })
}

/// The font files among the entries of a folder, in the order of their names.
fn font_paths(entries: fs::ReadDir) -> Vec<PathBuf> {
    let is_font = |path: &PathBuf| {
        path.extension().is_some_and(|ending| {
            ["otf", "ttf", "ttc"].iter().any(|font| ending.eq_ignore_ascii_case(font))
        })
    };
    let mut paths: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(is_font).collect();
    paths.sort();
    paths
}

fn read(path: PathBuf) -> Result<FontFile, Error> {
    let bytes = fs::read(&path).map_err(|source| fault(&path, source))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    Ok(FontFile { name: name.unwrap_or_default(), bytes: Arc::new(bytes) })
}

/// The folders as a message names them.
pub(super) fn listed(folders: &[PathBuf]) -> String {
    let names: Vec<String> = folders.iter().map(|path| path.display().to_string()).collect();
    names.join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_fonts_are_found_in_order() {
        let fonts = load().unwrap();
        let names: Vec<&str> = fonts.iter().map(|font| font.name.as_str()).collect();
        assert!(names.contains(&"NotoSerifCJKsc-Regular.otf"), "{names:?}");
        assert!(names.is_sorted(), "{names:?}");
        assert!(fonts.iter().all(|font| font.bytes.len() > 1000));
    }

    #[test]
    fn folders_beside_the_program_come_first() {
        let found = candidates(Some(Path::new("/opt/gongbao/bin/gongbao")));
        let expected = ["/opt/gongbao/bin/fonts", "/opt/gongbao/share/gongbao/fonts"];
        assert_eq!(&found[..2], expected.map(PathBuf::from));
    }

    #[test]
    fn a_missing_folder_is_named() {
        let error = load_from(&[PathBuf::from("/nowhere/fonts")]).unwrap_err();
        assert!(error.to_string().contains("/nowhere/fonts"), "{error}");
    }
}
