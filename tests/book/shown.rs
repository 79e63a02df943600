//! Commands, what they print, and what a page shows of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::block::{Block, Deed};
use crate::root;

/// Stands for any number of lines.
const LINES: &str = "…";
/// Stands for anything within a line.
const ANYTHING: &str = "[..]";
/// Before a command in a block that shows what is printed.
const PROMPT: &str = "$ ";
/// Before the code with which a command has to end, if that is not 0.
const EXIT: &str = "# exit ";

/// A folder in which the blocks of one page are carried out.
pub(crate) struct Terminal {
    folder: PathBuf,
}

/// What came of a block.
pub(crate) struct Outcome {
    /// Each with the number of its line.
    pub(crate) mistakes: Vec<String>,
    /// The block's lines with what is printed now, where that is something else.
    pub(crate) now: Option<Vec<String>>,
}

/// A command and what a page shows of it.
struct Step<'a> {
    /// Where it stands in the block.
    at: usize,
    /// The lines of the command.
    command: Vec<&'a str>,
    shown: Vec<&'a str>,
}

impl Terminal {
    /// An empty folder, but for the scenarios that come along.
    pub(crate) fn new(page: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("book")
            .join(page);
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        fs::create_dir_all(&folder).unwrap();
        copy(&root().join("scenarios"), &folder.join("scenarios"));
        Self { folder }
    }

    /// Where its files are.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Does with a block what it asks for.
    pub(crate) fn carry_out(&self, block: &Block<'_>) -> Outcome {
        let mut mistakes = Vec::new();
        let mut now = Vec::new();
        let steps = match &block.deed {
            Deed::Show => Vec::new(),
            Deed::Write(name) => {
                let file = self.folder.join(name);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, block.lines.join("\n") + "\n").unwrap();
                Vec::new()
            }
            Deed::Run => lines_of_commands(&block.lines),
            Deed::Compare => steps(&block.lines).unwrap_or_else(|at| {
                let mistake = "a block with commands begins with `$ `";
                mistakes.push(format!("{}: {mistake}", block.first_line + at + 1));
                Vec::new()
            }),
        };
        let mut changed = false;
        for step in &steps {
            let command = step.command.join("\n");
            let place = format!("{}: {command}", block.first_line + step.at + 1);
            let wanted = exit_code(&command);
            let (code, said) = self.run(&command);
            let as_wanted = code == Some(wanted);
            if !as_wanted {
                mistakes.push(format!(
                    "{place}\nended with {code:?} and not {wanted}:\n{said}"
                ));
            }
            let said: Vec<&str> = said.trim_end().lines().map(str::trim_end).collect();
            now.extend(
                step.command
                    .iter()
                    .enumerate()
                    .map(|(nth, line)| format!("{}{line}", if nth == 0 { PROMPT } else { "" })),
            );
            if step.shown.is_empty() || alike(&step.shown, &said) || !as_wanted {
                now.extend(step.shown.iter().map(|line| (*line).to_owned()));
            } else {
                let [shown, said] = [&step.shown, &said].map(|lines| lines.join("\n"));
                mistakes.push(format!("{place}\nshown:\n{shown}\nprinted:\n{said}"));
                now.extend(said.lines().map(str::to_owned));
                changed = true;
            }
        }
        Outcome {
            mistakes,
            now: changed.then_some(now),
        }
    }

    /// How a command ended and what it printed; what it said on stderr follows
    /// where it did not end with 0.
    fn run(&self, command: &str) -> (Option<i32>, String) {
        let program = Path::new(env!("CARGO_BIN_EXE_groundswell"));
        let others = std::env::var_os("PATH").unwrap_or_default();
        let mut path = vec![program.parent().unwrap().to_owned()];
        path.extend(std::env::split_paths(&others));
        let output = Command::new("sh")
            .args(["-c", command])
            .current_dir(&self.folder)
            .env("PATH", std::env::join_paths(path).unwrap())
            .env("NO_COLOR", "1")
            .env_remove("COLUMNS")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let mut said = String::from_utf8(output.stdout).unwrap();
        if !output.status.success() {
            said += &String::from_utf8(output.stderr).unwrap();
        }
        (output.status.code(), said)
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let [from, to] = [from, to].map(|folder| folder.join(entry.as_ref().unwrap().file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}

/// The commands of a block in which every line is one, or goes on with one.
fn lines_of_commands<'a>(lines: &[&'a str]) -> Vec<Step<'a>> {
    let mut steps: Vec<Step<'a>> = Vec::new();
    let mut goes_on = false;
    for (at, line) in lines.iter().enumerate() {
        if goes_on {
            steps.last_mut().unwrap().command.push(line);
        } else if !line.trim().is_empty() && !line.starts_with('#') {
            steps.push(Step {
                at,
                command: vec![line],
                shown: Vec::new(),
            });
        }
        goes_on = line.ends_with('\\');
    }
    steps
}

/// The commands of a block that shows what they print, or the line that has none.
fn steps<'a>(lines: &[&'a str]) -> Result<Vec<Step<'a>>, usize> {
    let mut steps: Vec<Step<'a>> = Vec::new();
    let mut goes_on = false;
    for (at, line) in lines.iter().enumerate() {
        if let Some(command) = line.strip_prefix(PROMPT) {
            steps.push(Step {
                at,
                command: vec![command],
                shown: Vec::new(),
            });
        } else {
            let last = steps.last_mut().ok_or(at)?;
            let part = if goes_on {
                &mut last.command
            } else {
                &mut last.shown
            };
            part.push(line);
        }
        goes_on = line.ends_with('\\') && steps.last().is_some_and(|last| last.shown.is_empty());
    }
    for step in &mut steps {
        while step.shown.last().is_some_and(|line| line.trim().is_empty()) {
            step.shown.pop();
        }
    }
    Ok(steps)
}

/// The code with which a command has to end.
fn exit_code(command: &str) -> i32 {
    let code = command
        .rsplit_once(EXIT)
        .map(|(_, code)| code.trim().parse());
    code.transpose()
        .unwrap_or_else(|_| panic!("no exit code in {command:?}"))
        .unwrap_or(0)
}

/// Whether what is shown is what was said, elided parts aside.
fn alike(shown: &[&str], said: &[&str]) -> bool {
    match shown.split_first() {
        None => said.is_empty(),
        Some((first, rest)) if first.trim() == LINES => {
            (0..=said.len()).any(|from| alike(rest, &said[from..]))
        }
        Some((first, rest)) => said
            .split_first()
            .is_some_and(|(line, others)| like(first.trim_end(), line) && alike(rest, others)),
    }
}

/// The same within a line.
fn like(shown: &str, said: &str) -> bool {
    match shown.split_once(ANYTHING) {
        None => shown == said,
        Some((before, after)) => said.strip_prefix(before).is_some_and(|rest| {
            let starts = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
            starts.into_iter().any(|at| like(after, &rest[at..]))
        }),
    }
}

#[test]
fn what_is_elided_may_be_anything_and_nothing_else() {
    let said = ["one", "two 2.5 s", "three"];
    for shown in [
        &["one", "…"][..],
        &["…", "three"],
        &["one", "two [..] s", "three"],
        &["…", "one", "…", "three", "…"],
    ] {
        assert!(alike(shown, &said), "{shown:?}");
    }
    for shown in [
        &["one"][..],
        &["…", "two"],
        &["one", "two [..]m", "three"],
        &["three", "…"],
        &["one", "…", "one", "…"],
    ] {
        assert!(!alike(shown, &said), "{shown:?}");
    }
}

#[test]
fn commands_go_on_after_a_backslash_and_say_how_they_end() {
    let found = steps(&["$ false \\", "  --really # exit 1", "no", "", "$ true"]).unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(
        (found[0].command.len(), &found[0].shown[..]),
        (2, &["no"][..])
    );
    assert_eq!(
        [exit_code(&found[0].command.join("\n")), exit_code("true")],
        [1, 0]
    );
    assert_eq!(steps(&["true"]).err(), Some(0));
}

#[test]
fn another_output_and_another_code_are_mistakes() {
    let terminal = Terminal::new("itself");
    let mistakes = |line: &str, shown: &str| {
        let block = Block {
            deed: Deed::Compare,
            lines: vec![line, shown],
            first_line: 4,
        };
        let outcome = terminal.carry_out(&block);
        assert!(
            outcome
                .mistakes
                .iter()
                .all(|mistake| mistake.starts_with("5: "))
        );
        (outcome.mistakes.len(), outcome.now)
    };
    assert_eq!(mistakes("$ echo one", "one"), (0, None));
    let now = Some(vec!["$ echo one".to_owned(), "one".to_owned()]);
    assert_eq!(mistakes("$ echo one", "two"), (1, now));
    assert_eq!(mistakes("$ echo one; exit 3 # exit 3", "one"), (0, None));
    assert_eq!(mistakes("$ echo one; exit 3", "one"), (1, None));
    assert_eq!(
        mistakes("$ groundswell conquer # exit 2", "error: [..]\n…").0,
        1,
        "lines are lines"
    );
}
