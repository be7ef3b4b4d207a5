//! Where a line of Chinese text may end.
//!
//! On top of the prohibitions of GB/T 15834-2011 5.1 and CLREQ stand the groups that a reader must
//! not find torn: words, numbers with their unit, document numbers, dates, 第十二条, —— and ……. The
//! result is a cost for each place between two characters; the line breaker weighs it against the
//! spaces of the line.

use serde::{Deserialize, Serialize};

use super::class::CharClass;

/// What no line begins with, beside closing marks, pausing marks and %.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Prohibition {
    /// Connectors and ·, what most books forbid (CLREQ, level basic).
    Basic,
    /// / too, at either end of a line (GB/T 15834-2011, 5.1.3–5.1.9).
    #[default]
    Gb,
    /// —— and …… too (CLREQ, level strict).
    Strict,
}

/// The cost of a line that ends at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BreakCost(u16);

impl BreakCost {
    /// A line may end here.
    pub const FREE: Self = Self(0);
    /// A line must not end here.
    pub const FORBIDDEN: Self = Self(u16::MAX);
    /// A line must end here.
    pub const FORCED: Self = Self(u16::MAX - 1);

    /// A line may end here, at a price; 50 is as bad as a line stretched by half of what is
    /// tolerable.
    pub const fn price(price: u16) -> Self {
        Self(price)
    }

    /// The price, or none where a line must not end.
    pub const fn get(self) -> Option<i64> {
        match self {
            Self::FORBIDDEN => None,
            Self::FORCED => Some(0),
            Self(price) => Some(price as i64),
        }
    }

    fn raise(&mut self, other: Self) {
        if other > *self {
            *self = other;
        }
    }
}

/// Before —— and …… where a line may begin with them, and beside / where that may part lines: better
/// than a line with holes.
const AT_DASH: BreakCost = BreakCost::price(400);
/// Inside a date, behind 年 or 月.
const IN_DATE: BreakCost = BreakCost::price(80);
/// Between a number and a measure word.
const BEFORE_UNIT: BreakCost = BreakCost::price(60);
/// Inside a short 《…》.
const IN_SHORT_TITLE: BreakCost = BreakCost::price(40);
/// Behind a hyphen within a word.
const AT_HYPHEN: BreakCost = BreakCost::price(50);
/// Behind . - @ and the like within an address.
const IN_ADDRESS: BreakCost = BreakCost::price(30);
/// Within a part of an address: better than a line with holes.
const IN_PART: BreakCost = BreakCost::price(450);
/// Between two telephone numbers, behind /.
const BETWEEN_TELEPHONES: BreakCost = BreakCost::price(150);
/// Within a telephone number or that of a standard (GB/T 33000), behind the hyphen or space, and in a
/// long code between letters and digits: only where a line would be left short.
const IN_CODE: BreakCost = BreakCost::price(1_500);
/// Elsewhere in a long code, and between two digits of an address.
const IN_DIGITS: BreakCost = BreakCost::price(1_800);
/// Within a unit of several characters behind a number: 平方公里.
const IN_UNIT: BreakCost = BreakCost::price(100);
/// Within a range of numbers, behind ～.
const IN_RANGE: BreakCost = BreakCost::price(80);
/// Behind （一） at the head of an item.
const BEHIND_NUMBER: BreakCost = BreakCost::price(150);

/// Before 〔 of a document number, behind the code of its organ.
const BEFORE_YEAR: BreakCost = BreakCost::price(150);
/// Within a number in hanzi, behind 十 or 百: better than a line with holes, and than nothing else.
const IN_NUMERAL: BreakCost = BreakCost::price(400);

/// Signs that belong to the number before them so closely that they are never apart.
pub(crate) const CLINGS_TO_NUMBER: &str = "年月日号时分秒期版届条款项章节页度楼室";
/// Measure words that should follow their number on the same line.
const MEASURE_WORDS: &str = "个家名人位次万亿千百元吨亩公米株头户起件处所座台辆套批种类岁天周倍";

/// The cost of ending a line before each character of `characters`; `classes` are theirs. The
/// first place is [`BreakCost::FORBIDDEN`]: nothing stands before it. Invisible characters change
/// nothing between their neighbours, and no line begins with one.
pub fn break_costs(
    characters: &[char],
    classes: &[CharClass],
    prohibition: Prohibition,
) -> Vec<BreakCost> {
    if !classes.contains(&CharClass::Invisible) {
        return visible_costs(characters, classes, prohibition);
    }
    let visible: Vec<(usize, char, CharClass)> = characters
        .iter()
        .zip(classes)
        .enumerate()
        .filter(|(_, (_, class))| **class != CharClass::Invisible)
        .map(|(index, (&character, &class))| (index, character, class))
        .collect();
    let seen: Vec<char> = visible.iter().map(|&(_, character, _)| character).collect();
    let seen_classes: Vec<CharClass> = visible.iter().map(|&(_, _, class)| class).collect();
    let mut costs = vec![BreakCost::FORBIDDEN; characters.len()];
    let seen_costs = visible_costs(&seen, &seen_classes, prohibition);
    for (&(index, _, _), cost) in visible.iter().zip(seen_costs) {
        if let Some(slot) = costs.get_mut(index) {
            *slot = cost;
        }
    }
    costs
}

fn visible_costs(
    characters: &[char],
    classes: &[CharClass],
    prohibition: Prohibition,
) -> Vec<BreakCost> {
    let mut costs = vec![BreakCost::FORBIDDEN; characters.len()];
    for (index, pair) in classes.windows(2).enumerate() {
        if let [before, after] = pair
            && let Some(cost) = costs.get_mut(index + 1)
        {
            *cost = pair_cost(characters, index, (*before, *after), prohibition);
        }
    }
    western_costs(characters, classes, &mut costs);
    groups(characters, &mut costs);
    costs
}

/// What the classes of two neighbours and the characters themselves say.
fn pair_cost(
    characters: &[char],
    index: usize,
    (before, after): (CharClass, CharClass),
    prohibition: Prohibition,
) -> BreakCost {
    let (Some(&left), Some(&right)) = (characters.get(index), characters.get(index + 1)) else {
        return BreakCost::FORBIDDEN;
    };
    if let Some(cost) = chosen(before, after, prohibition) {
        return cost;
    }
    if after == CharClass::Space
        || before.is_forbidden_at_end()
        || after.is_forbidden_at_start()
        || (before.is_western() && after.is_western())
        || (before == CharClass::Mongolian && after == CharClass::Mongolian)
    {
        return BreakCost::FORBIDDEN;
    }
    // Signs that join two words follow the first one (GB/T 15834-2011, 5.1.7 and 5.1.9).
    if !before.is_western() && matches!(right, '/' | '-' | '–') {
        return BreakCost::FORBIDDEN;
    }
    if after == CharClass::Digit && matches!(left, '第' | '图' | '表' | '件') {
        return BreakCost::FORBIDDEN;
    }
    if before == CharClass::Digit || (before == CharClass::Hanzi && is_numeral(left)) {
        if before == CharClass::Digit && CLINGS_TO_NUMBER.contains(right) {
            return BreakCost::FORBIDDEN;
        }
        if before == CharClass::Digit && MEASURE_WORDS.contains(right) {
            return BEFORE_UNIT;
        }
    }
    if after == CharClass::Digit && matches!(left, '年' | '月') {
        let in_date = index > 0 && matches!(characters.get(index - 1), Some('0'..='9'));
        return if in_date { IN_DATE } else { BreakCost::FREE };
    }
    if before == CharClass::Digit && matches!(right, '\u{3380}'..='\u{33df}') {
        return BreakCost::FORBIDDEN;
    }
    if before == CharClass::Connector && after == CharClass::Digit {
        return IN_RANGE;
    }
    // 附件1 is whole.
    if (left, right) == ('附', '件') && matches!(characters.get(index + 2), Some('0'..='9')) {
        return BreakCost::FORBIDDEN;
    }
    if before == CharClass::Space && after == CharClass::Letter && is_unit(characters, index) {
        return BreakCost::FORBIDDEN;
    }
    if before == CharClass::Space && after == CharClass::Digit && is_standard(characters, index) {
        return IN_CODE;
    }
    // ≤ and the like stay with the number behind them, and with what they compare.
    if after == CharClass::Digit && is_relation(characters, index) {
        return BreakCost::FORBIDDEN;
    }
    if RELATIONS.contains(right) {
        return AT_RELATION;
    }
    if right == '[' && is_note_mark(characters, index + 1) {
        return BreakCost::FORBIDDEN;
    }
    // A footnote mark clings to its word; behind a mark it begins an item.
    if before == CharClass::Hanzi && matches!(right, '①'..='⑳') {
        return BreakCost::FORBIDDEN;
    }
    BreakCost::FREE
}

/// What the level of prohibition decides.
fn chosen(before: CharClass, after: CharClass, prohibition: Prohibition) -> Option<BreakCost> {
    let free = |class: CharClass| class == CharClass::Hanzi || class.is_half();
    let solidus = prohibition == Prohibition::Basic
        && ((after == CharClass::Solidus && free(before) && before != CharClass::Open)
            || (before == CharClass::Solidus && after == CharClass::Hanzi));
    let dash = prohibition != Prohibition::Strict
        && matches!(after, CharClass::Dash | CharClass::Ellipsis)
        && free(before)
        && before != CharClass::Open;
    (solidus || dash).then_some(AT_DASH)
}

/// Signs that compare two things.
const RELATIONS: &str = "≤≥＜＞＝≠≈±";
/// Before such a sign.
const AT_RELATION: BreakCost = BreakCost::price(200);

/// Whether the last visible character up to `index` compares.
fn is_relation(characters: &[char], index: usize) -> bool {
    let before = characters.get(..=index).unwrap_or_default();
    let last = before.iter().rfind(|character| **character != ' ');
    last.is_some_and(|&last| RELATIONS.contains(last))
}

/// Whether the space at `index` parts the code of a standard from its number: GB/T 33000,
/// ISO 9001—2015.
fn is_standard(characters: &[char], index: usize) -> bool {
    let code = characters.get(..index).unwrap_or_default();
    let capital = |character: &&char| character.is_ascii_uppercase() || **character == '/';
    let capitals = code.iter().rev().take_while(capital).count();
    let begins = code.len() == capitals
        || code.get(code.len() - capitals - 1).is_some_and(|c| !c.is_ascii_alphanumeric());
    (2..=8).contains(&capitals) && begins
}

/// Whether `[12]`, a note mark, begins at `index`.
fn is_note_mark(characters: &[char], index: usize) -> bool {
    let inside = characters.get(index + 1..).unwrap_or_default();
    let digits = inside.iter().take_while(|character| character.is_ascii_digit()).count();
    (1..=3).contains(&digits) && inside.get(digits) == Some(&']')
}

/// Signs of units that may be typed apart from their number.
const UNITS: [&str; 40] = [
    "km", "m", "cm", "mm", "nm", "kg", "g", "mg", "t", "h", "min", "s", "ms", "L", "mL", "ml", "W",
    "kW", "MW", "GW", "kWh", "MWh", "V", "kV", "A", "Hz", "kHz", "MHz", "GHz", "Pa", "kPa", "MPa",
    "dB", "lx", "K", "J", "N", "kN", "hm", "ha",
];

/// Whether the space at `index` parts a number from its unit: 80 km/h.
fn is_unit(characters: &[char], index: usize) -> bool {
    let digit = index.checked_sub(1).and_then(|at| characters.get(at));
    let rest = characters.get(index + 1..).unwrap_or_default();
    let word: String = rest.iter().take_while(|c| c.is_ascii_alphabetic()).take(6).collect();
    digit.is_some_and(char::is_ascii_digit) && UNITS.contains(&word.as_str())
}

/// Hanzi that write a number.
const fn is_numeral(character: char) -> bool {
    matches!(
        character,
        '〇' | '零'
            | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '两'
    )
}

/// Breaks within runs of letters, digits and their signs: in addresses behind / . - and the like,
/// elsewhere behind a hyphen between letters only.
fn western_costs(characters: &[char], classes: &[CharClass], costs: &mut [BreakCost]) {
    let mut start = 0;
    while start < classes.len() {
        let rest = classes.get(start..).unwrap_or_default();
        let length = rest.iter().take_while(|class| class.is_western()).count();
        if length > 1 {
            let run = characters.get(start..start + length).unwrap_or_default();
            let costs = costs.get_mut(start..start + length).unwrap_or_default();
            let text: String = run.iter().collect();
            // A mark that closes or pauses behind a hanzi is not one word with what follows it.
            if let (Some(CharClass::WesternClose), Some(CharClass::Letter | CharClass::Digit)) =
                (rest.first(), rest.get(1))
                && let Some(cost) = costs.get_mut(1)
            {
                *cost = BreakCost::FREE;
            }
            if text.contains("://") || text.contains("www.") || text.contains('@') {
                address_costs(run, costs);
            } else {
                hyphen_costs(run, costs);
            }
        }
        start += length.max(1);
    }
}

/// An address breaks behind its parts; within a part only where nothing else is left.
fn address_costs(run: &[char], costs: &mut [BreakCost]) {
    let scheme = scheme_end(run);
    for (index, cost) in costs.iter_mut().enumerate().skip(1) {
        let (left, right) = (run.get(index - 1), run.get(index));
        let (Some(&left), Some(&right)) = (left, right) else { break };
        let word = |character: char| character.is_alphanumeric() || character == '_';
        *cost = match left {
            _ if !word(right) => BreakCost::FORBIDDEN,
            '/' | '?' | '&' | '#' => BreakCost::FREE,
            '.' | '-' | '@' | '=' | '_' | '~' => IN_ADDRESS,
            _ if index > scheme && is_amid(run, index) => {
                if left.is_ascii_digit() && right.is_ascii_digit() { IN_DIGITS } else { IN_PART }
            }
            _ => BreakCost::FORBIDDEN,
        };
    }
}

/// Where the scheme of an address ends: 0 where it has none.
fn scheme_end(run: &[char]) -> usize {
    run.windows(3).position(|three| three == [':', '/', '/']).map_or(0, |at| at + 2)
}

/// Whether three letters or digits at least stand on either side.
fn is_amid(run: &[char], index: usize) -> bool {
    let word = |character: &&char| character.is_ascii_alphanumeric();
    let (before, behind) = run.split_at(index);
    before.iter().rev().take_while(word).count() >= 3 && behind.iter().take_while(word).count() >= 3
}

/// Behind a hyphen between letters; in telephone numbers; and in codes so long that no line should
/// wait for them (accounts, 统一社会信用代码).
fn hyphen_costs(run: &[char], costs: &mut [BreakCost]) {
    for (index, cost) in costs.iter_mut().enumerate().skip(2) {
        let digits = |side: &mut dyn Iterator<Item = &char>| {
            side.take_while(|character| character.is_ascii_digit()).count()
        };
        let sign = run.get(index - 1);
        let before = run.get(..index - 1).unwrap_or_default();
        let behind = run.get(index..).unwrap_or_default();
        let (left, right) = (digits(&mut before.iter().rev()), digits(&mut behind.iter()));
        match sign {
            Some('-') if left >= 3 && right >= 5 => *cost = IN_CODE,
            Some('/') if left >= 5 && right >= 5 => *cost = BETWEEN_TELEPHONES,
            Some(sign) if is_amid(run, index) && is_long_code(run, index) => {
                let digit = |character: &char| character.is_ascii_digit();
                let border = behind.first().is_some_and(|next| digit(next) != digit(sign));
                *cost = if border { IN_CODE } else { IN_DIGITS };
            }
            _ => {}
        }
        if let Some([before, '-', after]) = run.get(index - 2..=index)
            && before.is_alphabetic()
            && after.is_alphabetic()
        {
            *cost = AT_HYPHEN;
        }
    }
}

/// Whether the letters and digits around `index` are too many for one line of a narrow column.
fn is_long_code(run: &[char], index: usize) -> bool {
    let code = |character: &&char| character.is_ascii_alphanumeric();
    let (before, behind) = run.split_at(index);
    let length =
        before.iter().rev().take_while(code).count() + behind.iter().take_while(code).count();
    let digits = run.iter().filter(|character| character.is_ascii_digit()).count();
    length >= LONG_CODE && digits >= LONG_CODE / 2
}

/// So many characters make a code that may be broken.
const LONG_CODE: usize = 15;

/// Units of several characters.
const LONG_UNITS: [&[char]; 12] = [
    &['平', '方', '公', '里'],
    &['平', '方', '千', '米'],
    &['平', '方', '米'],
    &['立', '方', '米'],
    &['公', '里'],
    &['公', '顷'],
    &['千', '米'],
    &['万', '元'],
    &['亿', '元'],
    &['万', '吨'],
    &['小', '时'],
    &['分', '钟'],
];

/// A number and the parts of its unit, also where a space was typed between them.
fn unit_costs(characters: &[char], digit: usize, costs: &mut [BreakCost]) {
    let space = usize::from(characters.get(digit + 1) == Some(&' '));
    let start = digit + 1 + space;
    let rest = characters.get(start..).unwrap_or_default();
    let Some(unit) = LONG_UNITS.iter().find(|unit| rest.starts_with(unit)) else { return };
    for cost in costs.iter_mut().take(start + unit.len()).skip(start + 1) {
        cost.raise(IN_UNIT);
    }
    if let Some(cost) = costs.get_mut(start) {
        cost.raise(BEFORE_UNIT);
    }
}

/// Groups of more than two characters.
fn groups(characters: &[char], costs: &mut [BreakCost]) {
    let at = |index: usize| characters.get(index).copied().unwrap_or('\0');
    let mut index = 0;
    while index < characters.len() {
        match at(index) {
            '〔' => {
                // 〔2026〕6号, and the code before it: 包府发〔2026〕6号.
                let mut end = index + 1;
                while matches!(at(end), '0'..='9' | '〕' | '第') {
                    end += 1;
                }
                if at(end) == '号' && end > index + 1 {
                    for cost in costs.iter_mut().take(end + 1).skip(index + 1) {
                        cost.raise(BreakCost::FORBIDDEN);
                    }
                    if let Some(cost) = costs.get_mut(index) {
                        cost.raise(BEFORE_YEAR);
                    }
                }
            }
            '第' => {
                let mut end = index + 1;
                while is_numeral(at(end)) {
                    end += 1;
                }
                if end > index + 1 {
                    let with_word = end + usize::from(!"，。、；：".contains(at(end)));
                    for place in index + 1..with_word {
                        let inside = matches!(at(place - 1), '十' | '百') && is_numeral(at(place));
                        let price = if inside { IN_NUMERAL } else { BreakCost::FORBIDDEN };
                        if let Some(cost) = costs.get_mut(place) {
                            cost.raise(price);
                        }
                    }
                }
            }
            '《' => {
                let inside = characters.iter().skip(index + 1).take(9);
                if let Some(length) = inside.clone().position(|&character| character == '》') {
                    for cost in costs.iter_mut().take(index + length + 1).skip(index + 2) {
                        cost.raise(IN_SHORT_TITLE);
                    }
                }
            }
            '（' if index == 0 || matches!(at(index - 1), '。' | '；' | '：') => {
                let mut end = index + 1;
                while is_numeral(at(end)) || at(end).is_ascii_digit() {
                    end += 1;
                }
                if end > index + 1
                    && at(end) == '）'
                    && let Some(cost) = costs.get_mut(end + 1)
                {
                    cost.raise(BEHIND_NUMBER);
                }
            }
            '0'..='9' if !at(index + 1).is_ascii_digit() => unit_costs(characters, index, costs),
            '—' | '…' | '⋯' if at(index + 1) == at(index) => {
                if let Some(cost) = costs.get_mut(index + 1) {
                    *cost = BreakCost::FORBIDDEN;
                }
            }
            _ => {}
        }
        index += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows a text with `|` where a line may end freely and `¦` where it may at a price, but for
    /// the parts of addresses.
    fn show(text: &str) -> String {
        let characters: Vec<char> = text.chars().collect();
        let classes: Vec<_> = characters.iter().map(|&c| CharClass::of(c)).collect();
        let mut shown = String::new();
        for (character, cost) in
            characters.iter().zip(break_costs(&characters, &classes, Prohibition::Strict))
        {
            match cost.get() {
                None => {}
                _ if cost == IN_PART || cost == IN_DIGITS => {}
                Some(0) => shown.push('|'),
                Some(_) => shown.push('¦'),
            }
            shown.push(*character);
        }
        shown
    }

    fn check(expected: &str) {
        let text: String = expected.chars().filter(|c| !"|¦".contains(*c)).collect();
        assert_eq!(show(&text), expected);
    }

    #[test]
    fn marks_do_not_begin_or_end_a_line() {
        check("开|展|“综|合|查|一|次”，|按|照");
        check("（试|用|期|一|年）；");
        check("实|现——|全|面……");
    }

    #[test]
    fn numbers_stay_with_what_they_count() {
        check("达|到|60%|以|上");
        check("包|府|发¦〔2026〕6号|文");
        check("于|2026年¦4月¦8日|起");
        check("第十¦二条|规|定");
        check("第五十¦七条|第三款");
        check("二|期|5000¦吨");
        check("附件1|和|表3");
        check("高|于|12,345.6¦元");
        check("每|天/|人|和|春-|夏");
        check("时|速|80 km/h|到|120 m，|面|积|5.6㎡");
        check("（一）¦总|体|（一）|件");
        check("约|5～¦10¦人");
        check("容|积|率¦≤98.8|和|12¦平¦方¦公¦里");
    }

    #[test]
    fn addresses_break_behind_their_parts() {
        check("见|http://|www.¦baotou.¦gov.¦cn/|zwgk/|index.¦html|页");
        check("寄|gong_¦bao@¦baotou.¦gov.¦cn。");
        check("电|话:|0472-¦5618000|转)|a");
        check("见|https://|ab.¦cn/|x1");
        check("电|话|0472-¦5618888/¦5619999|转|e-¦mail");
        check("按|GB/T ¦9704|和|ISO ¦9001|执|行");
        check("按|GB/T9704|执|行");
        check("号：|150203¦XXXXXXXX¦1234）");
        check("见[1]，|再|见。[12]|另|[注]");
    }

    #[test]
    fn invisible_characters_change_nothing() {
        check("（\u{200b}试|用\u{feff}）；");
        check("于|20\u{200b}26\u{2060}年¦4月");
        check("\u{200b}国|家");
    }

    #[test]
    fn short_book_titles_are_better_whole() {
        check("依|据|《决¦定》|办|理");
    }
}
