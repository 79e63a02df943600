//! Dated figures from practice that stand in until you have measured your own.
//!
//! Only figures whose source could be read stand here, with that source. They
//! are old on purpose: a preset says of when it speaks, and the checker asks for
//! your page's own figure.

use crate::catalogue::{self, Entry};
use crate::quantity::{Figure, Provenance, Quantity};

const OGILVY: &str = "trade press on the Ogilvy report on organic reach of Facebook pages";

/// What was usual on a platform at some time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlatformPreset {
    /// Its name in scenario files.
    pub name: &'static str,
    /// What it describes.
    pub about: &'static str,
    /// Chance that a fan sees one post.
    pub organic_reach: Reach,
    /// What is published of the platform besides.
    pub entry: Entry,
}

/// A chance that a fan sees one post.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reach {
    /// Somebody's figure.
    Published(Figure),
    /// Nobody's: a guess.
    Guess(f64),
}

const fn organic_reach(
    name: &'static str,
    about: &'static str,
    value: f64,
    date: &'static str,
) -> PlatformPreset {
    let organic_reach = Figure {
        preset: name,
        value,
        source: OGILVY,
        date,
    };
    PlatformPreset {
        name,
        about,
        organic_reach: Reach::Published(organic_reach),
        entry: catalogue::FACEBOOK,
    }
}

/// A platform of whose organic reach nothing was published that could be read.
const fn unmeasured(name: &'static str, about: &'static str, entry: Entry) -> PlatformPreset {
    PlatformPreset {
        name,
        about,
        organic_reach: Reach::Guess(0.1),
        entry,
    }
}

/// All platform presets.
pub const PLATFORM_PRESETS: [PlatformPreset; 8] = [
    organic_reach(
        "facebook-2012",
        "Facebook pages, April 2012",
        0.16,
        "2012-04",
    ),
    organic_reach(
        "facebook-2013",
        "Facebook pages, October 2013",
        0.1205,
        "2013-10",
    ),
    organic_reach(
        "facebook-2014",
        "Facebook pages, February 2014",
        0.0615,
        "2014-02",
    ),
    organic_reach(
        "facebook-large-2014",
        "Facebook pages above 500,000 likes, February 2014",
        0.0211,
        "2014-02",
    ),
    unmeasured("twitter-2014", "Twitter, 2014", catalogue::TWITTER),
    unmeasured("linkedin-2014", "LinkedIn, 2014", catalogue::LINKEDIN),
    unmeasured("youtube-2014", "YouTube, 2014", catalogue::YOUTUBE),
    unmeasured("google-plus-2013", "Google+, 2013", catalogue::GOOGLE_PLUS),
];

/// Friends of fans over fans, for pages as large as few are. Never a default: a
/// small page has a larger ratio, because its fans share fewer friends.
pub const TOP_100_PAGES: Figure = Figure {
    preset: "top-100-pages",
    value: 34.0,
    source: "comScore, The Power of Like, on the pages of the hundred largest brands",
    date: "2011",
};

/// A published figure that scenario files quote.
struct PracticeFigure {
    /// How the path of the number ends.
    key: &'static str,
    value: f64,
    /// What the source must mention.
    source: &'static str,
}

const PRACTICE_FIGURES: [PracticeFigure; 2] = [
    PracticeFigure {
        key: ".take_part",
        value: 0.33,
        source: "Kumar",
    },
    PracticeFigure {
        key: "invite.customer",
        value: 0.14,
        source: "Kumar",
    },
];

/// Whether the number is somebody else's figure, used unchanged.
pub(crate) fn is_borrowed(quantity: &Quantity) -> bool {
    let quoted = |figure: &PracticeFigure| {
        quantity.path.ends_with(figure.key)
            && quantity.value == figure.value
            && quantity
                .source
                .as_ref()
                .is_some_and(|source| source.contains(figure.source))
    };
    quantity.provenance == Provenance::Preset || PRACTICE_FIGURES.iter().any(quoted)
}
