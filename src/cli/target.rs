//! What a command writes: looked at as a whole before anything is written.

use std::path::Path;

use super::Error;
use crate::store::{self, Existing, Target};

/// A file that a command will write.
pub(super) struct Output<'a> {
    pub(super) path: &'a Path,
    pub(super) target: Target,
    pub(super) existing: Existing,
}

/// Makes sure that all `outputs` can be written: each another file, none of them one of the
/// `inputs`, and issues under a name that says so.
pub(super) fn check(inputs: &[&Path], outputs: &[Output<'_>]) -> Result<(), Error> {
    let wrong = |path: &Path, what: &str| {
        Err(Error::Usage(format!("{}: {what}，没有改动；请换一个输出文件名", path.display())))
    };
    for (index, output) in outputs.iter().enumerate() {
        let path = output.path;
        match output.target {
            Target::Issue if !is_issue_name(path) => return named(path),
            Target::Other if is_issue_name(path) => {
                return wrong(path, "扩展名 .gongbao 只用于公报文件");
            }
            Target::Issue | Target::Other => {}
        }
        if inputs.iter().any(|input| store::is_same(input, path)) {
            return wrong(path, "输出和输入是同一个文件");
        }
        if outputs.iter().take(index).any(|other| store::is_same(other.path, path)) {
            return wrong(path, "两个输出是同一个文件");
        }
    }
    for Output { path, target, existing } in outputs {
        store::check_target(path, *target, *existing)?;
    }
    Ok(())
}

/// Whether the file's name ends as that of an issue.
pub(super) fn is_issue_name(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gongbao"))
}

fn named(path: &Path) -> Result<(), Error> {
    let better = path.with_extension("gongbao");
    Err(Error::Usage(format!(
        "{}: 公报文件的扩展名应是 .gongbao，没有写出；请改成 {}",
        path.display(),
        better.display()
    )))
}
