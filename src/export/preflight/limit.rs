//! What a press can still print: least strengths of lines, type and pictures, most ink (house rules
//! of print offices; a print office may ask for others).

use crate::export::press::Options;
use crate::finding::Severity;
use crate::geom::Pt;

/// How something is printed, as far as its fineness goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Print {
    /// Solid in one ink.
    Solid,
    /// In several inks, or white out of a ground: it needs register.
    Register,
    /// In one ink that is not solid: its edges are dots of the screen.
    Screened,
}

/// The most ink that may lie on one place.
#[derive(Debug, Clone, Copy)]
pub(super) struct InkLimit {
    /// In percent.
    pub(super) percent: u32,
    /// Whether it is printed by a profile of the print office, whose paper may take more.
    is_office: bool,
}

impl InkLimit {
    pub(super) const fn of(options: &Options) -> Self {
        Self { percent: options.total_ink.0, is_office: options.icc.is_some() }
    }

    /// What is said of more ink than that, with what to do about it.
    pub(super) fn exceeded(self, what: &str, percent: u32, remedy: &str) -> String {
        let limit = self.percent;
        let otherwise = if self.is_office {
            "；印刷厂的色彩特性文件许可更多的，请用 --total-ink 写明"
        } else {
            ""
        };
        format!("{what} {percent}%，超过上限 {limit}%；{remedy}{otherwise}")
    }
}

/// Severities below two limits.
fn below<T: PartialOrd>(value: T, error: T, warning: T) -> Option<Severity> {
    if value < error {
        Some(Severity::Error)
    } else {
        (value < warning).then_some(Severity::Warning)
    }
}

/// A line of this thickness.
pub(super) fn line(thickness: Pt, print: Print) -> Option<Severity> {
    let thinnest = match print {
        Print::Solid => Pt::new(1).scale(15, 100),
        Print::Register | Print::Screened => Pt::new(1) / 4,
    };
    below(thickness, thinnest, thick_enough(print))
}

/// What becomes of a line that is too thin.
pub(super) const fn thin(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "印不出来",
        Severity::Warning | Severity::Info => "印出来会断断续续",
    }
}

/// The thickness from which nothing is said of a line.
pub(super) fn thick_enough(print: Print) -> Pt {
    match print {
        Print::Solid => Pt::new(1) / 4,
        Print::Register | Print::Screened => Pt::new(1) / 2,
    }
}

/// Type of this size; hanzi have more strokes than Latin letters.
pub(super) fn size(size: Pt, hanzi: bool, print: Print) -> Option<Severity> {
    match print {
        Print::Solid if hanzi => below(size, Pt::new(5), Pt::new(13) / 2),
        Print::Solid => below(size, Pt::new(5), Pt::new(6)),
        Print::Register => below(size, Pt::new(6), Pt::new(8)),
        Print::Screened => below(size, Pt::new(6), Pt::new(9)),
    }
}

/// A picture with so many pixels an inch.
pub(super) fn resolution(ppi: i64, line_art: bool) -> Option<Severity> {
    if line_art { below(ppi, 400, 600) } else { below(ppi, 150, 250) }
}

/// Whether a photograph with so many pixels an inch is finer than any screen shows.
pub(super) const fn too_fine(ppi: i64, line_art: bool) -> bool {
    ppi > 450 && !line_art
}

/// What is said of a picture with too few pixels an inch.
pub(super) fn too_coarse(ppi: i64, line_art: bool) -> String {
    if line_art {
        format!(
            "黑白线条图只有 {ppi} 点每英寸，笔画边上会有锯齿；请用 1200 点每英寸的原图，照片请存成灰度图"
        )
    } else {
        format!("图片只有 {ppi} 点每英寸，印出来会模糊；请换清晰的原图或缩小")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_those_of_the_table() {
        use Severity::{Error, Warning};
        let check_line = |points: f64, print, expected| {
            assert_eq!(line(Pt::from_f64(points), print), expected, "{points}");
        };
        check_line(0.14, Print::Solid, Some(Error));
        check_line(0.2, Print::Solid, Some(Warning));
        check_line(0.25, Print::Solid, None);
        check_line(0.2, Print::Register, Some(Error));
        check_line(0.4, Print::Register, Some(Warning));
        check_line(0.5, Print::Register, None);
        let check_size = |points: f64, hanzi, print, expected| {
            assert_eq!(size(Pt::from_f64(points), hanzi, print), expected, "{points}");
        };
        check_size(4.9, false, Print::Solid, Some(Error));
        check_size(5.5, false, Print::Solid, Some(Warning));
        check_size(6.0, false, Print::Solid, None);
        check_size(6.0, true, Print::Solid, Some(Warning));
        check_size(6.5, true, Print::Solid, None);
        check_size(5.9, false, Print::Register, Some(Error));
        check_size(7.5, true, Print::Register, Some(Warning));
        check_size(8.0, true, Print::Register, None);
        check_size(8.9, true, Print::Screened, Some(Warning));
        check_size(9.0, true, Print::Screened, None);
        check_line(0.4, Print::Screened, Some(Warning));
        assert_eq!(resolution(149, false), Some(Error));
        assert_eq!(resolution(249, false), Some(Warning));
        assert_eq!(resolution(300, false), None);
        assert_eq!(resolution(399, true), Some(Error));
        assert_eq!(resolution(599, true), Some(Warning));
        assert_eq!(resolution(600, true), None);
        assert!(too_fine(451, false) && !too_fine(450, false) && !too_fine(1200, true));
    }
}
