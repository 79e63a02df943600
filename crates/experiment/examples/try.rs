use groundswell_campaign::metric::Metric;
use groundswell_diffusion::worlds::{Crew, Watch};
use groundswell_experiment::study::Study;
use groundswell_scenario::scenario::Scenario;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let parsed = Scenario::parse(&text).unwrap();
    let crew = Crew::of(0);
    let effort = Study::effort_of(&parsed.scenario);
    let t = std::time::Instant::now();
    let study = Study::new(
        parsed.scenario,
        std::path::Path::new(&path).parent().unwrap(),
        1,
        effort,
        &crew,
    )
    .unwrap();
    println!("graph {:?} {:?}", t.elapsed(), study.audience());
    let t = std::time::Instant::now();
    let out = study.run(&crew, &Watch::default()).unwrap();
    println!("run {:?} {} worlds", t.elapsed(), out.comparison.worlds());
    for m in Metric::ALL {
        print!("{:24}", m.name());
        for a in 0..out.comparison.arms.len() {
            let e = out.comparison.estimate(a, m).unwrap();
            print!("{:12.2} ±{:8.3}", e.mean, e.half_width());
        }
        println!();
    }
    println!("{:?} {:?}", out.verdict, out.spending);
    let t = std::time::Instant::now();
    for p in [
        "response.invite.customer",
        "strategy.invite-friends.prompt.take_part",
    ] {
        let f = groundswell_experiment::flip::flip(
            &study,
            p,
            ["invite-friends", "broadcast-only"],
            200,
            &crew,
            &Watch::default(),
        )
        .unwrap();
        println!("{:?} {f:?}", t.elapsed());
    }
}
