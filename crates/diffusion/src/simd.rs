//! The widest registers that a processor has, found out when the program runs.
//!
//! Work is written once, in plain loops over arrays of 32-bit lanes, and compiled
//! three times: for AVX-512, for AVX2 and for whatever the program was built for.
//! The last is the scalar twin of the others. There are whole numbers only and no
//! intrinsics, so that all three give the same bits.

/// Something to do with whichever instructions there are.
pub(crate) trait Work {
    /// What comes of it.
    type Answer;

    /// Does it. To be marked `inline(always)`, like all that it calls where time is
    /// spent: what is not inlined is compiled for the plainest processor.
    fn work(self) -> Self::Answer;
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
    /// The widest of this processor.
    pub(crate) fn widest() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            use std::arch::is_x86_feature_detected as has;
            let avx2 = has!("avx2") && has!("bmi1") && has!("bmi2") && has!("lzcnt");
            let avx512 = has!("avx512f") && has!("avx512bw") && has!("avx512dq");
            if avx2 && avx512 && has!("avx512vl") {
                return Self::Avx512;
            }
            if avx2 {
                return Self::Avx2;
            }
        }
        Self::Portable
    }

    /// Does `work` with these instructions, or the widest of this processor where it
    /// has none as wide. The answer is the same.
    #[inline]
    pub(crate) fn run<W: Work>(self, work: W) -> W::Answer {
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
            _ => work.work(),
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,avx512f,avx512bw,avx512dq,avx512vl")]
fn avx512<W: Work>(work: W) -> W::Answer {
    work.work()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt")]
fn avx2<W: Work>(work: W) -> W::Answer {
    work.work()
}
