//! Pictures of every kind that a report may be asked for, tame and wild.

mod differences;
mod planes;
mod sweeps;

use groundswell_report::chart::{
    Axis, Bar, BarChart, Days, DotChart, DotGroup, DotRow, LineChart, LogChart, LogSeries, Picture,
    Segment, Series, Unit,
};
use groundswell_report::theme::Role;

/// Every case by its name, as it serves for a file.
pub(crate) fn all() -> Vec<(&'static str, Picture)> {
    let mut all = of_a_campaign();
    all.extend(sweeps::all());
    all.extend(planes::all());
    all.extend(differences::all());
    all
}

fn of_a_campaign() -> Vec<(&'static str, Picture)> {
    vec![
        ("stack", Picture::Stack(vec![reach(2, 31), difference()])),
        ("one", Picture::Lines(reach(1, 31))),
        ("two", Picture::Lines(reach(2, 29))),
        ("five", Picture::Lines(reach(5, 31))),
        ("five-close", Picture::Lines(scaled(close(), 1.0))),
        ("five-stack", Picture::Stack(vec![reach(5, 91), close()])),
        ("twelve", Picture::Lines(twelve())),
        (
            "three-panels",
            Picture::Stack(vec![reach(2, 31), difference(), difference()]),
        ),
        ("tiny", Picture::Lines(scaled(reach(2, 31), 3e-13))),
        ("small", Picture::Lines(scaled(reach(2, 31), 1e-7))),
        ("huge", Picture::Lines(scaled(reach(2, 31), 7.3e8))),
        ("vast", Picture::Lines(scaled(reach(2, 31), 1e290))),
        ("money", Picture::Stack(vec![money(), difference()])),
        (
            "one-point",
            Picture::Stack(vec![reach(2, 1), difference_over(1)]),
        ),
        ("zeros", Picture::Lines(scaled(reach(2, 31), 0.0))),
        ("missing", Picture::Lines(missing())),
        (
            "empty",
            Picture::Lines(LineChart {
                title: "Nobody yet".into(),
                ..Default::default()
            }),
        ),
        (
            "long-names",
            Picture::Stack(vec![long_names(), difference()]),
        ),
        ("hostile", Picture::Lines(hostile())),
        ("dots", Picture::Dots(dots(3, 1.0))),
        ("dots-many", Picture::Dots(dots(6, 1e7))),
        ("dots-nothing", Picture::Dots(dots(2, 0.0))),
        (
            "bars",
            Picture::Bars(sources(&[
                [9_800.0, 4_100.0, 350.0],
                [9_400.0, 8_950.0, 2_120.0],
            ])),
        ),
        ("bars-one", Picture::Bars(sources(&[[120.0, 2.0, 1.0]]))),
        (
            "bars-five",
            Picture::Bars(sources(&[
                [9.8e6, 4.1e5, 3.5e4],
                [9.4e6, 8.9e6, 2.1e6],
                [0.0, 0.0, 0.0],
                [1.0e6, f64::NAN, -5.0],
                [3.0e6, 2.0e6, 9.0e6],
            ])),
        ),
        ("bars-many", Picture::Bars(sources(&[[5.0, 3.0, 1.0]; 20]))),
        ("bars-empty", Picture::Bars(sources(&[]))),
        ("log", Picture::Log(log(709.0, 22_470.0))),
        ("log-small", Picture::Log(log(17.0, 34.0))),
        ("log-tiny", Picture::Log(log(1.0, 2.0))),
        ("log-large", Picture::Log(log(3e6, 2e9))),
        ("log-vast", Picture::Log(log(1e290, 1e290))),
        ("log-point", Picture::Log(log(1.0, 1.0))),
        ("log-empty", Picture::Log(log(0.0, 0.0))),
    ]
}

/// A line that falls from `people` to one between 1 and `most`, and dots below it.
fn log(most: f64, people: f64) -> LogChart {
    let at = |i: u32| most.powi(i as i32 / 10).max(most * f64::from(i) / 40.0);
    let fall = |i: u32, by: f64| (people * (1.0 - f64::from(i) / 40.0).powi(3)).max(1.0) / by;
    let series = |name: &str, place, by: f64| LogSeries {
        name: name.to_owned(),
        role: Role::Strategy(place),
        points: (0..=40)
            .map(|i| (at(i).min(most), fall(i, by).min(people)))
            .collect(),
        joined: place == 0,
    };
    LogChart {
        title: "Most people have few friends: half have at most 7, the best connected 709".into(),
        subtitle: "How many of the people have that many friends. Both axes are logarithmic".into(),
        alt: "It falls.".into(),
        note: "Dots: average number of people for each number of friends, in bins.".into(),
        x: Axis {
            label: "Friends".into(),
            unit: Unit::People,
        },
        y: Axis {
            label: "People".into(),
            unit: Unit::People,
        },
        series: vec![
            series("that many friends or more", 0, 1.0),
            series("exactly that many", 1, 1.01),
        ],
    }
}

/// Growth towards `top`, slower and slower.
fn growth(top: f64, pace: f64, days: usize) -> Vec<f64> {
    (0..days)
        .map(|day| top * day as f64 / (day as f64 + pace))
        .collect()
}

fn times(values: &[f64], factor: f64) -> Vec<f64> {
    values.iter().map(|v| v * factor).collect()
}

fn strategy(place: usize, name: &str, mean: Vec<f64>, width: f64) -> Series {
    let (low, high) = (times(&mean, 1.0 - width), times(&mean, 1.0 + width));
    Series::line(name, Role::Strategy(place), mean).with_band(low, high)
}

fn reach(strategies: usize, days: usize) -> LineChart {
    let all = [
        ("Broadcast", 15_500.0, 5.0),
        ("Invite friends", 27_000.0, 9.0),
        ("Vouchers", 12_000.0, 7.0),
        ("Ambassadors", 21_000.0, 14.0),
        ("Do nothing", 900.0, 8.0),
    ];
    let mut series: Vec<_> = all
        .into_iter()
        .take(strategies)
        .enumerate()
        .map(|(i, (name, top, pace))| strategy(i, name, growth(top, pace, days), 0.09))
        .collect();
    if strategies == 5 {
        series[4].role = Role::Baseline;
    }
    LineChart {
        title: "Inviting friends reaches 7,400 more people for the same money".into(),
        subtitle: "People who saw at least one message, each counted once. Line: mean over 2,000 \
                   worlds; band: nine worlds in ten"
            .into(),
        alt: "After 30 days inviting friends reaches 20,769 people, broadcasting 13,286.".into(),
        note: "2,000 worlds, seed 7. Both strategies spend €10,000 and meet the same luck.".into(),
        y: Axis {
            label: "People reached".into(),
            unit: Unit::People,
        },
        series,
        ..LineChart::default()
    }
}

fn difference() -> LineChart {
    difference_over(31)
}

fn difference_over(days: usize) -> LineChart {
    let mean: Vec<f64> = growth(27_000.0, 9.0, days)
        .iter()
        .zip(growth(15_500.0, 5.0, days))
        .map(|(invite, broadcast)| invite - broadcast - 400.0)
        .collect();
    let low = mean.iter().map(|v| v * 0.7 - 500.0).collect();
    let high = mean.iter().map(|v| v * 1.3 + 500.0).collect();
    LineChart {
        title: "Invite friends less Broadcast, in the same worlds".into(),
        subtitle: "More people reached; band: nine worlds in ten".into(),
        alt: "The difference is above zero from day 4 on.".into(),
        series: vec![Series::line("Difference", Role::Difference, mean).with_band(low, high)],
        zero_line: true,
        ..LineChart::default()
    }
}

fn close() -> LineChart {
    let mut chart = reach(5, 91);
    for (i, series) in chart.series.iter_mut().enumerate() {
        *series = strategy(
            i,
            &series.name,
            growth(18_000.0 + 60.0 * i as f64, 9.0, 91),
            0.03,
        );
    }
    chart
}

fn twelve() -> LineChart {
    let mut chart = reach(0, 31);
    chart.series = (0..12)
        .map(|i| {
            strategy(
                i,
                &format!("Plan {i}"),
                growth(9e3 + 50.0 * i as f64, 6.0, 31),
                0.0,
            )
        })
        .collect();
    chart
}

fn scaled(mut chart: LineChart, factor: f64) -> LineChart {
    for series in &mut chart.series {
        series.mean = times(&series.mean, factor);
        if let Some(band) = &mut series.band {
            (band.low, band.high) = (times(&band.low, factor), times(&band.high, factor));
        }
    }
    chart
}

fn money() -> LineChart {
    let mut chart = scaled(reach(2, 31), 61.0);
    chart.title = "Profit".into();
    chart.y = Axis {
        label: "Profit since day 0".into(),
        unit: Unit::Money("EUR".into()),
    };
    for series in &mut chart.series {
        series.mean.iter_mut().for_each(|v| *v -= 300_000.0);
        let band = series.band.as_mut().unwrap();
        band.low
            .iter_mut()
            .chain(&mut band.high)
            .for_each(|v| *v -= 300_000.0);
    }
    chart
}

fn missing() -> LineChart {
    let mut chart = reach(3, 31);
    for day in [4, 5, 6, 11, 13] {
        chart.series[0].mean[day] = f64::NAN;
        chart.series[0].band.as_mut().unwrap().low[day] = f64::NAN;
    }
    chart.series[1].mean.truncate(20);
    chart.series[2].mean = vec![f64::NAN; 31];
    chart.x = Days {
        label: "Day of the campaign".into(),
        first: 1,
        weeks: true,
    };
    chart
}

fn long_names() -> LineChart {
    let mut chart = reach(2, 31);
    chart.title = chart.title.repeat(4);
    chart.subtitle = chart.subtitle.repeat(4);
    chart.note = chart.note.repeat(7);
    chart.series[0].name = "Broadcast to every fan on every platform, twice a week".into();
    chart.series[1].name = "Aufforderung_zum_Weitersagen_an_alle_Freundinnen_und_Freunde".into();
    chart
}

fn hostile() -> LineChart {
    let mut chart = reach(2, 31);
    chart.title =
        "</title><script>alert(1)</script> & \"quotes\" \u{202e}desrever\u{0}\u{1b}".into();
    chart.alt = "]]> <b>bold</b>\u{ffff}".into();
    chart.series[0].name = "<script>x</script>".into();
    chart.series[1].name = "\u{202e}\u{7}=1+1 'Łódź' Ж".into();
    chart
}

fn sources(bars: &[[f64; 3]]) -> BarChart {
    let names = [
        "Broadcast",
        "Invite friends",
        "Vouchers",
        "Ambassadors",
        "Do nothing",
    ];
    BarChart {
        title: "The extra reach comes from friends of fans".into(),
        subtitle: "People reached within 30 days, by how far they are from the brand".into(),
        alt: "Inviting reaches 8,950 friends of fans, broadcasting 4,100.".into(),
        note: "Mean over 2,000 worlds, seed 7.".into(),
        unit: Unit::People,
        segments: [
            ("Fans", Role::Fans),
            ("Friends of fans", Role::FriendsOfFans),
            ("Further out", Role::Further),
        ]
        .map(|(name, role)| Segment {
            name: name.into(),
            role,
        })
        .into(),
        bars: bars
            .iter()
            .zip(names.iter().cycle())
            .map(|(values, name)| Bar {
                name: (*name).into(),
                values: values.to_vec(),
            })
            .collect(),
    }
}

/// Four steps with so many rows each, each a tenth of the one before.
fn dots(rows: usize, size: f64) -> DotChart {
    let group = |step: usize| DotGroup {
        name: ["Reached", "Visitors", "Leads", "Customers"][step].into(),
        rows: (0..rows)
            .map(|row| {
                let value = size * 16_270.0 / 10f64.powi((step + row) as i32);
                DotRow {
                    name: format!("strategy {row}"),
                    role: Role::Strategy(row),
                    value,
                    told: format!("strategy {row} {value:.1}"),
                    ranges: vec![(value / 2.0, value * 2.0)],
                    beside: Vec::new(),
                }
            })
            .collect(),
    };
    DotChart {
        title: "Inviting wins 55 of 1,000 people it reaches; broadcasting 0.6".into(),
        subtitle: "People at each step".into(),
        note: "Mean of 500 worlds".into(),
        logarithmic: true,
        value: "mean".into(),
        ranges: vec![("low".into(), "high".into())],
        groups: (0..4).map(group).collect(),
        ..DotChart::default()
    }
}
