//! Where the winner flips: the value of one assumption at which two strategies
//! are equally good.

/// Where along one assumption the better of two strategies changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Flip {
    /// The assumption, by its path in the scenario file.
    pub path: String,
    /// Its value in the scenario.
    pub now: f64,
    /// What was searched.
    pub range: (f64, f64),
    /// Every crossing found, ascending; none means none in the range.
    pub crossings: Vec<Crossing>,
}

/// One change of the winner.
#[derive(Debug, Clone, PartialEq)]
pub struct Crossing {
    /// The value at which both are equally good.
    pub value: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
    /// The better strategy below the value.
    pub below: String,
    /// The better strategy above the value.
    pub above: String,
}
