//! Do many people behave as the equation says? SIR in rounds beside its mean field.

use std::error::Error;

use groundswell_diffusion::contagion::Network;
use groundswell_diffusion::mean_field::configuration_model::Degrees;
use groundswell_diffusion::mean_field::edge_based::EdgeBased;
use groundswell_diffusion::model::sir::Sir;
use groundswell_diffusion::seeds::Seeds;
use groundswell_diffusion::spread::{Question, spread};
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_graph::activation::Activation;
use groundswell_graph::builder::GraphBuilder;
use groundswell_graph::generate::Generator;
use groundswell_graph::generate::erdos_renyi::{Density, ErdosRenyi};
use groundswell_graph::id::NodeId;
use groundswell_graph::probability::Probability;

const PEOPLE: u32 = 5_000;
const SEEDS: u32 = 100;
/// Rounds in a unit of time.
const ROUNDS: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let random = ErdosRenyi {
        people: PEOPLE,
        density: Density::Pairs(20_000),
        ..ErdosRenyi::default()
    };
    let mut builder = GraphBuilder::new(PEOPLE);
    builder.frozen_platform("ties", random.draw(7)?.ties)?;
    let graph = builder.build();
    let platform = &graph.platforms()[0];

    // What happens at a rate happens in a short round with this chance.
    let (beta, gamma) = (0.5, 1.0);
    let chance = |rate: f64| Probability::clamped(-libm::expm1(-rate / ROUNDS as f64));
    let activation = Activation::uniform(chance(beta));
    let networks = [Network::new(platform, &activation)];
    let seeds = Seeds::these((0..SEEDS).map(NodeId));
    let question = Question::new(&seeds, Worlds::new(7, 0..20));
    let (crew, watch, sir) = (Crew::of(0), Watch::default(), Sir::new(chance(gamma)));
    let course = spread(&crew, &watch, &networks, &sir, &question).course;

    let equation = EdgeBased::new(Degrees::of(&platform.ties)?, beta, gamma)?;
    let begun = f64::from(SEEDS) / f64::from(PEOPLE);
    println!("time  infectious: 20 worlds  equation");
    for (time, shares) in equation.curve(begun, 1.0, 9)?.iter().enumerate() {
        let stage = &course[(time * ROUNDS).min(course.len() - 1)];
        let worlds = stage.speaking.estimate(0.95)?.mean / f64::from(PEOPLE);
        println!("{time:4}  {worlds:21.3}  {:8.3}", shares.infectious);
    }
    Ok(())
}
