//! How fast a film runs.

/// Milliseconds that a film of many steps takes.
const WHOLE: f64 = 22_000.0;

/// Milliseconds that a step takes at least, and at most.
const STEP: (f64, f64) = (180.0, 1100.0);

/// Milliseconds for which the end stands.
const REST: f64 = 2500.0;

/// The share of a step in which words are on their way; then they arrive.
pub(super) const WAY: f64 = 0.6;

/// When what happens, in milliseconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Motion {
    steps: usize,
    /// How long a step takes.
    pub(super) step: f64,
}

impl Motion {
    /// The motion of a film with so many steps.
    pub(super) fn of(steps: usize) -> Self {
        let step = (WHOLE / steps.max(1) as f64).clamp(STEP.0, STEP.1);
        Self {
            steps,
            step: step.round(),
        }
    }

    /// How long the whole takes until it begins anew.
    pub(super) fn whole(self) -> f64 {
        self.steps as f64 * self.step + REST
    }

    /// When a step begins.
    pub(super) fn begins(self, step: usize) -> f64 {
        step as f64 * self.step
    }

    /// When its words arrive.
    pub(super) fn arrives(self, step: usize) -> f64 {
        self.begins(step) + WAY * self.step
    }

    /// When it ends; the last one stays until the whole begins anew.
    pub(super) fn ends(self, step: usize) -> f64 {
        match step + 1 < self.steps {
            true => self.begins(step + 1),
            false => self.whole(),
        }
    }
}
