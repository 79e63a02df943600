//! Rows of words as columns for a terminal.

/// The rows, the header first, each column as wide as its longest word and aligned to the
/// right; every row ends with a line break. No row has more words than the header.
pub(crate) fn aligned(rows: &[Vec<String>]) -> String {
    let length = |text: &String| text.chars().count();
    let width = |column: usize| {
        let words = rows.iter().filter_map(|row| row.get(column));
        words.map(length).max().unwrap_or(0)
    };
    let columns = rows.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, &width)| {
            let pad = width - length(cell);
            format!("{:pad$}{cell}", "")
        });
        let line = cells.collect::<Vec<_>>().join("   ");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_end_where_their_longest_word_does() {
        let row = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        let rows: Vec<Vec<String>> = vec![row(&["a", "reach"]), row(&["long", "ä"]), row(&["…"])];
        assert_eq!(aligned(&rows), "   a   reach\nlong       ä\n   …\n");
    }
}
