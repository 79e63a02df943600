//! What is counted: the ten statistics of TestU01's SmallCrush, sized for a test, with pairs and
//! shifts besides.
//!
//! - **Source:** L'Ecuyer & Simard, *ACM Transactions on Mathematical Software* 33(4), 2007,
//!   section 4; Knuth, *The Art of Computer Programming* 2, section 3.3.2.

use super::p_value::{of_chi_square, of_counts, of_poisson};

/// Numbers of 32 bits, without an end.
pub(crate) type Numbers<'n> = &'n mut dyn Iterator<Item = u32>;

/// A statistic: reads `size` times its usual amount of numbers, and gives a p-value.
pub(crate) type Statistic = fn(Numbers<'_>, size: u32) -> f64;

/// All of them, by name.
pub(crate) const ALL: [(&str, Statistic); 12] = [
    ("birthday spacings", birthday_spacings),
    ("collisions", collisions),
    ("gaps", gaps),
    ("poker", poker),
    ("coupons", coupons),
    ("greatest of six", greatest_of_six),
    ("weights", weights),
    ("matrix ranks", matrix_ranks),
    ("Hamming weights of neighbours", hamming_weights),
    ("random walks", random_walks),
    ("pairs", pairs),
    ("shifts", shifts),
];

fn next(numbers: Numbers<'_>) -> u32 {
    numbers.next().expect("a stream without an end")
}

/// Whether equal spacings between birthdays are as rare as they should be: 4,096 birthdays in
/// a year of 2³² days.
fn birthday_spacings(numbers: Numbers<'_>, size: u32) -> f64 {
    let years = 64 * size;
    let mut equal = 0;
    for _ in 0..years {
        let mut days: Vec<u32> = (0..4096).map(|_| next(numbers)).collect();
        days.sort_unstable();
        let mut spacings: Vec<u32> = days.windows(2).map(|pair| pair[1] - pair[0]).collect();
        spacings.push(days[0].wrapping_sub(days[4095]));
        spacings.sort_unstable();
        equal += spacings
            .windows(2)
            .filter(|pair| pair[0] == pair[1])
            .count() as u64;
    }
    // n³ / 4k of them in each year.
    of_poisson(equal, 4.0 * f64::from(years))
}

/// How often a ball falls into an urn that has one: 2¹⁴ balls, 2²² urns.
fn collisions(numbers: Numbers<'_>, size: u32) -> f64 {
    let turns = 16 * size;
    let (balls, urns) = (1 << 14, 1u32 << 22);
    let mut found = 0;
    for _ in 0..turns {
        let mut full = vec![0u64; urns as usize / 64];
        for _ in 0..balls {
            let urn = next(numbers) >> 10;
            let (word, bit) = (urn as usize / 64, 1u64 << (urn % 64));
            found += u64::from(full[word] & bit != 0);
            full[word] |= bit;
        }
    }
    let (balls, urns) = (f64::from(balls), f64::from(urns));
    let filled = -urns * libm::expm1(balls * libm::log1p(-1.0 / urns));
    of_poisson(found, f64::from(turns) * (balls - filled))
}

/// How long a sixteenth of all numbers is not met.
fn gaps(numbers: Numbers<'_>, size: u32) -> f64 {
    const CELLS: usize = 100;
    let mut counts = [0; CELLS];
    for _ in 0..20_000 * size {
        let mut gap = 0;
        while next(numbers) >> 28 != 0 {
            gap += 1;
        }
        counts[gap.min(CELLS - 1)] += 1;
    }
    let mut left = 1.0;
    let mut chances = [0.0; CELLS];
    for chance in &mut chances {
        *chance = left / 16.0;
        left -= *chance;
    }
    chances[CELLS - 1] += left;
    of_counts(&counts, &chances)
}

/// How many of eight kinds are among eight.
fn poker(numbers: Numbers<'_>, size: u32) -> f64 {
    let mut counts = [0; 9];
    for _ in 0..50_000 * size {
        let kinds = (0..8).fold(0u8, |kinds, _| kinds | 1 << (next(numbers) >> 29));
        counts[kinds.count_ones() as usize] += 1;
    }
    let mut chances = [0.0; 9];
    chances[0] = 1.0;
    for _ in 0..8 {
        chances = one_more_of_eight(&chances);
    }
    of_counts(&counts, &chances)
}

/// How many different kinds of eight there are after one more, by how many there were.
fn one_more_of_eight(before: &[f64; 9]) -> [f64; 9] {
    std::array::from_fn(|kinds| {
        let seen_already = before[kinds] * kinds as f64 / 8.0;
        match kinds {
            0 => 0.0,
            _ => seen_already + before[kinds - 1] * (9 - kinds) as f64 / 8.0,
        }
    })
}

/// How many numbers it takes to meet all of eight kinds.
fn coupons(numbers: Numbers<'_>, size: u32) -> f64 {
    const MOST: usize = 100;
    let mut counts = [0; MOST + 1];
    for _ in 0..15_000 * size {
        let (mut kinds, mut length) = (0u8, 0);
        while kinds != u8::MAX {
            kinds |= 1 << (next(numbers) >> 29);
            length += 1;
        }
        counts[length.min(MOST)] += 1;
    }
    let mut chances = [0.0; MOST + 1];
    let mut kinds = [0.0; 9];
    kinds[0] = 1.0;
    let mut complete = 0.0;
    for chance in &mut chances[1..] {
        kinds = one_more_of_eight(&kinds);
        *chance = kinds[8] - complete;
        complete = kinds[8];
    }
    chances[MOST] += 1.0 - complete;
    of_counts(&counts, &chances)
}

/// The greatest of six, to the sixth power, is spread evenly.
fn greatest_of_six(numbers: Numbers<'_>, size: u32) -> f64 {
    let mut counts = [0; 256];
    for _ in 0..40_000 * size {
        let greatest = (0..6).map(|_| next(numbers)).max().unwrap();
        let share = (f64::from(greatest) + 0.5) / 4_294_967_296.0;
        counts[(256.0 * share.powi(6)) as usize] += 1;
    }
    of_counts(&counts, &[1.0 / 256.0; 256])
}

/// How many of 64 lie in the lowest quarter.
fn weights(numbers: Numbers<'_>, size: u32) -> f64 {
    let mut counts = [0; 65];
    for _ in 0..5_000 * size {
        counts[(0..64).filter(|_| next(numbers) >> 30 == 0).count()] += 1;
    }
    of_counts(&counts, &binomial::<65>(0.25))
}

/// The chances of 0 to N − 1 successes of N − 1.
fn binomial<const N: usize>(p: f64) -> [f64; N] {
    let trials = (N - 1) as f64;
    let log_factorial = |k: f64| libm::lgamma(k + 1.0);
    std::array::from_fn(|k| {
        let k = k as f64;
        let ways = log_factorial(trials) - log_factorial(k) - log_factorial(trials - k);
        libm::exp(ways + k * libm::log(p) + (trials - k) * libm::log1p(-p))
    })
}

/// The rank of 64 × 64 bits over the field of two.
fn matrix_ranks(numbers: Numbers<'_>, size: u32) -> f64 {
    const ROWS: usize = 64;
    let mut counts = [0; ROWS + 1];
    for _ in 0..2_000 * size {
        let row = |_| u64::from(next(numbers)) << 32 | u64::from(next(numbers));
        counts[rank((0..ROWS).map(row).collect())] += 1;
    }
    // By rows: the next lies outside of what those before span, or inside.
    let mut chances = [0.0; ROWS + 1];
    chances[0] = 1.0;
    for _ in 0..ROWS {
        for rank in (0..=ROWS).rev() {
            let inside = |rank: usize| 2f64.powi(rank as i32 - ROWS as i32);
            let from_below = match rank {
                0 => 0.0,
                _ => chances[rank - 1] * (1.0 - inside(rank - 1)),
            };
            chances[rank] = chances[rank] * inside(rank) + from_below;
        }
    }
    of_counts(&counts, &chances)
}

fn rank(mut rows: Vec<u64>) -> usize {
    let mut rank = 0;
    while let Some(row) = rows.pop() {
        if row != 0 {
            rank += 1;
            let lowest = row & row.wrapping_neg();
            for other in &mut rows {
                if *other & lowest != 0 {
                    *other ^= row;
                }
            }
        }
    }
    rank
}

/// Whether light numbers follow light ones: few bits, as many as not, or many.
fn hamming_weights(numbers: Numbers<'_>, size: u32) -> f64 {
    let kind = |number: u32| number.count_ones().cmp(&16) as i8 + 1;
    let mut counts = [0; 9];
    for _ in 0..100_000 * size {
        let (first, second) = (kind(next(numbers)), kind(next(numbers)));
        counts[(3 * first + second) as usize] += 1;
    }
    let even = binomial::<33>(0.5)[16];
    let kinds = [(1.0 - even) / 2.0, even, (1.0 - even) / 2.0];
    of_counts(
        &counts,
        &std::array::from_fn::<f64, 9, _>(|i| kinds[i / 3] * kinds[i % 3]),
    )
}

/// How high a walk of 128 steps gets.
fn random_walks(numbers: Numbers<'_>, size: u32) -> f64 {
    let mut counts = [0; 129];
    for _ in 0..25_000 * size {
        let (mut at, mut highest) = (0i32, 0);
        for _ in 0..4 {
            let number = next(numbers);
            for bit in 0..32 {
                at += if number >> bit & 1 == 1 { 1 } else { -1 };
                highest = highest.max(at);
            }
        }
        counts[highest as usize] += 1;
    }
    // By reflection: P(highest = m) = P(end = m) + P(end = m + 1), of which one is zero.
    let ends = binomial::<129>(0.5);
    let chances: [f64; 129] = std::array::from_fn(|m| ends[64 + m.div_ceil(2)]);
    of_counts(&counts, &chances)
}

/// Whether all pairs of neighbours are met alike, by their upper five bits.
fn pairs(numbers: Numbers<'_>, size: u32) -> f64 {
    let mut counts = [0; 1024];
    let mut before = next(numbers) >> 27;
    for _ in 0..100_000 * size {
        let now = next(numbers) >> 27;
        counts[(32 * before + now) as usize] += 1;
        // Neighbours overlap no more than by one, so that pairs are independent.
        before = next(numbers) >> 27;
    }
    of_counts(&counts, &[1.0 / 1024.0; 1024])
}

/// Whether numbers agree with those 1 to 128 places before, over all their bits.
fn shifts(numbers: Numbers<'_>, size: u32) -> f64 {
    const FARTHEST: usize = 128;
    let all: Vec<u32> = (0..16_384 * size).map(|_| next(numbers)).collect();
    let squares = (1..=FARTHEST).map(|shift| {
        let differ = |(a, b): (&u32, &u32)| u64::from((a ^ b).count_ones());
        let count: u64 = all.iter().zip(&all[shift..]).map(differ).sum();
        let bits = 32.0 * (all.len() - shift) as f64;
        let off = count as f64 - bits / 2.0;
        off * off / (bits / 4.0)
    });
    of_chi_square(squares.sum(), FARTHEST as f64)
}
