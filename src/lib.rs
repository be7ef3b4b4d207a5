//! gongbao 公报: assembles, proofreads and prints a Chinese city government's gazette.

pub mod finding;
pub mod geom;
pub mod import;
pub mod issue;
pub mod text;
