//! Preflight of a written file's metadata: Info, XMP, ids, output intent (ISO 15930-7, 6.2–6.4).

use lopdf::{Dictionary, Document, Object};
use quick_xml::events::Event;

use super::Job;
use super::faults::Faults;
use super::object::{sub, utf16};
use crate::export::press::{Options, is_carried, is_press_profile};
use crate::layout::page::Info;

/// What must stand in the packet, by its tag.
const TAGS: [&str; 8] = [
    "pdfxid:GTS_PDFXVersion",
    "dc:title",
    "xmp:CreateDate",
    "xmp:ModifyDate",
    "xmp:MetadataDate",
    "xmpMM:DocumentID",
    "xmpMM:VersionID",
    "xmpMM:RenditionClass",
];
/// The name spaces that a packet's tags are read in, by their prefixes.
const SPACES: [(&str, &str); 5] = [
    ("pdfxid", "http://www.npes.org/pdfx/ns/id/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("xmp", "http://ns.adobe.com/xap/1.0/"),
    ("xmpMM", "http://ns.adobe.com/xap/1.0/mm/"),
    ("pdf", "http://ns.adobe.com/pdf/1.3/"),
];
/// The registry of printing conditions.
const REGISTRY: &[u8] = b"http://www.color.org";
const ADVICE: &str = "请用本程序重新输出";

/// Checks everything that describes the file as a whole.
pub(super) fn check(job: &Job<'_>, pdf: &Document, bytes: &[u8], faults: &mut Faults) {
    // The catalog's version takes the place of the header's.
    let version = pdf.catalog().ok().and_then(|catalog| catalog.get(b"Version").ok());
    if !bytes.starts_with(b"%PDF-1.6") || version.is_some_and(|own| *own != "1.6".into()) {
        faults.file("pdf-version", format!("PDF 版本不是 1.6；{ADVICE}"));
    }
    if pdf.trailer.has(b"Encrypt") || pdf.was_encrypted() {
        faults.file("pdf-encrypted", format!("文件加了密，印刷厂打不开；{ADVICE}"));
    }
    let ids = pdf.trailer.get(b"ID").and_then(Object::as_array);
    let whole = |id: &Object| id.as_str().is_ok_and(|id| !id.is_empty());
    if !ids.is_ok_and(|ids| ids.len() == 2 && ids.iter().all(whole)) {
        faults.file("pdf-id", format!("文件没有标识（ID）；{ADVICE}"));
    }
    let packet = packet(pdf, faults);
    properties(pdf, job.info, packet.as_deref(), faults);
    if let Some(packet) = &packet {
        for (prefix, space) in SPACES {
            if !packet.contains(&format!("xmlns:{prefix}=\"{space}\"")) {
                faults.file("pdf-xmp", format!("元数据的名字空间 {prefix} 不对；{ADVICE}"));
            }
        }
        for tag in TAGS {
            if value(packet, tag).is_none_or(str::is_empty) {
                faults.file("pdf-xmp", format!("元数据缺少 {tag}；{ADVICE}"));
            }
        }
        for (tag, expected) in [("xmpMM:VersionID", "1"), ("xmpMM:RenditionClass", "default")] {
            if value(packet, tag).is_some_and(|own| own != expected) {
                faults.file("pdf-xmp", format!("元数据的 {tag} 不是 {expected}；{ADVICE}"));
            }
        }
        if !is_well_formed(packet) {
            faults.file("pdf-xmp", format!("元数据不是完整的 XML；{ADVICE}"));
        }
        if value(packet, "xmpMM:DocumentID").is_some_and(|own| !is_uuid(own)) {
            faults.file("pdf-xmp", format!("元数据的 xmpMM:DocumentID 不是 uuid；{ADVICE}"));
        }
        if value(packet, "pdfxid:GTS_PDFXVersion").is_some_and(|version| version != "PDF/X-4") {
            faults.file("pdf-x4", format!("元数据没有声明 PDF/X-4；{ADVICE}"));
        }
    }
    intent(pdf, job.options, faults);
    forbidden(pdf, faults);
}

/// The XMP packet, as text.
fn packet(pdf: &Document, faults: &mut Faults) -> Option<String> {
    let catalog = pdf.catalog().ok()?;
    let stream = catalog.get(b"Metadata").and_then(|own| pdf.dereference(own));
    let Ok(stream) = stream.and_then(|(_, object)| object.as_stream()) else {
        faults.file("pdf-xmp", format!("文件没有元数据（XMP）；{ADVICE}"));
        return None;
    };
    if stream.dict.has(b"Filter") {
        faults.file("pdf-xmp", format!("元数据被压缩了；{ADVICE}"));
    }
    let text = String::from_utf8(stream.get_plain_content().ok()?).ok();
    if text.is_none() {
        faults.file("pdf-xmp", format!("元数据不是 UTF-8；{ADVICE}"));
    }
    text
}

/// Whether all that is opened in a packet is closed.
fn is_well_formed(packet: &str) -> bool {
    let mut reader = quick_xml::Reader::from_str(packet);
    let mut open = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => open += 1,
            Ok(Event::End(_)) => open = open.saturating_sub(1),
            Ok(Event::Eof) => return open == 0,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

/// `uuid:` and 32 hexadecimal digits in groups of 8, 4, 4, 4, 12 (RFC 9562, 4).
fn is_uuid(text: &str) -> bool {
    let Some(own) = text.strip_prefix("uuid:") else { return false };
    let groups: Vec<&str> = own.split('-').collect();
    groups.iter().map(|own| own.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|own| own.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The text of an element, through the list that a title is in.
fn value<'a>(packet: &'a str, tag: &str) -> Option<&'a str> {
    let (_, rest) = packet.split_once(&format!("<{tag}>"))?;
    let (own, _) = rest.split_once(&format!("</{tag}>"))?;
    let Some((_, item)) = own.split_once("<rdf:li") else { return Some(own) };
    let (_, item) = item.split_once('>')?;
    item.split_once("</rdf:li>").map(|(own, _)| own)
}

/// Info: its keys, and that the packet says the same.
fn properties(pdf: &Document, info: &Info, packet: Option<&str>, faults: &mut Faults) {
    let own = pdf.trailer.get(b"Info").and_then(|own| pdf.dereference(own));
    let Ok(own) = own.and_then(|(_, object)| object.as_dict()) else {
        faults.file("pdf-info", format!("文件没有 Info；{ADVICE}"));
        return;
    };
    let text = |key: &[u8]| own.get(key).and_then(Object::as_str).ok().map(utf16);
    let in_packet = |tag| packet.and_then(|packet| value(packet, tag)).map(unescaped);
    for (key, tag) in [("CreationDate", "xmp:CreateDate"), ("ModDate", "xmp:ModifyDate")] {
        let Some(found) = text(key.as_bytes()) else {
            faults.file("pdf-info", format!("Info 缺少 {key}；{ADVICE}"));
            continue;
        };
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        if in_packet(tag).is_none_or(|date| digits(&date) != digits(&found)) {
            faults.file("pdf-info-xmp", format!("Info 与元数据的 {key} 不一致；{ADVICE}"));
        }
    }
    match text(b"Title").filter(|title| !title.is_empty()) {
        None => faults.file("pdf-info", format!("Info 缺少 Title；{ADVICE}")),
        Some(title) => {
            if in_packet("dc:title").is_none_or(|own| own != title) || title != info.title {
                faults.file("pdf-info-xmp", format!("Info 与元数据的标题不一致；{ADVICE}"));
            }
        }
    }
    let trapped = own.get(b"Trapped").and_then(Object::as_name);
    let trapped = trapped.ok().map(String::from_utf8_lossy);
    let known = matches!(trapped.as_deref(), Some("True" | "False"));
    if !known || in_packet("pdf:Trapped").as_deref() != trapped.as_deref() {
        faults.file("pdf-trapped", format!("没有写明是否已做陷印（Trapped）；{ADVICE}"));
    }
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// The output intent, with a CMYK output profile in it.
fn intent(pdf: &Document, options: &Options, faults: &mut Faults) {
    let intents = pdf.catalog().and_then(|catalog| catalog.get(b"OutputIntents"));
    let intents = intents.and_then(|own| pdf.dereference(own)).and_then(|(_, own)| own.as_array());
    let intents = intents.map(Vec::as_slice).unwrap_or_default();
    let named = |intent: &&Dictionary| intent.get(b"S").is_ok_and(|own| *own == "GTS_PDFX".into());
    let all: Vec<&Dictionary> =
        intents.iter().filter_map(|own| pdf.dereference(own).ok()?.1.as_dict().ok()).collect();
    let [intent] = all.iter().copied().filter(|own| named(own)).collect::<Vec<_>>()[..] else {
        faults.file("pdf-intent", format!("没有唯一的输出意图（OutputIntent）；{ADVICE}"));
        return;
    };
    if !intent.get(b"Type").is_ok_and(|own| *own == "OutputIntent".into()) {
        faults.file("pdf-intent", format!("输出意图的 Type 不是 OutputIntent；{ADVICE}"));
    }
    for key in ["OutputConditionIdentifier", "Info", "OutputCondition"] {
        if intent.get(key.as_bytes()).and_then(Object::as_str).is_ok_and(|own| !own.is_empty()) {
            continue;
        }
        faults.file("pdf-intent", format!("输出意图缺少 {key}；{ADVICE}"));
    }
    // A condition of the registry says which registry; one of the office's own has none.
    let condition = intent.get(b"OutputConditionIdentifier").and_then(Object::as_str).ok();
    let is_registered = condition.is_some_and(|own| own != b"Custom");
    let registry = intent.get(b"RegistryName").and_then(Object::as_str);
    if is_registered && !registry.is_ok_and(|own| own == REGISTRY) {
        let message = "输出意图的 RegistryName 缺少，或不是 http://www.color.org";
        faults.file("pdf-intent", format!("{message}；{ADVICE}"));
    }
    let profile = intent.get(b"DestOutputProfile").and_then(|own| pdf.dereference(own));
    let profile = profile.and_then(|(_, object)| object.as_stream()).ok();
    let icc = profile.and_then(|own| own.get_plain_content().ok()).unwrap_or_default();
    let inks = profile.and_then(|own| own.dict.get(b"N").and_then(Object::as_i64).ok());
    if !is_press_profile(&icc) || inks != Some(4) {
        faults
            .file("pdf-profile", format!("输出意图里没有嵌入 CMYK 输出特性文件（ICC）；{ADVICE}"));
    }
    let wanted = options.icc.as_deref();
    if !wanted.map_or_else(|| is_carried(&icc), |wanted| wanted == icc) {
        faults.file("pdf-profile", format!("输出特性文件（ICC）不是本期所用的；{ADVICE}"));
    }
    let named = condition.is_some_and(|own| own == b"FOGRA39");
    if options.icc.is_none() && !named {
        let message = "输出意图的名称（OutputConditionIdentifier）与特性文件不符";
        faults.file("pdf-intent", format!("{message}；{ADVICE}"));
    }
}

/// What a file for a press may not have anywhere.
fn forbidden(pdf: &Document, faults: &mut Faults) {
    let Ok(catalog) = pdf.catalog() else { return };
    let names = sub(pdf, catalog, b"Names");
    let hidden = [
        ("OpenAction", catalog.has(b"OpenAction")),
        ("AA", catalog.has(b"AA")),
        ("AcroForm", catalog.has(b"AcroForm")),
        ("JavaScript", names.is_some_and(|names| names.has(b"JavaScript"))),
        ("EmbeddedFiles", names.is_some_and(|names| names.has(b"EmbeddedFiles"))),
        ("AF", catalog.has(b"AF")),
        ("OCProperties", catalog.has(b"OCProperties")),
        ("JavaScript", pdf.objects.values().any(is_script)),
    ];
    for (key, found) in hidden {
        if found {
            faults
                .file("pdf-action", format!("文件含有 {key}（动作、表单、附件或图层）；{ADVICE}"));
        }
    }
    if pdf.objects.values().any(replaces_colours) {
        let message = "文件给颜色另定了含义（DefaultCMYK 等）";
        faults.file("colour-space", format!("{message}；{ADVICE}"));
    }
    for object in pdf.objects.values() {
        let Object::Stream(stream) = object else { continue };
        let filters = match stream.dict.get(b"Filter") {
            Ok(Object::Array(all)) => all.clone(),
            Ok(one) => vec![one.clone()],
            Err(_) => Vec::new(),
        };
        if filters.contains(&"LZWDecode".into()) {
            faults.file("stream-lzw", format!("文件用了 LZW 压缩；{ADVICE}"));
        }
        if stream.dict.has(b"F") || stream.dict.has(b"FFilter") {
            faults.file("stream-external", format!("文件引用了外部文件；{ADVICE}"));
        }
        if stream.dict.has(b"Alternates") || stream.dict.has(b"OPI") {
            faults.file("image-alternate", format!("图像带有替换图（Alternates、OPI）；{ADVICE}"));
        }
    }
}

/// Whether an object is an action that runs a script, or has one within.
fn is_script(object: &Object) -> bool {
    match object {
        Object::Dictionary(own) => {
            own.get(b"S").is_ok_and(|kind| *kind == "JavaScript".into())
                || own.iter().any(|(_, inner)| is_script(inner))
        }
        Object::Array(all) => all.iter().any(is_script),
        _ => false,
    }
}

/// Whether resources say what the plain colours are (ISO 32000-1, 8.6.5.6).
fn replaces_colours(object: &Object) -> bool {
    let own = match object {
        Object::Stream(stream) => &stream.dict,
        Object::Dictionary(own) => own,
        _ => return false,
    };
    let is_default = |own: &Dictionary| own.iter().any(|(key, _)| key.starts_with(b"Default"));
    let spaces =
        |own: &Dictionary| own.get(b"ColorSpace").and_then(Object::as_dict).is_ok_and(is_default);
    spaces(own) || own.get(b"Resources").and_then(Object::as_dict).is_ok_and(spaces)
}
