//! gongbao 公报: assembles, proofreads and prints a Chinese city government's gazette.

pub mod finding;
pub mod geom;
pub mod issue;
pub mod lint;
