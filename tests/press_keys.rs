//! Preflight of the written file: keys, fonts, images and paint that are there and say something
//! else than they should.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is wrong")]

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

#[path = "support/fonts.rs"]
mod fonts;
#[path = "support/sheet.rs"]
mod sheet;
#[expect(dead_code, reason = "shared with tests that need more")]
#[path = "support/written.rs"]
mod written;

use written::{catalog, check, content, intent, numbers, packet, put_first, resources};

/// Every dictionary and stream that has this key.
fn holders<'a>(pdf: &'a mut Document, key: &'a str) -> impl Iterator<Item = &'a mut Dictionary> {
    pdf.objects.values_mut().filter_map(move |own| match own {
        Object::Dictionary(own) => own.has(key.as_bytes()).then_some(own),
        Object::Stream(own) => own.dict.has(key.as_bytes()).then_some(&mut own.dict),
        _ => None,
    })
}

/// Every stream that some dictionary names with this key, with its data changed.
fn streams(pdf: &mut Document, key: &str, change: impl Fn(Vec<u8>) -> Vec<u8>) {
    let ids: Vec<ObjectId> = holders(pdf, key)
        .map(|own| own.get(key.as_bytes()).unwrap().as_reference().unwrap())
        .collect();
    assert!(!ids.is_empty(), "{key}");
    for id in ids {
        let stream = pdf.get_object_mut(id).unwrap().as_stream_mut().unwrap();
        let data = stream.get_plain_content().unwrap();
        stream.set_plain_content(change(data));
    }
}

#[test]
fn keys_that_are_there_and_say_something_else() {
    check("page-boxes", |pdf| {
        let tree = catalog(pdf).get(b"Pages").unwrap().as_reference().unwrap();
        pdf.get_dictionary_mut(tree).unwrap().set("Rotate", 90);
    });
    check("pdf-profile", |pdf| {
        let id = intent(pdf).get(b"DestOutputProfile").unwrap().as_reference().unwrap();
        let stream = pdf.get_object_mut(id).unwrap().as_stream_mut().unwrap();
        let icc = stream.get_plain_content().unwrap();
        stream.set_plain_content(icc[..1000].to_vec());
    });
    check("pdf-profile", |pdf| {
        let id = intent(pdf).get(b"DestOutputProfile").unwrap().as_reference().unwrap();
        pdf.get_object_mut(id).unwrap().as_stream_mut().unwrap().dict.set("N", 3);
    });
    check("pdf-intent", |pdf| {
        intent(pdf).set("OutputConditionIdentifier", Object::string_literal("FOGRA47"));
    });
    check("pdf-xmp", |pdf| packet(pdf, "<xmpMM:DocumentID>uuid:", "<xmpMM:DocumentID>uuid:x"));
    check("pdf-xmp", |pdf| packet(pdf, "</rdf:RDF>", ""));
    check("pdf-xmp", |pdf| packet(pdf, "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/"));
    check("pdf-action", |pdf| catalog(pdf).set("OCProperties", Dictionary::new()));
    check("pdf-action", |pdf| {
        let mut script = Dictionary::new();
        script.set("S", Object::Name(b"JavaScript".to_vec()));
        let mut outline = Dictionary::new();
        outline.set("A", script);
        let _ = pdf.add_object(outline);
    });
    check("colour-space", |pdf| {
        let mut spaces = Dictionary::new();
        spaces.set("DefaultCMYK", Object::Name(b"DeviceRGB".to_vec()));
        resources(pdf).set("ColorSpace", spaces);
    });
    check("red-alternate", |pdf| {
        let spaces = resources(pdf).get_mut(b"ColorSpace").unwrap().as_dict_mut().unwrap();
        let red = spaces.get_mut(b"Red").unwrap().as_array_mut().unwrap();
        red[3].as_dict_mut().unwrap().set("N", 2);
    });
}

#[test]
fn fonts_and_images_that_cannot_be_read() {
    for key in ["FontFile2", "FontFile3"] {
        check("font-embedded", |pdf| {
            streams(pdf, key, |data| data.iter().take(data.len() / 2).copied().collect());
        });
    }
    let fonts = |pdf: &mut Document, change: &dyn Fn(&mut Dictionary)| {
        holders(pdf, "DescendantFonts").for_each(|own| {
            let all = own.get_mut(b"DescendantFonts").unwrap().as_array_mut().unwrap();
            change(all[0].as_dict_mut().unwrap());
        });
    };
    check("font-widths", |pdf| fonts(pdf, &|own| drop(own.remove(b"W"))));
    check("font-widths", |pdf| {
        fonts(pdf, &|own| {
            let _ = own.remove(b"W");
            own.set("DW", 500);
        });
    });
    check("font-name", |pdf| {
        fonts(pdf, &|own| own.set("BaseFont", Object::Name(b"ABCDEF+Other".to_vec())));
    });
    check("font-encoding", |pdf| {
        holders(pdf, "DescendantFonts")
            .for_each(|own| own.set("Encoding", Object::Name(b"UniGB-UCS2-H".to_vec())));
    });
    let images = |pdf: &mut Document, change: &dyn Fn(&mut Stream)| {
        let streams = pdf.objects.values_mut().filter_map(|own| own.as_stream_mut().ok());
        let is_grey = |own: &&mut Stream| {
            own.dict.get(b"Width").is_ok()
                && own.dict.get(b"ColorSpace").is_ok_and(|own| *own == "DeviceGray".into())
        };
        let all: Vec<&mut Stream> = streams.filter(is_grey).collect();
        assert!(!all.is_empty());
        all.into_iter().for_each(change);
    };
    check("image-broken", |pdf| {
        images(pdf, &|own| {
            let data = own.get_plain_content().unwrap();
            own.set_plain_content(data[..data.len() / 3].to_vec());
        });
    });
    check("image-broken", |pdf| {
        images(pdf, &|own| own.dict.set("Decode", numbers(&[1, 0])));
    });
    check("plates", |pdf| {
        let parts = ["Separation", "Gold", "DeviceCMYK"].map(|own| Object::Name(own.into()));
        images(pdf, &|own| own.dict.set("ColorSpace", parts.to_vec()));
    });
}

#[test]
fn paint_that_goes_another_way() {
    check("content", |pdf| content(pdf, 1, |text| text.replacen("BT\n", "BT\n80 Tz\n", 1)));
    check("content", |pdf| content(pdf, 1, |text| text.replacen("BT\n", "BT\n2 Tc\n", 1)));
    check("overprint-white", |pdf| put_first(pdf, "/Over gs 1 g 100 100 50 50 re f"));
    check("overprint-red", |pdf| content(pdf, 3, |text| text.replace("/Knock gs", "/Over gs")));
}
