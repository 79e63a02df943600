//! What Ctrl-C does: it ends the program, or asks work that keeps what it has to stop.

use std::process::exit;
use std::sync::{Arc, OnceLock};

use groundswell_diffusion::worlds::Watch;
use groundswell_graph::whole_file::abandon;

use crate::exit::Exit;

/// What can be asked to stop, once there is something.
static ASKED: OnceLock<Arc<Watch>> = OnceLock::new();

/// From now on Ctrl-C clears away the files that are half written and ends the program; the
/// first one only asks to stop, where somebody [watches](watch).
pub(crate) fn heed() {
    let handler = || match ASKED.get() {
        Some(watch) if !watch.stopped() => watch.stop(),
        _ => {
            abandon();
            exit(Exit::Interrupted as i32);
        }
    };
    // Without a handler Ctrl-C ends the program at once, and what is half written is cleared
    // away by whoever writes it next.
    let _ = ctrlc::set_handler(handler);
}

/// The watch that the first Ctrl-C asks to stop; the second ends the program.
pub(crate) fn watch() -> Arc<Watch> {
    Arc::clone(ASKED.get_or_init(Arc::default))
}
