//! Slanting lines over an area.

use std::collections::BTreeMap;

/// Lines from the lower left to the upper right, `apart` from one another across and
/// down, as far as they run within any of these polygons; each by its two ends.
///
/// All polygons lie on the same lines, so those that touch are hatched as one.
pub(super) fn lines(polygons: &[Vec<(f64, f64)>], apart: f64) -> Vec<[(f64, f64); 2]> {
    // Along a line x + y is the same everywhere, and x − y tells how far along it is.
    let mut rows: BTreeMap<i64, Vec<(f64, f64)>> = BTreeMap::new();
    for polygon in polygons {
        let turned: Vec<_> = polygon.iter().map(|&(x, y)| (x + y, x - y)).collect();
        let across = |pick: fn(f64, f64) -> f64, from| turned.iter().map(|p| p.0).fold(from, pick);
        let (low, high) = (across(f64::min, f64::MAX), across(f64::max, f64::MIN));
        if !(low <= high && low.abs().max(high.abs()) < 1e6) {
            continue;
        }
        for row in (low / apart).ceil() as i64..=(high / apart).floor() as i64 {
            let place = row as f64 * apart;
            let edges = turned.iter().zip(turned.iter().cycle().skip(1));
            let mut met: Vec<f64> = edges
                .filter(|(a, b)| (a.0 <= place) != (b.0 <= place))
                .map(|(a, b)| a.1 + (place - a.0) / (b.0 - a.0) * (b.1 - a.1))
                .collect();
            met.sort_by(f64::total_cmp);
            let spans = met.chunks_exact(2).map(|pair| (pair[0], pair[1]));
            rows.entry(row).or_default().extend(spans);
        }
    }
    let mut lines = Vec::new();
    for (row, mut spans) in rows {
        spans.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut joined: Vec<(f64, f64)> = Vec::new();
        for (from, to) in spans {
            match joined.last_mut() {
                Some(last) if from <= last.1 + TOUCH => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        joined.retain(|(from, to)| to - from > TOUCH);
        let place = row as f64 * apart;
        let point = |along: f64| ((place + along) / 2.0, (place - along) / 2.0);
        lines.extend(
            joined
                .into_iter()
                .map(|(from, to)| [point(from), point(to)]),
        );
    }
    lines
}

/// Spans that come nearer than this are one; shorter ones are none.
const TOUCH: f64 = 0.25;

#[cfg(test)]
mod tests {
    use super::*;

    fn square(left: f64, side: f64) -> Vec<(f64, f64)> {
        vec![
            (left, 0.0),
            (left + side, 0.0),
            (left + side, side),
            (left, side),
        ]
    }

    #[test]
    fn lines_end_at_the_outline() {
        let lines = lines(&[square(0.0, 10.0)], 10.0);
        assert_eq!(lines, [[(0.0, 10.0), (10.0, 0.0)]]);
    }

    #[test]
    fn polygons_that_touch_or_overlap_are_hatched_as_one() {
        let whole = vec![(0.0, 0.0), (20.0, 0.0), (20.0, 10.0), (0.0, 10.0)];
        let parts = [square(0.0, 10.0), square(10.0, 10.0), square(4.0, 10.0)];
        assert_eq!(lines(&parts, 3.0), lines(&[whole], 3.0));
    }

    #[test]
    fn a_dent_is_left_out() {
        let horseshoe = vec![
            (0.0, 0.0),
            (30.0, 0.0),
            (30.0, 30.0),
            (20.0, 30.0),
            (20.0, 10.0),
            (10.0, 10.0),
            (10.0, 30.0),
            (0.0, 30.0),
        ];
        let lines = lines(&[horseshoe], 35.0);
        assert_eq!(lines.len(), 2, "{lines:?}");
    }

    #[test]
    fn what_is_no_area_has_no_lines() {
        assert!(lines(&[vec![], vec![(3.0, 4.0)], vec![(f64::NAN, 1.0); 3]], 2.0).is_empty());
    }
}
