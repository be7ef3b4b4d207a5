//! If the program itself fails, the open issue is saved beside its file first.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use crate::import;
use crate::store::{self, IssueFile};

/// The open issue as it was after the last change, for the moment of a failure.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rescue {
    held: Arc<Mutex<Option<(PathBuf, IssueFile)>>>,
}

impl Rescue {
    /// Holds `file`, to be saved beside `path`, or in the user's documents if it has none.
    pub(crate) fn hold(&self, path: Option<&Path>, file: &IssueFile) {
        let path = match path {
            Some(path) => rescued_name(path),
            None => rescued_name(&store::recent::documents_folder().join("未命名.gongbao")),
        };
        if let Ok(mut held) = self.held.lock() {
            *held = Some((path, file.clone()));
        }
    }

    /// Nothing is left to save.
    pub(crate) fn release(&self) {
        if let Ok(mut held) = self.held.lock() {
            *held = None;
        }
    }

    /// Saves what is held; gives the path of the copy.
    pub(crate) fn save(&self) -> Option<PathBuf> {
        // A lock that the failure itself holds must not stop the program from ending.
        let (path, file) = self.held.try_lock().ok()?.take()?;
        store::save(&path, &file).ok().map(|_| path)
    }

    /// From now on a failure of the program saves what is held before it is reported.
    pub(crate) fn install(&self) {
        let own = self.clone();
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |failure| {
            if import::catches_panic() {
                return;
            }
            if let Some(path) = own.save() {
                let _ = writeln!(
                    std::io::stderr(),
                    "gongbao: 程序出错，未保存的内容已存到 {}；请打开这个文件继续",
                    path.display()
                );
            }
            report(failure);
        }));
    }
}

/// `2026年第4期（抢救）.gongbao` beside `2026年第4期.gongbao`.
fn rescued_name(path: &Path) -> PathBuf {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    path.with_file_name(format!("{}（抢救）.gongbao", stem.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::template;

    #[test]
    fn what_is_held_is_saved_beside_the_file_once() {
        let folder = tempfile::tempdir().unwrap();
        let rescue = Rescue::default();
        let file = IssueFile::new(template::sample());
        rescue.hold(Some(&folder.path().join("四月.gongbao")), &file);
        let saved = rescue.save().unwrap();
        assert_eq!(saved, folder.path().join("四月（抢救）.gongbao"));
        assert_eq!(store::load(&saved).unwrap().file.issue, file.issue);
        assert_eq!(rescue.save(), None);
    }
}
