//! Audience fit: are the people we want on this platform, and are the people on
//! this platform those we want?
//!
//! ```text
//! coverage   P(on the platform | in the target)
//! fit        P(in the target | on the platform)
//! lift       fit over P(in the target)
//! ```
//!
//! - **Source:** shares of a survey with Wilson's interval,
//!   [`wilson`]. The ends of the lift
//!   come from intervals of 97.5% for both of its shares, so that it holds in 95%
//!   of surveys at least (Bonferroni).

use groundswell_estimate::distribution::wilson;

/// How many people a survey asked, and what they said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Survey {
    asked: u32,
    on_platform: u32,
    target: u32,
    both: u32,
}

impl Survey {
    /// A survey of `asked` people, of whom `on_platform` are on the platform,
    /// `target` in the target group, and `both` are both. `None` where that cannot
    /// be, and where nobody is on the platform or in the target group.
    pub fn new(asked: u32, on_platform: u32, target: u32, both: u32) -> Option<Self> {
        let (least, most) = Self::possible(asked, on_platform, target)?;
        let survey = Self {
            asked,
            on_platform,
            target,
            both,
        };
        (least..=most).contains(&both).then_some(survey)
    }

    /// How few and how many people can be both; `None` where the other counts
    /// cannot be.
    pub fn possible(asked: u32, on_platform: u32, target: u32) -> Option<(u32, u32)> {
        let fine = |count: u32| (1..=asked).contains(&count);
        let least = (u64::from(on_platform) + u64::from(target)).saturating_sub(asked.into());
        (fine(on_platform) && fine(target)).then(|| (least as u32, on_platform.min(target)))
    }
}

/// A share or a ratio with its interval at 95%.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// As surveyed.
    pub value: f64,
    /// Where the truth may begin.
    pub low: f64,
    /// Where it may end.
    pub high: f64,
}

impl Share {
    fn of(part: u32, whole: u32, level: f64) -> Self {
        let (low, high) = wilson(part.into(), whole.into(), level);
        Self {
            value: f64::from(part) / f64::from(whole),
            low,
            high,
        }
    }
}

/// How well a platform fits the target group.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// The platform.
    pub platform: String,
    /// Share of the target group that is on the platform.
    pub coverage: Share,
    /// Share of the people on the platform who are in the target group.
    pub fit: Share,
    /// How many times as many that are as among all people.
    pub lift: Share,
}

/// The platforms that were asked about, the best fit first; of equals the one
/// that covers more, then by name.
pub fn audience_fit(surveys: &[(String, Survey)]) -> Vec<Fit> {
    let fit = |(platform, survey): &(String, Survey)| {
        let Survey {
            asked,
            on_platform,
            target,
            both,
        } = *survey;
        let [on, all] = [(both, on_platform), (target, asked)].map(|(a, b)| Share::of(a, b, 0.975));
        Fit {
            platform: platform.clone(),
            coverage: Share::of(both, target, 0.95),
            fit: Share::of(both, on_platform, 0.95),
            lift: Share {
                value: on.value / all.value,
                low: on.low / all.high,
                high: on.high / all.low,
            },
        }
    };
    let mut fits: Vec<Fit> = surveys.iter().map(fit).collect();
    fits.sort_by(|a, b| {
        let better = b.fit.value.total_cmp(&a.fit.value);
        let wider = b.coverage.value.total_cmp(&a.coverage.value);
        better.then(wider).then_with(|| a.platform.cmp(&b.platform))
    });
    fits
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four hundred people asked, 120 of them the ones we want: 97 of these are
    /// among the 284 on one platform, 30 among the 60 on the other.
    #[test]
    fn two_platforms_are_ranked_as_by_hand() {
        let large = Survey::new(400, 284, 120, 97).unwrap();
        let small = Survey::new(400, 60, 120, 30).unwrap();
        let fits = audience_fit(&[("large".to_owned(), large), ("small".to_owned(), small)]);
        assert_eq!(fits[0].platform, "small");
        assert_eq!((fits[0].fit.value, fits[0].coverage.value), (0.5, 0.25));
        assert!((fits[0].lift.value - 0.5 / 0.3).abs() < 1e-12);
        assert!((fits[1].fit.value - 97.0 / 284.0).abs() < 1e-12);
        assert!((fits[1].coverage.value - 97.0 / 120.0).abs() < 1e-12);
        // Wilson at 95% for 30 of 60: 1/2 ± z √(1/4n + z²/4n²) / (1 + z²/n).
        assert!(
            (fits[0].fit.low - 0.3773).abs() < 1e-4,
            "{}",
            fits[0].fit.low
        );
        assert!((fits[0].fit.high - 0.6227).abs() < 1e-4);
        for share in fits.iter().flat_map(|f| [f.fit, f.coverage, f.lift]) {
            assert!(share.low < share.value && share.value < share.high);
        }
    }

    #[test]
    fn counts_that_cannot_be_make_no_survey() {
        assert_eq!(Survey::possible(100, 80, 60), Some((40, 60)));
        assert!(Survey::new(100, 80, 60, 39).is_none());
        assert!(Survey::new(100, 80, 60, 61).is_none());
        assert!(Survey::new(100, 101, 60, 60).is_none());
        assert!(Survey::new(100, 80, 0, 0).is_none());
        assert!(Survey::new(100, 80, 60, 40).is_some());
    }
}
