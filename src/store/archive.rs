//! Entries ↔ the bytes of a zip archive, with limits that refuse what would do harm.
//!
//! `mimetype` comes first and is stored, as in `OpenDocument` 1.3 part 2, 3.3, so that a file is
//! known by its first bytes. Entries are sorted and carry no time: the same entries give the same
//! bytes. Nothing is ever unpacked to disk, but names that reach out of the archive are refused
//! all the same: whoever unpacks the file by hand should be safe too.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::CompressionMethod;
use zip::ZipArchive;
use zip::ZipWriter;
use zip::result::{ZipError, ZipResult};
use zip::write::SimpleFileOptions;

use super::foreign::{self, Foreign};

/// How many bytes a file, and what it holds once unpacked, may have: 512 MiB.
pub(super) const SIZE_LIMIT: u64 = 512 << 20;
/// How many entries an archive may have.
const ENTRY_LIMIT: usize = 20_000;
/// Up to here an archive may pack as well as it likes.
const UNSUSPECTED: u64 = 16 << 20;
/// Beyond it, how many bytes may come of one. Text of an issue packs about 10 : 1.
const RATIO_LIMIT: u64 = 100;

const MIMETYPE: &str = "mimetype";
const MIMETYPE_CONTENT: &[u8] = b"application/vnd.gongbao";
/// The entry that holds the issue.
pub(super) const RECORD: &str = "issue.ron";

/// What is wrong with an archive.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is cut off or damaged.
    #[error("文件不完整或已损坏；请重新复制一份，或从备份中找回")]
    Damaged,
    /// The record of the issue is damaged.
    #[error("文件中的正文（issue.ron）已损坏；请重新复制一份，或从备份中找回")]
    DamagedRecord,
    /// There is no record of the issue.
    #[error("文件中缺少正文（issue.ron）；请重新复制一份，或从备份中找回")]
    NoRecord,
    /// It has too many entries.
    #[error("文件中的项目超过 {ENTRY_LIMIT} 个；请减少图片，或拆分成几个文件")]
    TooMany,
    /// It is too big once unpacked.
    #[error("文件的内容超过 {} MB；请减少或缩小图片，或拆分成几个文件", SIZE_LIMIT >> 20)]
    TooBig,
    /// A small file that would become a very big one.
    #[error("文件的压缩比异常，可能是恶意文件，没有打开；请向发送人核实")]
    Bomb,
    /// Two entries have one name, or share bytes.
    #[error("文件中有重复或重叠的项目，可能被改动过，没有打开；请向发送人核实")]
    Overlap,
    /// An entry would come outside the archive.
    #[error("文件中的项目“{0}”指向文件之外，可能是恶意文件，没有打开；请向发送人核实")]
    Outside(String),
    /// An entry is a link.
    #[error("文件中的项目“{0}”是链接，可能是恶意文件，没有打开；请向发送人核实")]
    Link(String),
    /// An entry is encrypted.
    #[error("文件中的项目“{0}”已加密，无法打开；请向发送人索取未加密的文件")]
    Encrypted(String),
    /// An entry is packed in a way that we do not know.
    #[error("文件中的项目“{0}”用了不支持的压缩方法；请用公报程序重新保存")]
    Unsupported(String),
}

/// Why an archive is not opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is another kind of file.
    Foreign(Foreign),
    /// It is damaged or made to do harm.
    Fault(Fault),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// What an archive holds.
#[derive(Debug, Default)]
pub(super) struct Entries {
    /// The bytes of each entry, by its name; without folders and `mimetype`.
    pub(super) whole: BTreeMap<String, Vec<u8>>,
    /// The names of entries whose bytes are damaged.
    pub(super) damaged: Vec<String>,
}

/// Packs entries.
pub(super) fn pack(entries: &BTreeMap<String, &[u8]>) -> Result<Vec<u8>, Fault> {
    let total: u64 = entries.values().map(|bytes| bytes.len() as u64).sum();
    if entries.len() >= ENTRY_LIMIT {
        return Err(Fault::TooMany);
    }
    if total > SIZE_LIMIT {
        return Err(Fault::TooBig);
    }
    let packed = write(entries, CompressionMethod::Deflated).map_err(|_| Fault::TooBig)?;
    // What packs so well that opening would refuse it is stored as it is.
    let packed = if is_bomb(total, packed.len() as u64) {
        write(entries, CompressionMethod::Stored).map_err(|_| Fault::TooBig)?
    } else {
        packed
    };
    // Opening refuses a file of more bytes than that, also where its entries alone have fewer.
    if packed.len() as u64 > SIZE_LIMIT { Err(Fault::TooBig) } else { Ok(packed) }
}

fn write(entries: &BTreeMap<String, &[u8]>, texts: CompressionMethod) -> ZipResult<Vec<u8>> {
    let options = |method| SimpleFileOptions::default().compression_method(method);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(MIMETYPE, options(CompressionMethod::Stored))?;
    writer.write_all(MIMETYPE_CONTENT)?;
    for (name, bytes) in entries {
        // Pictures and sources are packed in themselves.
        let method = if is_text(name) { texts } else { CompressionMethod::Stored };
        writer.start_file(name.as_str(), options(method))?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

fn is_text(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| matches!(ending, "ron" | "txt"))
}

/// Unpacks an archive.
pub(super) fn unpack(bytes: &[u8]) -> Result<Entries, Refusal> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return Err(Refusal::Foreign(foreign::by_bytes(bytes)));
    }
    if declared_entries(bytes) > ENTRY_LIMIT as u64 {
        return Err(Fault::TooMany.into());
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Damaged)?;
    if archive.len() > ENTRY_LIMIT {
        return Err(Fault::TooMany.into());
    }
    let overlap = archive.has_overlapping_entries().map_err(|_| Fault::Damaged)?;
    if archive.has_duplicate_names() || overlap {
        return Err(Fault::Overlap.into());
    }
    let names = survey(&archive, bytes.len() as u64)?;
    check_kind(&mut archive, &names)?;

    let mut entries = Entries::default();
    let mut room = SIZE_LIMIT;
    for (index, name) in names.into_iter().enumerate() {
        if name.ends_with('/') || name == MIMETYPE {
            continue;
        }
        match read(&mut archive, index, room)? {
            Some(content) => {
                room -= content.len() as u64;
                drop(entries.whole.insert(name, content));
            }
            None if name == RECORD => return Err(Fault::DamagedRecord.into()),
            None => entries.damaged.push(name),
        }
    }
    Ok(entries)
}

/// How many entries an archive says that it has. The zip crate makes room for all of them before
/// it can be asked; a count over 65 535 stands in the record of the larger kind (APPNOTE 4.3.14).
fn declared_entries(bytes: &[u8]) -> u64 {
    let tail = bytes.len().saturating_sub(22 + 65_535);
    let count = |at: usize| {
        let field = bytes.get(at..at + 8)?;
        Some(u64::from_le_bytes(field.try_into().ok()?))
    };
    bytes
        .windows(4)
        .enumerate()
        .skip(tail.saturating_sub(20))
        .filter(|(_, signature)| *signature == b"PK\x06\x07")
        .filter_map(|(at, _)| {
            let record = usize::try_from(count(at + 8)?).ok()?;
            count(record.checked_add(32)?)
        })
        .max()
        .unwrap_or(0)
}

/// The names of all entries; refuses those that no honest file has.
fn survey(archive: &ZipArchive<Cursor<&[u8]>>, packed: u64) -> Result<Vec<String>, Fault> {
    let mut names = Vec::with_capacity(archive.len());
    let mut total = 0_u64;
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(|_| Fault::Damaged)?;
        let shown = String::from_utf8_lossy(entry.name_raw()).into_owned();
        let name = std::str::from_utf8(entry.name_raw()).unwrap_or_default().to_owned();
        if !is_inside(&name) {
            return Err(Fault::Outside(shown));
        }
        if entry.is_symlink() {
            return Err(Fault::Link(name));
        }
        if entry.encrypted() {
            return Err(Fault::Encrypted(name));
        }
        match entry.compression() {
            CompressionMethod::Stored | CompressionMethod::Deflated => {}
            _ => return Err(Fault::Unsupported(name)),
        }
        total = total.saturating_add(entry.size());
        names.push(name);
    }
    if total > SIZE_LIMIT {
        Err(Fault::TooBig)
    } else if is_bomb(total, packed) {
        Err(Fault::Bomb)
    } else {
        Ok(names)
    }
}

const fn is_bomb(total: u64, packed: u64) -> bool {
    total > UNSUSPECTED && total / RATIO_LIMIT > packed
}

/// Whether a name stays within the folder that somebody unpacks the archive into, on any system.
fn is_inside(name: &str) -> bool {
    let folder = name.strip_suffix('/').unwrap_or(name);
    !folder.is_empty()
        && !name.contains(['\\', ':'])
        && !name.contains(char::is_control)
        && folder.split('/').all(|step| !matches!(step, "" | "." | ".."))
}

/// Refuses an archive that is none of ours.
fn check_kind(archive: &mut ZipArchive<Cursor<&[u8]>>, names: &[String]) -> Result<(), Refusal> {
    let find = |wanted: &str| names.iter().position(|name| name == wanted);
    let kind = match find(MIMETYPE) {
        Some(index) => read(archive, index, 1024).ok().flatten(),
        None => None,
    };
    let ours = kind.as_deref().map(<[u8]>::trim_ascii) == Some(MIMETYPE_CONTENT);
    match find(RECORD) {
        // Packing by hand may lose the mimetype; the record says what it is.
        Some(_) if ours || find(MIMETYPE).is_none() => Ok(()),
        None if ours => Err(Fault::NoRecord.into()),
        Some(_) | None => Err(Refusal::Foreign(foreign::by_names(names, kind.as_deref()))),
    }
}

/// The bytes of an entry, at most `room`; none if they are damaged.
fn read(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    room: u64,
) -> Result<Option<Vec<u8>>, Fault> {
    let entry = match archive.by_index(index) {
        Ok(entry) => entry,
        Err(ZipError::InvalidPassword | ZipError::UnsupportedArchive(_)) => {
            return Err(Fault::Unsupported(index.to_string()));
        }
        Err(_) => return Ok(None),
    };
    let mut content = Vec::new();
    // What the entry says of its size need not be true.
    match entry.take(room + 1).read_to_end(&mut content) {
        Ok(count) if count as u64 > room => Err(Fault::TooBig),
        Ok(_) => Ok(Some(content)),
        Err(_) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, inside: bool) {
        assert_eq!(is_inside(name), inside, "{name}");
    }

    #[test]
    fn names_stay_within_the_archive() {
        check("issue.ron", true);
        check("pictures/ab.png", true);
        check("pictures/", true);
        check("稿件/一..二.txt", true);
        check("", false);
        check("/etc/passwd", false);
        check("../x", false);
        check("a/../../x", false);
        check("a/./x", false);
        check("a//x", false);
        check("..\\x", false);
        check("C:x", false);
        check("a\0b", false);
    }

    #[test]
    fn what_packs_too_well_is_stored() {
        let zeros = vec![b' '; 20 << 20];
        let entries = BTreeMap::from([
            (RECORD.to_owned(), zeros.as_slice()),
            ("rounds/1.ron".to_owned(), b"()".as_slice()),
        ]);
        let packed = pack(&entries).unwrap();
        assert!(packed.len() > zeros.len());
        let read = unpack(&packed).unwrap();
        assert_eq!(read.whole.len(), 2);
        assert_eq!(read.whole.get(RECORD), Some(&zeros));
    }

    #[test]
    fn an_entry_is_read_no_further_than_there_is_room() {
        let entries = BTreeMap::from([(RECORD.to_owned(), b"12345".as_slice())]);
        let packed = pack(&entries).unwrap();
        let mut archive = ZipArchive::new(Cursor::new(packed.as_slice())).unwrap();
        assert_eq!(read(&mut archive, 1, 5), Ok(Some(b"12345".to_vec())));
        assert_eq!(read(&mut archive, 1, 4), Err(Fault::TooBig));
    }

    #[test]
    fn the_count_of_a_large_archive_is_known_before_it_is_read() {
        let mut bytes = b"PK\x03\x04".to_vec();
        bytes.extend_from_slice(b"PK\x06\x06");
        bytes.extend([0; 28]);
        bytes.extend(11_000_000_u64.to_le_bytes());
        bytes.extend([0; 16]);
        bytes.extend_from_slice(b"PK\x06\x07\0\0\0\0");
        bytes.extend(4_u64.to_le_bytes());
        bytes.extend([0; 4]);
        assert_eq!(declared_entries(&bytes), 11_000_000);
        assert_eq!(unpack(&bytes).unwrap_err(), Refusal::Fault(Fault::TooMany));
    }

    #[test]
    fn the_kind_stands_in_the_first_bytes() {
        let entries = BTreeMap::from([(RECORD.to_owned(), b"()".as_slice())]);
        let packed = pack(&entries).unwrap();
        assert_eq!(packed.get(30..38), Some(b"mimetype".as_slice()));
        assert_eq!(packed.get(38..61), Some(MIMETYPE_CONTENT));
        assert_eq!(packed, pack(&entries).unwrap());
    }
}
