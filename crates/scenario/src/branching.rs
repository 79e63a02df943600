//! `[audience]` with `kind = "branching"`: fans are counted, and who knows whom is not known.

use groundswell_campaign::branching::friends::Friends;
use groundswell_campaign::branching::{Branching, Fans};
use groundswell_campaign::plan;
use groundswell_graph::probability::Probability;

use crate::audience::MOST_PEOPLE;
use crate::diagnostic::{Diagnostic, TOO_MUCH};
use crate::document::Section;
use crate::effective::number;
use crate::from_aggregates::fans_by_platform;
use crate::people_and_ties::grouped;
use crate::quantity::{Absent, Ask, Unit};

/// People who may be met in one world.
const PEOPLE: Ask = Ask::new(Unit::People, 1.0, MOST_PEOPLE).whole();
/// That number where none is given.
const MOST_MET: f64 = 1e6;
/// Friends on average, the mean of a Poisson number.
const MEAN: Ask = Ask::new(Unit::Friends, 0.0, 500.0);
/// Friends that everybody has.
const EACH: Ask = Ask::new(Unit::Friends, 0.0, 5000.0).whole();

/// An audience without a graph: everybody met is somebody new.
#[derive(Debug, Clone, PartialEq)]
pub struct GraphFree {
    /// The platforms, and what is known of each.
    pub platforms: Vec<Fans>,
    /// The share of all friends who live in the catchment.
    pub nearby: Probability,
    /// People who are met in one world at most.
    pub most_people: u32,
}

impl GraphFree {
    /// The fans, ready to be asked, and what to tell about them, one line each.
    ///
    /// # Errors
    ///
    /// Those of [`Branching::new`].
    pub fn audience(&self) -> Result<(Branching, Vec<String>), plan::Error> {
        let audience = Branching::new(&self.platforms, self.nearby, self.most_people)?;
        let first = format!(
            "no graph: everybody met is somebody new, at most {} people in a world",
            grouped(self.most_people.into())
        );
        let of_platforms = self.platforms.iter().map(|on| {
            let friends = number(on.friends.mean());
            let friends = match on.friends {
                Friends::Each(_) => format!("{friends} friends each"),
                Friends::Mean(_) | Friends::Law(_) => format!("{friends} friends on average"),
            };
            let fans = grouped(on.fans.into());
            format!("{}: {fans} fans, {friends}", on.platform)
        });
        let told = std::iter::once(first).chain(of_platforms).collect();
        Ok((audience, told))
    }
}

pub(crate) fn read(section: &mut Section<'_>) -> GraphFree {
    let mistakes = section.reading().mistakes();
    let (fans, _) = fans_by_platform(section);
    let friends = friends(section, &fans);
    let nearby = section.probability("nearby", Absent::Default(1.0));
    let most_people = section.count("most_people", PEOPLE, Absent::Default(MOST_MET));
    let all: u64 = fans.iter().map(|&(_, fans)| u64::from(fans)).sum();
    if all > u64::from(most_people) && section.reading().mistakes() == mistakes {
        let message = format!(
            "audience.fans are {}, and audience.most_people is {}; at least as many would do",
            grouped(all as i64),
            grouped(most_people.into())
        );
        let place = section.place_of("most_people");
        section.report(Diagnostic::new(TOO_MUCH, message).at(place));
    }
    let platforms = fans.into_iter().zip(friends);
    let platforms = platforms.map(|((platform, fans), friends)| Fans {
        platform,
        fans,
        friends,
    });
    GraphFree {
        platforms: platforms.collect(),
        nearby,
        most_people,
    }
}

/// What `friends` says, one entry per platform: one law for all, or a table of platforms.
fn friends(section: &mut Section<'_>, fans: &[(String, u32)]) -> Vec<Friends> {
    let for_all = !section.has_table("friends") || {
        let table = section
            .named("friends")
            .and_then(|v| v.get_ref().as_table());
        let is_law = |key| table.is_some_and(|table| table.contains_key(key));
        ["value", "guess", "each"].into_iter().any(is_law)
    };
    if for_all {
        if section.value("friends").is_none() {
            section.missing("friends");
        }
        return vec![law(section, "friends"); fans.len()];
    }
    let table = section.section("friends");
    table.no_strangers(
        fans.iter().map(|(platform, _)| platform.as_str()),
        "platform of audience.fans",
    );
    let on = |(platform, _): &(String, u32)| {
        if table.named(platform).is_none() {
            table.missing(platform);
        }
        law(&table, platform)
    };
    fans.iter().map(on).collect()
}

/// A mean, or `{ each = 155 }`.
fn law(section: &Section<'_>, key: &str) -> Friends {
    let value = section.named(key);
    let table = value.and_then(|value| value.get_ref().as_table());
    if table.is_some_and(|table| table.contains_key("each")) {
        let mut table = section.section_called(key, value);
        let each = table.count("each", EACH, Absent::Error);
        table.end();
        return Friends::Each(each);
    }
    let mean = section.number_called(key, value, MEAN, Absent::Error);
    Friends::Mean(mean.unwrap_or_default())
}
