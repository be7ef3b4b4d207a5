//! The names of commands, and which of them can be run now.

use crate::app::App;
use crate::app::action::Command;
use crate::app::busy::Work;
use crate::app::language::Language;
use crate::app::page_editor::breaks;
use crate::app::panel::cover::Covering;
use crate::app::session::Session;
use crate::issue::edit::Edit;

impl Command {
    /// All commands, in the order of the palette.
    pub(crate) const ALL: [Self; 69] = [
        Self::Save,
        Self::SaveAs,
        Self::Open,
        Self::New,
        Self::Sample,
        Self::Import,
        Self::ShowInbox,
        Self::AcceptDocument,
        Self::AcceptAll,
        Self::TurnAway,
        Self::NextUnsure,
        Self::ExportPdf,
        Self::ExportPress,
        Self::WritePress,
        Self::Package,
        Self::ChooseProfile,
        Self::ExportPng,
        Self::ExportWord,
        Self::Undo,
        Self::Redo,
        Self::Cut,
        Self::Copy,
        Self::Paste,
        Self::PastePlain,
        Self::SelectAll,
        Self::Find,
        Self::Replace,
        Self::FindNext,
        Self::FindPrevious,
        Self::BreakLine,
        Self::RestoreBreaks,
        Self::AddDocument,
        Self::RemoveDocument,
        Self::MoveDocumentUp,
        Self::MoveDocumentDown,
        Self::AddSection,
        Self::RemoveSection,
        Self::WriteMongolian,
        Self::CompareOriginal,
        Self::ArrangeCover,
        Self::CoverPicture,
        Self::ShowTerms,
        Self::ReadTerms,
        Self::WriteTerms,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ZoomFull,
        Self::ZoomFitWidth,
        Self::ZoomFitPage,
        Self::ShowOutline,
        Self::ShowInspector,
        Self::ShowFindings,
        Self::ShowStyle,
        Self::ShowPress,
        Self::SaveStyle,
        Self::LoadStyle,
        Self::KeepHouse,
        Self::ApplyHouse,
        Self::SaveHouse,
        Self::LoadHouse,
        Self::NextFinding,
        Self::PreviousFinding,
        Self::NextArea,
        Self::FocusPages,
        Self::ShowMenu,
        Self::ToggleDark,
        Self::SwitchLanguage,
        Self::CloseIssue,
        Self::Quit,
    ];

    /// What a command is called.
    pub(crate) const fn name(self, language: Language) -> &'static str {
        let (chinese, english) = match self {
            Self::New => ("新建一期", "New issue"),
            Self::Sample => ("打开样刊", "Open the sample"),
            Self::Open => ("打开…", "Open…"),
            Self::Import => ("导入来稿…", "Import documents…"),
            Self::ShowInbox => ("收稿", "Inbox"),
            Self::AcceptDocument => ("收入本期（收稿）", "Accept into the issue (inbox)"),
            Self::AcceptAll => ("全部收入本期（收稿）", "Accept all (inbox)"),
            Self::TurnAway => ("不收这份（收稿）", "Turn away (inbox)"),
            Self::NextUnsure => ("下一处拿不准（收稿）", "Next unsure segment (inbox)"),
            Self::Save => ("保存", "Save"),
            Self::SaveAs => ("另存为…", "Save as…"),
            Self::ExportPdf => ("导出校样 PDF…", "Export proof PDF…"),
            Self::ExportPress => ("导出印刷 PDF…", "Export press PDF…"),
            Self::WritePress => ("写出查过的 PDF…", "Write the checked PDF…"),
            Self::Package => ("打包交印…", "Package for the print office…"),
            Self::ChooseProfile => {
                ("选色彩特性文件 ICC…", "Colour profile of the print office (ICC)…")
            }
            Self::ExportPng => ("导出页面图像 PNG…", "Export pages as PNG…"),
            Self::ExportWord => ("导出 Word 文件…", "Export a Word file…"),
            Self::CloseIssue => ("关闭本期", "Close issue"),
            Self::Quit => ("退出", "Quit"),
            Self::Undo => ("撤销", "Undo"),
            Self::Redo => ("重做", "Redo"),
            Self::Cut => ("剪切", "Cut"),
            Self::Copy => ("复制", "Copy"),
            Self::Paste => ("粘贴", "Paste"),
            Self::PastePlain => ("粘贴为纯文本", "Paste as plain text"),
            Self::SelectAll => ("全选", "Select all"),
            Self::Find => ("查找…", "Find…"),
            Self::Replace => ("替换…", "Replace…"),
            Self::FindNext => ("查找下一个", "Find next"),
            Self::FindPrevious => ("查找上一个", "Find previous"),
            Self::BreakLine => ("在此断行（标题）", "Break the line here (title)"),
            Self::RestoreBreaks => ("恢复自动断行", "Break the lines automatically"),
            Self::AddDocument => ("添加文件", "Add document"),
            Self::RemoveDocument => ("删除文件", "Remove document"),
            Self::MoveDocumentUp => ("文件上移", "Move document up"),
            Self::MoveDocumentDown => ("文件下移", "Move document down"),
            Self::AddSection => ("添加栏目", "Add section"),
            Self::RemoveSection => ("删除栏目", "Remove section"),
            Self::CompareOriginal => ("与原稿对照…", "Compare with the original…"),
            Self::WriteMongolian => ("写蒙古文刊名…", "Write the Mongolian name…"),
            Self::ArrangeCover => ("封面…", "Cover…"),
            Self::CoverPicture => ("封面图片…", "Picture of the cover…"),
            Self::ShowTerms => ("术语…", "Terms…"),
            Self::ReadTerms => ("读入术语表 CSV…", "Read a table of terms (CSV)…"),
            Self::WriteTerms => ("导出术语表 CSV…", "Write the terms (CSV)…"),
            Self::ZoomIn => ("放大", "Zoom in"),
            Self::ZoomOut => ("缩小", "Zoom out"),
            Self::ZoomFull => ("实际大小 100%", "Actual size 100%"),
            Self::ZoomFitWidth => ("适合宽度", "Fit width"),
            Self::ZoomFitPage => ("适合整页", "Fit page"),
            Self::ShowPalette => ("命令面板", "Command palette"),
            Self::ShowMenu => ("打开菜单", "Open the menus"),
            Self::NextArea => ("到下一区域（版面、大纲、属性）", "To the next area"),
            Self::ShowOutline => ("显示或隐藏大纲", "Show or hide outline"),
            Self::ShowInspector => ("属性", "Properties"),
            Self::ShowFindings => ("检查结果", "Findings"),
            Self::ShowStyle => ("版式", "Style"),
            Self::ShowPress => ("印前", "Preflight"),
            Self::SaveStyle => ("版式另存为样式文件…", "Save the style as a file…"),
            Self::LoadStyle => ("载入样式文件…", "Load a style file…"),
            Self::KeepHouse => ("保存为本单位设置", "Keep as the house's settings"),
            Self::ApplyHouse => ("套用本单位设置", "Apply the house's settings"),
            Self::SaveHouse => ("导出本单位设置…", "Write the house's settings…"),
            Self::LoadHouse => ("读入本单位设置…", "Read the house's settings…"),
            Self::NextFinding => ("下一处问题", "Next finding"),
            Self::PreviousFinding => ("上一处问题", "Previous finding"),
            Self::FocusPages => ("回到版面", "Back to the pages"),
            Self::ToggleDark => ("切换亮色与暗色", "Light or dark"),
            Self::SwitchLanguage => ("English", "中文"),
        };
        language.pick(chinese, english)
    }
}

impl App {
    /// What takes the breaks set by hand back from the text at the caret.
    pub(crate) fn restored_breaks(&self) -> Option<Edit> {
        let part = self.editor.selection?.head.part;
        breaks::restore(self.session.as_ref()?.issue(), part)
    }

    /// Whether a command has something to do now.
    pub(crate) fn can(&self, command: Command) -> bool {
        let document = self.current_document().is_some();
        match command {
            Command::New
            | Command::Sample
            | Command::Open
            | Command::Import
            | Command::ShowInbox
            | Command::ReadTerms
            | Command::WriteTerms
            | Command::LoadHouse
            | Command::Quit
            | Command::ShowPalette
            | Command::ShowMenu
            | Command::ToggleDark
            | Command::SwitchLanguage => true,
            Command::Find | Command::Replace | Command::FindNext | Command::FindPrevious => {
                self.session.is_some() && !self.inbox.is_open
            }
            Command::ShowTerms => self.book.is_some(),
            Command::AcceptDocument | Command::TurnAway | Command::NextUnsure => {
                self.inbox.is_open && self.inbox.chosen().is_some()
            }
            Command::AcceptAll => self.inbox.is_open && !self.acceptable().is_empty(),
            // The inbox says so where it has nothing to take back.
            Command::Undo | Command::Redo if self.inbox.is_open => true,
            Command::Undo => self.session.as_ref().is_some_and(Session::can_undo),
            Command::Redo => self.session.as_ref().is_some_and(Session::can_redo),
            Command::Cut | Command::Copy => {
                self.editor.selection.is_some_and(|selection| !selection.is_caret())
            }
            Command::Paste | Command::PastePlain | Command::SelectAll => {
                self.editor.selection.is_some()
            }
            Command::BreakLine => {
                let session = self.session.as_ref();
                self.editor.selection.zip(session).is_some_and(|(selection, session)| {
                    breaks::insert(session.issue(), &selection).is_some()
                })
            }
            Command::WritePress => self.is_checked(),
            Command::Package => self.session.is_some() && !self.busy.is(Work::Packing),
            Command::RestoreBreaks => self.restored_breaks().is_some(),
            Command::RemoveDocument
            | Command::MoveDocumentUp
            | Command::MoveDocumentDown
            | Command::CompareOriginal => document,
            Command::RemoveSection => document || self.current_section().is_some(),
            Command::CoverPicture => self.covering.as_ref().is_some_and(Covering::takes_picture),
            Command::NextFinding | Command::PreviousFinding => !self.findings.1.is_empty(),
            // Two at a time could end in the wrong order.
            Command::Save | Command::SaveAs => {
                self.session.is_some() && !self.busy.is(Work::Saving)
            }
            Command::ExportPdf
            | Command::ExportPress
            | Command::ChooseProfile
            | Command::ExportPng
            | Command::ExportWord
            | Command::CloseIssue
            | Command::AddDocument
            | Command::AddSection
            | Command::WriteMongolian
            | Command::ArrangeCover
            | Command::NextArea
            | Command::ZoomIn
            | Command::ZoomOut
            | Command::ZoomFull
            | Command::ZoomFitWidth
            | Command::ZoomFitPage
            | Command::ShowOutline
            | Command::ShowInspector
            | Command::ShowFindings
            | Command::ShowStyle
            | Command::ShowPress
            | Command::SaveStyle
            | Command::LoadStyle
            | Command::KeepHouse
            | Command::ApplyHouse
            | Command::SaveHouse
            | Command::FocusPages => self.session.is_some(),
        }
    }
}
