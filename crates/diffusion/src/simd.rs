//! Sixteen numbers of 32 bits side by side, by the widest registers that a processor
//! has, which is found out when the program runs.
//!
//! Work is written once for any [`Vector`] and compiled for three of them: a register
//! of 512 bits, two of 256 bits, and an array for any processor. The array is the
//! scalar twin of the others and says what they have to give: whole numbers only, so
//! that all three give the same bits.

/// Numbers side by side.
pub(crate) const WIDTH: usize = 16;

/// 0, 1, 2 …
pub(crate) const NUMBERS: [u32; WIDTH] = {
    let mut numbers = [0; WIDTH];
    let mut at = 0;
    while at < WIDTH {
        numbers[at] = at as u32;
        at += 1;
    }
    numbers
};

/// Sixteen numbers of 32 bits, on which one instruction works at once.
pub(crate) trait Vector: Copy {
    /// The same number in each place.
    fn splat(x: u32) -> Self;
    /// `N` numbers, 8 or 16, and zeros behind them.
    fn load<const N: usize>(from: &[u32; N]) -> Self;
    /// Puts all of them down.
    fn store(self, to: &mut [u32; WIDTH]);
    /// Sums, that go round.
    fn add(self, other: Self) -> Self;
    /// The lower halves of products.
    fn mul(self, other: Self) -> Self;
    /// Digits that are in one of both.
    fn xor(self, other: Self) -> Self;
    /// Digits that are in both.
    fn and(self, other: Self) -> Self;
    /// Digits that are in either.
    fn or(self, other: Self) -> Self;
    /// Digits that are not in `other`.
    fn but(self, other: Self) -> Self;
    /// Digits moved down.
    fn shr<const K: u32>(self) -> Self;
    /// Digits moved up by one place.
    fn up(self) -> Self;
    /// All ones where the first digit is one.
    fn first_digit(self) -> Self;
    /// One bit a place: whether there is anything but zero.
    fn nonzero(self) -> u32;
    /// One bit a place: whether the number there is below the other's, both without sign.
    fn below(self, other: Self) -> u32;
    /// In each place the entry of `table` that these numbers, below 8, name.
    fn of(self, table: Self) -> Self;
    /// Puts down those whose bit is in `mask`, without gaps, and anything behind them.
    fn keep(self, mask: u32, to: &mut [u32; WIDTH]);
}

/// Something to do with whichever instructions there are.
pub(crate) trait Work {
    /// Does it. To be marked `inline(always)`, like all that it calls where time is
    /// spent: what is not inlined is compiled for the plainest processor.
    fn work<V: Vector>(self);
}

/// Which instructions there are, the plainest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Instructions {
    /// Those that the program was built for.
    Portable,
    /// Registers of 256 bits.
    Avx2,
    /// Registers of 512 bits.
    Avx512,
}

impl Instructions {
    /// The widest of this processor; none wider than what a build with
    /// `RUSTFLAGS='--cfg at_most="avx2"'` or `"portable"` names, so that they can be timed.
    pub(crate) fn widest() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            use std::arch::is_x86_feature_detected as has;
            let any = cfg!(not(at_most = "portable"));
            let avx2 = any && has!("avx2") && has!("bmi1") && has!("bmi2") && has!("popcnt");
            if avx2 && has!("avx512f") && cfg!(not(at_most = "avx2")) {
                return Self::Avx512;
            }
            if avx2 {
                return Self::Avx2;
            }
        }
        Self::Portable
    }

    /// Does `work` with these instructions, or the widest of this processor where it
    /// has none as wide. The outcome is the same.
    pub(crate) fn run<W: Work>(self, work: W) {
        match self.min(Self::widest()) {
            #[cfg(target_arch = "x86_64")]
            #[allow(unsafe_code)]
            // SAFETY: the widest instructions of this processor are at least these, as
            // `widest` has found out for each feature that `avx512` names.
            Self::Avx512 => unsafe { avx512(work) },
            #[cfg(target_arch = "x86_64")]
            #[allow(unsafe_code)]
            // SAFETY: as above, for each feature that `avx2` names.
            Self::Avx2 => unsafe { avx2(work) },
            _ => work.work::<Array>(),
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt,avx512f")]
fn avx512<W: Work>(work: W) {
    work.work::<x86::Wide>();
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
fn avx2<W: Work>(work: W) {
    work.work::<x86::Pair>();
}

/// Asks for what will be read soon; nothing waits for it.
#[inline(always)]
pub(crate) fn soon<T>(what: &T) {
    #[cfg(target_arch = "x86_64")]
    #[allow(unsafe_code)]
    // SAFETY: a hint about a place that exists; it reads nothing that could be seen.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(what).cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = what;
}

/// For any processor.
#[derive(Clone, Copy)]
pub(crate) struct Array([u32; WIDTH]);

impl Array {
    #[inline(always)]
    fn each(self, other: Self, f: impl Fn(u32, u32) -> u32) -> Self {
        let mut out = self;
        for place in 0..WIDTH {
            out.0[place] = f(self.0[place], other.0[place]);
        }
        out
    }
}

impl Vector for Array {
    #[inline(always)]
    fn splat(x: u32) -> Self {
        Self([x; WIDTH])
    }

    #[inline(always)]
    fn load<const N: usize>(from: &[u32; N]) -> Self {
        let mut all = [0; WIDTH];
        all[..N].copy_from_slice(from);
        Self(all)
    }

    #[inline(always)]
    fn store(self, to: &mut [u32; WIDTH]) {
        *to = self.0;
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.each(other, u32::wrapping_add)
    }

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self.each(other, u32::wrapping_mul)
    }

    #[inline(always)]
    fn xor(self, other: Self) -> Self {
        self.each(other, |a, b| a ^ b)
    }

    #[inline(always)]
    fn and(self, other: Self) -> Self {
        self.each(other, |a, b| a & b)
    }

    #[inline(always)]
    fn or(self, other: Self) -> Self {
        self.each(other, |a, b| a | b)
    }

    #[inline(always)]
    fn but(self, other: Self) -> Self {
        self.each(other, |a, b| a & !b)
    }

    #[inline(always)]
    fn shr<const K: u32>(self) -> Self {
        self.each(self, |a, _| a >> K)
    }

    #[inline(always)]
    fn up(self) -> Self {
        self.each(self, |a, _| a << 1)
    }

    #[inline(always)]
    fn first_digit(self) -> Self {
        self.each(self, |a, _| 0u32.wrapping_sub(a >> 31))
    }

    #[inline(always)]
    fn nonzero(self) -> u32 {
        let bits = self.0.iter().enumerate();
        bits.fold(0, |mask, (place, &x)| mask | u32::from(x != 0) << place)
    }

    #[inline(always)]
    fn below(self, other: Self) -> u32 {
        let pairs = self.0.iter().zip(&other.0).enumerate();
        pairs.fold(0, |mask, (place, (a, b))| mask | u32::from(a < b) << place)
    }

    #[inline(always)]
    fn of(self, table: Self) -> Self {
        self.each(self, |a, _| table.0[a as usize % WIDTH])
    }

    #[inline(always)]
    fn keep(self, mask: u32, to: &mut [u32; WIDTH]) {
        let mut kept = 0;
        for (place, x) in self.0.into_iter().enumerate() {
            // No more than have come so far: within bounds, and known to be.
            to[kept % WIDTH] = x;
            kept += (mask >> place & 1) as usize;
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    //! The same by intrinsics.

    use std::arch::x86_64::*;

    use super::{Vector, WIDTH};

    /// What the processor does.
    macro_rules! by {
        ($call:expr) => {{
            #[allow(unsafe_code)]
            // SAFETY: vectors of these types are made by work that `Instructions::run`
            // gave to a processor of which it knows that it has their instructions;
            // what is read or written is a reference to as many numbers.
            unsafe {
                $call
            }
        }};
    }

    /// One register of 512 bits.
    #[derive(Clone, Copy)]
    pub(crate) struct Wide(__m512i);

    impl Vector for Wide {
        #[inline(always)]
        fn splat(x: u32) -> Self {
            Self(by!(_mm512_set1_epi32(x as i32)))
        }

        #[inline(always)]
        fn load<const N: usize>(from: &[u32; N]) -> Self {
            const { assert!(N == 8 || N == WIDTH) };
            let from = from.as_ptr().cast();
            match N {
                8 => Self(by!(_mm512_zextsi256_si512(_mm256_loadu_si256(
                    from as *const __m256i
                )))),
                _ => Self(by!(_mm512_loadu_si512(from))),
            }
        }

        #[inline(always)]
        fn store(self, to: &mut [u32; WIDTH]) {
            by!(_mm512_storeu_si512(to.as_mut_ptr().cast(), self.0));
        }

        #[inline(always)]
        fn add(self, other: Self) -> Self {
            Self(by!(_mm512_add_epi32(self.0, other.0)))
        }

        #[inline(always)]
        fn mul(self, other: Self) -> Self {
            Self(by!(_mm512_mullo_epi32(self.0, other.0)))
        }

        #[inline(always)]
        fn xor(self, other: Self) -> Self {
            Self(by!(_mm512_xor_si512(self.0, other.0)))
        }

        #[inline(always)]
        fn and(self, other: Self) -> Self {
            Self(by!(_mm512_and_si512(self.0, other.0)))
        }

        #[inline(always)]
        fn or(self, other: Self) -> Self {
            Self(by!(_mm512_or_si512(self.0, other.0)))
        }

        #[inline(always)]
        fn but(self, other: Self) -> Self {
            Self(by!(_mm512_andnot_si512(other.0, self.0)))
        }

        #[inline(always)]
        fn shr<const K: u32>(self) -> Self {
            Self(by!(_mm512_srli_epi32::<K>(self.0)))
        }

        #[inline(always)]
        fn up(self) -> Self {
            Self(by!(_mm512_slli_epi32::<1>(self.0)))
        }

        #[inline(always)]
        fn first_digit(self) -> Self {
            Self(by!(_mm512_srai_epi32::<31>(self.0)))
        }

        #[inline(always)]
        fn nonzero(self) -> u32 {
            u32::from(by!(_mm512_test_epi32_mask(self.0, self.0)))
        }

        #[inline(always)]
        fn below(self, other: Self) -> u32 {
            u32::from(by!(_mm512_cmplt_epu32_mask(self.0, other.0)))
        }

        #[inline(always)]
        fn of(self, table: Self) -> Self {
            Self(by!(_mm512_permutexvar_epi32(self.0, table.0)))
        }

        #[inline(always)]
        fn keep(self, mask: u32, to: &mut [u32; WIDTH]) {
            Self(by!(_mm512_maskz_compress_epi32(mask as u16, self.0))).store(to);
        }
    }

    /// Two registers of 256 bits.
    #[derive(Clone, Copy)]
    pub(crate) struct Pair(__m256i, __m256i);

    /// For each mask of eight places: which of them are kept, in order.
    static KEPT: [[u8; 8]; 256] = {
        let mut kept = [[0; 8]; 256];
        let mut mask = 0;
        while mask < 256 {
            let (mut place, mut count) = (0, 0);
            while place < 8 {
                if mask >> place & 1 == 1 {
                    kept[mask][count] = place as u8;
                    count += 1;
                }
                place += 1;
            }
            mask += 1;
        }
        kept
    };

    impl Pair {
        #[inline(always)]
        fn halves(to: &mut [u32; WIDTH]) -> (*mut __m256i, *mut __m256i) {
            let (low, high) = to.split_at_mut(8);
            (low.as_mut_ptr().cast(), high.as_mut_ptr().cast())
        }
    }

    #[inline(always)]
    fn kept(x: __m256i, mask: u32) -> __m256i {
        let places = u64::from_le_bytes(KEPT[mask as usize]);
        by!(_mm256_permutevar8x32_epi32(
            x,
            _mm256_cvtepu8_epi32(_mm_cvtsi64_si128(places as i64))
        ))
    }

    #[inline(always)]
    fn nonzero(x: __m256i) -> u32 {
        let zeros = by!(_mm256_cmpeq_epi32(x, _mm256_setzero_si256()));
        !by!(_mm256_movemask_ps(_mm256_castsi256_ps(zeros))) as u32 & 0xff
    }

    #[inline(always)]
    fn below(a: __m256i, b: __m256i) -> u32 {
        // There is a comparison of numbers with a sign only: the least become the least.
        let least = by!(_mm256_set1_epi32(i32::MIN));
        let [a, b] = [a, b].map(|x| by!(_mm256_xor_si256(x, least)));
        let below = by!(_mm256_cmpgt_epi32(b, a));
        by!(_mm256_movemask_ps(_mm256_castsi256_ps(below))) as u32 & 0xff
    }

    impl Vector for Pair {
        #[inline(always)]
        fn splat(x: u32) -> Self {
            let x = by!(_mm256_set1_epi32(x as i32));
            Self(x, x)
        }

        #[inline(always)]
        fn load<const N: usize>(from: &[u32; N]) -> Self {
            const { assert!(N == 8 || N == WIDTH) };
            let half = |at: usize| by!(_mm256_loadu_si256(from[at..].as_ptr().cast()));
            match N {
                8 => Self(half(0), by!(_mm256_setzero_si256())),
                _ => Self(half(0), half(8)),
            }
        }

        #[inline(always)]
        fn store(self, to: &mut [u32; WIDTH]) {
            let (low, high) = Self::halves(to);
            by!(_mm256_storeu_si256(low, self.0));
            by!(_mm256_storeu_si256(high, self.1));
        }

        #[inline(always)]
        fn add(self, other: Self) -> Self {
            Self(
                by!(_mm256_add_epi32(self.0, other.0)),
                by!(_mm256_add_epi32(self.1, other.1)),
            )
        }

        #[inline(always)]
        fn mul(self, other: Self) -> Self {
            Self(
                by!(_mm256_mullo_epi32(self.0, other.0)),
                by!(_mm256_mullo_epi32(self.1, other.1)),
            )
        }

        #[inline(always)]
        fn xor(self, other: Self) -> Self {
            Self(
                by!(_mm256_xor_si256(self.0, other.0)),
                by!(_mm256_xor_si256(self.1, other.1)),
            )
        }

        #[inline(always)]
        fn and(self, other: Self) -> Self {
            Self(
                by!(_mm256_and_si256(self.0, other.0)),
                by!(_mm256_and_si256(self.1, other.1)),
            )
        }

        #[inline(always)]
        fn or(self, other: Self) -> Self {
            Self(
                by!(_mm256_or_si256(self.0, other.0)),
                by!(_mm256_or_si256(self.1, other.1)),
            )
        }

        #[inline(always)]
        fn but(self, other: Self) -> Self {
            Self(
                by!(_mm256_andnot_si256(other.0, self.0)),
                by!(_mm256_andnot_si256(other.1, self.1)),
            )
        }

        #[inline(always)]
        fn shr<const K: u32>(self) -> Self {
            let by = by!(_mm_cvtsi32_si128(K as i32));
            Self(
                by!(_mm256_srl_epi32(self.0, by)),
                by!(_mm256_srl_epi32(self.1, by)),
            )
        }

        #[inline(always)]
        fn up(self) -> Self {
            Self(
                by!(_mm256_slli_epi32::<1>(self.0)),
                by!(_mm256_slli_epi32::<1>(self.1)),
            )
        }

        #[inline(always)]
        fn first_digit(self) -> Self {
            Self(
                by!(_mm256_srai_epi32::<31>(self.0)),
                by!(_mm256_srai_epi32::<31>(self.1)),
            )
        }

        #[inline(always)]
        fn nonzero(self) -> u32 {
            nonzero(self.0) | nonzero(self.1) << 8
        }

        #[inline(always)]
        fn below(self, other: Self) -> u32 {
            below(self.0, other.0) | below(self.1, other.1) << 8
        }

        #[inline(always)]
        fn of(self, table: Self) -> Self {
            Self(
                by!(_mm256_permutevar8x32_epi32(table.0, self.0)),
                by!(_mm256_permutevar8x32_epi32(table.0, self.1)),
            )
        }

        #[inline(always)]
        fn keep(self, mask: u32, to: &mut [u32; WIDTH]) {
            let (low, high) = (mask & 0xff, mask >> 8 & 0xff);
            let first: &mut [u32; 8] = (&mut to[..8]).try_into().expect("eight of them");
            by!(_mm256_storeu_si256(
                first.as_mut_ptr().cast(),
                kept(self.0, low)
            ));
            let at = low.count_ones() as usize;
            let rest: &mut [u32; 8] = (&mut to[at..at + 8]).try_into().expect("eight of them");
            by!(_mm256_storeu_si256(
                rest.as_mut_ptr().cast(),
                kept(self.1, high)
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All that vectors can do, in one place after the other.
    struct Everything<'r>([[u32; WIDTH]; 3], &'r mut Vec<u32>);

    impl Work for Everything<'_> {
        #[inline(always)]
        fn work<V: Vector>(self) {
            let Self([a, b, c], results) = self;
            let [x, y, z] = [V::load(&a), V::load(&b), V::load(&c)];
            let eight: [u32; 8] = std::array::from_fn(|i| a[i]);
            let places = z.and(V::splat(7));
            let all = [
                V::splat(a[0]),
                V::load(&eight),
                x.add(y),
                x.mul(y),
                x.xor(y),
                x.and(y),
                x.or(y),
                x.but(y),
                x.shr::<16>(),
                x.shr::<15>(),
                x.up(),
                x.first_digit(),
                places.of(x),
            ];
            let mut out = [0; WIDTH];
            for vector in all {
                vector.store(&mut out);
                results.extend(out);
            }
            let mask = z.and(y).nonzero();
            results.extend([mask, x.below(y), x.below(x), z.below(y)]);
            x.keep(mask, &mut out);
            results.extend(&out[..mask.count_ones() as usize]);
        }
    }

    #[test]
    fn all_instructions_do_what_the_array_does() {
        if Instructions::widest() != Instructions::Avx512 {
            eprintln!("only up to {:?}", Instructions::widest());
        }
        let random = |i: u32| i.wrapping_mul(0x9e37_79b9).rotate_left(i % 31) ^ i << 7;
        for turn in 0..500 {
            let mut numbers = [0, 1, 2].map(|row| {
                std::array::from_fn(|place| random(turn * 48 + row * 16 + place as u32))
            });
            // Some zeros, and few digits, so that masks are of every kind.
            numbers[2] = numbers[2].map(|x| x & 1 << (x >> 27));
            let results = [
                Instructions::Portable,
                Instructions::Avx2,
                Instructions::Avx512,
            ];
            let results = results.map(|instructions| {
                let mut results = Vec::new();
                instructions.run(Everything(numbers, &mut results));
                results
            });
            assert_eq!(results[0], results[1], "{turn}");
            assert_eq!(results[0], results[2], "{turn}");
        }
    }
}
