//! What chains of invitations come to on average, by arithmetic alone.
//!
//! All are alike: of N fans who are asked each takes part with some chance, and invites m
//! friends on average whom nobody has met before; of those who see it some come, buy, join, and
//! are asked in turn. With R the number of people whom one who came brings on average, the
//! generations shrink or grow by R, and as long as it is below one, N founders lead to
//! N / (1 − R) people, founders included: the big seed of viral marketing. How
//! far single worlds are from that, [`GaltonWatson`] says.
//!
//! By day, those who come on day t were invited by those who came before, each a random time
//! before: a renewal equation, solved from the first day on.
//!
//! - **Source:** the big seed: Watts, Peretti & Frumin, *Harvard Business Review*, May
//!   2007; the age-dependent mean: Bellman & Harris, *Annals of Mathematics* 55(2), 1952, in whole
//!   days.
//!
//! [`GaltonWatson`]: groundswell_diffusion::mean_field::branching::GaltonWatson

use groundswell_estimate::distribution::normal_cdf;

use crate::action::prompt::Prompt;
use crate::delay::Delay;
use crate::response::Funnel;

/// A chain of invitations in which all are alike, and the means of what it comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    /// How many fans are asked to begin with.
    pub founders: f64,
    /// Chance that somebody who is asked takes part.
    pub takes_part: f64,
    /// Friends whom one who takes part invites on average.
    pub invites: f64,
    /// Chance that a friend sees the invitation.
    pub sees: f64,
    /// Chance that one who sees it comes.
    pub comes: f64,
    /// Chance that one who comes buys.
    pub buys: f64,
    /// Chance that one who comes joins, and is asked in turn.
    pub joins: f64,
}

/// Mean numbers of people.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Met {
    /// Who see an invitation.
    pub reached: f64,
    /// Who come.
    pub visitors: f64,
    /// Who buy.
    pub customers: f64,
    /// Who join.
    pub fans: f64,
}

impl Chain {
    /// The chain that `prompt` sets off among so many fans, who answer an invitation as
    /// `invite` says. It holds as long as fans are asked once each, everybody is nearby and in
    /// the market, and nobody runs out of friends.
    pub fn of(prompt: &Prompt, invite: &Funnel, founders: u32) -> Self {
        let persuaded = prompt
            .incentive
            .persuades
            .map_or(0.0, |chance| chance.get());
        let willing = 1.0 - (1.0 - prompt.take_part.get()) * (1.0 - persuaded);
        Self {
            founders: founders.into(),
            takes_part: prompt.share.get() * prompt.seen.get() * willing,
            invites: prompt.invitations.mean(),
            sees: invite.seen.get(),
            comes: invite.engage.get(),
            buys: invite.buy.get(),
            joins: invite.fan.get(),
        }
    }

    /// How many come because of one who came: R.
    pub fn reproduction(&self) -> f64 {
        self.comes * self.joins * self.reaches()
    }

    /// How many see an invitation on average because of one who was asked.
    fn reaches(&self) -> f64 {
        self.takes_part * self.invites * self.sees
    }

    /// What follows from so many who see an invitation.
    fn met(&self, reached: f64) -> Met {
        let visitors = reached * self.comes;
        Met {
            reached,
            visitors,
            customers: visitors * self.buys,
            fans: visitors * self.joins,
        }
    }

    /// The first `generations` after the founders, each on its own.
    pub fn by_generation(&self, generations: usize) -> Vec<Met> {
        let first = self.founders * self.reaches();
        let reached = std::iter::successors(Some(first), |r| Some(r * self.reproduction()));
        let reached = reached.take(generations);
        reached.map(|reached| self.met(reached)).collect()
    }

    /// All generations together; `None` from R = 1 on.
    pub fn total(&self) -> Option<Met> {
        let rest = 1.0 - self.reproduction();
        (rest > 0.0).then(|| self.met(self.founders * self.reaches() / rest))
    }

    /// Day by day, for the first `days`: fans meet the request `asked` days after they could
    /// and friends the invitation `read` days after it was sent. Founders could from day 0
    /// on, those who join from the day after.
    pub fn by_day(&self, asked: &Waits, read: &Waits, days: usize) -> Vec<Met> {
        let wait = asked.then(read);
        let by_founders = self.founders * self.reaches();
        let reproduction = self.reproduction();
        let mut reached: Vec<f64> = Vec::with_capacity(days);
        for day in 0..days {
            let before = reached.iter().enumerate();
            let brought = before.map(|(from, r)| r * wait.at(day - from - 1));
            let brought: f64 = brought.sum();
            reached.push(by_founders * wait.at(day) + reproduction * brought);
        }
        reached.into_iter().map(|r| self.met(r)).collect()
    }
}

/// How likely a wait of each number of days is.
#[derive(Debug, Clone, PartialEq)]
pub struct Waits {
    /// By days, from none on; what is missing to one is longer.
    chances: Vec<f64>,
}

impl Waits {
    /// The chances of `delay` for waits of less than so many days.
    pub fn of(delay: Delay, days: usize) -> Self {
        // Of at most this many days.
        let at_most = |wait: usize| -> f64 {
            match delay {
                Delay::Fixed(fixed) => f64::from(u8::from(wait >= fixed as usize)),
                Delay::Geometric { mean } if mean > 0.0 => {
                    -libm::expm1((wait as f64 + 1.0) * libm::log1p(-1.0 / (1.0 + mean)))
                }
                Delay::Geometric { .. } => 1.0,
                Delay::LogNormal { median, spread } => {
                    normal_cdf(libm::log((wait as f64 + 1.0) / median) / spread)
                }
            }
        };
        let mut before = 0.0;
        let chances = (0..days).map(|wait| {
            let now = at_most(wait);
            let chance = now - before;
            before = now;
            chance
        });
        Self {
            chances: chances.collect(),
        }
    }

    /// This wait and then that one.
    #[must_use]
    pub fn then(&self, other: &Self) -> Self {
        let days = self.chances.len().min(other.chances.len());
        let sum = |day: usize| (0..=day).map(move |first| self.at(first) * other.at(day - first));
        Self {
            chances: (0..days).map(|day| sum(day).sum()).collect(),
        }
    }

    /// The chance of a wait of that many days.
    pub fn at(&self, days: usize) -> f64 {
        self.chances.get(days).copied().unwrap_or(0.0)
    }

    /// The mean of those waits that are counted.
    pub fn mean(&self) -> f64 {
        let days = self.chances.iter().enumerate();
        days.map(|(day, chance)| day as f64 * chance).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A chain that brings R people a person, each of whom buys half of the time.
    fn chain(founders: f64, reproduction: f64) -> Chain {
        Chain {
            founders,
            takes_part: 0.5,
            invites: 4.0 * reproduction,
            sees: 1.0,
            comes: 0.5,
            buys: 0.5,
            joins: 1.0,
        }
    }

    #[test]
    fn big_seeds_lead_to_what_was_reported() {
        // Founders, R, and people in all, of which the founders are part: two campaigns
        // and a petition.
        for (founders, reproduction, total) in [
            (7_064.0, 0.7692, 30_607.0),
            (900_000.0, 0.0413, 938_771.0),
            (22_582.0, 0.58, 53_767.0),
        ] {
            let chain = chain(founders, reproduction);
            assert!((chain.reproduction() - reproduction).abs() < 1e-12);
            let met = chain.total().unwrap();
            assert!((founders + met.visitors - total).abs() < 1.0, "{met:?}");
            assert_eq!(met.reached, 2.0 * met.visitors);
            assert_eq!(met.customers, 0.5 * met.visitors);
        }
        assert_eq!(chain(1.0, 1.0).total(), None);
    }

    #[test]
    fn generations_and_days_add_up_to_the_total() {
        let chain = chain(100.0, 0.6);
        let total = chain.total().unwrap().visitors;
        let sum = |met: &[Met]| met.iter().map(|met| met.visitors).sum::<f64>();
        assert!((sum(&chain.by_generation(100)) - total).abs() < 1e-9);
        assert_eq!(chain.by_generation(2)[1].visitors, 100.0 * 0.6 * 0.6);
        let days = 400;
        for delay in [Delay::Fixed(3), Delay::Geometric { mean: 2.0 }] {
            let (asked, read) = (Waits::of(delay, days), Waits::of(Delay::Fixed(0), days));
            assert!((sum(&chain.by_day(&asked, &read, days)) - total).abs() < 1e-6);
        }
    }

    #[test]
    fn fixed_waits_put_each_generation_on_its_day() {
        let chain = chain(100.0, 0.5);
        let waits = |days| Waits::of(Delay::Fixed(days), 30);
        let by_day = chain.by_day(&waits(2), &waits(1), 30);
        let visitors = |day: usize| by_day[day].visitors;
        // Three days to the first, and from the day after joining three more.
        assert_eq!((visitors(3), visitors(7), visitors(11)), (50.0, 25.0, 12.5));
        assert_eq!(visitors(4) + visitors(5) + visitors(6), 0.0);
    }

    #[test]
    fn chances_of_waits_are_those_of_the_quantiles() {
        let log_normal = Delay::LogNormal {
            median: 2.0,
            spread: 1.0,
        };
        for delay in [Delay::Geometric { mean: 3.0 }, log_normal, Delay::Fixed(4)] {
            let waits = Waits::of(delay, 60);
            let n = 100_000;
            let mut counts = [0u32; 60];
            for i in 0..n {
                let wait = delay.quantile((f64::from(i) + 0.5) / f64::from(n));
                if let Some(count) = counts.get_mut(wait as usize) {
                    *count += 1;
                }
            }
            for (day, count) in counts.into_iter().enumerate() {
                let share = f64::from(count) / f64::from(n);
                assert!((waits.at(day) - share).abs() < 2e-5, "{delay:?}, {day}");
            }
        }
        let mean = Waits::of(Delay::Geometric { mean: 3.0 }, 400).mean();
        assert!((mean - 3.0).abs() < 1e-9, "{mean}");
    }
}
