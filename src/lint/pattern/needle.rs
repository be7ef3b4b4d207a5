//! Characters that a text must hold for a pattern to match: a cheap look before the search.
//!
//! A set of more than a hundred patterns with bounded repeats is too large for the automaton of a
//! `RegexSet`. From each pattern a small set of characters is read of which any match has at least
//! one; a passage is searched only for patterns of which it holds such a character.

use std::collections::BTreeSet;
use std::iter::Peekable;
use std::str::Chars;

/// Reads the needles of a pattern; none if it cannot be said.
pub(super) fn needles(pattern: &str) -> Option<BTreeSet<char>> {
    let mut chars = pattern.chars().peekable();
    let needles = alternation(&mut chars);
    // Something was left unread: nothing can be said.
    if chars.next().is_some() { None } else { needles }
}

type Needles = Option<BTreeSet<char>>;

/// `a|b|c`: one of the needles of any branch.
fn alternation(chars: &mut Peekable<Chars<'_>>) -> Needles {
    let mut all = sequence(chars);
    while chars.next_if_eq(&'|').is_some() {
        let branch = sequence(chars);
        all = match (all, branch) {
            (Some(mut left), Some(right)) => {
                left.extend(right);
                Some(left)
            }
            _ => None,
        };
    }
    all
}

/// `abc`: the needles of the element that is the rarest in texts.
fn sequence(chars: &mut Peekable<Chars<'_>>) -> Needles {
    let mut best: Needles = None;
    while let Some(&next) = chars.peek() {
        if matches!(next, '|' | ')') {
            break;
        }
        let element = element(chars);
        if !is_required(chars) {
            continue;
        }
        let better = match (&best, &element) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(best), Some(element)) => cost(element) < cost(best),
        };
        if better {
            best = element;
        }
    }
    best
}

/// How often a text holds one of the needles, roughly: figures are common.
fn cost(needles: &BTreeSet<char>) -> usize {
    needles
        .iter()
        .map(|c| match c {
            '0'..='9' => 40,
            '，' | '。' | '、' | '的' => 400,
            '年' | '月' | '日' | '一' | '二' | '三' | '和' | '在' | '“' | '”' => 60,
            ' ' | '\u{3000}' => 20,
            _ => 4,
        })
        .sum()
}

/// One character, class or group.
fn element(chars: &mut Peekable<Chars<'_>>) -> Needles {
    match chars.next()? {
        '(' => {
            if chars.next_if_eq(&'?').is_some() {
                let _ = chars.next();
            }
            let inner = alternation(chars);
            let _ = chars.next_if_eq(&')');
            inner
        }
        '[' => class(chars),
        '.' | '^' | '$' => None,
        '\\' => escape(chars).and_then(|set| (!set.is_empty()).then_some(set)),
        c => Some(BTreeSet::from([c])),
    }
}

/// What a backslash stands for: a set of characters; an empty one where nothing can be said.
fn escape(chars: &mut Peekable<Chars<'_>>) -> Needles {
    let c = chars.next()?;
    Some(match c {
        'd' => ('0'..='9').collect(),
        's' => BTreeSet::from([' ', '\t', '\u{3000}', '\u{a0}', '\n', '\r']),
        'b' | 'w' | 'S' | 'D' => BTreeSet::new(),
        'u' | 'x' => BTreeSet::from([code(chars, if c == 'u' { 4 } else { 2 })?]),
        other => BTreeSet::from([other]),
    })
}

fn code(chars: &mut Peekable<Chars<'_>>, digits: usize) -> Option<char> {
    let hex: String = chars.by_ref().take(digits).collect();
    char::from_u32(u32::from_str_radix(&hex, 16).ok()?)
}

/// A class: its characters, unless it is negated or has a long range.
fn class(chars: &mut Peekable<Chars<'_>>) -> Needles {
    let negated = chars.next_if_eq(&'^').is_some();
    let mut set = BTreeSet::new();
    let mut wide = negated;
    let mut last = None;
    loop {
        match chars.next()? {
            ']' => break,
            '-' if last.is_some() && chars.peek().is_some_and(|c| *c != ']') => {
                let end = match chars.next()? {
                    '\\' => escape(chars)?.into_iter().next()?,
                    c => c,
                };
                let range = last.take()?..=end;
                if range.clone().count() > 80 {
                    wide = true;
                } else {
                    set.extend(range);
                }
            }
            '\\' => {
                let escaped = escape(chars)?;
                wide |= escaped.is_empty();
                last = if escaped.len() == 1 { escaped.first().copied() } else { None };
                set.extend(escaped);
            }
            c => {
                last = Some(c);
                let _ = set.insert(c);
            }
        }
    }
    (!wide).then_some(set)
}

/// Reads the quantifier behind an element: whether it stands at least once.
fn is_required(chars: &mut Peekable<Chars<'_>>) -> bool {
    let required = match chars.peek() {
        Some('?' | '*') => {
            let _ = chars.next();
            false
        }
        Some('+') => {
            let _ = chars.next();
            true
        }
        Some('{') => {
            let _ = chars.next();
            let bounds: String = chars.by_ref().take_while(|c| *c != '}').collect();
            !bounds.starts_with('0')
        }
        _ => return true,
    };
    let _ = chars.next_if_eq(&'?');
    required
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, expected: Option<&str>) {
        let found = needles(pattern).map(|set| set.into_iter().collect::<String>());
        assert_eq!(found.as_deref(), expected, "{pattern}");
    }

    #[test]
    fn any_match_has_a_needle() {
        check("其它", Some("其"));
        check("必需(?:要|加强)|必须品", Some("必"));
        check("[^目有标]的的|了了", Some("了的"));
        check(r"(?:^|[^\d])[·•]?\d{2}年", Some("年"));
        check(r"[\u4e00-\u9fff]:", Some(":"));
        check("a?b*", None);
        check("(?:x|.)", None);
        check("x{0,3}yz", Some("y"));
        check("[「」『』]", Some("「」『』"));
        check(r"\.{3,}|。", Some(".。"));
        check("[a-c]", Some("abc"));
    }
}
