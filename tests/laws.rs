//! Laws: what holds of every issue and every edit, tried on many generated ones.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use gongbao::issue::Issue;
use gongbao::issue::edit::{Edit, check};
use gongbao::issue::place::{self, Part, Place};
use gongbao::issue::text::{Range, Text};
use gongbao::store::{self, Access, IssueFile};
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any};
use proptest::prop_assert;
use proptest::prop_assert_eq;
use proptest::proptest;
use proptest::test_runner::TestCaseError;

#[path = "laws/generate.rs"]
mod generate;

use generate::Dice;

/// The numbers that an issue and an edit are drawn from.
fn numbers() -> impl proptest::strategy::Strategy<Value = Vec<u32>> {
    vec(any::<u32>(), 0..600)
}

/// The numbers that the edits of an issue are drawn from.
fn few_numbers() -> impl proptest::strategy::Strategy<Value = Vec<u32>> {
    vec(any::<u32>(), 0..80)
}

/// An issue, and dice for its edits that draw other characters and ids.
fn issue_and_dice(issue: Vec<u32>, edits: Vec<u32>) -> (Issue, Dice) {
    let mut dice = Dice::new(issue);
    let issue = dice.issue();
    dice.load(edits);
    (issue, dice)
}

fn characters(text: &Text, range: Range) -> BTreeSet<char> {
    text.slice(range).chars().collect()
}

/// All characters of an issue.
fn all_characters(issue: &Issue) -> BTreeSet<char> {
    place::texts(issue).into_iter().flat_map(|(_, text)| text.string.chars()).collect()
}

/// Every place of an issue, carets included.
fn anchors(issue: &Issue) -> Vec<Place> {
    let ranges = |length: u32| {
        (0..=length).flat_map(move |start| (start..=length).map(move |end| Range::new(start, end)))
    };
    place::texts(issue)
        .into_iter()
        .flat_map(|(part, text)| ranges(text.len()).map(move |range| Place::new(part, range)))
        .collect()
}

/// Every anchor has only its own words and new ones, and all of its words that stand in its text.
fn anchors_keep_their_words(
    before: &Issue,
    edit: &Edit,
    after: &Issue,
) -> Result<(), TestCaseError> {
    let (old, left) = (all_characters(before), all_characters(after));
    for anchor in anchors(before) {
        let words = characters(place::text(before, anchor.part).unwrap(), anchor.range);
        let Some(mapped) = anchor.map(edit) else {
            prop_assert!(words.is_disjoint(&left), "{:?} goes through {:?}", anchor, edit);
            continue;
        };
        let text = place::text(after, mapped.part);
        prop_assert!(text.is_some(), "{:?} maps nowhere through {:?}", anchor, edit);
        let text = text.unwrap();
        prop_assert!(mapped.range.end <= text.len(), "{:?} through {:?}", anchor, edit);
        prop_assert_eq!(mapped.range.is_empty(), anchor.range.is_empty());
        let now = characters(text, mapped.range);
        prop_assert!(
            now.intersection(&old).all(|character| words.contains(character)),
            "{:?} has others' words through {:?}",
            anchor,
            edit
        );
        let there = characters(text, text.range());
        prop_assert!(
            words.intersection(&there).all(|character| now.contains(character)),
            "{:?} lost some of its words through {:?}",
            anchor,
            edit
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_inverse_of_an_edit_takes_it_back(issue in numbers(), edits in few_numbers()) {
        let (before, mut dice) = issue_and_dice(issue, edits);
        let mut issue = before.clone();
        let mut inverses = Vec::new();
        let mut states = vec![before.clone()];
        for _ in 0..8 {
            let edit = dice.edit(&issue);
            match edit.apply(&mut issue) {
                Ok(inverse) => {
                    prop_assert_eq!(check::issue(&issue), Ok(()), "after {:?}", edit);
                    let mut back = issue.clone();
                    let again = inverse.apply(&mut back).unwrap();
                    prop_assert_eq!(&back, states.last().unwrap(), "{:?}", edit);
                    drop(again.apply(&mut back).unwrap());
                    prop_assert_eq!(&back, &issue, "{:?} done again", edit);
                    inverses.push(inverse);
                    states.push(issue.clone());
                }
                Err(error) => {
                    prop_assert_eq!(&issue, states.last().unwrap(), "{:?}: {}", edit, error);
                }
            }
        }
        for inverse in inverses.iter().rev() {
            drop(inverse.apply(&mut issue).unwrap());
        }
        prop_assert_eq!(issue, before);
    }

    #[test]
    fn a_group_that_fails_changes_nothing(issue in numbers(), edits in few_numbers()) {
        let (before, mut dice) = issue_and_dice(issue, edits);
        let nowhere = Part::Colophon(u32::MAX);
        let fails = Edit::ReplaceText { part: nowhere, range: Range::new(0, 0), text: "".into() };
        let mut issue = before.clone();
        let group = Edit::Group(vec![dice.edit(&issue), dice.edit(&issue), fails]);
        prop_assert!(group.apply(&mut issue).is_err());
        prop_assert_eq!(issue, before);
    }

    #[test]
    fn an_anchor_maps_to_the_same_words(issue in numbers(), edits in few_numbers()) {
        let (mut before, mut dice) = issue_and_dice(issue, edits);
        // One by one: two edits can part an anchor's words and then take the larger part away.
        let edits = match dice.edit(&before) {
            Edit::Group(edits) => edits,
            single => vec![single],
        };
        for edit in edits {
            let mut after = before.clone();
            if edit.apply(&mut after).is_err() {
                break;
            }
            anchors_keep_their_words(&before, &edit, &after)?;
            before = after;
        }
    }

    #[test]
    fn an_untouched_anchor_comes_back_with_the_inverse(
        issue in numbers(),
        edits in few_numbers(),
    ) {
        let (before, mut dice) = issue_and_dice(issue, edits);
        let mut issue = before.clone();
        let edit = dice.edit(&issue);
        let Ok(inverse) = edit.apply(&mut issue) else { return Ok(()) };
        for anchor in anchors(&before) {
            let Some(mapped) = anchor.map(&edit) else { continue };
            let words = place::text(&before, anchor.part).unwrap().slice(anchor.range);
            let now = place::text(&issue, mapped.part).unwrap().slice(mapped.range);
            if words == now && !words.is_empty() {
                prop_assert_eq!(mapped.map(&inverse), Some(anchor), "{:?}", edit);
            }
        }
    }

    #[test]
    fn rewriting_gives_the_new_text_and_comes_back(
        old in "[一二三四〔〕 ]{0,12}",
        new in "[一二三四〔〕 ]{0,12}",
    ) {
        let part = Part::Colophon(0);
        let mut issue = Dice::new(Vec::new()).issue();
        issue.colophon = vec![Text::new(old.clone())];
        let edit = Edit::rewrite(&issue, part, &new).unwrap();
        let before = issue.clone();
        let inverse = edit.apply(&mut issue).unwrap();
        prop_assert_eq!(&issue.colophon[0].string, &new);
        drop(inverse.apply(&mut issue).unwrap());
        prop_assert_eq!(issue, before);
    }

    #[test]
    fn every_text_is_found_by_its_part(issue in numbers()) {
        let issue = Dice::new(issue).issue();
        for (part, text) in place::texts(&issue) {
            prop_assert_eq!(place::text(&issue, part), Some(text), "{:?}", part);
        }
    }

    #[test]
    fn an_edit_is_written_and_read_again(issue in numbers(), edits in few_numbers()) {
        let (issue, mut dice) = issue_and_dice(issue, edits);
        let edit = dice.edit(&issue);
        let line = ron::to_string(&edit).unwrap();
        prop_assert_eq!(ron::from_str::<Edit>(&line).unwrap(), edit);
    }
}

proptest! {
    // Each case waits for the disk.
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_saved_issue_comes_back_the_same(issue in numbers(), blob in vec(any::<u8>(), 0..50)) {
        let mut issue = Dice::new(issue).issue();
        // Its approvals say what was read, as those of the program do.
        prop_assert!(issue.masthead.withdraw_stale().is_empty());
        let mut file = IssueFile::new(issue);
        let _sha256 = file.add_picture("PNG", blob.clone());
        let _origin = file.add_original("txt", blob, "读到的\r\n文字\0\u{feff}".to_owned());
        let folder = tempfile::TempDir::new().unwrap();
        let (first, second) = (folder.path().join("1.gongbao"), folder.path().join("2.gongbao"));
        let data = folder.path().join("data");
        let _backup = store::save_with(&first, &file, Some(&data)).unwrap();
        let loaded = store::load(&first).unwrap();
        prop_assert_eq!(&loaded.access, &Access::ReadWrite);
        prop_assert_eq!(&loaded.file, &file);
        // The same issue gives the same bytes.
        let _backup = store::save_with(&second, &loaded.file, Some(&data)).unwrap();
        prop_assert_eq!(store::read(&first).unwrap(), store::read(&second).unwrap());
    }
}
