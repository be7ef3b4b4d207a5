//! Keys of commands: which key runs which, and how it is written in menus.

use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};

use crate::app::action::Command;

/// A key with Ctrl (⌘ on a Mac), perhaps with Shift; or a function key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stroke {
    Ctrl(&'static str),
    CtrlShift(&'static str),
    CtrlShiftNamed(Named, &'static str),
    Function(Named, &'static str),
    ShiftFunction(Named, &'static str),
}

/// All keys of commands. Keys that write or move on the pages are the page editor's.
const KEYS: [(Stroke, Command); 33] = [
    (Stroke::Ctrl("n"), Command::New),
    (Stroke::Ctrl("o"), Command::Open),
    (Stroke::CtrlShift("o"), Command::Import),
    (Stroke::Ctrl("s"), Command::Save),
    (Stroke::CtrlShift("s"), Command::SaveAs),
    (Stroke::Ctrl("e"), Command::ExportPdf),
    (Stroke::CtrlShift("e"), Command::ExportPress),
    (Stroke::Ctrl("w"), Command::CloseIssue),
    (Stroke::Ctrl("q"), Command::Quit),
    (Stroke::Ctrl("z"), Command::Undo),
    (Stroke::Ctrl("y"), Command::Redo),
    (Stroke::CtrlShift("z"), Command::Redo),
    (Stroke::Ctrl("k"), Command::ShowPalette),
    (Stroke::Ctrl("f"), Command::Find),
    (Stroke::Ctrl("h"), Command::Replace),
    (Stroke::Function(Named::F3, "F3"), Command::FindNext),
    (Stroke::ShiftFunction(Named::F3, "Shift+F3"), Command::FindPrevious),
    (Stroke::Ctrl("="), Command::ZoomIn),
    (Stroke::Ctrl("-"), Command::ZoomOut),
    (Stroke::Ctrl("0"), Command::ZoomFull),
    (Stroke::Ctrl("b"), Command::ShowOutline),
    (Stroke::Ctrl("i"), Command::ShowInspector),
    (Stroke::Ctrl("1"), Command::ZoomFitWidth),
    (Stroke::Ctrl("2"), Command::ZoomFitPage),
    (Stroke::CtrlShift("n"), Command::AddDocument),
    (Stroke::CtrlShiftNamed(Named::ArrowUp, "Ctrl+Shift+↑"), Command::MoveDocumentUp),
    (Stroke::CtrlShiftNamed(Named::ArrowDown, "Ctrl+Shift+↓"), Command::MoveDocumentDown),
    (Stroke::Function(Named::F6, "F6"), Command::NextArea),
    (Stroke::Function(Named::F10, "F10"), Command::ShowMenu),
    (Stroke::Function(Named::F8, "F8"), Command::NextFinding),
    (Stroke::ShiftFunction(Named::F8, "Shift+F8"), Command::PreviousFinding),
    (Stroke::Function(Named::F7, "F7"), Command::ShowFindings),
    (Stroke::Function(Named::F9, "F9"), Command::ShowInbox),
];

/// The command that a key runs.
pub(crate) fn command(key: &Key, modifiers: Modifiers) -> Option<Command> {
    let pressed = |stroke: &Stroke| match (stroke, key) {
        (Stroke::Ctrl(letter), Key::Character(own)) => {
            modifiers.command() && !modifiers.shift() && own.eq_ignore_ascii_case(letter)
        }
        (Stroke::CtrlShift(letter), Key::Character(own)) => {
            modifiers.command() && modifiers.shift() && own.eq_ignore_ascii_case(letter)
        }
        (Stroke::CtrlShiftNamed(named, _), Key::Named(own)) => {
            own == named && modifiers.command() && modifiers.shift()
        }
        (Stroke::Function(named, _), Key::Named(own)) => own == named && modifiers.is_empty(),
        (Stroke::ShiftFunction(named, _), Key::Named(own)) => {
            own == named && modifiers == Modifiers::SHIFT
        }
        _ => false,
    };
    KEYS.iter().find(|(stroke, _)| pressed(stroke)).map(|(_, command)| *command)
}

/// How the key of a command is written; empty if it has none.
pub(crate) fn written(command: Command) -> String {
    let stroke = KEYS.iter().find(|(_, own)| *own == command).map(|(stroke, _)| stroke);
    match stroke {
        Some(Stroke::Ctrl(letter)) => format!("Ctrl+{}", letter.to_uppercase()),
        Some(Stroke::CtrlShift(letter)) => format!("Ctrl+Shift+{}", letter.to_uppercase()),
        Some(
            Stroke::CtrlShiftNamed(_, name)
            | Stroke::Function(_, name)
            | Stroke::ShiftFunction(_, name),
        ) => (*name).to_owned(),
        None => match command {
            Command::Cut => "Ctrl+X".to_owned(),
            Command::Copy => "Ctrl+C".to_owned(),
            Command::Paste => "Ctrl+V".to_owned(),
            Command::PastePlain => "Ctrl+Shift+V".to_owned(),
            Command::SelectAll => "Ctrl+A".to_owned(),
            Command::BreakLine => "Shift+Enter".to_owned(),
            Command::FocusPages => "Esc".to_owned(),
            Command::AcceptDocument => "Enter".to_owned(),
            Command::AcceptAll => "Ctrl+Enter".to_owned(),
            Command::TurnAway => "Delete".to_owned(),
            Command::NextUnsure => "空格".to_owned(),
            _ => String::new(),
        },
    }
}
