//! What the parser of arguments refuses, in one Chinese sentence that names what would do.

use std::ffi::OsString;
use std::io::Write;

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::arguments::Arguments;
use super::{DONE, Error, Status};

/// Commands of later versions: whoever reads of them should not look for a slip.
const LATER: [&str; 2] = ["comments", "merge"];

/// What to say to a first argument that is meant to be a command and is none; the name of a file
/// to be opened is none either, but has an ending or stands alone.
pub(super) fn unknown_command(arguments: &[OsString]) -> Option<String> {
    let word = arguments.get(1)?.to_str()?;
    let command = Arguments::command();
    let names: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    if word.starts_with('-') || word.contains(['.', '/', '\\']) || names.contains(&word) {
        return None;
    }
    if LATER.contains(&word) {
        let names = names.join("、");
        return Some(format!("{word}: 本版本还没有这个命令；现有的命令：{names}"));
    }
    if let Some(name) = nearest(word, names.iter().copied()) {
        return Some(format!("不认识的命令 {word}；是不是 {name}？"));
    }
    (arguments.len() > 2).then(|| {
        format!("不认识的命令 {word}；现有的命令：{}，用法见 gongbao --help", names.join("、"))
    })
}

/// The name that is most like `word`, if one is.
fn nearest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const LIKE: f32 = 0.7;
    let likeness = |name: &str| similar::TextDiff::from_chars(word, name).ratio();
    names
        .map(|name| (likeness(name), name))
        .filter(|(likeness, _)| *likeness >= LIKE)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, name)| name)
}

/// Help and version are answers; everything else that the parser refuses is said in one sentence.
pub(super) fn answer(error: &clap::Error, out: &mut dyn Write) -> Result<Status, Error> {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        write!(out, "{error}")?;
        return Ok(DONE);
    }
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let usage = "用法见 gongbao --help";
    Err(Error::Usage(match error.kind() {
        ErrorKind::UnknownArgument if !argument.starts_with('-') => {
            format!("多出了“{argument}”；一次只能处理一个文件，{usage}")
        }
        ErrorKind::UnknownArgument => match nearest(&argument, options().iter().copied()) {
            Some(option) => format!("不认识的选项 {argument}；是不是 {option}？"),
            None => format!("不认识的选项 {argument}；{usage}"),
        },
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面缺少值；{usage}"),
        ErrorKind::InvalidValue => {
            let valid = context(ContextKind::ValidValue);
            format!("{argument} 的值“{value}”不对；可用的值：{valid}")
        }
        ErrorKind::ValueValidation => format!("{argument} 的值“{value}”不对；应是一个数"),
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}；{usage}"),
        ErrorKind::ArgumentConflict => format!("{argument} 只能写一次；{usage}"),
        _ => format!("参数有误 {argument}；{usage}"),
    }))
}

/// The long options of all commands.
fn options() -> Vec<&'static str> {
    vec![
        "--after",
        "--cover",
        "--deny",
        "--dpi",
        "--force",
        "--format",
        "--help",
        "--house",
        "--icc",
        "--impose",
        "--into",
        "--marks",
        "--originals",
        "--line-numbers",
        "--grey",
        "--out",
        "--overwrite",
        "--pages",
        "--paper",
        "--profile",
        "--red",
        "--red-inks",
        "--report",
        "--style",
        "--version",
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised() {
        fn check(words: &[&str], expected: Option<&str>) {
            let arguments: Vec<OsString> =
                ["gongbao"].iter().chain(words).map(OsString::from).collect();
            let said = unknown_command(&arguments);
            assert_eq!(said.is_some(), expected.is_some(), "{said:?}");
            assert!(said.unwrap_or_default().contains(expected.unwrap_or_default()), "{words:?}");
        }
        check(&["exprot", "a.gongbao"], Some("是不是 export？"));
        check(&["improt"], Some("是不是 import？"));
        check(&["chek"], Some("是不是 check？"));
        check(&["merge", "a", "b"], Some("本版本还没有这个命令"));
        check(&["frobnicate", "x"], Some("不认识的命令 frobnicate"));
        check(&["a.gongbao"], None);
        check(&["四月"], None);
        check(&["export", "a.gongbao"], None);
        check(&["--help"], None);
        check(&[], None);
    }

    #[test]
    fn all_options_are_listed() {
        let command = Arguments::command();
        let arguments =
            command.get_subcommands().chain([&command]).flat_map(clap::Command::get_arguments);
        for long in arguments.filter_map(clap::Arg::get_long) {
            assert!(options().contains(&format!("--{long}").as_str()), "{long}");
        }
    }
}
