//! Files: an issue in memory ↔ a `.gongbao` archive on disk, and the bytes of all other files.
//!
//! ```text
//! path → disk → archive (zip, limits) → migrate (issue.ron, versions) → IssueFile
//! IssueFile → file (entries) → archive → disk (temporary file, sync, rename), old one → backup
//! ```
//!
//! **Invariant.** Saving never leaves less than there was: the old file is replaced by a rename,
//! once the new one is on the disk and its record has been read back. What an archive holds beyond
//! what this version knows is kept and written again; where that cannot be, as with unknown fields
//! of the record, the file opens read-only.
//!
//! **Invariant.** The same [`IssueFile`] gives the same bytes.
//!
//! Only this module and those below it touch files; what differs between systems stands in
//! `store::platform`. What is not saved yet is kept by `store::recovery`.

use std::io;
use std::path::{Path, PathBuf};

mod archive;
mod backup;
mod disk;
mod file;
pub mod folder;
pub mod fonts;
mod foreign;
pub mod house;
mod migrate;
pub mod office;
pub mod package;
mod platform;
pub mod recent;
pub mod recovery;
mod settings;
pub mod shops;
pub mod terms;
mod wording;

pub use self::archive::Fault as ArchiveFault;
pub use self::disk::Existing;
pub use self::disk::Target;
pub use self::file::IssueFile;
pub use self::file::Original;
pub use self::file::Picture;
pub use self::foreign::Foreign;
pub use self::migrate::Fault as RecordFault;
pub use self::platform::data_folder;
pub use self::platform::has_desktop;
pub use self::platform::show_folder;
pub use crate::issue::id::sha256;

use crate::finding::Finding;

/// How many bytes a text or a file to be imported may have: 64 MiB.
pub const TEXT_LIMIT: u64 = 64 << 20;

/// Why a file cannot be read or written: `FILE: what is wrong; what to do`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such file.
    #[error("{}: 没有这个文件；请检查文件名和所在的文件夹", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The folder that a file should come into is not there.
    #[error("{}: 文件夹不存在；请先建立文件夹，或换一个位置", path.display())]
    NoFolder {
        /// The file.
        path: PathBuf,
    },
    /// It is a folder.
    #[error("{}: 这是文件夹，不是文件；请选择其中的文件", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
    },
    /// There is a folder of that name with other files in it.
    #[error("{}: 文件夹里还有别的文件，没有改动；请换一个名字，或先把其中的文件移走", path.display())]
    FolderInUse {
        /// The folder.
        path: PathBuf,
    },
    /// It is a device or the like.
    #[error("{}: 这不是普通文件，不能保存在这里；请换一个文件名", path.display())]
    Special {
        /// The path.
        path: PathBuf,
    },
    /// It is there already.
    #[error("{}: 文件已经存在，没有改动；请换一个文件名，或用 --overwrite 覆盖", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// It is an issue's file, and something else would replace it.
    #[error("{}: 这是公报文件，不能用别的内容覆盖，没有改动；请换一个文件名", path.display())]
    Issue {
        /// The file.
        path: PathBuf,
    },
    /// It is marked as read-only.
    #[error("{}: 文件是只读的，没有改动；请去掉只读属性，或另存为别的文件", path.display())]
    WriteProtected {
        /// The file.
        path: PathBuf,
    },
    /// The system does not let us.
    #[error("{}: 没有权限；请检查文件和文件夹的权限，或换一个位置", path.display())]
    Denied {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// There is no room.
    #[error("{}: 磁盘已满或超出限额，原文件没有改动；请腾出空间，或存到别的磁盘", path.display())]
    Full {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// Any other fault of the disk or the system.
    #[error("{}: 读写出错（{}）；请检查磁盘或网络后重试", path.display(), wording::reason(source))]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// It has too many bytes.
    #[error("{}: 文件超过 {} MB，无法打开；请拆分成较小的文件", path.display(), limit >> 20)]
    TooBig {
        /// The file.
        path: PathBuf,
        /// How many bytes it may have.
        limit: u64,
    },
    /// It is another kind of file.
    #[error("{}: 这不是公报文件，看来是{kind}；{}", path.display(), kind.advice())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it seems to be.
        kind: Foreign,
    },
    /// The archive is damaged, or made to do harm; or an issue does not fit into one.
    #[error("{}: {fault}", path.display())]
    Archive {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        fault: ArchiveFault,
    },
    /// The record of the issue in it cannot be read, or could not be read again.
    #[error("{}: {fault}", path.display())]
    Record {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        fault: RecordFault,
    },
    /// It is open for reading only.
    #[error("{}: {reason}", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: Reason,
    },
    /// There is no folder for the user's data.
    #[error("{}: 找不到存放备份的文件夹，旧版没有备份；请设置环境变量 GONGBAO_DATA", path.display())]
    NoData {
        /// The file that was to be kept.
        path: PathBuf,
    },
    /// The fonts are not where they should be.
    #[error(
        "{}: 找不到字体文件夹，已找过 {}；请把 fonts 文件夹放到程序旁边",
        path.display(),
        fonts::listed(looked)
    )]
    NoFonts {
        /// The first folder that was looked for.
        path: PathBuf,
        /// All folders that were looked for.
        looked: Vec<PathBuf>,
    },
}

/// An opened file.
#[derive(Debug)]
pub struct Loaded {
    /// What it holds.
    pub file: IssueFile,
    /// What may be done with it.
    pub access: Access,
    /// What is damaged or missing in it.
    pub findings: Vec<Finding>,
}

/// What may be done with an opened file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// It can be changed and saved.
    ReadWrite,
    /// It can be looked at; saving would lose what could not be read.
    ReadOnly(Reason),
}

/// Why a file opens read-only.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// A newer program has written it.
    #[error("文件由更新的程序保存（格式 {version}），只能查看；请更新本程序后再修改")]
    Newer {
        /// The version of the format.
        version: u32,
    },
    /// It has fields or kinds that this program does not know.
    #[error("文件中有本程序不认识的内容（{}），只能查看；请更新本程序后再修改", names.join("、"))]
    Unknown {
        /// Their names, each once.
        names: Vec<String>,
    },
    /// Entries of the archive are damaged.
    #[error("文件有损坏（{}），只能查看；请从备份或来源重新取得完好的文件", entries.join("、"))]
    Damaged {
        /// The names of the entries.
        entries: Vec<String>,
    },
}

/// What became of the version that a saving replaced.
#[derive(Debug)]
pub enum Backup {
    /// There was none, or it was the same.
    Unneeded,
    /// It is kept here.
    Kept(PathBuf),
    /// It is not kept; the new version is saved all the same.
    Failed(Error),
}

impl Loaded {
    /// What the file holds, if it may be changed and saved.
    ///
    /// # Errors
    ///
    /// If the file is open for reading only.
    pub fn writable(self, path: &Path) -> Result<IssueFile, Error> {
        match self.access {
            Access::ReadWrite => Ok(self.file),
            Access::ReadOnly(reason) => Err(Error::ReadOnly { path: path.to_owned(), reason }),
        }
    }
}

/// Opens an issue's file.
///
/// # Errors
///
/// If it cannot be read, is another kind of file, or is damaged beyond use.
pub fn load(path: &Path) -> Result<Loaded, Error> {
    let bytes = disk::read(path, archive::SIZE_LIMIT)?;
    let entries = archive::unpack(&bytes).map_err(|refusal| match refusal {
        archive::Refusal::Foreign(kind) => Error::Foreign { path: path.to_owned(), kind },
        archive::Refusal::Fault(fault) => Error::Archive { path: path.to_owned(), fault },
    })?;
    file::from_entries(entries).map_err(|fault| Error::Record { path: path.to_owned(), fault })
}

/// Saves an issue's file; what was there before is kept among the backups in the user's data
/// folder, the last five versions.
///
/// What was loaded [`Access::ReadOnly`] must not be saved over its own file;
/// [`Loaded::writable`] sees to that.
///
/// # Errors
///
/// If it cannot be written. Whatever was there is then unchanged.
pub fn save(path: &Path, file: &IssueFile) -> Result<Backup, Error> {
    save_with(path, file, data_folder().as_deref())
}

/// Saves an issue's file as [`save`] does, with another folder for the user's data.
///
/// # Errors
///
/// As [`save`].
pub fn save_with(path: &Path, file: &IssueFile, data: Option<&Path>) -> Result<Backup, Error> {
    let bytes = pack(path, file)?;
    disk::replace(path, &bytes, |old| match data {
        Some(data) => backup::keep(data, old),
        None => Err(Error::NoData { path: old.to_owned() }),
    })
}

/// The versions of a file that are kept as backups, the newest first.
///
/// # Errors
///
/// If there is no folder for the user's data, or it cannot be read.
pub fn backups(path: &Path) -> Result<Vec<PathBuf>, Error> {
    match data_folder() {
        Some(data) => backups_in(path, &data),
        None => Err(Error::NoData { path: path.to_owned() }),
    }
}

/// The versions of a file that are kept in another folder for the user's data, the newest first.
///
/// # Errors
///
/// If the folder cannot be read.
pub fn backups_in(path: &Path, data: &Path) -> Result<Vec<PathBuf>, Error> {
    backup::list(data, path)
}

/// Saves an issue's file under a new name.
///
/// # Errors
///
/// As [`save`]; and if it is there already and must not be replaced.
pub fn create(path: &Path, file: &IssueFile, existing: Existing) -> Result<Backup, Error> {
    disk::check_free(path, existing)?;
    save(path, file)
}

/// Makes sure that something can be written here, before anything is; changes nothing.
///
/// # Errors
///
/// If it could not be written, is there already and must not be replaced, or is an issue's file
/// that something else would replace.
pub fn check_target(path: &Path, target: Target, existing: Existing) -> Result<(), Error> {
    disk::check_target(path, target, existing)
}

/// Whether two paths name the same file, whether it is there or not.
pub fn is_same(one: &Path, other: &Path) -> bool {
    disk::is_same(one, other)
}

/// What the system says of a fault, in Chinese.
pub fn reason(error: &io::Error) -> &'static str {
    wording::reason(error)
}

/// The bytes of the archive, known to be readable again.
fn pack(path: &Path, file: &IssueFile) -> Result<Vec<u8>, Error> {
    let record = migrate::write(&file.issue)
        .map_err(|fault| Error::Record { path: path.to_owned(), fault })?;
    archive::pack(&file::entries(file, &record))
        .map_err(|fault| Error::Archive { path: path.to_owned(), fault })
}

/// Reads a text or a file to be imported, up to [`TEXT_LIMIT`].
///
/// # Errors
///
/// If it cannot be read or is too big.
pub fn read(path: &Path) -> Result<Vec<u8>, Error> {
    disk::read(path, TEXT_LIMIT)
}

/// Reads standard input to its end, up to [`TEXT_LIMIT`].
///
/// # Errors
///
/// If it cannot be read or is too big.
pub fn read_stdin() -> Result<Vec<u8>, Error> {
    disk::read_all(Path::new("-"), io::stdin().lock(), TEXT_LIMIT)
}

/// Writes the bytes of an export, over what is there. A device is written into.
///
/// # Errors
///
/// If it cannot be written; a file that was there is then unchanged.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    disk::write(path, bytes)
}

/// Writes bytes under a new name.
///
/// # Errors
///
/// As [`write()`]; and if it is there already and must not be replaced.
pub fn write_new(path: &Path, bytes: &[u8], existing: Existing) -> Result<(), Error> {
    disk::check_free(path, existing)?;
    disk::write(path, bytes)
}
