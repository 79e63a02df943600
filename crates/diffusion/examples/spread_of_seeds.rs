//! How far does word spread from the two people with the most friends?

mod hubs;
mod network;

use std::error::Error;

use groundswell_diffusion::contagion::Network;
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::seeds::Seeds;
use groundswell_diffusion::spread::{Engine, Question, spread_live};
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_graph::activation::Activation;
use groundswell_graph::probability::Probability;

fn main() -> Result<(), Box<dyn Error>> {
    let graph = network::friends()?;
    let tenth = Activation::uniform(Probability::clamped(0.1));
    let networks = [Network::new(&graph.platforms()[0], &tenth)];
    let seeds = Seeds::these(hubs::most_connected(&graph).into_iter().take(2));
    let question = Question::new(&seeds, Worlds::new(7, 0..20_000));

    let (crew, watch) = (Crew::of(0), Watch::default());
    let model = &IndependentCascade;
    let (answer, _) = spread_live(&crew, &watch, &networks, model, &question, Engine::Fastest);
    let mean = answer.estimate(0.95)?;
    let (people, worlds) = (graph.people(), mean.worlds);
    println!("{:.2} of {people} people in {worlds} worlds", mean.mean);
    println!(
        "95 % interval of the mean: {:.2} to {:.2}",
        mean.low, mean.high
    );
    for (round, stage) in answer.course.iter().enumerate().take(6) {
        println!("by round {round}: {:.2}", stage.spread.estimate(0.95)?.mean);
    }
    Ok(())
}
