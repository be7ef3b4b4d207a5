//! The built-in covers, `assets/covers/*.ron`: for a name that runs across, and for one that runs
//! downwards.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::geom::Mm;
use crate::issue::cover::{Cover, CoverChoice, Thing};

/// A built-in cover.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Template {
    page: (Mm, Mm),
    across: Vec<Thing>,
    downwards: Vec<Thing>,
    back: Vec<Thing>,
}

/// Names of the built-in covers; the first is that of issues that say nothing about it.
pub const COVERS: [&str; 6] = ["plain", "contents", "band", "red", "picture", "side"];

const SOURCES: [&str; 6] = [
    include_str!("../../../assets/covers/plain.ron"),
    include_str!("../../../assets/covers/contents.ron"),
    include_str!("../../../assets/covers/band.ron"),
    include_str!("../../../assets/covers/red.ron"),
    include_str!("../../../assets/covers/picture.ron"),
    include_str!("../../../assets/covers/side.ron"),
];

static TEMPLATES: LazyLock<Vec<Template>> =
    LazyLock::new(|| SOURCES.iter().filter_map(|source| ron::from_str(source).ok()).collect());

/// The arrangement of an issue's cover; that of the first built-in one where the name is unknown.
pub fn arrangement(choice: &CoverChoice) -> Cover {
    if let Some(own) = &choice.own {
        return own.clone();
    }
    let index = COVERS.iter().position(|name| *name == choice.template).unwrap_or(0);
    let empty =
        Cover { page: (Mm::new(210.0), Mm::new(285.0)), front: Vec::new(), back: Vec::new() };
    TEMPLATES.get(index).map_or(empty, |own| Cover {
        page: own.page,
        front: if choice.vertical { own.downwards.clone() } else { own.across.clone() },
        back: own.back.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::cover::ThingKind;

    #[test]
    fn every_built_in_cover_can_be_read_and_has_a_name_on_it() {
        for (name, source) in COVERS.iter().zip(SOURCES) {
            let template: Template =
                ron::from_str(source).unwrap_or_else(|e| panic!("{name}: {e}"));
            for vertical in [false, true] {
                let choice = CoverChoice { template: (*name).to_owned(), vertical, own: None };
                let cover = arrangement(&choice);
                assert_eq!(cover.page, template.page);
                let is_name = |thing: &&Thing| thing.kind == ThingKind::Masthead { vertical };
                assert_eq!(cover.front.iter().filter(is_name).count(), 1, "{name}");
                assert!(cover.back.iter().any(|own| own.kind == ThingKind::Colophon), "{name}");
                assert!(cover.is_sound(), "{name}");
            }
        }
    }

    #[test]
    fn an_unknown_cover_is_the_plain_one() {
        let unknown = CoverChoice { template: "golden".to_owned(), ..CoverChoice::default() };
        assert_eq!(arrangement(&unknown), arrangement(&CoverChoice::default()));
    }
}
