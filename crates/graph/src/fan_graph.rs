//! People, the platforms they meet on, and which of them are fans.

use xxhash_rust::xxh3::Xxh3;

use crate::Error;
use crate::attributes::{Column, Values};
use crate::binary::check::rows_are_fine;
use crate::groups::Groups;
use crate::id::NodeId;
use crate::ids::Ids;
use crate::name_key::NameKey;
use crate::people::PeopleSet;
use crate::ties::Ties;

/// One platform: who hears whom there, and who follows the brand there.
#[derive(Debug, Clone)]
pub struct Platform {
    /// The name by which files and luck know it.
    pub name: String,
    /// The stable hash of that name.
    pub key: NameKey,
    /// Who hears whom.
    pub ties: Ties,
    /// One entry per tie, in [`EdgeId`](crate::id::EdgeId) order, where the
    /// platform came with weights.
    pub weights: Option<Vec<f64>>,
    /// How many lines of the file said the same tie, where that was asked for;
    /// one entry per tie.
    pub multiplicity: Option<Vec<u32>>,
    /// When each tie came about, in the file's own unit; one entry per tie.
    pub times: Option<Vec<f64>>,
    /// Who is on the platform; `None` where everybody is. Those with ties and the
    /// fans are always among them.
    pub members: Option<PeopleSet>,
    /// Reachable by broadcast.
    pub fans: PeopleSet,
    /// Groups and communities on the platform.
    pub groups: Option<Groups>,
}

impl Platform {
    /// A platform with those ties and nothing else yet.
    pub(crate) fn new(name: &str, ties: Ties) -> Self {
        Self {
            name: name.to_owned(),
            key: NameKey::of(name),
            fans: PeopleSet::none(ties.people()),
            ties,
            weights: None,
            multiplicity: None,
            times: None,
            members: None,
            groups: None,
        }
    }

    /// Whether `v` is on the platform.
    #[inline]
    pub fn is_member(&self, v: NodeId) -> bool {
        self.members.as_ref().is_none_or(|m| m.contains(v))
    }

    /// Those who hear at least one fan and are none themselves. Cost: the fans'
    /// ties and one pass over the people.
    pub fn friends_of_fans(&self) -> PeopleSet {
        let friends = self
            .fans
            .members()
            .iter()
            .flat_map(|&fan| self.ties.heard_by(fan));
        PeopleSet::of(
            self.ties.people(),
            friends.copied().filter(|&v| !self.fans.contains(v)),
        )
    }
}

/// People `0..n` with the platforms on which they hear each other; frozen.
#[derive(Debug, Clone)]
pub struct FanGraph {
    pub(crate) people: u32,
    pub(crate) platforms: Vec<Platform>,
    pub(crate) catchment: Option<PeopleSet>,
    pub(crate) ids: Ids,
    pub(crate) attributes: Vec<Column>,
}

impl FanGraph {
    /// Number of people.
    pub fn people(&self) -> u32 {
        self.people
    }

    /// Everybody, in id order.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = NodeId> + use<> {
        (0..self.people).map(NodeId)
    }

    /// The platforms, in the order in which they were added.
    pub fn platforms(&self) -> &[Platform] {
        &self.platforms
    }

    /// The platform of that name.
    pub fn platform(&self, name: &str) -> Option<&Platform> {
        self.platforms.iter().find(|p| p.name == name)
    }

    /// Those who could become customers; `None` where everybody could.
    pub fn catchment(&self) -> Option<&PeopleSet> {
        self.catchment.as_ref()
    }

    /// Whether `v` could become a customer.
    #[inline]
    pub fn is_nearby(&self, v: NodeId) -> bool {
        self.catchment.as_ref().is_none_or(|c| c.contains(v))
    }

    /// The ids that people had before they were numbered.
    pub fn ids(&self) -> &Ids {
        &self.ids
    }

    /// The id that `v` had in the file it came from; its number otherwise.
    pub fn original_id(&self, v: NodeId) -> String {
        self.ids.of_person(v).into_owned()
    }

    /// What is known of people besides their ties.
    pub fn attributes(&self) -> &[Column] {
        &self.attributes
    }

    /// The attribute of that name.
    pub fn attribute(&self, name: &str) -> Option<&Column> {
        self.attributes.iter().find(|column| column.name == name)
    }

    /// Checks ties that stay on the disk, all of them; those that are held were
    /// checked before. Whoever is about to look at every tie begins with this.
    ///
    /// # Errors
    ///
    /// [`Error::NotAGraphFile`].
    pub fn check_mapped(&self) -> Result<(), Error> {
        for platform in &self.platforms {
            let ties = &platform.ties;
            let Some(bytes) = ties.check_mapped() else {
                continue;
            };
            bytes?;
            let row = |v| ties.heard_by(v);
            let fine = rows_are_fine(&platform.name, self.people, ties.is_mutual(), row);
            ties.fault().map_or(fine, Err)?;
        }
        Ok(())
    }

    /// Says who is a fan on a platform, instead of those who were.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchPlatform`], [`Error::NoSuchPerson`].
    pub fn set_fans(
        &mut self,
        platform: &str,
        fans: impl IntoIterator<Item = NodeId>,
    ) -> Result<(), Error> {
        let fans = self.set_of(fans)?;
        let found = self.platforms.iter_mut().find(|p| p.name == platform);
        let platform = found.ok_or_else(|| Error::NoSuchPlatform {
            name: platform.to_owned(),
        })?;
        if let Some(members) = &platform.members {
            let all = members.members().iter().chain(fans.members());
            platform.members = Some(PeopleSet::of(fans.people(), all.copied()));
        }
        platform.fans = fans;
        Ok(())
    }

    /// Says who has joined which groups of a platform.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchPlatform`]; [`Error::NoSuchPerson`] if the groups are for
    /// another number of people.
    pub fn set_groups(&mut self, platform: &str, groups: Groups) -> Result<(), Error> {
        let people = self.people;
        if groups.people() != people {
            return Err(Error::NoSuchPerson {
                id: groups.people().into(),
                people,
            });
        }
        let found = self.platforms.iter_mut().find(|p| p.name == platform);
        let platform = found.ok_or_else(|| Error::NoSuchPlatform {
            name: platform.to_owned(),
        })?;
        platform.groups = Some(groups);
        Ok(())
    }

    /// Adds what is known of people; a column of the same name is replaced.
    ///
    /// # Panics
    ///
    /// If there are not as many entries as people.
    pub fn set_attribute(&mut self, column: Column) {
        assert_eq!(column.len(), self.people as usize, "one entry per person");
        self.attributes.retain(|old| old.name != column.name);
        self.attributes.push(column);
    }

    /// Says who could become a customer.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchPerson`].
    pub fn set_catchment(&mut self, nearby: impl IntoIterator<Item = NodeId>) -> Result<(), Error> {
        self.catchment = Some(self.set_of(nearby)?);
        Ok(())
    }

    /// Those people as a set.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchPerson`].
    pub(crate) fn set_of(
        &self,
        members: impl IntoIterator<Item = NodeId>,
    ) -> Result<PeopleSet, Error> {
        let people = self.people;
        let members: Vec<NodeId> = members.into_iter().collect();
        match members.iter().find(|v| v.0 >= people) {
            Some(v) => Err(Error::NoSuchPerson {
                id: v.0.into(),
                people,
            }),
            None => Ok(PeopleSet::of(people, members)),
        }
    }

    /// A hash of everything a result can depend on: people, platforms with all
    /// they hold, catchment and attributes; not the original ids.
    pub fn fingerprint(&self) -> u128 {
        let mut hash = Xxh3::new();
        let word = |hash: &mut Xxh3, x: u64| hash.update(&x.to_le_bytes());
        let text_list = |hash: &mut Xxh3, texts: &[String]| {
            word(hash, texts.len() as u64);
            for text in texts {
                word(hash, text.len() as u64);
                hash.update(text.as_bytes());
            }
        };
        let set = |hash: &mut Xxh3, people: &PeopleSet| {
            word(hash, people.len().into());
            people
                .members()
                .iter()
                .for_each(|v| hash.update(&v.0.to_le_bytes()));
        };
        word(&mut hash, self.people.into());
        word(&mut hash, self.platforms.len() as u64);
        for platform in &self.platforms {
            word(&mut hash, platform.name.len() as u64);
            hash.update(platform.name.as_bytes());
            word(&mut hash, platform.ties.is_mutual().into());
            for v in self.nodes() {
                let row = platform.ties.heard_by(v);
                word(&mut hash, row.len() as u64);
                row.iter().for_each(|v| hash.update(&v.0.to_le_bytes()));
            }
            let weights = platform.weights.as_deref();
            word(&mut hash, weights.map_or(0, |w| 1 + w.len() as u64));
            weights
                .unwrap_or_default()
                .iter()
                .for_each(|w| word(&mut hash, w.to_bits()));
            set(&mut hash, &platform.fans);
            // What a platform may lack is hashed where it is there, behind a mark
            // that no name's length can be.
            if let Some(multiplicity) = &platform.multiplicity {
                word(&mut hash, u64::MAX);
                multiplicity
                    .iter()
                    .for_each(|m| hash.update(&m.to_le_bytes()));
            }
            if let Some(times) = &platform.times {
                word(&mut hash, u64::MAX - 1);
                times.iter().for_each(|t| word(&mut hash, t.to_bits()));
            }
            if let Some(members) = &platform.members {
                word(&mut hash, u64::MAX - 2);
                set(&mut hash, members);
            }
            if let Some(groups) = &platform.groups {
                word(&mut hash, u64::MAX - 3);
                text_list(&mut hash, groups.names());
                for (person, group) in groups.iter() {
                    word(&mut hash, u64::from(person.0) << 32 | u64::from(group));
                }
            }
        }
        match &self.catchment {
            None => word(&mut hash, 0),
            Some(catchment) => {
                word(&mut hash, 1);
                set(&mut hash, catchment);
            }
        }
        for column in &self.attributes {
            text_list(&mut hash, std::slice::from_ref(&column.name));
            match &column.values {
                Values::Numbers(numbers) => {
                    let unknown = f64::NAN.to_bits();
                    for x in numbers {
                        word(&mut hash, if x.is_nan() { unknown } else { x.to_bits() });
                    }
                }
                Values::Words(words) => {
                    text_list(&mut hash, words.words());
                    for v in self.nodes() {
                        word(&mut hash, words.number(v).map_or(u64::MAX, u64::from));
                    }
                }
            }
        }
        hash.digest128()
    }
}
