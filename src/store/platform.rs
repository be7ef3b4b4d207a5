//! What differs between systems: syncing a folder, where the user's data lies, other programs.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

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

/// The program of `LibreOffice`: the one that `GONGBAO_OFFICE` names, or else the one that is found
/// on the path or where it is usually installed.
pub(super) fn office() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("GONGBAO_OFFICE").filter(|named| !named.is_empty()) {
        return Some(PathBuf::from(named)).filter(|path| path.is_file());
    }
    const NAMES: [&str; 4] = ["soffice", "libreoffice", "soffice.exe", "soffice.com"];
    const PLACES: [&str; 4] = [
        "/usr/lib/libreoffice/program",
        "/opt/libreoffice/program",
        "/Applications/LibreOffice.app/Contents/MacOS",
        "C:\\Program Files\\LibreOffice\\program",
    ];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(PLACES.map(PathBuf::from));
    folders.flat_map(|folder| NAMES.map(|name| folder.join(name))).find(|file| file.is_file())
}

/// Starts a program so that [`kill`] reaches what it starts, too.
#[cfg(unix)]
pub(super) fn start(command: &mut Command) -> io::Result<Child> {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0).spawn()
}

/// Starts a program so that [`kill`] reaches what it starts, too.
#[cfg(not(unix))]
pub(super) fn start(command: &mut Command) -> io::Result<Child> {
    command.spawn()
}

/// Kills a program and all that it has started.
pub(super) fn kill(child: &mut Child) {
    let id = child.id();
    let mut killer = if cfg!(windows) {
        let mut killer = Command::new("taskkill");
        let _ = killer.args(["/T", "/F", "/PID", &id.to_string()]);
        killer
    } else {
        let mut killer = Command::new("kill");
        let _ = killer.args(["-KILL", "--", &format!("-{id}")]);
        killer
    };
    // Where there is no such command, at least the program itself goes.
    let _group = killer.stdout(Stdio::null()).stderr(Stdio::null()).status();
    let _own = child.kill();
    let _ended = child.wait();
}

/// Waits for a while.
pub(super) fn pause(time: Duration) {
    // Nobody sends anything: the time passes.
    let (_sender, receiver) = std::sync::mpsc::channel::<()>();
    let _passed = receiver.recv_timeout(time);
}

/// Shows a folder in the system's own program for folders; says whether there is one.
pub fn show_folder(folder: &Path) -> bool {
    let program = match std::env::consts::OS {
        "windows" => "explorer",
        "macos" => "open",
        _ => "xdg-open",
    };
    let mut command = Command::new(program);
    let _ = command.arg(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().is_ok()
}
