//! gongbao.
fn main() {}
