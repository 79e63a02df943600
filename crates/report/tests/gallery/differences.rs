//! Pictures of what one strategy has over another: source by source, assumption by
//! assumption, and for more money.

use groundswell_report::chart::{
    Axis, Curve, CurveChart, CurvePoint, DotChart, DotGroup, DotRow, HeatSide, Picture, Scale,
    SwingChart, SwingEnd, SwingRow, Unit,
};
use groundswell_report::theme::Role;

pub(crate) fn all() -> Vec<(&'static str, Picture)> {
    let swings = |chart| Picture::Swings(chart);
    let extra = |chart| Picture::Dots(chart);
    vec![
        ("tornado", swings(tornado(6, 1.0))),
        ("tornado-one", swings(tornado(1, 1.0))),
        ("tornado-many", swings(tornado(14, 1.0))),
        ("tornado-tiny", swings(tornado(6, 1e-9))),
        ("tornado-huge", swings(tornado(6, 7.3e8))),
        ("tornado-vast", swings(tornado(6, 1e290))),
        ("tornado-zeros", swings(tornado(3, 0.0))),
        ("tornado-one-side", swings(one_side(1.0))),
        ("tornado-other-side", swings(one_side(-1.0))),
        ("tornado-missing", swings(missing())),
        ("tornado-hostile", swings(hostile())),
        ("tornado-empty", swings(SwingChart::default())),
        ("extra", extra(sources(1.0))),
        ("extra-less", extra(sources(-1.0))),
        ("extra-tiny", extra(sources(1e-9))),
        ("extra-huge", extra(sources(7.3e8))),
        ("extra-zeros", extra(sources(0.0))),
        ("extra-missing", extra(sources(f64::NAN))),
        ("frontier", Picture::Curves(frontier(3, 1.0))),
        ("frontier-one", Picture::Curves(frontier(1, 1.0))),
        ("frontier-five", Picture::Curves(frontier(5, 1.0))),
        ("frontier-tiny", Picture::Curves(frontier(3, 1e-9))),
        ("frontier-huge", Picture::Curves(frontier(3, 7.3e8))),
        ("frontier-zeros", Picture::Curves(frontier(3, 0.0))),
    ]
}

/// So many assumptions, each of which does less than the one before, times a factor.
fn tornado(rows: usize, factor: f64) -> SwingChart {
    let names = [
        "response.invite.customer",
        "strategy.invite-friends.prompt.take_part",
        "money.margin_per_customer",
        "platform.facebook.organic_reach",
        "audience.nearby",
    ];
    let row = |at: usize| {
        let size = factor * 40.0 / (at as f64 + 1.0);
        let up = if at.is_multiple_of(2) { 1.0 } else { -1.0 };
        let end = |input: f64, lead: f64| SwingEnd {
            input,
            told: format!("{input}%"),
            lead,
        };
        SwingRow {
            name: names[at % names.len()].into(),
            low: end(2.5, factor * 20.0 - up * size),
            high: end(40.0, factor * 20.0 + up * size * 1.6),
        }
    };
    let side = |name: &str, place| HeatSide {
        name: name.into(),
        role: Role::Strategy(place),
    };
    SwingChart {
        title: "Two assumptions can turn the verdict, each alone".into(),
        subtitle: "Lead of invite-friends over broadcast-only in new customers, with each \
                   assumption as low and as high as is plausible"
            .into(),
        alt: "From 2.5% to 40% of response.invite.customer the lead goes from −20 to +84.".into(),
        note: "In worlds that the verdict has not seen, the same for all.".into(),
        x: Axis::default(),
        sides: Some([side("invite-friends", 1), side("broadcast-only", 0)]),
        rows: (0..rows).map(row).collect(),
    }
}

fn one_side(sign: f64) -> SwingChart {
    let mut chart = tornado(4, 1.0);
    for row in &mut chart.rows {
        for end in [&mut row.low, &mut row.high] {
            end.lead = sign * (end.lead.abs() + 30.0);
        }
    }
    chart
}

fn missing() -> SwingChart {
    let mut chart = tornado(4, 1.0);
    chart.rows[1].low.lead = f64::NAN;
    chart.rows[2].high.lead = f64::INFINITY;
    chart.rows[3].high.lead = chart.rows[3].low.lead;
    chart
}

fn hostile() -> SwingChart {
    let mut chart = tornado(2, 1.0);
    chart.rows[0].name = "<script>x</script>\u{202e} and a name that goes on and on".into();
    chart.rows[1].name = "=1+1\u{7}".into();
    chart.rows[0].low.told = "\u{202e}<b>".into();
    if let Some([above, below]) = &mut chart.sides {
        above.name = "</text><script>alert(1)</script>".into();
        below.name = "Aufforderung_zum_Weitersagen_an_alle_Freundinnen_und_Freunde".into();
    }
    chart
}

/// Three groups of sources, some with more and some with less, times a factor.
fn sources(factor: f64) -> DotChart {
    let row = |(name, role, value): (&str, Role, f64)| DotRow {
        name: name.into(),
        role,
        value: value * factor,
        told: match (value * factor).is_finite() {
            true => format!("{name} {:+.3e}", value * factor),
            false => format!("{name} no data"),
        },
        ranges: vec![(value * factor * 0.8 - factor, value * factor * 1.2 + factor)],
        beside: Vec::new(),
    };
    let group = |name: &str, rows: &[(&str, Role, f64)]| DotGroup {
        name: name.into(),
        rows: rows.iter().copied().map(row).collect(),
    };
    DotChart {
        title: "invite-friends reaches 1,850 more people, 66% of them friends of fans".into(),
        subtitle: "People whom invite-friends reaches more than broadcast-only".into(),
        alt: "Fans +410; friends of fans +1,220; further out +220.".into(),
        note: "People reached, each where they were reached first.".into(),
        from_zero: true,
        value: "difference".into(),
        ranges: vec![("low".into(), "high".into())],
        groups: vec![
            group(
                "By distance",
                &[
                    ("Fans", Role::Fans, 410.0),
                    ("Friends of fans", Role::FriendsOfFans, 1_220.0),
                    ("Further out", Role::Further, 220.0),
                ],
            ),
            group(
                "By platform",
                &[
                    ("Facebook", Role::Difference, 1_700.0),
                    ("Instagram", Role::Difference, 150.0),
                ],
            ),
            group(
                "By channel",
                &[
                    ("Paid", Role::Strategy(0), -640.0),
                    ("Invitation", Role::Strategy(1), 2_490.0),
                ],
            ),
        ],
        ..DotChart::default()
    }
}

/// So many strategies and the one that does nothing, all times a factor.
fn frontier(strategies: usize, factor: f64) -> CurveChart {
    let point = |at: usize| {
        let (cost, brought) = (
            factor * 90.0 * at as f64,
            factor * 12.0 * (at as f64).sqrt(),
        );
        CurvePoint {
            x: cost,
            mean: brought,
            low: brought * 0.9,
            high: brought * 1.1,
        }
    };
    let line = Curve {
        name: String::new(),
        role: Role::Baseline,
        points: (0..=strategies)
            .map(|at| CurvePoint {
                low: f64::NAN,
                high: f64::NAN,
                ..point(at)
            })
            .collect(),
        dashed: true,
    };
    let own = (0..=strategies).map(|at| Curve {
        name: match at {
            0 => "do-nothing, €0".to_owned(),
            at => format!("strategy-{at}, €{}", 90 * at),
        },
        role: match at {
            0 => Role::Baseline,
            at => Role::Strategy(at - 1),
        },
        points: vec![point(at)],
        dashed: false,
    });
    CurveChart {
        title: "Whoever wants more has to pay more".into(),
        subtitle: "New customers over cost. Dot: mean of 500 worlds".into(),
        alt: "Each strategy costs more and brings more.".into(),
        x: Scale {
            label: "Cost".into(),
            unit: Unit::Money("EUR".into()),
            ..Scale::default()
        },
        y: Axis {
            label: "New customers".into(),
            unit: Unit::People,
        },
        series: std::iter::once(line).chain(own).collect(),
        ..CurveChart::default()
    }
}
