//! Text that a spreadsheet would run, made harmless.
//!
//! A cell that begins like a formula is one to most spreadsheets, and a name in
//! somebody's data may begin like one. A leading apostrophe makes it text again.
//!
//! - **Source:** OWASP, *CSV Injection*.

use std::borrow::Cow;

/// `text` as a cell that no spreadsheet takes for a formula.
///
/// For text only: a number may begin with a minus sign.
pub fn defuse(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_becomes_text() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert_eq!(defuse(text), format!("'{text}"));
        }
        assert_eq!(defuse("invite friends"), "invite friends");
        assert_eq!(defuse(""), "");
    }
}
