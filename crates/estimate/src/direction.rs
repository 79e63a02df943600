//! Which way is better.

/// Whether more of a number is better, or less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// As for customers.
    #[default]
    More,
    /// As for cost.
    Less,
}

impl Direction {
    /// `value` so that more of it is better: turned over where less is.
    pub fn upward(self, value: f64) -> f64 {
        match self {
            Self::More => value,
            Self::Less => -value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_costs_the_smaller_lies_higher() {
        assert!(Direction::Less.upward(1.0) > Direction::Less.upward(2.0));
        assert!(Direction::More.upward(1.0) < Direction::More.upward(2.0));
    }
}
