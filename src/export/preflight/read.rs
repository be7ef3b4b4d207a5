//! Content streams → what they put on a page, and in which state (ISO 32000-1, 8 and 9).
//!
//! An interpreter of its own, apart from what wrote the streams: colours, overprint, transforms and
//! the pen are followed as a viewer follows them, through form objects as well.

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};
use rayon::prelude::*;

use super::font::Font;
use super::object::{number, sub, utf16};
use super::outline::{EMPTY, Outline, grown, together};
use super::paint::{Paint, coloured, space_of};
use super::syntax;

/// Form objects in form objects; deeper ones are not followed.
const DEEPEST: u32 = 12;

/// What is put on a page.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// Glyphs by their codes.
    Text {
        font: Arc<Font>,
        codes: Vec<u16>,
        /// Where each begins, along the baseline.
        pens: Vec<f64>,
        size: f64,
        /// Whether it is neither filled nor stroked (9.3.6).
        unseen: bool,
    },
    /// With the thickness of the shape in pt.
    Fill(f64),
    /// With the width of the line in pt.
    Stroke(f64),
    Image(ObjectId),
    /// `ActualText` of a marked stretch: stands for the glyphs until [`What::EndActual`].
    BeginActual(String),
    EndActual,
}

/// One thing on a page.
#[derive(Debug, Clone)]
pub(super) struct Put {
    pub(super) what: What,
    /// Left, bottom, right, top in the coordinates of the page.
    pub(super) bounds: [f64; 4],
    /// From its own coordinates, those of the baseline or of the unit square, to the page's.
    pub(super) matrix: Matrix,
    /// Where it can be seen.
    pub(super) clip: [f64; 4],
    /// Whether it stands between `q` and `Q`.
    pub(super) nested: bool,
    pub(super) paint: Paint,
    /// Whether it leaves the other plates as they are.
    pub(super) overprint: bool,
    /// `OPM`.
    pub(super) mode: i64,
    /// Whether it stands in an artefact: what is no part of the text.
    pub(super) artefact: bool,
}

/// What a page's content does.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) puts: Vec<Put>,
    /// Colour spaces, operators and keys that a press file may not have, each with its rule.
    pub(super) strange: Vec<(&'static str, String)>,
    /// The forms that a side of a sheet shows, in their order, where they are pages to be read by
    /// themselves.
    pub(super) pages: Vec<Shown>,
}

/// A form, where a side of a sheet shows it.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) form: ObjectId,
    pub(super) matrix: Matrix,
    /// What of it is seen.
    pub(super) clip: [f64; 4],
}

pub(super) type Matrix = [f64; 6];
/// A clip that hides nothing.
const EVERYWHERE: [f64; 4] = [f64::NEG_INFINITY, f64::NEG_INFINITY, f64::INFINITY, f64::INFINITY];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// `first`, then `second`.
fn times(first: Matrix, second: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [p, q, r, s, t, u] = second;
    [
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    ]
}

pub(super) fn apply(m: Matrix, x: f64, y: f64) -> (f64, f64) {
    (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])
}

/// The bounds of a box after a transform.
pub(super) fn bounds(m: Matrix, [left, bottom, right, top]: [f64; 4]) -> [f64; 4] {
    let corners = [(left, bottom), (right, bottom), (left, top), (right, top)];
    corners.map(|(x, y)| apply(m, x, y)).iter().fold(EMPTY, |found, &point| grown(found, point))
}

/// The factor by which a transform makes lines thinner where it does so most: the smaller of its
/// singular values.
fn least_scale([a, b, c, d, ..]: Matrix) -> f64 {
    let (squares, area) = (a * a + b * b + c * c + d * d, a * d - b * c);
    let rest = (squares * squares - 4.0 * area * area).max(0.0).sqrt();
    ((squares - rest).max(0.0) / 2.0).sqrt()
}

#[derive(Clone)]
struct State {
    matrix: Matrix,
    clip: [f64; 4],
    fill: Paint,
    stroke: Paint,
    fill_space: Paint,
    stroke_space: Paint,
    overprint_fill: bool,
    overprint_stroke: bool,
    mode: i64,
    width: f64,
    font: Option<Arc<Font>>,
    size: f64,
    /// `Tr`.
    rendering: i64,
}

/// What is done with the forms of a content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Forms {
    Followed,
    Named,
}

/// Reads a document's contents, several pages at once; fonts are read once.
pub(super) struct Reader<'a> {
    pdf: &'a Document,
    fonts: BTreeMap<ObjectId, Arc<Font>>,
}

impl<'a> Reader<'a> {
    /// A reader that knows all fonts of the document.
    pub(super) fn new(pdf: &'a Document) -> Self {
        let is_font = |own: &Object| {
            let own = own.as_dict().and_then(|own| own.get(b"Type"));
            own.is_ok_and(|kind| *kind == "Font".into())
        };
        let fonts = pdf.objects.par_iter().filter(|(_, object)| is_font(object));
        let fonts = fonts.filter_map(|(&id, _)| Some((id, Arc::new(Font::read(pdf, id)?))));
        Self { pdf, fonts: fonts.collect() }
    }

    /// Runs the content of a page, through its forms.
    pub(super) fn page(&self, id: ObjectId) -> Seen {
        self.contents(id, Forms::Followed)
    }

    /// Runs what a side of a sheet has besides its pages, and says which those are.
    pub(super) fn side(&self, id: ObjectId) -> Seen {
        self.contents(id, Forms::Named)
    }

    /// Runs a form by itself, as a page; none where there is no such form.
    pub(super) fn form(&self, id: ObjectId) -> Option<(&'a Dictionary, Seen)> {
        let stream = self.pdf.get_object(id).and_then(Object::as_stream).ok()?;
        let mut seen = Seen::default();
        let resources = sub(self.pdf, &stream.dict, b"Resources").cloned().unwrap_or_default();
        let bytes = stream.get_plain_content().unwrap_or_default();
        self.stream(&bytes, &resources, (start(IDENTITY), Forms::Followed), 0, &mut seen);
        Some((&stream.dict, seen))
    }

    fn contents(&self, id: ObjectId, forms: Forms) -> Seen {
        let mut seen = Seen::default();
        let resources = resources(self.pdf, id);
        let bytes = self.pdf.get_page_content(id);
        self.stream(&bytes, &resources, (start(IDENTITY), forms), 0, &mut seen);
        seen
    }

    /// Reads a content stream, and runs it.
    fn stream(
        &self,
        bytes: &[u8],
        resources: &Dictionary,
        start: (State, Forms),
        depth: u32,
        seen: &mut Seen,
    ) {
        match Content::decode_strict(bytes) {
            Ok(content) => {
                seen.strange.extend(syntax::fault(&content).map(|what| ("content", what)));
                self.run(&content, resources, start, depth, seen);
            }
            Err(_) => seen.strange.push(("content", "页面内容不能解读".to_owned())),
        }
    }

    fn run(
        &self,
        content: &Content,
        resources: &Dictionary,
        (state, forms): (State, Forms),
        depth: u32,
        seen: &mut Seen,
    ) {
        let mut run = Run {
            resources,
            state,
            stack: Vec::new(),
            path: Outline::default(),
            clips: false,
            text: IDENTITY,
            line: IDENTITY,
            marked: Vec::new(),
            seen,
        };
        for operation in &content.operations {
            if operation.operator == "Do" {
                self.draw(operation, &mut run, (depth, forms));
            } else if operation.operator == "Tf" {
                run.state.font = self.font(resources, operation);
                run.state.size = number(operation, 1);
            } else if operation.operator == "gs" {
                self.graphics_state(operation, &mut run);
            } else if matches!(operation.operator.as_str(), "cs" | "CS") {
                let space = self.space(resources, operation.operands.first(), run.seen);
                if operation.operator == "cs" {
                    run.state.fill_space = space.clone();
                    run.state.fill = space;
                } else {
                    run.state.stroke_space = space.clone();
                    run.state.stroke = space;
                }
            } else {
                run.operation(operation);
            }
        }
    }

    fn draw(&self, operation: &Operation, run: &mut Run<'_>, (depth, forms): (u32, Forms)) {
        let Some(id) = entry(self.pdf, run.resources, b"XObject", operation)
            .and_then(|object| object.as_reference().ok())
        else {
            return;
        };
        let Ok(stream) = self.pdf.get_object(id).and_then(Object::as_stream) else { return };
        match stream.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Image") => {
                let overprint = run.state.overprint_fill;
                let unit = bounds(run.state.matrix, [0.0, 0.0, 1.0, 1.0]);
                let paint = run.state.fill.clone();
                run.put(What::Image(id), (unit, run.state.matrix), paint, overprint);
            }
            Ok(b"Form") if forms == Forms::Named => {
                let matrix = times(matrix_of(&stream.dict), run.state.matrix);
                run.seen.pages.push(Shown { form: id, matrix, clip: run.state.clip });
            }
            Ok(b"Form") if depth < DEEPEST => {
                if stream.dict.has(b"Group") {
                    run.strange("transparency", "页面内容含透明组");
                }
                let own = sub(self.pdf, &stream.dict, b"Resources").cloned().unwrap_or_default();
                let mut state = run.state.clone();
                state.matrix = times(matrix_of(&stream.dict), state.matrix);
                let bytes = stream.get_plain_content().unwrap_or_default();
                self.stream(&bytes, &own, (state, forms), depth + 1, run.seen);
            }
            Ok(b"PS") => run.strange("postscript", "含 PostScript 对象"),
            _ => {}
        }
    }

    fn font(&self, resources: &Dictionary, operation: &Operation) -> Option<Arc<Font>> {
        let id = entry(self.pdf, resources, b"Font", operation)?.as_reference().ok()?;
        match self.fonts.get(&id) {
            Some(known) => Some(Arc::clone(known)),
            // One that does not call itself a font.
            None => Font::read(self.pdf, id).map(Arc::new),
        }
    }

    fn graphics_state(&self, operation: &Operation, run: &mut Run<'_>) {
        let Some(states) = entry(self.pdf, run.resources, b"ExtGState", operation)
            .and_then(|object| self.pdf.dereference(object).ok())
            .and_then(|(_, object)| object.as_dict().ok())
        else {
            return;
        };
        let flag = |key: &[u8]| states.get(key).and_then(Object::as_bool).ok();
        if let Some(on) = flag(b"OP") {
            run.state.overprint_stroke = on;
            // Where op is absent OP holds for both (8.6.7).
            run.state.overprint_fill = flag(b"op").unwrap_or(on);
        }
        if let Some(on) = flag(b"op") {
            run.state.overprint_fill = on;
        }
        if let Ok(mode) = states.get(b"OPM").and_then(Object::as_i64) {
            run.state.mode = mode;
        }
        for key in ["LW", "Font"] {
            if states.has(key.as_bytes()) {
                run.strange("content", &format!("图形状态含 {key}"));
            }
        }
        for key in ["TR", "TR2", "HT", "HTP"] {
            if states.has(key.as_bytes()) {
                run.strange("halftone", &format!("图形状态含 {key}"));
            }
        }
        let clear = |key: &[u8]| states.get(key).and_then(Object::as_float).is_ok_and(|a| a < 1.0);
        let blends = |name: &Object| !matches!(name.as_name(), Ok(b"Normal" | b"Compatible"));
        if clear(b"ca") || clear(b"CA") || states.get(b"BM").is_ok_and(blends) {
            run.strange("transparency", "图形状态含透明度");
        }
        if states.get(b"SMask").is_ok_and(|mask| mask.as_name().ok() != Some(b"None")) {
            run.strange("transparency", "图形状态含软蒙版");
        }
    }

    /// A colour space, as the first colour of it.
    fn space(&self, resources: &Dictionary, operand: Option<&Object>, seen: &mut Seen) -> Paint {
        let Some(name) = operand.and_then(|name| name.as_name().ok()) else {
            return Paint::Other("?".into());
        };
        let named = sub(self.pdf, resources, b"ColorSpace").and_then(|all| all.get(name).ok());
        let paint = match named {
            Some(space) => space_of(self.pdf, space),
            None => space_of(self.pdf, &Object::Name(name.to_vec())),
        };
        if let Paint::Other(family) = &paint {
            seen.strange.push(("colour-space", format!("色彩空间 {family}")));
        }
        paint
    }
}

/// A content stream under way.
struct Run<'a> {
    resources: &'a Dictionary,
    state: State,
    stack: Vec<State>,
    path: Outline,
    /// Whether the path under way is to clip.
    clips: bool,
    text: Matrix,
    line: Matrix,
    /// Open marked stretches: whether it is an artefact, whether it has text of its own.
    marked: Vec<(bool, bool)>,
    seen: &'a mut Seen,
}

impl Run<'_> {
    fn strange(&mut self, rule: &'static str, what: &str) {
        self.seen.strange.push((rule, what.to_owned()));
    }

    fn put(
        &mut self,
        what: What,
        (bounds, matrix): ([f64; 4], Matrix),
        paint: Paint,
        overprint: bool,
    ) {
        let artefact = self.marked.iter().any(|(artefact, _)| *artefact);
        let mode = self.state.mode;
        let (clip, nested) = (self.state.clip, !self.stack.is_empty());
        let put = Put { what, bounds, matrix, clip, nested, paint, overprint, mode, artefact };
        self.seen.puts.push(put);
    }

    fn operation(&mut self, operation: &Operation) {
        match operation.operator.as_str() {
            "q" => self.stack.push(self.state.clone()),
            "Q" => self.state = self.stack.pop().unwrap_or_else(|| start(IDENTITY)),
            "cm" => self.state.matrix = times(matrix(operation), self.state.matrix),
            "Tr" => self.state.rendering = whole(operation),
            "w" => self.state.width = number(operation, 0),
            "g" => self.state.fill = Paint::Grey(number(operation, 0)),
            "G" => self.state.stroke = Paint::Grey(number(operation, 0)),
            "rg" => self.state.fill = Paint::Rgb,
            "RG" => self.state.stroke = Paint::Rgb,
            "k" => self.state.fill = Paint::Cmyk(std::array::from_fn(|at| number(operation, at))),
            "K" => self.state.stroke = Paint::Cmyk(std::array::from_fn(|at| number(operation, at))),
            "sc" | "scn" => self.state.fill = coloured(&self.state.fill_space, operation),
            "SC" | "SCN" => self.state.stroke = coloured(&self.state.stroke_space, operation),
            "sh" => self.strange("shading", "页面内容含渐变"),
            "BI" => self.strange("inline-image", "页面内容含内嵌图像"),
            "BT" => (self.text, self.line) = (IDENTITY, IDENTITY),
            "Tm" => {
                self.line = matrix(operation);
                self.text = self.line;
            }
            "Td" => self.next_line(number(operation, 0), number(operation, 1)),
            "Tj" | "TJ" => self.show(operation),
            "BMC" | "BDC" => self.begin_marked(operation),
            "EMC" => {
                if let Some((_, true)) = self.marked.pop() {
                    self.put(What::EndActual, (EMPTY, IDENTITY), Paint::Grey(1.0), false);
                }
            }
            _ => self.path(operation),
        }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = times([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.text = self.line;
    }

    fn begin_marked(&mut self, operation: &Operation) {
        let artefact = operation.operands.first().is_some_and(|tag| *tag == "Artifact".into());
        let properties = operation.operands.get(1).and_then(|own| own.as_dict().ok());
        let actual = properties.and_then(|own| own.get(b"ActualText").ok());
        let actual = actual.and_then(|text| text.as_str().ok()).map(utf16);
        self.marked.push((artefact, actual.is_some()));
        if let Some(text) = actual {
            self.put(What::BeginActual(text), (EMPTY, IDENTITY), Paint::Grey(1.0), false);
        }
    }

    fn path(&mut self, operation: &Operation) {
        let points: usize = match operation.operator.as_str() {
            "m" | "l" => 1,
            "c" => 3,
            "v" | "y" => 2,
            _ => 0,
        };
        if matches!(operation.operator.as_str(), "m" | "re") {
            self.path.begin();
        }
        for at in 0..points {
            let (x, y) = (number(operation, 2 * at), number(operation, 2 * at + 1));
            self.path.push(apply(self.state.matrix, x, y));
        }
        match operation.operator.as_str() {
            "re" => {
                let [x, y, width, height] = std::array::from_fn(|at| number(operation, at));
                for (across, up) in [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)] {
                    self.path.push(apply(self.state.matrix, x + across, y + up));
                }
            }
            "f" | "F" | "f*" => self.paint(true, false),
            "B" | "B*" | "b" | "b*" => self.paint(true, true),
            "S" | "s" => self.paint(false, true),
            "n" => {
                let path = std::mem::take(&mut self.path);
                if std::mem::take(&mut self.clips) {
                    self.state.clip = together(self.state.clip, path.bounds);
                }
            }
            "W" | "W*" => self.clips = true,
            _ => {}
        }
    }

    fn paint(&mut self, fill: bool, stroke: bool) {
        let path = std::mem::take(&mut self.path);
        let place = (path.bounds, self.state.matrix);
        if fill {
            let (paint, overprint) = (self.state.fill.clone(), self.state.overprint_fill);
            self.put(What::Fill(path.thickness()), place, paint, overprint);
        }
        if stroke {
            let (paint, overprint) = (self.state.stroke.clone(), self.state.overprint_stroke);
            let width = self.state.width * least_scale(self.state.matrix);
            self.put(What::Stroke(width), place, paint, overprint);
        }
        if std::mem::take(&mut self.clips) {
            self.state.clip = together(self.state.clip, path.bounds);
        }
    }

    fn show(&mut self, operation: &Operation) {
        let Some(font) = self.state.font.clone() else { return };
        let size = self.state.size;
        let (mut pen, mut codes, mut pens) = (0.0, Vec::new(), Vec::new());
        let mut string = |bytes: &[u8], pen: &mut f64| {
            for code in font.codes(bytes) {
                pens.push(*pen);
                *pen += font.width(code) / 1000.0 * size;
                codes.push(code);
            }
        };
        match operation.operands.first() {
            Some(Object::String(bytes, _)) => string(bytes, &mut pen),
            Some(Object::Array(items)) => {
                for item in items {
                    match item {
                        Object::String(bytes, _) => string(bytes, &mut pen),
                        other => pen -= f64::from(other.as_float().unwrap_or(0.0)) / 1000.0 * size,
                    }
                }
            }
            _ => {}
        }
        let all = times(self.text, self.state.matrix);
        let own = bounds(all, [0.0, -0.12 * size, pen, 0.88 * size]);
        // The size of the em on paper, by the area of the transform.
        let scale = (all[0] * all[3] - all[1] * all[2]).abs().sqrt();
        let (paint, overprint) = (self.state.fill.clone(), self.state.overprint_fill);
        let unseen = self.state.rendering == 3;
        let what = What::Text { font, codes, pens, size: size * scale, unseen };
        self.put(what, (own, all), paint, overprint);
        self.text = times([1.0, 0.0, 0.0, 1.0, pen, 0.0], self.text);
    }
}

fn start(matrix: Matrix) -> State {
    let black = Paint::Grey(0.0);
    State {
        matrix,
        clip: EVERYWHERE,
        fill: black.clone(),
        stroke: black.clone(),
        fill_space: black.clone(),
        stroke_space: black,
        overprint_fill: false,
        overprint_stroke: false,
        mode: 0,
        width: 1.0,
        font: None,
        size: 0.0,
        rendering: 0,
    }
}

fn whole(operation: &Operation) -> i64 {
    operation.operands.first().and_then(|own| own.as_i64().ok()).unwrap_or_default()
}

fn matrix(operation: &Operation) -> Matrix {
    std::array::from_fn(|at| number(operation, at))
}

fn matrix_of(form: &Dictionary) -> Matrix {
    let Ok(numbers) = form.get(b"Matrix").and_then(Object::as_array) else { return IDENTITY };
    std::array::from_fn(|at| {
        numbers.get(at).and_then(|own| own.as_float().ok()).map_or(0.0, f64::from)
    })
}

/// The resources of a page, its own or those that it inherits.
fn resources(pdf: &Document, page: ObjectId) -> Dictionary {
    let mut id = page;
    for _ in 0..DEEPEST {
        let Ok(node) = pdf.get_dictionary(id) else { break };
        if let Some(own) = sub(pdf, node, b"Resources") {
            return own.clone();
        }
        let Ok(parent) = node.get(b"Parent").and_then(Object::as_reference) else { break };
        id = parent;
    }
    Dictionary::new()
}

/// The resource that the first operand names.
fn entry<'a>(
    pdf: &'a Document,
    resources: &'a Dictionary,
    kind: &[u8],
    operation: &Operation,
) -> Option<&'a Object> {
    let name = operation.operands.first()?.as_name().ok()?;
    sub(pdf, resources, kind)?.get(name).ok()
}
