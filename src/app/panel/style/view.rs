//! The panel's fields, group by group.

use std::fmt;

use iced::widget::{column, container, space};
use iced::{Element, Length};

use super::{Entry, Message, StylePanel};
use crate::app::language::{Language, Words};
use crate::app::theme::{self, Palette};
use crate::app::widget::{
    self, badge, captioned, heading, muted, picker, prose, scroll, side_by_side, small,
};
use crate::font::Role;
use crate::geom::Pt;
use crate::issue::Issue;
use crate::layout::style::{
    Align, ContentsForm, FolioForm, Head, Pagination, Stylesheet, TextStyle,
};

mod words {
    use super::Words;
    pub(super) const STYLE: Words = ("版式", "Style");
    pub(super) const CHANGED: Words = ("已改动", "changed");
    pub(super) const RESET: Words = ("恢复内置", "Reset");
    pub(super) const SAVE: Words = ("另存为样式文件…", "Save as a file…");
    pub(super) const LOAD: Words = ("载入样式文件…", "Load a file…");
    pub(super) const UNREADABLE: Words = (
        "本期的版式读不出来；请另选一种，或载入样式文件。",
        "The style of this issue cannot be read; choose another one, or load a file.",
    );
    pub(super) const PAGE: Words = ("纸张", "Sheet");
    pub(super) const WIDTH: Words = ("宽（毫米）", "Width (mm)");
    pub(super) const HEIGHT: Words = ("高（毫米）", "Height (mm)");
    pub(super) const TOP: Words = ("天头（毫米）", "Head margin (mm)");
    pub(super) const INNER: Words = ("订口（毫米）", "Inner margin (mm)");
    pub(super) const MULTIPLE: Words = ("页数凑足…的倍数", "Pages filled to a multiple of");
    pub(super) const COLUMNS: Words = ("版心", "Type area");
    pub(super) const COUNT: Words = ("栏数", "Columns");
    pub(super) const COLUMN: Words = ("每栏（字）", "Column (em)");
    pub(super) const GUTTER: Words = ("栏距（字）", "Gutter (em)");
    pub(super) const GRID: Words = ("行距（磅）", "Line pitch (pt)");
    pub(super) const LINES: Words = ("每页行数", "Lines a page");
    pub(super) const TEXTS: Words = ("文字", "Text");
    pub(super) const WHICH: Words = ("哪一种文字", "Which text");
    pub(super) const FONT: Words = ("字体", "Font");
    pub(super) const ALIGN: Words = ("对齐", "Alignment");
    pub(super) const SIZE: Words = ("字号（磅，或三号）", "Size (pt)");
    pub(super) const PITCH: Words = ("自身行距（磅）", "Own pitch (pt)");
    pub(super) const BY_GRID: Words = ("随版心", "as the grid");
    pub(super) const FIRST: Words = ("首行缩进（字）", "First indent (em)");
    pub(super) const INDENT: Words = ("左缩进（字）", "Indent (em)");
    pub(super) const RIGHT: Words = ("右缩进（字）", "Right indent (em)");
    pub(super) const BEFORE: Words = ("段前（行）", "Lines before");
    pub(super) const AFTER: Words = ("段后（行）", "Lines after");
    pub(super) const FURNITURE: Words = ("页眉、页码、目录", "Heads, folios, contents");
    pub(super) const HEAD: Words = ("页眉", "Running head");
    pub(super) const FOLIO: Words = ("页码样式", "Folio");
    pub(super) const PLACE: Words = ("页码位置", "Place of the folio");
    pub(super) const GAP: Words = ("距版心（毫米）", "Below the text (mm)");
    pub(super) const PAGINATION: Words = ("页码起算", "Folios begin");
    pub(super) const FROM: Words = ("本期首页页码", "First folio");
    pub(super) const CONTENTS: Words = ("目录形式", "Contents");
}

/// The built-in styles.
pub(crate) const STYLES: [(&str, Words); 3] = [
    ("baotou", ("包头公报（双栏）", "Baotou gazette")),
    ("single", ("公文版面（单栏 A4）", "Official page (A4)")),
    ("sixteen", ("正十六开（双栏）", "Sixteenmo")),
];

const TEXTS: [(&str, Words); 27] = [
    ("body", ("正文", "Body")),
    ("title", ("标题", "Title")),
    ("attached_title", ("附件标题", "Title of an attachment")),
    ("number", ("发文字号", "Number")),
    ("subtitle", ("题注、起止日期", "Subtitle")),
    ("addressee", ("主送机关", "Addressee")),
    ("headings[1]", ("一级标题 一、", "Heading 1")),
    ("headings[2]", ("二级标题（一）", "Heading 2")),
    ("headings[3]", ("三级标题 1.", "Heading 3")),
    ("headings[4]", ("四级标题（1）", "Heading 4")),
    ("chapter", ("章", "Chapter")),
    ("appointment", ("任免名单", "Appointments")),
    ("attachment_note", ("附件说明", "List of attachments")),
    ("attachment_label", ("附件序号", "Label of an attachment")),
    ("signature", ("署名和日期", "Signature")),
    ("annotation", ("附注", "Annotation")),
    ("note", ("注", "Note")),
    ("cell", ("表格", "Table")),
    ("caption", ("表题、图题", "Caption")),
    ("contents_heading", ("目录标题", "Heading of the contents")),
    ("contents_section", ("目录栏目", "Section in the contents")),
    ("contents_line", ("目录条目", "Line of the contents")),
    ("running_head", ("页眉", "Running head")),
    ("folio", ("页码", "Folio")),
    ("masthead", ("刊名", "Masthead")),
    ("issue_line", ("期号", "Issue line")),
    ("colophon", ("版权块", "Colophon")),
];

const FONTS: [(Role, Words); 5] = [
    (Role::Song, ("宋体", "Song")),
    (Role::FangSong, ("仿宋", "Fangsong")),
    (Role::Hei, ("黑体", "Hei")),
    (Role::Kai, ("楷体", "Kai")),
    (Role::Title, ("小标宋", "Title Song")),
];

const ALIGNS: [(Align, Words); 4] = [
    (Align::Justified, ("两端对齐", "Justified")),
    (Align::Left, ("左对齐", "Left")),
    (Align::Centre, ("居中", "Centred")),
    (Align::Right, ("右对齐", "Right")),
];

const HEADS: [(Head, Words); 4] = [
    (Head::Section, ("栏目名称", "Section")),
    (Head::Document, ("文件标题", "Document")),
    (Head::GazetteAndSection, ("双页刊名，单页栏目", "Gazette and section")),
    (Head::None, ("不要页眉", "None")),
];

const FOLIOS: [(FolioForm, Words); 2] =
    [(FolioForm::Plain, ("1", "1")), (FolioForm::Dashes, ("— 1 —", "— 1 —"))];

const PLACES: [(Align, Words); 2] =
    [(Align::Right, ("外侧", "Outer edge")), (Align::Centre, ("居中", "Middle"))];

const PAGINATIONS: [(Pagination, Words); 2] = [
    (Pagination::Issue, ("每期从 1 起", "With each issue")),
    (Pagination::Year, ("全年连续", "With each year")),
];

const CONTENTS: [(ContentsForm, Words); 2] = [
    (ContentsForm::NumberFirst, ("页码在标题前", "Number first")),
    (ContentsForm::Leaders, ("标题……页码", "Leaders")),
];

/// One of several with its name.
#[derive(Debug, Clone, PartialEq)]
struct Named<T>(T, &'static str);

impl<T> fmt::Display for Named<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.1)
    }
}

/// What the fields are made of.
struct Form<'a> {
    panel: &'a StylePanel,
    issue: &'a Issue,
    style: Stylesheet,
    language: Language,
    p: Palette,
}

impl StylePanel {
    /// The panel for the style of `issue`.
    pub(crate) fn view<'a>(
        &'a self,
        issue: &'a Issue,
        language: Language,
        p: Palette,
    ) -> Element<'a, Message> {
        let mut fields = column![].spacing(theme::PAD[1]).padding(theme::PAD[1]);
        match Stylesheet::chosen(&issue.style) {
            Ok(style) => {
                let form = Form { panel: self, issue, style, language, p };
                fields = fields
                    .push(form.whole())
                    .push(form.page())
                    .push(form.columns())
                    .push(form.text())
                    .push(form.furniture());
            }
            Err(_) => {
                let unreadable = prose(language.say(words::UNREADABLE), theme::TOOL, p.red);
                let load = small(language.say(words::LOAD), Some(Message::Load), p);
                fields = fields.push(unreadable).push(styles(issue, language, p)).push(load);
            }
        }
        scroll("style", fields, p).height(Length::Fill).into()
    }
}

/// The choice of a built-in style.
fn styles<'a>(issue: &Issue, language: Language, p: Palette) -> Element<'a, Message> {
    let now = STYLES.iter().find(|(name, _)| *name == issue.style.name).map(|(name, _)| *name);
    pick(&STYLES, now, Message::Chosen, language, p)
}

fn pick<'a, T: Copy + PartialEq + 'a>(
    options: &[(T, Words)],
    now: Option<T>,
    message: impl Fn(T) -> Message + 'a,
    language: Language,
    p: Palette,
) -> Element<'a, Message> {
    let named = |(option, words): &(T, Words)| Named(*option, language.say(*words));
    let all: Vec<Named<T>> = options.iter().map(named).collect();
    let chosen = all.iter().find(|named| Some(named.0) == now).cloned();
    picker(all, chosen, move |named| message(named.0), p)
}

impl<'a> Form<'a> {
    /// Which style it is, and where it comes from and goes to.
    fn whole(&self) -> Element<'a, Message> {
        let Self { issue, language, p, .. } = *self;
        let say = |words| language.say(words);
        let own = STYLES.iter().any(|(name, _)| *name == issue.style.name);
        let mut marks = Vec::new();
        if !own {
            marks.push(muted(issue.style.name.clone(), theme::LABEL, p));
        } else if issue.style.source.is_some() {
            marks.push(badge(say(words::CHANGED), p.amber, p));
            marks.push(small(say(words::RESET), Some(Message::Reset), p));
        }
        let mut fields =
            column![heading(say(words::STYLE), p), styles(issue, language, p)].spacing(4);
        if !marks.is_empty() {
            fields = fields.push(side_by_side(marks, theme::PAD[0]));
        }
        let files = vec![
            small(say(words::SAVE), Some(Message::Save), p),
            small(say(words::LOAD), Some(Message::Load), p),
        ];
        fields.push(side_by_side(files, 0.0).wrap()).into()
    }

    fn page(&self) -> Element<'a, Message> {
        self.group(words::PAGE)
            .push(self.pair([(Entry::Width, words::WIDTH), (Entry::Height, words::HEIGHT)]))
            .push(self.pair([(Entry::Top, words::TOP), (Entry::Inner, words::INNER)]))
            .push(self.entry(Entry::Multiple, words::MULTIPLE))
            .into()
    }

    fn columns(&self) -> Element<'a, Message> {
        self.group(words::COLUMNS)
            .push(self.pair([(Entry::Columns, words::COUNT), (Entry::Column, words::COLUMN)]))
            .push(self.pair([(Entry::Gutter, words::GUTTER), (Entry::Lines, words::LINES)]))
            .push(self.entry(Entry::Grid, words::GRID))
            .push(prose(self.type_area(), theme::LABEL, self.p.muted))
            .into()
    }

    /// What follows from the measures.
    fn type_area(&self) -> String {
        let page = &self.style.page;
        let mm = |length: Pt| format!("{:.1}", length.to_f64() * 25.4 / 72.0);
        let (width, height) = (mm(page.width()), mm(page.height()));
        let outer = mm(page.trim.width - page.inner - page.width());
        let foot = mm(page.trim.height - page.top - page.height());
        match self.language {
            Language::Chinese => {
                format!("版心 {width} × {height} 毫米，切口 {outer} 毫米，地脚 {foot} 毫米")
            }
            Language::English => format!("{width} × {height} mm; outer {outer}, foot {foot} mm"),
        }
    }

    /// The measures of one kind of text.
    fn text(&self) -> Element<'a, Message> {
        let Self { language, p, panel, .. } = *self;
        let say = |words| language.say(words);
        let which = pick(&TEXTS, Some(panel.text), Message::Shown, language, p);
        let mut style = self.style.clone();
        let text: Option<TextStyle> = style.text_mut(panel.text).cloned();
        let mut fields =
            self.group(words::TEXTS).push(captioned(say(words::WHICH), which, None, p));
        let Some(text) = text else { return fields.into() };
        let font = pick(&FONTS, Some(text.font), Message::Font, language, p);
        let align = pick(&ALIGNS, Some(text.align), Message::Align, language, p);
        let both = vec![
            captioned(say(words::FONT), font, None, p),
            captioned(say(words::ALIGN), align, None, p),
        ];
        fields = fields.push(beside(both));
        fields
            .push(self.pair([(Entry::Size, words::SIZE), (Entry::Pitch, words::PITCH)]))
            .push(self.pair([(Entry::FirstIndent, words::FIRST), (Entry::Indent, words::INDENT)]))
            .push(self.entry(Entry::RightIndent, words::RIGHT))
            .push(self.pair([(Entry::Before, words::BEFORE), (Entry::After, words::AFTER)]))
            .into()
    }

    fn furniture(&self) -> Element<'a, Message> {
        let Self { language, p, .. } = *self;
        let say = |words| language.say(words);
        let furniture = &self.style.furniture;
        let head = pick(&HEADS, Some(furniture.head), Message::Head, language, p);
        let folio = pick(&FOLIOS, Some(furniture.folio), Message::Folio, language, p);
        let at = if self.style.folio.align == Align::Centre { Align::Centre } else { Align::Right };
        let at = pick(&PLACES, Some(at), Message::FolioAt, language, p);
        let pagination =
            pick(&PAGINATIONS, Some(furniture.pagination), Message::Pagination, language, p);
        let contents = pick(&CONTENTS, Some(furniture.contents), Message::Contents, language, p);
        let (value, fault) = self.panel.first_folio(&self.issue.number);
        let from = widget::input("1", &value, Message::FolioEntered, p);
        let caption = |words, control| captioned(say(words), control, None, p);
        self.group(words::FURNITURE)
            .push(caption(words::HEAD, head))
            .push(beside(vec![caption(words::FOLIO, folio), caption(words::PLACE, at)]))
            .push(self.entry(Entry::FolioGap, words::GAP))
            .push(caption(words::PAGINATION, pagination))
            .push(captioned(say(words::FROM), from, fault, p))
            .push(caption(words::CONTENTS, contents))
            .push(space::vertical().height(theme::PAD[2]))
            .into()
    }

    fn group(&self, name: Words) -> iced::widget::Column<'a, Message> {
        column![heading(self.language.say(name), self.p)].spacing(theme::PAD[0])
    }

    fn pair(&self, entries: [(Entry, Words); 2]) -> Element<'a, Message> {
        beside(entries.map(|(entry, name)| self.entry(entry, name)).into())
    }

    /// The field of a measure.
    fn entry(&self, entry: Entry, name: Words) -> Element<'a, Message> {
        let (value, fault) = self.panel.value(&self.style, entry);
        let placeholder = match entry {
            Entry::Pitch => self.language.say(words::BY_GRID),
            _ => "",
        };
        let on_input = move |text| Message::Entered(entry, text);
        let input = widget::input(placeholder, &value, on_input, self.p);
        let input = input.id(format!("style {entry:?}"));
        captioned(self.language.say(name), input, fault, self.p)
    }
}

/// Two fields in halves of the panel, their names on one line.
fn beside(fields: Vec<Element<'_, Message>>) -> Element<'_, Message> {
    let half = |field| container(field).width(Length::FillPortion(1)).into();
    side_by_side(fields.into_iter().map(half).collect(), theme::PAD[0])
        .align_y(iced::Alignment::Start)
        .into()
}
