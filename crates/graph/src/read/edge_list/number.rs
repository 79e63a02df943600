//! Whole numbers out of bytes, eight digits at a step.
//!
//! Source: the technique of Lemire, "Quickly parsing eight digits" (2018), with a
//! search for the first byte that is no digit before it.

/// The whole number that begins at `at`, and where it ends. Gives `None` for
/// anything that is not written in the one usual way (no sign, no zeros in front,
/// below 2⁶⁴).
#[inline(always)]
pub(super) fn whole_number(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let Some(eight) = bytes.get(at..at + 8) else {
        return slowly(bytes, at);
    };
    let word = u64::from_le_bytes(eight.try_into().ok()?) ^ 0x3030_3030_3030_3030;
    // The lowest marked byte is the first that is no digit; marks above it may
    // come from a carry and do not count.
    let marks = (word.wrapping_add(0x7676_7676_7676_7676) | word) & 0x8080_8080_8080_8080;
    let digits = marks.trailing_zeros() / 8;
    // Nothing, a zero in front of more, or a number of eight digits and more.
    if digits == 0 || digits == 8 || (word & 0xff == 0 && digits > 1) {
        return slowly(bytes, at);
    }
    Some((
        eight_digits(word << (64 - 8 * digits)),
        at + digits as usize,
    ))
}

/// The number whose digits are the bytes of `word`, the first lowest.
#[inline(always)]
fn eight_digits(word: u64) -> u64 {
    let pairs = word.wrapping_mul(10).wrapping_add(word >> 8);
    let mask = 0x0000_00ff_0000_00ff;
    let low = (pairs & mask).wrapping_mul(0x000f_4240_0000_0064);
    let high = ((pairs >> 16) & mask).wrapping_mul(0x0000_2710_0000_0001);
    low.wrapping_add(high) >> 32
}

#[cold]
fn slowly(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let rest = bytes.get(at..)?;
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 || (digits > 1 && rest[0] == b'0') {
        return None;
    }
    let mut number = 0u64;
    for digit in &rest[..digits] {
        number = number
            .checked_mul(10)?
            .checked_add(u64::from(digit - b'0'))?;
    }
    Some((number, at + digits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids;

    #[test]
    fn numbers_are_read_as_the_standard_library_reads_them() {
        let mut texts: Vec<String> = (0..20)
            .map(|n| "1234567890123456789012"[..n].into())
            .collect();
        texts
            .extend((0..64).flat_map(|n| [(1u64 << n).to_string(), ((1u64 << n) - 1).to_string()]));
        texts.extend(
            [
                "0",
                "00",
                "01",
                "18446744073709551615",
                "18446744073709551616",
            ]
            .map(Into::into),
        );
        texts.extend(["-1", "+1", "1.5", "a", "", " 1"].map(Into::into));
        for text in texts {
            for tail in [
                "",
                " 7",
                "\t12345678",
                "\n",
                "\u{e9}\u{e9}\u{e9}\u{e9}",
                "/",
                ":",
            ] {
                let line = format!("{text}{tail}");
                let digits = text.bytes().take_while(u8::is_ascii_digit).count();
                let expected = ids::whole_number(&text[..digits]).map(|n| (n, digits));
                assert_eq!(whole_number(line.as_bytes(), 0), expected, "{line:?}");
            }
        }
    }
}
