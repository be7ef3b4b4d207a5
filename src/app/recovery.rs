//! Nothing is lost if the program does not end as it should: what is not saved is kept, and offered
//! at the next start.
//!
//! After each message the application says what would be lost now (`App::remember`). A beat of the
//! clock has it written off the UI thread, once nothing has changed for a while or it has waited long
//! enough; a failure of the program has it written at once. How it lies on the disk is
//! `store::recovery`'s.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Local, NaiveDateTime};
use iced::Task;

use super::action::Command;
use super::files::{self, Refusal};
use super::panel::dialog::{self, Dialog, recover::Offer};
use super::session::Session;
use super::{App, Message, Notice};
use crate::import;
use crate::store::Error;
use crate::store::recovery::{Incoming, Keeper, Left, Unsaved, left_behind};

/// How often it is looked whether something is to be written.
pub(super) const BEAT: Duration = Duration::from_secs(2);
/// After so many beats it is written while somebody is still typing.
const PATIENCE: u32 = 7;

/// What tells one state of all that is unsaved from another; none where nothing is.
type Mark = Option<u64>;

/// Keeps what is not saved.
#[derive(Debug)]
pub(super) struct Recovery {
    shared: Arc<Shared>,
    /// What is held in memory, and what was held at the last beat.
    held: Mark,
    seen: Mark,
    /// What is on the disk; none if that is another program's.
    kept: Option<Mark>,
    beats: u32,
    is_writing: bool,
    has_failed: bool,
}

#[derive(Debug, Default)]
struct Shared {
    unsaved: Mutex<Arc<Unsaved>>,
    keeper: Mutex<Keeper>,
}

impl Shared {
    /// Makes the copy on the disk what is unsaved now.
    fn write(&self) -> Result<(), Error> {
        // Whoever comes later to the disk writes what is newer.
        let mut keeper = locked(&self.keeper);
        let unsaved = locked(&self.unsaved).clone();
        keeper.keep(&unsaved)
    }

    /// The same while the program fails; says whether something was written.
    fn write_failing(&self) -> bool {
        // A lock that the failure itself holds must not stop the program from ending.
        let (Some(mut keeper), Some(unsaved)) =
            (try_locked(&self.keeper), try_locked(&self.unsaved))
        else {
            return false;
        };
        !unsaved.is_empty() && keeper.keep(&unsaved).is_ok()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn try_locked<T>(mutex: &Mutex<T>) -> Option<MutexGuard<'_, T>> {
    match mutex.try_lock() {
        Ok(guard) => Some(guard),
        Err(TryLockError::Poisoned(error)) => Some(error.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}

impl Recovery {
    /// Keeps it in `data`, the folder for the user's data.
    pub(super) fn new(data: Option<PathBuf>) -> Self {
        let keeper = Mutex::new(Keeper::new(data));
        Self {
            shared: Arc::new(Shared { keeper, ..Shared::default() }),
            held: None,
            seen: None,
            kept: Some(None),
            beats: 0,
            is_writing: false,
            has_failed: false,
        }
    }

    /// Holds what is unsaved, if it is another than before.
    fn hold(&mut self, mark: Mark, unsaved: impl FnOnce() -> Unsaved) {
        if mark != self.held {
            self.held = mark;
            *locked(&self.shared.unsaved) = Arc::new(unsaved());
        }
    }

    /// Another issue is shown, whose states are counted anew.
    pub(super) fn forget(&mut self) {
        self.held = None;
    }

    /// Whether the disk has something else than is unsaved.
    pub(super) fn is_behind(&self) -> bool {
        self.kept != Some(self.held)
    }

    /// Whether it is time to write.
    fn beat(&mut self) -> bool {
        if !self.is_behind() || self.is_writing {
            return false;
        }
        self.beats += 1;
        let is_quiet = self.seen == self.held;
        self.seen = self.held;
        self.is_writing = is_quiet || self.beats >= PATIENCE;
        self.is_writing
    }

    /// It was written, or could not be; says whether that is to be told.
    fn written(&mut self, mark: Mark, is_done: bool) -> bool {
        (self.is_writing, self.beats, self.kept) = (false, 0, Some(mark));
        let before = std::mem::replace(&mut self.has_failed, !is_done);
        !is_done && !before
    }

    /// Takes over what another program left behind.
    fn adopt(&mut self, left: Left) -> Result<(), Error> {
        self.kept = None;
        locked(&self.shared.keeper).adopt(left)
    }

    /// The program ends as it should: what is left to keep are files that wait in the inbox.
    pub(super) fn end(&mut self, inbox: Vec<Incoming>) {
        self.held = None;
        *locked(&self.shared.unsaved) = Arc::new(Unsaved { inbox, ..Unsaved::default() });
        // What stays is offered at the next start, and given up there.
        let _ = self.shared.write();
    }

    /// From now on a failure of the program has what is unsaved written before it is reported.
    pub(super) fn install(&self) {
        let own = self.shared.clone();
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |failure| {
            if import::catches_panic() {
                return;
            }
            if own.write_failing() {
                let _ = writeln!(
                    std::io::stderr(),
                    "gongbao: 程序出错，未保存的内容已经留下；重新打开本程序就可以恢复"
                );
            }
            report(failure);
        }));
    }
}

/// The outcome of a writing, and what was written.
#[derive(Debug, Clone)]
pub struct KeptMessage(Mark, Result<(), Refusal>);

/// What programs have left behind.
#[derive(Debug, Clone)]
pub struct LeftMessage(Arc<Vec<Left>>);

impl App {
    /// Holds what would be lost if the program ended now.
    pub(super) fn remember(&mut self) {
        let session = self.session.as_ref().filter(|session| session.holds_work());
        let issue = self.session.as_ref().map(Session::issue);
        let inbox = Some(&self.inbox).filter(|inbox| inbox.holds_work(issue));
        let mut mark = DefaultHasher::new();
        session.map(|session| (session.state(), session.own_path())).hash(&mut mark);
        if let Some(inbox) = inbox {
            inbox.mark(&mut mark);
        }
        let mark = (session.is_some() || inbox.is_some()).then(|| mark.finish());
        self.recovery.hold(mark, || Unsaved {
            issue: session.map(|session| session.file().clone()),
            path: session.and_then(Session::own_path).map(PathBuf::from),
            inbox: inbox.map(super::Inbox::incoming).unwrap_or_default(),
        });
    }

    /// A while has passed: what is unsaved is written if it is time.
    pub(super) fn beat(&mut self) -> Task<Message> {
        if !self.recovery.beat() {
            return Task::none();
        }
        let (shared, mark) = (self.recovery.shared.clone(), self.recovery.held);
        let work = async move {
            let write = move || shared.write().map_err(|error| Refusal::from(error.to_string()));
            KeptMessage(mark, files::aside(write).await)
        };
        Task::perform(work, Message::Kept)
    }

    pub(super) fn kept(&mut self, KeptMessage(mark, written): KeptMessage) -> Task<Message> {
        let is_told = self.recovery.written(mark, written.is_ok());
        match written.err().filter(|_| is_told) {
            Some(error) => {
                let why = "没有留下恢复用的副本，请经常保存";
                self.complain(format!("{why}（{error}）"))
            }
            None => Task::none(),
        }
    }

    /// Looks for what programs have left behind that did not end as they should.
    pub fn look_back(&self) -> Task<Message> {
        let data = self.data.clone();
        let work = async move { LeftMessage(Arc::new(left_behind(data.as_deref()))) };
        Task::perform(work, Message::LookedBack)
    }

    pub(super) fn looked_back(&mut self, LeftMessage(left): LeftMessage) -> Task<Message> {
        self.left = Arc::into_inner(left).unwrap_or_default();
        self.offer_left()
    }

    /// Offers what was left behind, one after the other; then what was to be done goes on.
    fn offer_left(&mut self) -> Task<Message> {
        self.dialog = None;
        if let Some(left) = self.left.first() {
            let offer = offer(left);
            return self.ask(Dialog::Recover(offer), dialog::DEFAULT);
        }
        match self.afterwards.take() {
            Some(afterwards) => self.go_on(afterwards),
            None => Task::none(),
        }
    }

    /// What was left behind stays for the next start.
    pub(super) fn leave_left(&mut self) -> Task<Message> {
        self.left.clear();
        self.offer_left()
    }

    pub(super) fn discard_left(&mut self) -> Task<Message> {
        if self.left.is_empty() {
            return Task::none();
        }
        let discarded = self.left.remove(0).discard();
        let next = self.offer_left();
        if let Err(error) = discarded {
            return Task::batch([next, self.complain(error.to_string())]);
        }
        next
    }

    /// Shows what was left behind as it was; under another name if that is wanted, or if the file has
    /// changed since. The rest stays for the next start.
    pub(super) fn recover(&mut self, elsewhere: bool) -> Task<Message> {
        if self.left.is_empty() {
            return Task::none();
        }
        let left = self.left.remove(0);
        self.left.clear();
        (self.dialog, self.afterwards) = (None, None);
        let Unsaved { issue, path, inbox } = left.unsaved.clone();
        let is_overtaken = left.overtaken.is_some();
        let mut tasks = Vec::new();
        let has_issue = issue.is_some();
        if let Some(file) = issue {
            let path = path.filter(|_| !elsewhere && !is_overtaken);
            self.session = None;
            tasks.push(self.begin(Session::recovered(file, path, files::seed())));
            if self.session.is_none() {
                // It cannot be shown: it stays where it is.
                return Task::batch(tasks);
            }
        }
        self.inbox.is_open = !has_issue;
        tasks.push(self.receive_again(inbox));
        let adopted = self.recovery.adopt(left);
        match adopted {
            Err(error) => tasks.push(self.complain(error.to_string())),
            Ok(()) if is_overtaken && !elsewhere => {
                let chinese = "已恢复。原来的文件后来又改过，保存时请另起一个文件名";
                let english =
                    "Recovered. The file was changed since; please save under another name";
                let text = self.language.pick(chinese, english).to_owned();
                self.notice = Some(Notice { text, is_error: false });
            }
            Ok(()) => {}
        }
        if has_issue && elsewhere {
            tasks.push(self.ask_path(Command::SaveAs));
        } else {
            self.editor.focused = has_issue;
        }
        Task::batch(tasks)
    }
}

/// What is said of something that was left behind.
fn offer(left: &Left) -> Offer {
    let local = |time: SystemTime| -> NaiveDateTime { DateTime::<Local>::from(time).naive_local() };
    let Unsaved { issue, path, inbox } = &left.unsaved;
    let stem = path.as_ref().and_then(|path| path.file_stem());
    let name = issue.as_ref().map(|file| match stem {
        Some(stem) => stem.to_string_lossy().into_owned(),
        None => format!("{}年第{}期", file.issue.number.year, file.issue.number.label()),
    });
    Offer {
        name,
        path: path.clone(),
        kept: left.kept.map(local),
        overtaken: left.overtaken.map(local),
        incoming: inbox.len(),
        today: files::today(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::template;
    use crate::store::IssueFile;

    fn changed(recovery: &mut Recovery, mark: u64) {
        let issue = Some(IssueFile::new(template::sample()));
        recovery.hold(Some(mark), || Unsaved { issue, ..Unsaved::default() });
    }

    #[test]
    fn a_failure_leaves_what_is_held() {
        let data = tempfile::tempdir().unwrap();
        let mut recovery = Recovery::new(Some(data.path().to_owned()));
        assert!(!recovery.shared.write_failing(), "nothing is unsaved");
        changed(&mut recovery, 1);
        assert!(recovery.shared.write_failing());
        assert!(left_behind(Some(data.path())).is_empty(), "this program still runs");
        drop(recovery);
        let left = left_behind(Some(data.path()));
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].unsaved.issue.as_ref().unwrap().issue, template::sample());
    }

    #[test]
    fn it_is_written_once_it_is_quiet_or_has_waited_long() {
        let mut recovery = Recovery::new(None);
        assert!(!recovery.beat() && !recovery.is_behind());
        changed(&mut recovery, 1);
        let beats: Vec<bool> = (0..4).map(|_| recovery.beat()).collect();
        assert_eq!(beats, [false, true, false, false], "and not while it is being written");
        assert!(!recovery.written(Some(1), true) && !recovery.is_behind());
        for mark in 2..9 {
            changed(&mut recovery, mark);
            assert_eq!(recovery.beat(), mark == 8, "{mark}");
        }
        assert!(recovery.written(Some(8), false), "a failure is told");
        changed(&mut recovery, 9);
        let _ = recovery.beat();
        assert!(recovery.beat());
        assert!(!recovery.written(Some(9), false), "once");
    }
}
