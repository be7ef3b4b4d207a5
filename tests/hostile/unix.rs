//! What only Unix offers to try: links, devices, permissions of folders, limits of a process.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

use super::*;

const CHILD: &str = "GONGBAO_HOSTILE_CHILD";

#[test]
fn a_link_stays_a_link() {
    let (folder, path) = saved();
    let link = folder.path().join("link.gongbao");
    symlink(&path, &link).unwrap();
    let mut file = sample();
    file.issue.number.total = None;
    let _backup = save(&link, &file).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(load(&path).unwrap().file, file);
}

#[test]
fn permissions_are_kept() {
    let (_folder, path) = saved();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let mut file = sample();
    file.issue.number.total = None;
    let _backup = save(&path, &file).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn devices_are_no_place_for_an_issue() {
    let null = Path::new("/dev/null");
    assert!(matches!(save_with(null, &sample(), None).unwrap_err(), Error::Special { .. }));
    write(null, b"gone").unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_named() {
    let error = write(Path::new("/dev/full"), b"no room").unwrap_err();
    assert!(matches!(error, Error::Full { .. }), "{error}");
    assert!(error.to_string().contains("磁盘已满"), "{error}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_takes_no_files_is_named() {
    // Also the superuser can make no file there.
    let error = save_with(Path::new("/proc/x.gongbao"), &sample(), None).unwrap_err();
    assert!(matches!(error, Error::Denied { .. }), "{error}");
}

#[test]
fn a_folder_without_permission_is_named() {
    let (folder, path) = saved();
    let before = fs::read(&path).unwrap();
    let mut file = sample();
    file.issue.number.total = None;
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let result = save_with(&path, &file, None);
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    match result {
        // The superuser needs no permission.
        Ok(_) => assert_eq!(load(&path).unwrap().file, file),
        Err(error) => {
            assert!(matches!(error, Error::Denied { .. }), "{error}");
            assert_eq!(fs::read(&path).unwrap(), before);
        }
    }
    assert_eq!(names(folder.path()), ["2026年第4期.gongbao"]);
}

/// Saves in a process of its own whose files may not become long: the disk is full for it.
#[test]
fn a_full_disk_leaves_the_old_file_and_nothing_else() {
    if let Some(path) = std::env::var_os(CHILD) {
        let mut file = sample();
        let noise = gongbao::store::sha256(b"noise").repeat(8000).into_bytes();
        let _sha256 = file.add_picture("png", noise);
        let error = save(Path::new(&path), &file).unwrap_err();
        assert!(matches!(error, Error::Full { .. }), "{error}");
        return;
    }
    let (folder, path) = saved();
    let before = fs::read(&path).unwrap();
    let test = "unix::a_full_disk_leaves_the_old_file_and_nothing_else";
    let output = Command::new("sh")
        .arg("-c")
        .arg("trap '' XFSZ; ulimit -f 64; exec \"$0\" --exact \"$1\"")
        .arg(std::env::current_exe().unwrap())
        .arg(test)
        .env(CHILD, &path)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(names(folder.path()), ["2026年第4期.gongbao"]);
}
