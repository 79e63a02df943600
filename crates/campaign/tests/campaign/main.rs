//! Campaigns, held to laws world by world, to hand arithmetic and to exact answers.

mod branching;
mod credit;
mod labels;
mod laws;
mod levers;
mod monotone;
mod oracles;
mod random;
mod town;
