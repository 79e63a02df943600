//! The numbers behind a picture, as CSV.
//!
//! Tidy: one row to an observation, units in the header, a missing value as an
//! empty cell, numbers with as many digits as it takes to read them back
//! unchanged.

use crate::chart::{
    BarChart, CurveChart, DotChart, HeatChart, LineChart, LogChart, Picture, SwingChart, there,
};
use crate::defuse::defuse;
use crate::error::Error;

/// The picture's numbers as a CSV file.
///
/// - Lines: `series, day, mean, low, high`.
/// - A stack: the same with `panel` (its title) before them, and `unit` after
///   them if the panels' units differ.
/// - Bars: `bar, segment, value`.
/// - Dots: `group, series`, what the dots are, the ends of the ranges, and what is told
///   beside them.
/// - Logarithmic: `series` and what the axes are called, as far as it has a place
///   on them.
/// - Curves: `series, x, mean, low, high`.
/// - Colours over a plane: `x_low, x_high, y_low, y_high, value`, a row to a tile.
/// - Swings: `assumption, low, high, lead_at_low, lead_at_high`, the former two in units of
///   the assumption.
///
/// # Errors
///
/// [`Error::Csv`] if a row cannot be written.
pub fn csv(picture: &Picture) -> Result<String, Error> {
    let mut file = csv::Writer::from_writer(Vec::new());
    match picture {
        Picture::Lines(chart) => lines(&mut file, std::slice::from_ref(chart), false),
        Picture::Stack(panels) => lines(&mut file, panels, true),
        Picture::Bars(chart) => bars(&mut file, chart),
        Picture::Log(chart) => logarithmic(&mut file, chart),
        Picture::Dots(chart) => dots(&mut file, chart),
        Picture::Curves(chart) => curves(&mut file, chart),
        Picture::Heat(chart) => heat(&mut file, chart),
        Picture::Swings(chart) => swings(&mut file, chart),
    }
    .map_err(Error::Csv)?;
    let bytes = file
        .into_inner()
        .map_err(|cause| Error::Csv(cause.into_error().into()))?;
    Ok(String::from_utf8(bytes).expect("text in, text out"))
}

fn lines(
    file: &mut csv::Writer<Vec<u8>>,
    panels: &[LineChart],
    stacked: bool,
) -> Result<(), csv::Error> {
    let mixed = panels
        .windows(2)
        .any(|pair| pair[0].y.unit != pair[1].y.unit);
    let unit = match panels.first() {
        Some(panel) if !mixed => panel.y.unit.name(),
        _ => "",
    };
    let mut header = vec!["series".to_owned(), "day".to_owned()];
    header.extend(["mean", "low", "high"].map(|name| with_unit(name, unit)));
    if stacked {
        header.insert(0, "panel".to_owned());
    }
    if mixed {
        header.push("unit".to_owned());
    }
    file.write_record(&header)?;
    for panel in panels {
        for series in &panel.series {
            let band = series.band.as_ref();
            for (i, day) in (panel.x.first..).take(series.mean.len()).enumerate() {
                let mut row = vec![defuse(&series.name).into_owned(), day.to_string()];
                row.push(cell(there(&series.mean, i)));
                row.push(cell(band.and_then(|b| there(&b.low, i))));
                row.push(cell(band.and_then(|b| there(&b.high, i))));
                if stacked {
                    row.insert(0, defuse(&panel.title).into_owned());
                }
                if mixed {
                    row.push(defuse(panel.y.unit.name()).into_owned());
                }
                file.write_record(&row)?;
            }
        }
    }
    Ok(())
}

fn bars(file: &mut csv::Writer<Vec<u8>>, chart: &BarChart) -> Result<(), csv::Error> {
    file.write_record(["bar", "segment", &with_unit("value", chart.unit.name())])?;
    for bar in &chart.bars {
        for (s, segment) in chart.segments.iter().enumerate() {
            let value = cell(there(&bar.values, s));
            file.write_record([&*defuse(&bar.name), &*defuse(&segment.name), &value])?;
        }
    }
    Ok(())
}

fn logarithmic(file: &mut csv::Writer<Vec<u8>>, chart: &LogChart) -> Result<(), csv::Error> {
    file.write_record(["series", &chart.x.label, &chart.y.label])?;
    for series in &chart.series {
        for (x, y) in series.shown() {
            file.write_record([&*defuse(&series.name), &x.to_string(), &y.to_string()])?;
        }
    }
    Ok(())
}

fn dots(file: &mut csv::Writer<Vec<u8>>, chart: &DotChart) -> Result<(), csv::Error> {
    let ends = chart.ranges.iter().flat_map(|(low, high)| [low, high]);
    let measured = std::iter::once(&chart.value).chain(ends);
    let mut header = vec!["group".to_owned(), "series".to_owned()];
    header.extend(measured.map(|name| with_unit(name, chart.x.unit.name())));
    header.extend(chart.beside.iter().cloned());
    file.write_record(&header)?;
    for group in &chart.groups {
        for row in &group.rows {
            let mut cells = vec![defuse(&group.name).into_owned()];
            cells.push(defuse(&row.name).into_owned());
            let ends = row.ranges.iter().flat_map(|&(low, high)| [low, high]);
            let values = std::iter::once(row.value).chain(ends);
            let values = values.chain(row.beside.iter().copied());
            cells.extend(values.map(|value| cell(there(&[value], 0))));
            file.write_record(&cells)?;
        }
    }
    Ok(())
}

fn curves(file: &mut csv::Writer<Vec<u8>>, chart: &CurveChart) -> Result<(), csv::Error> {
    let mut header = vec!["series".to_owned(), with_unit("x", chart.x.unit.name())];
    header.extend(["mean", "low", "high"].map(|name| with_unit(name, chart.y.unit.name())));
    file.write_record(&header)?;
    for curve in &chart.series {
        for point in &curve.points {
            let mut row = vec![defuse(&curve.name).into_owned()];
            let numbers = [point.x, point.mean, point.low, point.high];
            row.extend(numbers.map(|value| cell(there(&[value], 0))));
            file.write_record(&row)?;
        }
    }
    Ok(())
}

fn heat(file: &mut csv::Writer<Vec<u8>>, chart: &HeatChart) -> Result<(), csv::Error> {
    let (x, y) = (chart.x.unit.name(), chart.y.unit.name());
    file.write_record([
        with_unit("x_low", x),
        with_unit("x_high", x),
        with_unit("y_low", y),
        with_unit("y_high", y),
        with_unit("value", chart.value.unit.name()),
    ])?;
    for tile in &chart.tiles {
        let numbers = [tile.x.0, tile.x.1, tile.y.0, tile.y.1, tile.value];
        file.write_record(numbers.map(|value| cell(there(&[value], 0))))?;
    }
    Ok(())
}

fn swings(file: &mut csv::Writer<Vec<u8>>, chart: &SwingChart) -> Result<(), csv::Error> {
    let leads = ["lead_at_low", "lead_at_high"].map(|name| with_unit(name, chart.x.unit.name()));
    let mut header = ["assumption", "low", "high"].map(str::to_owned).to_vec();
    header.extend(leads);
    file.write_record(&header)?;
    for row in &chart.rows {
        let mut cells = vec![defuse(&row.name).into_owned()];
        let numbers = [row.low.input, row.high.input, row.low.lead, row.high.lead];
        cells.extend(numbers.map(|value| cell(there(&[value], 0))));
        file.write_record(&cells)?;
    }
    Ok(())
}

fn with_unit(name: &str, unit: &str) -> String {
    if unit.is_empty() {
        name.to_owned()
    } else {
        format!("{name} ({unit})")
    }
}

fn cell(value: Option<f64>) -> String {
    value.map_or_else(String::new, |v| v.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{
        Axis, Bar, Curve, CurvePoint, DotGroup, DotRow, LogSeries, Scale, Segment, Series,
        SwingEnd, SwingRow, Tile, Unit,
    };
    use crate::theme::Role;

    fn panel(unit: Unit) -> LineChart {
        LineChart {
            title: "Reach".to_owned(),
            y: Axis {
                label: String::new(),
                unit,
            },
            series: vec![
                Series::line("=invite", Role::Strategy(0), vec![1.5, f64::NAN, -2.0])
                    .with_band(vec![1.0], vec![2.0]),
            ],
            ..LineChart::default()
        }
    }

    #[test]
    fn a_line_is_one_row_a_day() {
        assert_eq!(
            csv(&Picture::Lines(panel(Unit::People))).unwrap(),
            "series,day,mean (people),low (people),high (people)\n\
             '=invite,0,1.5,1,2\n'=invite,1,,,\n'=invite,2,-2,,\n"
        );
    }

    #[test]
    fn panels_in_two_units_name_them_in_every_row() {
        let picture = Picture::Stack(vec![
            panel(Unit::People),
            panel(Unit::Money("EUR".to_owned())),
        ]);
        let text = csv(&picture).unwrap();
        assert!(
            text.starts_with("panel,series,day,mean,low,high,unit\n"),
            "{text}"
        );
        assert!(text.contains("Reach,'=invite,0,1.5,1,2,EUR\n"), "{text}");
    }

    #[test]
    fn a_point_is_one_row_where_it_has_a_place() {
        let axis = |label: &str| Axis {
            label: label.to_owned(),
            unit: Unit::People,
        };
        let picture = Picture::Log(LogChart {
            x: axis("friends"),
            y: axis("people"),
            series: vec![LogSeries {
                name: "at least".to_owned(),
                role: Role::Fans,
                points: vec![(0.0, 5.0), (1.0, 4.0), (2.0, f64::NAN), (7.0, 0.25)],
                joined: true,
            }],
            ..LogChart::default()
        });
        assert_eq!(
            csv(&picture).unwrap(),
            "series,friends,people\nat least,1,4\nat least,7,0.25\n"
        );
    }

    #[test]
    fn a_dot_is_one_row_with_its_ranges() {
        let picture = Picture::Dots(DotChart {
            x: Axis {
                label: String::new(),
                unit: Unit::People,
            },
            value: "median".to_owned(),
            ranges: vec![("lower".to_owned(), "upper".to_owned())],
            beside: vec!["best in (share of worlds)".to_owned()],
            groups: vec![DotGroup {
                name: "=reached".to_owned(),
                rows: vec![DotRow {
                    name: "invite".to_owned(),
                    role: Role::Strategy(0),
                    value: 4.5,
                    told: "4.5".to_owned(),
                    ranges: vec![(1.0, f64::NAN)],
                    beside: vec![0.25],
                }],
            }],
            ..DotChart::default()
        });
        assert_eq!(
            csv(&picture).unwrap(),
            "group,series,median (people),lower (people),upper (people),\
             best in (share of worlds)\n'=reached,invite,4.5,1,,0.25\n"
        );
    }

    #[test]
    fn a_point_of_a_curve_is_one_row() {
        let picture = Picture::Curves(CurveChart {
            x: Scale {
                unit: Unit::Share,
                ..Scale::default()
            },
            series: vec![Curve {
                name: "=invite".to_owned(),
                role: Role::Strategy(0),
                points: vec![CurvePoint {
                    x: 0.1,
                    mean: 4.5,
                    low: f64::NEG_INFINITY,
                    high: 5.0,
                }],
                dashed: false,
            }],
            ..CurveChart::default()
        });
        assert_eq!(
            csv(&picture).unwrap(),
            "series,x (share of 1),mean (people),low (people),high (people)\n\
             '=invite,0.1,4.5,,5\n"
        );
    }

    #[test]
    fn a_tile_is_one_row() {
        let tile = |value| Tile {
            x: (0.0, 0.5),
            y: (1.0, 1e9),
            value,
        };
        let picture = Picture::Heat(HeatChart {
            y: Scale {
                unit: Unit::Other(String::new()),
                ..Scale::default()
            },
            tiles: vec![tile(-2.5), tile(f64::NAN)],
            ..HeatChart::default()
        });
        assert_eq!(
            csv(&picture).unwrap(),
            "x_low (people),x_high (people),y_low,y_high,value (people)\n\
             0,0.5,1,1000000000,-2.5\n0,0.5,1,1000000000,\n"
        );
    }

    #[test]
    fn a_swing_is_one_row() {
        let end = |input, lead| SwingEnd {
            input,
            told: input.to_string(),
            lead,
        };
        let picture = Picture::Swings(SwingChart {
            rows: vec![SwingRow {
                name: "=response.post".to_owned(),
                low: end(0.1, -4.0),
                high: end(0.4, f64::NAN),
            }],
            ..SwingChart::default()
        });
        assert_eq!(
            csv(&picture).unwrap(),
            "assumption,low,high,lead_at_low (people),lead_at_high (people)\n\
             '=response.post,0.1,0.4,-4,\n"
        );
    }

    #[test]
    fn a_bar_is_one_row_a_segment() {
        let picture = Picture::Bars(BarChart {
            segments: vec![Segment {
                name: "fans".to_owned(),
                role: Role::Fans,
            }],
            bars: vec![Bar {
                name: "Broadcast, only".to_owned(),
                values: vec![1e6],
            }],
            ..BarChart::default()
        });
        assert_eq!(
            csv(&picture).unwrap(),
            "bar,segment,value (people)\n\"Broadcast, only\",fans,1000000\n"
        );
    }
}
