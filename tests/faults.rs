//! Faults of composition, counted on the finished pages.
//!
//! The counter sees what a reader of the paper sees: glyphs, where they stand and how wide they are.
//! It knows the page's columns and grid and which texts are headings, and nothing of how the lines
//! came about. `cargo test --test faults -- --nocapture` prints the table.

#![expect(clippy::unwrap_used, reason = "a test may stop at anything unexpected")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use gongbao::import;
use gongbao::issue::Issue;
use gongbao::issue::block::BlockKind;
use gongbao::issue::id::Ids;
use gongbao::issue::place::Part;
use gongbao::layout::memo::Memo;
use gongbao::layout::page::{Frame, FrameItem, GlyphRun, Page, PageKind, Placed, Source};
use gongbao::layout::style::{PageGeometry, Stylesheet};
use gongbao::layout::{Resources, compose};
use gongbao::text::class::CharClass;
use gongbao::text::is_han;
use gongbao::text::words::Words;

#[path = "support/fonts.rs"]
mod fonts;
#[path = "support/issue.rs"]
mod issue;
#[path = "support/line.rs"]
mod line;

use line::{Line, letters, part_of};

/// What must not occur at all.
const HARD: [&str; 12] = [
    "line starts with a forbidden mark",
    "line ends with a forbidden mark",
    "number torn",
    "ragged right edge",
    "mark at line end not squeezed",
    "adjacent marks too wide",
    "column off the grid",
    "last line alone on top of a column",
    "last line of one hanzi",
    "heading left alone",
    "last columns uneven",
    "column left short",
];
/// What cannot always be helped where columns are narrow, and how many in 1,000 lines may be: a
/// long group that may not break leaves a gap, and not every column has a paragraph that could be
/// a line longer or shorter.
const LOOSE: &str = "hanzi spread over 0.12 em";
const LOOSE_LIMIT: f64 = 3.7;
const ONE_SHORT: &str = "column one line short";
const ONE_SHORT_LIMIT: f64 = 3.0;

/// Lengths in points closer than this are equal.
const NEAR: f64 = 0.05;

/// What the texts of an issue are for.
#[derive(Default)]
struct Roles {
    headings: BTreeSet<Part>,
    /// Set flush left on purpose: lists of names, of attachments, centred headings.
    ragged: BTreeSet<Part>,
    justified: BTreeSet<Part>,
}

fn roles(issue: &Issue) -> Roles {
    let mut roles = Roles::default();
    for (_, document) in issue.documents() {
        for (_, body) in gongbao::issue::bodies(document) {
            for block in body {
                let part = Part::Block(document.id, block.id);
                match &block.kind {
                    BlockKind::Heading { run_in: false, .. } | BlockKind::Chapter => {
                        let _ = roles.headings.insert(part);
                        let _ = roles.ragged.insert(part);
                    }
                    BlockKind::Heading { run_in: true, .. }
                    | BlockKind::Paragraph
                    | BlockKind::Item
                    | BlockKind::Article
                    | BlockKind::ChronicleEntry { .. } => {
                        let _ = roles.justified.insert(part);
                    }
                    BlockKind::Appointment
                    | BlockKind::AttachmentNote
                    | BlockKind::Note
                    | BlockKind::Table(_)
                    | BlockKind::Picture { .. }
                    | BlockKind::Break => {
                        let _ = roles.ragged.insert(part);
                    }
                }
            }
        }
    }
    roles
}

/// The faults found, each with the places where it was.
#[derive(Default)]
struct Faults {
    found: BTreeMap<&'static str, Vec<String>>,
    lines: usize,
    hanzi: usize,
    off_grid: usize,
}

impl Faults {
    fn add(&mut self, fault: &'static str, place: String) {
        self.found.entry(fault).or_default().push(place);
    }

    /// How many there are in 1,000 lines.
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    fn share(&self, fault: &str) -> f64 {
        self.found.get(fault).map_or(0, Vec::len) as f64 * 1000.0 / self.lines as f64
    }
}

/// Reads the lines of texts off the pages.
struct Reader<'a> {
    name: &'a str,
    geometry: &'a PageGeometry,
    roles: &'a Roles,
    faults: &'a mut Faults,
}

impl Reader<'_> {
    fn column(&self, page: &Page, placed: &Placed) -> i64 {
        let area = self.geometry.type_area(page.number);
        let pitch = self.geometry.column + self.geometry.gutter;
        (placed.at.x - area.at.x).units() / pitch.units()
    }

    /// The line that a frame in a column shows; none for titles, heads, rows of tables.
    fn line(&self, index: usize, page: &Page, placed: &Placed) -> Option<Line> {
        let part = part_of(&placed.frame)?;
        let in_column = placed.frame.size.width == self.geometry.column;
        if !in_column || matches!(part, Part::Cell(..)) {
            return None;
        }
        let mut letters_of = Vec::new();
        let mut baseline = 0.0;
        for item in &placed.frame.items {
            if let FrameItem::Glyphs(run) = item
                && run.source == Source::Text(part)
            {
                letters_of.extend(letters(run, 0.0));
                baseline = (placed.at.y + run.at.y).to_f64();
            }
        }
        Some(Line {
            part,
            page: index,
            column: self.column(page, placed),
            baseline,
            letters: letters_of,
        })
    }

    fn at(&self, line: &Line) -> String {
        format!("{} p.{} {}", self.name, line.page + 1, line.text())
    }

    fn read(&mut self, pages: &[impl std::ops::Deref<Target = Page>]) {
        let mut lines = Vec::new();
        for (index, page) in pages.iter().enumerate() {
            if page.kind == PageKind::Body {
                lines.extend(page.parts.iter().filter_map(|placed| self.line(index, page, placed)));
                self.columns(index, page, pages.get(index + 1).map(|next| &**next));
            }
        }
        self.faults.lines += lines.len();
        for (index, line) in lines.iter().enumerate() {
            let before = index.checked_sub(1).map(|before| &lines[before]);
            let before = before.filter(|before| before.part == line.part);
            let next = lines.get(index + 1);
            let after = next.filter(|next| next.part == line.part);
            self.edges(line, before, after);
            self.inside(line, before.is_none());
            self.spread(line, after);
            if let Some(before) = before
                && after.is_none()
            {
                self.last_line(line, before);
            }
            let foot = next.is_some_and(|next| !next.same_column(line));
            if self.roles.headings.contains(&line.part) && after.is_none() && foot {
                self.faults.add("heading left alone", self.at(line));
            }
        }
    }

    fn edges(&mut self, line: &Line, before: Option<&Line>, after: Option<&Line>) {
        let (Some(first), Some(last)) = (line.visible().next(), line.visible().last()) else {
            return;
        };
        let width = self.geometry.column.to_f64();
        if before.is_some() && (first.class().is_forbidden_at_start() || first.first == '/') {
            self.faults.add("line starts with a forbidden mark", self.at(line));
        }
        let Some(after) = after else { return };
        if CharClass::of(last.last).is_forbidden_at_end() {
            self.faults.add("line ends with a forbidden mark", self.at(line));
        }
        let next = after.visible().next().map_or(' ', |letter| letter.first);
        if last.last.is_ascii_digit() && (next.is_ascii_digit() || "年月日号%.％℃".contains(next))
        {
            self.faults.add("number torn", self.at(line));
        }
        // Where spaces were typed, the line may end before the measure does.
        let spaced = after.visible().next().is_some_and(|next| next.from > last.end);
        if self.roles.justified.contains(&line.part)
            && !spaced
            && (last.right() - width).abs() > NEAR
        {
            self.faults.add("ragged right edge", self.at(line));
        }
        let closing = last.class().is_half() && last.class() != CharClass::Exclaim;
        if closing && (last.advance - last.size / 2.0).abs() > NEAR {
            self.faults.add("mark at line end not squeezed", self.at(line));
        }
    }

    fn inside(&mut self, line: &Line, first: bool) {
        let justified = self.roles.justified.contains(&line.part);
        let spread = line.spread();
        for pair in line.letters.windows(2) {
            let [left, right] = pair else { continue };
            let gap = right.left() - left.right();
            let marks = left.class().is_half() && right.class().is_half();
            // Between two marks stays half an em at most, and what spreads the line.
            if marks && gap > left.size * 0.5 + spread + NEAR {
                self.faults.add("adjacent marks too wide", self.at(line));
            }
        }
        let em = line.letters.first().map_or(12.0, |letter| letter.size);
        for letter in line.letters.iter().filter(|letter| justified && is_han(letter.first)) {
            let off = (letter.x / em - (letter.x / em).round()).abs();
            self.faults.hanzi += 1;
            self.faults.off_grid += usize::from(off > 0.05);
        }
        let top = line.baseline - self.geometry.top.to_f64();
        let grid = self.geometry.grid.to_f64();
        let expected = (grid - em) / 2.0 + em * 0.88;
        let off = (top - expected) / grid;
        let full_size = (em - 12.0).abs() < NEAR && first;
        if full_size && (off - off.round()).abs() * grid > NEAR {
            self.faults.add("column off the grid", self.at(line));
        }
    }

    fn spread(&mut self, line: &Line, after: Option<&Line>) {
        let size = line.letters.first().map_or(12.0, |letter| letter.size);
        let loose = line.spread() > size * 0.12 + 0.01;
        // Names are widened on purpose.
        let body = self.roles.justified.contains(&line.part)
            || matches!(line.part, Part::Field(_, gongbao::issue::place::Field::Addressee));
        if loose && body {
            let next = after.map_or_else(String::new, Line::text);
            self.faults.add(LOOSE, format!("{} | {next}", self.at(line)));
        }
    }

    fn last_line(&mut self, line: &Line, before: &Line) {
        if !line.same_column(before) {
            self.faults.add("last line alone on top of a column", self.at(line));
        }
        // A hanzi in brackets is wide enough to be a line.
        let alone = |class: CharClass| !class.is_half() || class == CharClass::Open;
        let letters: Vec<_> = line.visible().filter(|letter| alone(letter.class())).collect();
        if letters.len() == 1 && is_han(letters[0].first) {
            self.faults.add("last line of one hanzi", self.at(line));
        }
    }

    /// The rows of each column below what spans them last on a page, or above what does so first,
    /// and how many lines a column could have.
    fn rows(&self, page: &Page, band: Band) -> (Vec<Vec<Row>>, usize) {
        let area = self.geometry.type_area(page.number);
        let grid = self.geometry.grid.to_f64();
        let mut top = area.at.y.to_f64();
        let mut columns: Vec<Vec<Row>> = vec![Vec::new(); self.geometry.columns as usize];
        for placed in &page.parts {
            if placed.at.y < area.at.y || placed.at.y > area.bottom() {
                continue;
            }
            let at = placed.at.y.to_f64();
            if placed.frame.size.width > self.geometry.column {
                if band == Band::First && columns.iter().any(|rows| !rows.is_empty()) {
                    break;
                }
                top = f64::max(top, at + placed.frame.size.height.to_f64());
                columns.iter_mut().for_each(Vec::clear);
            } else if let Ok(column) = usize::try_from(self.column(page, placed)) {
                // What is empty between two rows belongs to the lower one.
                let used: usize = columns[column].iter().map(|row| row.lines).sum();
                let empty = as_count((at - top) / grid).saturating_sub(used);
                let lines = as_count(placed.frame.size.height.to_f64() / grid) + empty;
                columns[column].push(Row { part: part_of(&placed.frame), empty, lines });
            }
        }
        (columns, as_count((area.bottom().to_f64() - top) / grid))
    }

    /// How far down the columns of a page go.
    fn columns(&mut self, index: usize, page: &Page, next: Option<&Page>) {
        let (columns, height) = self.rows(page, Band::Last);
        let feet: Vec<usize> =
            columns.iter().map(|rows| rows.iter().map(|row| row.lines).sum()).collect();
        if feet.iter().all(|&foot| foot == 0) {
            return;
        }
        let next = next.filter(|next| !opens(next, self.geometry));
        for (column, &foot) in feet.iter().enumerate() {
            let Some(next) = next else { break };
            // What would have to follow at least.
            let (behind, _) = match columns.get(column + 1) {
                Some(_) => (columns[column + 1..].to_vec(), 0),
                None => self.rows(next, Band::First),
            };
            let behind = behind.concat();
            let legal = (1..behind.len()).find(|&at| self.may_break(&behind, at));
            let least = behind.iter().take(legal.unwrap_or(behind.len())).map(|row| row.lines);
            let short = height.saturating_sub(foot);
            let place = format!("{} p.{} column {} {short}", self.name, index + 1, column + 1);
            match short {
                0 => {}
                1 => self.faults.add(ONE_SHORT, place),
                _ if least.sum::<usize>() > short => {}
                _ => self.faults.add("column left short", place),
            }
        }
        let uneven = feet.iter().max().unwrap() - feet.iter().min().unwrap();
        if next.is_none() && uneven > 1 && uneven > self.least_uneven(&columns.concat()) {
            let place = format!("{} p.{} {feet:?}", self.name, index + 1);
            self.faults.add("last columns uneven", place);
        }
    }

    /// Whether a column may begin with a row: no last line stands alone, and no heading, signature
    /// or note is torn off.
    fn may_break(&self, rows: &[Row], index: usize) -> bool {
        let (before, row) = (&rows[index - 1], &rows[index]);
        let last = rows.get(index + 1).is_none_or(|next| next.part != row.part);
        let widow = before.part == row.part && last;
        let text = |row: &Row| matches!(row.part, Some(Part::Block(..) | Part::Cell(..)));
        let is_heading =
            |row: &Row| row.part.is_some_and(|part| self.roles.headings.contains(&part));
        // A heading takes two lines along.
        let heading = is_heading(before) || index > 1 && is_heading(&rows[index - 2]);
        // A signature stands below two lines of its text in its own column.
        let below: Vec<&Row> = rows[index..].iter().take_while(|row| text(row)).collect();
        let bare = below.len() < 2 && index + below.len() < rows.len();
        text(row) && text(before) && !widow && !heading && !bare && !in_short_table(rows, index)
    }

    /// The least that two columns of these rows can differ by.
    fn least_uneven(&self, rows: &[Row]) -> usize {
        let total: usize = rows.iter().map(|row| row.lines).sum();
        let uneven = |index: usize| {
            let left: usize = rows[..index].iter().map(|row| row.lines).sum();
            // What is empty above the first row is so above both columns.
            left.abs_diff(total - left - rows[index].empty + rows[0].empty)
        };
        let legal = (1..rows.len()).filter(|&index| self.may_break(rows, index));
        legal.map(uneven).min().unwrap_or(total)
    }
}

/// Which rows in columns of a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Band {
    First,
    Last,
}

/// Whether a row and the one before it belong to a table of ten lines or fewer, which stays whole.
fn in_short_table(rows: &[Row], index: usize) -> bool {
    let table = |row: &Row| match row.part {
        Some(Part::Cell(_, table, ..)) => Some(table),
        _ => None,
    };
    let own = table(&rows[index]);
    let lines = rows.iter().filter(|row| table(row) == own).map(|row| row.lines).sum::<usize>();
    own.is_some() && table(&rows[index - 1]) == own && lines <= 10
}

/// A line, or a row of a table, with the empty lines above it.
#[derive(Clone)]
struct Row {
    part: Option<Part>,
    empty: usize,
    /// In lines of the grid, the empty ones among them.
    lines: usize,
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lines of a page")]
fn as_count(lines: f64) -> usize {
    lines.round().max(0.0) as usize
}

/// Whether a page begins with something that spans the columns, or holds no text.
fn opens(page: &Page, geometry: &PageGeometry) -> bool {
    let area = geometry.type_area(page.number);
    let first = page.parts.iter().find(|placed| placed.at.y >= area.at.y);
    page.kind != PageKind::Body
        || first.is_none_or(|placed| placed.frame.size.width > geometry.column)
}

/// The texts of a folder of fixtures, each imported as an issue.
fn imported(folder: &str) -> Vec<(String, Issue)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "txt"));
    files.sort();
    files.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> (String, Issue) {
    let text = import::text::decode(&std::fs::read(path).unwrap()).unwrap();
    let mut ids = Ids::new(3);
    let issue = import::import(&text, &mut ids).into_issue(
        "baotou",
        chrono::NaiveDate::default(),
        &mut ids,
    );
    (path.file_stem().unwrap().to_string_lossy().into_owned(), issue)
}

fn count(issues: &[(String, Issue)], style: &Stylesheet) -> Faults {
    let pictures = BTreeMap::new();
    let resources =
        Resources { fonts: &fonts::BOOK, pictures: &pictures, words: &Words::built_in() };
    let mut faults = Faults::default();
    for (name, issue) in issues {
        let composition = compose(issue, style, &resources, &mut Memo::default());
        let roles = roles(issue);
        let geometry = &style.page;
        Reader { name, geometry, roles: &roles, faults: &mut faults }.read(&composition.pages);
    }
    faults
}

fn table(faults: &Faults) -> String {
    let mut table = format!("{} lines\n{:38} found per 1,000\n", faults.lines, "fault");
    for fault in HARD.into_iter().chain([LOOSE, ONE_SHORT]) {
        let places = faults.found.get(fault).map(Vec::as_slice).unwrap_or_default();
        let share = faults.share(fault);
        writeln!(table, "{fault:38} {:5} {share:9.2}", places.len()).unwrap();
        for place in places.iter().take(40) {
            writeln!(table, "    {place}").unwrap();
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    let share = (faults.hanzi - faults.off_grid) as f64 * 100.0 / faults.hanzi as f64;
    writeln!(table, "hanzi on the grid of their column: {share:.1} %").unwrap();
    table
}

static ALL: LazyLock<Vec<(String, Issue)>> = LazyLock::new(|| {
    let mut issues = vec![("sample".to_owned(), issue::sample())];
    issues.extend(imported("corpus"));
    issues.extend(imported("pages"));
    issues
});

/// The counter must be able to count: pages with a fault of each kind made in them.
#[test]
fn faults_are_found() {
    let issues = [("sample".to_owned(), issue::sample())];
    let (name, issue) = &issues[0];
    let style = Stylesheet::built_in("baotou").unwrap();
    let pictures = BTreeMap::new();
    let resources =
        Resources { fonts: &fonts::BOOK, pictures: &pictures, words: &Words::built_in() };
    let composition = compose(issue, &style, &resources, &mut Memo::default());
    let found = |change: &dyn Fn(&mut Placed)| {
        let mut pages: Vec<Box<Page>> =
            composition.pages.iter().map(|page| Box::new(Page::clone(page))).collect();
        pages.iter_mut().flat_map(|page| &mut page.parts).for_each(change);
        let mut faults = Faults::default();
        let (roles, geometry) = (roles(issue), &style.page);
        Reader { name, geometry, roles: &roles, faults: &mut faults }.read(&pages);
        faults.found.keys().copied().collect::<Vec<_>>()
    };
    let change_runs = |change: &'static dyn Fn(&mut GlyphRun)| {
        move |placed: &mut Placed| {
            let mut frame = Frame::clone(&placed.frame);
            for item in &mut frame.items {
                if let FrameItem::Glyphs(run) = item {
                    change(run);
                }
            }
            placed.frame = frame.into();
        }
    };
    let lower = found(&|placed| placed.at.y += gongbao::geom::Pt::new(1));
    assert!(lower.contains(&"column off the grid"), "{lower:?}");
    let wider = found(&change_runs(&|run| {
        for (index, glyph) in (0..).zip(&mut run.glyphs) {
            glyph.x += gongbao::geom::Pt::new(2) * index;
        }
    }));
    assert!(wider.contains(&"ragged right edge") && wider.contains(&LOOSE), "{wider:?}");
    let marks = found(&change_runs(&|run| run.text = run.text.replace(['的', '工'], "，")));
    assert!(marks.contains(&"line starts with a forbidden mark"), "{marks:?}");
    assert!(marks.contains(&"mark at line end not squeezed"), "{marks:?}");
    let digits = found(&change_runs(&|run| run.text = run.text.replace(['的', '工'], "5")));
    assert!(digits.contains(&"number torn"), "{digits:?}");
    // The lower half of each page is lost.
    let gone = found(&|placed| {
        if placed.at.y > gongbao::geom::Pt::new(400) {
            placed.at.y = gongbao::geom::Pt::new(-100);
        }
    });
    assert!(gone.contains(&"column left short"), "{gone:?}");
}

#[test]
fn pages_have_no_hard_fault() {
    let faults = count(&ALL, &Stylesheet::built_in("baotou").unwrap());
    let table = table(&faults);
    println!("{table}");
    assert!(faults.lines > 2_500, "only {} lines were read", faults.lines);
    for fault in HARD {
        assert!(!faults.found.contains_key(fault), "{fault}: {:?}", faults.found[fault]);
    }
    for (fault, limit) in [(LOOSE, LOOSE_LIMIT), (ONE_SHORT, ONE_SHORT_LIMIT)] {
        assert!(faults.share(fault) <= limit, "{fault}: {:?}", faults.found[fault]);
    }
}

/// Counts the faults of a text of one's own: `FAULTS=text.txt cargo test --test faults --
/// --nocapture`, in the style of Baotou and in the geometry of the peers.
#[test]
fn a_text_of_ones_own() {
    let Some(path) = std::env::var_os("FAULTS") else { return };
    let issue = [read(Path::new(&path))];
    let peers = Stylesheet::parse(include_str!("fixtures/peers/peers.ron")).unwrap();
    for style in [peers, Stylesheet::built_in("baotou").unwrap()] {
        let started = std::time::Instant::now();
        let faults = count(&issue, &style);
        println!("{}{:.2} s", table(&faults), started.elapsed().as_secs_f64());
    }
}
