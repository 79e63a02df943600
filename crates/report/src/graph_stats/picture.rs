//! How many friends people have, as a picture: over logarithmic axes, because most
//! have few and some have very many.
//!
//! The line says how many people have that many friends or more; the dots, how
//! many have exactly that many, averaged over bins whose ends grow by powers of √2.

use crate::chart::{Axis, LogChart, LogSeries, Picture, Unit};
use crate::graph_stats::GraphFindings;
use crate::number;
use crate::pictures::Named;
use crate::svg::clean;
use crate::theme::Role;

/// From how many times the median on the largest degree stands far out.
const FAR: f64 = 5.0;

/// The picture of the degree distribution; `None` where nobody has a friend.
pub fn picture(findings: &GraphFindings<'_>) -> Option<Named> {
    let degrees = &findings.stats.degrees;
    let people = f64::from(degrees.people());
    if degrees.max() == 0 {
        return None;
    }
    let at_least = degrees
        .at_least()
        .into_iter()
        .filter(|&(degree, _)| degree > 0);
    let line = at_least.map(|(degree, share)| (f64::from(degree), share * people));
    let dots = degrees
        .bins()
        .into_iter()
        .map(|bin| (bin.middle(), bin.density * people));
    let median = number::short(degrees.median());
    let most = number::count(degrees.max().into());
    // Where the best connected stand far out, that is the finding.
    let title = match f64::from(degrees.max()) >= FAR * degrees.median() {
        true => format!("Most have few friends: half at most {median}, the best connected {most}"),
        false => format!(
            "Half have at most {median} {}, the best connected {most}",
            friends(degrees.median())
        ),
    };
    let alone = match degrees.isolated() {
        0 => String::new(),
        1 => " One person without friends is left out.".to_owned(),
        n => format!(
            " {} people without friends are left out.",
            number::count(n.into())
        ),
    };
    let name = clean(findings.title);
    let all = number::count(degrees.people().into());
    Some(Named {
        stem: "degree-distribution".into(),
        picture: Picture::Log(LogChart {
            subtitle: format!(
                "How many of the {all} people of {name} have that many friends. \
                 Both axes are logarithmic: equal steps are equal ratios"
            ),
            alt: format!(
                "{title}. The mean is {}. The number of people falls with the number of friends.",
                number::short(degrees.mean())
            ),
            title,
            note: format!(
                "Dots: average number of people for each number of friends, in bins.{alone}"
            ),
            x: Axis {
                label: "Friends".to_owned(),
                unit: Unit::Other("friends".to_owned()),
            },
            y: Axis {
                label: "People".to_owned(),
                unit: Unit::People,
            },
            series: vec![
                LogSeries {
                    name: "that many friends or more".to_owned(),
                    role: Role::Strategy(0),
                    points: line.collect(),
                    joined: true,
                },
                LogSeries {
                    name: "exactly that many".to_owned(),
                    role: Role::Strategy(1),
                    points: dots.collect(),
                    joined: false,
                },
            ],
        }),
    })
}

fn friends(count: f64) -> &'static str {
    if count == 1.0 { "friend" } else { "friends" }
}
