//! Draws every case of the gallery into a folder, to be looked at.
//!
//! ```text
//! cargo run -p groundswell-report --example gallery -- FOLDER
//! ```

use std::path::PathBuf;

use groundswell_report::size::Size;
use groundswell_report::theme::Theme;
use groundswell_report::{draw, png, rows};

#[path = "../tests/gallery/mod.rs"]
mod gallery;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(
        std::env::args()
            .nth(1)
            .ok_or("name a folder to draw into")?,
    );
    std::fs::create_dir_all(&folder)?;
    let sizes = [
        ("slide", Size::SLIDE),
        ("paper", Size::PAPER),
        ("social", Size::SOCIAL),
    ];
    for (name, picture) in gallery::all() {
        for (size_name, size) in sizes {
            for (theme_name, theme) in [("light", Theme::Light), ("dark", Theme::Dark)] {
                let svg = draw::svg(&picture, size, theme);
                let stem = format!("{name}-{size_name}-{theme_name}");
                std::fs::write(folder.join(format!("{stem}.png")), png::rasterise(&svg)?)?;
                std::fs::write(folder.join(format!("{stem}.svg")), svg)?;
            }
        }
        std::fs::write(folder.join(format!("{name}.csv")), rows::csv(&picture)?)?;
    }
    Ok(())
}
