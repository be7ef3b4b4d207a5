//! The arguments of every command, and their help.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

const HELP: &str = "\
公报：编排、校对、输出政府公报

三步得到一期样刊：
  gongbao sample 样刊.gongbao              生成样刊
  gongbao export 样刊.gongbao -o 样刊.pdf  排版并输出 PDF
  gongbao check 样刊.gongbao               检查差错";
const WHOLE: &str = "{about}\n\n用法：{usage}\n\n命令：\n{subcommands}\n\n选项：\n{options}\n";
const ONE: &str = "{about}\n\n用法：{usage}\n\n参数：\n{positionals}\n\n选项：\n{options}\n";

#[derive(Debug, Parser)]
#[command(name = "gongbao", version, about = HELP, help_template = WHOLE)]
#[command(
    override_usage = "gongbao [公报文件]\n      gongbao 命令 …（gongbao 命令 --help 说明各项参数）"
)]
#[command(disable_help_subcommand = true, disable_help_flag = true, disable_version_flag = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// The issue that the window opens.
    #[arg(help = "要打开的公报文件", value_name = "公报文件")]
    pub(super) file: Option<PathBuf>,
    #[arg(short, long, global = true, action = ArgAction::Help, help = "显示帮助")]
    pub(super) help: Option<bool>,
    #[arg(short = 'V', long, action = ArgAction::Version, help = "显示版本")]
    pub(super) version: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    #[command(about = "新建一期；用 --after 接着上一期", help_template = ONE)]
    #[command(override_usage = "gongbao new [选项] <输出文件>")]
    New(NewArguments),
    #[command(about = "生成随程序附带的样刊", help_template = ONE)]
    #[command(override_usage = "gongbao sample [选项] <输出文件>")]
    Sample(SampleArguments),
    #[command(about = "导入文本，识别出文件、标题、文号、大事记等", help_template = ONE)]
    #[command(override_usage = "gongbao import [选项] -o <输出文件> <文本>…")]
    Import(ImportArguments),
    #[command(about = "输出 .pdf、.png、.txt 或 Word 文件 .docx", help_template = ONE)]
    #[command(override_usage = "gongbao export [选项] -o <输出文件> <公报文件>")]
    Export(ExportArguments),
    #[command(about = "打包交印刷厂：印刷文件、付印单、校验值", help_template = ONE)]
    #[command(override_usage = "gongbao package [选项] -o <文件夹或 .zip> <公报文件>")]
    Package(PackageArguments),
    #[command(about = "检查公报文件或文本中的差错", help_template = ONE)]
    #[command(override_usage = "gongbao check [选项] <文件>")]
    Check(CheckArguments),
    #[command(about = "列出一期的文件、页码、所用字体", help_template = ONE)]
    #[command(override_usage = "gongbao info [选项] <公报文件>")]
    Info(InfoArguments),
    #[command(about = "逐字对照两个版本，或与导入时的原稿对照", help_template = ONE)]
    #[command(
        override_usage = "gongbao compare [选项] <旧文件> <新文件>\n      gongbao compare --originals <公报文件>"
    )]
    Compare(CompareArguments),
}

#[derive(Debug, Args)]
pub(super) struct NewArguments {
    #[arg(value_name = "输出文件", help = "新的公报文件，以 .gongbao 结尾")]
    pub(super) out: PathBuf,
    #[arg(long, value_name = "上一期", help = "接着这一期：期号加一，沿用刊名、栏目、版式")]
    pub(super) after: Option<PathBuf>,
    #[arg(
        long,
        value_name = "设置.ron",
        help = "从这份本单位设置开始；不写则用窗口里保存的那一份"
    )]
    pub(super) house: Option<PathBuf>,
    #[arg(long, value_name = "样式", help = "内置样式名或 .ron 文件")]
    pub(super) style: Option<String>,
    #[arg(long, help = "输出文件已存在时覆盖")]
    pub(super) overwrite: bool,
}

#[derive(Debug, Args)]
pub(super) struct SampleArguments {
    #[arg(value_name = "输出文件", help = "新的公报文件，以 .gongbao 结尾")]
    pub(super) out: PathBuf,
    #[arg(long, help = "输出文件已存在时覆盖")]
    pub(super) overwrite: bool,
}

#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    #[arg(value_name = "文本", required = true, help = "要导入的文本；- 表示标准输入")]
    pub(super) inputs: Vec<PathBuf>,
    #[arg(short = 'o', long = "out", value_name = "输出文件", help = "公报文件，以 .gongbao 结尾")]
    pub(super) out: PathBuf,
    #[arg(long, value_name = "公报文件", help = "把文件加入这一期，而不是新建")]
    pub(super) into: Option<PathBuf>,
    #[arg(long, value_name = "样式", help = "内置样式名或 .ron 文件")]
    pub(super) style: Option<String>,
    #[arg(long, value_name = "报告.json", help = "写出导入报告；- 表示标准输出")]
    pub(super) report: Option<PathBuf>,
    #[arg(long, help = "输出文件已存在时覆盖")]
    pub(super) overwrite: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    #[arg(value_name = "公报文件", help = "要处理的公报文件")]
    pub(super) file: PathBuf,
    #[arg(
        short = 'o',
        long = "out",
        value_name = "输出文件",
        help = "以 .pdf、.png、.txt 或 .docx 结尾"
    )]
    pub(super) out: PathBuf,
    #[arg(long, value_enum, default_value_t = ProfileName::Proof, value_name = "版本", hide_possible_values = true, hide_default_value = true, help = "proof 校样（默认）或 press 印刷")]
    pub(super) profile: ProfileName,
    #[arg(long, value_name = "1-4,7", help = "只输出这些页（封面为第 1 页）")]
    pub(super) pages: Option<String>,
    #[arg(
        long,
        value_name = "N",
        default_value_t = 150.0,
        hide_default_value = true,
        help = "PNG 的分辨率，默认 150"
    )]
    pub(super) dpi: f64,
    #[arg(long, help = "加上裁切线、套准线、色标和说明行")]
    pub(super) marks: bool,
    #[arg(long, help = "校样每五行编一个行号")]
    pub(super) line_numbers: bool,
    #[arg(long, help = "校样只用黑白灰")]
    pub(super) grey: bool,
    #[command(flatten)]
    pub(super) sheets: SheetArguments,
    #[command(flatten)]
    pub(super) press: PressArguments,
}

#[derive(Debug, Args)]
pub(super) struct PackageArguments {
    #[arg(value_name = "公报文件", help = "要处理的公报文件")]
    pub(super) file: PathBuf,
    #[arg(short = 'o', long = "out", value_name = "输出", help = "文件夹，或以 .zip 结尾的文件")]
    pub(super) out: PathBuf,
    #[arg(long, help = "封面另用一种纸：封面与内文各成一个文件")]
    pub(super) cover: bool,
    #[arg(
        long,
        value_enum,
        requires = "cover",
        value_name = "红色",
        hide_possible_values = true,
        help = "封面的红色：spot 专色或 process 四色；不写则同 --red"
    )]
    pub(super) cover_red: Option<RedName>,
    #[arg(long, help = "加上裁切线、套准线、色标和说明行")]
    pub(super) marks: bool,
    #[command(flatten)]
    pub(super) sheets: SheetArguments,
    #[command(flatten)]
    pub(super) press: PressArguments,
}

/// How pages are put together on sheets.
#[derive(Debug, Args)]
pub(super) struct SheetArguments {
    #[arg(
        long,
        value_name = "方式",
        help = "拼版：saddle 骑马订、spreads 对开、nup:2x2 缩印、sections:16 按帖"
    )]
    pub(super) impose: Option<String>,
    #[arg(
        long,
        value_name = "毫米",
        default_value_t = 0.1,
        hide_default_value = true,
        help = "骑马订补偿爬移的纸厚，默认 0.1 毫米（80 克胶版纸）"
    )]
    pub(super) paper: f64,
}

/// What a file for the press needs besides its pages.
#[derive(Debug, Args)]
pub(super) struct PressArguments {
    #[arg(long, value_name = "文件.icc", help = "印刷厂的 CMYK 色彩特性文件")]
    pub(super) icc: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = RedName::Spot, value_name = "红色", hide_possible_values = true, hide_default_value = true, help = "spot 专色（默认）或 process 四色")]
    pub(super) red: RedName,
    #[arg(
        long,
        value_name = "C/M/Y/K",
        default_value = "0/100/100/0",
        hide_default_value = true,
        help = "红色的四色配比，默认 0/100/100/0"
    )]
    pub(super) red_inks: String,
    #[arg(
        long,
        value_name = "百分数",
        default_value_t = 300,
        hide_default_value = true,
        help = "印刷厂许可的总墨量，200 到 400，默认 300"
    )]
    pub(super) total_ink: u32,
    #[arg(long, value_name = "理由", help = "未过付印关也不加水印，并记下理由")]
    pub(super) force: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    #[arg(value_name = "文件", help = "公报文件或文本；- 表示标准输入的文本")]
    pub(super) file: PathBuf,
    #[arg(long, value_enum, default_value_t = Output::Text, value_name = "格式", hide_possible_values = true, hide_default_value = true, help = "text 文字（默认）或 json")]
    pub(super) format: Output,
    #[arg(long, value_enum, default_value_t = Deny::Error, value_name = "级别", hide_possible_values = true, hide_default_value = true, help = "发现 error 错误（默认）、warning 提醒时退出码为 1；never 总为 0")]
    pub(super) deny: Deny,
}

#[derive(Debug, Args)]
pub(super) struct InfoArguments {
    #[arg(value_name = "公报文件", help = "要处理的公报文件")]
    pub(super) file: PathBuf,
    #[arg(long, value_enum, default_value_t = Output::Text, value_name = "格式", hide_possible_values = true, hide_default_value = true, help = "text 文字（默认）或 json")]
    pub(super) format: Output,
}

#[derive(Debug, Args)]
pub(super) struct CompareArguments {
    #[arg(value_name = "公报文件", required = true, num_args = 1..=2, help = "旧的和新的公报文件")]
    pub(super) files: Vec<PathBuf>,
    #[arg(long, help = "与导入时的原稿对照；已认可的差异不列出")]
    pub(super) originals: bool,
    #[arg(long, value_enum, default_value_t = Output::Text, value_name = "格式", hide_possible_values = true, hide_default_value = true, help = "text 文字（默认）或 json")]
    pub(super) format: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ProfileName {
    Proof,
    Press,
    Web,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RedName {
    Spot,
    Process,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Output {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Deny {
    Error,
    Warning,
    Never,
}
