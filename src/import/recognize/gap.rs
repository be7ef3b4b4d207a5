//! Documents that came as one line with white space between their parts: cut at those gaps.
//!
//! Gaps also widen names and stand behind 第一条; a gap parts two parts where the text before it is
//! closed or whole (a sentence, a number, a title) or the text behind it begins as a part does.

use super::form;
use super::form::Form;
use super::line::Line;
use super::line::Markup;
use super::title;
use super::title::TitleForm;
use crate::issue::text::Range;
use crate::text::squeeze;

/// The byte offsets where parts begin, with both ends; none if the gaps part no document.
pub(super) fn cuts(text: &str) -> Option<Vec<usize>> {
    const SHORTEST: usize = 60;
    const LEAST: usize = 4;
    if text.chars().count() < SHORTEST || text.matches('\t').count() > 1 {
        return None;
    }
    let mut cuts = vec![0];
    let mut seen = Seen::default();
    for (at, end) in gaps(text) {
        let from = cuts.last().copied().unwrap_or(0);
        let (before, behind) = (text.get(from..at)?.trim(), text.get(end..)?);
        if parts(before, behind) {
            seen.add(before);
            cuts.push(end);
        }
    }
    seen.add(text.get(cuts.last().copied()?..)?.trim());
    if cuts.len() < LEAST || !seen.is_document() {
        return None;
    }
    cuts.push(text.len());
    Some(cuts)
}

/// What parts of a document have been seen.
#[derive(Default)]
struct Seen {
    parts: usize,
    title: bool,
    number: bool,
    day: bool,
    points: usize,
}

impl Seen {
    fn add(&mut self, part: &str) {
        self.parts += 1;
        match form_of(part) {
            Form::Number | Form::OrderNumber => self.number = true,
            Form::Date => self.day = true,
            Form::Numbered { .. } | Form::Article => self.points += 1,
            // A law's own name has no kind of document at its end.
            _ if self.parts == 1 => self.title = title::form(&squeeze(part)).is_some(),
            _ => self.title |= is_title(part),
        }
    }

    /// Whether a paragraph cannot have all that.
    fn is_document(&self) -> bool {
        let parts = [self.title, self.number, self.day, self.points >= 2];
        parts.iter().filter(|part| **part).count() >= 2
    }
}

/// Beginning and end of each stretch of white space.
fn gaps(text: &str) -> Vec<(usize, usize)> {
    let mut gaps: Vec<(usize, usize)> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_whitespace()) {
        match gaps.last_mut() {
            Some((_, end)) if *end == at => *end = at + c.len_utf8(),
            _ => gaps.push((at, at + c.len_utf8())),
        }
    }
    gaps
}

/// Whether a gap parts the part `before` it from what stands `behind`.
fn parts(before: &str, behind: &str) -> bool {
    const LONGEST_HEADING: usize = 40;
    const LONGEST_PART: usize = 600;
    let next = behind.split_whitespace().next().unwrap_or_default();
    // A long part is a paragraph; so a text of any length is cut in one pass.
    let short = if before.len() <= LONGEST_PART { before } else { "" };
    let own = form_of(short);
    let ended = form::ends_closed(before)
        || matches!(own, Form::Number | Form::OrderNumber | Form::Date | Form::Label)
        || is_title(short) && !next.starts_with(['的', '》']);
    let bare = form::after_number(short);
    let heading = matches!(own, Form::Numbered { .. } | Form::Chapter)
        && bare.chars().count() <= LONGEST_HEADING
        && bare.len() < short.len()
        && form::has_prose_mark(next);
    ended || heading || begins(before, behind, next)
}

/// Whether a part begins with the word `next`.
fn begins(before: &str, behind: &str, next: &str) -> bool {
    const MOST: usize = 6;
    let open = before.ends_with(['，', '、', ',', '（', '(', '《', '“'])
        || ["根据", "按照", "依据"].iter().any(|word| before.ends_with(word));
    match form_of(next) {
        _ if open => false,
        Form::Number | Form::OrderNumber | Form::Label | Form::AttachmentNote => true,
        Form::Numbered { .. } | Form::Article | Form::Chapter => !next.is_empty(),
        _ => {
            // A day with gaps in it.
            let words: Vec<&str> = behind.split_whitespace().take(MOST).collect();
            (1..=words.len()).any(|count| {
                words.get(..count).is_some_and(|day| form::day(&day.concat()).is_some())
            })
        }
    }
}

fn is_title(part: &str) -> bool {
    const LONGEST: usize = 130;
    part.chars().count() <= LONGEST
        && title::form(&squeeze(part)) == Some(TitleForm::Official)
        && part.matches('《').count() == part.matches('》').count()
}

fn form_of(part: &str) -> Form {
    form::of(&Line::new(part, Range::new(0, 0), 0, Markup::Plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_with_gaps() {
        fn check(text: &str, expected: Option<&[&str]>) {
            let found = cuts(text).map(|cuts| {
                cuts.windows(2)
                    .map(|pair| text.get(pair[0]..pair[1]).unwrap().trim())
                    .collect::<Vec<&str>>()
            });
            assert_eq!(found.as_deref(), expected, "{text}");
        }
        check(
            "甲市人民政府 关于乙的通知　　甲府发〔2026〕3号　　各区人民政府：　　为做好乙，现通知如下：　　\
             一、总体目标　　到2026年底，全面完成。　　（一） 加强领导。各区要负责。　　市　长　张　三　　\
             2026 年 4 月 3 日　　（此件公开发布）",
            Some(&[
                "甲市人民政府 关于乙的通知",
                "甲府发〔2026〕3号",
                "各区人民政府：",
                "为做好乙，现通知如下：",
                "一、总体目标",
                "到2026年底，全面完成。",
                "（一） 加强领导。各区要负责。",
                "市　长　张　三",
                "2026 年 4 月 3 日",
                "（此件公开发布）",
            ]),
        );
        check(
            "甲市乙办法 第一章 总则 第一条 为了加强乙，制定本办法。 第二条 本办法所称乙，是指在本市行政区域内的丙。 \
             第二章 附则 第三条 本办法自2026年4月1日起施行。 甲市人民政府 2026年3月1日",
            Some(&[
                "甲市乙办法",
                "第一章 总则",
                "第一条 为了加强乙，制定本办法。",
                "第二条 本办法所称乙，是指在本市行政区域内的丙。",
                "第二章 附则",
                "第三条 本办法自2026年4月1日起施行。",
                "甲市人民政府",
                "2026年3月1日",
            ]),
        );
        check(
            "会议指出， 要提高认识。 会议要求， 各部门要落实责任。 会议强调， 要加强监督检查，及时报告有关情况，确保各项工作取得实效。",
            None,
        );
    }
}
