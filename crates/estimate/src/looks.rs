//! When to stop: looks at doubling numbers of worlds, with the error shared out
//! among them.
//!
//! Looking again and again at an unadjusted 95 % interval gives a quarter of false
//! wins at eight looks. Here seven looks may each fail with probability 0.001 and
//! the last with 0.043, so that all eight together fail at most in one run of
//! twenty, whatever the dependence between them (Bonferroni).

/// Worlds at the first look.
pub const FIRST: u64 = 256;

/// Looks at most.
pub const MOST: u32 = 8;

/// Worlds at the last look, at the utmost.
pub const MOST_WORLDS: u64 = FIRST << (MOST - 1);

/// What an early look may fail with.
const EARLY: f64 = 0.001;

/// One look: after how many worlds, and how wide its interval has to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// Worlds up to this look.
    pub worlds: u64,
    /// Level of the interval at this look.
    pub level: f64,
}

/// The looks of a run that may go up to `cap` worlds: at 256, 512, … and at the
/// cap, at most eight. What early looks do not use up is the last one's.
pub fn looks(cap: u64) -> Vec<Look> {
    let cap = cap.min(MOST_WORLDS);
    let early = (0..MOST - 1)
        .map(|i| FIRST << i)
        .filter(|&worlds| worlds < cap);
    let mut looks: Vec<Look> = early
        .map(|worlds| Look {
            worlds,
            level: 1.0 - EARLY,
        })
        .collect();
    let spent = EARLY * looks.len() as f64;
    looks.push(Look {
        worlds: cap,
        level: 0.95 + spent,
    });
    looks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_looks_together_fail_at_most_once_in_twenty() {
        for cap in [10, 256, 257, 5000, 32_768, u64::MAX] {
            let looks = looks(cap);
            let fail: f64 = looks.iter().map(|look| 1.0 - look.level).sum();
            assert!(fail <= 0.05 + 1e-12, "{cap}: {fail}");
            assert!(looks.len() <= 8);
            assert!(looks.windows(2).all(|w| w[0].worlds < w[1].worlds));
        }
        assert_eq!(looks(u64::MAX).last().unwrap().worlds, 32_768);
    }
}
