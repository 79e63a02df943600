//! `[audience]` with `kind = "generate"`: a graph from a textbook model.

use groundswell_graph::Error;
use groundswell_graph::generate::multiplex::Multiplex;
use groundswell_graph::generate::registry::{KINDS, from_settings};
use toml::de::DeValue;

use crate::diagnostic::{Diagnostic, OUT_OF_RANGE, UNKNOWN_KEY};
use crate::document::Section;
use crate::effective::{Line, bare, quoted};
use crate::files::{FanChoice, fan_choice, nobody};
use crate::suggestion::suggestion;

/// A graph from a textbook model, drawn by the seed of the run.
#[derive(Debug, Clone, PartialEq)]
pub struct Generated {
    /// The textbook's name of the model.
    pub model: &'static str,
    /// What is set for it, as pairs of key and value.
    pub settings: Vec<(String, String)>,
    /// Who is a fan.
    pub fans: FanChoice,
}

impl Generated {
    /// The model with its settings.
    ///
    /// # Errors
    ///
    /// Those of [`from_settings`].
    pub fn drawing(&self) -> Result<Multiplex, Error> {
        from_settings(self.model, &self.settings)
    }

    /// The names of the platforms, in the order of the graph.
    pub(crate) fn platforms(&self) -> Vec<String> {
        let further = self.drawing().map_or(0, |drawing| drawing.further.len());
        match further {
            0 => vec!["ties".to_owned()],
            more => (1..=more + 1).map(|n| format!("layer-{n}")).collect(),
        }
    }
}

pub(crate) fn read(section: &mut Section<'_>, needs_fans: bool) -> Option<Generated> {
    let models = KINDS.map(|kind| (kind.name, kind.name));
    let model = section.word("model", &models, None);
    let settings = settings(section);
    let fans = match needs_fans || section.has("fans") {
        true => fan_choice(section.required_section("fans"), false),
        false => nobody(section),
    };
    let generated = Generated {
        model: model?,
        settings,
        fans,
    };
    if let Err(error) = generated.drawing() {
        let (cause, help) = match &error {
            Error::NoSuchParameter {
                parameter,
                parameters,
                ..
            } => (
                UNKNOWN_KEY,
                suggestion(parameter, parameters.iter().copied()),
            ),
            _ => (OUT_OF_RANGE, None),
        };
        let message = format!("audience.set: {error}");
        let place = section.place_of("set");
        section.report(Diagnostic::new(cause, message).at(place).help(help));
    }
    Some(generated)
}

/// The pairs of the table `set`, values as one would write them behind `--set`.
fn settings(section: &mut Section<'_>) -> Vec<(String, String)> {
    let table = section.section("set");
    let mut settings = Vec::new();
    for (key, _) in table.names() {
        let Some(value) = table.named(&key) else {
            continue;
        };
        let (text, shown) = match value.get_ref() {
            DeValue::Integer(number) => (number.as_str().to_owned(), number.as_str().to_owned()),
            DeValue::Float(number) => (number.as_str().to_owned(), number.as_str().to_owned()),
            DeValue::String(text) => (text.to_string(), quoted(text)),
            _ => {
                let path = table.path_of(&bare(&key));
                table.wrong_type(&path, value, "a number or a text in quotes");
                continue;
            }
        };
        table.note(Line::new(&key, shown));
        settings.push((key, text));
    }
    settings
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::scenario::Scenario;

    fn file(audience: &str) -> String {
        format!(
            "format = 1\nname = \"Crowd\"\n[audience]\nkind = \"generate\"\n{audience}\n\
             [diffusion]\nmodel = \"ic\"\nseeds = \"degree:5\"\n"
        )
    }

    #[test]
    fn a_generated_audience_is_the_models_graph() {
        let text = file("model = \"watts-strogatz\"\nset = { people = 50, layers = 2 }");
        let scenario = Scenario::parse(&text).unwrap().scenario;
        let (graph, _) = scenario.audience.graph(Path::new(""), 7).unwrap();
        assert_eq!(graph.people(), 50);
        let names: Vec<_> = graph.platforms().iter().map(|p| p.name.clone()).collect();
        assert_eq!(names, scenario.audience.platforms());
        let again = Scenario::parse(&scenario.effective()).unwrap().scenario;
        assert_eq!(again.hash(), scenario.hash());
    }

    #[test]
    fn what_the_model_does_not_have_is_told_with_what_was_meant() {
        let found = Scenario::parse(&file("model = \"watts-strogaz\"")).unwrap_err();
        let meant = found[0].help.as_deref();
        assert_eq!(meant, Some("did you mean `watts-strogatz`?"));
        let text = file("model = \"watts-strogatz\"\nset = { peple = 50 }");
        let found = Scenario::parse(&text).unwrap_err();
        assert_eq!(found[0].help.as_deref(), Some("did you mean `people`?"));
        let text = file("model = \"watts-strogatz\"\nset = { people = -1 }");
        let found = Scenario::parse(&text).unwrap_err();
        assert!(found[0].message.contains("people is -1"), "{found:?}");
    }
}
