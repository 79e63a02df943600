//! `[[strategy]]`: named lists of actions.

use std::ops::Range;

use groundswell_campaign::action::boost::Spend;
use groundswell_campaign::action::{Action, ActionKind};
use groundswell_campaign::creative::Creative;
use groundswell_campaign::strategy::{DO_NOTHING, Strategy};

use crate::action::read_actions;
use crate::diagnostic::{CONTRADICTION, Diagnostic, MISSING_KEY, NAME, NO_SUCH_NAME};
use crate::document::{Section, choices, join};
use crate::effective::{self, Line, bare, quoted};
use crate::suggestion::suggestion;

/// Strategies that a file may have, and actions that a strategy may have.
const MOST: usize = 100;

/// What actions need to know of the rest of the file.
pub(crate) struct Surroundings<'a> {
    pub(crate) platforms: &'a [String],
    pub(crate) segments: &'a [String],
    pub(crate) creatives: &'a [Creative],
    /// Whether people may be in groups at all.
    pub(crate) has_groups: bool,
    pub(crate) days: u32,
    pub(crate) has_budget: bool,
}

/// A strategy, with the path of each action's numbers.
pub(crate) struct Read {
    pub(crate) strategy: Strategy,
    pub(crate) paths: Vec<String>,
}

/// A strategy as the file has it, before others' actions come to it.
struct Stated {
    name: String,
    /// Each with the path of its numbers.
    actions: Vec<(Action, String)>,
    /// What it is called in messages.
    path: String,
    /// The strategy whose actions come first.
    extends: Option<Reference>,
    /// The action that is fitted to the budget.
    scale: Option<Reference>,
}

/// A name, and where it stands.
struct Reference {
    name: String,
    place: Option<Range<usize>>,
}

/// All strategies of `top`, in file order.
pub(crate) fn read(top: &mut Section<'_>, around: &Surroundings<'_>) -> Vec<Read> {
    let sections = top.sections("strategy", "[[strategy]]", MOST);
    let mut stated: Vec<Stated> = Vec::new();
    for mut section in sections {
        let name = section.name("name");
        let taken = stated.iter().any(|other| other.name == name);
        if taken || name == DO_NOTHING {
            let why = if taken {
                "stands twice"
            } else {
                "always runs and is not declared"
            };
            let message = format!("strategy \"{name}\" {why}; another name would do");
            section.report(Diagnostic::new(NAME, message).at(section.place_of("name")));
        }
        let path = join("strategy", &bare(&name));
        section.called(path.clone());
        let extends = reference(&mut section, "extends");
        let scale = reference(&mut section, "scale");
        let actions = actions(&mut section, extends.is_some(), around);
        section.end();
        stated.push(Stated {
            name,
            actions,
            path,
            extends,
            scale,
        });
    }
    let is_list = top
        .named("strategy")
        .is_some_and(|value| value.get_ref().is_array());
    if stated.is_empty() && is_list {
        let message = "the file has no strategy; one [[strategy]] would do";
        top.report(Diagnostic::new(MISSING_KEY, message).at(top.place_of("strategy")));
    }
    let whole = (0..stated.len()).map(|at| whole(top, &stated, at, around));
    whole.collect()
}

fn reference(section: &mut Section<'_>, key: &'static str) -> Option<Reference> {
    let name = section.optional_text(key, 100)?;
    section.note(Line::new(key, quoted(&name)));
    let place = section.place_of(key);
    Some(Reference { name, place })
}

/// The strategy at `at`, with the actions of those that it extends before its own.
fn whole(top: &Section<'_>, stated: &[Stated], at: usize, around: &Surroundings<'_>) -> Read {
    let Stated {
        name, path, scale, ..
    } = &stated[at];
    let mut line = vec![at];
    while let Some(extends) = &stated[line[line.len() - 1]].extends {
        let found = stated.iter().position(|other| other.name == extends.name);
        let is_first = line.len() == 1;
        match found {
            Some(next) if !line.contains(&next) => line.push(next),
            // A circle is told by each strategy that is part of it.
            Some(next) if next == at => {
                let message = format!(
                    "{path}.extends comes back to where it began; a strategy that does not \
                     extend this one would do"
                );
                let place = stated[at].extends.as_ref().and_then(|e| e.place.clone());
                top.report(Diagnostic::new(CONTRADICTION, message).at(place));
                break;
            }
            Some(_) => break,
            None if is_first => {
                let known = || stated.iter().map(|other| other.name.as_str());
                let message = format!(
                    "{path}.extends is \"{}\", which is no strategy; {} would do",
                    extends.name,
                    choices(known().filter(|other| other != name))
                );
                let help = suggestion(&extends.name, known());
                let place = extends.place.clone();
                top.report(Diagnostic::new(NO_SUCH_NAME, message).at(place).help(help));
                break;
            }
            None => break,
        }
    }
    let mut actions: Vec<Action> = Vec::new();
    let mut paths = Vec::new();
    for &at in line.iter().rev() {
        for (action, path_of_action) in &stated[at].actions {
            if actions.iter().any(|other| other.name == action.name) && line.len() > 1 {
                let message = format!(
                    "{path} has two actions called \"{}\", one of them by `extends`; another `name` would do",
                    action.name
                );
                let place = stated[line[0]].extends.as_ref();
                let place = place.and_then(|extends| extends.place.clone());
                top.report(Diagnostic::new(NAME, message).at(place));
            }
            actions.push(action.clone());
            paths.push(path_of_action.clone());
        }
    }
    let scaled = scale.as_ref().map(|scale| {
        check_scale(top, path, scale, &actions, around);
        scale.name.clone()
    });
    let strategy = Strategy {
        name: name.clone(),
        actions,
        scaled,
    };
    Read { strategy, paths }
}

/// Complains where an action cannot be fitted to the budget.
fn check_scale(
    top: &Section<'_>,
    path: &str,
    scale: &Reference,
    actions: &[Action],
    around: &Surroundings<'_>,
) {
    let takes_rest = |action: &Action| matches!(&action.kind, ActionKind::Boost(boost) if boost.budget == Spend::Rest);
    let message = match actions.iter().find(|action| action.name == scale.name) {
        None => {
            let known = || actions.iter().map(|action| action.name.as_str());
            let message = format!(
                "{path}.scale is \"{}\", which is no action of it; {} would do",
                scale.name,
                choices(known())
            );
            let help = suggestion(&scale.name, known());
            let place = scale.place.clone();
            top.report(Diagnostic::new(NO_SUCH_NAME, message).at(place).help(help));
            return;
        }
        Some(action) if matches!(action.kind, ActionKind::Professional(_)) => format!(
            "{path}.scale is \"{}\", and one can not hire more or less of a professional; \
             an action that has a volume would do",
            scale.name
        ),
        Some(_) if actions.iter().any(takes_rest) => format!(
            "{path}.scale fits an action to the budget, and a boost spends the rest of it; \
             one of them would do"
        ),
        Some(_) if !around.has_budget => format!(
            "{path}.scale fits an action to the budget, but money.budget says not to what; \
             an amount would do"
        ),
        Some(_) => return,
    };
    let place = scale.place.clone();
    top.report(Diagnostic::new(CONTRADICTION, message).at(place));
}

fn actions(
    strategy: &mut Section<'_>,
    may_be_absent: bool,
    around: &Surroundings<'_>,
) -> Vec<(Action, String)> {
    let path = strategy.path().to_owned();
    let mut actions: Vec<(Action, String)> = Vec::new();
    if may_be_absent && !strategy.has("actions") {
        strategy.value("actions");
        return actions;
    }
    let mut is_empty = true;
    for section in strategy.sections("actions", "[[strategy.actions]]", MOST) {
        is_empty = false;
        let place = section.place_of("name");
        for (action, numbers) in read_actions(section, &path, around) {
            if actions.iter().any(|(other, _)| other.name == action.name) {
                let message = format!(
                    "{path} has two actions called \"{}\"; another `name` would do",
                    action.name
                );
                strategy.report(Diagnostic::new(NAME, message).at(place.clone()));
            }
            actions.push((action, numbers));
        }
    }
    if is_empty {
        strategy.note(Line::new("actions", effective::list::<&str>(&[])));
    }
    actions
}
