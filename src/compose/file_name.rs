//! File names from settings and data, safe on every system that offices use.

/// Names that Windows keeps for devices.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Longest name in characters; with folders and an ending it stays under what Windows allows.
const MOST_CHARACTERS: usize = 80;

/// Longest name in bytes; with an ending it stays under what Linux allows.
const MOST_BYTES: usize = 240;

/// A text as a file or folder name: characters that Windows or a path forbids become full-width,
/// spaces and dots at the ends go, device names get a mark, long names are cut.
#[must_use]
pub fn safe_file_name(text: &str) -> String {
    let safe = |character: char| match character {
        '<' => '＜',
        '>' => '＞',
        ':' => '：',
        '"' => '＂',
        '/' => '／',
        '\\' => '＼',
        '|' => '｜',
        '?' => '？',
        '*' => '＊',
        _ if character.is_control() || crate::model::is_invisible(character) => '_',
        _ => character,
    };
    let mut bytes = 0;
    let fits = |character: &char| {
        bytes += character.len_utf8();
        bytes <= MOST_BYTES
    };
    let characters = text.trim().chars().map(safe).take(MOST_CHARACTERS);
    let name: String = characters.take_while(fits).collect();
    let name = name.trim_matches([' ', '.']).to_owned();
    let stem = name.split('.').next().unwrap_or("").to_lowercase();
    let numbered = stem.len() == 4 && (stem.starts_with("com") || stem.starts_with("lpt"));
    if name.is_empty() || DEVICES.contains(&stem.as_str()) || numbered {
        return format!("_{name}");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_on_windows() {
        assert_eq!(safe_file_name("../a:b*?"), "／a：b＊？");
        assert_eq!(safe_file_name("CON.pdf"), "_CON.pdf");
        assert_eq!(safe_file_name("com1"), "_com1");
        assert_eq!(safe_file_name(" . "), "_");
        assert_eq!(safe_file_name("市教育局\n报告 "), "市教育局_报告");
        assert_eq!(safe_file_name(&"长".repeat(200)).chars().count(), 80);
        assert_eq!(safe_file_name(&"𬭎".repeat(200)).len(), 240);
    }
}
