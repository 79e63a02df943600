//! What customers, and those they bring, are worth: arithmetic, nothing is played
//! through.
//!
//! Amounts that are paid or earned are [`Money`] and add up exactly. What is
//! discounted is an `f64` in units of the currency, and says so.

use std::iter;

use groundswell_graph::probability::Probability;

use crate::money::Money;

/// Millionths in one unit of the currency.
const MILLIONTHS: f64 = 1_000_000.0;

/// By how much a later period's money is worth less, per period.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Discount(f64);

impl Discount {
    /// Money is worth the same at any time.
    pub const NONE: Self = Self(0.0);

    /// The discount of `rate` per period, such as 0.01 a month; `None` unless it is
    /// zero or above, and finite.
    pub fn per_period(rate: f64) -> Option<Self> {
        (rate >= 0.0 && rate.is_finite()).then_some(Self(rate + 0.0))
    }

    /// The discount of `rate` a year, spread over `periods` equal periods, such as
    /// 365 days; `None` unless the rate is zero or above, and both are finite.
    pub fn yearly(rate: f64, periods: u32) -> Option<Self> {
        let each = libm::expm1(libm::log1p(rate) / f64::from(periods));
        Self::per_period(rate).and_then(|_| Self::per_period(each))
    }
}

/// What comes in, less what goes out, period by period: the first at once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CashFlow(Vec<Money>);

impl CashFlow {
    /// These amounts, one per period; what is paid is negative.
    pub fn new(amounts: Vec<Money>) -> Self {
        Self(amounts)
    }

    /// One amount per period.
    pub fn amounts(&self) -> &[Money] {
        &self.0
    }

    /// All of it, not discounted.
    pub fn total(&self) -> Money {
        self.0.iter().copied().sum()
    }

    /// Its net present value, discounted, in units of the currency.
    ///
    /// Without a discount it is the total, exactly so below nine thousand million
    /// units.
    pub fn present_value(&self, discount: Discount) -> f64 {
        let mut factor = 1.0;
        let mut millionths = 0.0;
        for amount in &self.0 {
            millionths += amount.millionths() as f64 * factor;
            factor /= 1.0 + discount.0;
        }
        millionths / MILLIONTHS
    }

    /// The period with which it has paid for itself, counted from zero: after it
    /// the running total is never below zero again. `None` if it is at the end.
    pub fn payback(&self) -> Option<usize> {
        let below_zero: Vec<bool> = self.running().map(|total| total < Money::ZERO).collect();
        match below_zero.iter().rposition(|&below| below) {
            None => Some(0),
            Some(last) => (last + 1 < below_zero.len()).then_some(last + 1),
        }
    }

    /// The total up to and including each period.
    fn running(&self) -> impl Iterator<Item = Money> {
        self.0.iter().scan(Money::ZERO, |total, &amount| {
            *total += amount;
            Some(*total)
        })
    }
}

/// The horizons, in periods, at which the other of two flows takes the lead in the
/// total so far: a ranking that holds for one horizon need not hold for a longer
/// one. A flow that has ended earns nothing more.
///
/// # Source
///
/// Villanueva, Yoo & Hanssens, *Journal of Marketing Research* 45(1), 2008:
/// customers won by advertising pay sooner, those won by word of mouth for longer.
pub fn lead_changes(one: &CashFlow, other: &CashFlow) -> Vec<usize> {
    let horizon = one.0.len().max(other.0.len());
    let amount = |flow: &CashFlow, period| flow.0.get(period).copied().unwrap_or_default();
    let gaps = (0..horizon).map(|period| amount(one, period) - amount(other, period));
    let gaps = CashFlow::new(gaps.collect());
    let mut changes = Vec::new();
    let mut one_leads = None;
    for (period, gap) in gaps.running().enumerate() {
        if gap == Money::ZERO {
            continue;
        }
        let leads = gap > Money::ZERO;
        if one_leads.is_some_and(|led| led != leads) {
            changes.push(period + 1);
        }
        one_leads = Some(leads);
    }
    changes
}

/// What a customer pays while staying: the same margin each period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Customer {
    /// Margin per period, at its beginning.
    pub margin: Money,
    /// Chance of leaving between one period and the next.
    pub churn: Probability,
}

impl Customer {
    /// The expected margins over `horizon` periods, each rounded to the millionth.
    pub fn flow(self, horizon: usize) -> CashFlow {
        let retention = 1.0 - self.churn.get();
        let staying = iter::successors(Some(1.0), |share| Some(share * retention));
        let margins = staying.map(|share| self.margin.at_rate(share));
        CashFlow(margins.take(horizon).collect())
    }

    /// Customer lifetime value over `horizon` periods, discounted, in units of the
    /// currency.
    pub fn lifetime_value(self, horizon: usize, discount: Discount) -> f64 {
        self.flow(horizon).present_value(discount)
    }

    /// The same customer, had a friend brought them.
    ///
    /// # Panics
    ///
    /// If the margin goes beyond the range of money.
    pub fn brought_by_a_friend(self, referred: Referred) -> Self {
        Self {
            margin: self.margin.at_rate(referred.margin),
            churn: Probability::clamped(self.churn.get() * referred.churn),
        }
    }
}

/// How customers whom a friend brought differ from others. By default they do not:
/// sources disagree even in the sign of what they are worth.
///
/// # Source
///
/// Schmitt, Skiera & Van den Bulte, *Journal of Marketing* 75(1), 2011: at a bank,
/// larger margins and less churn. Wolters & Gedenk, 2019: in telecommunications,
/// less churn but smaller margins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Referred {
    margin: f64,
    churn: f64,
}

impl Referred {
    /// Margin and churn times these; `None` unless both are zero or above, and
    /// finite.
    pub fn new(margin: f64, churn: f64) -> Option<Self> {
        let fine = |factor: f64| factor >= 0.0 && factor.is_finite();
        (fine(margin) && fine(churn)).then_some(Self { margin, churn })
    }
}

impl Default for Referred {
    fn default() -> Self {
        Self {
            margin: 1.0,
            churn: 1.0,
        }
    }
}

/// Invitations and what becomes of them: those of one customer, whose
/// [`value`](Self::value) is the customer's referral value, or those of a whole
/// programme.
///
/// A reward is paid on every success, also for people who would have come anyway;
/// what they bring does not count.
///
/// # Source
///
/// Kumar, Petersen & Leone, *Harvard Business Review* 85(10), 2007: referral value
/// tells apart who would have come anyway. We take a newcomer's value as given and
/// leave the newcomer's own referrals out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Referrals {
    /// Invitations that are sent, in expectation.
    pub sent: f64,
    /// Chance that one of them wins a customer.
    pub success: Probability,
    /// Share of these customers who would have come anyway.
    pub anyway: Probability,
    /// What a customer who would not have come is worth, discounted, in units of the
    /// currency.
    pub newcomer: f64,
    /// What is saved on somebody who would have come anyway and need not be won in
    /// another way.
    pub saved: Money,
    /// Paid for each invitation.
    pub postage: Money,
    /// Paid to the inviter on each success.
    pub reward: Money,
    /// Given to the invited on each success, such as a discount on the first
    /// purchase.
    pub welcome: Money,
    /// Paid whatever happens.
    pub fee: Money,
}

impl Default for Referrals {
    /// Nobody invites, nothing is paid.
    fn default() -> Self {
        Self {
            sent: 0.0,
            success: Probability::ZERO,
            anyway: Probability::ZERO,
            newcomer: 0.0,
            saved: Money::ZERO,
            postage: Money::ZERO,
            reward: Money::ZERO,
            welcome: Money::ZERO,
            fee: Money::ZERO,
        }
    }
}

impl Referrals {
    /// Customers they win, in expectation.
    pub fn successes(self) -> f64 {
        self.sent * self.success.get()
    }

    /// What they bring, discounted, in units of the currency.
    pub fn benefit(self) -> f64 {
        let anyway = self.anyway.get();
        self.successes() * ((1.0 - anyway) * self.newcomer + anyway * self.saved.units())
    }

    /// What they cost, in expectation.
    ///
    /// # Panics
    ///
    /// If that is not finite or beyond the range of money.
    pub fn cost(self) -> Money {
        let on_success = (self.reward + self.welcome).at_rate(self.successes());
        self.fee + self.postage.at_rate(self.sent) + on_success
    }

    /// What they bring, less what they cost, discounted, in units of the currency.
    ///
    /// # Panics
    ///
    /// As [`cost`](Self::cost).
    pub fn value(self) -> f64 {
        self.benefit() - self.cost().units()
    }

    /// What comes back on each unit of the currency over and above it: 0.6 is 60 %.
    /// `None` where nothing is paid.
    ///
    /// # Panics
    ///
    /// As [`cost`](Self::cost).
    pub fn roi(self) -> Option<f64> {
        let cost = self.cost();
        (cost > Money::ZERO).then(|| self.value() / cost.units())
    }

    /// The reward at which they bring what they cost, everything else as it is.
    /// `None` where nobody succeeds, or where even no reward would be too much.
    ///
    /// # Panics
    ///
    /// As [`cost`](Self::cost).
    pub fn break_even_reward(self) -> Option<Money> {
        let unrewarded = Self {
            reward: Money::ZERO,
            ..self
        };
        let reward = Money::of(unrewarded.value() / self.successes())?;
        (reward >= Money::ZERO).then_some(reward)
    }
}

/// What a contact is worth: as a buyer, and for whom they bring. Discounted, in
/// units of the currency.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ContactValue {
    /// Customer lifetime value.
    pub lifetime: f64,
    /// Customer referral value.
    pub referral: f64,
}

impl ContactValue {
    /// Both together.
    pub fn total(self) -> f64 {
        self.lifetime + self.referral
    }

    /// The segment, where both values are high from those of `cut` on.
    pub fn segment(self, cut: Self) -> Segment {
        let buys = self.lifetime >= cut.lifetime;
        let brings = self.referral >= cut.referral;
        match (buys, brings) {
            (true, true) => Segment::Champion,
            (true, false) => Segment::Affluent,
            (false, true) => Segment::Advocate,
            (false, false) => Segment::Miser,
        }
    }
}

/// Who buys, and who brings others.
///
/// # Source
///
/// Kumar, Petersen & Leone, *Harvard Business Review* 85(10), 2007: lifetime value
/// against referral value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Segment {
    /// Buys much and brings many.
    Champion,
    /// Buys much and brings few.
    Affluent,
    /// Buys little and brings many.
    Advocate,
    /// Buys little and brings few.
    Miser,
}

impl Segment {
    /// All segments, in the order of [`segments`].
    pub const ALL: [Self; 4] = [Self::Champion, Self::Affluent, Self::Advocate, Self::Miser];
}

/// One segment's part of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Part {
    /// Contacts in it.
    pub people: u32,
    /// What they are worth together.
    pub worth: ContactValue,
}

/// What each segment holds, in the order of [`Segment::ALL`]. Everybody is in one,
/// so that the parts sum to the whole.
pub fn segments(contacts: &[ContactValue], cut: ContactValue) -> [Part; 4] {
    let mut parts = [Part::default(); 4];
    for &contact in contacts {
        let part = &mut parts[contact.segment(cut) as usize];
        part.people += 1;
        part.worth.lifetime += contact.lifetime;
        part.worth.referral += contact.referral;
    }
    parts
}

/// How good contacts are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quality {
    /// What one of them is worth on average, as a buyer and for whom they bring.
    pub mean: f64,
    /// Share of them worth more than was aimed at, 0 to 1.
    pub above: f64,
}

/// How good these contacts are, where more than `target` is aimed at; `None`
/// without contacts.
pub fn quality(contacts: &[ContactValue], target: f64) -> Option<Quality> {
    let people = contacts.len() as f64;
    let above = contacts.iter().filter(|contact| contact.total() > target);
    let worth: f64 = contacts.iter().map(|contact| contact.total()).sum();
    (!contacts.is_empty()).then(|| Quality {
        mean: worth / people,
        above: above.count() as f64 / people,
    })
}

/// From good intentions to customers who pay: each a share of those before.
///
/// # Source
///
/// Kumar, Petersen & Leone, *Harvard Business Review* 85(10), 2007.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InviteFunnel {
    /// Customers who say that they will invite.
    pub intend: Probability,
    /// Of these, who do.
    pub invite: Probability,
    /// Of the invited, who become customers.
    pub convert: Probability,
    /// Of these, who bring a profit.
    pub profit: Probability,
}

/// How many are left at each stage of an [`InviteFunnel`], in expectation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Remaining {
    /// Customers who say that they will invite.
    pub intending: f64,
    /// Customers who do, one invited each.
    pub inviting: f64,
    /// New customers.
    pub converted: f64,
    /// New customers who bring a profit.
    pub profitable: f64,
}

impl InviteFunnel {
    /// What is left of `customers`, stage by stage.
    pub fn of(self, customers: f64) -> Remaining {
        let intending = customers * self.intend.get();
        let inviting = intending * self.invite.get();
        let converted = inviting * self.convert.get();
        Remaining {
            intending,
            inviting,
            converted,
            profitable: converted * self.profit.get(),
        }
    }

    /// The new customers that somebody expects who takes intentions for deeds: a
    /// mistake, to be shown beside [`of`](Self::of).
    pub fn converted_by_intent(self, customers: f64) -> f64 {
        let all_invite = Self {
            invite: Probability::ONE,
            ..self
        };
        all_invite.of(customers).converted
    }
}

/// Invitations that invite further.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InviteLoop {
    /// Invitations by each newcomer.
    pub invitations: f64,
    /// Share of them that is opened.
    pub opened: Probability,
    /// Of these, the share that joins.
    pub joined: Probability,
}

impl InviteLoop {
    /// The K-factor: newcomers whom each newcomer brings. Growth feeds itself above
    /// one only.
    pub fn k(self) -> f64 {
        self.invitations * self.opened.get() * self.joined.get()
    }
}

/// Everybody there after `cycles` rounds of inviting, of `start` at first:
/// `start`·(kⁿ⁺¹ − 1)/(k − 1), and `start`·(n + 1) at k = 1.
///
/// Nobody is invited twice and nobody runs out of friends, which a real town does
/// at once: it bounds what a campaign can do, and foretells nothing.
///
/// - **Cost:** one step a cycle.
pub fn grown(start: f64, k: f64, cycles: u32) -> f64 {
    // As a sum nothing cancels near k = 1.
    (0..cycles).fold(start, |all, _| start + k * all)
}

/// Newcomers in each cycle, where `outside` of them come on their own: each cycle
/// brings `k` times the last one's newcomers besides.
pub fn cohorts(k: f64, outside: &[f64]) -> Vec<f64> {
    let newcomers = outside.iter().scan(0.0, |last, arrivals| {
        *last = k * *last + arrivals;
        Some(*last)
    });
    newcomers.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euros(units: f64) -> Money {
        Money::of(units).unwrap()
    }

    fn flow(units: &[f64]) -> CashFlow {
        CashFlow::new(units.iter().map(|&units| euros(units)).collect())
    }

    fn p(value: f64) -> Probability {
        Probability::new(value).unwrap()
    }

    fn customer(margin: f64, churn: f64) -> Customer {
        Customer {
            margin: euros(margin),
            churn: p(churn),
        }
    }

    #[test]
    fn without_a_discount_the_present_value_is_the_sum() {
        let flow = customer(0.30, 0.001).flow(6 * 365);
        assert_eq!(flow.present_value(Discount::NONE), flow.total().units());
        let sum: f64 = flow.total().units();
        let closed = 0.30 * (1.0 - libm::pow(0.999, 2190.0)) / 0.001;
        // Each day is rounded by half a millionth at most.
        assert!((sum - closed).abs() < 2190.0 * 0.5e-6, "{sum} {closed}");
    }

    #[test]
    fn later_money_is_worth_less() {
        let discount = Discount::per_period(0.25).unwrap();
        let flow = flow(&[10.0, 10.0, 10.0]);
        assert_eq!(flow.present_value(discount), 10.0 + 8.0 + 6.4);
        // Twelve months at the month's rate are a year at the year's.
        let monthly = Discount::yearly(0.1, 12).unwrap();
        let mut year_later = vec![Money::ZERO; 12];
        year_later.push(euros(110.0));
        let value = CashFlow::new(year_later).present_value(monthly);
        assert!((value - 100.0).abs() < 1e-9, "{value}");
        assert_eq!(Discount::per_period(-0.1), None);
        assert_eq!(Discount::yearly(f64::NAN, 12), None);
        assert_eq!(Discount::yearly(0.1, 0), None);
    }

    #[test]
    fn a_lifetime_without_end_is_the_closed_form() {
        // m·(1 + i)/(1 + i − r) = 10·1.01/0.06.
        let value = customer(10.0, 0.05).lifetime_value(2000, Discount::per_period(0.01).unwrap());
        assert!((value - 10.0 * 1.01 / 0.06).abs() < 1e-4, "{value}");
    }

    #[test]
    fn payback_is_when_the_total_stays_above_zero() {
        assert_eq!(flow(&[-100.0, 40.0, 40.0, 20.0]).payback(), Some(3));
        assert_eq!(flow(&[-100.0, 40.0, 40.0]).payback(), None);
        assert_eq!(flow(&[5.0, 5.0]).payback(), Some(0));
        // Earned, lost again, and earned for good.
        assert_eq!(flow(&[-10.0, 15.0, -10.0, 10.0]).payback(), Some(3));
        assert_eq!(flow(&[]).payback(), Some(0));
    }

    /// Margins and churn are made up; that the ranking flips, and the factor of
    /// nearly two in the long run, are Villanueva, Yoo & Hanssens's.
    #[test]
    fn the_ranking_of_two_sources_of_customers_flips_with_the_horizon() {
        let (by_marketing, by_friends) = (customer(10.0, 0.1), customer(7.0, 0.03));
        let ahead = |horizon| {
            let (of, against) = (by_friends.flow(horizon), by_marketing.flow(horizon));
            of.total().units() / against.total().units()
        };
        let changes = lead_changes(&by_marketing.flow(60), &by_friends.flow(60));
        let [change] = changes[..] else {
            panic!("it flips once: {changes:?}")
        };
        assert!(ahead(change - 1) < 1.0 && ahead(change) > 1.0);
        assert!((1.8..2.2).contains(&ahead(60)), "{}", ahead(60));
    }

    #[test]
    fn equals_take_no_lead_and_what_has_ended_earns_no_more() {
        let one = flow(&[5.0, 5.0, 5.0]);
        assert!(lead_changes(&one, &one).is_empty());
        assert_eq!(lead_changes(&flow(&[8.0]), &one), [2]);
        // Level after the first period: nobody has taken the lead yet.
        assert_eq!(
            lead_changes(&flow(&[5.0, 6.0, 0.0]), &flow(&[5.0, 5.0, 2.0])),
            [3]
        );
    }

    #[test]
    fn a_referred_customer_is_like_any_other_unless_told() {
        let customer = customer(10.0, 0.02);
        assert_eq!(customer.brought_by_a_friend(Referred::default()), customer);
        assert_eq!(Referred::new(-1.0, 1.0), None);
        assert_eq!(Referred::new(1.0, f64::INFINITY), None);
        // Churn is a chance, whatever it is multiplied with.
        let fickle = customer.brought_by_a_friend(Referred::new(1.0, 100.0).unwrap());
        assert_eq!(fickle.churn, Probability::ONE);
    }

    /// The signs are Wolters & Gedenk's, the figures made up.
    #[test]
    fn less_churn_at_smaller_margins_may_be_worth_more_or_less() {
        let customer = customer(10.0, 0.02);
        let gain = |margin, months| {
            let referred = customer.brought_by_a_friend(Referred::new(margin, 0.7).unwrap());
            let value = |customer: Customer| customer.lifetime_value(months, Discount::NONE);
            value(referred) - value(customer)
        };
        assert!(gain(0.8, 24) < 0.0);
        assert!(gain(0.95, 24) > 0.0);
        assert!(gain(0.8, 240) > 0.0);
    }

    /// Schmitt, Skiera & Van den Bulte 2011: a reward of 25 euros for customers worth
    /// 40 more.
    #[test]
    fn the_banks_rewards_return_sixty_per_cent() {
        let bank = Referrals {
            sent: 1.0,
            success: Probability::ONE,
            newcomer: 40.0,
            reward: euros(25.0),
            ..Default::default()
        };
        assert_eq!(bank.roi(), Some(0.60));
        assert_eq!(bank.value(), 15.0);
        assert_eq!(bank.break_even_reward(), Some(euros(40.0)));
        // If half would have come anyway, it loses a fifth of what it pays.
        let half = Referrals {
            anyway: p(0.5),
            ..bank
        };
        assert_eq!(half.roi(), Some(-0.2));
        assert_eq!(half.break_even_reward(), Some(euros(20.0)));
    }

    #[test]
    fn referral_value_is_hand_arithmetic() {
        let referrals = Referrals {
            sent: 40.0,
            success: p(0.25),
            anyway: p(0.2),
            newcomer: 50.0,
            saved: euros(5.0),
            postage: euros(0.1),
            reward: euros(10.0),
            welcome: euros(4.0),
            fee: euros(20.0),
        };
        // Ten come, eight of them only because of it.
        assert_eq!(referrals.successes(), 10.0);
        assert!((referrals.benefit() - (8.0 * 50.0 + 2.0 * 5.0)).abs() < 1e-9);
        assert_eq!(referrals.cost(), euros(4.0 + 140.0 + 20.0));
        assert!((referrals.value() - 246.0).abs() < 1e-9);
        let reward = referrals.break_even_reward().unwrap();
        assert_eq!(reward, euros(34.6));
        let even = Referrals {
            reward,
            ..referrals
        };
        assert!(even.roi().unwrap().abs() < 1e-9);
    }

    #[test]
    fn what_costs_nothing_has_no_return_and_may_break_even_nowhere() {
        let nobody = Referrals::default();
        assert_eq!((nobody.roi(), nobody.break_even_reward()), (None, None));
        let dear = Referrals {
            sent: 10.0,
            success: p(0.1),
            newcomer: 40.0,
            fee: euros(50.0),
            ..Default::default()
        };
        assert_eq!(dear.break_even_reward(), None);
    }

    #[test]
    fn segments_sum_to_the_whole() {
        let worth = |lifetime, referral| ContactValue { lifetime, referral };
        let contacts = [
            worth(120.0, 60.0),
            worth(150.0, -5.0),
            worth(10.0, 80.0),
            worth(20.0, 3.0),
            worth(100.0, 50.0),
        ];
        let parts = segments(&contacts, worth(100.0, 50.0));
        assert_eq!(parts.map(|part| part.people), [2, 1, 1, 1]);
        assert_eq!(parts[Segment::Champion as usize].worth.total(), 330.0);
        let whole: f64 = contacts.iter().map(|contact| contact.total()).sum();
        assert_eq!(
            parts.map(|part| part.worth.total()).iter().sum::<f64>(),
            whole
        );
        let held = Segment::ALL.map(|segment| {
            let of_segment =
                |contact: &&ContactValue| contact.segment(worth(100.0, 50.0)) == segment;
            contacts.iter().filter(of_segment).count() as u32
        });
        assert_eq!(held, parts.map(|part| part.people));
    }

    #[test]
    fn quality_is_worth_and_the_share_above_the_target() {
        let worth = |lifetime, referral| ContactValue { lifetime, referral };
        let contacts = [
            worth(10.0, 0.0),
            worth(20.0, 30.0),
            worth(0.0, 20.0),
            worth(0.0, 0.0),
        ];
        let found = quality(&contacts, 15.0).unwrap();
        assert_eq!((found.mean, found.above), (20.0, 0.5));
        assert_eq!(quality(&[], 15.0), None);
    }

    /// The bank's shares as reported of Kumar, Petersen & Leone 2007.
    #[test]
    fn intentions_are_no_deeds() {
        let bank = InviteFunnel {
            intend: p(0.68),
            invite: p(0.33),
            convert: p(0.14),
            profit: p(0.1),
        };
        let left = bank.of(10_000.0);
        assert!((left.intending - 6800.0).abs() < 1e-9);
        assert!((left.inviting - 2244.0).abs() < 1e-9);
        assert!((left.converted - 314.16).abs() < 1e-9);
        assert!((left.profitable - 31.416).abs() < 1e-9);
        // Taken for deeds, intentions promise three times as many.
        assert!((bank.converted_by_intent(10_000.0) - 952.0).abs() < 1e-9);
    }

    #[test]
    fn growth_feeds_itself_only_above_one() {
        assert_eq!(grown(10.0, 2.0, 20 / 2), 20_470.0);
        assert_eq!(grown(10.0, 2.0, 20), 20_971_510.0);
        assert!((grown(10.0, 0.5, 20) - 20.0).abs() < 1e-4);
        assert_eq!(grown(10.0, 1.0, 20), 210.0);
        let closed = 7.0 * (libm::pow(1.3, 13.0) - 1.0) / 0.3;
        assert!((grown(7.0, 1.3, 12) - closed).abs() < 1e-9);
    }

    #[test]
    fn newcomers_bring_k_times_as_many_each_cycle() {
        let k = InviteLoop {
            invitations: 10.0,
            opened: p(0.25),
            joined: p(0.2),
        };
        assert_eq!(k.k(), 0.5);
        assert_eq!(cohorts(0.5, &[8.0, 0.0, 4.0]), [8.0, 4.0, 6.0]);
        // Without arrivals after the first they sum to the closed form.
        let mut outside = [0.0; 21];
        outside[0] = 10.0;
        assert_eq!(cohorts(2.0, &outside).iter().sum::<f64>(), 20_971_510.0);
        // Fewer are opened, and what feeds itself shrinks in proportion.
        let worse = InviteLoop {
            opened: p(0.14),
            ..k
        };
        assert!((worse.k() / k.k() - 0.14 / 0.25).abs() < 1e-12);
    }
}
