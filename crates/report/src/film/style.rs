//! The colours of a film, as a style sheet.

use std::fmt::Write as _;

use groundswell_campaign::channel::Channel;
use groundswell_experiment::film::{Carrier, State};

use crate::font;
use crate::theme::{Colour, Role, Theme};

/// The radius of the marks that stand beside words.
pub(super) const KEY: f64 = 3.6;

/// All states, in the order of their marks' names.
pub(super) const STATES: [State; 8] = [
    State::Untouched,
    State::Reached,
    State::Visitor,
    State::Lead,
    State::Customer,
    State::Waiting,
    State::Speaking,
    State::Silent,
];

/// All ways by which words come, the brand's first.
pub(super) const CARRIERS: [Carrier; 3] = [Carrier::Brand, Carrier::Friend, Carrier::Invitation];

/// The colour of a state's mark.
pub(super) fn of_state(theme: Theme, state: State) -> Colour {
    match state {
        State::Untouched => theme.axis().mixed(theme.ground(), 0.35),
        State::Reached => theme.line(Role::FriendsOfFans),
        State::Visitor | State::Silent => theme.line(Role::Strategy(0)),
        State::Lead | State::Waiting => theme.line(Role::Strategy(3)),
        State::Customer | State::Speaking => theme.line(Role::Strategy(1)),
    }
}

/// The colour of a word on its way.
pub(super) fn of_carrier(theme: Theme, carrier: Carrier) -> Colour {
    match carrier {
        Carrier::Brand => theme.line(Role::Channel(Channel::Boost)),
        Carrier::Friend => theme.line(Role::Strategy(2)),
        Carrier::Invitation => theme.line(Role::Channel(Channel::Invite)),
    }
}

/// Every colour that a film is drawn in.
pub(super) fn colours(theme: Theme) -> Vec<Colour> {
    let states = STATES.map(|state| of_state(theme, state));
    let carriers = CARRIERS.map(|carrier| of_carrier(theme, carrier));
    let mut all = vec![theme.text(), theme.quiet(), theme.grid()];
    all.extend(states.into_iter().chain(carriers));
    all.extend([theme.ink(Role::Strategy(0)), theme.ink(Role::Strategy(1))]);
    all
}

/// The style sheet of a film whose dots have this radius. Every rule is for what
/// stands in an element of the class `gsr`.
pub(super) fn sheet(theme: Theme, radius: f64) -> String {
    let mut css = String::new();
    let mut rule = |name: &str, what: &str| {
        let _ = write!(css, ".gsr {name}{{{what}}}");
    };
    rule("text", &format!("font-family:{}", font::FAMILY));
    rule(".g", &format!("fill:{}", theme.ground().code()));
    for (name, colour) in [
        ("t", theme.text()),
        ("q", theme.quiet()),
        ("h0", theme.ink(Role::Strategy(0))),
        ("h1", theme.ink(Role::Strategy(1))),
    ] {
        rule(&format!(".{name}"), &format!("fill:{}", colour.code()));
    }
    let line = |colour: Colour, width: f64| {
        format!(
            "fill:none;stroke:{};stroke-width:{width:.2};stroke-linecap:round",
            colour.code()
        )
    };
    rule(".tie", &line(theme.grid(), 0.8));
    rule(".halo", &line(theme.ground(), 3.2 * radius));
    rule(".fan", &line(theme.text(), (0.28 * radius).clamp(0.7, 1.4)));
    for (at, state) in STATES.into_iter().enumerate() {
        let colour = of_state(theme, state);
        let width = match state {
            State::Untouched => 1.6,
            State::Reached => 2.0,
            State::Speaking => 2.6,
            State::Silent => 0.7,
            State::Visitor | State::Lead | State::Customer | State::Waiting => {
                rule(&format!(".s{at}"), &format!("fill:{}", colour.code()));
                continue;
            }
        };
        rule(&format!(".s{at}"), &line(colour, width * radius));
        let in_key = format!("stroke-width:{:.2}", width * KEY);
        rule(&format!(".key .s{at}"), &in_key);
    }
    for (at, carrier) in CARRIERS.into_iter().enumerate() {
        let colour = of_carrier(theme, carrier);
        let (width, through) = match carrier {
            Carrier::Brand => (0.8, 0.45),
            Carrier::Friend => (1.0, 0.8),
            Carrier::Invitation => (1.5, 1.0),
        };
        let what = format!("{};stroke-opacity:{through}", line(colour, width));
        rule(&format!(".c{at}"), &what);
        rule(&format!(".d{at}"), &line(colour, (1.5 * radius).max(3.4)));
    }
    css
}
