//! Stretches that rules must leave alone: addresses, standard numbers, titles of others.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// What kind of stretch is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guard {
    /// URL, e-mail address, file name, tag of HTML: no rule but those of residue and OCR.
    Address,
    /// Standard number, ISO date, telephone, postcode: no rule on numbers and dashes.
    Code,
    /// 《…》: the title of a cited document is not ours to correct.
    Title,
}

/// One protected stretch, in bytes.
#[derive(Debug, Clone)]
pub(crate) struct Protected {
    kind: Guard,
    bytes: Range<usize>,
}

static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?:https?|ftp)://[\x21-\x7e]+ | www\.[\x21-\x7e]+
        | [A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+
        | [\w-]+\.(?:docx?|xlsx?|pdf|html?|jpe?g|png|zip|rar|gov\.cn|com|cn|org|net)\b
        | </?[a-zA-Z!][^<>]*>
        | &\#?[a-zA-Z0-9]{1,8};",
    )
    .ok()
});

static CODE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        \b(?:GB|GBZ|GJB|DB|JGJ|CJJ|HJ|DL|SY|YY|NY|LY|ISO|IEC|JB|JT|JTG|QB|SL|TB|WS|YD|MZ)
            [\dA-Z]*(?:\s?/\s?[A-Z]+)?\s?\d+(?:\.\d+)*(?:[-—–]\d{2,4})?
        | (?:19|20)\d{2}-\d{1,2}-\d{1,2}
        | \b0\d{2,3}[-—–]\d{7,8} | \b\d{3,4}-\d{3,4}-\d{3,4}\b
        | [A-Za-z]+[-/]?\d+(?:-\d+)+",
    )
    .ok()
});

/// Finds what is protected in `text`.
pub(crate) fn protected(text: &str) -> Vec<Protected> {
    let mut found = Vec::new();
    if text.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
        for (kind, regex) in [(Guard::Address, &*ADDRESS), (Guard::Code, &*CODE)] {
            let Some(regex) = regex else { continue };
            found.extend(
                regex.find_iter(text).map(|found| Protected { kind, bytes: found.range() }),
            );
        }
    }
    let mut open = None;
    for (byte, c) in text.char_indices() {
        match (c, open) {
            ('《', None) => open = Some(byte),
            ('》', Some(start)) => {
                found.push(Protected { kind: Guard::Title, bytes: start..byte + c.len_utf8() });
                open = None;
            }
            _ => {}
        }
    }
    found
}

/// Whether `bytes` meet a stretch of `kind`.
pub(crate) fn meets(list: &[Protected], kind: Guard, bytes: &Range<usize>) -> bool {
    list.iter().any(|item| {
        item.kind == kind && item.bytes.start < bytes.end && bytes.start < item.bytes.end
    })
}
