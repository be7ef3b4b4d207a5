//! What differs between systems: syncing a folder, and where the user's data lies.

use std::io;
use std::path::{Path, PathBuf};

/// Waits until the names in a folder are on the disk.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    match std::fs::File::open(folder)?.sync_all() {
        // Some network shares know no syncing of folders.
        Err(error)
            if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) =>
        {
            Ok(())
        }
        result => result,
    }
}

/// Windows writes the names of a folder by itself; it has no call to wait for that.
#[cfg(not(unix))]
pub(super) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// The folder for the user's data: `GONGBAO_DATA`, or else `gongbao` where the system keeps data.
pub fn data_folder() -> Option<PathBuf> {
    match std::env::var_os("GONGBAO_DATA") {
        Some(folder) if !folder.is_empty() => Some(PathBuf::from(folder)),
        _ => dirs::data_dir().map(|folder| folder.join("gongbao")),
    }
}

/// Whether there is a desktop that a window could open on; systems without X11 and Wayland always
/// have one.
pub fn has_desktop() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(any(target_os = "linux", target_os = "freebsd"))
        || ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"].into_iter().any(set)
}
