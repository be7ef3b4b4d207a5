//! How each style of the Word file looks, and the page (GB/T 9704-2012, 5 and 7).

use docx_rs::{
    AlignmentType, DocGrid, DocGridType, Docx, LineSpacing, LineSpacingType, PageMargin, PageSize,
    Paragraph, RunFonts, SectionProperty, SpecialIndentType, Style, StyleType,
};

use crate::import::word_style::{NO_BREAK, WordStyle};

/// The fonts of public documents, as departments have them.
const BIAOSONG: &str = "方正小标宋简体";
const SONG: &str = "宋体";
const FANG: &str = "仿宋_GB2312";
const HEI: &str = "黑体";
pub(super) const KAI: &str = "楷体_GB2312";
const LATIN: &str = "Times New Roman";

/// The id of the style of characters that stay on one line.
pub(super) const NO_BREAK_ID: &str = "GongbaoNoBreak";

/// Sizes in half points: 二号, 三号, 四号, 小四.
const ER: usize = 44;
const SAN: usize = 32;
const SI: usize = 28;
const SMALL: usize = 24;

/// One line of the page, 225 mm by 22, in twentieths of a point.
const LINE: i32 = 579;
/// One em of 三号, in twentieths of a point.
const EM: i32 = 320;

/// The page in twentieths of a point: A4; 156 mm by 225 mm below 37 mm and right of 28 mm.
const PAPER: (u32, u32) = (11906, 16838);
pub(super) const MEASURE: usize = 8844;

/// How a style looks.
struct Look {
    font: &'static str,
    /// In half points.
    size: usize,
    align: AlignmentType,
    /// Ems that the first line is indented, and the right edge.
    indent: (i32, i32),
    /// The level in Word's own outline, from 0.
    outline: Option<usize>,
    /// Count of lines left free before and after.
    space: (u32, u32),
    grey: bool,
    /// Whether it is read by this program only.
    hidden: bool,
}

const BODY: Look = Look {
    font: FANG,
    size: SAN,
    align: AlignmentType::Both,
    indent: (2, 0),
    outline: None,
    space: (0, 0),
    grey: false,
    hidden: false,
};
const FLUSH: Look = Look { indent: (0, 0), ..BODY };
const CENTRED: Look = Look { align: AlignmentType::Center, ..FLUSH };
/// What is said of a document and is none of its text.
const ASIDE: Look = Look { font: SONG, size: SMALL, grey: true, ..FLUSH };

fn look(style: WordStyle) -> Look {
    use WordStyle as S;
    match style {
        S::Masthead => Look { font: BIAOSONG, size: 72, space: (2, 1), ..CENTRED },
        S::MongolianMasthead => Look { size: ER, ..CENTRED },
        S::IssueNumber | S::Published => CENTRED,
        S::Contents => Look { font: SONG, size: SI, ..FLUSH },
        S::Section => Look { font: HEI, outline: Some(0), space: (0, 1), ..CENTRED },
        S::Fact => Look { hidden: true, ..ASIDE },
        S::Issuer | S::ContentsTitle | S::Corrects | S::Registration => ASIDE,
        S::Title => Look { font: BIAOSONG, size: ER, outline: Some(1), space: (1, 1), ..CENTRED },
        S::DocumentNumber | S::Period => Look { space: (0, 1), ..CENTRED },
        S::Addressee => FLUSH,
        S::Heading(1) => Look { font: HEI, outline: Some(3), ..BODY },
        S::Heading(2) => Look { font: KAI, outline: Some(4), ..BODY },
        S::Heading(3) => Look { outline: Some(5), ..BODY },
        S::Heading(_) => Look { outline: Some(6), ..BODY },
        S::RunIn(_) | S::Paragraph | S::Item | S::Appointment | S::Article | S::Annotation => BODY,
        S::Chapter => Look { font: HEI, outline: Some(3), space: (1, 1), ..CENTRED },
        S::Entry => BODY,
        S::AttachmentNote => Look { space: (1, 0), ..BODY },
        S::TableCaption => Look { font: HEI, size: SI, ..CENTRED },
        S::Cell => Look { size: SMALL, ..CENTRED },
        S::Picture | S::Break => CENTRED,
        S::PictureCaption => Look { font: KAI, size: SI, ..CENTRED },
        S::Note => Look { size: SI, ..BODY },
        S::Signatory => Look { align: AlignmentType::Right, indent: (0, 2), ..FLUSH },
        S::Date => Look { align: AlignmentType::Right, indent: (0, 4), ..FLUSH },
        S::AttachedLabel => Look { font: HEI, space: (1, 0), ..FLUSH },
        S::AttachedTitle => {
            Look { font: BIAOSONG, size: ER, outline: Some(2), space: (1, 1), ..CENTRED }
        }
        S::AdoptionNote => Look { font: KAI, space: (0, 1), ..CENTRED },
        S::Colophon => Look { font: SONG, size: SI, ..CENTRED },
    }
}

/// The id of a style, which only this file uses.
fn id(style: WordStyle) -> String {
    let index = WordStyle::ALL.iter().position(|(own, _)| *own == style).unwrap_or(0);
    format!("Gongbao{:02}", index + 1)
}

/// A paragraph of a style.
pub(super) fn paragraph(style: WordStyle) -> Paragraph {
    let paragraph = Paragraph::new().style(&id(style));
    if style == WordStyle::Break { paragraph.page_break_before(true) } else { paragraph }
}

/// A paragraph of an attachment note (GB/T 9704-2012, 7.3.4): its lines begin below the first
/// character of the attachment's name, its number below that of the first one.
pub(super) fn attachment_note(text: &str) -> Paragraph {
    let rest = text.strip_prefix("附件").and_then(|rest| rest.strip_prefix(['：', ':']));
    let name = rest.unwrap_or(text).trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = rest.unwrap_or(text).len() - name.len();
    let dot = digits > 0 && name.starts_with(['.', '．', '、']);
    // In hundredths of an em; figures are half as wide as the characters, a full stop a quarter.
    let count = i32::try_from(digits).unwrap_or(0);
    let number = match name.chars().next().filter(|_| dot) {
        Some('.') => count * 50 + 25,
        Some(_) => count * 50 + 100,
        None => 0,
    };
    let label = 300;
    let hanging = number + if rest.is_some() { label } else { 0 };
    let left = 200 + label + number;
    let twips = |ems: i32| ems * EM / 100;
    let hanging = SpecialIndentType::Hanging(twips(hanging));
    paragraph(WordStyle::AttachmentNote).indent(Some(twips(left)), Some(hanging), None, None)
}

/// What stands on the page of the paragraph that follows it.
const fn keeps_next(style: WordStyle) -> bool {
    use WordStyle as S;
    matches!(
        style,
        S::Section
            | S::Title
            | S::DocumentNumber
            | S::Period
            | S::Heading(_)
            | S::Chapter
            | S::AttachedLabel
            | S::AttachedTitle
            | S::AdoptionNote
            | S::TableCaption
            | S::Picture
    )
}

/// The part `styles.xml` with what the library has no word for.
pub(super) fn complete(styles: Vec<u8>) -> Vec<u8> {
    let Ok(mut styles) = String::from_utf8(styles.clone()) else { return styles };
    const NORMAL: &str = "<w:style w:type=\"paragraph\" w:styleId=\"Normal\">";
    let normal = NORMAL.replacen("w:styleId", "w:default=\"1\" w:styleId", 1);
    styles = styles.replacen(NORMAL, &normal, 1);
    for (style, _) in WordStyle::ALL {
        let mut more = String::new();
        if keeps_next(style) {
            more.push_str("<w:keepNext />");
        }
        match style {
            WordStyle::Entry => {
                let list = super::numbering::BULLETS;
                let numbered = format!("<w:numPr><w:numId w:val=\"{list}\" /></w:numPr>");
                more.push_str(&numbered);
            }
            // The line left free stands before the first of several.
            WordStyle::AttachmentNote => more.push_str("<w:contextualSpacing />"),
            _ => {}
        }
        let named = format!("w:styleId=\"{}\"", id(style));
        let Some((before, own)) = styles.split_once(&named) else { continue };
        let own = own.replacen("<w:pPr>", &format!("<w:pPr>{more}"), 1);
        styles = [before, &named, &own].concat();
    }
    styles.into_bytes()
}

/// A low empty line.
pub(super) fn gap() -> Paragraph {
    let spacing = LineSpacing::new().line_rule(LineSpacingType::Exact).line(LINE / 3);
    Paragraph::new().line_spacing(spacing)
}

fn word_style(style: WordStyle, name: &str) -> Style {
    let look = look(style);
    let fonts = RunFonts::new().ascii(LATIN).hi_ansi(LATIN).east_asia(look.font);
    let free = |lines: u32| lines * LINE.unsigned_abs();
    // A picture and what is bigger than the lines take the height that they need.
    let grows = matches!(style, WordStyle::Picture | WordStyle::Cell) || look.size > SAN;
    let (rule, line) = match style {
        WordStyle::Cell | WordStyle::Picture => (LineSpacingType::Auto, 240),
        _ if grows => (LineSpacingType::AtLeast, LINE),
        _ => (LineSpacingType::Exact, LINE),
    };
    let (before, after) = look.space;
    let spacing =
        LineSpacing::new().before(free(before)).after(free(after)).line_rule(rule).line(line);
    let (first, right) = look.indent;
    let mut made = Style::new(id(style), StyleType::Paragraph)
        .name(name)
        .based_on("Normal")
        .fonts(fonts)
        .size(look.size)
        .align(look.align)
        .line_spacing(spacing)
        .indent(None, Some(SpecialIndentType::FirstLine(first * EM)), Some(right * EM), None);
    if first > 0 {
        made = made.first_line_chars(first * 100);
    }
    if look.size > SAN {
        // Lines of a title stand closer than two lines of the grid.
        made = made.snap_to_grid(false);
    }
    if look.grey {
        made = made.color("7F7F7F");
    }
    if look.hidden {
        made = made.vanish();
    }
    match look.outline {
        Some(level) => made.outline_lvl(level),
        None => made,
    }
}

/// Adds all styles to a file.
pub(super) fn add(file: Docx) -> Docx {
    let fonts = RunFonts::new().ascii(LATIN).hi_ansi(LATIN).east_asia(FANG);
    let no_break = Style::new(NO_BREAK_ID, StyleType::Character).name(NO_BREAK);
    let mut file = file.default_fonts(fonts).default_size(SAN).add_style(no_break);
    for (style, name) in WordStyle::ALL {
        file = file.add_style(word_style(style, name));
    }
    file
}

/// The page of public documents.
pub(super) fn page(property: SectionProperty) -> SectionProperty {
    let margin =
        PageMargin::new().top(2098).left(1588).right(1474).bottom(1984).header(851).footer(1417);
    let grid =
        DocGrid::new().grid_type(DocGridType::Lines).line_pitch(LINE.unsigned_abs() as usize);
    property.page_size(PageSize::new().size(PAPER.0, PAPER.1)).page_margin(margin).doc_grid(grid)
}
