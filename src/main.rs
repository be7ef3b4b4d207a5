//! The program `gongbao`: hands its arguments to the command line, or opens the window.

use std::io::{self, Write};
use std::process::ExitCode;

use gongbao::cli::{self, Outcome};

fn main() -> ExitCode {
    let outcome = {
        let (mut out, mut err) = (io::stdout().lock(), io::stderr().lock());
        cli::run(std::env::args_os(), &mut out, &mut err)
    };
    let file = match outcome {
        Outcome::Status(status) => return ExitCode::from(status),
        Outcome::Window(file) => file,
    };
    match gongbao::app::run(file) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "gongbao: 无法打开窗口（{error}）；请在图形桌面中运行");
            ExitCode::from(2)
        }
    }
}
