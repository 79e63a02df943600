//! The pictures of a comparison.
//!
//! First the objective, and reach and customers where they are not it, over the days
//! with the paired difference under them; where people were reached; through
//! what customers came. Behind them how people became customers, what it cost and
//! brought, how worlds differ, who leads in what, where the extra reach came from, what is
//! to be had for more money, and which assumptions decide.

mod awareness;
mod cost_and_return;
mod distribution;
mod extra_reach;
mod frontier;
mod funnel;
mod tornado;

use std::borrow::Cow;

use groundswell_campaign::channel::Channel;
use groundswell_campaign::metric::Metric;
use groundswell_estimate::curve::Curve;

use crate::chart::{Axis, Bar, BarChart, LineChart, Picture, Segment, Series};
use crate::error::Error;
use crate::figure::{self, Figure};
use crate::findings::Findings;
use crate::number;
use crate::sentence::{amount, noun, verb};
use crate::theme::Role;

/// A picture with the name of its files.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// The name of its files without their endings, such as `reach`.
    pub stem: Cow<'static, str>,
    /// The picture.
    pub picture: Picture,
}

/// What the verdict rests on, the objective's picture first.
///
/// # Errors
///
/// [`Error::Estimate`] below two worlds.
pub fn pictures(findings: &Findings<'_>) -> Result<Vec<Named>, Error> {
    let mut pictures = Vec::new();
    let objective = findings.verdict.objective;
    for metric in [objective, Metric::Reach, Metric::Customers] {
        let stem = metric.name();
        if pictures.iter().all(|named: &Named| named.stem != stem)
            && let Some(picture) = over_days(findings, metric)?
        {
            pictures.push(Named {
                stem: stem.into(),
                picture,
            });
        }
    }
    pictures.push(Named {
        stem: "reach-origin".into(),
        picture: Picture::Bars(reach_origin(findings)?),
    });
    pictures.push(Named {
        stem: "customer-channels".into(),
        picture: Picture::Bars(customer_channels(findings)?),
    });
    Ok(pictures)
}

/// What lies behind these, as far as the comparison's numbers allow.
///
/// # Errors
///
/// [`Error::Estimate`] below two worlds.
pub fn further(findings: &Findings<'_>) -> Result<Vec<Named>, Error> {
    let funnel = Picture::Dots(funnel::funnel(findings)?);
    let cost = cost_and_return::cost_and_return(findings)?.map(Picture::Bars);
    let worlds = Picture::Dots(distribution::distribution(findings)?);
    let awareness = awareness::awareness(findings)?.map(Picture::Log);
    let extra_reach = extra_reach::extra_reach(findings)?.map(Picture::Dots);
    let frontier = frontier::frontier(findings)?.map(Picture::Curves);
    let tornado = tornado::tornado(findings).map(Picture::Swings);
    let all = [
        ("funnel", Some(funnel)),
        ("cost-and-return", cost),
        ("over-worlds", Some(worlds)),
        ("awareness", awareness),
        ("extra-reach", extra_reach),
        ("frontier", frontier),
        ("tornado", tornado),
    ];
    let named = |(stem, picture): (_, Option<_>)| {
        Some(Named {
            stem: Cow::Borrowed(stem),
            picture: picture?,
        })
    };
    Ok(all.into_iter().filter_map(named).collect())
}

/// The arm's place among colours and patterns.
fn role(findings: &Findings<'_>, arm: usize) -> Role {
    match arm == findings.do_nothing() {
        true => Role::Baseline,
        false => Role::Strategy(arm),
    }
}

/// `metric` under every strategy by day, and under it what the verdict's best has
/// over its rival; `None` if it was not followed.
fn over_days(findings: &Findings<'_>, metric: Metric) -> Result<Option<Picture>, Error> {
    let comparison = findings.comparison;
    let (best, rival) = (findings.verdict.best, findings.verdict.rival);
    let mut series = Vec::new();
    for arm in findings.arms() {
        let Some(curve) = comparison.curve(arm, metric) else {
            return Ok(None);
        };
        let Curve {
            mean,
            tenth,
            ninetieth,
            ..
        } = curve?;
        if mean.is_empty() {
            return Ok(None);
        }
        let line = Series::line(&findings.name(arm), role(findings, arm), mean);
        series.push(line.with_band(tenth, ninetieth));
    }
    let Some(gap) = comparison.difference_curve(best, rival, metric) else {
        return Ok(None);
    };
    let Curve {
        mean, low, high, ..
    } = gap?;

    let unit = findings.unit(metric);
    let gained = comparison.difference(best, rival, metric)?.estimate;
    let figure = Figure::of(&gained, unit.clone());
    let (first, second) = (findings.name(best), findings.name(rival));
    let title = if gained.low <= 0.0 && gained.high >= 0.0 {
        format!(
            "{}: {first} and {second} are not told apart",
            capital(metric.label())
        )
    } else {
        let (ahead, behind) = match gained.mean > 0.0 {
            true => (&first, &second),
            false => (&second, &first),
        };
        let more = figure.value(gained.mean.abs());
        format!(
            "{ahead} {} {more} more {} than {behind}",
            verb(metric),
            noun(metric)
        )
    };
    let worlds = number::count(comparison.worlds() as u64);
    let mut ends = Vec::new();
    for arm in findings.arms() {
        let mean = comparison.estimate(arm, metric)?.mean;
        ends.push(format!(
            "{} {}",
            findings.name(arm),
            amount(&unit, mean, metric)
        ));
    }
    let total = LineChart {
        title,
        subtitle: format!(
            "{} up to each day. Line: mean of {worlds} worlds; band: luck, eight worlds in ten",
            capital(metric.label()),
        ),
        alt: format!("After {} days: {}.", comparison.days, ends.join("; ")),
        y: Axis {
            label: String::new(),
            unit: unit.clone(),
        },
        series,
        ..LineChart::default()
    };
    let difference = LineChart {
        title: format!("{first} less {second}, in the same worlds"),
        subtitle: format!(
            "Band: error, the {} interval of the mean; narrow where worlds are many",
            figure::level(comparison.level),
        ),
        alt: format!(
            "{first} less {second}: {} {}, {} interval {} to {}.",
            figure.signed(gained.mean),
            noun(metric),
            figure::level(comparison.level),
            figure.signed(gained.low),
            figure.signed(gained.high),
        ),
        y: Axis {
            label: String::new(),
            unit,
        },
        series: vec![Series::line("difference", Role::Difference, mean).with_band(low, high)],
        zero_line: true,
        ..LineChart::default()
    };
    Ok(Some(Picture::Stack(vec![total, difference])))
}

/// How far from the brand the reached people are.
fn reach_origin(findings: &Findings<'_>) -> Result<BarChart, Error> {
    let subtitle = "People reached, each once, by how far they are from the brand";
    bars(findings, subtitle, &circles())
}

/// The reached people by how far they are from the brand.
fn circles() -> [Part; 3] {
    let part = |metric, name, phrase, role| Part {
        metric,
        name,
        phrase,
        role,
    };
    [
        part(Metric::FansReached, "Fans", "fans", Role::Fans),
        part(
            Metric::FriendsReached,
            "Friends of fans",
            "friends of fans",
            Role::FriendsOfFans,
        ),
        part(
            Metric::FurtherReached,
            "Further out",
            "further out",
            Role::Further,
        ),
    ]
}

/// What a channel is called, and what a sentence says of what came through it.
fn phrase_of(channel: Channel) -> (&'static str, &'static str) {
    match channel {
        Channel::Post => ("Post", "by post"),
        Channel::Boost => ("Paid", "by paid impressions"),
        Channel::Share => ("Friend’s activity", "by friends’ activity"),
        Channel::Invite => ("Invitation", "by invitation"),
        Channel::Group => ("Group", "by posts in groups"),
        Channel::Reply => ("Reply", "by replies"),
        Channel::Media => ("Media", "by the media"),
        Channel::Word => ("Word of mouth", "by word of mouth"),
        Channel::Search => ("Search", "by search"),
    }
}

/// Through which channel customers came; channels that won nobody are left out, but
/// for those that always are there.
fn customer_channels(findings: &Findings<'_>) -> Result<BarChart, Error> {
    let part = |channel: Channel| {
        let (name, phrase) = phrase_of(channel);
        Part {
            metric: Metric::customers_by(channel),
            name,
            phrase,
            role: Role::Channel(channel),
        }
    };
    let always = [
        Channel::Post,
        Channel::Boost,
        Channel::Share,
        Channel::Invite,
    ];
    let shown = |part: &Part| {
        let stays = |channel| part.metric == Metric::customers_by(channel);
        always.into_iter().any(stays) || findings.happens(part.metric)
    };
    let mut parts: Vec<Part> = Channel::ALL.map(part).into_iter().filter(shown).collect();
    if findings.happens(Metric::CustomersOnTheirOwn) {
        parts.push(Part {
            metric: Metric::CustomersOnTheirOwn,
            name: "By themselves",
            phrase: "by themselves",
            role: Role::Baseline,
        });
    }
    let subtitle = "New customers, by the channel that won them";
    bars(findings, subtitle, &parts)
}

/// One source of a whole.
struct Part {
    metric: Metric,
    name: &'static str,
    /// What a title says after a share of it.
    phrase: &'static str,
    role: Role,
}

/// Bars of what the sum of `parts` is made of under every strategy; the title
/// tells the largest part of the verdict's two.
fn bars(findings: &Findings<'_>, subtitle: &str, parts: &[Part]) -> Result<BarChart, Error> {
    let mut bars = Vec::new();
    for arm in findings.arms() {
        let mean = |part: &Part| Ok(findings.comparison.estimate(arm, part.metric)?.mean);
        bars.push(Bar {
            name: findings.name(arm),
            values: parts.iter().map(mean).collect::<Result<_, Error>>()?,
        });
    }
    let largest = |arm: usize| {
        let bar: &Bar = &bars[arm];
        let total = bar.total(parts.len());
        let by_value = |&a: &usize, &b: &usize| bar.value(a).total_cmp(&bar.value(b));
        let largest = (0..parts.len()).rev().max_by(by_value)?;
        let share = number::percent(bar.value(largest) / total, 0);
        (total > 0.0).then(|| format!("{}: {share} {}", bar.name, parts[largest].phrase))
    };
    let (best, rival) = (findings.verdict.best, findings.verdict.rival);
    let told: Vec<String> = [largest(best), largest(rival)]
        .into_iter()
        .flatten()
        .collect();
    let alt = bars.iter().map(|bar| {
        let each = parts
            .iter()
            .enumerate()
            .map(|(i, part)| format!("{} {}", number::short(bar.value(i)), part.phrase));
        format!("{}: {}.", bar.name, each.collect::<Vec<_>>().join(", "))
    });
    Ok(BarChart {
        title: match told.is_empty() {
            true => "Nobody yet".to_owned(),
            false => told.join("; "),
        },
        subtitle: subtitle.to_owned(),
        alt: alt.collect::<Vec<_>>().join(" "),
        note: worlds_and_days(findings),
        segments: parts
            .iter()
            .map(|part| Segment {
                name: part.name.to_owned(),
                role: part.role,
            })
            .collect(),
        bars,
        ..BarChart::default()
    })
}

/// How much a picture of means rests on.
fn worlds_and_days(findings: &Findings<'_>) -> String {
    format!(
        "Mean of {} worlds over {} days.",
        number::count(findings.comparison.worlds() as u64),
        findings.comparison.days
    )
}

/// `words` with a capital first letter.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
