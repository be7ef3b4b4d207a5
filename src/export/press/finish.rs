//! Makes the document with printpdf and puts right what it writes otherwise than the standard.
//!
//! printpdf gives page tree, fonts and graphics states. One pass over its objects then sets the
//! version, boxes, resources, contents, metadata, output intent, ids and font names, packs every
//! stream (in parallel) and writes objects and cross references as streams.

use std::io::Write;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Document, Object, ObjectId, SaveOptions, Stream, StringFormat};
use printpdf::{
    Codepoint, CustomPdfConformance, ExtendedGraphicsState, ExtendedGraphicsStateId, FontId, Mm,
    Op, OverprintMode, ParsedFont, PdfConformance, PdfDocument, PdfFont, PdfFontHandle, PdfPage,
    PdfSaveOptions, TextItem,
};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::faces::Face;
use super::icc::Profile;
use super::marks::Around;
use super::picture::Images;
use super::xmp::{self, Claim};
use super::{Cmyk, Leaf, Marks, Writing};
use crate::export::Error;
use crate::geom::Pt;
use crate::layout::page::{Info, Page};

/// What a document is made of.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    pub(super) faces: Vec<Face>,
    pub(super) images: Images,
    /// The pages of the file.
    pub(super) leaves: Vec<Leaf>,
    /// Pages that are put on those of the file; none where these are the pages themselves.
    pub(super) forms: Vec<Leaf>,
    /// The output intent; none for a proof.
    pub(super) intent: Option<Intent<'a>>,
    pub(super) writing: Writing,
    /// What the file says of itself.
    pub(super) remark: Option<String>,
}

/// Writes the file.
///
/// # Errors
/// [`Error::FontNotEmbedded`] if printpdf cannot take a cut face, [`Error::Pdf`] if it gives
/// objects that are not where they should be.
pub(super) fn document(
    pages: &[Arc<Page>],
    info: &Info,
    mut parts: Parts<'_>,
) -> Result<Vec<u8>, Error> {
    let id = fingerprint(pages, info, &parts);
    let mut pdf = skeleton(parts.leaves.len(), &mut parts.faces)?;
    let shared = shared_resources(&mut pdf, &parts.faces, parts.images, parts.writing)?;
    let is_imposed = !parts.forms.is_empty();
    let resources = if is_imposed { put_forms(&mut pdf, parts.forms, shared)? } else { shared };
    let ids: Vec<ObjectId> = pdf.get_pages().into_values().collect();
    for (&page_id, leaf) in ids.iter().zip(parts.leaves) {
        finish_page(&mut pdf, page_id, leaf, parts.writing.marks.room(), resources)?;
    }
    let claim = if parts.intent.is_some() { Claim::X4 } else { Claim::Plain };
    if let Some(intent) = parts.intent {
        let intent = output_intent(&mut pdf, intent);
        pdf.catalog_mut()?.set("OutputIntents", vec![Object::Dictionary(intent)]);
    }
    describe(&mut pdf, info, (claim, parts.remark.as_deref()), id)?;
    if !is_imposed {
        pdf.catalog_mut()?.set("PageLabels", page_labels(pages));
    }
    pdf.objects.par_iter_mut().try_for_each(|(_, object)| match object {
        Object::Stream(stream) if stream.allows_compression => pack(stream),
        _ => Ok(()),
    })?;
    pdf.version = "1.6".into();
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .compression_level(LEVEL)
        .build();
    let mut bytes = Vec::new();
    pdf.save_with_options(&mut bytes, options)?;
    Ok(bytes)
}

/// How hard streams are packed: 9 takes three times as long and saves a hundredth.
const LEVEL: u32 = 6;

/// Packs a stream that nobody has packed, if that makes it shorter.
fn pack(stream: &mut Stream) -> lopdf::Result<()> {
    if stream.dict.has(b"Filter") {
        return Ok(());
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(LEVEL));
    encoder.write_all(&stream.content)?;
    let packed = encoder.finish()?;
    if packed.len() + b"/Filter/FlateDecode".len() < stream.content.len() {
        stream.dict.set("Filter", Object::Name(b"FlateDecode".to_vec()));
        stream.set_content(packed);
    }
    Ok(())
}

/// 256 bits that differ when anything in the file differs.
fn fingerprint(pages: &[Arc<Page>], info: &Info, parts: &Parts<'_>) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut add = |bytes: &[u8]| {
        hash.update(bytes.len().to_be_bytes());
        hash.update(bytes);
    };
    add(xmp::PRODUCER.as_bytes());
    add(format!("{info:?} {:?} {:?}", parts.writing, parts.remark).as_bytes());
    for page in pages {
        add(format!("{:?} {:?} {:?}", page.folio, page.trim, page.bleed).as_bytes());
    }
    for leaf in parts.leaves.iter().chain(&parts.forms) {
        add(&leaf.content);
    }
    for face in &parts.faces {
        add(&face.bytes);
    }
    for stream in &parts.images.streams {
        add(&stream.content);
    }
    if let Some(intent) = &parts.intent {
        add(&intent.profile.bytes);
    }
    hash.finalize().into()
}

/// The document as printpdf makes it: `count` empty pages, and all faces.
///
/// printpdf embeds a face only with the glyphs that some page shows, and takes their characters
/// from there. So the first page shows each of them once; its contents are replaced afterwards.
fn skeleton(count: usize, faces: &mut [Face]) -> Result<Document, Error> {
    let mut pdf = PdfDocument::new("");
    // Without this printpdf adds a profile that may not be passed on.
    pdf.metadata.info.conformance = PdfConformance::Custom(CustomPdfConformance {
        requires_icc_profile: false,
        requires_xmp_metadata: false,
        ..CustomPdfConformance::default()
    });
    for (name, overprint) in [("Over", true), ("Knock", false)] {
        // Both flags alike: printpdf swaps them.
        let state = ExtendedGraphicsState::default()
            .with_overprint_fill(overprint)
            .with_overprint_stroke(overprint)
            .with_overprint_mode(OverprintMode::KeepUnderlying);
        let id = ExtendedGraphicsStateId(name.into());
        let _ = pdf.resources.extgstates.map.insert(id, state);
    }
    let mut show = Vec::new();
    let read: Vec<(usize, &Face, ParsedFont)> = faces
        .par_iter_mut()
        .enumerate()
        .filter(|(_, face)| !face.texts.is_empty())
        .map(|(index, face)| {
            let bytes = std::mem::take(&mut face.bytes);
            let parsed = ParsedFont::from_bytes(&bytes, 0, &mut Vec::new())
                .ok_or_else(|| Error::FontNotEmbedded(face.name.clone()))?;
            Ok((index, &*face, parsed))
        })
        .collect::<Result<_, Error>>()?;
    for (index, face, parsed) in read {
        let id = FontId(format!("A{index}"));
        let _ = pdf.resources.fonts.map.insert(id.clone(), PdfFont::new(parsed));
        let glyphs = (0..)
            .zip(&face.texts)
            .map(|(code, text)| Codepoint::with_cid(code, 0.0, text.to_string()));
        let glyphs = TextItem::GlyphIds(glyphs.collect());
        show.push(Op::SetFont { font: PdfFontHandle::External(id), size: printpdf::Pt(1.0) });
        show.push(Op::ShowText { items: vec![glyphs] });
    }
    let empty = |ops| PdfPage::new(Mm(1.0), Mm(1.0), ops);
    pdf.pages = std::iter::once(empty(show))
        .chain(std::iter::repeat_with(|| empty(Vec::new())))
        .take(count)
        .collect();
    let options = PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        secure: true,
        image_optimization: None,
    };
    Ok(pdf.to_lopdf_document(&options, &mut Vec::new()))
}

/// One dictionary of resources for all pages.
fn shared_resources(
    pdf: &mut Document,
    faces: &[Face],
    images: Images,
    writing: Writing,
) -> Result<ObjectId, Error> {
    let first = *pdf.get_pages().values().next().ok_or(Error::NoPages)?;
    let given = pdf.get_dictionary(first)?.get(b"Resources")?.as_reference()?;
    let given = pdf.get_dictionary(given)?.clone();
    let fonts = given.get(b"Font")?.as_reference()?;
    for (index, face) in faces.iter().enumerate().filter(|(_, face)| !face.texts.is_empty()) {
        let key = format!("A{index}");
        let font = pdf
            .get_dictionary(fonts)?
            .get(key.as_bytes())
            .and_then(Object::as_reference)
            .map_err(|_| Error::FontNotEmbedded(face.name.clone()))?;
        finish_font(pdf, font, face)?;
    }
    let mut resources = Dictionary::new();
    resources.set("Font", Object::Reference(fonts));
    resources.set("ExtGState", given.get(b"ExtGState")?.clone());
    if !images.streams.is_empty() {
        let mut objects = Dictionary::new();
        for (stream, index) in images.streams.into_iter().zip(0_usize..) {
            objects.set(format!("I{index}"), pdf.add_object(stream));
        }
        resources.set("XObject", objects);
    }
    let mut spaces = Dictionary::new();
    if writing.spot {
        spaces.set("Red", separation("Spot Red", writing.red_inks));
    }
    if writing.marks == Marks::Printer {
        spaces.set("All", separation("All", Cmyk([100; 4])));
    }
    if !spaces.is_empty() {
        resources.set("ColorSpace", spaces);
    }
    for empty in [b"XObject".as_slice(), b"Shading"] {
        let _ = pdf.objects.remove(&given.get(empty)?.as_reference()?);
    }
    Ok(pdf.add_object(resources))
}

/// The ink of its own, with process inks for devices that do not have it.
fn separation(name: &str, Cmyk(inks): Cmyk) -> Object {
    let part = |percent: u8| Object::Real(f32::from(percent.min(100)) / 100.0);
    let mut function = Dictionary::new();
    function.set("FunctionType", 2);
    function.set("Domain", vec![Object::Integer(0), Object::Integer(1)]);
    function.set("C0", [0; 4].map(part).to_vec());
    function.set("C1", inks.map(part).to_vec());
    function.set("N", 1);
    Object::Array(vec![
        Object::Name(b"Separation".to_vec()),
        Object::Name(name.into()),
        Object::Name(b"DeviceCMYK".to_vec()),
        Object::Dictionary(function),
    ])
}

/// Sets names, widths and flags of a font.
fn finish_font(pdf: &mut Document, id: ObjectId, face: &Face) -> Result<(), Error> {
    let name = Object::Name(face.name.clone().into_bytes());
    let font = pdf.get_dictionary_mut(id)?;
    font.set("BaseFont", name.clone());
    let descendant = font
        .get_mut(b"DescendantFonts")?
        .as_array_mut()?
        .first_mut()
        .ok_or_else(|| Error::FontNotEmbedded(face.name.clone()))?
        .as_dict_mut()?;
    descendant.set("BaseFont", name.clone());
    // printpdf cuts widths to whole numbers.
    #[expect(clippy::cast_possible_truncation, reason = "widths have six digits at most")]
    let widths = face.widths.iter().map(|&width| Object::Real(width as f32)).collect();
    descendant.set("W", vec![Object::Integer(0), Object::Array(widths)]);
    let descriptor = descendant.get(b"FontDescriptor")?.as_reference()?;
    let descriptor = pdf.get_dictionary_mut(descriptor)?;
    descriptor.set("FontName", name);
    // Symbolic: the face has more than the standard Latin characters (ISO 32000-1, table 123).
    let italic = descriptor.get(b"ItalicAngle").and_then(Object::as_i64).unwrap_or(0) != 0;
    descriptor.set("Flags", 4 + if italic { 64 } else { 0 });
    Ok(())
}

/// Makes forms of pages, and gives the resources of the sheets that show them.
fn put_forms(pdf: &mut Document, forms: Vec<Leaf>, shared: ObjectId) -> Result<ObjectId, Error> {
    let mut resources = pdf.get_dictionary(shared)?.clone();
    let mut objects = Dictionary::new();
    for (form, number) in forms.into_iter().zip(1_usize..) {
        let Around { trim, bleed, .. } = form.around;
        let mut dictionary = Dictionary::new();
        dictionary.set("Type", Object::Name(b"XObject".to_vec()));
        dictionary.set("Subtype", Object::Name(b"Form".to_vec()));
        let (width, height) = (trim.width + bleed * 2, trim.height + bleed * 2);
        dictionary.set("BBox", corners(Pt::ZERO, Pt::ZERO, width, height));
        dictionary.set("Resources", shared);
        objects.set(format!("P{number}"), pdf.add_object(Stream::new(dictionary, form.content)));
    }
    resources.set("XObject", objects);
    Ok(pdf.add_object(resources))
}

fn finish_page(
    pdf: &mut Document,
    id: ObjectId,
    leaf: Leaf,
    slug: Pt,
    resources: ObjectId,
) -> Result<(), Error> {
    let dictionary = pdf.get_dictionary_mut(id)?;
    let zero = Pt::ZERO;
    let Around { trim, bleed, .. } = leaf.around;
    let margin = bleed + slug;
    let (width, height) = (trim.width + margin * 2, trim.height + margin * 2);
    let within = |edge: Pt| corners(edge, edge, width - edge, height - edge);
    dictionary.set("MediaBox", within(zero));
    dictionary.set("BleedBox", within(slug));
    dictionary.set("TrimBox", within(margin));
    for key in [b"CropBox".as_slice(), b"Annots"] {
        let _ = dictionary.remove(key);
    }
    let own = dictionary.get(b"Resources")?.as_reference()?;
    dictionary.set("Resources", resources);
    let contents = dictionary.get(b"Contents")?.as_reference()?;
    let _ = pdf.objects.remove(&own);
    let _ = pdf.objects.insert(contents, Stream::new(Dictionary::new(), leaf.content).into());
    Ok(())
}

/// A box by its lower left and upper right corner.
fn corners(left: Pt, bottom: Pt, right: Pt, top: Pt) -> Object {
    [left, bottom, right, top].map(|length| Object::Real(length.to_f32())).to_vec().into()
}

/// The output intent: a profile, and its stream, packed.
#[derive(Debug)]
pub(super) struct Intent<'a> {
    profile: Profile<'a>,
    stream: Stream,
}

impl<'a> Intent<'a> {
    /// # Errors
    /// [`Error::Pdf`] if the profile cannot be packed.
    pub(super) fn new(profile: Profile<'a>) -> Result<Self, Error> {
        let mut icc = Dictionary::new();
        icc.set("N", 4);
        icc.set("Alternate", Object::Name(b"DeviceCMYK".to_vec()));
        let mut stream = Stream::new(icc, profile.bytes.to_vec());
        pack(&mut stream)?;
        Ok(Self { profile, stream })
    }
}

fn output_intent(pdf: &mut Document, Intent { profile, stream }: Intent<'_>) -> Dictionary {
    let icc = pdf.add_object(stream);
    let mut intent = Dictionary::new();
    intent.set("Type", Object::Name(b"OutputIntent".to_vec()));
    intent.set("S", Object::Name(b"GTS_PDFX".to_vec()));
    intent.set(
        "OutputConditionIdentifier",
        Object::string_literal(profile.condition.unwrap_or("Custom")),
    );
    if profile.condition.is_some() {
        intent.set("RegistryName", Object::string_literal("http://www.color.org"));
    }
    intent.set("OutputCondition", text_string(&profile.description));
    intent.set("Info", text_string(&profile.description));
    intent.set("DestOutputProfile", icc);
    intent
}

/// Metadata, language and ids.
fn describe(
    pdf: &mut Document,
    info: &Info,
    (claim, remark): (Claim, Option<&str>),
    id: [u8; 32],
) -> Result<(), Error> {
    let halves: [[u8; 16]; 2] =
        std::array::from_fn(|half| std::array::from_fn(|byte| id[half * 16 + byte]));
    let [document, instance] = halves.map(xmp::uuid);
    let mut metadata = Dictionary::new();
    metadata.set("Type", Object::Name(b"Metadata".to_vec()));
    metadata.set("Subtype", Object::Name(b"XML".to_vec()));
    let packet = xmp::packet(info, (claim, remark), &document, &instance).into_bytes();
    // Unpacked, so that programs that do not know PDF find it.
    let metadata = pdf.add_object(Stream::new(metadata, packet).with_compression(false));
    let catalog = pdf.catalog_mut()?;
    catalog.set("Metadata", metadata);
    catalog.set("Lang", Object::string_literal("zh-CN"));
    catalog.set("PageLayout", Object::Name(b"TwoPageRight".to_vec()));
    catalog.set("PageMode", Object::Name(b"UseNone".to_vec()));
    let mut preferences = Dictionary::new();
    preferences.set("DisplayDocTitle", true);
    catalog.set("ViewerPreferences", preferences);
    let given = pdf.trailer.get(b"Info")?.as_reference()?;
    let mut dictionary = Dictionary::new();
    dictionary.set("Title", text_string(&info.title));
    if !info.author.is_empty() {
        dictionary.set("Author", text_string(&info.author));
    }
    if let Some(remark) = remark {
        dictionary.set("Subject", text_string(remark));
    }
    dictionary.set("Creator", Object::string_literal(xmp::PRODUCER));
    dictionary.set("Producer", Object::string_literal(xmp::PRODUCER));
    dictionary.set("CreationDate", Object::string_literal(xmp::info_date(info)));
    dictionary.set("ModDate", Object::string_literal(xmp::info_date(info)));
    dictionary.set("Trapped", Object::Name(b"False".to_vec()));
    let _ = pdf.objects.insert(given, dictionary.into());
    let ids = halves.map(|half| Object::String(half.to_vec(), StringFormat::Hexadecimal));
    pdf.trailer.set("ID", ids.to_vec());
    Ok(())
}

/// A text string in UTF-16 with its mark (ISO 32000-1, 7.9.2.2).
fn text_string(text: &str) -> Object {
    let bytes = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_be_bytes);
    Object::String(bytes.collect(), StringFormat::Hexadecimal)
}

/// The printed page numbers; pages without one are counted in small roman numerals.
fn page_labels(pages: &[Arc<Page>]) -> Dictionary {
    let mut numbers: Vec<Object> = Vec::new();
    let mut expected = None;
    for (page, index) in pages.iter().zip(0_i64..) {
        // Where the count goes on by itself there is nothing to say.
        let label = page.folio.map_or((false, page.number), |folio| (true, folio));
        if expected != Some(label) {
            let style: &[u8] = if label.0 { b"D" } else { b"r" };
            let mut range = Dictionary::new();
            range.set("S", Object::Name(style.to_vec()));
            range.set("St", i64::from(label.1.max(1)));
            numbers.push(index.into());
            numbers.push(range.into());
        }
        expected = Some((label.0, label.1.saturating_add(1)));
    }
    let mut tree = Dictionary::new();
    tree.set("Nums", numbers);
    tree
}
