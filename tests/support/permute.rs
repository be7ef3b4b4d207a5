//! Makes other issues of the sample: other city, names, numbers, dates, order, tears and covers,
//! in the report that is expected and in the text as an OCR program would read it.

use serde_json::Value;
use serde_json::json;

/// A small deterministic source of chance (`SplitMix64`).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % bound as u64).unwrap()
    }

    /// One of several.
    pub(crate) fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    /// True once in `times`.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

/// Whether the text has a contents page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contents {
    /// As printed, with a wrong character in each line.
    Printed,
    /// None.
    Absent,
}

/// Changes every string of the value.
fn map_strings(value: &mut Value, change: &mut dyn FnMut(&str) -> String) {
    match value {
        Value::String(text) => *text = change(text),
        Value::Array(items) => items.iter_mut().for_each(|item| map_strings(item, change)),
        Value::Object(map) => map.values_mut().for_each(|item| map_strings(item, change)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

const CITIES: [(&str, &str); 5] =
    [("乌海", "乌"), ("赤峰", "赤"), ("通辽", "通"), ("沧海", "沧"), ("江陵", "江")];
const NAMES: [&str; 24] = [
    "王伟",
    "任重",
    "于谦",
    "司马长风",
    "欧阳修远",
    "阿拉坦仓",
    "高娃",
    "张文远",
    "那日松",
    "乌云其木",
    "李大钊",
    "白音",
    "任长霞",
    "何其芳",
    "苏和",
    "陈一",
    "孙任之",
    "关山月",
    "傅作",
    "包尔汉",
    "呼格吉乐",
    "刘",
    "赵公明",
    "安泰",
];

/// The names of the people in appointments, as the text writes them.
fn appointed(truth: &Value) -> Vec<String> {
    let mut names = Vec::new();
    for document in truth["documents"].as_array().unwrap() {
        for paragraph in document["paragraphs"].as_array().unwrap() {
            if paragraph["style"] == "appointment" {
                let text = paragraph["text"].as_str().unwrap();
                let end = text.find(" 任").or_else(|| text.find(" 免")).unwrap();
                names.push(text[..end].to_owned());
            }
        }
    }
    names
}

/// Another issue's report: the sample's with other facts.
pub(crate) fn truth(sample: &Value, chance: &mut Chance) -> Value {
    let mut truth = sample.clone();
    let mut swaps: Vec<(String, String)> = Vec::new();
    for (index, name) in appointed(sample).into_iter().enumerate() {
        let mut new = NAMES[(index + chance.below(3)) % NAMES.len()].to_owned();
        if new.chars().count() == 1 {
            new.push('明');
        }
        // Two-character names are widened or not.
        if new.chars().count() == 2 && chance.once_in(2) && index > 1 {
            new.insert(new.char_indices().nth(1).unwrap().0, ' ');
        }
        // A mark of its own keeps a new name from being replaced again.
        swaps.push((name, new.chars().flat_map(|c| [c, '\u{1}']).collect()));
    }
    let leaders = ["孟庆维", "陈之常", "汪占元", "金永丽", "王瑞", "盖连玉"];
    let others = ["任我行", "欧阳震华", "周一", "那木拉", "方正", "诸葛孔明"];
    for (leader, other) in leaders.iter().zip(others) {
        swaps.push(((*leader).to_owned(), other.to_owned()));
    }
    let (city, code) = chance.pick(&CITIES);
    swaps.push(("包头".to_owned(), city.to_owned()));
    swaps.push(("包府".to_owned(), format!("{code}府")));
    swaps.push(("内蒙古".to_owned(), "北疆".to_owned()));
    let numbers = [
        ("〕6号", 1 + chance.below(9)),
        ("〕7号", 10 + chance.below(80)),
        ("〕20号", 100 + chance.below(99)),
    ];
    for (old, new) in numbers {
        swaps.push((old.to_owned(), format!("〕{new}\u{1}号")));
    }
    if chance.once_in(2) {
        swaps.push(("政府大事记".to_owned(), "市政府工作大事记".to_owned()));
    }
    let year = 2019 + chance.below(9);
    let month = chance.pick(&[1usize, 3, 5, 7, 8, 9, 10, 11]);
    swaps.push(("5月6日".to_owned(), format!("{}\u{1}月6日", month + 1)));
    swaps.push(("2026-05-06".to_owned(), format!("{year}-{:02}\u{1}-06", month + 1)));
    swaps.push(("2026-04-".to_owned(), format!("{year}-{month:02}-")));
    swaps.push(("4月".to_owned(), format!("{month}\u{1}月")));
    swaps.push(("2026".to_owned(), year.to_string()));
    map_strings(&mut truth, &mut |text| {
        let mut text = text.to_owned();
        for (old, new) in &swaps {
            text = text.replace(old.as_str(), new);
        }
        text.replace('\u{1}', "")
    });
    for document in truth["documents"].as_array_mut().unwrap() {
        if document["issuer"].is_string() && chance.once_in(2) {
            document["signatories"] = json!([document["issuer"]]);
        }
    }
    let no = 1 + chance.below(11);
    let label = if chance.once_in(4) { format!("{no}—{}", no + 1) } else { no.to_string() };
    truth["number"] = json!({
        "year": year,
        "number": label,
        "total": (10 + chance.below(800)).to_string(),
        "periodicity": chance.pick(&["月刊", "双月刊", "半月刊", "季刊"]),
    });
    reorder(&mut truth, chance);
    truth
}

/// Another order of the documents.
fn reorder(truth: &mut Value, chance: &mut Chance) {
    let documents = truth["documents"].as_array_mut().unwrap();
    if chance.once_in(2) {
        documents.swap(0, 1);
    }
    match chance.below(3) {
        0 => documents[..3].rotate_right(1),
        1 => documents.rotate_right(1),
        _ => {}
    }
}

/// The text of an issue as printed and read, and the count of torn paragraphs.
pub(crate) fn text(truth: &Value, contents: Contents, chance: &mut Chance) -> (String, usize) {
    let mut lines: Vec<String> = Vec::new();
    cover(truth, chance, &mut lines);
    if contents == Contents::Printed {
        contents_page(truth, chance, &mut lines);
    }
    let mut joined = 0;
    let mut folio = 1;
    for document in truth["documents"].as_array().unwrap() {
        let mut printer = Printer { chance, lines: &mut lines, joined: 0, folio, head: None };
        printer.document(document);
        joined += printer.joined;
        folio = printer.folio;
    }
    let name = truth["masthead"]["chinese"].as_str().unwrap();
    lines.push(name.to_owned());
    for line in truth["colophon"].as_array().unwrap() {
        lines.push(line.as_str().unwrap().to_owned());
    }
    (lines.join("\n\n"), joined)
}

fn cover(truth: &Value, chance: &mut Chance, lines: &mut Vec<String>) {
    let number = &truth["number"];
    let (year, no) = (&number["year"], number["number"].as_str().unwrap());
    let total = number["total"].as_str().unwrap();
    let periodicity = number["periodicity"].as_str().unwrap();
    let name = truth["masthead"]["chinese"].as_str().unwrap();
    let published: Vec<usize> =
        truth["published"].as_str().unwrap().split('-').map(|part| part.parse().unwrap()).collect();
    let (open, close) = chance.pick(&[("（", "）"), ("(", ")")]);
    lines.push(name.to_owned());
    lines.push("ᠪᠠᠬᠠᠲᠤ ᠤᠯᠤᠰ ᠤᠯᠤᠰ".to_owned());
    lines.push(year.to_string());
    lines.push(format!("第{no}期{open}总第{total}期{close}"));
    lines.push(name.to_owned());
    lines.push("ᠪᠠᠭᠠᠳᠤ ᠤᠯᠤᠰ ᠤᠨ".to_owned());
    lines.push(format!("{year} 年第 {no} 期\n{open}总第{total}期·{periodicity}{close}"));
    lines.push(format!("{}年{}月{}日出版", published[0], published[1], published[2]));
}

/// The contents, by sections, with one character wrong in each line.
fn contents_page(truth: &Value, chance: &mut Chance, lines: &mut Vec<String>) {
    let form = chance.below(3);
    lines.push(chance.pick(&["目 录", "目　录", "目录"]).to_owned());
    let mut section = "";
    for (index, document) in truth["documents"].as_array().unwrap().iter().enumerate() {
        let here = document["section"].as_str().unwrap();
        if here != section {
            lines.push(here.to_owned());
            section = here;
        }
        let title = document["contents_title"].as_str().or(document["title"].as_str()).unwrap();
        let han: Vec<usize> = (0..title.chars().count())
            .filter(|&i| title.chars().nth(i).unwrap() > '\u{4e00}')
            .collect();
        let wrong = han[chance.below(han.len() - 2)];
        let misspelt: String =
            title.chars().enumerate().map(|(i, c)| if i == wrong { '昊' } else { c }).collect();
        let page = index * 3 + 1;
        lines.push(match form {
            0 => format!("- {page} {misspelt}"),
            1 => format!("{page} {misspelt}"),
            _ => format!("{misspelt} …………{page}"),
        });
    }
}

/// Prints the documents, tearing their paragraphs.
struct Printer<'a> {
    chance: &'a mut Chance,
    lines: &'a mut Vec<String>,
    joined: usize,
    folio: usize,
    /// The running head of the document's pages.
    head: Option<String>,
}

impl Printer<'_> {
    fn document(&mut self, document: &Value) {
        let string = |key: &str| document[key].as_str().map(str::to_owned);
        let title = string("title").unwrap();
        let chronicle = document["kind"] == "大事记";
        self.head = chronicle.then(|| title.clone());
        self.title(&title);
        for key in ["number", "period"] {
            self.lines.extend(string(key));
        }
        if let Some(addressee) = string("addressee") {
            self.addressee(&addressee);
        }
        self.paragraphs(&document["paragraphs"]);
        for organ in document["signatories"].as_array().unwrap() {
            self.lines.push(organ.as_str().unwrap().to_owned());
        }
        for key in ["date_as_written", "annotation"] {
            self.lines.extend(string(key));
        }
        for attached in document["attached"].as_array().unwrap() {
            self.title(attached["title"].as_str().unwrap());
            self.paragraphs(&attached["paragraphs"]);
        }
        // One mark for the whole chronicle, or none.
        let bullet = self.chance.pick(&["●", "◆", "● ", "•", ""]);
        for entry in document["entries"].as_array().unwrap() {
            for (index, paragraph) in entry["paragraphs"].as_array().unwrap().iter().enumerate() {
                let mark = if index == 0 { bullet } else { "" };
                let text = format!("{mark}{}", paragraph.as_str().unwrap());
                self.paragraph(&text, 0);
            }
        }
    }

    fn title(&mut self, title: &str) {
        let at = title.find("关于").filter(|&at| at > 0);
        let gap = self.chance.pick(&[" ", "\n", "\n\n"]);
        self.lines.push(match at {
            Some(at) => format!("{}{gap}{}", &title[..at], &title[at..]),
            None => title.to_owned(),
        });
    }

    fn addressee(&mut self, text: &str) {
        if self.chance.once_in(2) {
            let (at, _) = text.match_indices('，').next().unwrap();
            self.lines.push(format!("{}\n{}", &text[..at + 3], &text[at + 3..]));
            self.joined += 1;
        } else {
            self.lines.push(text.to_owned());
        }
    }

    fn paragraphs(&mut self, paragraphs: &Value) {
        for paragraph in paragraphs.as_array().unwrap() {
            let text = paragraph["text"].as_str().unwrap();
            // A heading torn before its 。 cannot be told from one alone on its line.
            let from = if paragraph["run_in"] == true { text.find('。').unwrap() + 3 } else { 0 };
            self.paragraph(text, text[..from].chars().count());
        }
    }

    /// Prints a paragraph, in two parts now and then; never torn before character `from`.
    fn paragraph(&mut self, text: &str, from: usize) {
        let count = text.chars().count();
        let torn = count > 45 + from && self.chance.once_in(3);
        if !torn {
            self.lines.push(text.to_owned());
            return;
        }
        let mut at = from + 12 + self.chance.below(count - from - 20);
        if self.chance.once_in(3) {
            // Behind a comma.
            let chars: Vec<char> = text.chars().collect();
            at = (at..count - 3).find(|&i| chars[i - 1] == '，').unwrap_or(at);
        }
        let first: String = text.chars().take(at).collect();
        // A tear at a gap or in a Latin word leaves no trace of how it was.
        let latin = |c: char| c.is_ascii_alphabetic() || c.is_whitespace();
        let next = text.chars().nth(at).unwrap();
        let bare = first.trim_end_matches(['”', '）', '》']);
        if bare.ends_with(['。', '；', '：', '！', '？'])
            || !first.contains('，')
            || latin(next)
            || first.ends_with(latin)
        {
            self.lines.push(text.to_owned());
            return;
        }
        self.lines.push(first);
        if self.chance.once_in(3) {
            self.folio += 1;
            let folio = self.folio;
            self.lines.push(self.chance.pick(&[format!("— {folio} —"), format!("{folio}")]));
        }
        if let Some(head) = self.head.clone()
            && self.chance.once_in(2)
        {
            self.lines.push(head);
        }
        self.lines.push(text.chars().skip(at).collect());
        self.joined += 1;
    }
}
