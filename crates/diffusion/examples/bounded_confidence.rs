//! Into how many camps do friends fall who heed only those who think alike?

mod network;

use std::error::Error;

use groundswell_diffusion::opinion::discussion::{Discussion, Stop};
use groundswell_diffusion::opinion::hegselmann_krause::HegselmannKrause;
use groundswell_diffusion::opinion::schedule::Synchronous;
use groundswell_diffusion::opinion::summary::{camps, width};
use groundswell_diffusion::world::World;
use groundswell_graph::name_key::NameKey;

fn main() -> Result<(), Box<dyn Error>> {
    let graph = network::friends()?;
    let ties = &graph.platforms()[0].ties;
    let world = World::new(7, 0);
    let luck = world.people(NameKey::of("first opinion"));
    let first: Vec<f64> = graph.nodes().map(|v| luck.person(v).unit()).collect();

    let mut discussion = Discussion::default();
    println!("epsilon  rounds  camps  widest difference");
    for epsilon in [0.05, 0.1, 0.2, 0.3, 0.5, 1.0] {
        let model = Synchronous(HegselmannKrause::new(epsilon)?);
        let ended = discussion.run(ties, &model, &first, world, Stop::default())?;
        let (rounds, opinions) = (ended.rounds(), ended.opinions());
        let (camps, width) = (camps(opinions, 0.01), width(opinions));
        println!("{epsilon:7.2}  {rounds:6}  {camps:5}  {width:17.3}");
    }
    Ok(())
}
