//! The companions without luck against the oracles, and a large outbreak against them.

use std::path::Path;

use groundswell_diffusion::contagion::Network;
use groundswell_diffusion::continuous::outbreak::Outbreak;
use groundswell_diffusion::continuous::sir::Sir;
use groundswell_diffusion::continuous::time::Time;
use groundswell_diffusion::mean_field::bass::Bass;
use groundswell_diffusion::mean_field::branching::GaltonWatson;
use groundswell_diffusion::mean_field::configuration_model::Degrees;
use groundswell_diffusion::mean_field::edge_based::EdgeBased;
use groundswell_diffusion::mean_field::epidemic::WellMixed;
use groundswell_diffusion::world::World;
use groundswell_graph::activation::Activation;
use groundswell_graph::builder::GraphBuilder;
use groundswell_graph::generate::Generator;
use groundswell_graph::generate::configuration;
use groundswell_graph::id::NodeId;
use groundswell_graph::probability::Probability;
use serde_json::Value;

/// The cases of one family of closed forms; none, with a word, where there are no oracles.
fn family(name: &str) -> Vec<Value> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/oracles/closed-forms.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: no oracles at {}", path.display());
        return Vec::new();
    };
    let mut oracles: Value = serde_json::from_str(&text).unwrap();
    let Value::Array(mut cases) = oracles["cases"].take() else {
        panic!("the closed forms have no cases");
    };
    cases.retain(|case| case["family"] == name);
    assert!(!cases.is_empty(), "no {name}");
    cases
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn p(value: f64) -> Probability {
    Probability::new(value).unwrap()
}

/// Holds `ours` against the value, or the list of values, of a case.
fn assert_case(case: &Value, ours: impl IntoIterator<Item = f64>) {
    let expected = match &case["value"] {
        Value::Array(values) => values.iter().map(number).collect(),
        value => vec![number(value)],
    };
    let ours: Vec<f64> = ours.into_iter().take(expected.len()).collect();
    assert_eq!(ours.len(), expected.len(), "{case}");
    for (ours, expected) in ours.into_iter().zip(expected) {
        let bound = number(&case["rel_tol"]) * expected.abs();
        assert!((ours - expected).abs() <= bound, "{case}: {ours}");
    }
}

#[test]
fn random_graphs_have_the_giant_component_of_the_closed_form() {
    for case in family("er-giant-component") {
        let mean = number(&case["params"]["mean_degree"]);
        let giant = Degrees::poisson(mean)
            .unwrap()
            .giant_component(Probability::ONE);
        assert_case(&case, [giant]);
        let survival = 1.0 - GaltonWatson::poisson(mean).unwrap().extinction();
        assert_case(&case, [survival]);
    }
    for case in family("er-mean-component") {
        let degrees = Degrees::poisson(number(&case["params"]["mean_degree"])).unwrap();
        assert_case(&case, degrees.mean_small_component(Probability::ONE));
    }
}

fn degrees(name: &str) -> Degrees {
    match name {
        "3-regular" => Degrees::regular(3),
        "poisson-4" => Degrees::poisson(4.0).unwrap(),
        "power-law k^-2.5, k=1..100" => Degrees::power_law(2.5, 1, 100).unwrap(),
        "half degree 1, half degree 5" => Degrees::new(vec![0.0, 1.0, 0.0, 0.0, 0.0, 1.0]).unwrap(),
        geometric if geometric.starts_with("geometric-mean-3") => Degrees::geometric(3.0).unwrap(),
        other => panic!("{other} is no distribution of ours"),
    }
}

#[test]
fn percolation_on_given_degrees_has_its_threshold_and_its_giant_component() {
    for case in family("configuration-model-percolation") {
        let degrees = degrees(case["params"]["degrees"].as_str().unwrap());
        let transmissibility = p(number(&case["params"]["T"]));
        assert_case(&case, [degrees.giant_component(transmissibility)]);
    }
    for case in family("configuration-model-threshold") {
        let degrees = degrees(case["params"]["degrees"].as_str().unwrap());
        assert_case(&case, degrees.critical_transmissibility());
    }
}

#[test]
fn well_mixed_epidemics_have_their_closed_forms() {
    for case in family("sir-final-size") {
        let params = &case["params"];
        let epidemic = WellMixed::reproducing(number(&params["R0"])).unwrap();
        match params["s0"].as_f64() {
            None => assert_case(&case, [epidemic.final_size()]),
            Some(s0) => assert_case(&case, epidemic.never_infected(s0)),
        }
    }
    for case in family("sir-peak") {
        let epidemic = WellMixed::reproducing(number(&case["params"]["R0"])).unwrap();
        assert_case(&case, [epidemic.peak_prevalence()]);
    }
    for case in family("sis-mean-field") {
        let epidemic = WellMixed::reproducing(number(&case["params"]["R0"])).unwrap();
        assert_case(&case, [epidemic.endemic_level()]);
    }
}

#[test]
fn chains_of_invitations_have_their_closed_forms() {
    for case in family("galton-watson") {
        let (params, quantity) = (&case["params"], case["quantity"].as_str().unwrap());
        let chain = match params["offspring"].as_str() {
            Some("binomial") => {
                let invites = number(&params["invites"]) as u32;
                GaltonWatson::binomial(invites, p(number(&params["accept"])))
            }
            Some(name) if name.starts_with("geometric") => {
                GaltonWatson::geometric(number(&params["R"])).unwrap()
            }
            // Where nothing is said, only the mean matters.
            _ => GaltonWatson::poisson(number(&params["R"])).unwrap(),
        };
        let founders = params["N"].as_u64().unwrap_or(1) as u32;
        match quantity {
            _ if quantity.starts_with("mean total") => {
                assert_case(&case, chain.total_mean(founders));
            }
            _ if quantity.starts_with("variance of total") => {
                assert_case(&case, chain.total_variance(founders));
            }
            _ if quantity.starts_with("mean cumulative") => {
                let generations = number(&params["generations"]) as u32;
                assert_case(&case, [chain.mean_after(founders, generations)]);
            }
            _ if quantity.starts_with("extinction") => assert_case(&case, [chain.extinction()]),
            _ => {
                assert!(quantity.starts_with("P(total="), "{quantity}");
                assert_case(&case, (1..).map(|total| chain.total_probability(1, total)));
            }
        }
    }
}

#[test]
fn the_bass_curve_has_its_closed_forms() {
    for case in family("bass") {
        let params = &case["params"];
        let bass = Bass::new(number(&params["p"]), number(&params["q"])).unwrap();
        let (market, peak) = (number(&params["m"]), bass.peak().unwrap());
        match case["quantity"].as_str().unwrap() {
            "time of peak" => assert_case(&case, [peak.time]),
            "rate at the peak" => {
                assert_case(&case, [market * peak.rate]);
                assert_case(&case, [market * bass.rate_at(peak.time)]);
            }
            "cumulative adopters at the peak" => {
                assert_case(&case, [market * peak.adopted]);
                assert_case(&case, [market * bass.adopted_by(peak.time)]);
            }
            quantity => {
                assert!(quantity.ends_with("t=1,2,5,10,20"), "{quantity}");
                let times = [1.0, 2.0, 5.0, 10.0, 20.0];
                assert_case(&case, times.map(|t| market * bass.adopted_by(t)));
            }
        }
    }
    for case in family("bass-discrete") {
        let params = &case["params"];
        let bass = Bass::new(number(&params["p"]), number(&params["q"])).unwrap();
        assert_case(&case, bass.by_period().map(|f| number(&params["m"]) * f));
    }
}

/// Holds a number against one that was printed with so many decimals.
fn assert_printed(ours: f64, printed: f64, decimals: i32) {
    let bound = 0.5 * f64::from(10).powi(-decimals) + 1e-12;
    assert!((ours - printed).abs() <= bound, "{ours} for {printed}");
}

#[test]
fn figures_of_branching_giant_components_and_bass_are_as_tabled() {
    let half = GaltonWatson::poisson(0.5).unwrap();
    let most = GaltonWatson::poisson(0.9).unwrap();
    assert_eq!(
        (half.total_mean(1), half.total_variance(1)),
        (Some(2.0), Some(4.0))
    );
    assert_printed(most.total_mean(1).unwrap(), 10.0, 6);
    assert_printed(most.total_variance(1).unwrap(), 900.0, 6);
    let borel = [0.606_531, 0.183_940, 0.083_674, 0.045_112, 0.026_720];
    for (total, printed) in (1..).zip(borel) {
        assert_printed(half.total_probability(1, total), printed, 6);
    }

    let survival = [
        (1.1, 0.176_134),
        (1.5, 0.582_812),
        (2.0, 0.796_812),
        (3.0, 0.940_480),
    ];
    for (mean, printed) in survival {
        assert_printed(
            1.0 - GaltonWatson::poisson(mean).unwrap().extinction(),
            printed,
            6,
        );
        assert_printed(
            WellMixed::reproducing(mean).unwrap().final_size(),
            printed,
            6,
        );
    }

    let peak = Bass::new(0.03, 0.38).unwrap().peak().unwrap();
    assert_printed(peak.time, 6.1926, 4);
    assert_printed(peak.rate, 0.110_592, 6);
    assert_printed(peak.adopted, 0.460_526, 6);
    let peak = Bass::new(0.01, 0.3).unwrap().peak().unwrap();
    assert_printed(peak.time, 10.9716, 4);
    assert_printed(peak.rate, 0.080_083, 6);
}

#[test]
fn sir_on_a_large_random_regular_graph_follows_the_edge_based_curve() {
    let (people, friends, beta, gamma) = (20_000u32, 5, 0.6, 1.0);
    let generator = configuration::Configuration {
        degrees: configuration::Degrees::Given(vec![friends; people as usize]),
    };
    let mut builder = GraphBuilder::new(people);
    let ties = generator.draw(20_261_122).unwrap().ties;
    builder.frozen_platform("ties", ties).unwrap();
    let graph = builder.build();
    let activation = Activation::uniform(Probability::ONE);
    let network = Network::new(&graph.platforms()[0], &activation);
    // Ids say nothing about a place in a random graph, so the first are as good as any.
    let seeds: Vec<NodeId> = (0..people / 50).map(NodeId).collect();

    let model = EdgeBased::new(Degrees::regular(friends), beta, gamma).unwrap();
    let curve = model.curve(0.02, 1.0, 13).unwrap();
    let sir = Sir::new(beta, gamma).unwrap();
    let mut outbreak = Outbreak::new(people);
    let worlds = 40;
    let mut sums = vec![[(0.0, 0.0); 3]; curve.len()];
    for index in 0..worlds {
        let outcome = outbreak.run(&network, &sir, &seeds, World::new(3, index));
        for (t, sums) in sums.iter_mut().enumerate() {
            let census = outcome.census_at(Time::new(t as f64).unwrap());
            let counts = [census.susceptible, census.infectious, census.removed];
            for (sum, count) in sums.iter_mut().zip(counts) {
                let share = f64::from(count) / f64::from(people);
                *sum = (sum.0 + share, sum.1 + share * share);
            }
        }
    }
    let n = worlds as f64;
    for (t, (shares, sums)) in curve.iter().zip(sums).enumerate() {
        let expected = [shares.susceptible, shares.infectious, shares.removed];
        for ((sum, squares), expected) in sums.into_iter().zip(expected) {
            let mean = sum / n;
            let error = ((squares / n - mean * mean).max(0.0) / (n - 1.0)).sqrt();
            let bound = 4.5 * error + 2.0 / f64::from(people).sqrt();
            assert!(
                (mean - expected).abs() <= bound,
                "{t}: {mean} for {expected} ± {bound}"
            );
        }
    }
    // The curve is not a flat one: more than half are reached.
    assert!(curve.last().unwrap().removed > 0.5);
}
