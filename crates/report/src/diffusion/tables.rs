//! How far word spread, as tidy CSV: every number with as many digits as it takes to
//! read it back unchanged; names that a spreadsheet would take for formulas are
//! defused.

use groundswell_experiment::diffusion_study::Round;
use groundswell_experiment::trees::Event;

use crate::defuse::defuse;
use crate::diffusion::SpreadFindings;
use crate::error::Error;

/// One row a round: who ever adopted, with error, and what people are at its end.
///
/// # Errors
///
/// [`Error::Csv`] if it cannot be written.
pub fn by_round(findings: &SpreadFindings<'_>) -> Result<String, Error> {
    let header = [
        "round",
        "spread",
        "standard_error",
        "low",
        "high",
        "waiting",
        "speaking",
        "removed",
        "mean_field_spread",
        "mean_field_speaking",
    ];
    let companion = findings.outcome.companion.as_ref();
    let curves = companion.map(|companion| [&companion.spread, &companion.speaking]);
    // Empty where no equations tell.
    let equations = |round: usize| {
        let curve = move |at: usize| curves.and_then(|curves| curves[at].as_ref());
        [0, 1].map(|at| {
            let value = curve(at).and_then(|curve| curve.get(round));
            value.map_or(String::new(), f64::to_string)
        })
    };
    let rounds = findings.outcome.by_round.iter().enumerate();
    let row = |(round, stage): (usize, &Round)| {
        let spread = stage.spread;
        let numbers = [
            spread.mean,
            spread.standard_error,
            spread.low,
            spread.high,
            stage.waiting,
            stage.speaking,
            stage.removed,
        ];
        let numbers = numbers.iter().map(f64::to_string);
        let numbers = numbers.chain(equations(round));
        std::iter::once(round.to_string()).chain(numbers).collect()
    };
    table(&header, rounds.map(row))
}

/// One row for each spread that any world had: in how many.
///
/// # Errors
///
/// As [`by_round`].
pub fn distribution(findings: &SpreadFindings<'_>) -> Result<String, Error> {
    let sizes = findings.outcome.distribution.iter();
    let row = |(spread, worlds): &(u32, u64)| vec![spread.to_string(), worlds.to_string()];
    table(&["spread", "worlds"], sizes.map(row))
}

/// One row for each person: in what share of worlds they adopted. `None` where that was
/// not asked.
///
/// # Errors
///
/// As [`by_round`].
pub fn activation(findings: &SpreadFindings<'_>) -> Result<Option<String>, Error> {
    let Some(activation) = &findings.outcome.activation else {
        return Ok(None);
    };
    let people = findings.study.graph().nodes().zip(activation);
    let row = |(v, mean): (_, &f64)| {
        let id = findings.id(v);
        vec![defuse(&id).into_owned(), mean.to_string()]
    };
    table(&["id", "mean"], people.map(row)).map(Some)
}

/// One row for each adoption in world 0, with who had the credit for it and on which
/// platform; both are empty for seeds. `None` where trees were not asked for.
///
/// # Errors
///
/// As [`by_round`].
pub fn events(findings: &SpreadFindings<'_>) -> Result<Option<String>, Error> {
    let Some(trees) = findings.trees else {
        return Ok(None);
    };
    let platforms = findings.study.graph().platforms();
    let row = |event: &Event| {
        let (from, platform) = match event.from {
            None => Default::default(),
            Some((source, layer)) => (findings.id(source), platforms[layer].name.clone()),
        };
        let texts = [findings.id(event.person), from, platform];
        let texts = texts.iter().map(|text| defuse(text).into_owned());
        std::iter::once(event.round.to_string())
            .chain(texts)
            .collect()
    };
    let header = ["round", "person", "from", "platform"];
    table(&header, trees.events.iter().map(row)).map(Some)
}

/// These rows below this header, as CSV.
pub(crate) fn table(
    header: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<String, Error> {
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record(header).map_err(Error::Csv)?;
    for row in rows {
        file.write_record(&row).map_err(Error::Csv)?;
    }
    let bytes = file.into_inner().map_err(|error| {
        let cause: csv::Error = error.into_error().into();
        Error::Csv(cause)
    })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
