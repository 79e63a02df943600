//! Whatever the program is started with, it says what is wrong and ends with a code that is
//! documented: streams that are closed or full, no home, no folder, names in no Unicode.

use std::ffi::OsStr;
use std::fs;
use std::io::{Read, pipe};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use run::{Run, folder, program, run};
use shop::SHOP;
use trace::{PROGRAM, space};

mod run;
mod shop;
mod trace;

/// Every verb, with what it prints on stdout when it is let alone.
const VERBS: [&str; 28] = [
    "",
    "--help",
    "--version",
    "help run",
    "compare campaign.toml --worlds 8 -q",
    "compare campaign.toml --worlds 8 --json",
    "break-even campaign.toml money.margin_per_customer --worlds 8 -q",
    "run --graph ties.txt --model ic --weights uniform:0.3 --seeds a --worlds 8 -q",
    "run --graph ties.txt --model ic --weights uniform:0.3 --seeds a --worlds 8 --json",
    "maximize --graph ties.txt --model ic --weights uniform:0.3 --k 1 --worlds 8 -q",
    "sweep sweep.toml --out swept -q",
    "merge swept --out merged",
    "runs list",
    "plan sweep.toml",
    "replay campaign.toml --world 1",
    "check campaign.toml",
    "show campaign.toml --effective",
    "graph stats ties.txt",
    "graph generate watts-strogatz --set people=30 -o drawn.gsw",
    "graph convert ties.txt converted.gsw",
    "schema",
    "presets list",
    "reproduce told/report.json",
    "explain ic",
    "doctor",
    "completions bash",
    "man",
    "init begun --force",
];

/// What is told of time, memory or this machine is different every time.
fn tells_of_the_moment(line: &str) -> bool {
    // A run's document has how long it took.
    ["plan", "doctor", "runs", "sweep"]
        .iter()
        .any(|verb| line.starts_with(verb))
        || line.starts_with("run --graph") && line.contains("--json")
}

/// A folder with all that the verbs need.
fn place(test: &str) -> PathBuf {
    let folder = folder(&format!("streams/{test}"));
    let campaign = SHOP.replace("nearby = 0.5", "nearby = 1") + "worlds = 8\n";
    let sweep = "[sweep]\nvary.\"money.margin_per_customer\" = [10, 30]\n";
    fs::write(folder.join("sweep.toml"), campaign.clone() + sweep).unwrap();
    fs::write(folder.join("campaign.toml"), campaign).unwrap();
    fs::write(folder.join("ties.txt"), "a b\nb c\nc d\n").unwrap();
    run(
        &folder,
        &["compare", "campaign.toml", "-qq", "--out", "told"],
    )
    .ends(0);
    run(&folder, &["sweep", "sweep.toml", "-qq", "--out", "swept"]).ends(0);
    folder
}

fn words(line: &str) -> Vec<&str> {
    line.split_ascii_whitespace().collect()
}

/// Every verb, carried out once as usual; fails unless it is done.
fn usual(folder: &Path) -> Vec<(&'static str, String)> {
    let all = VERBS.iter().map(|line| {
        let usual = run(folder, &words(line)).ends(0);
        assert!(!usual.out.is_empty() || !usual.err.is_empty(), "{line}");
        (*line, usual.out)
    });
    all.collect()
}

/// Fails if it panicked, or ended with a code that is not documented.
#[track_caller]
fn is_in_order(run: &Run, what: &str) {
    let Run { code, err, .. } = run;
    assert!(!err.contains("panicked"), "{what}: {err}");
    let known = [0, 1, 2, 3, 4, 74, 130].map(Some);
    assert!(known.contains(code), "{what}: {code:?} {err}");
}

// Streams.

/// Fails unless whoever lost its reader ended quietly.
#[track_caller]
fn is_quiet(run: &Run, line: &str) {
    assert_eq!(run.code, Some(0), "{line}: {}", run.err);
    for word in ["panicked", "roken pipe"] {
        assert!(!run.err.contains(word), "{line}: {}", run.err);
    }
}

#[test]
fn a_reader_who_has_seen_enough_ends_the_program_quietly() {
    let folder = place("closed");
    for line in VERBS {
        for bytes in [0, 100] {
            let (mut reader, writer) = pipe().unwrap();
            let mut command = program(&folder, &words(line));
            let running = command.stdout(writer).stderr(Stdio::piped()).spawn();
            // This process has an end for writing, too.
            drop(command);
            let mut seen = vec![0; bytes];
            let _ = reader.read(&mut seen).unwrap();
            drop(reader);
            is_quiet(&running.unwrap().wait_with_output().unwrap().into(), line);
        }
    }
}

#[test]
fn nobody_who_reads_messages_makes_no_difference() {
    let folder = place("unheard");
    for line in VERBS {
        let (reader, writer) = pipe().unwrap();
        drop(reader);
        let output = program(&folder, &words(line)).stderr(writer).output();
        let run = Run::from(output.unwrap());
        assert_eq!(run.code, Some(0), "{line}");
    }
}

/// Gives a command through a shell that opens and closes streams for it.
fn redirected(folder: &Path, redirections: &str, line: &str) -> Run {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("exec \"$@\" {redirections}"), "sh", PROGRAM]);
    command.args(words(line)).current_dir(folder);
    command.env("NO_COLOR", "1").stdin(Stdio::null());
    command.output().unwrap().into()
}

#[test]
fn a_full_stdout_is_told_and_full_messages_are_not() {
    if !Path::new("/dev/full").exists() {
        eprintln!("passed over: there is no /dev/full");
        return;
    }
    let folder = place("full");
    for (line, prints) in usual(&folder) {
        let told = redirected(&folder, ">/dev/full", line);
        match prints.is_empty() {
            true => drop(told.ends(0)),
            false => drop(told.ends(74).says(&["standard output", "No space left"])),
        }
        redirected(&folder, "2>/dev/full", line).ends(0);
    }
}

#[test]
fn streams_that_are_closed_from_the_beginning_stop_nothing() {
    let folder = place("none");
    for line in VERBS {
        redirected(&folder, ">&- 2>&- <&-", line).ends(0);
    }
}

// Surroundings.

#[test]
fn without_home_terminal_or_any_other_setting_the_same_is_said() {
    let folder = place("bare");
    for (line, prints) in usual(&folder) {
        let mut command = Command::new(PROGRAM);
        command.args(words(line)).current_dir(&folder).env_clear();
        let bare = Run::from(command.stdin(Stdio::null()).output().unwrap()).ends(0);
        if !tells_of_the_moment(line) {
            assert_eq!(bare.out, prints, "{line}");
        }
    }
}

#[test]
fn no_language_changes_a_number_or_a_word() {
    let folder = place("languages");
    for (line, prints) in usual(&folder) {
        for language in ["tr_TR.UTF-8", "no such language"] {
            let mut command = program(&folder, &words(line));
            command.env("LANG", language).env("LC_ALL", language);
            let run = Run::from(command.output().unwrap()).ends(0);
            if !tells_of_the_moment(line) {
                assert_eq!(run.out, prints, "{line} in {language}");
            }
        }
    }
}

#[test]
fn without_a_folder_for_what_is_temporary_only_what_needs_it_fails() {
    let folder = place("temporary");
    for line in VERBS {
        let mut command = program(&folder, &words(line));
        command.env("TMPDIR", folder.join("ties.txt/nowhere"));
        let run = Run::from(command.output().unwrap());
        match line.split(' ').next() {
            Some("reproduce") => drop(run.ends(74).says(&["nowhere"])),
            Some("doctor") => {
                assert!(run.out.contains("nowhere"), "{}", run.out);
                run.ends(1);
            }
            _ => drop(run.ends(0)),
        }
    }
}

#[test]
fn in_a_folder_that_is_gone_what_names_no_file_works_and_the_rest_says_so() {
    let folder = place("gone");
    let gone = folder.join("gone");
    for line in VERBS {
        fs::create_dir(&gone).unwrap();
        let mut command = Command::new("sh");
        let script = "rmdir ../gone && exec \"$@\"";
        command
            .args(["-c", script, "sh", PROGRAM])
            .args(words(line));
        command.current_dir(&gone).env("NO_COLOR", "1");
        let run = Run::from(command.stdin(Stdio::null()).output().unwrap());
        is_in_order(&run, line);
        let is_file = |word: &&str| word.contains(['.', '/']) && !word.starts_with("money");
        if words(line).iter().any(is_file) {
            let what = format!("{line}: {}", run.err);
            assert_eq!(run.code, Some(74), "{what}");
            assert!(run.err.contains("No such file"), "{what}");
        }
    }
}

#[test]
fn in_a_folder_that_may_only_be_read_the_file_is_named() {
    let folder = place("locked");
    let Some(space) = space(&folder) else {
        return;
    };
    let script = r#"
        cp -r *.toml *.txt told swept disk || exit 9
        mount --bind disk disk && mount -o remount,ro,bind disk || exit 9
        cd disk && exec "$@"
    "#;
    for (line, writes) in [
        ("show campaign.toml", ""),
        ("graph stats ties.txt", "ties-stats"),
        ("check campaign.toml", ""),
        ("reproduce told/report.json", ""),
        ("demo --worlds 8", "groundswell-demo"),
        ("compare campaign.toml -q", "campaign-report"),
        ("compare campaign.toml -q --out told", "told"),
        ("sweep sweep.toml -q --out new", "new"),
        ("sweep sweep.toml -q --out swept", "swept"),
        ("merge swept --out merged", "merged"),
        ("graph convert ties.txt x.gsw", "x.gsw"),
        ("graph generate watts-strogatz -o x.gsw", "x.gsw"),
        ("replay campaign.toml --world 1 --log log.csv", "log.csv"),
        ("replay campaign.toml --world 1 --out film", "film"),
        ("man --out pages", "pages"),
        ("init begun", "begun"),
    ] {
        let mut command = Command::new(space[0]);
        command.args(&space[1..]).args(["sh", "-c", script, "sh"]);
        command.arg(PROGRAM).args(words(line));
        command.current_dir(&folder).env("NO_COLOR", "1");
        let run = Run::from(command.stdin(Stdio::null()).output().unwrap());
        match writes {
            "" => drop(run.ends(0)),
            file => drop(run.ends(74).says(&[file, "Read-only file system"])),
        }
    }
}

// Names in no Unicode.

#[test]
fn files_may_have_names_that_are_in_no_unicode() {
    let folder = place("names");
    let odd = |before: &str, after: &str| {
        let bytes = [before.as_bytes(), b"\xff\xe4", after.as_bytes()].concat();
        OsStr::from_bytes(&bytes).to_owned()
    };
    for (from, before, after) in [
        ("ties.txt", "ties", ".txt"),
        ("campaign.toml", "campaign", ".toml"),
        ("sweep.toml", "sweep", ".toml"),
    ] {
        fs::copy(folder.join(from), folder.join(odd(before, after))).unwrap();
    }
    let (ties, campaign) = (odd("ties", ".txt"), odd("campaign", ".toml"));
    let sweep = odd("sweep", ".toml");
    for (line, file, to) in [
        ("graph stats", &ties, None),
        ("graph convert", &ties, Some(odd("x", ".gsw"))),
        ("graph import", &ties, Some(odd("-oy", ".gsw"))),
        ("compare -q", &campaign, Some(odd("--out=told", ""))),
        ("break-even -q --worlds=8", &campaign, None),
        ("sweep -q", &sweep, Some(odd("--out=swept", ""))),
        ("run -q", &campaign, Some(odd("--out=run", ""))),
        (
            "replay --world=1",
            &campaign,
            Some(odd("--log=log", ".csv")),
        ),
        ("replay --world=1", &campaign, Some(odd("--out=film", ""))),
        ("check", &campaign, None),
        ("show", &campaign, None),
        ("plan", &sweep, None),
        ("init", &odd("begun", ""), None),
    ] {
        let mut command = program(&folder, &words(line));
        command.arg(file).args(to);
        Run::from(command.output().unwrap()).ends(0);
    }
    let document = folder.join(odd("told", "")).join("report.json");
    let mut command = program(&folder, &["reproduce"]);
    let run = Run::from(command.arg(document).output().unwrap());
    is_in_order(&run, "reproduce");
    let nowhere = program(&folder, &["check"])
        .arg(odd("nowhere", ""))
        .output();
    Run::from(nowhere.unwrap()).ends(74).says(&["nowhere"]);
}

#[test]
fn arguments_that_are_in_no_unicode_are_mistakes_of_the_command_line() {
    let folder = place("arguments");
    for line in VERBS {
        let mut command = program(&folder, &words(line));
        command.arg(OsStr::from_bytes(b"--\xff"));
        let run = Run::from(command.output().unwrap());
        // Whoever asks for help gets it.
        let asks = line == "--help";
        drop(run.ends(if asks { 0 } else { 2 }));
    }
    for option in ["--model=", "--seeds=", "--worlds=", "--set="] {
        let mut command = program(&folder, &["run", "--graph=ties.txt"]);
        let value = [option.as_bytes(), b"\xff"].concat();
        let run = command.arg(OsStr::from_bytes(&value)).output().unwrap();
        Run::from(run).ends(2);
    }
}
