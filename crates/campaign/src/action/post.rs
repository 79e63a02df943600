//! Posts to the fans.

/// Posts to the fans, spread evenly over the action's days.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// Posts a week; above 0.
    pub per_week: f64,
    /// Working hours for one post.
    pub hours: f64,
}
