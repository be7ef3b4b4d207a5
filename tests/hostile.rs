//! Hostile and broken files: no panic, the right sentence, and nothing lost.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "the tests make broken files on purpose")]

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::OnceLock;

use gongbao::issue::Issue;
use gongbao::issue::block::{Block, BlockKind};
use gongbao::issue::cover::CoverChoice;
use gongbao::issue::document::{Document, DocumentKind};
use gongbao::issue::id::{BlockId, DocumentId, IssueId, SectionId};
use gongbao::issue::masthead::Masthead;
use gongbao::issue::text::Text;
use gongbao::issue::{IssueNumber, Section, StyleChoice};
use gongbao::store::{
    Access, ArchiveFault, Backup, Error, Existing, Foreign, IssueFile, Loaded, Reason, RecordFault,
    backups_in, create, load, read, save_with, write, write_new,
};
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::prop_assert;
use proptest::proptest;
use tempfile::TempDir;
use zip::CompressionMethod;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

#[path = "hostile/import.rs"]
mod import;
#[path = "hostile/printed.rs"]
mod printed;
#[cfg(unix)]
#[path = "hostile/unix.rs"]
mod unix;

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n not much of a picture";

fn sample() -> IssueFile {
    let kind = BlockKind::Picture { sha256: gongbao::store::sha256(PICTURE), width: None };
    let blocks = [
        Block { id: BlockId::new(1), kind: BlockKind::Paragraph, text: "各旗县区：".into() },
        Block { id: BlockId::new(2), kind, text: "会场".into() },
    ];
    let mut document = Document::new(DocumentId::new(1), DocumentKind::Article, "关于“三农”的通知");
    document.body = blocks.map(Arc::new).to_vec();
    let mut file = IssueFile::new(Issue {
        id: IssueId::new(1),
        masthead: Masthead { chinese: "包头市人民政府公报".into(), ..Masthead::default() },
        number: IssueNumber {
            year: 2026,
            first: 4,
            last: None,
            total: Some(167),
            periodicity: "月刊".to_owned(),
            folio: None,
        },
        published: None,
        sections: vec![Section {
            id: SectionId::new(1),
            name: "市政府文件".into(),
            codes: Vec::new(),
            documents: vec![Arc::new(document)],
        }],
        colophon: vec![Text::new("主办：包头市人民政府")],
        style: StyleChoice { name: "baotou".to_owned(), source: None },
        cover: CoverChoice::default(),
    });
    let _sha256 = file.add_picture("png", PICTURE.to_vec());
    let _origin = file.add_original("TXT", b"\xb0\xfc\xcd\xb7".to_vec(), "包头".to_owned());
    let _origin = file.add_original("docx", b"PK and so on".to_vec(), "一\r\n二".to_owned());
    file
}

/// A folder, and the path of the sample saved in it.
fn saved() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("2026年第4期.gongbao");
    assert!(matches!(save(&path, &sample()).unwrap(), Backup::Unneeded));
    (folder, path)
}

/// The bytes of the sample's file.
fn good() -> Vec<u8> {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES
        .get_or_init(|| {
            let (_folder, path) = saved();
            fs::read(path).unwrap()
        })
        .clone()
}

/// Saves with the data folder beside the file.
fn save(path: &Path, file: &IssueFile) -> Result<Backup, Error> {
    save_with(path, file, Some(&path.parent().unwrap().join("data")))
}

/// Loads `bytes` from a file.
fn load_bytes(bytes: &[u8]) -> Result<Loaded, Error> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("x.gongbao");
    fs::write(&path, bytes).unwrap();
    let result = load(&path);
    if let Err(error) = &result {
        // The contract of the command line: FILE: what is wrong; what to do.
        let sentence = error.to_string();
        assert!(sentence.starts_with(&path.display().to_string()), "{sentence}");
        assert!(sentence.contains('；'), "{sentence}");
    }
    result
}

/// The entries of a good archive, without its mimetype.
fn entries(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (1..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            let _count = std::io::copy(&mut entry, &mut content).unwrap();
            (entry.name().unwrap().into_owned(), content)
        })
        .collect()
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}

/// An archive of these entries behind a mimetype.
fn zipped(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("mimetype", options()).unwrap();
    writer.write_all(b"application/vnd.gongbao").unwrap();
    for (name, content) in entries {
        writer.start_file(name.as_str(), options()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The sample's entries, and one more.
fn with_entry(name: &str, content: &[u8]) -> Vec<u8> {
    let mut entries = entries(&good());
    entries.push((name.to_owned(), content.to_vec()));
    zipped(&entries)
}

/// The sample with `old` in its record replaced by `new`.
fn with_record(old: &str, new: &str) -> Vec<u8> {
    let mut entries = entries(&good());
    for (name, content) in &mut entries {
        if name == "issue.ron" {
            let text = String::from_utf8(std::mem::take(content)).unwrap();
            assert!(text.contains(old), "{text}");
            *content = text.replacen(old, new, 1).into_bytes();
        }
    }
    zipped(&entries)
}

fn fault(bytes: &[u8]) -> ArchiveFault {
    match load_bytes(bytes) {
        Err(Error::Archive { fault, .. }) => fault,
        other => panic!("{other:?}"),
    }
}

fn foreign(bytes: &[u8]) -> Foreign {
    match load_bytes(bytes) {
        Err(Error::Foreign { kind, .. }) => kind,
        other => panic!("{other:?}"),
    }
}

fn reason(bytes: &[u8]) -> Reason {
    match load_bytes(bytes).unwrap().access {
        Access::ReadOnly(reason) => reason,
        Access::ReadWrite => panic!("opened for writing"),
    }
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_refused(bytes in vec(any::<u8>(), 0..2000)) {
        prop_assert!(load_bytes(&bytes).is_err());
    }

    #[test]
    fn arbitrary_bytes_behind_the_head_of_an_archive_are_refused(
        bytes in vec(any::<u8>(), 0..400),
        cut in 0_usize..400,
    ) {
        let mut good = with_entry("rounds/1.ron", b"()");
        good.truncate(cut);
        good.extend(bytes);
        prop_assert!(load_bytes(&good).is_err());
    }

    #[test]
    fn a_flipped_byte_gives_the_issue_or_an_error(at in any::<usize>(), bits in 1_u8..) {
        let mut bytes = good();
        let at = at % bytes.len();
        bytes[at] ^= bits;
        if let Ok(loaded) = load_bytes(&bytes) {
            prop_assert!(loaded.file.issue == sample().issue);
        }
    }

    #[test]
    fn an_arbitrary_record_gives_a_sentence(record in "[ -~\n(){}\\[\\]\"公报]{0,200}") {
        let bytes = zipped(&[("issue.ron".to_owned(), record.into_bytes())]);
        prop_assert!(load_bytes(&bytes).is_err());
    }

    #[test]
    fn a_record_cut_anywhere_gives_a_sentence(at in any::<usize>()) {
        let all = entries(&good());
        let record = &all.iter().find(|(name, _)| name == "issue.ron").unwrap().1;
        let end = at % (record.len() - 4);
        let bytes = zipped(&[("issue.ron".to_owned(), record[..end].to_vec())]);
        prop_assert!(load_bytes(&bytes).is_err());
    }
}

#[test]
fn a_good_file_comes_back_whole() {
    let (_folder, path) = saved();
    let loaded = load(&path).unwrap();
    assert_eq!(loaded.access, Access::ReadWrite);
    assert_eq!(loaded.file, sample());
    assert_eq!(loaded.findings, Vec::new());
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let bytes = good();
    for end in (1..bytes.len()).step_by(97) {
        let error = load_bytes(&bytes[..end]).unwrap_err();
        assert!(matches!(error, Error::Archive { .. } | Error::Foreign { .. }), "{end}: {error}");
    }
    assert_eq!(fault(&bytes[..bytes.len() - 1]), ArchiveFault::Damaged);
}

#[test]
fn entries_that_reach_outside_are_refused() {
    for name in ["../x", "/etc/passwd", "a/../../x", "C:/x", "a\\..\\x", "a//b", "./x"] {
        let bytes = with_entry("pictures/harmless.png", b"x");
        // The zip crate tidies names when it writes; the bytes are changed behind its back.
        let mut padded = name.to_owned();
        while padded.len() < "pictures/harmless.png".len() {
            padded.push('x');
        }
        let changed = replace_bytes(&bytes, b"pictures/harmless.png", padded.as_bytes());
        assert_eq!(fault(&changed), ArchiveFault::Outside(padded));
    }
}

fn replace_bytes(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    let mut bytes = bytes.to_vec();
    let mut at = 0;
    let mut count = 0;
    while at + old.len() <= bytes.len() {
        if bytes[at..].starts_with(old) {
            bytes[at..at + old.len()].copy_from_slice(new);
            count += 1;
        }
        at += 1;
    }
    assert_eq!(count, 2, "in the local and in the central header");
    bytes
}

#[test]
fn two_entries_of_one_name_are_refused() {
    let bytes = with_entry("pictures/other.png", b"x");
    let mut twice = bytes.clone();
    twice = replace_bytes(&twice, b"pictures/other.png", b"pictures/0ther.png");
    assert!(load_bytes(&twice).is_ok());
    let mut entries = entries(&good());
    entries.push(("issue.rom".to_owned(), b"()".to_vec()));
    let twice = replace_bytes(&zipped(&entries), b"issue.rom", b"issue.ron");
    assert_eq!(fault(&twice), ArchiveFault::Overlap);
}

#[test]
fn bombs_are_refused() {
    let zeros = vec![0; 64 << 20];
    assert_eq!(fault(&with_entry("rounds/1.ron", &zeros)), ArchiveFault::Bomb);

    // One that lies about its size: both headers say 10 bytes.
    let honest = with_entry("rounds/1.ron", &vec![b'a'; 3_000_000]);
    let size = 3_000_000_u32.to_le_bytes();
    let lying = replace_bytes(&honest, &size, &10_u32.to_le_bytes());
    match load_bytes(&lying) {
        Ok(loaded) => assert!(loaded.file.others.values().all(|bytes| bytes.len() < 100)),
        Err(error) => assert!(matches!(error, Error::Archive { .. }), "{error}"),
    }
}

#[test]
fn too_many_entries_are_refused() {
    let many: Vec<(String, Vec<u8>)> =
        (0..20_001).map(|number| (format!("rounds/{number}.ron"), Vec::new())).collect();
    assert_eq!(fault(&zipped(&many)), ArchiveFault::TooMany);

    let mut file = sample();
    file.others = many.into_iter().map(|(name, bytes)| (name, Arc::new(bytes))).collect();
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("x.gongbao");
    let error = save(&path, &file).unwrap_err();
    assert!(matches!(error, Error::Archive { fault: ArchiveFault::TooMany, .. }), "{error}");
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[test]
fn links_and_secrets_are_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("pictures/x", "/etc/passwd", options()).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    assert_eq!(fault(&bytes), ArchiveFault::Link("pictures/x".to_owned()));

    // Bit 0 of the flags, at byte 6 of the local and byte 8 of the central header.
    let mut bytes = with_entry("secret.txt", b"x");
    for (signature, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let starts: Vec<usize> =
            (0..bytes.len() - 4).filter(|at| bytes[*at..].starts_with(signature)).collect();
        bytes[starts.last().unwrap() + flags] |= 1;
    }
    assert_eq!(fault(&bytes), ArchiveFault::Encrypted("secret.txt".to_owned()));
}

#[test]
fn foreign_files_are_named() {
    let other = |name: &str| {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file(name, options()).unwrap();
        writer.write_all(b"<xml/>").unwrap();
        writer.finish().unwrap().into_inner()
    };
    assert_eq!(foreign(b""), Foreign::Empty);
    assert_eq!(foreign(b"%PDF-1.6\n"), Foreign::Pdf);
    assert_eq!(foreign(&other("word/document.xml")), Foreign::Word);
    assert_eq!(foreign(&other("xl/workbook.xml")), Foreign::Excel);
    assert_eq!(foreign(&other("OFD.xml")), Foreign::Ofd);
    assert_eq!(foreign(&other("稿件/一.txt")), Foreign::Archive);
    assert_eq!(foreign("包头市人民政府公报".as_bytes()), Foreign::Text);
    let sentence = load_bytes(&other("word/document.xml")).unwrap_err().to_string();
    assert!(sentence.contains("Word") && sentence.contains("import"), "{sentence}");

    let folder = TempDir::new().unwrap();
    assert!(matches!(load(folder.path()).unwrap_err(), Error::Folder { .. }));
    assert!(matches!(load(&folder.path().join("x")).unwrap_err(), Error::Missing { .. }));
}

#[test]
fn what_is_not_known_opens_read_only() {
    let unknown = |name: &str| Reason::Unknown { names: vec![name.to_owned()] };
    assert_eq!(reason(&with_record("version: 1", "version: 7")), Reason::Newer { version: 7 });
    assert_eq!(reason(&with_record("Paragraph", "Quotation(\"(\", 2)")), unknown("Quotation"));
    assert_eq!(reason(&with_record("first: 4", "first: 4, extra: Yes(1)")), unknown("extra"));
    let loaded = load_bytes(&with_record("kind: Article", "kind: Song")).unwrap();
    let error = loaded.writable(Path::new("某期.gongbao")).unwrap_err();
    assert!(matches!(error, Error::ReadOnly { .. }), "{error}");
    assert!(error.to_string().starts_with("某期.gongbao: "), "{error}");
}

#[test]
fn a_record_that_cannot_be_an_issue_is_refused() {
    let refused = |old: &str, new: &str| match load_bytes(&with_record(old, new)).unwrap_err() {
        Error::Record { fault, .. } => fault,
        other => panic!("{other}"),
    };
    let twice = refused("0000000000000002", "0000000000000001");
    assert!(matches!(twice, RecordFault::Invalid(_)), "{twice}");
    assert!(matches!(refused("version: 1", "version: 0"), RecordFault::Version(0)));
    assert!(matches!(refused("first: 4", "first: four"), RecordFault::Syntax { .. }));
    let missing = zipped(&[("rounds/1.ron".to_owned(), b"()".to_vec())]);
    assert_eq!(fault(&missing), ArchiveFault::NoRecord);
}

#[test]
fn deep_nesting_is_refused_and_not_fatal() {
    let deep = format!("first: 4, extra: {}{}", "[".repeat(100_000), "]".repeat(100_000));
    let error = load_bytes(&with_record("first: 4", &deep)).unwrap_err();
    assert!(matches!(error, Error::Record { .. }), "{error}");
}

#[test]
fn damaged_pictures_are_found_and_kept() {
    let mut entries = entries(&good());
    let picture = entries.iter_mut().find(|(name, _)| name.starts_with("pictures/")).unwrap();
    picture.1[9] ^= 1;
    let (name, content) = picture.clone();
    let loaded = load_bytes(&zipped(&entries)).unwrap();
    let rules: Vec<&str> = loaded.findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["file-damaged", "picture-missing"]);
    assert_eq!(loaded.file.pictures.len(), 0);
    assert_eq!(loaded.file.others.get(&name).map(|bytes| bytes.to_vec()), Some(content));
}

#[test]
fn an_entry_with_a_wrong_checksum_makes_the_file_read_only() {
    let bytes = good();
    let at = bytes.windows(PICTURE.len()).position(|window| window == PICTURE).unwrap();
    let mut damaged = bytes;
    damaged[at + 9] ^= 1;
    assert!(matches!(reason(&damaged), Reason::Damaged { .. }));
    assert_eq!(load_bytes(&damaged).unwrap().file.issue, sample().issue);
}

#[test]
fn entries_of_later_versions_are_kept() {
    let bytes = with_entry("rounds/1.ron", b"(signed: [])");
    let loaded = load_bytes(&bytes).unwrap();
    let (_folder, path) = saved();
    let _backup = save(&path, &loaded.file).unwrap();
    let again = load(&path).unwrap().file;
    assert_eq!(again.others["rounds/1.ron"].as_slice(), b"(signed: [])");
}

#[test]
fn the_last_five_versions_are_kept() {
    let (folder, path) = saved();
    let mut file = sample();
    let mut last = fs::read(&path).unwrap();
    for total in 200..208 {
        file.issue.number.total = Some(total);
        let Backup::Kept(kept) = save(&path, &file).unwrap() else { panic!("no backup") };
        assert_eq!(fs::read(kept).unwrap(), last);
        last = fs::read(&path).unwrap();
    }
    assert!(matches!(save(&path, &file).unwrap(), Backup::Unneeded));
    let kept = || {
        let versions = backups_in(&path, &folder.path().join("data")).unwrap();
        versions
            .iter()
            .map(|version| version.file_name().unwrap().to_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let expected: Vec<String> = (4..9).rev().map(|n| format!("2026年第4期.{n}.gongbao")).collect();
    assert_eq!(kept(), expected);
    fs::remove_file(&path).unwrap();
    assert_eq!(kept(), expected, "also for a file that is gone");
}

#[test]
fn saving_goes_on_where_no_backup_can_be_kept() {
    let (folder, path) = saved();
    let mut file = sample();
    file.issue.number.total = None;
    fs::write(folder.path().join("data"), b"in the way").unwrap();
    assert!(matches!(save(&path, &file).unwrap(), Backup::Failed(_)));
    assert_eq!(load(&path).unwrap().file, file);
    assert_eq!(names(folder.path()), ["2026年第4期.gongbao", "data"]);
}

#[test]
fn places_that_cannot_be_written_leave_everything_as_it_was() {
    let (folder, path) = saved();
    let before = fs::read(&path).unwrap();
    let mut file = sample();
    file.issue.number.total = None;

    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    assert!(matches!(save(&path, &file).unwrap_err(), Error::WriteProtected { .. }));
    assert_eq!(fs::read(&path).unwrap(), before);

    let nowhere = folder.path().join("没有/x.gongbao");
    assert!(matches!(save(&nowhere, &file).unwrap_err(), Error::NoFolder { .. }));
    let below = path.join("x.gongbao");
    assert!(matches!(save(&below, &file).unwrap_err(), Error::NoFolder { .. }));
    assert!(matches!(save(folder.path(), &file).unwrap_err(), Error::Folder { .. }));
    assert!(matches!(create(&path, &file, Existing::Refuse).unwrap_err(), Error::Exists { .. }));
    assert_eq!(names(folder.path()), ["2026年第4期.gongbao"]);
}

#[test]
fn texts_are_read_and_exports_written() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("x.txt");
    write_new(&path, b"one", Existing::Refuse).unwrap();
    assert!(matches!(
        write_new(&path, b"two", Existing::Refuse).unwrap_err(),
        Error::Exists { .. }
    ));
    assert_eq!(read(&path).unwrap(), b"one");
    write_new(&path, b"two", Existing::Replace).unwrap();
    write(&path, b"three").unwrap();
    assert_eq!(read(&path).unwrap(), b"three");
    assert!(matches!(read(folder.path()).unwrap_err(), Error::Folder { .. }));

    let big = fs::File::create(folder.path().join("big.txt")).unwrap();
    big.set_len(gongbao::store::TEXT_LIMIT + 1).unwrap();
    let error = read(&folder.path().join("big.txt")).unwrap_err();
    assert!(matches!(error, Error::TooBig { .. }), "{error}");
    assert_eq!(names(folder.path()), ["big.txt", "x.txt"]);
}
