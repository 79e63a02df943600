//! What a file says of an edge besides its ends: what the readers of GraphML and
//! GML share.

use crate::Error;
use crate::id::NodeId;
use crate::read::Reading;
use crate::read::layers::Pair;

/// Which of the things that matter an attribute of an edge holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OfEdge {
    Weight,
    Time,
    Layer,
    Multiplicity,
    Other,
}

impl OfEdge {
    /// What an attribute called `name` holds.
    pub(crate) fn called(name: &str, reading: &Reading) -> Self {
        let is = |wish: &Option<String>, usual| wish.as_deref().unwrap_or(usual) == name;
        if is(&reading.weight, "weight") {
            Self::Weight
        } else if is(&reading.time, "time") {
            Self::Time
        } else if is(&reading.layer, "layer") {
            Self::Layer
        } else if name == "multiplicity" {
            Self::Multiplicity
        } else {
            Self::Other
        }
    }
}

/// Whether edges have the attributes that were asked for by name.
///
/// # Errors
///
/// [`Error::NoSuchColumn`].
pub(crate) fn check_wishes(reading: &Reading, there: Vec<String>) -> Result<(), Error> {
    let wishes = [&reading.weight, &reading.time, &reading.layer];
    match wishes
        .into_iter()
        .flatten()
        .find(|wish| !there.contains(wish))
    {
        Some(wish) => Err(Error::NoSuchColumn {
            column: wish.clone(),
            columns: there,
        }),
        None => Ok(()),
    }
}

/// What is said of an edge.
#[derive(Debug, Default, Clone)]
pub(crate) struct Said {
    pub(crate) weight: Option<f64>,
    pub(crate) time: Option<f64>,
    pub(crate) multiplicity: Option<u32>,
    pub(crate) layer: Option<String>,
}

impl Said {
    /// Takes a value; gives what would have done otherwise.
    pub(crate) fn take(&mut self, what: OfEdge, text: &str) -> Result<(), &'static str> {
        let number = || {
            let number = text.trim().parse().ok();
            number.filter(|x: &f64| x.is_finite())
        };
        let twice = match what {
            OfEdge::Weight => {
                let weight = number().ok_or("a finite number for a weight")?;
                self.weight.replace(weight).is_some()
            }
            // A time that is not known may be written so.
            OfEdge::Time if text.trim().eq_ignore_ascii_case("nan") => false,
            OfEdge::Time => {
                let time = number().ok_or("a finite number for a time")?;
                self.time.replace(time).is_some()
            }
            OfEdge::Multiplicity => {
                let times = text.trim().parse().ok().filter(|&times: &u32| times > 0);
                let times = times.ok_or("a whole number from 1 on for a multiplicity")?;
                self.multiplicity.replace(times).is_some()
            }
            OfEdge::Layer => self.layer.replace(text.to_owned()).is_some(),
            OfEdge::Other => false,
        };
        match twice {
            true => Err("one value a key"),
            false => Ok(()),
        }
    }

    /// The same, with what `defaults` says where nothing is said here.
    pub(crate) fn or(self, defaults: &Self) -> Self {
        Self {
            weight: self.weight.or(defaults.weight),
            time: self.time.or(defaults.time),
            multiplicity: self.multiplicity.or(defaults.multiplicity),
            layer: self.layer.or_else(|| defaults.layer.clone()),
        }
    }

    /// The pair of which this is said.
    pub(crate) fn pair(&self, ends: (NodeId, NodeId), directed: bool) -> Pair {
        Pair {
            ends,
            directed,
            weight: self.weight,
            time: self.time,
            multiplicity: self.multiplicity,
        }
    }
}
