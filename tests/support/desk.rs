//! The built program, run in a folder of its own.

use std::path::PathBuf;
use std::process::{Command, Output};

pub(crate) const SAMPLE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/sample/2026-04-ocr.txt");

/// A folder of its own for a test, with the user's data in it.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.run_with(&[], arguments)
    }

    /// Runs the program with these variables set.
    pub(crate) fn run_with(&self, variables: &[(&str, &PathBuf)], arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_gongbao"))
            .args(arguments)
            .envs(variables.iter().copied())
            .current_dir(self.folder.path())
            .env("GONGBAO_DATA", self.path("data"))
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .output()
            .unwrap()
    }

    pub(crate) fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {err}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The one sentence with which a command that is not done ends.
    #[allow(dead_code, reason = "not every test needs it")]
    pub(crate) fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {err}");
        let sentence = err.lines().last().unwrap();
        assert!(sentence.starts_with("gongbao: ") && sentence.contains('；'), "{err}");
        sentence.to_owned()
    }

    /// Imports the sample as `a.gongbao`, with its report in `r.json`.
    #[allow(dead_code, reason = "not every test needs it")]
    pub(crate) fn sample(&self) {
        let _ = self.done(&["import", SAMPLE, "-o", "a.gongbao", "--report", "r.json"]);
    }

    /// Writes a file and gives its name back.
    #[allow(dead_code, reason = "not every test needs it")]
    #[allow(clippy::disallowed_methods, reason = "files of tests need no care")]
    pub(crate) fn write<'a>(&self, name: &'a str, text: &str) -> &'a str {
        std::fs::write(self.path(name), text).unwrap();
        name
    }
}
