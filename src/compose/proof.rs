//! What the numbers of a paper are held against: its figures by key, and the texts with numbers
//! that came from the data or the settings.

use std::borrow::Cow;

use quick_xml::escape::unescape;
use serde_json::Value;

use crate::chart::Chart;
use crate::model::{Printed, Proof, printed, unmarked};

/// Gathers figures and quoted texts from everything that Typst sees but the sentences, and the
/// texts of its charts.
pub(super) fn proof(data: &Value, charts: &[Chart], svgs: &[String]) -> Proof {
    let mut proof = Proof::default();
    let parts = data.as_object().into_iter().flatten();
    for (_, part) in parts.filter(|(name, _)| *name != "words" && *name != "charts") {
        gather(part, &mut proof);
    }
    proof.quoted.sort_unstable();
    proof.quoted.dedup();
    proof.charts = charts.iter().zip(svgs).map(|(chart, svg)| drawn(chart, svg)).collect();
    proof
}

fn gather(value: &Value, proof: &mut Proof) {
    match value {
        Value::String(text) if text.bytes().any(|byte| byte.is_ascii_digit()) => {
            proof.quoted.push(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, proof)),
        Value::Object(entries) => match (entries.get("key"), entries.get("text")) {
            (Some(Value::String(key)), Some(Value::String(text)))
                if entries.contains_key("sign") =>
            {
                proof.figures.insert(key.clone(), text.clone());
            }
            _ => entries.values().for_each(|entry| gather(entry, proof)),
        },
        _ => {}
    }
}

/// What is drawn in a chart: the texts of its SVG, each with its figures.
fn drawn(chart: &Chart, svg: &str) -> Vec<Printed> {
    let parts = svg.split("<text").skip(1);
    let inside = parts.filter_map(|part| part.split_once('>')?.1.split_once("</text"));
    let texts = inside
        .map(|(text, _)| unescape(text.trim()).map_or_else(|_| text.to_owned(), Cow::into_owned));
    let with_figures = |(at, text): (usize, String)| {
        let own = chart.texts.get(at).filter(|own| unmarked(own) == text);
        own.map_or_else(|| vec![Printed::Text(text)], |own| printed(own))
    };
    texts.enumerate().flat_map(with_figures).collect()
}
