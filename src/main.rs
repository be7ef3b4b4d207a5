//! The program `gongbao`: hands its arguments to the library.

use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let (mut out, mut err) = (io::stdout().lock(), io::stderr().lock());
    let status = gongbao::cli::run(std::env::args_os(), &mut out, &mut err);
    ExitCode::from(status)
}
