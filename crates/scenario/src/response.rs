//! `[response]`: how people answer what reaches them.

use groundswell_campaign::channel::Channel;
use groundswell_campaign::exposure::Exposure;
use groundswell_campaign::fatigue::Fatigue;
use groundswell_campaign::response::{Funnel, Response};
use groundswell_graph::probability::Probability;

use crate::delay::delay;
use crate::diagnostic::{CONTRADICTION, Diagnostic};
use crate::document::Section;
use crate::exposure::exposure;
use crate::quantity::{Absent, Ask, DAYS, Unit};

/// Days from an invitation to its being seen, where nobody has counted: a guess.
const INVITE_DELAY: f64 = 3.0;

const TOUCHES: Ask = Ask::new(Unit::Number, 1.0, 10_000.0).whole();

/// `[response]`, all of it.
pub(crate) struct Answers {
    pub(crate) response: Response,
    pub(crate) exposure: Exposure,
    pub(crate) fatigue: Option<Fatigue>,
    pub(crate) attention: Option<u32>,
}

/// `[response]`.
pub(crate) fn read(mut section: Section<'_>) -> Answers {
    let exposure = exposure(&mut section);
    let fatigue = fatigue(&mut section);
    let attention = section.if_said("attention", TOUCHES);
    let mut of = |channel: Channel| {
        let key = channel.name();
        funnel(section.section(key), channel)
    };
    let response = Response {
        post: of(Channel::Post),
        boost: of(Channel::Boost),
        share: of(Channel::Share),
        invite: of(Channel::Invite),
        group: of(Channel::Group),
        reply: of(Channel::Reply),
        media: of(Channel::Media),
        word: of(Channel::Word),
        search: of(Channel::Search),
        close: section.probability("close", Absent::Neutral(0.0)),
        close_delay: delay(&mut section, "close_delay", Absent::Neutral(0.0)),
        deters: section.probability("deters", Absent::Neutral(0.0)),
    };
    section.end();
    Answers {
        response,
        exposure,
        fatigue,
        attention: attention.map(|touches| touches as u32),
    }
}

/// `"none"` or `{ per_touch = "5%", half_life = 7 }`.
fn fatigue(section: &mut Section<'_>) -> Option<Fatigue> {
    if !section.has_table("fatigue") {
        section.word("fatigue", &[("none", ())], Some(()));
        return None;
    }
    section.on_one_line("fatigue", |mut tiring| {
        let fatigue = Fatigue {
            per_touch: tiring.probability("per_touch", Absent::Error),
            half_life: tiring.if_said("half_life", DAYS.above()),
        };
        tiring.end();
        Some(fatigue)
    })
}

/// What a channel has besides the steps that all have.
struct Ways {
    /// Whether its messages may go unseen. A paid impression is bought as seen, and
    /// whoever searches looks.
    seen: bool,
    /// Days from sending to seeing, where it is the channel that says so. A post is met
    /// on its day; word, media and searches have a section each that says it.
    delay: Option<Absent>,
    /// What the steps mean that every channel has; those that always had a section
    /// show all of them.
    steps: Absent,
    /// The same for being seen.
    all: Absent,
}

impl Ways {
    fn of(channel: Channel) -> Self {
        let [shown, hidden] = [Absent::Default, Absent::Neutral];
        let ways = |seen, delay, way: fn(f64) -> Absent| Self {
            seen,
            delay,
            steps: way(0.0),
            all: way(1.0),
        };
        match channel {
            Channel::Post => ways(true, None, shown),
            Channel::Boost => ways(false, None, shown),
            Channel::Share => ways(true, Some(Absent::Default(0.0)), shown),
            Channel::Invite => ways(true, Some(Absent::Guess(INVITE_DELAY)), shown),
            Channel::Group => ways(true, None, hidden),
            Channel::Reply | Channel::Media | Channel::Word | Channel::Search => {
                ways(false, None, hidden)
            }
        }
    }
}

/// A channel's answers.
fn funnel(mut section: Section<'_>, channel: Channel) -> Funnel {
    let Ways {
        seen,
        delay: waits,
        steps,
        all,
    } = Ways::of(channel);
    let seen = match seen {
        true => section.probability("seen", all),
        false => Probability::ONE,
    };
    let (engage, buy) = if section.has("customer") {
        // Short for engaging that always ends in buying.
        for key in ["engage", "buy"] {
            if section.value(key).is_some() {
                let message = format!(
                    "{} stands beside {}.customer, which says both `engage` and `buy`",
                    section.path_of(key),
                    section.path()
                );
                let place = section.place_of(key);
                section.report(Diagnostic::new(CONTRADICTION, message).at(place));
            }
        }
        (
            section.probability("customer", Absent::Error),
            Probability::ONE,
        )
    } else {
        let engage = section.probability("engage", steps);
        section.value("customer");
        (engage, section.probability("buy", steps))
    };
    let never = Absent::Neutral(0.0);
    let funnel = Funnel {
        seen,
        engage,
        buy,
        fan: section.probability("fan", steps),
        share: section.probability("share", steps),
        delay: match waits {
            Some(absent) => delay(&mut section, "delay", absent),
            None => Funnel::default().delay,
        },
        lead: section.probability("lead", never),
        again: section.probability("again", never),
        mention: section.probability("mention", never),
        positive: section.probability("positive", Absent::Neutral(1.0)),
        unfollow: section.probability("unfollow", never),
        opt_out: section.probability("opt_out", never),
    };
    section.end();
    funnel
}
