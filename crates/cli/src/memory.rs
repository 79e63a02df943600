//! How much memory may be used.

use std::fs;
use std::path::Path;

/// What may be used where the system does not tell.
const UNKNOWN: u64 = 8 << 30;

/// Bytes that may be used: what was asked for, or else `otherwise` as far as the system has
/// it to spare; never more than the limits that it was started under leave.
/// Nothing but a refusal depends on it.
pub(crate) fn may_use(asked: Option<u64>, otherwise: u64) -> u64 {
    asked.unwrap_or(otherwise.min(to_spare())).min(allowed())
}

/// Three quarters of what the system has to spare.
pub(crate) fn to_spare() -> u64 {
    three_quarters(line_of("/proc/meminfo", "MemAvailable:").map_or(UNKNOWN, |kib| kib << 10))
}

/// Three quarters of what limits leave: `ulimit -v`, and those of the group that the
/// program belongs to.
fn allowed() -> u64 {
    let space = line_of("/proc/self/limits", "Max address space");
    let has = line_of("/proc/self/status", "VmSize:").map_or(0, |kib| kib << 10);
    let space = space.map(|most| most.saturating_sub(has));
    let left = space.into_iter().chain(left_by_group()).min();
    left.map_or(u64::MAX, three_quarters)
}

/// What the program's group may take more, by the second version of such groups.
fn left_by_group() -> Option<u64> {
    let groups = fs::read_to_string("/proc/self/cgroup").ok()?;
    let path = groups.lines().find_map(|line| line.strip_prefix("0::/"))?;
    let of = |file: &str| {
        let file = Path::new("/sys/fs/cgroup").join(path).join(file);
        fs::read_to_string(file).ok()?.trim().parse::<u64>().ok()
    };
    Some(of("memory.max")?.saturating_sub(of("memory.current")?))
}

fn three_quarters(bytes: u64) -> u64 {
    bytes / 4 * 3
}

/// The first number behind `name` in a file of the system; `None` where there is none.
pub(crate) fn line_of(file: &str, name: &str) -> Option<u64> {
    let told = fs::read_to_string(file).ok()?;
    let rest = told.lines().find_map(|line| line.strip_prefix(name))?;
    rest.split_whitespace().next()?.parse().ok()
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
