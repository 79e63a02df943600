//! Pictures of what came out over a plane, tame and wild.

use groundswell_report::chart::Picture;

pub(crate) fn all() -> Vec<(&'static str, Picture)> {
    vec![]
}
