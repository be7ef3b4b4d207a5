//! The command line: arguments → commands, results → text or JSON, errors → one Chinese sentence.
//!
//! Scripts and the print office rely on it. Exit status: 0 done; 1 done, and `check` found
//! something at the denied level; 2 not done.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::export;
use crate::finding::Finding;
use crate::font::{self, FontBook};
use crate::import;
use crate::issue::Issue;
use crate::layout::style::{self, Stylesheet};
use crate::store;

mod check;
mod create;
mod export_command;
mod import_command;
mod info;
mod pages;
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

const HELP: &str = "\
公报：编排、校对、输出政府公报

三步得到一期样刊：
  gongbao sample 样刊.gongbao          生成样刊
  gongbao export 样刊.gongbao -o 样刊.pdf   排版并输出 PDF
  gongbao check 样刊.gongbao           检查差错";

#[derive(Debug, Parser)]
#[command(name = "gongbao", version, about = HELP, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// The issue that the window opens.
    #[arg(help = "要打开的公报文件", value_name = "文件")]
    file: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(about = "新建一期；用 --after 接着上一期")]
    New(NewArguments),
    #[command(about = "生成随程序附带的样刊")]
    Sample(SampleArguments),
    #[command(about = "导入文本，识别出文件、标题、文号、大事记等")]
    Import(ImportArguments),
    #[command(about = "排版并输出 .pdf、.png 或 .txt")]
    Export(ExportArguments),
    #[command(about = "检查公报文件或文本中的差错")]
    Check(CheckArguments),
    #[command(about = "列出一期的文件、页码、所用字体")]
    Info(InfoArguments),
}

#[derive(Debug, Args)]
struct NewArguments {
    #[arg(value_name = "输出文件")]
    out: PathBuf,
    #[arg(long, value_name = "上一期", help = "接着这一期：期号加一，沿用刊名、栏目、版式")]
    after: Option<PathBuf>,
    #[arg(long, value_name = "样式", help = "内置样式名或 .ron 文件")]
    style: Option<String>,
    #[arg(long, help = "输出文件已存在时覆盖")]
    overwrite: bool,
}

#[derive(Debug, Args)]
struct SampleArguments {
    #[arg(value_name = "输出文件")]
    out: PathBuf,
    #[arg(long, help = "输出文件已存在时覆盖")]
    overwrite: bool,
}

#[derive(Debug, Args)]
struct ImportArguments {
    #[arg(value_name = "文本", required = true, help = "要导入的文本；- 表示标准输入")]
    inputs: Vec<PathBuf>,
    #[arg(short = 'o', long = "out", value_name = "输出文件")]
    out: PathBuf,
    #[arg(long, value_name = "公报文件", help = "把文件加入这一期，而不是新建")]
    into: Option<PathBuf>,
    #[arg(long, value_name = "样式", help = "内置样式名或 .ron 文件")]
    style: Option<String>,
    #[arg(long, value_name = "报告.json", help = "写出导入报告；- 表示标准输出")]
    report: Option<PathBuf>,
    #[arg(long, help = "输出文件已存在时覆盖")]
    overwrite: bool,
}

#[derive(Debug, Args)]
struct ExportArguments {
    #[arg(value_name = "公报文件")]
    file: PathBuf,
    #[arg(short = 'o', long = "out", value_name = "输出文件", help = "以 .pdf、.png 或 .txt 结尾")]
    out: PathBuf,
    #[arg(long, value_enum, default_value_t = ProfileName::Proof, help = "校样、印刷或网络")]
    profile: ProfileName,
    #[arg(long, value_name = "1-4,7", help = "只输出这些页（封面为第 1 页）")]
    pages: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 150.0, help = "PNG 的分辨率")]
    dpi: f64,
    #[arg(long, value_name = "文件.icc", help = "印刷厂的 CMYK 色彩特性文件")]
    icc: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = RedName::Spot, help = "红色：专色或四色")]
    red: RedName,
    #[arg(long, value_name = "理由", help = "未过付印关也输出净稿，并记下理由")]
    force: Option<String>,
}

#[derive(Debug, Args)]
struct CheckArguments {
    #[arg(value_name = "文件", help = "公报文件或文本；- 表示标准输入的文本")]
    file: PathBuf,
    #[arg(long, value_enum, default_value_t = Output::Text, help = "输出格式")]
    format: Output,
    #[arg(long, value_enum, default_value_t = Deny::Error, help = "发现此级别时退出码为 1")]
    deny: Deny,
}

#[derive(Debug, Args)]
struct InfoArguments {
    #[arg(value_name = "公报文件")]
    file: PathBuf,
    #[arg(long, value_enum, default_value_t = Output::Text, help = "输出格式")]
    format: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ProfileName {
    Proof,
    Press,
    Web,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RedName {
    Spot,
    Process,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    Error,
    Warning,
    Never,
}

/// Why a command was not done; shown as `gongbao: FILE: what is wrong; what to do`.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Font(#[from] font::Error),
    #[error("{file}: {error}")]
    Import { file: String, error: import::Error },
    #[error("{file}: {error}")]
    Export { file: String, error: export::Error },
    #[error("{file}: {error}")]
    Style { file: String, error: style::Error },
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
    let result = match Arguments::try_parse_from(arguments) {
        Ok(Arguments { command: None, file }) => return Outcome::Window(file),
        Ok(Arguments { command: Some(command), .. }) => run_command(command, out, err),
        Err(error) => refused(&error, out),
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
        Command::Check(arguments) => check::run(&arguments, out, err),
        Command::Info(arguments) => info::run(&arguments, out, err),
    }
}

/// Help and version are answers; everything else that the parser refuses is said in one sentence.
fn refused(error: &clap::Error, out: &mut dyn Write) -> Result<Status, Error> {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        write!(out, "{error}")?;
        return Ok(DONE);
    }
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(" "),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand | ErrorKind::UnknownArgument => {
            format!("不认识“{argument}{}”", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("{argument} 的值“{value}”不对")
        }
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        _ => format!("参数有误 {argument}"),
    };
    Err(Error::Usage(format!("{what}；请用 gongbao --help 查看用法")))
}

/// The style called `name`, or in the RON file of that name; with its source if it is a file's.
fn stylesheet(name: &str) -> Result<(Stylesheet, Option<String>), Error> {
    if style::NAMES.contains(&name) {
        let built_in = Stylesheet::built_in(name);
        let built_in = built_in.map_err(|error| Error::Style { file: name.to_owned(), error })?;
        return Ok((built_in, None));
    }
    let path = PathBuf::from(name);
    if path.extension().is_none_or(|ending| ending != "ron") {
        let error = style::Error::Unknown(name.to_owned());
        return Err(Error::Style { file: "--style".to_owned(), error });
    }
    let bytes = store::read(&path)?;
    let wrong = |error| Error::Import { file: name.to_owned(), error };
    let source = import::text::decode(&bytes).map_err(wrong)?;
    let parsed = Stylesheet::parse(&source);
    let sheet = parsed.map_err(|error| Error::Style { file: name.to_owned(), error })?;
    Ok((sheet, Some(source)))
}

/// The style that an issue is composed in.
fn style_of(issue: &Issue, file: &std::path::Path) -> Result<Stylesheet, Error> {
    let sheet = match &issue.style.source {
        Some(source) => Stylesheet::parse(source),
        None => Stylesheet::built_in(&issue.style.name),
    };
    sheet.map_err(|error| Error::Style { file: file.display().to_string(), error })
}

/// The bundled fonts, and what is wrong with them.
fn font_book() -> Result<(FontBook, Vec<Finding>), Error> {
    Ok(FontBook::new(&store::fonts::load()?)?)
}

/// Says `message` on the error stream; a stream that cannot be written changes nothing.
fn say(err: &mut dyn Write, message: &str) {
    let _ = writeln!(err, "gongbao: {message}");
}
