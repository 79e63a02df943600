//! Platforms as they were when groundswell's figures were gathered.
//!
//! A platform needs no entry here to be used: any name will do. An entry holds
//! what others have published, each figure with its source and date. What nobody
//! published is not there.

use crate::quantity::Figure;

/// Who hears whom on a platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hearing {
    /// Friends hear each other.
    Mutual,
    /// Followers hear those whom they follow.
    OneWay,
}

/// A platform, with published figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// Its name in scenario files.
    pub name: &'static str,
    /// Its own name.
    pub title: &'static str,
    /// Who hears whom.
    pub hearing: Hearing,
    /// Share of adults who are on it.
    pub adults: Option<Figure>,
    /// Share of a brand's followers who react to one post.
    pub engagement: Option<Figure>,
    /// Share of visitors from there who leave their address.
    pub leads: Option<Figure>,
}

/// The word by which `audience.members` asks for [`Entry::adults`].
pub(crate) const ADULTS: &str = "adults";

const PEW: &str = "Pew Research Center, US adults online";
const FORRESTER: &str = "Forrester Research on brands' posts, as reported";
const BUSINESSES: &str = "a study of about 5,000 businesses, as reported";

const fn figure(value: f64, source: &'static str, date: &'static str) -> Option<Figure> {
    Some(Figure {
        preset: ADULTS,
        value,
        source,
        date,
    })
}

/// Facebook.
pub const FACEBOOK: Entry = Entry {
    name: "facebook",
    title: "Facebook",
    hearing: Hearing::Mutual,
    adults: figure(0.71, PEW, "2014"),
    engagement: figure(0.0007, FORRESTER, "2014"),
    leads: figure(0.0077, BUSINESSES, "2012"),
};

/// Twitter.
pub const TWITTER: Entry = Entry {
    name: "twitter",
    title: "Twitter",
    hearing: Hearing::OneWay,
    adults: figure(0.23, PEW, "2014"),
    engagement: figure(0.0003, FORRESTER, "2014"),
    leads: figure(0.0069, BUSINESSES, "2012"),
};

/// LinkedIn.
pub const LINKEDIN: Entry = Entry {
    name: "linkedin",
    title: "LinkedIn",
    hearing: Hearing::Mutual,
    adults: figure(0.28, PEW, "2014"),
    engagement: None,
    leads: figure(0.0274, BUSINESSES, "2012"),
};

/// YouTube: no figure whose source could be read.
pub const YOUTUBE: Entry = Entry {
    name: "youtube",
    title: "YouTube",
    hearing: Hearing::OneWay,
    adults: None,
    engagement: None,
    leads: None,
};

/// Google+.
pub const GOOGLE_PLUS: Entry = Entry {
    name: "google-plus",
    title: "Google+",
    hearing: Hearing::OneWay,
    adults: figure(0.22, "visits within a month, as reported", "2013"),
    engagement: None,
    leads: None,
};

/// All of them.
pub const CATALOGUE: [Entry; 5] = [FACEBOOK, TWITTER, LINKEDIN, YOUTUBE, GOOGLE_PLUS];

impl Entry {
    /// What others have published of it, in one line for people.
    pub fn told(&self) -> String {
        let mut told = match self.hearing {
            Hearing::Mutual => format!("friends on {} hear each other", self.title),
            Hearing::OneWay => format!(
                "followers on {} hear one way; people drawn from aggregates hear each other",
                self.title
            ),
        };
        let figures = [
            (self.adults, "of adults were on it"),
            (self.engagement, "of followers reacted to a post"),
            (self.leads, "of visitors from there left their address"),
        ];
        for (figure, what) in figures {
            if let Some(figure) = figure {
                let share = crate::effective::fraction(figure.value);
                let share = share.trim_matches('"');
                let Figure { source, date, .. } = figure;
                told += &format!("; {share} {what} ({source}, {date})");
            }
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_is_a_share_with_source_and_date() {
        for entry in CATALOGUE {
            let figures = [entry.adults, entry.engagement, entry.leads];
            for figure in figures.into_iter().flatten() {
                assert!((0.0..=1.0).contains(&figure.value));
                assert!(!figure.source.is_empty() && figure.date.len() >= 4);
            }
        }
    }

    #[test]
    fn an_entry_tells_its_figures_with_their_dates() {
        assert_eq!(
            LINKEDIN.told(),
            "friends on LinkedIn hear each other; 28% of adults were on it (Pew Research Center, \
             US adults online, 2014); 2.74% of visitors from there left their address (a study of \
             about 5,000 businesses, as reported, 2012)"
        );
    }
}
