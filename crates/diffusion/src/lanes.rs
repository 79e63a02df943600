//! Worlds side by side: masks of one bit a world, and counters that go up together.

use crate::world::LANES;

/// One bit for each of `32·N` worlds: world w is bit (w mod 32) of lane w div 32.
///
/// Lanes are as wide as luck is worked out, so that a mask and the coins it is held
/// against lie in registers alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct Lanes<const N: usize>(pub(crate) [u32; N]);

impl<const N: usize> Lanes<N> {
    /// No world.
    pub const NONE: Self = Self([0; N]);

    /// All worlds.
    pub const ALL: Self = Self([u32::MAX; N]);

    /// How many words of 64 worlds there are.
    pub const WORDS: usize = N / 2;

    /// The worlds `worlds` of word `word`, one bit each, and no others.
    #[inline]
    pub fn only(word: usize, worlds: u64) -> Self {
        let mut lanes = Self::NONE;
        lanes.0[2 * word] = worlds as u32;
        lanes.0[2 * word + 1] = (worlds >> 32) as u32;
        lanes
    }

    /// Word `word`: 64 worlds, one bit each.
    #[inline(always)]
    pub fn word(&self, word: usize) -> u64 {
        u64::from(self.0[2 * word]) | u64::from(self.0[2 * word + 1]) << 32
    }

    /// Whether no world is in it.
    #[inline(always)]
    pub fn is_none(&self) -> bool {
        let mut any = 0;
        for lane in self.0 {
            any |= lane;
        }
        any == 0
    }

    /// How many worlds are in it.
    #[inline]
    pub fn count(&self) -> u64 {
        self.0.iter().map(|lane| u64::from(lane.count_ones())).sum()
    }

    /// The worlds that are in both.
    #[inline(always)]
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        for lane in 0..N {
            self.0[lane] &= other.0[lane];
        }
        self
    }

    /// The worlds that are in this one and not in `other`.
    #[inline(always)]
    #[must_use]
    pub fn but(mut self, other: Self) -> Self {
        for lane in 0..N {
            self.0[lane] &= !other.0[lane];
        }
        self
    }

    /// The worlds that are in either.
    #[inline(always)]
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        for lane in 0..N {
            self.0[lane] |= other.0[lane];
        }
        self
    }
}

/// How often each of `32·N` bits was set, as [`LaneCounts`] has it for 64.
#[derive(Debug, Clone, Default)]
pub(crate) struct WideCounts<const N: usize> {
    /// As many as the largest counter has digits.
    planes: Vec<Lanes<N>>,
}

impl<const N: usize> WideCounts<N> {
    /// Counts up where `mask` has a bit.
    #[inline(always)]
    pub(crate) fn add(&mut self, mask: Lanes<N>) {
        let mut carry = mask;
        for plane in &mut self.planes {
            let both = plane.and(carry);
            *plane = plane.or(carry).but(both);
            carry = both;
            if carry.is_none() {
                return;
            }
        }
        self.planes.push(carry);
    }

    /// The counters of word `word`, one by one.
    pub(crate) fn each(&self, word: usize) -> [u32; LANES as usize] {
        let mut planes = [0; 32];
        for (plane, wide) in planes.iter_mut().zip(&self.planes) {
            *plane = wide.word(word);
        }
        LaneCounts { planes }.each()
    }
}

/// How often each of 64 bits was set, in words of counted masks.
///
/// Counter i is spread over bit i of all planes, the lowest digit in the first, so
/// that a mask is added to all of them by a few operations: about two, because
/// half of all carries end at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct LaneCounts {
    planes: [u64; 32],
}

impl LaneCounts {
    /// Counts up where `mask` has a bit.
    #[inline]
    pub(crate) fn add(&mut self, mask: u64) {
        let mut carry = mask;
        for plane in &mut self.planes {
            if carry == 0 {
                break;
            }
            (*plane, carry) = (*plane ^ carry, *plane & carry);
        }
    }

    /// The counters one by one.
    pub(crate) fn each(&self) -> [u32; LANES as usize] {
        let mut counts = [0; LANES as usize];
        for (digit, plane) in self.planes.iter().enumerate() {
            if *plane != 0 {
                for (lane, count) in counts.iter_mut().enumerate() {
                    *count |= ((plane >> lane & 1) as u32) << digit;
                }
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_are_counted_bit_by_bit() {
        let mut counts = LaneCounts::default();
        let mut plain = [0u32; 64];
        for i in 0..1000u64 {
            let mask = i.wrapping_mul(0x9e37_79b9_7f4a_7c15) & (i << 31 | 0xff);
            counts.add(mask);
            for (lane, count) in plain.iter_mut().enumerate() {
                *count += (mask >> lane & 1) as u32;
            }
        }
        assert_eq!(counts.each(), plain);
    }
}
