//! Texts with their marks → runs of Word.

use docx_rs::{BreakType, Run, RunFonts, VertAlignType};

use super::style;
use crate::issue::text::{Mark, Range, Text};

/// The runs of a text, cut where a mark begins or ends.
pub(super) fn runs(text: &Text) -> Vec<Run> {
    let breaks = text.line_breaks();
    let mut cuts: Vec<u32> = vec![0, text.len()];
    cuts.extend(text.marks.iter().flat_map(|(range, _)| [range.start, range.end]));
    cuts.sort_unstable();
    cuts.dedup();
    let mut runs = Vec::new();
    for (&start, &end) in cuts.iter().zip(cuts.iter().skip(1)) {
        let range = Range::new(start, end);
        let mut run = Run::new().add_text(sound(text.slice(range)));
        for (_, mark) in text.marks.iter().filter(|(own, _)| own.overlaps(range)) {
            run = marked(run, *mark);
        }
        runs.push(run);
        if end < text.len() && breaks.contains(&end) {
            runs.push(Run::new().add_break(BreakType::TextWrapping));
        }
    }
    runs
}

fn marked(run: Run, mark: Mark) -> Run {
    match mark {
        Mark::Bold => run.bold(),
        Mark::Kai => run.fonts(RunFonts::new().east_asia(style::KAI)),
        Mark::Superscript => {
            let mut run = run;
            run.run_property = run.run_property.vert_align(VertAlignType::SuperScript);
            run
        }
        Mark::NoBreak => run.style(style::NO_BREAK_ID),
        Mark::LineBreak => run,
    }
}

/// The text without what no XML may hold.
fn sound(text: &str) -> String {
    let unsound = |c: char| c.is_control() && c != '\t' || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().filter(|&c| !unsound(c)).collect()
}
