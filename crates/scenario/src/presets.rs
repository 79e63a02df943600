//! Presets: scenarios of published results that come along.
//!
//! Each is a file of the folder `scenarios/presets`, as it stands there. What the list
//! tells of it stands in the comment at the head of the file:
//!
//! ```text
//! # Shows: what happens, in one line
//! # Source: authors, where, when
//! # Date: when the figures were made
//! # Trust: read in the source, reported by a secondary source, or computed
//! # Question: something to guess before looking
//! ```

use crate::suggestion::suggestion;

/// A scenario of a published result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    /// Its name, in lower case with hyphens.
    pub name: &'static str,
    /// The file.
    pub text: &'static str,
}

/// Lists presets by the names of their files.
macro_rules! presets {
    ($($name:literal)*) => {
        &[$(Preset {
            name: $name,
            text: include_str!(concat!("../../../scenarios/presets/", $name, ".toml")),
        }),*]
    };
}

/// All presets, in the order of the alphabet.
pub static PRESETS: &[Preset] = presets! {
    "anderson-2015-invitations"
    "anylogic-bass"
    "aral-walker-2011"
    "bakshy-2012-ties"
    "bass-cable-tv"
    "bass-cd-player"
    "bass-cell-phone"
    "bass-corn"
    "big-seed-oxygen"
    "big-seed-oxygen-graph-free"
    "big-seed-tide"
    "big-seed-toms-petition"
    "brummitt-2012-one-platform"
    "brummitt-2012-two-platforms"
    "centola-2010-clustered"
    "centola-2010-random"
    "centola-2010-simple-clustered"
    "centola-2010-simple-random"
    "goel-2012-broadcast"
    "goel-2016-virality"
    "goldenberg-2001"
    "goldenberg-2001-both"
    "goldenberg-2001-in-turn"
    "goldenberg-2001-strong"
    "goldenberg-2001-weak"
    "hinz-2011-seeding"
    "kumar-2007-funnel"
    "leskovec-2007-retail"
    "netlogo-svm-er-random-1"
    "netlogo-svm-pa-betweenness-1"
    "netlogo-svm-pa-betweenness-10"
    "netlogo-svm-pa-random-1"
    "netlogo-svm-pa-random-10"
    "rand-rust-bass"
    "schmitt-2011-bank"
    "van-der-lans-2010-doors"
    "watts-dodds-2007-easily"
    "watts-dodds-2007-hardly"
    "wolters-gedenk-2019-telecom"
};

/// What the comment at the head of a preset says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// What happens, in one line.
    pub shows: String,
    /// Authors, where, when.
    pub source: String,
    /// When the figures were made.
    pub date: String,
    /// How far they may be trusted.
    pub trust: String,
    /// Something to guess before looking.
    pub question: String,
}

impl Preset {
    /// The preset of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.name == name)
    }

    /// What to say to somebody who asked for a preset that is not there, if one is near.
    pub fn near(name: &str) -> Option<String> {
        suggestion(name, PRESETS.iter().map(|preset| preset.name))
    }

    /// What the comment at its head says. A part may run over several lines; what is
    /// not there is empty.
    pub fn head(&self) -> Head {
        let comment = self.text.lines().take_while(|line| line.starts_with('#'));
        let lines: Vec<&str> = comment
            .map(|line| line.trim_start_matches(['#', ':']).trim())
            .collect();
        let part = |key: &str| {
            let begins = lines.iter().position(|line| line.starts_with(key));
            let from = begins.map_or(&[][..], |at| &lines[at..]);
            let ends =
                |line: &&&str| line.is_empty() || KEYS.iter().any(|key| line.starts_with(key));
            let rest = from.iter().skip(1).take_while(|line| !ends(line));
            let first = from.first().map(|line| line[key.len()..].trim());
            let words: Vec<&str> = first.into_iter().chain(rest.copied()).collect();
            words.join(" ")
        };
        let [shows, source, date, trust, question] = KEYS.map(part);
        Head {
            shows,
            source,
            date,
            trust,
            question,
        }
    }
}

/// How the parts of the comment begin.
const KEYS: [&str; 5] = ["Shows:", "Source:", "Date:", "Trust:", "Question:"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expect::Trust;
    use crate::scenario::Scenario;

    #[test]
    fn every_preset_says_what_it_shows_and_on_whose_word() {
        for preset in PRESETS {
            let Head {
                shows,
                source,
                date,
                trust,
                question,
            } = preset.head();
            let name = preset.name;
            for part in [&shows, &source, &date, &question] {
                assert!(!part.is_empty(), "{name}: {:?}", preset.head());
            }
            let words = Trust::WORDS.map(|(_, trust)| trust.words());
            assert!(words.iter().any(|words| trust.starts_with(words)), "{name}");
            assert!(question.ends_with('?'), "{name}: {question}");
        }
    }

    #[test]
    fn every_preset_expects_something_on_somebodys_word() {
        for preset in PRESETS {
            let name = preset.name;
            let parsed = Scenario::parse(preset.text);
            let parsed = parsed.unwrap_or_else(|mistakes| panic!("{name}: {mistakes:?}"));
            let expectations = parsed.scenario.expectations;
            assert!(!expectations.is_empty(), "{name}");
            for expectation in expectations {
                let told = expectation.source.is_some() && expectation.trust.is_some();
                assert!(told, "{name}: {}", expectation.of);
            }
        }
    }

    #[test]
    fn presets_stand_in_the_order_of_the_alphabet_and_none_is_left_out() {
        let names: Vec<&str> = PRESETS.iter().map(|preset| preset.name).collect();
        assert!(names.is_sorted());
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/presets");
        let files = std::fs::read_dir(folder).unwrap();
        let files = files.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut files: Vec<String> = files
            .map(|file| file.strip_suffix(".toml").expect("a scenario").to_owned())
            .collect();
        files.sort_unstable();
        assert_eq!(files, names);
    }
}
