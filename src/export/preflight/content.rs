//! Preflight of what the pages of a file show: inks, overprint, strengths, pictures.

use std::collections::BTreeMap;

use super::faults::{Faults, Sheet};
use super::limit::{self, InkLimit, Print};
use super::paint::Paint;
use super::read::{Put, Seen, What};
use crate::export::press::{Cmyk, Options, Printed, Process, Red, is_four_colour, together};
use crate::finding::Severity;
use crate::geom::{Pt, Rect};
use crate::layout::page::Ink;

/// Black type up to this size overprints.
const LARGEST_OVERPRINT: f64 = 36.0;

/// The plates of a job.
#[derive(Debug, Clone, Copy)]
pub(super) struct JobPlates {
    /// The process inks of type, lines and areas.
    drawn: Process,
    /// Those of pictures, and of what is drawn.
    all: Process,
    spot: Option<&'static str>,
    /// The process red, as it is written.
    red: Option<[f64; 4]>,
    rich_black: bool,
    /// How much ink may lie on one place.
    pub(super) limit: InkLimit,
}

/// Black, with other inks below.
const RICH_BLACK: [f64; 4] = [0.4, 0.3, 0.3, 1.0];

impl JobPlates {
    /// The plates that the pages need, with pictures like these.
    pub(super) fn new(options: &Options, printed: &BTreeMap<String, Printed>) -> Self {
        let black = [false, false, false, true];
        let red = (options.red == Red::Process).then_some(options.red_inks);
        let drawn = together([black].into_iter().chain(red.map(Cmyk::inks)));
        Self {
            drawn,
            all: together(printed.values().map(|own| own.inks).chain([drawn])),
            spot: spot(options.red),
            red: red.map(|red| red.0.map(|percent| f64::from(percent) / 100.0)),
            rich_black: is_four_colour(options, printed),
            limit: InkLimit::of(options),
        }
    }

    /// Whether an ink by name is the job's.
    pub(super) fn has_spot(&self, name: &str) -> bool {
        self.spot == Some(name)
    }

    /// The first process ink of a picture that the job does not have.
    pub(super) fn lacks_for_picture(&self, used: Process) -> Option<&'static str> {
        lacking(used, self.all)
    }

    /// Whether a colour is the process red.
    fn is_red(&self, parts: &[f64; 4]) -> bool {
        self.red.is_some_and(|red| same(&red, parts))
    }

    /// Whether a colour is how the job prints an ink of the pages: black also with other inks below
    /// where a solid may be rich.
    pub(super) fn prints(&self, paint: &Paint, ink: Ink, what: &What) -> bool {
        let black = [0.0, 0.0, 0.0, 1.0];
        match (ink, paint) {
            (Ink::Text, Paint::Cmyk(parts)) => {
                same(&black, parts)
                    || matches!(what, What::Fill(_)) && self.rich_black && same(&RICH_BLACK, parts)
            }
            (Ink::Paper, Paint::Cmyk(parts)) => same(&[0.0; 4], parts),
            (Ink::Red, Paint::Cmyk(parts)) => self.is_red(parts),
            (Ink::Red, Paint::Inks(names, parts)) => {
                names.iter().map(String::as_str).eq(self.spot) && parts.as_slice() == [1.0]
            }
            (_, Paint::Grey(_) | Paint::Rgb | Paint::Inks(..) | Paint::Other(_)) => false,
        }
    }

    fn has(&self, parts: &[f64; 4], what: &What) -> bool {
        // Type is never rich black, nor what is as small as type (a shift of the plates shows).
        let solid = matches!(what, What::Fill(thickness) if *thickness > LARGEST_OVERPRINT);
        solid && self.rich_black && same(&RICH_BLACK, parts)
            || lacking(parts.map(|part| part > 0.0), self.drawn).is_none()
    }
}

fn lacking(used: Process, has: Process) -> Option<&'static str> {
    let inks = ["C", "M", "Y", "K"].into_iter().zip(used.into_iter().zip(has));
    inks.into_iter().find_map(|(name, (used, has))| (used && !has).then_some(name))
}

/// Whether two colours are the same on a plate: to a thousandth.
fn same(one: &[f64; 4], other: &[f64; 4]) -> bool {
    one.iter().zip(other).all(|(a, b)| (a - b).abs() < 0.001)
}

/// The inks on a page of a file.
pub(super) struct PageInks<'a> {
    pub(super) sheet: Sheet<'a>,
    pub(super) seen: &'a Seen,
    pub(super) plates: &'a JobPlates,
    /// Where pictures stand, from the upper left corner of the trim.
    pub(super) pictures: Vec<Rect>,
}

impl PageInks<'_> {
    pub(super) fn check(&self, faults: &mut Faults) {
        for (rule, what) in &self.seen.strange {
            let message = format!("{what}，印刷文件不能有；请用本程序重新输出");
            faults.all.push(self.sheet.fault(rule, Severity::Error, None, message));
        }
        for put in &self.seen.puts {
            let mut fault = |rule, severity, message: &str| {
                let rect = self.sheet.rect(put.bounds);
                faults.all.push(self.sheet.fault(rule, severity, rect, message));
            };
            match put.what {
                What::Text { .. } | What::Fill(_) | What::Stroke(_) => {}
                What::Image(_) | What::BeginActual(_) | What::EndActual => continue,
            }
            let outside = self.is_outside(put);
            self.colour(put, outside, &mut fault);
            // Marks are as fine as they must be.
            if !outside {
                self.overprint(put, &mut fault);
                strength(put, &mut fault);
            }
        }
    }

    /// Whether it is outside of the bleed, where marks are.
    fn is_outside(&self, put: &Put) -> bool {
        let [left, bottom, right, top] = put.bounds;
        let bleed = self.sheet.bleed;
        let near = 0.01;
        right <= bleed[0] + near
            || left >= bleed[2] - near
            || top <= bleed[1] + near
            || bottom >= bleed[3] - near
    }

    /// Whether it is a part of a picture that is drawn.
    fn is_in_picture(&self, put: &Put) -> bool {
        let Some(own) = self.sheet.rect(put.bounds) else { return false };
        let near = Pt::new(1) / 4;
        self.pictures.iter().any(|picture| {
            own.at.x >= picture.at.x - near
                && own.at.y >= picture.at.y - near
                && own.right() <= picture.right() + near
                && own.bottom() <= picture.bottom() + near
        })
    }

    /// Colours that the job does not have.
    fn colour(
        &self,
        put: &Put,
        outside: bool,
        fault: &mut impl FnMut(&'static str, Severity, &str),
    ) {
        match &put.paint {
            Paint::Rgb => {
                let message = "有 RGB 颜色，印版上会走样；请用本程序重新输出";
                fault("colour-rgb", Severity::Error, message);
            }
            Paint::Inks(names, _) => {
                let known = |name: &str| name == "All" || Some(name) == self.plates.spot;
                if let Some(name) = names.iter().find(|name| !known(name)) {
                    let message = format!("要用另外的油墨“{name}”的印版；请用本程序重新输出");
                    fault("plates", Severity::Error, &message);
                }
                if !outside && names.iter().any(|own| own == "All") {
                    let message = "套准色（All）进了版面，会印在每块版上；请用本程序重新输出";
                    fault("registration", Severity::Error, message);
                }
            }
            Paint::Cmyk(parts) => {
                let may_be_picture = outside || self.is_in_picture(put);
                let used = parts.map(|part| part > 0.0);
                if let Some(name) = lacking(used, self.plates.all).or_else(|| {
                    let lacks = !may_be_picture && !self.plates.has(parts, &put.what);
                    lacks.then(|| lacking(used, self.plates.drawn)).flatten()
                }) {
                    let message =
                        format!("文字或线条要用本期没有的印版 {name}；请用本程序重新输出");
                    fault("plates", Severity::Error, &message);
                }
                let percent = parts.iter().sum::<f64>() * 100.0;
                // Of the red it is said once.
                let limit = self.plates.limit;
                if percent > f64::from(limit.percent) + 0.5 && !self.plates.is_red(parts) {
                    #[expect(
                        clippy::cast_possible_truncation,
                        reason = "casting a float saturates"
                    )]
                    #[expect(clippy::cast_sign_loss, reason = "casting a float saturates")]
                    let percent = percent.round() as u32;
                    let message = limit.exceeded("总墨量", percent, "请换浅一些的颜色");
                    fault("total-ink", Severity::Error, &message);
                }
            }
            Paint::Grey(_) | Paint::Other(_) => {}
        }
    }

    /// Black leaves other plates alone, white clears them.
    fn overprint(&self, put: &Put, fault: &mut impl FnMut(&'static str, Severity, &str)) {
        let small = match put.what {
            What::Text { size, .. } => size <= LARGEST_OVERPRINT,
            What::Stroke(width) => width <= LARGEST_OVERPRINT,
            What::Fill(thickness) => thickness <= LARGEST_OVERPRINT,
            What::Image(_) | What::BeginActual(_) | What::EndActual => false,
        };
        let over = put.overprint && put.mode == 1;
        match put.paint {
            Paint::Cmyk([0.0, 0.0, 0.0, black]) if black >= 1.0 && small && !over => {
                let message = "黑色没有叠印，套印不准时会露白；请用本程序重新输出";
                fault("overprint-black", Severity::Error, message);
            }
            Paint::Inks(_, ref parts) if put.overprint && parts.iter().any(|&part| part > 0.0) => {
                let message = "专色红设成了叠印，压在底色上会变暗；请用本程序重新输出";
                fault("overprint-red", Severity::Error, message);
            }
            ref white if put.overprint && white.plates().is_empty() => {
                let message = "白色设成了叠印，印出来就没有了；请用本程序重新输出";
                fault("overprint-white", Severity::Error, message);
            }
            Paint::Cmyk(parts @ [c, m, y, black]) if black > 0.0 && c + m + y > 0.0 => {
                if matches!(put.what, What::Text { .. }) && !self.plates.is_red(&parts) {
                    let message = "文字用了几种油墨拼成的黑，套印不准就会发虚；请用本程序重新输出";
                    fault("text-inks", Severity::Error, message);
                }
            }
            Paint::Grey(light) if light < 1.0 => {
                let message = "黑色写成了灰度（DeviceGray），不能叠印；请用本程序重新输出";
                fault("black-grey", Severity::Error, message);
            }
            Paint::Grey(_) | Paint::Rgb | Paint::Cmyk(_) | Paint::Inks(..) | Paint::Other(_) => {}
        }
    }
}

/// Type and lines that are too fine.
fn strength(put: &Put, fault: &mut impl FnMut(&'static str, Severity, &str)) {
    let of_inks = |parts: &[f64]| {
        let used: Vec<f64> = parts.iter().copied().filter(|part| *part > 0.0).collect();
        match used[..] {
            [part] if part >= 1.0 => Print::Solid,
            [_] => Print::Screened,
            _ => Print::Register,
        }
    };
    let print = match &put.paint {
        Paint::Cmyk(parts) => of_inks(parts),
        Paint::Inks(_, parts) => of_inks(parts),
        Paint::Grey(light) => of_inks(&[1.0 - light]),
        Paint::Rgb | Paint::Other(_) => Print::Register,
    };
    let severity = match put.what {
        What::Text { size, .. } => limit::size(Pt::from_f64(size), false, print),
        What::Stroke(width) | What::Fill(width) => limit::line(Pt::from_f64(width), print),
        What::Image(_) | What::BeginActual(_) | What::EndActual => None,
    };
    match (&put.what, severity) {
        (What::Text { .. }, Some(severity)) => {
            fault("type-small", severity, "字太小，印不清楚；请加大字号");
        }
        (_, Some(severity)) => {
            let message = format!("线太细，{}；请加粗", limit::thin(severity));
            fault("line-thin", severity, &message);
        }
        (_, None) => {}
    }
}

/// The spot inks that a job may have.
const fn spot(red: Red) -> Option<&'static str> {
    match red {
        Red::Spot => Some("Spot Red"),
        Red::Process => None,
    }
}
