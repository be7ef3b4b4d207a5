//! Files that only an office suite reads (.doc, .wps, .rtf, .odt) → Word files, by `LibreOffice` where
//! it is installed.
//!
//! The program runs without a window, in a profile and a folder of its own, so that an open
//! `LibreOffice` does not disturb it. It is killed with all that it started when it takes too long or
//! is no longer wanted.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use super::platform;
use crate::import::{self, Error, Source};

/// How often the program is looked after, and how many times: two minutes.
const STEP: Duration = Duration::from_millis(50);
const STEPS: u32 = 2_400;
/// The first bytes of a compound file ([MS-CFB] 2.2), which Word 97 and WPS write.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// What the first entry of an ODT package holds (`OpenDocument` 1.3, part 2, 3.3).
const OPEN_DOCUMENT: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument.text";

/// Reads a file of any kind, as [`import::read`] does, and those of old office suites besides.
///
/// `stop` is looked at while another program runs; once it is set, that program is killed.
///
/// # Errors
///
/// As [`import::read`]; and an old file where no `LibreOffice` is installed, or that it cannot
/// convert in two minutes.
pub fn read(name: &str, bytes: &[u8], stop: &AtomicBool) -> Result<Source, Error> {
    let Some(ending) = old_kind(name, bytes) else { return import::read(name, bytes) };
    // What needs a password, and what is empty, is told at once.
    match import::read(name, bytes) {
        Err(Error::Binary { .. }) => {}
        told => return told,
    }
    let program = platform::office().ok_or(Error::NoOffice)?;
    let folder = Folder::new().map_err(|_| Error::OfficeFailed)?;
    let word = convert(&program, &folder.0, ending, bytes, stop)?;
    import::read("converted.docx", &word)
}

/// The ending for a file that needs the office suite.
fn old_kind(name: &str, bytes: &[u8]) -> Option<&'static str> {
    let ending = Path::new(name).extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "wps" if bytes.starts_with(COMPOUND) => Some("wps"),
        "xls" | "ppt" | "et" | "dps" => None,
        _ if bytes.starts_with(COMPOUND) => Some("doc"),
        _ if bytes.starts_with(b"{\\rtf") => Some("rtf"),
        _ if bytes.starts_with(b"PK\x03\x04") => {
            let head = bytes.get(..bytes.len().min(128)).unwrap_or_default();
            let holds = head.windows(OPEN_DOCUMENT.len()).any(|window| window == OPEN_DOCUMENT);
            holds.then_some("odt")
        }
        _ => None,
    }
}

/// A folder that goes when it is no longer needed.
struct Folder(PathBuf);

impl Folder {
    fn new() -> io::Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("gongbao-office-{}-{count}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is in the folder for temporary files.
        let _removed = fs::remove_dir_all(&self.0);
    }
}

fn convert(
    program: &Path,
    folder: &Path,
    ending: &str,
    bytes: &[u8],
    stop: &AtomicBool,
) -> Result<Vec<u8>, Error> {
    let input = folder.join(format!("in.{ending}"));
    let out = folder.join("out");
    fs::create_dir(&out).map_err(|_| Error::OfficeFailed)?;
    #[expect(clippy::disallowed_methods, reason = "a copy in a folder for temporary files")]
    fs::write(&input, bytes).map_err(|_| Error::OfficeFailed)?;
    let mut profile = OsString::from("-env:UserInstallation=file://");
    // Windows has a slash before the letter of the drive.
    if !folder.starts_with("/") {
        profile.push("/");
    }
    profile.push(folder.join("profile").to_string_lossy().replace('\\', "/"));
    let mut command = Command::new(program);
    let _ = command
        .arg(profile)
        .args(["--headless", "--norestore", "--nolockcheck", "--convert-to", "docx", "--outdir"])
        .args([&out, &input])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = platform::start(&mut command).map_err(|_| Error::OfficeFailed)?;
    wait(&mut child, stop)?;
    fs::read(out.join("in.docx")).map_err(|_| Error::OfficeFailed)
}

/// Waits until the program has ended by itself, or kills it.
fn wait(child: &mut Child, stop: &AtomicBool) -> Result<(), Error> {
    for _ in 0..STEPS {
        match child.try_wait() {
            Ok(Some(_)) => return Ok(()),
            Ok(None) if stop.load(Ordering::Relaxed) => {
                platform::kill(child);
                return Err(Error::Stopped);
            }
            Ok(None) => platform::pause(STEP),
            Err(_) => break,
        }
    }
    platform::kill(child);
    Err(Error::OfficeSlow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_bytes_and_ending() {
        fn check(name: &str, bytes: &[u8], expected: Option<&str>) {
            assert_eq!(old_kind(name, bytes), expected, "{name}");
        }
        check("a.doc", COMPOUND, Some("doc"));
        check("a.WPS", COMPOUND, Some("wps"));
        check("a.rtf", b"{\\rtf1", Some("rtf"));
        check("a.doc", b"{\\rtf1", Some("rtf"));
        check("a.doc", b"PK\x03\x04", None);
        check("a.xls", COMPOUND, None);
        let odt = [b"PK\x03\x04".as_slice(), &[0; 26], OPEN_DOCUMENT, b"PK\x03\x04"].concat();
        check("a.odt", &odt, Some("odt"));
        check("a.docx", &odt, Some("odt"));
        check("a.txt", "公报".as_bytes(), None);
    }
}
