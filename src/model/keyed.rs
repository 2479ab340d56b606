//! Figures within texts: marks that no reader sees, which say where a figure stands and what its key
//! is. They are private-use characters, and are taken out of every text that comes from data.

use super::printed::Printed;

/// Stands before the key of a figure.
pub const FIGURE_START: char = '\u{F8F0}';
/// Stands between the key and the text of a figure.
pub const FIGURE_MIDDLE: char = '\u{F8F1}';
/// Stands behind the text of a figure.
pub const FIGURE_END: char = '\u{F8F2}';

/// A figure's text with its key.
#[must_use]
pub fn marked(key: &str, text: &str) -> String {
    format!("{FIGURE_START}{key}{FIGURE_MIDDLE}{text}{FIGURE_END}")
}

/// A text as it is printed: without marks and keys.
#[must_use]
pub fn unmarked(text: &str) -> String {
    let mut inside = false;
    let shown = |character: &char| {
        let mark = (FIGURE_START..=FIGURE_END).contains(character);
        inside = *character == FIGURE_START || inside && *character != FIGURE_MIDDLE;
        !mark && !inside
    };
    text.chars().filter(shown).collect()
}

/// A text as it stands on paper, with the figures in it.
#[must_use]
pub fn printed(text: &str) -> Vec<Printed> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, figure)) = rest.split_once(FIGURE_START) {
        let (figure, after) = figure.split_once(FIGURE_END).unwrap_or((figure, ""));
        let (key, shown) = figure.split_once(FIGURE_MIDDLE).unwrap_or(("", figure));
        found.push(Printed::Text(before.to_owned()));
        found.push(Printed::Figure { key: key.to_owned(), text: shown.to_owned() });
        found.push(Printed::Text(shown.to_owned()));
        rest = after;
    }
    found.push(Printed::Text(rest.to_owned()));
    found.retain(|item| !matches!(item, Printed::Text(text) if text.is_empty()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_off_and_keys_with_them() {
        let text = format!("{} / {}%", marked("a/b", "17.00"), marked("c", "20"));
        assert_eq!(unmarked(&text), "17.00 / 20%");
        assert_eq!(unmarked("93.3%"), "93.3%");
        let figure = |key: &str, text: &str| Printed::Figure { key: key.into(), text: text.into() };
        let words = |text: &str| Printed::Text(text.into());
        let parts = [
            figure("a/b", "17.00"),
            words("17.00"),
            words(" / "),
            figure("c", "20"),
            words("20"),
            words("%"),
        ];
        assert_eq!(printed(&text), parts);
    }
}
