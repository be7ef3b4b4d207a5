//! Reading a file and recognising its documents, off the UI thread.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::app::composer::Composer;
use crate::app::files::{self, today};
use crate::export::Pictures;
use crate::font::FontBook;
use crate::import::{self, Draft, Pin, Source};
use crate::issue::StyleChoice;
use crate::issue::id::Ids;
use crate::issue::place::document_texts;
use crate::store;

pub(crate) use crate::app::files::Refusal;

/// A file that was read, and what was recognised in it.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    /// The file's bytes.
    pub(crate) bytes: Arc<Vec<u8>>,
    pub(crate) source: Arc<Source>,
    pub(crate) draft: Arc<Draft>,
    /// How many pages each document fills in the issue's style; empty where it is not known.
    pub(crate) pages: Vec<usize>,
}

/// What is to be read or recognised.
#[derive(Debug, Clone)]
pub(crate) struct Task {
    pub(crate) path: PathBuf,
    /// What was read already.
    pub(crate) known: Option<(Arc<Vec<u8>>, Arc<Source>)>,
    pub(crate) pins: Vec<Pin>,
    /// What ids are made from.
    pub(crate) seed: u64,
    /// What pages are counted with.
    pub(crate) book: Option<Arc<FontBook>>,
    pub(crate) style: StyleChoice,
    /// Set once nobody waits for it any more.
    pub(crate) stop: Arc<AtomicBool>,
}

impl Task {
    /// Reads, recognises and composes.
    ///
    /// # Errors
    /// A sentence where the file cannot be read; it names no path, as it is shown beside the name.
    pub(crate) fn run(self) -> Result<Received, Refusal> {
        let (bytes, source) = match self.known {
            Some(known) => known,
            None => read(&self.path, &self.stop)?,
        };
        let mut ids = Ids::new(self.seed);
        let draft = import::recognize_pinned(&source, &self.pins, &mut ids);
        if draft.order.is_empty() && self.pins.is_empty() && draft.segments.is_empty() {
            return Err(import::Error::Empty.to_string().into());
        }
        let pages = self.book.and_then(|book| pages(&draft, book, &self.style));
        Ok(Received { bytes, source, draft: Arc::new(draft), pages: pages.unwrap_or_default() })
    }
}

fn read(path: &Path, stop: &AtomicBool) -> Result<(Arc<Vec<u8>>, Arc<Source>), Refusal> {
    let bytes = files::bytes(path)?;
    if files::is_named_as_issue(path) {
        let sentence = "这是一期公报，不是来稿；请用“打开”命令打开它";
        return Err(sentence.into());
    }
    let source = store::office::read(&path.to_string_lossy(), &bytes, stop);
    let source = source.map_err(|error| Refusal::from(error.to_string()))?;
    Ok((Arc::new(bytes), Arc::new(source)))
}

/// How many pages each document of a draft fills.
fn pages(draft: &Draft, book: Arc<FontBook>, style: &StyleChoice) -> Option<Vec<usize>> {
    let pictures: Pictures = draft
        .pictures
        .iter()
        .map(|picture| (picture.sha256.clone(), Arc::clone(&picture.bytes)))
        .collect();
    let mut composer = Composer::new(book, style, pictures).ok()?;
    let mut issue = draft.clone().into_issue(style.name.clone(), today(), &mut Ids::new(1));
    issue.style = style.clone();
    composer.compose(&issue);
    let lines = &composer.lines;
    let count = |id| {
        let texts = document_texts(issue.document(id)?);
        let pages = texts.iter().filter_map(|(part, _)| lines.page_of(*part));
        let (first, last) = (pages.clone().min()?, pages.max()?);
        Some(last - first + 1)
    };
    Some(draft.order.iter().map(|id| count(*id).unwrap_or(0)).collect())
}
