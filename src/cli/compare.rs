//! `compare`: what differs between two versions of an issue, or between an issue and the files that
//! it was imported from.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};

use super::check::brief;
use super::create::say_access;
use super::pages::{compose_file, kept, page_name, part_name};
use super::{CompareArguments, DONE, Error, FOUND, Output, Status, say};
use crate::import::Dropped;
use crate::import::original::compare_all;
use crate::issue::compare::{self, Change, Class, Deviation};
use crate::issue::place::Place;
use crate::issue::text::Range;
use crate::layout::places::{Places, Spot};
use crate::store::{self, IssueFile};

pub(super) fn run(
    arguments: &CompareArguments,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Status, Error> {
    let (found, dropped, shown) = match (arguments.files.as_slice(), arguments.originals) {
        ([old, new], false) => (versions(old, new, err)?, Vec::new(), new),
        ([file], true) => {
            let (found, dropped) = with_originals(file, err)?;
            (found, dropped, file)
        }
        ([_], false) => {
            let what =
                "缺少新的公报文件；请写成 compare 旧文件 新文件，或加 --originals 与原稿对照";
            return Err(Error::Usage(what.to_owned()));
        }
        _ => {
            let what = "--originals 只对照一个公报文件；请去掉另一个文件名";
            return Err(Error::Usage(what.to_owned()));
        }
    };
    // Without a deviation there is no page to be named.
    let places = match found.as_slice() {
        [] => Places::default(),
        _ => Places::new(&compose_file(shown)?.composition.pages),
    };
    match arguments.format {
        Output::Json => {
            let values = found.iter().map(|own| value(own, spot(&places, own)));
            let all = Value::Array(values.chain(dropped.iter().map(dropped_value)).collect());
            serde_json::to_writer_pretty(&mut *out, &all).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        Output::Text => {
            for own in &found {
                writeln!(out, "{}", sentence(own, spot(&places, own)))?;
            }
            for (own, count) in counted(&dropped) {
                let text = brief(&own.text);
                let times = if count > 1 { format!("，{count} 处") } else { String::new() };
                writeln!(out, "原稿: 没有收入{}（{}{times}）", text.trim_start(), own.why)?;
            }
            if found.is_empty() {
                say(err, &format!("{}: 没有差异", shown.display()));
            }
        }
    }
    Ok(if found.is_empty() { DONE } else { FOUND })
}

fn versions(old: &Path, new: &Path, err: &mut dyn Write) -> Result<Vec<Deviation>, Error> {
    let mut load = |path: &Path| -> Result<IssueFile, Error> {
        let loaded = store::load(path)?;
        say_access(path, &loaded.access, err);
        Ok(loaded.file)
    };
    let (old, new) = (load(old)?, load(new)?);
    Ok(compare::issues(&old.issue, &new.issue))
}

/// What differs from the imported files and is not approved, and what of them is in no document.
fn with_originals(
    path: &Path,
    err: &mut dyn Write,
) -> Result<(Vec<Deviation>, Vec<Dropped>), Error> {
    let loaded = store::load(path)?;
    say_access(path, &loaded.access, err);
    let file = loaded.file;
    let (compared, dropped) = compare_all(&file.issue, |sha256| kept(&file.originals, sha256));
    let without = compared.iter().filter(|own| own.deviations.is_none()).count();
    let approved: usize = compared.iter().map(|own| own.approved).sum();
    let found = compared.into_iter().filter_map(|own| own.deviations).flatten().collect();
    let file = path.display();
    if without > 0 {
        say(err, &format!("{file}: {without} 篇没有原稿，没有对照"));
    }
    if approved > 0 {
        say(err, &format!("{file}: 已认可的差异 {approved} 处，没有列出"));
    }
    Ok((found, dropped))
}

/// Where a deviation is on the pages; that of the character before it where nothing is left of it.
fn spot(places: &Places, own: &Deviation) -> Option<Spot> {
    let Range { start, end } = own.place.range;
    let range = if start < end { own.place.range } else { Range::new(start.max(1) - 1, start + 1) };
    places.of(&Place::new(own.place.part, range)).first().copied()
}

fn value(own: &Deviation, spot: Option<Spot>) -> Value {
    let Place { part, range } = own.place;
    json!({
        "kind": own.change(),
        "document": part.document().map(|id| id.to_string()),
        "part": part.to_string(),
        "block": part.block().map(|id| id.to_string()),
        "start": range.start,
        "end": range.end,
        "old": own.old,
        "new": own.new,
        "class": own.class,
        "page": spot.map(|spot| spot.page),
    })
}

/// What is left out has no place in the issue; its reason stands beside it.
fn dropped_value(own: &Dropped) -> Value {
    json!({
        "kind": Change::Delete,
        "document": null,
        "part": null,
        "block": null,
        "start": 0,
        "end": 0,
        "old": own.text,
        "new": "",
        "class": "dropped",
        "page": null,
        "why": own.why,
    })
}

/// What is left out, each once with how many times it is.
fn counted(dropped: &[Dropped]) -> Vec<(&Dropped, usize)> {
    let mut counted: Vec<(&Dropped, usize)> = Vec::new();
    let mut places = BTreeMap::new();
    for own in dropped {
        let place = *places.entry((&own.text, &own.why)).or_insert(counted.len());
        match counted.get_mut(place) {
            Some((_, count)) => *count += 1,
            None => counted.push((own, 1)),
        }
    }
    counted
}

/// A deviation as an editor would say it: `第3页（第7面） 标题: “吴”改为“昊”`.
fn sentence(own: &Deviation, spot: Option<Spot>) -> String {
    let name = part_name(own.place.part);
    let place = match spot {
        Some(spot) => {
            format!("{} {name}", page_name(spot.page.into(), spot.folio.map(u64::from)))
        }
        None => name.to_owned(),
    };
    let (old, new) = (brief(&own.old), brief(&own.new));
    let (old, new) = (old.trim_start(), new.trim_start());
    let what = match own.change() {
        Change::Insert => format!("增加{new}"),
        Change::Delete => format!("删去{old}"),
        Change::Replace => format!("{old}改为{new}"),
    };
    let class = match own.class {
        Class::Text => "",
        Class::Space => "（只是空白或分段）",
        Class::Width => "（只是全角半角）",
    };
    format!("{place}: {what}{class}")
}
