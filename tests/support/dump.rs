//! What an import made of a file, as lines for a reader: one a field or block, marks in brackets.

use std::fmt::Write as _;
use std::sync::Arc;

use gongbao::import::Draft;
use gongbao::issue::block::Block;
use gongbao::issue::block::BlockKind;
use gongbao::issue::document::Attached;
use gongbao::issue::document::Document;
use gongbao::issue::table::Table;
use gongbao::issue::text::Mark;
use gongbao::issue::text::Text;

/// The whole of a draft.
pub(crate) fn draft(draft: &Draft) -> String {
    let mut out = String::new();
    for (section, document) in draft.documents() {
        let _ = writeln!(out, "# {} {}", document.kind.chinese(), document.title.string);
        let _ = writeln!(out, "section {}", section.name.string);
        fields(document, &mut out);
    }
    for dropped in &draft.dropped {
        let _ = writeln!(out, "- {} ({})", dropped.text, dropped.why);
    }
    for finding in &draft.findings {
        let _ = writeln!(out, "! {} {}", finding.rule, finding.message);
    }
    out
}

fn fields(document: &Document, out: &mut String) {
    let mut field = |name: &str, text: Option<&Text>| {
        if let Some(text) = text {
            let _ = writeln!(out, "{name} {}", text.string);
        }
    };
    field("number", document.number.as_ref());
    field("addressee", document.addressee.as_ref());
    field("period", document.period.as_ref());
    blocks(&document.body, out);
    for text in &document.signatories {
        let _ = writeln!(out, "signed {}", text.string);
    }
    if let Some(date) = &document.date {
        let _ = writeln!(out, "date {}", date.as_written.string);
    }
    if let Some(text) = &document.annotation {
        let _ = writeln!(out, "annotation {}", text.string);
    }
    attached(&document.attached, out);
}

fn attached(all: &[Attached], out: &mut String) {
    for item in all {
        let label = item.label.as_ref().map_or("", |label| &label.string);
        let _ = writeln!(out, "## {label} {}", item.title.string);
        blocks(&item.body, out);
        attached(&item.attached, out);
    }
}

fn blocks(blocks: &[Arc<Block>], out: &mut String) {
    for block in blocks {
        let kind = match &block.kind {
            BlockKind::Heading { level, run_in: false } => format!("h{level}"),
            BlockKind::Heading { level, run_in: true } => format!("h{level}+"),
            BlockKind::Paragraph => "p".to_owned(),
            BlockKind::Item => "item".to_owned(),
            BlockKind::Appointment => "appointment".to_owned(),
            BlockKind::Article => "article".to_owned(),
            BlockKind::Chapter => "chapter".to_owned(),
            BlockKind::ChronicleEntry { date, until } => match until {
                Some(until) => format!("entry {date} {until}"),
                None => format!("entry {date}"),
            },
            BlockKind::AttachmentNote => "attachments".to_owned(),
            BlockKind::Table(table) => {
                if !block.text.is_empty() {
                    let _ = writeln!(out, "caption {}", marked(&block.text));
                }
                rows(table, out);
                continue;
            }
            BlockKind::Picture { sha256, width } => {
                let width = width.map_or_else(String::new, |width| format!(" {width} mm"));
                format!("picture {}{width}", sha256.chars().take(8).collect::<String>())
            }
            BlockKind::Note => "note".to_owned(),
            BlockKind::Break => "break".to_owned(),
        };
        let _ = writeln!(out, "{kind} {}", marked(&block.text));
    }
}

fn rows(table: &Table, out: &mut String) {
    let _ = writeln!(out, "table, {} rows of head", table.head);
    for row in &table.rows {
        for cell in row {
            let span = match (cell.columns, cell.rows) {
                (1, 1) => String::new(),
                (columns, rows) => format!("{columns}x{rows} "),
            };
            let _ = write!(out, "  | {span}{}", marked(&cell.text));
        }
        out.push('\n');
    }
}

/// The text with its marks: `[b:…]`, `[k:…]`, `[^:…]`, a line that ends as `⏎`.
fn marked(text: &Text) -> String {
    let mut out = String::new();
    for (at, c) in (0..).zip(text.string.chars()) {
        for (range, mark) in &text.marks {
            if range.start == at {
                out.push_str(match mark {
                    Mark::Bold => "[b:",
                    Mark::Kai => "[k:",
                    Mark::Superscript => "[^:",
                    Mark::NoBreak | Mark::LineBreak => "",
                });
            }
        }
        out.push(c);
        for (range, mark) in &text.marks {
            if range.end == at + 1 {
                out.push_str(match mark {
                    Mark::Bold | Mark::Kai | Mark::Superscript => "]",
                    Mark::LineBreak => "⏎",
                    Mark::NoBreak => "",
                });
            }
        }
    }
    out
}
