//! Opening, saving and exporting, off the UI thread.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::SystemTime;

use iced::futures::channel::oneshot;

use crate::app::action::Command;
use crate::app::busy;
use crate::app::panel::dialog::Proofing;
use crate::export;
use crate::export::docx::docx;
use crate::export::press::{Options, press_watched};
use crate::export::proof::{self, Proof};
use crate::export::raster::{Cache, Scene, png, raster};
use crate::export::text::text;
use crate::export::{Format, Pictures};
use crate::font::FontBook;
use crate::import;
use crate::issue::Issue;
use crate::issue::id::Ids;
use crate::layout::page::{Info, Page};
use crate::store::house::House;
use crate::store::{self, IssueFile, Loaded};

pub(crate) mod press;

/// Why a file could not be opened, saved or exported, as a sentence that says what to do.
pub(crate) type Refusal = Arc<str>;

fn refusal(error: impl std::fmt::Display) -> Refusal {
    error.to_string().into()
}

/// Does long work on a thread of its own: the window's executor has one thread alone, which hears
/// of the clock and of keys meanwhile.
pub(crate) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let (send, receive) = oneshot::channel();
    // Nobody may wait for what it brings any more.
    let _ = thread::spawn(move || drop(send.send(work())));
    let failed = "没有做完就出错停下了；请重试，仍不行请保存后重新打开本程序";
    receive.await.unwrap_or_else(|_| Err(refusal(failed)))
}

/// What an opened file is.
#[derive(Debug, Clone)]
pub(crate) enum Opened {
    /// An issue.
    Issue(Arc<Loaded>),
    /// A file that somebody sent in.
    Sent,
}

/// A picture as it was read.
#[derive(Debug, Clone)]
pub(crate) struct PictureFile {
    pub(crate) extension: &'static str,
    pub(crate) bytes: Arc<Vec<u8>>,
}

/// Reads a picture or a drawing that can be printed.
pub(crate) fn picture(path: &Path) -> Result<PictureFile, Refusal> {
    let mut bytes = store::read(path).map_err(refusal)?;
    if import::is_pdf(&bytes) {
        bytes = import::outlines(&bytes)
            .map_err(|why| refusal(format!("{}: {why}", path.display())))?;
    }
    if export::is_drawing(&bytes) {
        return match export::drawing_fault(&bytes) {
            Some(fault) => Err(refusal(format!("{}: {fault}", path.display()))),
            None => Ok(PictureFile { extension: "svg", bytes: Arc::new(bytes) }),
        };
    }
    let extension = import::picture::check(&bytes)
        .map_err(|why| refusal(format!("{}: {why}", path.display())))?;
    Ok(PictureFile { extension, bytes: Arc::new(bytes) })
}

/// Opens an issue, or says that the file is none.
pub(crate) fn open(path: &Path) -> Result<Opened, Refusal> {
    let bytes = bytes(path)?;
    if !is_issue(path, &bytes) {
        return Ok(Opened::Sent);
    }
    let loaded = store::load(path).map_err(refusal)?;
    Ok(Opened::Issue(Arc::new(loaded)))
}

/// The bytes of a file that may be anything.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, Refusal> {
    store::read(path).map_err(refusal)
}

/// Whether a file is an issue's, by its name or its bytes.
pub(crate) fn is_issue(path: &Path, bytes: &[u8]) -> bool {
    is_named_as_issue(path) || bytes.starts_with(b"PK") && !import::is_document(bytes)
}

/// Whether a file has the ending of an issue's.
pub(crate) fn is_named_as_issue(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gongbao"))
}

/// Saves an issue; `data` is the folder for the user's data, where backups are kept.
pub(crate) fn save(path: &Path, file: &IssueFile, data: Option<&Path>) -> Result<(), Refusal> {
    match store::save_with(path, file, data).map_err(refusal)? {
        store::Backup::Unneeded | store::Backup::Kept(_) => Ok(()),
        store::Backup::Failed(error) => {
            Err(refusal(format!("文件已保存，但旧版没有备份：{error}")))
        }
    }
}

/// What an export needs, apart from the window.
#[derive(Debug, Clone)]
pub(crate) struct Export {
    pub(crate) issue: Issue,
    pub(crate) pages: Vec<Arc<Page>>,
    pub(crate) info: Info,
    pub(crate) book: Arc<FontBook>,
    pub(crate) pictures: Pictures,
    pub(crate) proofing: Proofing,
    pub(crate) path: PathBuf,
    /// Stopped where nothing is to be written any more.
    pub(crate) job: busy::Job,
}

/// What became of an export.
#[derive(Debug, Clone)]
pub(crate) struct Exported {
    /// The file.
    pub(crate) path: PathBuf,
    /// Whether it may be printed, and why not; only of a file for the press.
    pub(crate) verdict: Option<String>,
}

/// Writes pages into a file, by its ending.
pub(crate) fn export(job: &Export) -> Result<Exported, Refusal> {
    let ending = job.path.extension().and_then(|ending| ending.to_str()).unwrap_or("pdf");
    let format = Format::of_ending(ending).map_err(refusal)?;
    match format {
        Format::Pdf => {
            let watermark = Some(proof::WATERMARK.to_owned());
            let grey = job.proofing.grey;
            let options = Options { watermark, grey, ..Options::default() };
            let pages = proofs(job, &options);
            let with = (&*job.book, &job.pictures);
            let pdf = press_watched(&pages, &job.info, with, &options, job.job.watch());
            let pdf = pdf.map_err(refusal)?;
            if !job.job.is_stopped() {
                store::write(&job.path, &pdf.bytes).map_err(refusal)?;
            }
        }
        Format::Png => {
            for index in 0..job.pages.len() {
                export_page(job, index)?;
            }
        }
        Format::Text => store::write(&job.path, text(&job.pages).as_bytes()).map_err(refusal)?,
        Format::Word => {
            let bytes = docx(&job.issue, &job.pictures).map_err(refusal)?;
            if !job.job.is_stopped() {
                store::write(&job.path, &bytes).map_err(refusal)?;
            }
        }
    }
    Ok(Exported { path: job.path.clone(), verdict: None })
}

/// The pages as proofs of this day.
fn proofs(job: &Export, options: &Options) -> Vec<Arc<Page>> {
    let proof = Proof {
        issue: &job.pages,
        info: &job.info,
        round: job.proofing.round,
        day: today(),
        line_numbers: job.proofing.line_numbers,
    };
    proof::sheets(&job.pages, &proof, options, &job.book)
}

/// Writes one page as a picture; nothing where there is no such page.
pub(crate) fn export_page(job: &Export, index: usize) -> Result<(), Refusal> {
    let Some(page) = job.pages.get(index) else { return Ok(()) };
    let (book, pictures) = (&job.book, &job.pictures);
    let scene = Scene { book, pictures, dpi: 150.0, watermark: None };
    let pixels = raster(page, &scene, &mut Cache::default()).map_err(refusal)?;
    let bytes = png(&pixels, scene.dpi).map_err(refusal)?;
    store::write(&page_path(&job.path, page.number), &bytes).map_err(refusal)
}

/// The file that a page is exported into: the page's number is put to the name.
pub(crate) fn page_path(path: &Path, number: u32) -> PathBuf {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    path.with_file_name(format!("{}-{number:03}.png", stem.unwrap_or_default()))
}

/// Reads the bundled fonts.
pub(crate) fn fonts() -> Result<Arc<FontBook>, Refusal> {
    let files = store::fonts::load().map_err(refusal)?;
    let (book, _) = FontBook::new(&files).map_err(refusal)?;
    Ok(Arc::new(book))
}

/// The sample issue.
pub(crate) fn sample() -> IssueFile {
    IssueFile::new(import::template::sample())
}

/// An issue of this month without documents, as the house has its issues.
pub(crate) fn empty(house: Option<&House>) -> IssueFile {
    let mut ids = Ids::new(seed());
    match house {
        Some(house) => house.begin(today(), &mut ids),
        None => IssueFile::new(import::template::empty(today(), &mut ids)),
    }
}

/// The day of the machine's clock.
#[expect(clippy::disallowed_methods, reason = "the clock lives here, outside of the core")]
pub(crate) fn today() -> chrono::NaiveDate {
    chrono::Local::now().date_naive()
}

/// A seed for ids: another one each time.
#[expect(clippy::disallowed_methods, reason = "the clock lives here, outside of the core")]
pub(crate) fn seed() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    since.as_secs().rotate_left(32) ^ u64::from(since.subsec_nanos())
}

/// Puts a file at the head of the list of recent ones, and gives the list.
pub(crate) fn remember(path: &Path, data: Option<&Path>) -> Vec<PathBuf> {
    store::recent::remember(path, data)
}

/// Where files are put if nothing else is known.
pub(crate) fn documents_folder() -> PathBuf {
    store::recent::documents_folder()
}

/// A path with `ending` where it has none of its own.
pub(crate) fn with_ending(path: PathBuf, ending: &str) -> PathBuf {
    if path.extension().is_some() { path } else { path.with_extension(ending) }
}

/// Asks the system's own dialog for a path, or for several that are to be imported. Where there is
/// no such dialog, it answers as if cancelled.
pub(crate) async fn browse(command: Command, proposed: String) -> Vec<PathBuf> {
    let proposed = PathBuf::from(proposed);
    let mut dialog = rfd::AsyncFileDialog::new();
    if let Some(folder) = proposed.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        dialog = dialog.set_directory(folder);
    }
    let chosen = match command {
        Command::Import => {
            let files = dialog.pick_files().await.unwrap_or_default();
            return files.iter().map(|file| file.path().to_owned()).collect();
        }
        Command::Open
        | Command::LoadStyle
        | Command::LoadHouse
        | Command::ReadTerms
        | Command::ChooseProfile
        | Command::CoverPicture => dialog.pick_file().await,
        _ => {
            let name = proposed.file_name().map(|name| name.to_string_lossy().into_owned());
            dialog.set_file_name(name.unwrap_or_default()).save_file().await
        }
    };
    chosen.map(|file| file.path().to_owned()).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use iced::futures::executor::block_on;

    use super::*;

    #[test]
    fn work_aside_is_done_on_another_thread() {
        let own = thread::current().id();
        let other = block_on(aside(|| Ok(thread::current().id())));
        assert!(other.is_ok_and(|other| other != own));
        let refused: Result<(), Refusal> = block_on(aside(|| Err("不行".into())));
        assert_eq!(refused, Err("不行".into()));
        // What breaks off is a refusal, or the window would wait for ever.
        let broken: Result<(), Refusal> = block_on(aside(|| panic!("as a test")));
        assert!(broken.is_err_and(|why| why.contains("请重试")));
    }
}
