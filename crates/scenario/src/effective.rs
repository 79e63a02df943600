//! The effective scenario: what a file says, with everything that it leaves
//! unsaid.
//!
//! Every key that is read, whether it stands in the file or not, leaves a line
//! here; so no default can hide. Only a number that changes nothing, such as a factor
//! of one or the chance of a step that nobody takes, is hidden as long as it does. The
//! text is a scenario file itself and says the same. A line that only repeats a default
//! or a preset says so behind it.

use crate::quantity::Quantity;

/// One table of the effective scenario.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Block {
    /// As it stands in the file, like `[response.post]`; empty for the top.
    pub(crate) header: String,
    pub(crate) lines: Vec<Line>,
}

/// One key of the effective scenario.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    pub(crate) key: String,
    /// The value as TOML; `None` for a key that is not set.
    pub(crate) value: Option<String>,
    /// What counts for the scenario's identity: the value without sources and
    /// dates; `None` for what the stamp names by itself and for paths of files.
    pub(crate) identity: Option<String>,
    /// What stands behind it.
    pub(crate) comment: String,
    /// The numbers in it.
    pub(crate) quantities: Vec<Quantity>,
    /// Whether it changes nothing, and is not shown.
    pub(crate) is_hidden: bool,
}

impl Line {
    /// A line that counts as it stands.
    pub(crate) fn new(key: &str, value: String) -> Self {
        Self {
            key: bare(key),
            identity: Some(value.clone()),
            value: Some(value),
            comment: String::new(),
            quantities: Vec::new(),
            is_hidden: false,
        }
    }

    /// The table at `key` on one line, from the lines that it would have.
    pub(crate) fn of_table(key: &str, lines: Vec<Self>) -> Self {
        let written = |value: fn(&Self) -> Option<&String>| {
            let entries = lines
                .iter()
                .filter_map(|line| Some(format!("{} = {}", line.key, value(line)?)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        };
        Self {
            identity: Some(written(|line| line.identity.as_ref())),
            quantities: lines
                .iter()
                .flat_map(|line| line.quantities.clone())
                .collect(),
            ..Self::new(key, written(|line| line.value.as_ref()))
        }
    }

    /// The same, with a comment behind it.
    pub(crate) fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = comment.into();
        self
    }

    /// The same, with these numbers in it.
    pub(crate) fn with(mut self, quantities: Vec<Quantity>) -> Self {
        self.quantities = quantities;
        self
    }

    /// The same, but neither shown nor part of the scenario's identity.
    pub(crate) fn hidden(mut self) -> Self {
        self.is_hidden = true;
        self.aside()
    }

    /// The same, but no part of the scenario's identity.
    pub(crate) fn aside(mut self) -> Self {
        self.identity = None;
        self
    }
}

/// The sections in the order of the effective scenario; the top comes first.
const ORDER: [&str; 18] = [
    "audience",
    "diffusion",
    "platform",
    "market",
    "segment",
    "ties",
    "response",
    "integration",
    "word",
    "media",
    "search",
    "opinions",
    "money",
    "creative",
    "strategy",
    "run",
    "sweep",
    "expect",
];

/// Puts blocks in their order, keeping the file's order within a section.
pub(crate) fn sort(blocks: &mut [Block]) {
    blocks.sort_by_key(|block| {
        let section = block.header.trim_start_matches('[');
        let section = section.split(['.', ']']).next().unwrap_or_default();
        ORDER
            .iter()
            .position(|&name| name == section)
            .map_or(0, |at| at + 1)
    });
}

/// The whole as a scenario file.
pub(crate) fn text(blocks: &[Block]) -> String {
    let mut text = String::from("#:schema groundswell-1\n");
    let shows = |block: &&Block| block.lines.iter().any(|line| !line.is_hidden);
    for block in blocks.iter().filter(shows) {
        if !block.header.is_empty() {
            text.push('\n');
            text.push_str(&block.header);
            text.push('\n');
        }
        for Line {
            key,
            value,
            comment,
            ..
        } in block.lines.iter().filter(|line| !line.is_hidden)
        {
            text.push_str(&match value {
                None => format!("# {key} is not set: {comment}\n"),
                Some(value) if comment.is_empty() => format!("{key} = {value}\n"),
                Some(value) => format!("{key} = {value}  # {comment}\n"),
            });
        }
    }
    text
}

/// What of it a result can depend on, one key a line.
pub(crate) fn identity(blocks: &[Block]) -> String {
    let mut text = String::new();
    let counts = |block: &&Block| block.lines.iter().any(|line| line.identity.is_some());
    for block in blocks.iter().filter(counts) {
        text.push_str(&block.header);
        text.push('\n');
        for line in &block.lines {
            if let Some(value) = &line.identity {
                text.push_str(&line.key);
                text.push('=');
                text.push_str(value);
                text.push('\n');
            }
        }
    }
    text
}

/// A key or a name as TOML writes it: quoted only where it must be.
pub(crate) fn bare(name: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if !name.is_empty() && name.bytes().all(plain) {
        name.to_owned()
    } else {
        quoted(name)
    }
}

/// A text as TOML writes it.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A list of texts as TOML writes it.
pub(crate) fn list<T: AsRef<str>>(texts: &[T]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text.as_ref())).collect();
    format!("[{}]", texts.join(", "))
}

/// A number as TOML writes it, read back to the same bits.
pub(crate) fn number(value: f64) -> String {
    let whole = value == value.trunc() && value.abs() < 1e15;
    if whole && value.abs() >= 10_000.0 {
        grouped(value as i64)
    } else if whole || value.abs() >= 1e-4 {
        format!("{}", value + 0.0)
    } else {
        format!("{value:e}")
    }
}

/// A whole number with its thousands apart, like `20_000`.
pub(crate) fn grouped(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut grouped = String::from(if value < 0 { "-" } else { "" });
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    grouped
}

/// A fraction as a percentage where that reads back to the same bits, as a plain
/// number otherwise.
pub(crate) fn fraction(value: f64) -> String {
    let scientific = format!("{value:e}");
    let percent = scientific
        .split_once('e')
        .and_then(|(digits, exponent)| Some((digits, exponent.parse::<i32>().ok()? + 2)))
        .and_then(|(digits, exponent)| format!("{digits}e{exponent}").parse::<f64>().ok())
        .map(|percent| format!("{percent}%"));
    match percent {
        Some(percent) if percent.len() < 12 && from_percent(&percent) == Some(value) => {
            quoted(&percent)
        }
        _ => number(value),
    }
}

/// The fraction that a text like `6.15%` stands for, correctly rounded.
pub(crate) fn from_percent(text: &str) -> Option<f64> {
    let digits = text.strip_suffix('%')?.trim();
    let digits = digits.strip_prefix('+').unwrap_or(digits);
    let plain = |b: u8| b.is_ascii_digit() || b == b'.' || b == b'-';
    if !digits.bytes().all(plain) {
        return None;
    }
    format!("{digits}e-2").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_do_and_read_back_to_the_same_bits() {
        for (value, text) in [
            (20_000.0, "20_000"),
            (1_000_000.0, "1_000_000"),
            (155.0, "155"),
            (2.5, "2.5"),
            (1e-9, "1e-9"),
            (0.0, "0"),
        ] {
            assert_eq!(number(value), text);
        }
        assert_eq!(grouped(-1_234_567), "-1_234_567");
    }

    #[test]
    fn percentages_are_exact() {
        assert_eq!(from_percent("6.15%"), Some(0.0615));
        assert_eq!(from_percent("0.07 %"), Some(0.0007));
        assert_eq!(from_percent("2"), None);
        assert_eq!(from_percent("1e3%"), None);
        assert_eq!(from_percent("%"), None);
        for i in 0..=10_000 {
            let value = f64::from(i) / 10_000.0;
            let text = fraction(value);
            assert_eq!(from_percent(text.trim_matches('"')), Some(value), "{text}");
        }
        assert_eq!(fraction(1.0 / 3.0), "0.3333333333333333");
        assert_eq!(fraction(0.14), "\"14%\"");
    }

    #[test]
    fn names_are_quoted_only_where_they_must_be() {
        assert_eq!(bare("invite-friends"), "invite-friends");
        assert_eq!(bare("a \"b\"\u{1}"), "\"a \\\"b\\\"\\u0001\"");
    }
}
