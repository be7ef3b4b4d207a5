//! What the system and the reader of RON say, in Chinese. They speak English, and an English half
//! in a sentence tells an editor nothing.

use std::io;

/// What the system says, in Chinese; the names of rare faults tell an editor nothing.
pub(super) fn reason(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "没有这个文件",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "没有权限",
        io::ErrorKind::StorageFull
        | io::ErrorKind::QuotaExceeded
        | io::ErrorKind::FileTooLarge
        | io::ErrorKind::WriteZero => "磁盘已满或超出限额",
        io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset => "对方已关闭",
        io::ErrorKind::TimedOut | io::ErrorKind::Interrupted => "等待超时或被打断",
        io::ErrorKind::NetworkDown
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NotConnected
        | io::ErrorKind::StaleNetworkFileHandle => "网络不通",
        io::ErrorKind::ResourceBusy
        | io::ErrorKind::ExecutableFileBusy
        | io::ErrorKind::WouldBlock
        | io::ErrorKind::Deadlock => "文件正被占用",
        io::ErrorKind::InvalidFilename => "文件名太长或含有不能用的字符",
        io::ErrorKind::OutOfMemory => "内存不足",
        io::ErrorKind::UnexpectedEof => "文件不完整",
        _ => "系统拒绝了这次读写",
    }
}

/// What the reader of RON says of a place in `source`, with the key that stands there. The names
/// of fields and variants stay: they stand in the file.
pub(super) fn notation(message: &str, source: &str, line: usize, column: usize) -> String {
    let said = said(message);
    // A message that names something names what is wrong.
    match key(source, line, column).filter(|_| !message.contains('`')) {
        Some(key) => format!("{key}：{said}"),
        None => said,
    }
}

/// The last key before a place.
fn key(source: &str, line: usize, column: usize) -> Option<&str> {
    let text = source.lines().nth(line.checked_sub(1)?)?;
    let end = text.char_indices().nth(column.saturating_sub(1)).map_or(text.len(), |(at, _)| at);
    let (before, _) = text.get(..end)?.rsplit_once(':')?;
    let key = before.trim_end().rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_').next()?;
    (!key.is_empty()).then_some(key)
}

fn said(message: &str) -> String {
    const KINDS: [(&str, &str); 22] = [
        ("Unexpected missing field", "缺少 {}"),
        ("Unexpected duplicate field", "{} 写了两次"),
        ("Unexpected field", "不认识 {}"),
        ("Unexpected enum variant", "不认识 {}"),
        ("Unexpected variant", "不认识 {}"),
        ("Expected integer", "这里应是整数"),
        ("Integer is out of bounds", "这个整数太大或太小"),
        ("Invalid digit", "这里应是整数"),
        ("Expected float", "这里应是数"),
        ("Expected boolean", "这里应是 true 或 false"),
        ("Expected string", "这里应是引号中的文字"),
        ("Expected end of string", "文字后面缺少引号"),
        ("Expected byte string", "这里应是引号中的文字"),
        ("Expected comma", "这里缺少逗号"),
        ("Expected colon", "这里缺少冒号"),
        ("Expected map colon", "这里缺少冒号"),
        ("Expected option", "这里应是 Some(…) 或 None"),
        ("Expected opening", "这里应是 {}"),
        ("Expected closing", "这里应是 {}"),
        ("Expected identifier", "这里应是一个名字"),
        ("Unexpected end of RON", "文件不完整，括号没有合上"),
        ("Non-whitespace trailing characters", "末尾有多余的文字"),
    ];
    let name = message.split('`').nth(1);
    let known = KINDS.iter().find(|(kind, _)| message.starts_with(kind));
    match (known, name) {
        (Some((_, wording)), Some(name)) => wording.replace("{}", name),
        (Some((_, wording)), None) => wording.replace("{}", "别的符号"),
        (None, Some(name)) => format!("{name} 处的写法不对"),
        (None, None) => "写法不对".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_of_the_notation_name_their_key() {
        #[derive(Debug, serde::Deserialize)]
        #[expect(dead_code, reason = "only read")]
        #[serde(deny_unknown_fields)]
        struct Page {
            grid: f64,
            lines: u32,
        }
        fn check(text: &str, expected: &str) {
            let error = ron::from_str::<Page>(text).unwrap_err();
            let (message, at) = (error.code.to_string(), error.span.start);
            assert_eq!(notation(&message, text, at.line, at.col), expected, "{message}");
        }
        check("(girt: 1.0, lines: 2)", "不认识 girt");
        check("(grid: 1.0)", "缺少 lines");
        check("(grid: 1.0, grid: 1.0, lines: 2)", "grid 写了两次");
        check("(grid: a, lines: 2)", "grid：这里应是数");
        check("(grid: 1.0, lines: a)", "lines：这里应是整数");
        check("(grid: 1.0, lines: 99999999999)", "lines：这个整数太大或太小");
        check("(grid: 1.0 lines: 2)", "grid：这里缺少逗号");
        check("(grid: 1.0, lines: 2", "lines：这里缺少逗号");
        check("(grid: 1.0, lines: 2) x", "lines：末尾有多余的文字");
    }

    #[test]
    fn the_system_speaks_chinese() {
        let said = |kind: io::ErrorKind| reason(&io::Error::from(kind));
        assert_eq!(said(io::ErrorKind::StorageFull), "磁盘已满或超出限额");
        assert_eq!(said(io::ErrorKind::AddrInUse), "系统拒绝了这次读写");
    }
}
