//! Pictures in Word files: how wide they are shown there, and what becomes of it.

use std::io::{Cursor, Write as _};
use std::sync::Arc;

use gongbao::export::Pictures;
use gongbao::export::docx::docx;
use gongbao::geom::Mm;
use gongbao::issue::block::{Block, BlockKind};
use gongbao::issue::document::{Document, DocumentKind};
use gongbao::issue::id::Ids;
use gongbao::issue::{Issue, bodies};

use super::{imported, issue, rewritten, round};

/// A picture of 80 by 40 pixels.
fn png() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let image = image::GrayImage::from_fn(80, 40, |x, _| image::Luma([u8::try_from(x).unwrap()]));
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// The widths of all pictures of an issue.
fn widths(issue: &Issue) -> Vec<Option<Mm>> {
    let documents = issue.documents().map(|(_, document)| document);
    let blocks = documents.flat_map(|document| bodies(document)).flat_map(|(_, blocks)| blocks);
    let width = |block: &Arc<Block>| match block.kind {
        BlockKind::Picture { width, .. } => Some(width),
        _ => None,
    };
    blocks.filter_map(width).collect()
}

/// A Word file of others whose last paragraph holds this, the picture being `rId9`.
fn word(drawing: &str) -> Vec<u8> {
    const OFFICE: &str = "http://schemas.openxmlformats.org";
    let main = format!(
        "<w:document xmlns:w=\"{OFFICE}/wordprocessingml/2006/main\" \
         xmlns:wp=\"{OFFICE}/drawingml/2006/wordprocessingDrawing\" \
         xmlns:a=\"{OFFICE}/drawingml/2006/main\" xmlns:v=\"urn:schemas-microsoft-com:vml\" \
         xmlns:r=\"{OFFICE}/officeDocument/2006/relationships\"><w:body>\
         <w:p><w:r><w:t>甲市人民政府关于乙的通知</w:t></w:r></w:p>\
         <w:p><w:r><w:t>各区人民政府：</w:t></w:r></w:p><w:p><w:r>{drawing}</w:r></w:p>\
         <w:sectPr><w:pgSz w:w=\"11906\"/><w:pgMar w:left=\"1588\" w:right=\"1474\"/></w:sectPr>\
         </w:body></w:document>"
    );
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId9\" Target=\"media/a.png\" \
         Type=\"{OFFICE}/officeDocument/2006/relationships/image\"/></Relationships>"
    );
    let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("word/document.xml", main.into_bytes()),
        ("word/_rels/document.xml.rels", relations.into_bytes()),
        ("word/media/a.png", png()),
    ];
    for (name, bytes) in parts {
        file.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        file.write_all(&bytes).unwrap();
    }
    file.finish().unwrap().into_inner()
}

#[test]
fn a_picture_is_as_wide_as_word_shows_it() {
    let check = |drawing: &str, expected: Option<f64>| {
        let (issue, _) = imported("a.docx", &word(drawing));
        assert_eq!(widths(&issue), [expected.map(Mm::new)], "{drawing}");
    };
    let inline = |millimetres: f64| {
        format!(
            "<w:drawing><wp:inline><wp:extent cx=\"{}\" cy=\"900\"/><a:graphic>\
             <a:blip r:embed=\"rId9\"/></a:graphic></wp:inline></w:drawing>",
            millimetres * 36_000.0
        )
    };
    let shape = |width: &str| {
        format!(
            "<w:pict><v:shape style=\"position:absolute;width:{width};height:9pt\">\
             <v:imagedata r:id=\"rId9\"/></v:shape></w:pict>"
        )
    };
    check(&inline(62.5), Some(62.5));
    check(&inline(140.0), Some(140.0));
    // The text of the page is 156 mm wide: what fills it has no width of its own.
    check(&inline(150.0), None);
    check(&inline(3.0), None);
    check("<w:drawing><a:blip r:embed=\"rId9\"/></w:drawing>", None);
    check(&shape("144pt"), Some(50.8));
    check(&shape("8cm"), Some(80.0));
    check(&shape("50%"), None);
}

#[test]
fn a_width_comes_back_and_one_that_was_changed_in_word_is_taken() {
    let mut ids = Ids::new(5);
    let bytes = png();
    let sha256 = gongbao::store::sha256(&bytes);
    let mut document = Document::new(ids.make(), DocumentKind::Article, "关于图片的说明");
    for width in [None, Some(60.0), Some(170.0)] {
        let kind = BlockKind::Picture { sha256: sha256.clone(), width: width.map(Mm::new) };
        document.body.push(Arc::new(Block { id: ids.make(), kind, text: "图".into() }));
    }
    let mut issue = issue::sample();
    issue.sections.truncate(1);
    issue.sections[0].documents = vec![Arc::new(document)];
    let pictures = Pictures::from([(sha256, Arc::new(bytes))]);
    assert_eq!(round(&issue, &pictures), None);
    let file = docx(&issue, &pictures).unwrap();
    // 80 pixels at 96 to the inch; a millimetre is 36 000.
    for (from, to, expected) in [
        (762_000, 1_800_000, [Some(50.0), Some(60.0), Some(170.0)]),
        (2_160_000, 1_800_000, [None, Some(50.0), Some(170.0)]),
        (5_615_940, 1_800_000, [None, Some(60.0), Some(50.0)]),
        // Another program rounds.
        (762_000, 762_480, [None, Some(60.0), Some(170.0)]),
    ] {
        let (from, to) = (format!("cx=\"{from}\""), format!("cx=\"{to}\""));
        let (again, _) = imported("a.docx", &rewritten(&file, &from, &to));
        assert_eq!(widths(&again), expected.map(|own| own.map(Mm::new)), "{from} {to}");
    }
}
