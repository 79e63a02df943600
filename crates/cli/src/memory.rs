//! How much memory may be used.

use std::fs;

/// What may be used where the system does not tell.
const UNKNOWN: u64 = 8 << 30;

/// Three quarters of what the system has to spare. Nothing but a refusal depends
/// on it.
pub(crate) fn to_spare() -> u64 {
    let told = fs::read_to_string("/proc/meminfo").ok();
    let available = told.and_then(|told| {
        let line = told
            .lines()
            .find(|line| line.starts_with("MemAvailable:"))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    });
    available.map_or(UNKNOWN, |kib| kib.saturating_mul(1024) / 4 * 3)
}

/// Bytes written as `512M`, `8G` or a plain number.
pub(crate) fn bytes(text: &str) -> Result<u64, String> {
    let wrong = || "a size such as 512M or 8G would do".to_owned();
    let text = text.trim().trim_end_matches(['b', 'B', 'i']);
    let unit = |c: char| match c.to_ascii_lowercase() {
        'k' => Some(10),
        'm' => Some(20),
        'g' => Some(30),
        't' => Some(40),
        _ => None,
    };
    let shift = text.chars().last().and_then(unit);
    let number = match shift {
        Some(_) => &text[..text.len() - 1],
        None => text,
    };
    let number: u64 = number.trim().parse().map_err(|_| wrong())?;
    number
        .checked_mul(1 << shift.unwrap_or(0))
        .ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        assert_eq!(bytes("512M"), Ok(512 << 20));
        assert_eq!(bytes("8GiB"), Ok(8 << 30));
        assert_eq!(bytes("1000"), Ok(1000));
        assert!(bytes("lots").is_err());
        assert!(bytes("99999999999G").is_err());
    }
}
