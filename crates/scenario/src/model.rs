//! The models of diffusion by their textbook names, with their settings.
//!
//! [`MODELS`] says once, as data, what the command line lists, what `--set` and
//! `[diffusion]` accept, and what the page on scenarios shows. A [`Model`] is what
//! was asked for, checked as far as that goes without a graph.

use groundswell_diffusion::contagion::Coins;
use groundswell_diffusion::model::competitive_cascade::Ties;
use groundswell_diffusion::model::multiplex_threshold::Rule;
use groundswell_graph::probability::Probability;

use crate::in_time::{self, InTime};
use crate::looking::{self, Looking};
use crate::mistake::Mistake;
use crate::opinions::{self, Opinions, Start};
use crate::setting::{Parameter, Range, Settings};

/// A model with what was set for it.
#[derive(Debug, Clone, PartialEq)]
pub enum Model {
    /// One contact that succeeds convinces.
    IndependentCascade,
    /// Each further contact is weaker.
    DecreasingCascade {
        /// The chance of a contact as a share of the chance of the one before.
        share: Probability,
    },
    /// The weights heard reach one's threshold.
    LinearThreshold {
        /// Which of the two equivalent models is run.
        face: Face,
    },
    /// Enough of those heard have adopted.
    ComplexContagion {
        /// How many are enough.
        needed: Needed,
    },
    /// The k-th exposure has a chance of its own.
    ExposureCurve {
        /// What ever more exposures come to.
        limit: Probability,
        /// Exposures after which 1 − 1/e of that is reached.
        scale: f64,
        /// The chance at each exposure instead; empty for the curve of limit and scale.
        chances: Vec<Probability>,
    },
    /// What counts is from how many circles word comes.
    StructuralDiversity {
        /// For one circle, two circles, …
        chances: Vec<Probability>,
    },
    /// Adopters tell so many friends and no more.
    LimitedInvitations {
        /// How many, on each platform.
        invitations: u32,
    },
    /// People heed so many of those they hear.
    LimitedAttention {
        /// How many, on average.
        attention: f64,
    },
    /// Infect for ever.
    Si,
    /// Infect until recovery.
    Sir {
        /// Chance of recovery in a round.
        recovery: Probability,
    },
    /// Infect until recovery, and be infected again.
    Sis {
        /// Chance of recovery in a round.
        recovery: Probability,
    },
    /// Be exposed, infect, recover.
    Seir {
        /// Chance in a round that the exposed become infectious.
        onset: Probability,
        /// Chance of recovery in a round.
        recovery: Probability,
    },
    /// Several brands; everybody takes the first to arrive.
    CompetitiveCascade {
        /// What decides between words of the same round.
        order: Ties,
        /// The chance of each brand's word as a share of the activation
        /// probability; all of it where there is none.
        appeals: Vec<Probability>,
    },
    /// Adopters praise or blame.
    Sentiment {
        /// Chance that whoever tries it is pleased.
        quality: Probability,
    },
    /// Be convinced on every platform.
    EveryPlatform,
    /// Thresholds on several platforms.
    MultiplexThreshold {
        /// Which of them have to be reached.
        rule: Rule,
    },
    /// Contagion in continuous time.
    InTime(InTime),
    /// Whoever has not adopted looks round.
    Looking(Looking),
    /// Everybody has an opinion and listens.
    Opinions(Opinions),
}

/// The two faces of the linear threshold model, equal in distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Everybody listens to one person of those they hear, who differs from world
    /// to world.
    Live,
    /// Weights add up until they reach a random threshold.
    Thresholds,
}

/// How many adopters one has to hear.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Needed {
    /// So many.
    Contacts(u32),
    /// This share of all whom one hears.
    Fraction(Probability),
}

/// One model of the textbook.
#[derive(Debug)]
pub struct Kind {
    /// Its name, in lower case with hyphens.
    pub name: &'static str,
    /// Its short name; empty without one.
    pub alias: &'static str,
    /// When somebody adopts, in one line.
    pub adopts: &'static str,
    /// Authors, journal and year.
    pub source: &'static str,
    /// The rule for the activation probabilities where none is named.
    pub weights: &'static str,
    /// What can be set, in the order in which one would explain it.
    pub parameters: &'static [Parameter],
    pub(crate) read: fn(&Settings) -> Model,
}

pub(crate) const COINS: Parameter = Parameter {
    key: "coins",
    meaning: "whether the two directions of a friendship have one coin each or share one",
    default: "per-direction",
    range: Range::Word(&["per-direction", "per-friendship"]),
};

const RECOVERY: Parameter = Parameter {
    key: "recovery",
    meaning: "chance that the infected recover in a round",
    default: "0.2",
    range: Range::Number(0.0, 1.0),
};

/// All models, from the plainest to the richest.
pub static MODELS: [Kind; 34] = [
    Kind {
        name: "independent-cascade",
        alias: "ic",
        adopts: "as soon as one contact succeeds; each tie is tried once",
        source: "Kempe, Kleinberg & Tardos, KDD 2003",
        weights: "uniform:0.1",
        parameters: &[COINS],
        read: |_| Model::IndependentCascade,
    },
    Kind {
        name: "decreasing-cascade",
        alias: "",
        adopts: "as in the independent cascade, but every attempt that failed weakens the next",
        source: "Kempe, Kleinberg & Tardos, ICALP 2005",
        weights: "uniform:0.1",
        parameters: &[Parameter {
            key: "share",
            meaning: "chance of a contact as a share of the chance of the one before",
            default: "0.5",
            range: Range::Number(0.0, 1.0),
        }],
        read: |set| Model::DecreasingCascade {
            share: set.chance("share"),
        },
    },
    Kind {
        name: "linear-threshold",
        alias: "lt",
        adopts: "once the weights of those heard reach a random threshold",
        source: "Kempe, Kleinberg & Tardos, KDD 2003",
        weights: "weighted-cascade",
        parameters: &[Parameter {
            key: "face",
            meaning: "which of two models that are equal on average: one live tie into everybody, \
                      or thresholds",
            default: "thresholds",
            range: Range::Word(&["live", "thresholds"]),
        }],
        read: |set| Model::LinearThreshold {
            face: match set.word("face") {
                "thresholds" => Face::Thresholds,
                _ => Face::Live,
            },
        },
    },
    Kind {
        name: "complex-contagion",
        alias: "",
        adopts: "once so many of those heard have adopted; the weights play no part",
        source: "Centola & Macy, American Journal of Sociology 113(3), 2007; Watts, PNAS 99(9), 2002",
        weights: "uniform:1",
        parameters: &[
            Parameter {
                key: "contacts",
                meaning: "how many adopters one has to hear; not together with fraction",
                default: "2",
                range: Range::Whole(0, 1_000_000_000),
            },
            Parameter {
                key: "fraction",
                meaning: "share of those heard who have to have adopted; not together with contacts",
                default: "",
                range: Range::Number(0.0, 1.0),
            },
        ],
        read: |set| Model::ComplexContagion {
            needed: match set.number("fraction") {
                Some(_) => Needed::Fraction(set.chance("fraction")),
                None => Needed::Contacts(set.count("contacts")),
            },
        },
    },
    Kind {
        name: "exposure-curve",
        alias: "",
        adopts: "at the k-th exposure with a chance of its own, such that exposures saturate",
        source: "Romero, Meeder & Kleinberg, WWW 2011",
        weights: "uniform:1",
        parameters: &[
            Parameter {
                key: "limit",
                meaning: "share of people whom ever more exposures convince",
                default: "0.5",
                range: Range::Number(0.0, 1.0),
            },
            Parameter {
                key: "scale",
                meaning: "exposures after which 63% of the limit is reached",
                default: "2",
                range: Range::Number(0.001, 1e6),
            },
            Parameter {
                key: "chances",
                meaning: "chance to adopt at the first exposure, at the second, and so on, none \
                          after the last; by limit and scale where not set",
                default: "",
                range: Range::Chances,
            },
            COINS,
        ],
        read: |set| Model::ExposureCurve {
            limit: set.chance("limit"),
            scale: set.number("scale").unwrap_or_default(),
            chances: set.chances("chances"),
        },
    },
    Kind {
        name: "structural-diversity",
        alias: "",
        adopts: "by the number of unconnected circles from which word came",
        source: "Ugander, Backstrom, Marlow & Kleinberg, PNAS 109(16), 2012",
        weights: "uniform:1",
        parameters: &[
            Parameter {
                key: "chances",
                meaning: "chance to adopt for word from one circle, from two, and so on; the last \
                          stands for all further ones",
                default: "0.1,0.4,0.9",
                range: Range::Chances,
            },
            COINS,
        ],
        read: |set| Model::StructuralDiversity {
            chances: set.chances("chances"),
        },
    },
    Kind {
        name: "limited-invitations",
        alias: "",
        adopts: "as in the independent cascade, but adopters tell a few friends only",
        source: "after Leskovec, Adamic & Huberman, ACM Transactions on the Web 1(1), 2007",
        weights: "uniform:0.1",
        parameters: &[
            Parameter {
                key: "invitations",
                meaning: "how many friends an adopter tells on each platform",
                default: "3",
                range: Range::Whole(0, 1_000_000_000),
            },
            COINS,
        ],
        read: |set| Model::LimitedInvitations {
            invitations: set.count("invitations"),
        },
    },
    Kind {
        name: "limited-attention",
        alias: "",
        adopts: "as in the independent cascade, but people heed a few of those they hear",
        source: "Hodas & Lerman, SocialCom 2012",
        weights: "uniform:0.1",
        parameters: &[
            Parameter {
                key: "attention",
                meaning: "how many of those they hear people heed on average",
                default: "5",
                range: Range::Number(0.0, 1e9),
            },
            COINS,
        ],
        read: |set| Model::LimitedAttention {
            attention: set.number("attention").unwrap_or_default(),
        },
    },
    Kind {
        name: "si",
        alias: "",
        adopts: "as soon as one contact succeeds; adopters try again every round, for ever",
        source: "Newman, Networks, 2018, section 16.1",
        weights: "uniform:0.1",
        parameters: &[COINS],
        read: |_| Model::Si,
    },
    Kind {
        name: "sir",
        alias: "",
        adopts: "as soon as one contact succeeds; adopters try every round until they recover",
        source: "Kermack & McKendrick, Proceedings of the Royal Society A 115, 1927",
        weights: "uniform:0.1",
        parameters: &[RECOVERY, COINS],
        read: |set| Model::Sir {
            recovery: set.chance("recovery"),
        },
    },
    Kind {
        name: "sis",
        alias: "",
        adopts: "as in sir, but whoever recovered can be infected again",
        source: "Pastor-Satorras & Vespignani, Physical Review Letters 86, 2001",
        weights: "uniform:0.1",
        parameters: &[RECOVERY, COINS],
        read: |set| Model::Sis {
            recovery: set.chance("recovery"),
        },
    },
    Kind {
        name: "seir",
        alias: "",
        adopts: "as in sir, but adopters wait before they try",
        source: "Newman, Networks, 2018, section 16.1; Hethcote, SIAM Review 42(4), 2000",
        weights: "uniform:0.1",
        parameters: &[
            Parameter {
                key: "onset",
                meaning: "chance that the exposed become infectious in a round",
                default: "0.5",
                range: Range::Number(0.0, 1.0),
            },
            RECOVERY,
            COINS,
        ],
        read: |set| Model::Seir {
            onset: set.chance("onset"),
            recovery: set.chance("recovery"),
        },
    },
    Kind {
        name: "competitive-cascade",
        alias: "",
        adopts: "the brand of the first contact that succeeds; seeds are given as BRAND=SEEDS",
        source: "Bharathi, Kempe & Salek, WINE 2007; Carnes, Nagarajan, Wild & van Zuylen, ICEC 2007",
        weights: "uniform:0.1",
        parameters: &[
            Parameter {
                key: "order",
                meaning: "who is first within a round: anybody, or the brand that is named first",
                default: "random",
                range: Range::Word(&["random", "list"]),
            },
            Parameter {
                key: "appeals",
                meaning: "chance of each brand's word as a share of the activation probability; 1 \
                          for each where not set",
                default: "",
                range: Range::Chances,
            },
            COINS,
        ],
        read: |set| Model::CompetitiveCascade {
            order: match set.word("order") {
                "list" => Ties::ListOrder,
                _ => Ties::Random,
            },
            appeals: set.chances("appeals"),
        },
    },
    Kind {
        name: "sentiment",
        alias: "",
        adopts: "as in the independent cascade, and passes on praise or blame",
        source: "Chen et al., SDM 2011",
        weights: "uniform:0.1",
        parameters: &[
            Parameter {
                key: "quality",
                meaning: "chance that whoever tries what is praised is pleased",
                default: "0.8",
                range: Range::Number(0.0, 1.0),
            },
            COINS,
        ],
        read: |set| Model::Sentiment {
            quality: set.chance("quality"),
        },
    },
    Kind {
        name: "every-platform",
        alias: "",
        adopts: "once a contact has succeeded on every platform on which one hears anybody",
        source: "Lee, Brummitt & Goh, Physical Review E 90, 062816, 2014",
        weights: "uniform:0.1",
        parameters: &[COINS],
        read: |_| Model::EveryPlatform,
    },
    Kind {
        name: "multiplex-threshold",
        alias: "",
        adopts: "once the threshold of any platform, or those of all, are reached",
        source: "Lee, Brummitt & Goh, Physical Review E 90, 062816, 2014",
        weights: "weighted-cascade",
        parameters: &[Parameter {
            key: "rule",
            meaning: "whose thresholds have to be reached: that of any platform, or all",
            default: "any",
            range: Range::Word(&["any", "all"]),
        }],
        read: |set| Model::MultiplexThreshold {
            rule: match set.word("rule") {
                "all" => Rule::All,
                _ => Rule::Any,
            },
        },
    },
    in_time::SI,
    in_time::SIR,
    in_time::SIS,
    in_time::SEIR,
    in_time::CASCADE,
    in_time::TIME_CRITICAL,
    in_time::BASS,
    looking::DISCRETE_BASS,
    looking::TALK_OF_THE_NETWORK,
    opinions::VOTER,
    opinions::INVASION,
    opinions::Q_VOTER,
    opinions::MAJORITY,
    opinions::DE_GROOT,
    opinions::FRIEDKIN_JOHNSEN,
    opinions::DEFFUANT,
    opinions::HEGSELMANN_KRAUSE,
    opinions::SZNAJD,
];

/// Two settings of which only one may be set; the first has a default.
pub(crate) const EITHER: (&str, &str) = ("contacts", "fraction");

/// Every name that a model has, the short ones too.
pub fn names() -> impl Iterator<Item = &'static str> {
    let names = MODELS.iter().flat_map(|kind| [kind.name, kind.alias]);
    names.filter(|name| !name.is_empty())
}

/// The model called `name`.
///
/// # Errors
///
/// [`Mistake::NoSuchModel`].
pub fn kind(name: &str) -> Result<&'static Kind, Mistake> {
    let is_called = |kind: &&Kind| kind.name == name || !name.is_empty() && kind.alias == name;
    let found = MODELS.iter().find(is_called);
    found.ok_or_else(|| Mistake::NoSuchModel {
        name: name.to_owned(),
    })
}

impl Kind {
    /// The model with `given` set, as pairs of key and value; what holds in all; and
    /// the coins of friendships.
    ///
    /// # Errors
    ///
    /// [`Mistake::NoSuchSetting`], [`Mistake::SettingTwice`],
    /// [`Mistake::BadSetting`], [`Mistake::NotTogether`].
    pub fn model(
        &'static self,
        given: &[(String, String)],
    ) -> Result<(Model, Settings, Coins), Mistake> {
        let mut settings = Settings::of(self.name, self.parameters, given)?;
        let (one, other) = EITHER;
        if settings.is_given(other) {
            if settings.is_given(one) {
                return Err(Mistake::NotTogether { key: one, other });
            }
            settings = settings.without(one);
        }
        let coins = match settings.word(COINS.key) {
            "per-friendship" => Coins::PerFriendship,
            _ => Coins::PerDirection,
        };
        Ok(((self.read)(&settings), settings, coins))
    }

    /// The parameter of that key, if the model has one.
    pub fn parameter(&self, key: &str) -> Option<&'static Parameter> {
        self.parameters
            .iter()
            .find(|parameter| parameter.key == key)
    }
}

/// A chance a round below which a phase lasts so long that a run needs an end.
const SELDOM: f64 = 0.001;

impl Model {
    /// Whether every world falls silent by itself before long. Where adopters speak
    /// for ever or nearly so, somebody has to say after how many rounds a run ends.
    pub fn falls_silent(&self) -> bool {
        let seldom = |p: &Probability| p.get() < SELDOM;
        match self {
            Self::Si | Self::Sis { .. } => false,
            Self::Sir { recovery } => !seldom(recovery),
            Self::Seir { onset, recovery } => !seldom(onset) && !seldom(recovery),
            Self::InTime(_) | Self::Looking(_) | Self::Opinions(_) => false,
            _ => true,
        }
    }

    /// Rounds, or units of time, after which a run ends where nobody says so and the
    /// model need not end by itself.
    pub fn patience(&self) -> u32 {
        match self {
            Self::InTime(_) => 20,
            _ => 100,
        }
    }

    /// Whether there is something to see without a seed.
    pub fn runs_without_seeds(&self) -> bool {
        match self {
            Self::InTime(InTime::Bass { .. }) | Self::Looking(_) => true,
            Self::Opinions(opinions) => opinions.start == Start::Random,
            _ => false,
        }
    }

    /// Whether it is told who convinced whom.
    pub fn tells_trees(&self) -> bool {
        !matches!(self, Self::InTime(_) | Self::Looking(_) | Self::Opinions(_))
    }

    /// Whether the activation probabilities matter.
    pub fn uses_weights(&self) -> bool {
        !matches!(
            self,
            Self::ComplexContagion { .. } | Self::Looking(_) | Self::Opinions(_)
        )
    }

    /// What becomes of people whom word reaches.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Opinions(_) => "lean to the seeds' side",
            _ if self.is_epidemic() => "are infected",
            _ => "adopt",
        }
    }

    /// Whether adopters wait before they speak.
    pub fn has_waiting(&self) -> bool {
        matches!(self, Self::Seir { .. } | Self::InTime(InTime::Seir { .. }))
    }

    /// Whether there is somebody who speaks.
    pub fn has_speaking(&self) -> bool {
        !matches!(self, Self::Looking(_) | Self::Opinions(_))
    }

    /// Whether adopters fall silent for good.
    pub fn has_removed(&self) -> bool {
        match self {
            Self::Si | Self::Sis { .. } | Self::Looking(_) | Self::Opinions(_) => false,
            Self::InTime(model) => matches!(model, InTime::Sir { .. } | InTime::Seir { .. }),
            _ => true,
        }
    }

    /// Whether it is a model of epidemics, in which adopters speak for many rounds.
    pub fn is_epidemic(&self) -> bool {
        match self {
            Self::Si | Self::Sir { .. } | Self::Sis { .. } | Self::Seir { .. } => true,
            Self::InTime(model) => matches!(
                model,
                InTime::Si { .. } | InTime::Sir { .. } | InTime::Sis { .. } | InTime::Seir { .. }
            ),
            _ => false,
        }
    }

    /// Whether seeds have brands.
    pub fn has_brands(&self) -> bool {
        matches!(self, Self::CompetitiveCascade { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::weights::Rule as Weight;

    fn set(name: &str, pairs: &[(&str, &str)]) -> Result<Model, Mistake> {
        let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        let pairs: Vec<_> = pairs.iter().map(own).collect();
        kind(name)?.model(&pairs).map(|(model, _, _)| model)
    }

    #[test]
    fn every_model_has_its_defaults_and_a_rule_for_the_weights() {
        for kind in &MODELS {
            assert!(kind.model(&[]).is_ok(), "{}", kind.name);
            assert!(Weight::parse(kind.weights).is_ok(), "{}", kind.name);
            assert!(kind.parameters.iter().all(|p| !p.meaning.is_empty()));
        }
    }

    #[test]
    fn the_document_lists_every_model_and_setting() {
        let document = include_str!("../../../docs/scenario.md");
        let said = |default: &str| match default {
            "" => "–".to_owned(),
            default => format!("`{default}`"),
        };
        let (mut models, mut settings) = (String::new(), String::new());
        for kind in &MODELS {
            let alias = match kind.alias {
                "" => String::new(),
                alias => format!(", `{alias}`"),
            };
            let (name, adopts) = (kind.name, kind.adopts);
            models += &format!(
                "| `{name}`{alias} | {adopts} | `{}` | {} |\n",
                kind.weights, kind.source
            );
            for parameter in kind.parameters.iter().filter(|p| **p != COINS) {
                let Parameter {
                    key,
                    meaning,
                    default,
                    range,
                } = parameter;
                let default = said(default);
                settings += &format!("| `{name}` | `{key}` | {meaning} | {default} | {range} |\n");
            }
        }
        let Parameter {
            key,
            meaning,
            default,
            range,
        } = COINS;
        let coins = format!("| `{key}` | {meaning} | {} | {range} |\n", said(default));
        for table in [models, settings, coins] {
            assert!(document.contains(&table), "docs/scenario.md lacks\n{table}");
        }
    }

    #[test]
    fn names_are_unique_and_short_names_are_names() {
        let mut all: Vec<&str> = names().collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert_eq!(kind("lt").unwrap().name, "linear-threshold");
        let slip = kind("independant-cascade").unwrap_err();
        let meant = slip.suggestion();
        assert_eq!(
            meant.as_deref(),
            Some("did you mean `independent-cascade`?")
        );
    }

    #[test]
    fn settings_are_checked_one_by_one_and_together() {
        let sir = set("sir", &[("recovery", "0.3")]).unwrap();
        let recovery = Probability::clamped(0.3);
        assert_eq!(sir, Model::Sir { recovery });
        let words = set("sir", &[("recovery", "3")]).unwrap_err().to_string();
        assert_eq!(words, "recovery is 3; a number from 0 to 1 would do");
        let half = set("complex-contagion", &[("fraction", "0.5")]).unwrap();
        let needed = Needed::Fraction(Probability::clamped(0.5));
        assert_eq!(half, Model::ComplexContagion { needed });
        let both = [("fraction", "0.5"), ("contacts", "2")];
        assert!(matches!(
            set("complex-contagion", &both),
            Err(Mistake::NotTogether { .. })
        ));
        let slip = set("sir", &[("recovry", "0.3")]).unwrap_err();
        assert_eq!(
            slip.suggestion().as_deref(),
            Some("did you mean `recovery`?")
        );
    }

    #[test]
    fn what_never_ends_by_itself_is_known() {
        assert!(!set("si", &[]).unwrap().falls_silent());
        assert!(set("sir", &[]).unwrap().falls_silent());
        assert!(!set("sir", &[("recovery", "0")]).unwrap().falls_silent());
        assert!(!set("seir", &[("onset", "0")]).unwrap().falls_silent());
    }
}
