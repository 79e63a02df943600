//! Sixty-four counters that go up together: counting bits by their place.

use crate::world::LANES;

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
