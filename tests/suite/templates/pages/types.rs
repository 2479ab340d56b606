//! The serialisable types of the source, read with `syn`.

use std::collections::BTreeMap;
use std::path::Path;

use syn::{Attribute, Expr, Fields, GenericArgument, Lit, Meta, PathArguments, Type, UseTree};

/// A type that is written as data.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) name: String,
    pub(super) doc: String,
    fields: Vec<Field>,
    /// Words of a choice with their meanings; none of a structure.
    choices: Vec<(String, String)>,
}

/// A name in the data.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) shape: Shape,
    flatten: bool,
}

/// How a value is built.
#[derive(Debug, Clone)]
pub(super) enum Shape {
    Named(String),
    Maybe(Box<Shape>),
    List(Box<Shape>),
    Several(Vec<Shape>),
}

impl Shape {
    fn of(ty: &Type) -> Self {
        match ty {
            Type::Reference(own) => Self::of(&own.elem),
            Type::Slice(own) => Self::List(Box::new(Self::of(&own.elem))),
            Type::Array(own) => Self::List(Box::new(Self::of(&own.elem))),
            Type::Tuple(own) => Self::Several(own.elems.iter().map(Self::of).collect()),
            Type::Path(own) => {
                let last = own.path.segments.last().unwrap();
                let inner = match &last.arguments {
                    PathArguments::AngleBracketed(own) => {
                        own.args.iter().find_map(|own| match own {
                            GenericArgument::Type(ty) => Some(Self::of(ty)),
                            _ => None,
                        })
                    }
                    _ => None,
                };
                match (last.ident.to_string().as_str(), inner) {
                    ("Option", Some(inner)) => Self::Maybe(Box::new(inner)),
                    ("Vec", Some(inner)) => Self::List(Box::new(inner)),
                    ("Box", Some(inner)) => inner,
                    (name, _) => Self::Named(name.to_owned()),
                }
            }
            _ => panic!("a type that no page can show"),
        }
    }

    /// The names inside, each with where it stands below a path.
    pub(super) fn names(&self, path: &str) -> Vec<(String, String)> {
        match self {
            Self::Named(name) => vec![(name.clone(), path.to_owned())],
            Self::Maybe(inner) => inner.names(path),
            Self::List(inner) => inner.names(&format!("{path}[]")),
            Self::Several(shapes) => {
                let each = shapes.iter().enumerate();
                each.flat_map(|(at, own)| own.names(&format!("{path}[{at}]"))).collect()
            }
        }
    }
}

impl Shape {
    fn rename(&mut self, full: &impl Fn(&str) -> String) {
        match self {
            Self::Named(name) => *name = full(name),
            Self::Maybe(inner) | Self::List(inner) => inner.rename(full),
            Self::Several(shapes) => shapes.iter_mut().for_each(|own| own.rename(full)),
        }
    }
}

/// The folder below the facts that a file stands in, which tells types of one name apart.
fn folder(file: &str) -> String {
    let mut parts = file.rsplit('/').skip(1);
    parts.find(|part| *part != "papers").unwrap_or_default().to_owned()
}

/// Paths that a file imports, each with its last name.
fn imports(file: &syn::File) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for item in &file.items {
        if let syn::Item::Use(own) = item {
            import("", &own.tree, &mut found);
        }
    }
    found
}

fn import(above: &str, tree: &UseTree, found: &mut Vec<(String, String)>) {
    match tree {
        UseTree::Path(own) => import(&format!("{above}{}::", own.ident), &own.tree, found),
        UseTree::Name(own) => found.push((above.to_owned(), own.ident.to_string())),
        UseTree::Group(own) => own.items.iter().for_each(|own| import(above, own, found)),
        _ => {}
    }
}

/// Every serialisable type by its name.
pub(super) struct Types {
    items: BTreeMap<String, Item>,
}

impl Types {
    /// Reads a source folder. Two types of one name are told apart by their folders (`city`, `unit`):
    /// a file means the one that it imports, else that of its own folder.
    pub(super) fn read(source: &Path) -> Self {
        let mut files = Vec::new();
        for (name, bytes) in crate::support::files(source) {
            let is_wanted =
                ["analyse/", "model/", "settings/", "check/", "score/", "signoff/paper.rs"]
                    .iter()
                    .any(|folder| name.starts_with(folder));
            if is_wanted && Path::new(&name).extension().is_some_and(|own| own == "rs") {
                let file = syn::parse_file(&String::from_utf8(bytes).unwrap()).unwrap();
                files.push((name, file));
            }
        }
        let mut owners: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, file) in &files {
            for item in file.items.iter().filter_map(item) {
                owners.entry(item.name).or_default().push(folder(name));
            }
        }
        let mut items = BTreeMap::new();
        for (name, file) in &files {
            let imports = imports(file);
            let own = folder(name);
            let full = |ident: &str| {
                let folders = owners.get(ident).filter(|folders| folders.len() > 1);
                let Some(folders) = folders else {
                    return ident.to_owned();
                };
                let imported = imports.iter().find(|(_, name)| name == ident);
                let from = imported.map(|(path, _)| path.as_str()).unwrap_or_default();
                let named = folders.iter().find(|own| from.contains(&format!("{own}::")));
                let shared = from.starts_with("crate::analyse::facts");
                let meant = named.cloned().unwrap_or_else(|| {
                    if shared || !folders.contains(&own) { "unit".to_owned() } else { own.clone() }
                });
                format!("{meant}::{ident}")
            };
            for mut item in file.items.iter().filter_map(item) {
                item.fields.iter_mut().for_each(|field| field.shape.rename(&full));
                let several = owners[&item.name].len() > 1;
                item.name = if several { format!("{own}::{}", item.name) } else { item.name };
                assert!(items.insert(item.name.clone(), item).is_none(), "two types of one name");
            }
        }
        assert!(items.len() > 100, "{} types", items.len());
        Self { items }
    }

    /// A type that must be there, once.
    pub(super) fn item(&self, name: &str) -> &Item {
        self.items.get(name).unwrap_or_else(|| panic!("no type {name} is serialisable"))
    }

    /// A type that has fields, and is no figure.
    pub(super) fn structure(&self, name: &str) -> Option<&Item> {
        let own = self.items.get(name)?;
        let is_plain = matches!(name, "Figure" | "PartialDate" | "Moment");
        (!own.fields.is_empty() && !is_plain).then_some(own)
    }

    /// The names of a type, with those of what is flattened into it.
    pub(super) fn fields(&self, item: &Item) -> Vec<Field> {
        let each = item.fields.iter().flat_map(|field| match (&field.shape, field.flatten) {
            (Shape::Named(name), true) => self.fields(self.item(name)),
            _ => vec![field.clone()],
        });
        each.collect()
    }

    /// Words of a choice with their meanings.
    pub(super) fn choices(&self, name: &str) -> impl Iterator<Item = (&str, &str)> {
        let all = self.items.get(name).into_iter().flat_map(|own| &own.choices);
        all.map(|(word, doc)| (word.as_str(), doc.as_str()))
    }
}

fn item(item: &syn::Item) -> Option<Item> {
    let (attributes, ident) = match item {
        syn::Item::Struct(own) => (&own.attrs, &own.ident),
        syn::Item::Enum(own) => (&own.attrs, &own.ident),
        _ => return None,
    };
    if !is_serialisable(attributes) {
        return None;
    }
    let (mut fields, mut choices) = (Vec::new(), Vec::new());
    match item {
        syn::Item::Struct(own) => {
            if let Fields::Named(named) = &own.fields {
                fields.extend(named.named.iter().filter_map(field));
            }
        }
        syn::Item::Enum(own) => {
            let snake = serde(attributes).contains("snake_case");
            for variant in &own.variants {
                let word = variant.ident.to_string();
                choices.push((if snake { snaked(&word) } else { word }, doc(&variant.attrs)));
            }
        }
        _ => {}
    }
    Some(Item { name: ident.to_string(), doc: doc(attributes), fields, choices })
}

fn field(own: &syn::Field) -> Option<Field> {
    let serde = serde(&own.attrs);
    assert!(!serde.contains("rename"), "a page does not know of renamed fields");
    if serde.contains("skip") {
        return None;
    }
    let name = own.ident.as_ref()?.to_string();
    let flatten = serde.contains("flatten");
    Some(Field { name, doc: doc(&own.attrs), shape: Shape::of(&own.ty), flatten })
}

fn is_serialisable(attributes: &[Attribute]) -> bool {
    let mut derives = attributes.iter().filter(|own| own.path().is_ident("derive"));
    derives.any(|own| tokens(own).split([',', ' ']).any(|word| word.trim() == "Serialize"))
}

/// What serde is told, as it is written.
fn serde(attributes: &[Attribute]) -> String {
    let own = attributes.iter().filter(|own| own.path().is_ident("serde"));
    own.map(tokens).collect()
}

fn tokens(attribute: &Attribute) -> String {
    match &attribute.meta {
        Meta::List(own) => own.tokens.to_string(),
        _ => String::new(),
    }
}

/// Documentation in one line.
fn doc(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter(|own| own.path().is_ident("doc"));
    let lines = lines.filter_map(|own| match &own.meta {
        Meta::NameValue(own) => match &own.value {
            Expr::Lit(text) => match &text.lit {
                Lit::Str(text) => Some(text.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    });
    lines.collect::<Vec<_>>().join(" ").trim().to_owned()
}

fn snaked(word: &str) -> String {
    let mut snaked = String::new();
    for (at, sign) in word.chars().enumerate() {
        if sign.is_uppercase() && at > 0 {
            snaked.push('_');
        }
        snaked.extend(sign.to_lowercase());
    }
    snaked
}
