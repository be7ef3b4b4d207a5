//! Preflight of the written file: every rule of it finds a file that breaks it, and nothing in a file that does not.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is wrong")]

use std::collections::BTreeSet;

use gongbao::export::preflight::{Job, preflight_file};
use gongbao::export::press::Pdf;
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

#[path = "support/fonts.rs"]
mod fonts;
#[path = "support/sheet.rs"]
mod sheet;
#[path = "support/written.rs"]
mod written;

use sheet::{info, pages};
use written::{
    WHOLE, broken, catalog, check, content, first_page, holder, image, info_of, intent, numbers,
    options, packet, put_first, resources, rules, write,
};

#[test]
fn an_untouched_file_has_no_fault_but_those_of_its_pages() {
    // Its pictures are small ones.
    assert_eq!(WHOLE.1, BTreeSet::from(["picture-coarse"]));
    let found = broken(|_| {});
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn keys_of_the_file() {
    check("pdf-version", |pdf| pdf.version = "1.7".into());
    check("pdf-version", |pdf| catalog(pdf).set("Version", Object::Name(b"2.0".to_vec())));
    check("pdf-id", |pdf| drop(pdf.trailer.remove(b"ID")));
    check("pdf-id", |pdf| {
        let ids = pdf.trailer.get_mut(b"ID").unwrap().as_array_mut().unwrap();
        assert_eq!(ids.len(), 2);
        drop(ids.pop());
    });
    check("pdf-encrypted", |pdf| {
        let mut own = Dictionary::new();
        own.set("Filter", Object::Name(b"Standard".to_vec()));
        pdf.trailer.set("Encrypt", own);
    });
    check("pdf-info", |pdf| drop(info_of(pdf).remove(b"Title")));
    check("pdf-info", |pdf| drop(info_of(pdf).remove(b"CreationDate")));
    check("pdf-info", |pdf| drop(info_of(pdf).remove(b"ModDate")));
    check("pdf-info-xmp", |pdf| {
        info_of(pdf).set("CreationDate", Object::string_literal("D:20200101000000+08'00'"));
    });
    check("pdf-info-xmp", |pdf| {
        info_of(pdf).set("ModDate", Object::string_literal("D:20200101000000+08'00'"));
    });
    check("pdf-info-xmp", |pdf| packet(pdf, "包头市人民政府公报", "别的公报"));
    for (own, other) in [
        ("<xmpMM:VersionID>1<", "<xmpMM:VersionID>2<"),
        ("<xmpMM:RenditionClass>default<", "<xmpMM:RenditionClass>draft<"),
        ("<xmpMM:DocumentID>uuid:", "<xmpMM:DocumentID>"),
        ("http://www.npes.org/pdfx/ns/id/", "http://www.npes.org/pdfx/ns/"),
    ] {
        check("pdf-xmp", |pdf| packet(pdf, own, other));
    }
    check("pdf-trapped", |pdf| info_of(pdf).set("Trapped", Object::Name(b"Unknown".to_vec())));
    check("pdf-trapped", |pdf| packet(pdf, "<pdf:Trapped>False", "<pdf:Trapped>True"));
    check("pdf-x4", |pdf| packet(pdf, "PDF/X-4", "PDF/X-1a:2001"));
    for tag in [
        "pdfxid:GTS_PDFXVersion",
        "dc:title",
        "xmp:CreateDate",
        "xmp:ModifyDate",
        "xmp:MetadataDate",
        "xmpMM:DocumentID",
        "xmpMM:VersionID",
        "xmpMM:RenditionClass",
    ] {
        check("pdf-xmp", |pdf| packet(pdf, &format!("<{tag}>"), "<x>"));
    }
    check("pdf-xmp", |pdf| drop(catalog(pdf).remove(b"Metadata")));
    check("pdf-xmp", |pdf| {
        let id = catalog(pdf).get(b"Metadata").unwrap().as_reference().unwrap();
        let stream = pdf.get_object_mut(id).unwrap().as_stream_mut().unwrap();
        stream.content.push(0xff);
    });
    check("pdf-xmp", |pdf| {
        let id = catalog(pdf).get(b"Metadata").unwrap().as_reference().unwrap();
        pdf.get_object_mut(id).unwrap().as_stream_mut().unwrap().compress().unwrap();
    });
}

#[test]
fn output_intent_and_what_is_forbidden() {
    check("pdf-intent", |pdf| drop(catalog(pdf).remove(b"OutputIntents")));
    for key in ["Type", "S", "OutputConditionIdentifier", "OutputCondition", "Info"] {
        check("pdf-intent", |pdf| drop(intent(pdf).remove(key.as_bytes())));
    }
    check("pdf-profile", |pdf| drop(intent(pdf).remove(b"DestOutputProfile")));
    check("pdf-profile", |pdf| {
        let id = intent(pdf).get(b"DestOutputProfile").unwrap().as_reference().unwrap();
        pdf.get_object_mut(id).unwrap().as_stream_mut().unwrap().set_plain_content(vec![0; 400]);
    });
    // A profile of a screen, and one of a press in other inks.
    for (at, kind) in [(12, b"mntr"), (16, b"RGB ")] {
        check("pdf-profile", |pdf| {
            let id = intent(pdf).get(b"DestOutputProfile").unwrap().as_reference().unwrap();
            let stream = pdf.get_object_mut(id).unwrap().as_stream_mut().unwrap();
            let mut icc = stream.get_plain_content().unwrap();
            icc[at..at + 4].copy_from_slice(kind);
            stream.set_plain_content(icc);
        });
    }
    for key in ["OpenAction", "AA", "AcroForm"] {
        check("pdf-action", |pdf| catalog(pdf).set(key, Dictionary::new()));
    }
    for key in ["JavaScript", "EmbeddedFiles"] {
        check("pdf-action", |pdf| {
            let mut names = Dictionary::new();
            names.set(key, Dictionary::new());
            catalog(pdf).set("Names", names);
        });
    }
    check("pdf-action", |pdf| catalog(pdf).set("AF", Object::Array(Vec::new())));
    check("pdf-intent", |pdf| drop(intent(pdf).remove(b"RegistryName")));
    check("pdf-intent", |pdf| {
        intent(pdf).set("RegistryName", Object::string_literal("http://example.org"));
    });
    check("pdf-intent", |pdf| {
        let second = intent(pdf).clone();
        let all = catalog(pdf).get_mut(b"OutputIntents").unwrap().as_array_mut().unwrap();
        all.push(second.into());
    });
    check("stream-lzw", |pdf| {
        let mut own = Dictionary::new();
        own.set("Filter", Object::Name(b"LZWDecode".to_vec()));
        let _ = pdf.add_object(Stream::new(own, Vec::new()).with_compression(false));
    });
    check("stream-external", |pdf| image(pdf).dict.set("F", Object::string_literal("a.jpg")));
    check("image-alternate", |pdf| image(pdf).dict.set("Alternates", Object::Array(Vec::new())));
    check("image-alternate", |pdf| image(pdf).dict.set("OPI", Dictionary::new()));
}

/// The stream of the first page's content, packed.
fn first_stream(pdf: &mut Document) -> &mut Stream {
    let id = first_page(pdf).get(b"Contents").unwrap().as_reference().unwrap();
    pdf.get_object_mut(id).unwrap().as_stream_mut().unwrap()
}

#[test]
fn contents_that_are_cut_or_unknown() {
    check("content", |pdf| put_first(pdf, "1 2 frobnicate"));
    check("content", |pdf| content(pdf, 1, |text| format!("q {text}")));
    check("content", |pdf| content(pdf, 1, |text| format!("{text} Q")));
    check("content", |pdf| content(pdf, 1, |text| text.replacen("ET\n", "", 1)));
    check("content", |pdf| content(pdf, 1, |text| text.replacen("EMC\n", "", 1)));
    check("content", |pdf| content(pdf, 1, |text| format!("{text}<00")));
    check("content", |pdf| {
        let stream = first_stream(pdf);
        assert!(stream.dict.has(b"Filter"));
        let half = stream.content.len() / 2;
        stream.content.truncate(half);
        stream.dict.set("Length", i64::try_from(half).unwrap());
    });
}

#[test]
fn boxes_and_keys_of_pages() {
    for key in ["MediaBox", "BleedBox", "TrimBox"] {
        check("page-boxes", |pdf| drop(first_page(pdf).remove(key.as_bytes())));
    }
    check("page-boxes", |pdf| first_page(pdf).set("BleedBox", numbers(&[0, 0, 50, 50])));
    // Without bleed.
    check("page-boxes", |pdf| {
        let trim = first_page(pdf).get(b"TrimBox").unwrap().clone();
        first_page(pdf).set("BleedBox", trim);
    });
    check("page-boxes", |pdf| first_page(pdf).set("CropBox", numbers(&[50, 50, 90, 90])));
    check("page-boxes", |pdf| first_page(pdf).set("ArtBox", numbers(&[12, 12, 50, 50])));
    check("page-boxes", |pdf| first_page(pdf).set("Rotate", 90));
    check("page-boxes", |pdf| first_page(pdf).set("UserUnit", 2));
    check("page-size", |pdf| first_page(pdf).set("TrimBox", numbers(&[12, 12, 500, 500])));
    check("transparency", |pdf| first_page(pdf).set("Group", Dictionary::new()));
    check("pdf-action", |pdf| first_page(pdf).set("AA", Dictionary::new()));
    check("page-annotation", |pdf| {
        first_page(pdf).set("Annots", vec![Object::Dictionary(Dictionary::new())]);
    });
    check("page-lost", |pdf| pdf.delete_pages(&[4]));
}

#[test]
fn fonts_and_text() {
    check("font-type3", |pdf| {
        holder(pdf, "Subtype", "Type0").set("Subtype", Object::Name(b"Type3".to_vec()));
    });
    check("font-unicode", |pdf| drop(holder(pdf, "Subtype", "Type0").remove(b"ToUnicode")));
    check("font-name", |pdf| {
        holder(pdf, "Subtype", "Type0").set("BaseFont", Object::Name(b"Song".to_vec()));
    });
    for key in ["FontFile2", "FontFile3"] {
        check("font-embedded", |pdf| {
            let fonts = pdf.objects.values_mut().filter_map(|own| own.as_dict_mut().ok());
            for own in fonts {
                let _ = own.remove(key.as_bytes());
            }
        });
    }
    for kind in ["CIDFontType0", "CIDFontType2"] {
        check("font-widths", |pdf| {
            let fonts = pdf.objects.values_mut().filter_map(|own| own.as_dict_mut().ok());
            for own in fonts.filter_map(|own| own.get_mut(b"DescendantFonts").ok()) {
                let descendant = own.as_array_mut().unwrap()[0].as_dict_mut().unwrap();
                if descendant.get(b"Subtype").is_ok_and(|own| *own == kind.into()) {
                    descendant.set("W", vec![0.into(), numbers(&[1, 2, 3])]);
                }
            }
        });
    }
    check("font-embedded", |pdf| {
        let ids: Vec<ObjectId> = pdf
            .objects
            .values()
            .filter_map(|own| own.as_dict().ok()?.get(b"FontFile2").ok()?.as_reference().ok())
            .collect();
        assert!(!ids.is_empty());
        for id in ids {
            let program = pdf.get_object_mut(id).unwrap().as_stream_mut().unwrap();
            program.set_plain_content(vec![7; 500]);
        }
    });
    check("font-notdef", |pdf| {
        content(pdf, 1, |text| {
            let (start, rest) = text.split_once('<').unwrap();
            format!("{start}<0000{}", rest.chars().skip(4).collect::<String>())
        });
    });
    check("text-equal", |pdf| {
        content(pdf, 4, |text| {
            let (start, rest) = text.rsplit_once("BT\n").unwrap();
            let (_, rest) = rest.split_once("TJ\n").unwrap();
            format!("{start}BT\n{rest}")
        });
    });
}

#[test]
fn inks() {
    check("colour-rgb", |pdf| put_first(pdf, "1 0 0 rg 100 100 50 50 re f"));
    check("colour-rgb", |pdf| put_first(pdf, "/DeviceRGB cs 100 100 50 50 re f"));
    check("colour-rgb", |pdf| {
        image(pdf).dict.set("ColorSpace", Object::Name(b"DeviceRGB".to_vec()));
    });
    for (family, rule) in [("CalRGB", "colour-rgb"), ("Indexed", "colour-rgb")] {
        check(rule, |pdf| {
            let base = Object::Name(b"DeviceRGB".to_vec());
            let space =
                vec![Object::Name(family.into()), base, 0.into(), Object::string_literal("abc")];
            let mut spaces = Dictionary::new();
            spaces.set("L", space);
            resources(pdf).set("ColorSpace", spaces);
            put_first(pdf, "/L cs 0 scn 100 100 50 50 re f");
        });
    }
    check("colour-space", |pdf| {
        let mut spaces = Dictionary::new();
        spaces.set("L", vec![Object::Name(b"Lab".to_vec()), Dictionary::new().into()]);
        resources(pdf).set("ColorSpace", spaces);
        put_first(pdf, "/L cs 50 0 0 scn 100 100 50 50 re f");
    });
    let separation = |pdf: &mut Document, name: &str| {
        let parts = ["Separation", name, "DeviceCMYK"].map(|own| Object::Name(own.into()));
        resources(pdf)
            .get_mut(b"ColorSpace")
            .unwrap()
            .as_dict_mut()
            .unwrap()
            .set("S", parts.to_vec());
    };
    check("plates", |pdf| {
        separation(pdf, "Gold");
        put_first(pdf, "/S cs 1 scn 100 100 50 50 re f");
    });
    check("registration", |pdf| {
        separation(pdf, "All");
        put_first(pdf, "/S cs 1 scn 100 100 50 50 re f");
    });
    check("overprint-black", |pdf| content(pdf, 1, |text| text.replace("/Over gs", "/Knock gs")));
    check("overprint-black", |pdf| put_first(pdf, "0 0 0 1 k 100 100 50 1 re f"));
    check("overprint-white", |pdf| put_first(pdf, "/Over gs 0 0 0 0 k 100 100 50 50 re f"));
    check("black-grey", |pdf| content(pdf, 1, |text| text.replace("0 0 0 1 k", "0 g")));
    check("text-inks", |pdf| content(pdf, 1, |text| text.replace("0 0 0 1 k", ".5 .5 .5 1 k")));
    check("type-small", |pdf| content(pdf, 1, |text| text.replace(" 12 Tf", " 4 Tf")));
    // Grey type is dots.
    check("type-small", |pdf| {
        content(pdf, 1, |text| {
            text.replace("0 0 0 1 k", "0 0 0 .5 k").replace(" 12 Tf", " 8.5 Tf")
        });
    });
    check("line-thin", |pdf| put_first(pdf, "/Over gs 0 0 0 .5 k 100 100 50 .4 re f"));
    check("line-thin", |pdf| put_first(pdf, "/Over gs 0 0 0 1 k 100 100 50 .1 re f"));
    check("line-thin", |pdf| put_first(pdf, "/Over gs 0 0 0 1 K .1 w 100 100 m 150 100 l S"));
    // Made thinner by its transform, and aslant.
    let thinner = "q /Over gs 0 0 0 1 K .1 0 0 .5 0 0 cm 1 w 900 200 m 990 290 l S Q";
    check("line-thin", |pdf| put_first(pdf, thinner));
    let aslant = "/Over gs 0 0 0 1 k 100 100 m 150 150 l 149.93 150.07 l 99.93 100.07 l h f";
    check("line-thin", |pdf| put_first(pdf, aslant));
    check("shading", |pdf| put_first(pdf, "/S sh"));
    check("inline-image", |pdf| {
        put_first(pdf, "BI /W 1 /H 1 /BPC 8 /CS /G ID \n\u{1} EI");
    });
    check("postscript", |pdf| {
        let mut own = Dictionary::new();
        own.set("Subtype", Object::Name(b"PS".to_vec()));
        let id = pdf.add_object(Stream::new(own, b"showpage".to_vec()));
        let mut objects = Dictionary::new();
        objects.set("Z", id);
        resources(pdf).set("XObject", objects);
        put_first(pdf, "/Z Do");
    });
}

#[test]
fn profiles_of_a_screen_and_several_inks() {
    let by_profile = |pdf: &mut Document| {
        let mut own = Dictionary::new();
        own.set("N", 3);
        let profile = pdf.add_object(Stream::new(own, vec![0; 200]));
        Object::Array(vec![Object::Name(b"ICCBased".to_vec()), Object::Reference(profile)])
    };
    check("colour-rgb", |pdf| {
        let space = by_profile(pdf);
        let mut spaces = Dictionary::new();
        spaces.set("L", space);
        resources(pdf).set("ColorSpace", spaces);
        put_first(pdf, "/L cs .5 0 0 scn 100 100 50 50 re f");
    });
    check("colour-rgb", |pdf| {
        let space = by_profile(pdf);
        image(pdf).dict.set("ColorSpace", space);
    });
    check("plates", |pdf| {
        let names = ["Spot Red", "Gold"].map(|own| Object::Name(own.into())).to_vec();
        let space = vec![
            Object::Name(b"DeviceN".to_vec()),
            Object::Array(names),
            Object::Name(b"DeviceCMYK".to_vec()),
        ];
        let mut spaces = Dictionary::new();
        spaces.set("L", space);
        resources(pdf).set("ColorSpace", spaces);
        put_first(pdf, "/L cs 0 1 scn 100 100 50 50 re f");
    });
}

#[test]
fn graphics_states() {
    let state = |key: &'static str, value: Object| {
        move |pdf: &mut Document| {
            let states = resources(pdf).get(b"ExtGState").unwrap().as_reference().unwrap();
            let over = pdf.get_dictionary_mut(states).unwrap().get_mut(b"Over").unwrap();
            match over {
                Object::Reference(id) => {
                    let id: ObjectId = *id;
                    pdf.get_dictionary_mut(id).unwrap().set(key, value);
                }
                other => other.as_dict_mut().unwrap().set(key, value),
            }
        }
    };
    check("transparency", state("ca", 0.5.into()));
    check("transparency", state("BM", "Multiply".into()));
    check("transparency", state("BM", vec![Object::Name(b"Multiply".to_vec())].into()));
    check("content", state("LW", 1.into()));
    for key in ["TR", "TR2", "HT", "HTP"] {
        check("halftone", state(key, "Default".into()));
    }
    check("transparency", state("SMask", Dictionary::new().into()));
    check("transparency", |pdf| {
        let mask = pdf.add_object(Stream::new(Dictionary::new(), vec![0]));
        image(pdf).dict.set("SMask", mask);
    });
    check("overprint-black", state("OPM", 0.into()));
}

#[test]
fn odd_bytes_are_a_fault_and_no_panic() {
    let (pages, options, info) = (pages(), options(), info());
    let job = Job { pages: &pages, info: &info, options: &options };
    let whole = write(&pages, &options);
    for length in [0, 10, whole.bytes.len() / 2, whole.bytes.len() - 20] {
        let cut = Pdf { bytes: whole.bytes[..length].to_vec(), ..whole.clone() };
        assert!(rules(&preflight_file(&job, &cut)).contains("pdf-broken"));
    }
    let large = Pdf { bytes: vec![0; (200 << 20) + 1], ..whole };
    assert!(rules(&preflight_file(&job, &large)).contains("file-size"));
}

#[test]
fn an_operator_that_nobody_knows_is_no_panic() {
    let odd =
        Content { operations: vec![Operation::new("TJ", vec![]), Operation::new("Q", vec![])] };
    let odd = String::from_utf8(odd.encode().unwrap()).unwrap();
    let _ = broken(|pdf| content(pdf, 1, |text| format!("{odd}\n{text}")));
}
