//! Numbers as people read them: thousands apart, a true minus sign, no more
//! digits than mean something.
//!
//! Every function gives the same text on every machine: rounding is decimal and
//! done by the standard library's exact formatter or in integers.

/// The minus sign, as wide as a plus; a hyphen is not a sign.
const MINUS: char = '\u{2212}';

/// What stands where a number is missing.
pub const MISSING: &str = "–";

/// A count with thousands apart: `17,000`.
pub fn count(n: u64) -> String {
    grouped(&n.to_string())
}

/// A value with a fixed number of decimals: `−1,234.50`.
///
/// A value that rounds to zero carries no sign. What is not finite is
/// [`MISSING`].
pub fn decimal(value: f64, places: usize) -> String {
    if !value.is_finite() {
        return MISSING.to_owned();
    }
    let digits = format!("{:.places$}", value.abs());
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut text = String::new();
    if value < 0.0 && digits.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        text.push(MINUS);
    }
    text.push_str(&grouped(whole));
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// A value at three or four digits that mean something: `12,345`, `123.4`,
/// `0.0123`, `1.24 M`.
///
/// From a million on in millions (M), billions (bn) and trillions (tn); beyond
/// these, and below a hundred-thousandth, with a power of ten: `2.5e−9`.
pub fn short(value: f64) -> String {
    if !value.is_finite() {
        return MISSING.to_owned();
    }
    let size = value.abs();
    if size == 0.0 {
        return "0".to_owned();
    }
    if !(1e-5..999.5e12).contains(&size) {
        return powered(value, 2);
    }
    // The bounds lie where rounding would carry into the next form.
    if size >= 999_999.5 {
        let scale = Scale::of(size);
        let scaled = value / scale.one();
        let places = match scaled.abs() {
            s if s >= 99.95 => 0,
            s if s >= 9.995 => 1,
            _ => 2,
        };
        return format!("{}{}", trimmed(&decimal(scaled, places)), scale.suffix());
    }
    let places = match size {
        s if s >= 999.5 => 0,
        s if s >= 99.95 => 1,
        s if s >= 0.9995 => 2,
        s if s >= 0.09995 => 3,
        s if s >= 0.009995 => 4,
        s if s >= 0.0009995 => 5,
        _ => 7,
    };
    trimmed(&decimal(value, places)).to_owned()
}

/// [`short`] with a plus sign before what is above zero: `+1,240`, `−80`, `0`.
pub fn signed(value: f64) -> String {
    with_plus(value, short(value))
}

/// A share of one as a percentage: `12.5%`.
pub fn percent(share: f64, places: usize) -> String {
    if share.is_finite() {
        format!("{}%", decimal(share * 100.0, places))
    } else {
        MISSING.to_owned()
    }
}

/// An amount of money, given in millionths of the currency unit: `€1,234.50`,
/// `−€80.00`, `CHF 1,234.50`.
///
/// `currency` is an ISO 4217 code; those with a sign of their own that nobody
/// mistakes are written with it. Rounds half to even.
pub fn money(millionths: i64, currency: &str, places: u32) -> String {
    let places = places.min(6);
    let unit = 10_u64.pow(6 - places);
    let size = millionths.unsigned_abs();
    let (mut rounded, rest) = (size / unit, size % unit);
    if rest * 2 > unit || (rest * 2 == unit && rounded % 2 == 1) {
        rounded += 1;
    }
    let one = 10_u64.pow(places);
    let mut text = count(rounded / one);
    if places > 0 {
        text.push_str(&format!(
            ".{:0width$}",
            rounded % one,
            width = places as usize
        ));
    }
    in_currency(
        &if millionths < 0 && rounded > 0 {
            format!("{MINUS}{text}")
        } else {
            text
        },
        currency,
    )
}

/// Puts the currency's sign or code between the number and its minus sign.
pub(crate) fn in_currency(number: &str, currency: &str) -> String {
    if number == MISSING {
        return number.to_owned();
    }
    let sign = match currency {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        "JPY" => "¥",
        "INR" => "₹",
        code => &format!("{code} "),
    };
    let digits = number.trim_start_matches([MINUS, '+']);
    format!("{}{sign}{digits}", &number[..number.len() - digits.len()])
}

/// Puts a plus sign before the text of a value above zero.
pub(crate) fn with_plus(value: f64, text: String) -> String {
    let says_something = text.bytes().any(|b| (b'1'..=b'9').contains(&b));
    if value > 0.0 && value.is_finite() && says_something {
        format!("+{text}")
    } else {
        text
    }
}

/// The step of thousands in which a large number is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    One,
    Million,
    Billion,
    Trillion,
}

impl Scale {
    /// The scale in which `size`, the largest of its kind, is told.
    pub(crate) fn of(size: f64) -> Self {
        match size {
            s if s >= 999_999_500_000.0 => Self::Trillion,
            s if s >= 999_999_500.0 => Self::Billion,
            s if s >= 999_999.5 => Self::Million,
            _ => Self::One,
        }
    }

    pub(crate) fn one(self) -> f64 {
        match self {
            Self::One => 1.0,
            Self::Million => 1e6,
            Self::Billion => 1e9,
            Self::Trillion => 1e12,
        }
    }

    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::One => "",
            Self::Million => " M",
            Self::Billion => " bn",
            Self::Trillion => " tn",
        }
    }
}

/// A value with a power of ten: `2.5e−9`.
pub(crate) fn powered(value: f64, places: usize) -> String {
    let text = format!("{value:.places$e}");
    let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
    format!("{}e{power}", trimmed(digits)).replace('-', &MINUS.to_string())
}

/// Without the zeros that end a fraction.
fn trimmed(digits: &str) -> &str {
    if digits.contains('.') {
        digits.trim_end_matches('0').trim_end_matches('.')
    } else {
        digits
    }
}

/// Digits with a comma between thousands.
fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(17_000), "17,000");
        assert_eq!(count(u64::MAX), "18,446,744,073,709,551,615");
    }

    #[test]
    fn a_decimal_keeps_its_places_and_a_true_minus() {
        assert_eq!(decimal(-1234.5, 2), "−1,234.50");
        assert_eq!(decimal(-0.001, 2), "0.00");
        assert_eq!(decimal(999.999, 2), "1,000.00");
        assert_eq!(decimal(f64::NAN, 2), "–");
    }

    #[test]
    fn a_short_number_carries_no_idle_digits() {
        for (value, text) in [
            (0.0, "0"),
            (17_000.0, "17,000"),
            (12_345.6, "12,346"),
            (999.96, "1,000"),
            (123.44, "123.4"),
            (99.96, "100"),
            (2.5, "2.5"),
            (0.012_34, "0.0123"),
            (-0.000_05, "−0.00005"),
            (2.5e-9, "2.5e−9"),
            (999_999.4, "999,999"),
            (999_999.6, "1 M"),
            (1_240_000.0, "1.24 M"),
            (-345_600_000.0, "−346 M"),
            (7.1e9, "7.1 bn"),
            (8e12, "8 tn"),
            (1e15, "1e15"),
            (f64::INFINITY, "–"),
        ] {
            assert_eq!(short(value), text, "{value}");
        }
        assert_eq!(signed(1240.0), "+1,240");
        assert_eq!(signed(-80.0), "−80");
        assert_eq!(signed(0.0), "0");
    }

    #[test]
    fn money_is_rounded_half_to_even_and_signed_before_the_currency() {
        assert_eq!(money(1_234_500_000, "EUR", 2), "€1,234.50");
        assert_eq!(money(-80_000_000, "EUR", 0), "−€80");
        assert_eq!(money(1_234_000_000, "CHF", 0), "CHF 1,234");
        assert_eq!(money(-1_234_000_000, "CHF", 0), "−CHF 1,234");
        assert_eq!(money(2_500_000, "USD", 0), "$2");
        assert_eq!(money(3_500_000, "USD", 0), "$4");
        assert_eq!(money(-4_000, "EUR", 2), "€0.00");
        assert_eq!(money(i64::MIN, "EUR", 6), "−€9,223,372,036,854.775808");
    }

    #[test]
    fn a_share_is_told_in_hundredths() {
        assert_eq!(percent(0.125, 1), "12.5%");
        assert_eq!(percent(-0.02, 0), "−2%");
    }
}
