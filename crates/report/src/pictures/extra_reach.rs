//! Where the extra reach came from: by distance from the brand, by platform, and by the
//! channel of the first touch.

use groundswell_campaign::channel::Channel;
use groundswell_campaign::metric::Metric;
use groundswell_estimate::difference::Difference;
use groundswell_estimate::estimate::Estimate;

use crate::chart::{Axis, DotChart, DotGroup, DotRow};
use crate::error::Error;
use crate::figure::{self, Figure};
use crate::findings::Findings;
use crate::number;
use crate::pictures::{capital, circles, phrase_of};
use crate::svg::clean;
use crate::theme::Role;

/// What the one of the verdict's two that reaches more has over the other, source by
/// source; `None` where neither reaches anybody.
pub(super) fn extra_reach(findings: &Findings<'_>) -> Result<Option<DotChart>, Error> {
    let comparison = findings.comparison;
    let (mut more, mut less) = (findings.verdict.best, findings.verdict.rival);
    let mut gap = comparison.difference(more, less, Metric::Reach)?.estimate;
    if gap.mean < 0.0 {
        (more, less) = (less, more);
        gap = comparison.difference(more, less, Metric::Reach)?.estimate;
    }
    if !findings.happens(Metric::Reach) {
        return Ok(None);
    }
    let over = |metric| -> Result<Estimate, Error> {
        Ok(comparison.difference(more, less, metric)?.estimate)
    };
    let mut by_distance = Vec::new();
    for part in circles() {
        by_distance.push(row(findings, part.name, part.role, over(part.metric)?));
    }
    let mut by_channel = Vec::new();
    for channel in Channel::ALL {
        let metric = Metric::reached_by(channel);
        if findings.happens(metric) {
            let (name, _) = phrase_of(channel);
            let role = Role::Channel(channel);
            by_channel.push(row(findings, name, role, over(metric)?));
        }
    }
    let mut groups = vec![
        group("By distance", by_distance),
        group("By channel", by_channel),
    ];
    let mut note = "People reached, each where they were reached first.".to_owned();
    if let Some(by_platform) = by_platform(findings, more, less)? {
        groups.insert(1, group("By platform", by_platform));
        note += " Whoever is reached on two platforms counts on both.";
    }
    let figure = Figure::of(&gap, findings.unit(Metric::Reach));
    let (named, other) = (findings.name(more), findings.name(less));
    let level = figure::level(comparison.level);
    Ok(Some(DotChart {
        title: title(findings, &groups[0], &gap, [&named, &other]),
        subtitle: format!(
            "People whom {named} reaches more than {other}: {} in all; lines: {level} intervals",
            figure.signed(gap.mean)
        ),
        alt: alt(&groups, &named, &other),
        note,
        x: Axis {
            label: String::new(),
            unit: findings.unit(Metric::Reach),
        },
        from_zero: true,
        value: "difference".to_owned(),
        ranges: vec![("low".to_owned(), "high".to_owned())],
        groups,
        ..DotChart::default()
    }))
}

/// The circle that most of the difference lies in, with its share where that is one.
fn title(
    findings: &Findings<'_>,
    by_distance: &DotGroup,
    gap: &Estimate,
    [named, other]: [&str; 2],
) -> String {
    if gap.low <= 0.0 {
        return format!("{named} and {other} are not told apart in reach");
    }
    let rows = by_distance.rows.iter();
    let Some(most) = rows.max_by(|a, b| a.value.total_cmp(&b.value)) else {
        return format!("{named} reaches more than {other}");
    };
    let figure = Figure::of(gap, findings.unit(Metric::Reach));
    let share = most.value / gap.mean;
    let part = match share <= 1.0 {
        true => format!(
            "{} of them {}",
            number::percent(share, 0),
            lower(&most.name)
        ),
        false => format!("most of them {}", lower(&most.name)),
    };
    format!(
        "{named} reaches {} more people, {part}",
        figure.value(gap.mean)
    )
}

fn alt(groups: &[DotGroup], named: &str, other: &str) -> String {
    let told = groups.iter().map(|group| {
        let rows: Vec<_> = group.rows.iter().map(|row| row.told.as_str()).collect();
        format!("{}: {}.", group.name, rows.join("; "))
    });
    let told: Vec<_> = told.collect();
    format!("{named} less {other}. {}", told.join(" "))
}

fn group(name: &str, rows: Vec<DotRow>) -> DotGroup {
    DotGroup {
        name: name.to_owned(),
        rows,
    }
}

fn row(findings: &Findings<'_>, name: &str, role: Role, gap: Estimate) -> DotRow {
    let figure = Figure::of(&gap, findings.unit(Metric::Reach));
    DotRow {
        name: name.to_owned(),
        role,
        value: gap.mean,
        told: format!("{name} {}", figure.signed(gap.mean)),
        ranges: vec![(gap.low, gap.high)],
        beside: Vec::new(),
    }
}

/// The difference on each platform; `None` where there is one.
fn by_platform(
    findings: &Findings<'_>,
    more: usize,
    less: usize,
) -> Result<Option<Vec<DotRow>>, Error> {
    let comparison = findings.comparison;
    if comparison.platforms.len() < 2 {
        return Ok(None);
    }
    let mut rows = Vec::new();
    for (platform, name) in comparison.platforms.iter().enumerate() {
        let on = |arm| comparison.sample_on(arm, platform, Metric::Reach);
        if let (Some(of), Some(against)) = (on(more), on(less)) {
            let gap = Difference::paired_at(&of, &against, comparison.level)?.estimate;
            rows.push(row(findings, &capital(&clean(name)), Role::Difference, gap));
        }
    }
    Ok(Some(rows))
}

/// As it stands within a sentence.
fn lower(name: &str) -> String {
    name.to_lowercase()
}
