//! Measures of the press as they are typed, or a sentence that says what is wrong.

use crate::app::language::Words;
use crate::export::press::{Choices, Cmyk, Paper, TotalInk};

/// A measure that is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// The red in process inks.
    RedInks,
    /// The most ink on one place, in percent.
    TotalInk,
    /// The thickness of the paper, in millimetres.
    Paper,
}

/// What the choices have for an entry.
pub(super) fn shown(choices: &Choices, entry: Entry) -> String {
    match entry {
        Entry::RedInks => choices.red_inks.to_string(),
        Entry::TotalInk => choices.total_ink.0.to_string(),
        Entry::Paper => format!("{}", f64::from(choices.paper.0) / 1000.0),
    }
}

/// Takes what was typed into the choices; says whether it can be.
pub(super) fn take(choices: &mut Choices, entry: Entry, typed: &str) -> bool {
    let typed = typed.trim();
    match entry {
        Entry::RedInks => Cmyk::read(typed).map(|inks| choices.red_inks = inks),
        Entry::TotalInk => {
            let percent = typed.trim_end_matches(['%', '％']).trim().parse().ok();
            let percent = percent.filter(|percent| TotalInk::RANGE.contains(percent));
            percent.map(|percent| choices.total_ink = TotalInk(percent))
        }
        Entry::Paper => micrometres(typed).map(|paper| choices.paper = Paper(paper)),
    }
    .is_some()
}

/// Millimetres as micrometres, where paper can be so thick.
fn micrometres(typed: &str) -> Option<u32> {
    let thickness: f64 =
        typed.trim_end_matches("毫米").trim_end_matches("mm").trim().parse().ok()?;
    let thickness = (thickness * 1000.0).round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is between 0 and the thickest paper"
    )]
    (0.0..=f64::from(Paper::MOST)).contains(&thickness).then_some(thickness as u32)
}

/// What is wrong with what was typed in an entry.
pub(super) fn fault(entry: Entry, typed: &str) -> Option<Words> {
    let is_right = take(&mut Choices::default(), entry, typed);
    (!is_right).then_some(match entry {
        Entry::RedInks => ("请写成 0/100/100/0，依次为 C、M、Y、K", "Write it like 0/100/100/0"),
        Entry::TotalInk => ("请用 200 到 400", "From 200 to 400, please"),
        Entry::Paper => ("请用 0 到 1 之间的毫米数", "From 0 to 1 mm, please"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_taken_or_told() {
        let check = |entry, typed: &str, expected: Option<&str>| {
            let mut choices = Choices::default();
            let taken = take(&mut choices, entry, typed);
            assert_eq!(taken, expected.is_some(), "{typed}");
            assert_eq!(fault(entry, typed).is_none(), taken, "{typed}");
            if let Some(expected) = expected {
                assert_eq!(shown(&choices, entry), expected, "{typed}");
            }
        };
        check(Entry::TotalInk, " 280％", Some("280"));
        check(Entry::TotalInk, "28", None);
        check(Entry::TotalInk, "401", None);
        check(Entry::Paper, "0.08", Some("0.08"));
        check(Entry::Paper, "0.125 毫米", Some("0.125"));
        check(Entry::Paper, "0", Some("0"));
        check(Entry::Paper, "-0.1", None);
        check(Entry::Paper, "80", None);
        check(Entry::Paper, "NaN", None);
        check(Entry::RedInks, "0/95/100/5", Some("0/95/100/5"));
        check(Entry::RedInks, "红", None);
    }
}
