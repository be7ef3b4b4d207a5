//! The offer of what a program has left behind that did not end as it should.

use std::path::PathBuf;

use chrono::{NaiveDate, NaiveDateTime};
use iced::Element;
use iced::widget::{column, row, space};

use super::{Message, default};
use crate::app::language::{Language, Words};
use crate::app::theme::{self, Palette};
use crate::app::widget::{label, prose, secondary};

mod words {
    use super::Words;
    pub(super) const TITLE: Words = ("上次没有正常关闭", "The program did not close as it should");
    pub(super) const WAITING: Words =
        ("上次还有来稿没有处理完", "Files are still waiting from last time");
    pub(super) const DISCARD: Words = ("丢弃", "Discard");
    pub(super) const LATER: Words = ("稍后", "Later");
    pub(super) const ELSEWHERE: Words = ("另存为…", "Save as…");
    pub(super) const RECOVER: Words = ("恢复", "Recover");
}

/// What is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offer {
    /// What the issue with changes is called; none where there is none.
    pub(crate) name: Option<String>,
    /// Its file.
    pub(crate) path: Option<PathBuf>,
    /// When its last changes were kept.
    pub(crate) kept: Option<NaiveDateTime>,
    /// When the file was written since.
    pub(crate) overtaken: Option<NaiveDateTime>,
    /// Count of the files in the inbox.
    pub(crate) incoming: usize,
    /// Of another day the date is told, too.
    pub(crate) today: NaiveDate,
}

impl Offer {
    fn time(&self, time: NaiveDateTime, language: Language) -> String {
        let form = match language {
            _ if time.date() == self.today => "%H:%M",
            Language::Chinese => "%-m月%-d日 %H:%M",
            Language::English => "%Y-%m-%d %H:%M",
        };
        time.format(form).to_string()
    }

    /// The sentences.
    fn sentences(&self, language: Language) -> Vec<String> {
        let time = |time: Option<NaiveDateTime>| time.map(|time| self.time(time, language));
        let kept = time(self.kept).unwrap_or_default();
        let issue = self.name.as_ref().map(|name| match language {
            Language::Chinese => format!("《{name}》在 {kept} 有未保存的改动。"),
            Language::English => format!("“{name}” had unsaved changes at {kept}."),
        });
        let overtaken = time(self.overtaken).filter(|_| issue.is_some());
        let overtaken = overtaken.map(|time| match language {
            Language::Chinese => {
                format!("这个文件后来（{time}）又保存过；恢复的内容不会覆盖它，请另存为新文件。")
            }
            Language::English => format!(
                "The file was saved since, at {time}. It stays as it is: save what is recovered as another file."
            ),
        });
        let incoming = (self.incoming > 0).then(|| match language {
            Language::Chinese => format!("收稿里有 {} 份来稿还没有处理完。", self.incoming),
            Language::English => format!("Files that wait in the inbox: {}.", self.incoming),
        });
        [issue, overtaken, incoming].into_iter().flatten().collect()
    }

    pub(super) fn view<'a>(&self, language: Language, p: Palette) -> Element<'a, Message> {
        let title = if self.name.is_some() { words::TITLE } else { words::WAITING };
        let mut card = column![label(language.say(title), theme::TITLE)];
        for sentence in self.sentences(language) {
            card = card.push(prose(sentence, theme::TOOL, p.text));
        }
        let path = self.path.as_ref().filter(|_| self.name.is_some());
        let path = path.map(|path| prose(path.display().to_string(), theme::LABEL, p.muted));
        let elsewhere = secondary(language.say(words::ELSEWHERE), Some(Message::RecoverAs), p);
        let buttons = row![
            secondary(language.say(words::DISCARD), Some(Message::Discard), p),
            space::horizontal(),
            secondary(language.say(words::LATER), Some(Message::Later), p),
        ]
        .push(self.name.is_some().then_some(elsewhere))
        .push(default(language.say(words::RECOVER), Message::Recover, p))
        .spacing(theme::PAD[0]);
        card.push(path).push(buttons).spacing(theme::PAD[1]).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_is_told_with_its_times() {
        let at = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").ok();
        let offer = Offer {
            name: Some("一期".to_owned()),
            path: None,
            kept: at("2026-04-03 14:05"),
            overtaken: at("2026-04-04 09:20"),
            incoming: 2,
            today: NaiveDate::from_ymd_opt(2026, 4, 4).unwrap(),
        };
        assert_eq!(
            offer.sentences(Language::Chinese),
            [
                "《一期》在 4月3日 14:05 有未保存的改动。",
                "这个文件后来（09:20）又保存过；恢复的内容不会覆盖它，请另存为新文件。",
                "收稿里有 2 份来稿还没有处理完。",
            ]
        );
        let offer = Offer { name: None, ..offer };
        assert_eq!(offer.sentences(Language::English), ["Files that wait in the inbox: 2."]);
    }
}
