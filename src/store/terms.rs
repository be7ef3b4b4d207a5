//! The office's termbase, as a table in the user's data folder.

use std::path::Path;

use super::{Error, read, settings, write};
use crate::term;
use crate::term::Termbase;

const NAME: &str = "术语.csv";

/// Why the office's terms cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TermsError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] Error),
    /// A line of a table that comes from elsewhere has no Mongolian.
    #[error("术语表第 {0} 行的“蒙古文”没有蒙古文字母；请改好后再读入，这份表没有读入")]
    Unwritten(u64),
    /// The file is no table of terms.
    #[error("{0}")]
    Table(#[from] term::Error),
}

/// Reads the table at `path`. A byte order mark is dropped.
///
/// # Errors
///
/// If the file cannot be read, is no table of terms, or has a Mongolian name without a Mongolian
/// letter.
pub fn import(path: &Path) -> Result<term::Table, TermsError> {
    let table = table(path)?;
    match table.unwritten {
        Some(line) => Err(TermsError::Unwritten(line)),
        None => Ok(table),
    }
}

fn table(path: &Path) -> Result<term::Table, TermsError> {
    Ok(term::from_csv(&String::from_utf8_lossy(&read(path)?))?)
}

/// The termbase of the office whose data is in `data`; only the program's terms where there is no
/// table yet.
///
/// # Errors
///
/// If there is a table that cannot be read.
pub fn load(data: Option<&Path>) -> Result<Termbase, TermsError> {
    let Some(path) = data.map(|folder| folder.join(NAME)).filter(|path| path.is_file()) else {
        return Ok(Termbase::default());
    };
    Ok(Termbase::new(table(&path)?.terms))
}

/// Keeps the office's terms in `data`.
///
/// # Errors
///
/// If the table cannot be written.
pub fn save(terms: &Termbase, data: &Path) -> Result<(), Error> {
    settings::make_folder(data)?;
    write(&data.join(NAME), term::to_csv(terms.office()).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::{Standing, Term};

    #[test]
    fn terms_are_kept_and_a_broken_table_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("gongbao");
        assert_eq!(load(Some(&data)).unwrap(), Termbase::default());
        let mut terms = Termbase::default();
        terms.put(Term {
            chinese: "旗".to_owned(),
            mongolian: "ᠬᠣᠰᠢᠭᠤ".to_owned(),
            source: String::new(),
            standing: Standing::Office,
        });
        save(&terms, &data).unwrap();
        assert_eq!(load(Some(&data)).unwrap(), terms);
        write(&data.join(NAME), "旗\n".as_bytes()).unwrap();
        assert!(load(Some(&data)).unwrap_err().to_string().contains("第 1 行"));
    }
}
