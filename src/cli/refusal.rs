//! What the parser of arguments refuses, in one Chinese sentence that names what would do.

use std::collections::BTreeMap;
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
        ErrorKind::UnknownArgument => unknown_option(&argument),
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

/// The long options of all commands, as they are typed, with the commands that know each.
fn options() -> BTreeMap<String, Vec<String>> {
    let mut command = Arguments::command();
    // Help and version are made then.
    command.build();
    let mut options: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for known in command.get_subcommands() {
        for long in known.get_arguments().filter_map(clap::Arg::get_long) {
            options.entry(format!("--{long}")).or_default().push(known.get_name().to_owned());
        }
    }
    options
}

/// What to say to an option that the command at hand does not know.
fn unknown_option(option: &str) -> String {
    let options = options();
    if let Some(commands) = options.get(option) {
        let commands = commands.join("、");
        return format!(
            "这个命令没有选项 {option}（{commands} 才有）；用法见 gongbao <命令> --help"
        );
    }
    match nearest(option, options.keys().map(String::as_str)) {
        Some(like) => format!("不认识的选项 {option}；是不是 {like}？"),
        None => format!("不认识的选项 {option}；用法见 gongbao --help"),
    }
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
    fn options_are_those_of_the_commands() {
        assert!(unknown_option("--overwrit").contains("是不是 --overwrite？"));
        assert!(unknown_option("--frobnicate").contains("用法见 gongbao --help"));
        // Known to others: the name is right, the command is not.
        let said = unknown_option("--overwrite");
        assert!(said.contains("import") && !said.contains("export"), "{said}");
    }
}
