//! Preflight of what the pages of a file show: inks, overprint, strengths, pictures.

use lopdf::{Document, Object, ObjectId};

use super::Fault;
use super::file::{Faults, Sheet};
use super::limit::{self, Print};
use super::metadata::spot;
use super::read::{Paint, Put, Seen, What, space_of};
use crate::export::press::Options;
use crate::finding::Severity;
use crate::geom::Pt;

/// Black type up to this size overprints.
const LARGEST_OVERPRINT: f64 = 36.0;

/// The inks on a page of a file.
pub(super) struct PageInks<'a> {
    pub(super) sheet: Sheet,
    pub(super) seen: &'a Seen,
    pub(super) options: &'a Options,
}

impl PageInks<'_> {
    pub(super) fn check(&self, faults: &mut Faults) {
        for (rule, what) in &self.seen.strange {
            let message = format!("{what}，印刷文件不能有；请用本程序重新输出");
            faults.all.push(Fault::new(
                rule,
                Severity::Error,
                Some(self.sheet.number),
                None,
                message,
            ));
        }
        for put in &self.seen.puts {
            let mut fault = |rule, severity, message: &str| {
                let (number, rect) = (Some(self.sheet.number), self.sheet.rect(put.bounds));
                faults.all.push(Fault::new(rule, severity, number, rect, message));
            };
            match put.what {
                What::Text { .. } | What::Fill | What::Stroke(_) => {}
                What::Image(_) | What::BeginActual(_) | What::EndActual => continue,
            }
            self.colour(put, &mut fault);
            if self.is_mark(put, &mut fault) {
                continue;
            }
            overprint(put, &mut fault);
            strength(put, &mut fault);
        }
    }

    /// Colours that the job does not have.
    fn colour(&self, put: &Put, fault: &mut impl FnMut(&'static str, Severity, &str)) {
        match &put.paint {
            Paint::Rgb => {
                fault(
                    "colour-rgb",
                    Severity::Error,
                    "有 RGB 颜色，印版上会走样；请用本程序重新输出",
                );
            }
            Paint::Inks(names, _) => {
                let known =
                    |name: &String| name == "All" || Some(name.as_str()) == spot(self.options.red);
                if let Some(name) = names.iter().find(|name| !known(name)) {
                    let message = format!("要用另外的油墨“{name}”的印版；请用本程序重新输出");
                    fault("plates", Severity::Error, &message);
                }
            }
            Paint::Grey(_) | Paint::Cmyk(_) | Paint::Other(_) => {}
        }
    }

    /// Whether it is a mark outside of the page. Inside, nothing may be on all plates.
    fn is_mark(&self, put: &Put, fault: &mut impl FnMut(&'static str, Severity, &str)) -> bool {
        let [left, bottom, right, top] = put.bounds;
        let bleed = self.sheet.bleed;
        let near = 0.01;
        let outside = right <= bleed[0] + near
            || left >= bleed[2] - near
            || top <= bleed[1] + near
            || bottom >= bleed[3] - near;
        let all =
            matches!(&put.paint, Paint::Inks(names, _) if names.iter().any(|own| own == "All"));
        if all && !outside {
            let message = "套准色（All）进了版面，会印在每块版上；请用本程序重新输出";
            fault("registration", Severity::Error, message);
        }
        outside
    }
}

/// Black leaves other plates alone, white clears them.
fn overprint(put: &Put, fault: &mut impl FnMut(&'static str, Severity, &str)) {
    let small = match put.what {
        What::Text { size, .. } => size <= LARGEST_OVERPRINT,
        What::Stroke(width) => width <= LARGEST_OVERPRINT,
        What::Fill => {
            let [left, bottom, right, top] = put.bounds;
            (right - left).min(top - bottom) <= LARGEST_OVERPRINT
        }
        What::Image(_) | What::BeginActual(_) | What::EndActual => false,
    };
    let over = put.overprint && put.mode == 1;
    match put.paint {
        Paint::Cmyk([0.0, 0.0, 0.0, black]) if black >= 1.0 && small && !over => {
            let message = "黑色没有叠印，套印不准时会露白；请用本程序重新输出";
            fault("overprint-black", Severity::Error, message);
        }
        Paint::Cmyk([0.0, 0.0, 0.0, 0.0]) if put.overprint => {
            let message = "白色设成了叠印，印出来就没有了；请用本程序重新输出";
            fault("overprint-white", Severity::Error, message);
        }
        Paint::Cmyk([c, m, y, black]) if black > 0.0 && c + m + y > 0.0 => {
            if matches!(put.what, What::Text { .. }) {
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

/// Type and lines that are too fine.
fn strength(put: &Put, fault: &mut impl FnMut(&'static str, Severity, &str)) {
    let solid = match &put.paint {
        Paint::Cmyk(parts) => {
            parts.iter().filter(|&&part| part > 0.0).count() == 1 && parts.contains(&1.0)
        }
        Paint::Inks(names, parts) => names.len() == 1 && parts.first() == Some(&1.0),
        Paint::Grey(light) => *light <= 0.0,
        Paint::Rgb | Paint::Other(_) => false,
    };
    let print = if solid { Print::Solid } else { Print::Register };
    let severity = match put.what {
        What::Text { size, .. } => limit::size(Pt::from_f64(size), false, print),
        What::Stroke(width) => limit::line(Pt::from_f64(width), print),
        What::Fill => {
            let [left, bottom, right, top] = put.bounds;
            limit::line(Pt::from_f64((right - left).min(top - bottom)), print)
        }
        What::Image(_) | What::BeginActual(_) | What::EndActual => None,
    };
    match (&put.what, severity) {
        (What::Text { .. }, Some(severity)) => {
            fault("type-small", severity, "字太小，印不清楚；请加大字号");
        }
        (_, Some(severity)) => fault("line-thin", severity, "线太细，印不出来；请加粗"),
        (_, None) => {}
    }
}

/// The plates of an image.
pub(super) fn image_plates(pdf: &Document, id: ObjectId) -> Vec<String> {
    let Ok(stream) = pdf.get_object(id).and_then(Object::as_stream) else { return Vec::new() };
    match stream.dict.get(b"ColorSpace").map(|space| space_of(pdf, space)) {
        Ok(Paint::Grey(_)) => vec!["K".to_owned()],
        Ok(Paint::Cmyk(_)) => ["C", "M", "Y", "K"].map(str::to_owned).to_vec(),
        Ok(Paint::Inks(names, _)) => names,
        Ok(Paint::Rgb | Paint::Other(_)) | Err(_) => Vec::new(),
    }
}

/// Whether an image is line art that is printed in the colour that was set.
pub(super) fn is_stencil(pdf: &Document, id: ObjectId) -> bool {
    let stream = pdf.get_object(id).and_then(Object::as_stream);
    stream.is_ok_and(|own| own.dict.get(b"ImageMask").and_then(Object::as_bool).unwrap_or(false))
}

/// An image: its colours and its fineness.
pub(super) fn image(pdf: &Document, id: ObjectId, put: &Put, sheet: &Sheet, faults: &mut Faults) {
    let Ok(stream) = pdf.get_object(id).and_then(Object::as_stream) else { return };
    let mut fault = |rule, severity, message: &str| {
        let rect = sheet.rect(put.bounds);
        faults.all.push(Fault::new(rule, severity, Some(sheet.number), rect, message));
    };
    let space = stream.dict.get(b"ColorSpace").map(|space| space_of(pdf, space));
    if matches!(space, Ok(Paint::Rgb | Paint::Other(_))) {
        let message = "图片是 RGB 或 Lab 颜色，印版上会走样；请用本程序重新输出";
        fault("colour-rgb", Severity::Error, message);
    }
    if stream.dict.has(b"SMask") {
        fault("transparency", Severity::Error, "图片带透明通道；请用本程序重新输出");
    }
    let number = |key: &[u8]| stream.dict.get(key).and_then(Object::as_i64).unwrap_or(0);
    let [left, bottom, right, top] = put.bounds;
    let ppi = |pixels: i64, points: f64| {
        (pixels * 72 * 65_536).checked_div(Pt::from_f64(points).units()).unwrap_or(i64::MAX)
    };
    let ppi = ppi(number(b"Width"), right - left).min(ppi(number(b"Height"), top - bottom));
    let line_art = number(b"BitsPerComponent") == 1;
    if let Some(severity) = limit::resolution(ppi, line_art) {
        let message = format!("图片只有 {ppi} 点每英寸，印出来会模糊；请换清晰的原图或缩小");
        fault("picture-coarse", severity, &message);
    }
}
