//! The command line: arguments → commands, results → text or JSON, errors → one Chinese sentence.
//!
//! Scripts and the print office rely on it. Exit status: 0 done; 1 done, and `check` found
//! something at the denied level or `compare` a difference; 2 not done.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Parser;

use crate::export;
use crate::finding::Finding;
use crate::font::{self, FontBook};
use crate::import;
use crate::issue::Issue;
use crate::layout::style::{self, Stylesheet};
use crate::store;

use self::arguments::{
    Arguments, CheckArguments, Command, CompareArguments, Deny, ExportArguments, ImportArguments,
    InfoArguments, NewArguments, Output, PackageArguments, PressArguments, ProfileName, RedName,
    SampleArguments, SheetArguments,
};

mod arguments;
mod check;
mod compare;
mod create;
mod export_command;
mod import_command;
mod info;
mod package;
mod pages;
mod press;
mod refusal;
mod target;

/// What the program answers a shell with.
pub type Status = u8;

/// What the command line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A command was carried out, or not.
    Status(Status),
    /// The window, with the issue in this file.
    Window(Option<PathBuf>),
}

/// Done, and nothing to say.
const DONE: Status = 0;
/// Done, and something was found.
const FOUND: Status = 1;
/// Not done.
const FAILED: Status = 2;

/// Why a command was not done; shown as `gongbao: FILE: what is wrong; what to do`.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    House(#[from] store::house::HouseError),
    #[error(transparent)]
    Font(#[from] font::Error),
    #[error("{file}: {error}")]
    Import { file: String, error: import::Error },
    #[error("{file}: {error}")]
    Export { file: String, error: export::Error },
    /// A style file, or an issue whose own style cannot be read.
    #[error("{0}")]
    Style(String),
    #[error("{0}")]
    Usage(String),
    #[error("标准输出: 无法写出（{}）；请检查磁盘或管道", store::reason(.0))]
    Output(#[from] io::Error),
}

/// Carries out the command line `arguments`, the program's name first.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Outcome {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let parsed = match refusal::unknown_command(&arguments) {
        Some(sentence) => Err(Error::Usage(sentence)),
        None => Ok(Arguments::try_parse_from(arguments)),
    };
    let result = match parsed {
        Ok(Ok(Arguments { command: None, file, .. })) => return Outcome::Window(file),
        Ok(Ok(Arguments { command: Some(command), .. })) => run_command(command, out, err),
        Ok(Err(error)) => refusal::answer(&error, out),
        Err(error) => Err(error),
    };
    // A reader that has seen enough closes the pipe; that is no fault of ours.
    let result = match result.and_then(|status| Ok(out.flush().map(|()| status)?)) {
        Err(Error::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(DONE),
        other => other,
    };
    Outcome::Status(match result {
        Ok(status) => status,
        Err(error) => {
            let _ = writeln!(err, "gongbao: {error}");
            FAILED
        }
    })
}

fn run_command(
    command: Command,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Status, Error> {
    match command {
        Command::New(arguments) => create::new(&arguments, err),
        Command::Sample(arguments) => create::sample(&arguments, err),
        Command::Import(arguments) => import_command::run(&arguments, out, err),
        Command::Export(arguments) => export_command::run(&arguments, err),
        Command::Package(arguments) => package::run(&arguments, err),
        Command::Check(arguments) => check::run(&arguments, out, err),
        Command::Info(arguments) => info::run(&arguments, out, err),
        Command::Compare(arguments) => compare::run(&arguments, out, err),
    }
}

/// The style called `name`, or in the RON file of that name; with its source if it is a file's.
fn stylesheet(name: &str) -> Result<(Stylesheet, Option<String>), Error> {
    if style::NAMES.contains(&name) {
        let sheet = Stylesheet::built_in(name);
        return Ok((sheet.map_err(|error| Error::Style(error.in_file(name)))?, None));
    }
    let path = PathBuf::from(name);
    if path.extension().is_none_or(|ending| ending != "ron") {
        return Err(Error::Style(style::Error::Unknown(name.to_owned()).in_file("--style")));
    }
    let bytes = store::read(&path)?;
    let source = import::text::decode(&bytes)
        .map_err(|error| Error::Import { file: name.to_owned(), error })?;
    let sheet = Stylesheet::parse(&source).map_err(|error| Error::Style(error.in_file(name)))?;
    Ok((sheet, Some(source)))
}

/// The style that an issue is composed in.
fn style_of(issue: &Issue, file: &std::path::Path) -> Result<Stylesheet, Error> {
    let sheet = Stylesheet::chosen(&issue.style);
    sheet.map_err(|error| Error::Style(format!("{}: {error}", file.display())))
}

/// The bundled fonts, and what is wrong with them.
fn font_book() -> Result<(FontBook, Vec<Finding>), Error> {
    Ok(FontBook::new(&store::fonts::load()?)?)
}

/// Says `message` on the error stream; a stream that cannot be written changes nothing.
fn say(err: &mut dyn Write, message: &str) {
    let _ = writeln!(err, "gongbao: {message}");
}
