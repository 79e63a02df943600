//! Posts in communities.

use groundswell_graph::probability::Probability;

/// Posts in the groups of a platform, spread evenly over the action's days.
///
/// Moderators let a post stand by chance, and only as long as the brand does not
/// talk much more than it listens.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupPost {
    /// The group's name; every group of the platform where there is none.
    pub group: Option<String>,
    /// Posts a week, each in all these groups; above 0.
    pub per_week: f64,
    /// Working hours for one post.
    pub hours: f64,
    /// Chance that a moderator lets a post stand.
    pub admission: Probability,
    /// Posts in a group that are borne for each reply the brand has given, and one
    /// more: above that they are removed. Without it all are borne.
    pub tolerance: Option<f64>,
    /// Chance that a group shuts the brand out when a post is removed.
    pub backlash: Probability,
}
