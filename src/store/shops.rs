//! The print offices (印厂) that the office works with: how each wants its files, by its name, as one
//! RON file in the user's data folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Error;
use super::settings::{self, Unreadable};
use crate::export::press::Choices;

/// How each print office wants its files, by its name.
pub type Shops = BTreeMap<String, Choices>;

const NAME: &str = "印厂.ron";

/// Why the print offices cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ShopsError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] Error),
    /// It holds something else.
    #[error(
        "{}: 印厂设置第 {line} 行第 {column} 列读不出来（{what}）；请移走这个文件，再在“印前”里重新保存",
        path.display()
    )]
    Syntax {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What the reader says.
        what: String,
    },
    /// No file could be written like that.
    #[error("{}: “{shop}”的设置有误（{what}）；请移走这个文件，再在“印前”里重新保存", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// The print office.
        shop: String,
        /// What is wrong.
        what: String,
    },
}

/// The print offices of the office whose data is in `data`; none where there is no file yet.
///
/// # Errors
///
/// If there is a file that cannot be read.
pub fn load(data: Option<&Path>) -> Result<Shops, ShopsError> {
    let Some(path) = data.map(|folder| folder.join(NAME)).filter(|path| path.is_file()) else {
        return Ok(Shops::new());
    };
    let shops: Shops = settings::load(&path)?.map_err(|Unreadable { line, column, what }| {
        ShopsError::Syntax { path: path.clone(), line, column, what }
    })?;
    let wrong = shops.iter().find_map(|(shop, own)| Some((shop.clone(), own.fault()?)));
    match wrong {
        Some((shop, what)) => Err(ShopsError::Invalid { path, shop, what }),
        None => Ok(shops),
    }
}

/// Keeps the print offices in `data`.
///
/// # Errors
///
/// If they cannot be written.
pub fn save(shops: &Shops, data: &Path) -> Result<(), Error> {
    settings::make_folder(data)?;
    settings::save(&data.join(NAME), "公报程序的印厂设置", shops)
}

#[cfg(test)]
mod tests {
    use super::super::{read, write};
    use super::*;
    use crate::export::press::{Red, TotalInk};

    #[test]
    fn print_offices_are_kept_and_a_broken_file_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("gongbao");
        assert_eq!(load(Some(&data)).unwrap(), Shops::new());
        let own = Choices { red: Red::Process, total_ink: TotalInk(280), ..Choices::default() };
        let shops = Shops::from([("某某印刷厂".to_owned(), own)]);
        save(&shops, &data).unwrap();
        assert_eq!(load(Some(&data)).unwrap(), shops);
        let path = data.join(NAME);
        let good = String::from_utf8(read(&path).unwrap()).unwrap();
        let told = |from: &str, to: &str| {
            assert!(good.contains(from), "{good}");
            write(&path, good.replacen(from, to, 1).as_bytes()).unwrap();
            load(Some(&data)).unwrap_err().to_string()
        };
        assert!(told("280", "28").contains("“某某印刷厂”的设置有误（总墨量 28 不对）"));
        assert!(told("Process", "Blue").contains("读不出来"));
    }
}
