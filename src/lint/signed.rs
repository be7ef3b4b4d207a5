//! Signature, date, addressee and note of documents (GB/T 9704-2012, 7.3.2, 7.3.5, 7.3.6).

use std::collections::BTreeMap;

use super::passage::{Hit, Kind, Reading, Source};
use crate::text::squeeze;

/// Checks what official documents end with. A text is not asked for what it may lack.
pub(super) fn check(reading: &Reading<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    addressees(reading, &mut hits);
    if reading.source == Source::Text {
        return hits;
    }
    let noted =
        |sheet: usize| reading.of_sheet(sheet).any(|(_, passage)| passage.kind == Kind::Annotation);
    let any_note = (0..reading.sheets.len()).any(noted);
    for (number, sheet) in reading.sheets.iter().enumerate() {
        let Some(title) = sheet.title.filter(|_| sheet.official) else { continue };
        let text = reading.text(Some(title)).unwrap_or_default();
        let whole = |rule| Hit::new(rule, title, 0..text.len());
        let dated = reading
            .of_sheet(number)
            .any(|(_, passage)| passage.kind == Kind::Date && passage.attached == 0);
        if !dated {
            hits.push(whole("signature-missing"));
        }
        let compact = squeeze(text);
        let asks = ["批复", "函", "请示", "报告"].iter().any(|kind| compact.ends_with(kind));
        if asks && sheet.addressee.is_none() {
            hits.push(whole("addressee-missing"));
        }
        let free =
            ["令", "公告", "通告", "纪要", "决议"].iter().any(|kind| compact.ends_with(kind));
        if any_note && !noted(number) && !free && compact.starts_with("包头市") {
            hits.push(whole("public-note-missing"));
        }
        signatories(reading, number, &compact, &mut hits);
    }
    hits
}

/// The organ at the head of a title: what stands before 关于, 印发, 转发 or 批转.
fn organ(title: &str) -> Option<&str> {
    let end = ["关于", "印发", "转发", "批转"].iter().filter_map(|word| title.find(word)).min()?;
    title.get(..end).filter(|organ| !organ.is_empty())
}

fn signatories(reading: &Reading<'_>, sheet: usize, title: &str, hits: &mut Vec<Hit>) {
    let Some(organ) = organ(title) else { return };
    let signed: Vec<(usize, String)> = reading
        .of_sheet(sheet)
        .filter(|(_, passage)| passage.kind == Kind::Signature && passage.attached == 0)
        .map(|(index, passage)| (index, squeeze(passage.text)))
        .collect();
    // Several organs may issue a document; their order and short forms are for a reader.
    let [(index, name)] = signed.as_slice() else { return };
    let organs = ["人民政府", "办公室", "办公厅", "委员会", "局", "国务院"];
    let is_organ = organs.iter().any(|end| name.ends_with(end));
    let long = name.replace("市政府", "市人民政府");
    if is_organ && name != organ && long != organ && !organ.ends_with(name.as_str()) {
        let length = reading.text(Some(*index)).map_or(0, str::len);
        hits.push(Hit::new("signature-mismatch", *index, 0..length).detail(organ));
    }
}

/// One standing group of addressees is written in one way.
fn addressees(reading: &Reading<'_>, hits: &mut Vec<Hit>) {
    let mut forms: BTreeMap<String, &str> = BTreeMap::new();
    for (index, passage) in reading.passages.iter().enumerate() {
        if passage.kind != Kind::Addressee {
            continue;
        }
        let mut start = 0;
        for group in passage.text.split(['，', '：']) {
            let key: String = group.chars().filter(|c| *c != '、' && !c.is_whitespace()).collect();
            let end = start + group.len();
            if key.chars().count() >= 6 {
                match forms.get(&key) {
                    Some(form) if *form != group.trim() => {
                        hits.push(Hit::new("addressee-variant", index, start..end).detail(*form));
                    }
                    Some(_) => {}
                    None => {
                        let _ = forms.insert(key, group.trim());
                    }
                }
            }
            start = end + '，'.len_utf8();
        }
    }
}
