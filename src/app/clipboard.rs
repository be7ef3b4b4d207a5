//! What the system's clipboard holds → what is pasted.
//!
//! The toolkit reads plain text only. Word, WPS, spreadsheets and browsers put HTML beside it, with
//! marks and tables; it is asked of the system and read off the UI thread.

use iced::Task;

use super::action::Action;
use super::page_editor::paste::Pasting;
use super::{App, Message, Notice};
use crate::import::{self, Source};

/// How many bytes of HTML are read, and how many characters are pasted at once.
const LARGEST: usize = 32 << 20;
const LONGEST: usize = 300_000;

/// What a clipboard holds.
#[derive(Debug, Clone, Default)]
pub struct Clip {
    /// Its plain text.
    text: Option<String>,
    /// What its HTML says, where that has text or pictures.
    page: Option<Source>,
    /// There is more than is pasted at once.
    is_large: bool,
}

impl Clip {
    /// The clipboard with this plain text and this HTML.
    pub fn new(text: Option<String>, html: Option<&str>) -> Self {
        let text = text.filter(|text| !text.is_empty());
        let large = html.is_some_and(|html| html.len() > LARGEST);
        let page = html.filter(|_| !large).map(|html| import::read("a.html", html.as_bytes()));
        let is_large = large
            || matches!(page, Some(Err(import::Error::TooLong | import::Error::TooMuch)))
            || text.iter().any(|text| is_long(text));
        let page = page.and_then(Result::ok);
        let page = page.filter(|page| !page.text.trim().is_empty() || page.pictures().count() > 0);
        let is_large = is_large || page.iter().any(|page| is_long(&page.text));
        Self { text, page, is_large }
    }

    /// Its plain text; that of its HTML where there is no other.
    pub(crate) fn plain(&self) -> Option<&str> {
        let text = self.text.as_deref().or(self.page.as_ref().map(|page| &*page.text));
        text.filter(|text| !text.is_empty())
    }

    /// What its HTML says.
    pub(crate) const fn page(&self) -> Option<&Source> {
        self.page.as_ref()
    }
}

fn is_long(text: &str) -> bool {
    text.len() > LONGEST && text.chars().nth(LONGEST).is_some()
}

/// The HTML on the clipboard of the system; none where there is none, or the system gives none.
pub(super) fn html() -> Option<String> {
    arboard::Clipboard::new().ok()?.get().html().ok().filter(|html| !html.trim().is_empty())
}

impl App {
    /// Reads the clipboard.
    pub(super) fn read_clipboard(&self, pasting: Pasting) -> Task<Message> {
        let html = self.html;
        iced::clipboard::read().then(move |text| {
            let read = async move {
                // Plain text that is there is all that is asked for.
                let enough = pasting == Pasting::Plain && text.is_some();
                let html = if enough { None } else { html() };
                Clip::new(text, html.as_deref())
            };
            Task::perform(read, move |clip| Message::Pasted(pasting, Box::new(clip)))
        })
    }

    /// Puts what the clipboard holds at the caret, or says why it does not.
    pub(super) fn pasted(&mut self, pasting: Pasting, clip: &Clip) -> Action {
        let (Some(session), Some(composer)) = (&mut self.session, &mut self.composer) else {
            return Action::None;
        };
        let complaint = if clip.is_large {
            Some(self.language.pick(
                "剪贴板里的内容过长（超过 30 万字），没有粘贴；请存为文件，再从“收稿”导入",
                "The clipboard holds too much; save it as a file and import that",
            ))
        } else if clip.plain().is_none() && (pasting == Pasting::Plain || clip.page.is_none()) {
            Some(self.language.pick(
                "剪贴板里没有文字，没有粘贴；图片请放在 Word 文件里，随文件从“收稿”导入",
                "The clipboard holds no text; pictures come in with a Word file",
            ))
        } else {
            None
        };
        if let Some(complaint) = complaint {
            self.notice = Some(Notice { text: complaint.to_owned(), is_error: true });
            return Action::None;
        }
        if pasting == Pasting::Typed {
            for picture in clip.page().into_iter().flat_map(Source::pictures) {
                let name = session.add_picture(&picture.extension, picture.bytes.clone());
                composer.add_picture(name, picture.bytes.clone());
            }
        }
        self.editor.paste(clip, pasting, session)
    }
}
