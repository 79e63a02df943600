//! Which of two seed sets is better, and how sure is that? Both meet the same luck.

mod hubs;
mod network;

use std::error::Error;

use groundswell_diffusion::contagion::Network;
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::seeds::Seeds;
use groundswell_diffusion::spread::{Question, spread};
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_estimate::difference::Difference;
use groundswell_estimate::sample::Sample;
use groundswell_graph::activation::Activation;
use groundswell_graph::probability::Probability;

fn main() -> Result<(), Box<dyn Error>> {
    let graph = network::friends()?;
    let tenth = Activation::uniform(Probability::clamped(0.1));
    let networks = [Network::new(&graph.platforms()[0], &tenth)];
    let people = hubs::most_connected(&graph);
    let (crew, watch) = (Crew::of(0), Watch::default());

    let [best, next] = [&people[..2], &people[2..4]].map(|seeds| {
        let seeds = Seeds::these(seeds.iter().copied());
        let question = Question::new(&seeds, Worlds::new(7, 0..5_000));
        let answer = spread(&crew, &watch, &networks, &IndependentCascade, &question);
        answer.sizes.into_iter().map(f64::from).collect::<Sample>()
    });
    let more = Difference::paired(&best, &next)?;
    let (low, high) = (more.estimate.low, more.estimate.high);
    println!(
        "the two best connected reach {:.2} people",
        best.estimate()?.mean
    );
    println!("the next two reach {:.2}", next.estimate()?.mean);
    println!(
        "difference {:.2}, from {low:.2} to {high:.2}",
        more.estimate.mean
    );
    println!("ahead in {:.0} % of the worlds", 100.0 * more.better);
    println!(
        "pairing was worth {:.1} times the worlds",
        more.variance_gain
    );
    Ok(())
}
