//! Tables: cells in rows, each cell a text.

use serde::{Deserialize, Serialize};

use super::text::Text;

/// A table of rows of cells. All rows have the same count of cells.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Count of rows at the top that are repeated on each page.
    #[serde(default)]
    pub head: u32,
    /// The rows, from top to bottom.
    pub rows: Vec<Vec<Cell>>,
}

/// One cell of a table. A cell covered by a merged neighbour is empty and spans nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// What stands in it.
    pub text: Text,
    /// Count of columns that it covers, 1 or more.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub columns: u32,
    /// Count of rows that it covers, 1 or more.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub rows: u32,
}

impl Cell {
    /// A cell that covers one row and one column.
    pub const fn new(text: Text) -> Self {
        Self { text, columns: 1, rows: 1 }
    }
}

const fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_one(count: &u32) -> bool {
    *count == 1
}
