//! The text of a finished PDF, page by page and run by run, in the order of its content streams.
//!
//! Reads what this program's PDFs are made of: composite fonts with two-byte codes and a `ToUnicode`
//! map, text shown by `Tj` and `TJ`, charts as form objects. A run is what stands between `BT` and
//! `ET`.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, Stream};

/// Charts are forms within forms; more than this is no chart.
const DEEPEST: usize = 8;

/// What each code of a font stands for.
type Codes = HashMap<u16, String>;

/// Runs of text of each page.
pub(super) fn pages(pdf: &Pdf) -> Vec<Vec<String>> {
    let mut reader = Reader { pdf, fonts: BTreeMap::new() };
    let pages = pdf.get_pages();
    pages.values().map(|page| reader.page(*page)).collect()
}

struct Reader<'a> {
    pdf: &'a Pdf,
    fonts: BTreeMap<ObjectId, Rc<Codes>>,
}

/// One content stream on its way.
struct Run<'a> {
    resources: Option<&'a Dictionary>,
    font: Option<Rc<Codes>>,
    text: String,
}

impl<'a> Reader<'a> {
    fn page(&mut self, page: ObjectId) -> Vec<String> {
        let mut found = Vec::new();
        let Ok(dictionary) = self.pdf.get_dictionary(page) else {
            return found;
        };
        let resources = self.resources(dictionary);
        let content = self.pdf.get_page_content(page);
        self.stream(&content, resources, 0, &mut found);
        found
    }

    fn resources(&self, dictionary: &'a Dictionary) -> Option<&'a Dictionary> {
        let mut own = dictionary;
        for _ in 0..DEEPEST {
            if let Ok(found) = own.get(b"Resources") {
                return self.dictionary(found);
            }
            own = self.dictionary(own.get(b"Parent").ok()?)?;
        }
        None
    }

    fn dictionary(&self, object: &'a Object) -> Option<&'a Dictionary> {
        self.pdf.dereference(object).ok()?.1.as_dict().ok()
    }

    /// Reads a content stream; what it shows goes to `found`.
    fn stream(
        &mut self,
        content: &[u8],
        resources: Option<&'a Dictionary>,
        depth: usize,
        found: &mut Vec<String>,
    ) {
        let mut run = Run { resources, font: None, text: String::new() };
        let mut fonts: Vec<Option<Rc<Codes>>> = Vec::new();
        let (mut name, mut strings) = (None, Vec::new());
        let mut tokens = Tokens { bytes: content, at: 0 };
        while let Some(token) = tokens.next() {
            match token {
                Token::Name(own) => name = Some(own),
                Token::Codes(codes) => strings.push(codes),
                Token::Other => {}
                Token::Operator(operator) => {
                    match operator {
                        b"Tf" => run.font = name.and_then(|name| self.font(&run, name)),
                        b"Tj" | b"TJ" | b"'" | b"\"" => {
                            for codes in &strings {
                                run.show(codes);
                            }
                        }
                        b"ET" => {
                            let text = std::mem::take(&mut run.text);
                            found.extend((!text.is_empty()).then_some(text));
                        }
                        b"Do" if depth < DEEPEST => {
                            let form = name.and_then(|name| self.form(&run, name));
                            if let Some(form) = form {
                                let resources = self.resources(&form.dict).or(run.resources);
                                let content = form.decompressed_content();
                                let content = content.unwrap_or_else(|_| form.content.clone());
                                self.stream(&content, resources, depth + 1, found);
                            }
                        }
                        b"q" => fonts.push(run.font.clone()),
                        b"Q" => run.font = fonts.pop().flatten(),
                        _ => {}
                    }
                    (name, strings) = (None, Vec::new());
                }
            }
        }
    }

    fn entry(&self, run: &Run<'a>, kind: &[u8], name: &[u8]) -> Option<&'a Object> {
        self.dictionary(run.resources?.get(kind).ok()?)?.get(name).ok()
    }

    fn form(&self, run: &Run<'a>, name: &[u8]) -> Option<&'a Stream> {
        let object = self.pdf.dereference(self.entry(run, b"XObject", name)?).ok()?.1;
        let stream = object.as_stream().ok()?;
        let kind = stream.dict.get(b"Subtype").and_then(Object::as_name);
        kind.is_ok_and(|kind| kind == b"Form").then_some(stream)
    }

    fn font(&mut self, run: &Run<'a>, name: &[u8]) -> Option<Rc<Codes>> {
        let (id, font) = self.pdf.dereference(self.entry(run, b"Font", name)?).ok()?;
        if let Some(known) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(Rc::clone(known));
        }
        let map = font.as_dict().ok()?.get(b"ToUnicode").ok()?;
        let map = self.pdf.dereference(map).ok()?.1.as_stream().ok()?;
        let content = map.decompressed_content().unwrap_or_else(|_| map.content.clone());
        let codes = Rc::new(codes(&content));
        if let Some(id) = id {
            self.fonts.insert(id, Rc::clone(&codes));
        }
        Some(codes)
    }
}

impl Run<'_> {
    /// Shows codes of two bytes; one that the map does not have is shown as unknown.
    fn show(&mut self, bytes: &[u8]) {
        for pair in bytes.chunks(2) {
            let code = pair.iter().fold(0, |code, byte| code << 8 | u16::from(*byte));
            match self.font.as_ref().and_then(|font| font.get(&code)) {
                Some(text) => self.text.push_str(text),
                None => self.text.push(char::REPLACEMENT_CHARACTER),
            }
        }
    }
}

/// The pairs of a `ToUnicode` map: `bfchar` and `bfrange`.
fn codes(map: &[u8]) -> Codes {
    let mut found = Codes::new();
    let mut operands: Vec<Vec<u8>> = Vec::new();
    let mut tokens = Tokens { bytes: map, at: 0 };
    while let Some(token) = tokens.next() {
        match token {
            Token::Codes(codes) => operands.push(codes),
            Token::Operator(operator) => {
                match operator {
                    b"endbfchar" => {
                        for pair in operands.chunks_exact(2) {
                            found.insert(number(&pair[0]), unicode(&pair[1]));
                        }
                    }
                    b"endbfrange" => {
                        for range in operands.chunks_exact(3) {
                            let (first, last) = (number(&range[0]), number(&range[1]));
                            for code in first..=last {
                                let start = number(&range[2]);
                                let own = start.wrapping_add(code - first).to_be_bytes();
                                found.insert(code, unicode(&own));
                            }
                        }
                    }
                    _ => {}
                }
                operands.clear();
            }
            Token::Name(_) | Token::Other => {}
        }
    }
    found
}

fn number(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |number, byte| number << 8 | u16::from(*byte))
}

fn unicode(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks(2).map(number).collect();
    String::from_utf16_lossy(&units)
}

/// A piece of a content stream.
enum Token<'a> {
    Operator(&'a [u8]),
    Name(&'a [u8]),
    Codes(Vec<u8>),
    Other,
}

/// Content streams as far as text needs them: numbers, brackets and the like are all one.
struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    fn next(&mut self) -> Option<Token<'a>> {
        let is_blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
        while self.bytes.get(self.at).is_some_and(is_blank) {
            self.at += 1;
        }
        let first = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(match first {
            b'/' => Token::Name(self.word(self.at)),
            b'<' if self.bytes.get(self.at) != Some(&b'<') => Token::Codes(self.hexadecimal()),
            b'(' => Token::Codes(self.literal()),
            b'%' => {
                self.at += self.bytes[self.at..].iter().take_while(|own| **own != b'\n').count();
                Token::Other
            }
            b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b')' => Token::Other,
            b'0'..=b'9' | b'+' | b'-' | b'.' => {
                self.word(self.at);
                Token::Other
            }
            _ => Token::Operator(self.word(self.at - 1)),
        })
    }

    /// Everything up to the next blank or delimiter.
    fn word(&mut self, from: usize) -> &'a [u8] {
        let ends = |byte: &u8| byte.is_ascii_whitespace() || b"/<>[](){}%\0".contains(byte);
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(ends).unwrap_or(rest.len());
        &self.bytes[from..self.at]
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().position(|byte| *byte == b'>').unwrap_or(rest.len());
        self.at += (length + 1).min(rest.len());
        let digits = rest[..length].iter().filter_map(|byte| (*byte as char).to_digit(16));
        let digits: Vec<u8> = digits.filter_map(|digit| u8::try_from(digit).ok()).collect();
        digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
    }

    fn literal(&mut self) -> Vec<u8> {
        let (mut found, mut depth) = (Vec::new(), 1);
        while let Some(byte) = self.bytes.get(self.at).copied() {
            self.at += 1;
            match byte {
                b'\\' => {
                    found.push(self.escaped());
                    continue;
                }
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            found.push(byte);
        }
        found
    }

    fn escaped(&mut self) -> u8 {
        let rest = &self.bytes[self.at..];
        let octal = rest.iter().take(3).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
        if octal > 0 {
            self.at += octal;
            return rest[..octal]
                .iter()
                .fold(0, |code: u8, digit| code.wrapping_mul(8).wrapping_add(digit - b'0'));
        }
        self.at += usize::from(!rest.is_empty());
        match rest.first().copied().unwrap_or_default() {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            other => other,
        }
    }
}
