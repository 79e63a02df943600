//! Pictures of what came of a number that was varied, and of many, tame and wild.

use groundswell_report::chart::{
    Axis, Curve, CurveChart, CurvePoint, DotChart, DotGroup, DotRow, Picture, Scale, Unit,
};
use groundswell_report::theme::Role;

pub(crate) fn all() -> Vec<(&'static str, Picture)> {
    vec![
        ("curves", Picture::Curves(curves(2, 11))),
        ("curves-five", Picture::Curves(curves(5, 60))),
        ("curves-difference", Picture::Curves(difference())),
        ("curves-log", Picture::Curves(logarithmic())),
        ("curves-point", Picture::Curves(curves(2, 1))),
        ("curves-twelve", Picture::Curves(twelve())),
        ("curves-missing", Picture::Curves(missing())),
        ("curves-zeros", Picture::Curves(scaled(1.0, 0.0))),
        ("curves-tiny", Picture::Curves(scaled(1e-12, 1e-9))),
        ("curves-huge", Picture::Curves(scaled(1e9, 7.3e8))),
        ("curves-vast", Picture::Curves(scaled(1e290, 1e290))),
        ("curves-hostile", Picture::Curves(hostile())),
        ("curves-empty", Picture::Curves(CurveChart::default())),
        ("effects", Picture::Dots(effects())),
        ("indices", Picture::Dots(indices())),
    ]
}

/// Strategies over the chance that an invitation is taken up, from 2% to 20%.
fn curves(strategies: usize, values: usize) -> CurveChart {
    let all = [
        ("Broadcast", 310.0, 0.4),
        ("Invite friends", 40.0, 42.0),
        ("Vouchers", 240.0, 9.0),
        ("Ambassadors", 130.0, 24.0),
        ("Do nothing", 12.0, 0.0),
    ];
    let series = all.into_iter().take(strategies).enumerate();
    CurveChart {
        title: "Inviting friends wins once one invitation in fifteen is taken up".into(),
        subtitle:
            "New customers within 90 days, at equal spend. Line: mean over 500 worlds; band: \
                   nine worlds in ten"
                .into(),
        alt: "Above 6.7% inviting friends brings more customers than broadcasting.".into(),
        note: "500 worlds, seed 7, the same at every value.".into(),
        x: Scale {
            label: "Chance that an invitation is taken up".into(),
            unit: Unit::Share,
            logarithmic: false,
            whole: false,
        },
        y: Axis {
            label: "New customers".into(),
            unit: Unit::People,
        },
        zero_line: false,
        series: series
            .map(|(place, (name, base, slope))| Curve {
                name: name.into(),
                role: match place {
                    4 => Role::Baseline,
                    place => Role::Strategy(place),
                },
                points: (0..values)
                    .map(|i| {
                        let x = 0.02 + 0.18 * i as f64 / (values - 1).max(1) as f64;
                        let mean = base + slope * 100.0 * x;
                        CurvePoint {
                            x,
                            mean,
                            low: mean * 0.87 - 8.0,
                            high: mean * 1.12 + 8.0,
                        }
                    })
                    .collect(),
                dashed: false,
            })
            .collect(),
    }
}

fn difference() -> CurveChart {
    let both = curves(2, 19);
    let points = both.series[1].points.iter().zip(&both.series[0].points);
    let points = points.map(|(invite, broadcast)| {
        let mean = (invite.mean - broadcast.mean) * 31.5;
        CurvePoint {
            x: invite.x,
            mean,
            low: mean - 2_600.0,
            high: mean + 2_600.0,
        }
    });
    CurveChart {
        subtitle: "Profit of inviting less profit of broadcasting, in the same worlds".into(),
        y: Axis {
            label: "Difference in profit".into(),
            unit: Unit::Money("EUR".into()),
        },
        zero_line: true,
        series: vec![Curve {
            name: "Invite friends less Broadcast".into(),
            role: Role::Difference,
            points: points.collect(),
            dashed: false,
        }],
        ..both
    }
}

/// Over budgets from 100 to 100,000.
fn logarithmic() -> CurveChart {
    let mut chart = curves(3, 13);
    chart.title = "Twice the budget brings less than twice the customers".into();
    chart.x = Scale {
        label: "Budget".into(),
        unit: Unit::Money("EUR".into()),
        logarithmic: true,
        whole: false,
    };
    for (place, curve) in chart.series.iter_mut().enumerate() {
        for (i, point) in curve.points.iter_mut().enumerate() {
            point.x = libm::pow(10.0, 2.0 + 3.0 * i as f64 / 12.0);
            point.mean = libm::pow(point.x, 0.5 + 0.06 * place as f64);
            (point.low, point.high) = (point.mean * 0.8, point.mean * 1.2);
        }
    }
    chart.series[2].dashed = true;
    // Nothing has no place on the axis.
    chart.series[0].points[0].x = 0.0;
    chart
}

fn twelve() -> CurveChart {
    let mut chart = curves(1, 11);
    let one = chart.series.remove(0);
    chart.series = (0..12)
        .map(|i| Curve {
            name: format!("Plan {i}"),
            role: Role::Strategy(i),
            ..one.clone()
        })
        .collect();
    chart
}

fn missing() -> CurveChart {
    let mut chart = curves(4, 11);
    for i in [0, 3, 5, 10] {
        chart.series[0].points[i].mean = f64::NAN;
    }
    chart.series[1].points[4].low = f64::NAN;
    chart.series[1].points[6].high = f64::INFINITY;
    chart.series[1].points[9].x = f64::NAN;
    chart.series[2].points.clear();
    for point in &mut chart.series[3].points {
        (point.low, point.high) = (f64::NAN, f64::NAN);
    }
    chart
}

fn scaled(across: f64, up: f64) -> CurveChart {
    let mut chart = curves(3, 11);
    chart.x.unit = Unit::Other(String::new());
    for point in chart.series.iter_mut().flat_map(|curve| &mut curve.points) {
        point.x *= across;
        (point.mean, point.low, point.high) = (point.mean * up, point.low * up, point.high * up);
    }
    chart
}

fn hostile() -> CurveChart {
    let mut chart = curves(2, 4);
    chart.title = "</title><script>alert(1)</script> & \"quotes\" \u{202e}desrever\u{0}".into();
    chart.x.label = "<script>x</script>\u{202e}\u{7}=1+1 \u{ffff}".into();
    chart.y.label = chart.x.label.clone();
    chart.series[0].name = "<script>x</script>".into();
    chart.series[1].name = "\u{202e}\u{7}=1+1 'Łódź' Ж".into();
    chart
}

/// How far the difference moves when each assumption goes from its lower to its
/// upper bound.
fn effects() -> DotChart {
    let factors = [
        ("Chance that an invitation is taken up", 1_240.0, 180.0),
        ("Friends of a fan", 610.0, 150.0),
        ("Margin of a customer", 580.0, 90.0),
        ("Reach of an unpaid post", -420.0, 120.0),
        ("Fatigue", -95.0, 110.0),
        ("Day on which posts appear", 12.0, 70.0),
    ];
    let row = |(name, value, half): (&str, f64, f64)| DotRow {
        name: name.into(),
        role: Role::Difference,
        value,
        told: format!("{value:+.0}").replace('-', "−"),
        ranges: vec![(value - half, value + half)],
        beside: Vec::new(),
    };
    DotChart {
        title: "The chance that an invitation is taken up decides more than all the rest".into(),
        subtitle: "Change in the difference in profit, from the lower to the upper bound of each \
                   assumption; bar: 95% interval"
            .into(),
        alt: "The chance that an invitation is taken up moves the difference by €1,240.".into(),
        note: "A design of 64 points with 200 worlds each, seed 7.".into(),
        x: Axis {
            label: "Change in the difference".into(),
            unit: Unit::Money("EUR".into()),
        },
        value: "effect".into(),
        ranges: vec![("low".into(), "high".into())],
        groups: factors
            .map(|factor| DotGroup {
                name: factor.0.into(),
                rows: vec![row(factor)],
            })
            .into(),
        ..DotChart::default()
    }
}

/// Which share of the variance comes from each assumption, alone and with others.
fn indices() -> DotChart {
    let factors = [
        ("Chance of an invitation", 0.46, 0.61),
        ("Friends of a fan", 0.17, 0.29),
        ("Margin of a customer", 0.11, 0.12),
        ("Reach of a post", 0.02, 0.09),
        ("Fatigue", -0.01, 0.01),
    ];
    let row = |name: &str, place, value: f64| DotRow {
        name: name.into(),
        role: Role::Strategy(place),
        value,
        told: format!("{name} {:.0}%", 100.0 * value.max(0.0)),
        ranges: vec![(value - 0.04, value + 0.04)],
        beside: Vec::new(),
    };
    DotChart {
        title: "Nearly half of the uncertainty comes from one assumption".into(),
        subtitle: "Share of the variance of the difference that comes from each assumption; bar: \
                   95% interval"
            .into(),
        alt: "The chance of an invitation has 46% alone, and 61% with what depends on it.".into(),
        note: "A Saltelli design of 1,024 points, seed 7.".into(),
        x: Axis {
            label: "Share of the variance".into(),
            unit: Unit::Share,
        },
        value: "index".into(),
        ranges: vec![("low".into(), "high".into())],
        groups: factors
            .map(|(name, alone, with_others)| DotGroup {
                name: name.into(),
                rows: vec![row("alone", 0, alone), row("in all", 1, with_others)],
            })
            .into(),
        ..DotChart::default()
    }
}
