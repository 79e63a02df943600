//! The pages as people meet them: in a browser without a network, by mouse and by keyboard,
//! on a narrow screen and on paper.
//!
//! Needs node with npm and Chromium, and the two packages of `tests/page/package.json`: from
//! the folder that `GROUNDSWELL_NODE_MODULES` names, or else from npm. Where any of them is
//! missing, the test says so and is passed over.

mod run;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use run::{folder, run};

/// A neighbourhood in which it depends on three numbers who wins, under names that would
/// like to be more than words.
const SWEEP: &str = r#"
format = 1
name = "Three numbers </script><script>alert(1)</script>"
objective = "profit"

[audience]
kind = "from-aggregates"
people = 2_000
fans = { facebook = 80 }
friends = { guess = 60 }
nearby = { guess = "25%" }

[platform.facebook]
preset = "facebook-2014"

[response]
exposure = "independent"
post   = { engage = { guess = "2%" }, buy = { guess = "5%" } }
invite = { customer = { guess = "14%" } }

[money]
currency = "EUR"
hour = 15
margin_per_customer = { guess = 45 }
horizon = "365 days"

[[strategy]]
name = "broadcast </script> <!-- \"only\" &amp; 'nothing' else"
actions = [{ kind = "post", per_week = 3 }]

[[strategy]]
name = "invite-friends"
actions = [{ kind = "post", per_week = 3 },
  { kind = "prompt", via = "counter", seen = { guess = "60%" }, take_part = { guess = "33%" },
    invitations = { guess = 2.5 }, reward = { two-sided = [10, 10] } }]

[run]
days = 28
reference = "broadcast </script> <!-- \"only\" &amp; 'nothing' else"
worlds = 64
seed = 1

[sweep]
vary."response.invite.customer" = [0.02, 0.14, 0.3]
vary."money.margin_per_customer" = [10, 60]
vary."strategy.invite-friends.prompt.invitations" = [1, 2.5]
"#;

/// The browser's names on the systems that have it.
const BROWSERS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// The first of these programs that can be started.
fn found(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let mut places = names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    places.find(|place| place.is_file())
}

/// The folder of node's packages, which npm fills if it is told of none.
fn packages() -> Result<OsString, String> {
    if let Some(given) = std::env::var_os("GROUNDSWELL_NODE_MODULES") {
        return Ok(given);
    }
    let npm = found(&["npm"]).ok_or("there is no npm")?;
    // Kept for the next time; npm leaves what is there alone.
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page-packages");
    fs::create_dir_all(&place).map_err(|error| error.to_string())?;
    fs::copy("tests/page/package.json", place.join("package.json"))
        .map_err(|error| error.to_string())?;
    let install = [
        "install",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--prefer-offline",
        "--fetch-retries=0",
    ];
    let output = Command::new(npm).args(install).current_dir(&place).output();
    let output = output.map_err(|error| error.to_string())?;
    match output.status.success() {
        true => Ok(place.join("node_modules").into()),
        false => Err(format!(
            "npm brings no packages: {}",
            String::from_utf8_lossy(&output.stderr)
        )),
    }
}

/// Node, the browser, and the packages.
fn means() -> Result<(PathBuf, PathBuf, OsString), String> {
    let node = found(&["node"]).ok_or("there is no node")?;
    let browser = found(&BROWSERS).ok_or("there is no Chromium")?;
    Ok((node, browser, packages()?))
}

#[test]
fn the_page_of_a_sweep_stands_alone() {
    let folder = folder("sweep-page");
    fs::write(folder.join("three-numbers.toml"), SWEEP).unwrap();
    run(
        &folder,
        &["sweep", "three-numbers.toml", "-qq", "--out", "sweep"],
    )
    .ends(0);
    let page = fs::read_to_string(folder.join("sweep/report.html")).unwrap();
    assert!(page.len() < 1_000_000);
    assert!(page.contains("default-src 'none'"));
    // The numbers and three scripts, and no name's.
    assert_eq!(page.matches("<script").count(), 4);
    assert_eq!(page.matches("</script").count(), 4);
    assert!(page.contains("<td>invite-friends wins</td>"));
    for rest in page.split(" href=\"").skip(1) {
        let link = rest.split('"').next().unwrap();
        let is_there = match link.strip_prefix('#') {
            Some(id) => page.contains(&format!("id=\"{id}\"")),
            None => folder.join("sweep").join(link).exists(),
        };
        assert!(is_there, "{link}");
    }
}

#[test]
fn the_pages_work_in_a_browser_for_everybody() {
    let (node, browser, packages) = match means() {
        Ok(means) => means,
        Err(why) => {
            println!("The pages were not opened in a browser: {why}");
            return;
        }
    };
    let folder = folder("pages");
    fs::write(folder.join("three-numbers.toml"), SWEEP).unwrap();
    run(&folder, &["demo", "-qq", "--out", "comparison"]).ends(0);
    run(
        &folder,
        &["sweep", "three-numbers.toml", "-qq", "--out", "sweep"],
    )
    .ends(0);

    let output = Command::new(node)
        .args(["--test", "--test-reporter=spec"])
        .args(["tests/page/compare.test.mjs", "tests/page/sweep.test.mjs"])
        .env("GROUNDSWELL_COMPARISON", folder.join("comparison"))
        .env("GROUNDSWELL_SWEEP", folder.join("sweep"))
        .env("GROUNDSWELL_CHROMIUM", browser)
        .env("GROUNDSWELL_NODE_MODULES", packages)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}");
    assert!(told.contains("ℹ fail 0"), "{told}");
}
