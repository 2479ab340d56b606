//! Addresses of links: Word refuses a whole package that names one which is none.

use std::fmt::Write as _;

/// A web address as a package may name it, with signs escaped; none when it is no web address.
pub fn web_address(text: &str) -> Option<String> {
    let scheme = ["http://", "https://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let rest = &text[scheme.len()..];
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (place, way) = rest.split_at(end);
    let (host, port) = place.split_once(':').unwrap_or((place, "80"));
    let named = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-');
    let counted = port.parse::<u16>().is_ok() && !port.starts_with('+');
    if host.is_empty() || !host.chars().all(named) || !counted {
        return None;
    }
    Some(format!("{scheme}{place}{}", escaped(way)))
}

fn escaped(way: &str) -> String {
    let mut done = String::with_capacity(way.len());
    let mut anchored = false;
    for (at, byte) in way.bytes().enumerate() {
        let hex = |at: usize| way.as_bytes().get(at).is_some_and(u8::is_ascii_hexdigit);
        let stays = match byte {
            b'%' => hex(at + 1) && hex(at + 2),
            b'#' => !std::mem::replace(&mut anchored, true),
            _ => byte.is_ascii_alphanumeric() || b"-._~/?:@!$&'()*+,;=".contains(&byte),
        };
        if stays {
            done.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(done, "%{byte:02X}");
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_escaped_or_refused() {
        for (text, wanted) in [
            ("https://a.example/b?c=d&e=%E4#f", Some("https://a.example/b?c=d&e=%E4#f")),
            ("http://a.example:8080", Some("http://a.example:8080")),
            (
                "http://a.example/\u{653F} x\\y[1]#a#b%zz",
                Some("http://a.example/%E6%94%BF%20x%5Cy%5B1%5D#a%23b%25zz"),
            ),
            ("http://", None),
            ("http:///a", None),
            ("http://a b/", None),
            ("http://a:b:c/", None),
            ("http://a:+80/", None),
            ("javascript:alert(1)", None),
            ("=cmd", None),
        ] {
            assert_eq!(web_address(text).as_deref(), wanted, "{text}");
        }
    }
}
