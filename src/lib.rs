//! gongbao 公报: assembles, proofreads and prints a Chinese city government's gazette.

pub mod cli;
pub mod export;
pub mod finding;
pub mod font;
pub mod geom;
pub mod import;
pub mod issue;
pub mod layout;
pub mod lint;
pub mod shape;
pub mod store;
pub mod text;
