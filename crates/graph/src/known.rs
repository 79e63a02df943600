//! The numbers that a page owner knows, by name.

use std::fmt;

/// A number that an audience is drawn from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Known {
    /// People of the catchment.
    People,
    /// Fans of a platform.
    Fans(String),
    /// The share of people who are on a platform.
    Members(String),
    /// Of the platform with fewer fans, the share who are fans of the other too.
    FansInCommon(String, String),
    /// Of the platform with fewer members, the share who are on the other too.
    MembersInCommon(String, String),
    /// The median number of friends of the fans of a platform.
    Friends(String),
    /// Standard deviation of the logarithm of that number.
    FriendsSpread(String),
    /// Share of those friends who live in the catchment.
    Nearby(String),
    /// Friends of fans, over fans.
    FriendsOfFans(String),
    /// How often two friends of one person are friends themselves.
    Clustering(String),
    /// Of the platform with fewer ties, the share that are ties of the other too.
    SameFriends(String, String),
    /// Share of a platform's members who are in some group.
    InGroups(String),
    /// The median size of a platform's groups.
    GroupSize(String),
}

impl Known {
    /// The name of the number, whatever the platform.
    pub fn key(&self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Fans(_) => "fans",
            Self::Members(_) => "members",
            Self::FansInCommon(..) => "fans_in_common",
            Self::MembersInCommon(..) => "members_in_common",
            Self::Friends(_) => "friends",
            Self::FriendsSpread(_) => "friends_spread",
            Self::Nearby(_) => "nearby",
            Self::FriendsOfFans(_) => "friends_of_fans",
            Self::Clustering(_) => "clustering",
            Self::SameFriends(..) => "same_friends",
            Self::InGroups(_) => "groups.share",
            Self::GroupSize(_) => "groups.size",
        }
    }

    /// The platforms of which it speaks: none, one, or two.
    pub fn platforms(&self) -> Vec<&str> {
        match self {
            Self::People => Vec::new(),
            Self::Fans(name)
            | Self::Members(name)
            | Self::Friends(name)
            | Self::FriendsSpread(name)
            | Self::Nearby(name)
            | Self::FriendsOfFans(name)
            | Self::Clustering(name)
            | Self::InGroups(name)
            | Self::GroupSize(name) => vec![name],
            Self::FansInCommon(one, other)
            | Self::MembersInCommon(one, other)
            | Self::SameFriends(one, other) => vec![one, other],
        }
    }
}

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.platforms()[..] {
            [] => write!(f, "{}", self.key()),
            platforms => write!(f, "{} ({})", self.key(), platforms.join(", ")),
        }
    }
}

/// `one`, `one and another`, `one, another and a third`.
pub(crate) fn listed(known: &[Known]) -> String {
    let names: Vec<String> = known.iter().map(Known::to_string).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_told_with_its_platforms() {
        let pair = Known::FansInCommon("a".to_owned(), "b".to_owned());
        assert_eq!(pair.to_string(), "fans_in_common (a, b)");
        let all = [Known::People, Known::Fans("a".to_owned()), pair];
        assert_eq!(listed(&all), "people, fans (a) and fans_in_common (a, b)");
    }
}
