//! Every model by its textbook name, and its settings from text.
//!
//! What `groundswell graph generate KIND --set key=value …` asks for is read here;
//! every mistake says what stands there, what would do, and what there is to
//! choose from.

use crate::Error;
use crate::generate::kind::{Kind, Parameter, Range, Settings};
use crate::generate::multiplex::{Further, MOST_LAYERS, Multiplex};
use crate::generate::{
    Generator, barabasi_albert, block_model, community, configuration, erdos_renyi, forest_fire,
    geometric, holme_kim, hyperbolic, lfr, r_mat, watts_strogatz,
};

/// All models, from the plainest to the richest.
pub static KINDS: [&Kind; 12] = [
    &erdos_renyi::KIND,
    &watts_strogatz::KIND,
    &barabasi_albert::KIND,
    &holme_kim::KIND,
    &configuration::KIND,
    &block_model::KIND,
    &lfr::KIND,
    &r_mat::KIND,
    &geometric::KIND,
    &hyperbolic::KIND,
    &forest_fire::KIND,
    &community::KIND,
];

/// What every model takes besides its own settings: how many layers are drawn over
/// the same people.
pub static LAYER_PARAMETERS: [Parameter; 3] = [
    Parameter {
        key: "layers",
        meaning: "how many layers are drawn over the same people",
        default: "1",
        range: Range::Whole(1, MOST_LAYERS),
    },
    Parameter {
        key: "overlap",
        meaning: "share of a further layer's friendships that stand in the first too",
        default: "0.5",
        range: Range::Number(0.0, 1.0),
    },
    Parameter {
        key: "members",
        meaning: "share of people who are on a further layer",
        default: "1",
        range: Range::Number(0.0, 1.0),
    },
];

/// The model of that name.
///
/// # Errors
///
/// [`Error::NoSuchGenerator`].
pub fn kind(name: &str) -> Result<&'static Kind, Error> {
    let found = KINDS.iter().find(|kind| kind.name == name);
    found.copied().ok_or_else(|| Error::NoSuchGenerator {
        kind: name.to_owned(),
        kinds: KINDS.iter().map(|kind| kind.name).collect(),
    })
}

/// A model with its settings, as pairs of key and value; what is not set has its
/// default.
///
/// # Errors
///
/// [`Error::NoSuchGenerator`], [`Error::NoSuchParameter`], [`Error::ParameterTwice`],
/// [`Error::BadParameter`], [`Error::TooManyTies`].
pub fn generator(kind: &str, settings: &[(String, String)]) -> Result<Box<dyn Generator>, Error> {
    let kind = self::kind(kind)?;
    let model = (kind.read)(&Settings::of(kind, &[], settings)?)?;
    model.check()?;
    Ok(model)
}

/// The same with the settings of layers besides: one layer unless `layers` asks
/// for more, each of the further ones drawn from the same model.
///
/// # Errors
///
/// As [`generator`].
pub fn from_settings(kind: &str, settings: &[(String, String)]) -> Result<Multiplex, Error> {
    let kind = self::kind(kind)?;
    let settings = Settings::of(kind, &LAYER_PARAMETERS, settings)?;
    let (overlap, members) = (settings.number("overlap")?, settings.number("members")?);
    let mut layers = Multiplex::single((kind.read)(&settings)?);
    for _ in 1..settings.count("layers")? {
        layers.further.push(Further {
            model: (kind.read)(&settings)?,
            overlap,
            members,
        });
    }
    layers.check()?;
    Ok(layers)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use xxhash_rust::xxh3::Xxh3;

    use super::*;
    use crate::community::Community;
    use crate::generate::promises::keeps_graph_promises;

    fn settings(text: &str) -> Vec<(String, String)> {
        let pair = |word: &str| {
            let (key, value) = word.split_once('=').unwrap();
            (key.to_owned(), value.to_owned())
        };
        text.split_whitespace().map(pair).collect()
    }

    fn refused(kind: &str, text: &str) -> String {
        from_settings(kind, &settings(text))
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn the_defaults_as_written_are_the_defaults_of_the_models() {
        let defaults: [Box<dyn Generator>; 12] = [
            Box::<erdos_renyi::ErdosRenyi>::default(),
            Box::<watts_strogatz::WattsStrogatz>::default(),
            Box::<barabasi_albert::BarabasiAlbert>::default(),
            Box::<holme_kim::HolmeKim>::default(),
            Box::<configuration::Configuration>::default(),
            Box::<block_model::BlockModel>::default(),
            Box::<lfr::Lfr>::default(),
            Box::<r_mat::RMat>::default(),
            Box::<geometric::Geometric>::default(),
            Box::<hyperbolic::Hyperbolic>::default(),
            Box::<forest_fire::ForestFire>::default(),
            Box::<Community>::default(),
        ];
        for (kind, default) in KINDS.iter().zip(defaults) {
            let read = generator(kind.name, &[]).unwrap();
            assert_eq!(format!("{read:?}"), format!("{default:?}"));
            assert_eq!(default.kind().name, kind.name);
        }
    }

    #[test]
    fn every_default_lies_within_its_range() {
        for kind in KINDS {
            for parameter in kind.parameters.iter().filter(|p| !p.default.is_empty()) {
                let one = [(parameter.key.to_owned(), parameter.default.to_owned())];
                assert!(
                    generator(kind.name, &one).is_ok(),
                    "{kind:?} {}",
                    parameter.key
                );
            }
        }
    }

    #[test]
    fn every_model_draws_simple_graphs_of_its_people() {
        for kind in KINDS {
            let model = generator(kind.name, &[]).unwrap();
            let drawn = model.draw(11).unwrap();
            keeps_graph_promises(&drawn);
            assert_eq!(drawn.ties.people(), model.people(), "{kind:?}");
            assert!(drawn.ties.count() > 1000, "{kind:?}");
        }
    }

    #[test]
    fn the_document_lists_every_parameter() {
        let document = include_str!("../../../../docs/generators.md");
        let check = |parameters: &[Parameter]| {
            let rows = parameters.iter().map(|p| {
                let default = match p.default {
                    "" => "–".to_owned(),
                    default => format!("`{default}`"),
                };
                format!(
                    "| `{}` | {} | {default} | {} |\n",
                    p.key, p.meaning, p.range
                )
            });
            let table = rows.collect::<String>();
            assert!(
                document.contains(&table),
                "docs/generators.md lacks\n{table}"
            );
        };
        check(&LAYER_PARAMETERS);
        for kind in KINDS {
            assert!(
                document.contains(&format!("## `{}`", kind.name)),
                "{kind:?}"
            );
            check(kind.parameters);
        }
    }

    #[test]
    fn one_thread_or_two_draw_the_same_and_another_seed_another_graph() {
        let larger = [
            ("erdos-renyi", "people=10_000 chance=0.001"),
            (
                "erdos-renyi",
                "people=10_000 pairs=90_000 direction=source-to-target",
            ),
            ("watts-strogatz", "people=9000 rewiring=0.2"),
            ("barabasi-albert", "people=9000"),
            ("holme-kim", "people=9000"),
            ("configuration", "people=50_000"),
            ("block-model", "sizes=3x4000"),
            ("lfr", "people=9000 largest=300 layers=2"),
            (
                "r-mat",
                "scale=13 noise=0.05 layers=3 overlap=0.3 members=0.7",
            ),
            ("geometric", "people=9000 radius=0.02 torus=yes"),
            ("hyperbolic", "people=9000"),
            ("forest-fire", "people=3000"),
            ("community", "people=9000"),
        ];
        let names: BTreeSet<&str> = larger.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(names.len(), KINDS.len());
        let threads = |n| {
            rayon::ThreadPoolBuilder::new()
                .num_threads(n)
                .build()
                .unwrap()
        };
        let (one, two) = (threads(1), threads(2));
        for (kind, text) in larger {
            let model = from_settings(kind, &settings(text)).unwrap();
            let same = one.install(|| model.draw(5)).unwrap();
            let again = two.install(|| model.draw(5)).unwrap();
            let other = two.install(|| model.draw(6)).unwrap();
            for ((same, again), other) in same.iter().zip(&again).zip(&other) {
                assert!(same.drawn.ties.iter().eq(again.drawn.ties.iter()), "{kind}");
                assert_eq!(same.drawn.communities, again.drawn.communities);
                assert_eq!(same.drawn.imported, again.drawn.imported);
                assert!(
                    !same.drawn.ties.iter().eq(other.drawn.ties.iter()),
                    "{kind}"
                );
            }
        }
    }

    /// A change that moves one of these is a decision.
    #[test]
    fn pinned_graphs_never_move() {
        let mut pins = Vec::new();
        for kind in KINDS {
            let ties = generator(kind.name, &[]).unwrap().draw(1).unwrap().ties;
            let mut hash = Xxh3::new();
            for (_, source, target) in ties.iter() {
                hash.update(&source.0.to_le_bytes());
                hash.update(&target.0.to_le_bytes());
            }
            pins.push(hash.digest());
        }
        let pinned: [u64; 12] = [
            0xb5a1_d02c_e9fe_e288,
            0x2193_3036_6b26_9d98,
            0x5cce_f17c_9ea1_108b,
            0x32ae_afc2_6661_fafa,
            0xcdc5_295c_5a42_ecf1,
            0xd36b_aeb4_9db0_5c03,
            0x504c_6809_a5ca_66d2,
            0x7db3_640c_34f2_bff9,
            0xf590_10f2_0691_62c6,
            0xa861_b132_5f96_a85c,
            0xce0d_31bd_6898_6664,
            0x28b0_b215_a170_1922,
        ];
        assert_eq!(pins, pinned);
    }

    #[test]
    fn a_mistake_says_where_it_is_and_what_would_do() {
        assert_eq!(
            refused("barabasi", ""),
            "no generator \"barabasi\"; there are erdos-renyi, watts-strogatz, \
             barabasi-albert, holme-kim, configuration, block-model, lfr, r-mat, geometric, \
             hyperbolic, forest-fire, community"
        );
        assert_eq!(
            refused("barabasi-albert", "m=3"),
            "barabasi-albert has no parameter \"m\"; it has people, links, layers, overlap, members"
        );
        assert_eq!(
            refused("barabasi-albert", "links=3 links=4"),
            "barabasi-albert: links is set twice"
        );
        assert_eq!(
            refused("lfr", "mixing=1.3"),
            "lfr: mixing is 1.3; a number from 0 to 1"
        );
        assert_eq!(
            refused("lfr", "mixing=some"),
            "lfr: mixing is some; a number from 0 to 1"
        );
        assert_eq!(
            refused("r-mat", "direction=up"),
            "r-mat: direction is up; one of mutual, source-to-target, target-to-source"
        );
        assert_eq!(
            refused("erdos-renyi", "chance=0.1 pairs=7"),
            "erdos-renyi: chance is 0.1; either chance or pairs, not both"
        );
        assert_eq!(
            refused("r-mat", "layers=65"),
            "r-mat: layers is 65; a whole number from 1 to 64"
        );
        assert!(refused("r-mat", "scale=30 edge_factor=4").contains("ties"));
    }

    #[test]
    fn no_setting_however_odd_does_more_than_be_refused() {
        let odd = [
            "",
            "-1",
            "0",
            "1",
            "2",
            "3",
            "nan",
            "inf",
            "-inf",
            "1e-320",
            "1e308",
            "4294967295",
            "4294967296",
            "99999999999999999999",
            "x",
            "0x0",
            "1x",
            ",",
            ";",
            "4294967295x4294967295",
            "0.5,0.5;0.5",
            "yes",
            "mutual",
            "ß",
        ];
        for kind in KINDS {
            for parameter in kind.parameters {
                for value in odd {
                    let one = [(parameter.key.to_owned(), value.to_owned())];
                    if let Ok(model) = generator(kind.name, &one)
                        && model.people() <= 1000
                        && let Ok(drawn) = model.draw(1)
                    {
                        keeps_graph_promises(&drawn);
                    }
                }
            }
        }
    }
}
