//! Settings as they were written: by the data folder, else by the defaults.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{TraceCell, Tracing};
use crate::assets::place_in;

/// Two files of settings, the first over the second.
#[derive(Debug, Clone, Default)]
pub struct SettingsText {
    /// The file of the data folder.
    pub own: String,
    /// The defaults.
    pub defaults: String,
}

/// The settings of a data folder, and the defaults below them.
const FILES: [&str; 2] = ["settings.toml", "settings-defaults.toml"];

impl Tracing<'_> {
    /// Settings by their names; `class.` is that of the key's class.
    pub(super) fn settings(&self, names: &[&str]) -> Vec<TraceCell> {
        names.iter().filter_map(|name| self.setting(name)).collect()
    }

    fn setting(&self, name: &str) -> Option<TraceCell> {
        let own = &self.sources.settings;
        let path: Vec<String> = match name.strip_prefix("class.") {
            Some(rest) => {
                let classes = "classes".to_owned();
                vec![classes, self.key.class?.to_string(), rest.to_owned()]
            }
            None => name.split('.').map(str::to_owned).collect(),
        };
        let texts = FILES.iter().zip([&own.own, &own.defaults]);
        let (file, text, (at, value)) =
            texts.into_iter().find_map(|(file, text)| Some((file, text, find(text, &path)?)))?;
        let head = match name.strip_prefix("class.") {
            Some(rest) => format!("classes.{rest}"),
            None => name.to_owned(),
        };
        Some(self.cell(&place_in(file, text, at), "", head, value))
    }
}

/// Where a value stands, and its text.
fn find(text: &str, path: &[String]) -> Option<(usize, String)> {
    let (tree, _) = DeTable::parse_recoverable(text);
    let (first, rest) = path.split_first()?;
    let mut value: &Spanned<DeValue<'_>> = tree.get_ref().get(first.as_str())?;
    for name in rest {
        value = match value.get_ref() {
            DeValue::Table(table) => table.get(name.as_str())?,
            DeValue::Array(items) => items.get(name.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    let span = value.span();
    let written = text.get(span.clone())?.trim();
    let short = if matches!(value.get_ref(), DeValue::Table(_)) { "" } else { written };
    Some((span.start, short.trim_matches('"').to_owned()))
}
