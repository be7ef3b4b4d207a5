//! Written files that are changed, and what preflight finds in them.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use gongbao::export::Profile;
use gongbao::export::preflight::{Fault, Job, preflight_file};
use gongbao::export::press::{Options, Pdf, press};
use gongbao::layout::page::Page;
use lopdf::{Dictionary, Document, Object, SaveOptions, Stream};

use crate::fonts::BOOK;
use crate::sheet::{info, pages, pictures};

pub(crate) fn options() -> Options {
    Options { profile: Profile::Press, ..Options::default() }
}

pub(crate) fn write(pages: &[Arc<Page>], options: &Options) -> Pdf {
    press(pages, &info(), &BOOK, &pictures(), options).unwrap()
}

pub(crate) fn rules(faults: &[Fault]) -> BTreeSet<&'static str> {
    faults.iter().map(|fault| fault.finding.rule).collect()
}

/// A file as it was written, and the rules that find something on its pages.
pub(crate) static WHOLE: LazyLock<(Pdf, BTreeSet<&'static str>)> = LazyLock::new(|| {
    let (pages, options, info) = (pages(), options(), info());
    let pdf = write(&pages, &options);
    let job = Job { pages: &pages, info: &info, options: &options };
    let before = rules(&preflight_file(&job, &pdf));
    (pdf, before)
});

/// A file that `change` has been done to.
pub(crate) fn changed(whole: &Pdf, change: impl FnOnce(&mut Document)) -> Pdf {
    let mut pdf = Document::load_mem(&whole.bytes).unwrap();
    change(&mut pdf);
    let mut bytes = Vec::new();
    let save = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build();
    pdf.save_with_options(&mut bytes, save).unwrap();
    Pdf { bytes, ..whole.clone() }
}

/// The rules that find something in a file which `change` has been done to, and nothing before.
pub(crate) fn broken(change: impl FnOnce(&mut Document)) -> BTreeSet<&'static str> {
    let (pages, options, info) = (pages(), options(), info());
    let (whole, before) = &*WHOLE;
    let job = Job { pages: &pages, info: &info, options: &options };
    let after = preflight_file(&job, &changed(whole, change));
    for fault in &after {
        let sentence = fault.sentence();
        assert!(sentence.contains('；') && sentence.contains('请'), "{sentence}");
    }
    rules(&after).difference(before).copied().collect()
}

pub(crate) fn check(rule: &str, change: impl FnOnce(&mut Document)) {
    let found = broken(change);
    assert!(found.contains(rule), "{rule} is not among {found:?}");
}

pub(crate) fn catalog(pdf: &mut Document) -> &mut Dictionary {
    pdf.catalog_mut().unwrap()
}

pub(crate) fn first_page(pdf: &mut Document) -> &mut Dictionary {
    let id = pdf.get_pages()[&1];
    pdf.get_dictionary_mut(id).unwrap()
}

pub(crate) fn info_of(pdf: &mut Document) -> &mut Dictionary {
    let id = pdf.trailer.get(b"Info").unwrap().as_reference().unwrap();
    pdf.get_dictionary_mut(id).unwrap()
}

pub(crate) fn intent(pdf: &mut Document) -> &mut Dictionary {
    catalog(pdf).get_mut(b"OutputIntents").unwrap().as_array_mut().unwrap()[0]
        .as_dict_mut()
        .unwrap()
}

pub(crate) fn packet(pdf: &mut Document, from: &str, to: &str) {
    let id = catalog(pdf).get(b"Metadata").unwrap().as_reference().unwrap();
    let stream = pdf.get_object_mut(id).unwrap().as_stream_mut().unwrap();
    let text = String::from_utf8(stream.content.clone()).unwrap();
    assert!(text.contains(from), "{from}");
    stream.set_content(text.replace(from, to).into_bytes());
}

pub(crate) fn numbers(all: &[i64]) -> Object {
    Object::Array(all.iter().map(|&number| number.into()).collect())
}

/// The content of page `number`, changed as a text.
pub(crate) fn content(pdf: &mut Document, number: u32, change: impl FnOnce(String) -> String) {
    let id = pdf.get_pages()[&number];
    let text = String::from_utf8(pdf.get_page_content(id)).unwrap();
    pdf.change_page_content(id, change(text).into_bytes()).unwrap();
}

pub(crate) fn put_first(pdf: &mut Document, operators: &str) {
    content(pdf, 1, |text| format!("q {operators} Q\n{text}"));
}

/// The resources that all pages share.
pub(crate) fn resources(pdf: &mut Document) -> &mut Dictionary {
    let id = first_page(pdf).get(b"Resources").unwrap().as_reference().unwrap();
    pdf.get_dictionary_mut(id).unwrap()
}

/// The first object whose dictionary has this entry.
pub(crate) fn holder<'a>(pdf: &'a mut Document, key: &str, value: &str) -> &'a mut Dictionary {
    let has = |own: &Dictionary| own.get(key.as_bytes()).is_ok_and(|own| *own == value.into());
    pdf.objects
        .values_mut()
        .find_map(|object| match object {
            Object::Dictionary(own) if has(own) => Some(own),
            Object::Stream(stream) if has(&stream.dict) => Some(&mut stream.dict),
            _ => None,
        })
        .unwrap()
}

pub(crate) fn image(pdf: &mut Document) -> &mut Stream {
    let is = |own: &Stream| own.dict.get(b"Subtype").is_ok_and(|own| *own == "Image".into());
    pdf.objects
        .values_mut()
        .find_map(|object| object.as_stream_mut().ok().filter(|own| is(own)))
        .unwrap()
}
