//! What a source file says, as far as the rules of [`super`] ask: paths, macros, methods, texts.

use std::fs;
use std::iter::Peekable;

use proc_macro2::token_stream::IntoIter;
use proc_macro2::{Delimiter, Group, Spacing, Span, TokenStream, TokenTree};
use syn::visit::{self, Visit};

use crate::support::repository;

/// One source file.
#[derive(Default)]
pub(super) struct Source {
    /// Path from the repository, with `/`.
    pub(super) file: String,
    /// Every path, macro and method that it names.
    pub(super) named: Vec<Named>,
    /// Strings and characters outside test modules.
    pub(super) texts: Vec<Text>,
    /// Path of its module, or of the module inside it that is being read; empty for the roots of
    /// library and program.
    module: Vec<String>,
    /// Modules that its root declares.
    children: Vec<String>,
    /// Test modules, inline or in a file of their own.
    test_modules: Vec<Vec<String>>,
    inside_test: bool,
    inside_attribute: bool,
}

/// Something that a file names.
pub(super) struct Named {
    pub(super) line: usize,
    /// A path, seen from the library's root (`crate`) when it is inside; a macro as `name!`; a
    /// method as `.name`.
    pub(super) path: Vec<String>,
    /// Published again by a `pub use`.
    pub(super) handed_on: bool,
    /// Only in test code.
    pub(super) in_test: bool,
}

/// A string or character.
pub(super) struct Text {
    pub(super) line: usize,
    pub(super) text: String,
}

/// Every source file, read.
pub(super) fn sources() -> Vec<Source> {
    let entries = walkdir::WalkDir::new(repository("src")).sort_by_file_name();
    let entries = entries.into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"));
    let read = files.map(|entry| {
        let path = entry.path().strip_prefix(repository("")).unwrap();
        let path = path.to_string_lossy().replace('\\', "/");
        Source::read(&path, &fs::read_to_string(entry.path()).unwrap())
    });
    read.collect()
}

/// The files that are not themselves test modules.
pub(super) fn without_tests(sources: Vec<Source>) -> Vec<Source> {
    let tests = sources.iter().flat_map(|source| &source.test_modules);
    let tests: Vec<Vec<String>> = tests.cloned().collect();
    let is_test = |source: &Source| tests.iter().any(|test| source.module.starts_with(test));
    sources.into_iter().filter(|source| !is_test(source)).collect()
}

impl Source {
    pub(super) fn read(file: &str, text: &str) -> Self {
        let tree = syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {error}"));
        let path = file.trim_start_matches("src/").trim_end_matches(".rs");
        let path = path.trim_end_matches("/mod");
        let is_root = path == "lib" || path == "main";
        let module = path.split('/').filter(|_| !is_root).map(str::to_owned).collect();
        let children = tree.items.iter().filter_map(|item| match item {
            syn::Item::Mod(child) => Some(child.ident.to_string()),
            _ => None,
        });
        let children = children.collect();
        let mut source = Self { file: file.to_owned(), module, children, ..Self::default() };
        source.visit_file(&tree);
        source
    }

    /// The top module that the file belongs to.
    pub(super) fn owner(&self) -> &str {
        let root = if self.file == "src/main.rs" { "main" } else { "lib" };
        self.module.first().map_or(root, String::as_str)
    }

    /// A path as it is seen from the library's root. One that begins with neither `crate`,
    /// `super`, `self` nor the library's name stays as it is.
    fn resolved(&self, path: &[String]) -> Vec<String> {
        let is_main = self.owner() == "main";
        let mut scope = self.module.clone();
        let mut left = path;
        while let [first, rest @ ..] = left {
            match first.as_str() {
                "crate" => scope.clear(),
                "super" => drop(scope.pop()),
                "self" => {}
                "make_reports" => return [&["crate".to_owned()], rest].concat(),
                _ => break,
            }
            left = rest;
        }
        let is_child = left.first().is_some_and(|first| self.children.contains(first));
        let from_root = self.owner() == "lib" && is_child;
        if left.len() == path.len() && !from_root {
            return path.to_vec();
        }
        // In the program's own file `crate` is the program, not the library.
        let root = if is_main { "main" } else { "crate" };
        [&[root.to_owned()], scope.as_slice(), left].concat()
    }

    fn add(&mut self, span: Span, path: Vec<String>, handed_on: bool) {
        let line = span.start().line;
        self.named.push(Named { line, path, handed_on, in_test: self.inside_test });
    }

    fn add_path(&mut self, span: Span, path: &[String]) {
        self.add(span, self.resolved(path), false);
    }

    fn add_name(&mut self, span: Span, name: String) {
        self.add(span, vec![name], false);
    }

    fn add_text(&mut self, span: Span, text: String) {
        if self.inside_attribute
            && let Ok(path) = syn::parse_str::<syn::Path>(&text)
        {
            let path = names(&path);
            if path.len() > 1 {
                self.add_path(span, &path);
            }
        }
        if !self.inside_test {
            self.texts.push(Text { line: span.start().line, text });
        }
    }

    /// Every leaf of a `use`.
    fn add_use(&mut self, before: &[String], tree: &syn::UseTree, published: bool) {
        let (ident, rest) = match tree {
            syn::UseTree::Path(path) => (&path.ident, Some(&*path.tree)),
            syn::UseTree::Name(name) => (&name.ident, None),
            syn::UseTree::Rename(rename) => (&rename.ident, None),
            syn::UseTree::Glob(glob) => {
                let path = [before, &["*".to_owned()]].concat();
                let span = glob.star_token.spans[0];
                return self.add(span, self.resolved(&path), published);
            }
            syn::UseTree::Group(group) => {
                return group.items.iter().for_each(|tree| self.add_use(before, tree, published));
            }
        };
        let mut path = before.to_vec();
        // `a::{self}` is `a`.
        if before.is_empty() || ident != "self" {
            path.push(ident.to_string());
        }
        match rest {
            Some(rest) => self.add_use(&path, rest, published),
            None => self.add(ident.span(), self.resolved(&path), published),
        }
    }

    /// The words of a macro's arguments: paths, other macros, methods, texts.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        let mut before = ' ';
        let mut module_begins = false;
        while let Some(token) = tokens.next() {
            let mark = std::mem::replace(&mut before, ' ');
            match token {
                TokenTree::Punct(punct) => before = punct.as_char(),
                TokenTree::Literal(literal) => self.visit_lit(&syn::Lit::new(literal)),
                TokenTree::Ident(ident) if mark == '.' => {
                    self.add_name(ident.span(), format!(".{ident}"));
                }
                TokenTree::Ident(ident) => {
                    module_begins |= ident == "mod";
                    self.add_chain(ident.span(), vec![ident.to_string()], &mut tokens);
                }
                TokenTree::Group(group) if mark == '#' && is_doc(&group.stream()) => {}
                TokenTree::Group(group) => {
                    let is_module = module_begins && group.delimiter() == Delimiter::Brace;
                    module_begins &= !is_module;
                    self.add_group(&group, mark == '#', is_module);
                }
            }
        }
    }

    fn add_group(&mut self, group: &Group, is_attribute: bool, is_module: bool) {
        let was_inside = self.inside_attribute;
        self.inside_attribute |= is_attribute;
        if is_module {
            self.module.push("module of a macro".to_owned());
        }
        self.add_tokens(group.stream());
        if is_module {
            self.module.pop();
        }
        self.inside_attribute = was_inside;
    }

    /// A path that begins in a macro's arguments; after `::` a brace holds further ones.
    fn add_chain(&mut self, span: Span, mut path: Vec<String>, tokens: &mut Peekable<IntoIter>) {
        while is_colon(tokens.peek(), Spacing::Joint) {
            tokens.next();
            tokens.next_if(|token| is_colon(Some(token), Spacing::Alone));
            match tokens.peek() {
                Some(TokenTree::Ident(ident)) => path.push(ident.to_string()),
                Some(TokenTree::Punct(punct)) if punct.as_char() == '*' => {
                    path.push("*".to_owned());
                }
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                    let mut inner = group.stream().into_iter().peekable();
                    tokens.next();
                    while let Some(token) = inner.next() {
                        if let TokenTree::Ident(ident) = token {
                            let path = [path.as_slice(), &[ident.to_string()]].concat();
                            self.add_chain(ident.span(), path, &mut inner);
                        }
                    }
                    return;
                }
                _ => break,
            }
            tokens.next();
        }
        if tokens.peek().is_some_and(|token| is_punct(token, '!')) {
            self.add_name(span, format!("{}!", path.last().unwrap()));
        }
        if path.len() > 1 {
            self.add_path(span, &path);
        }
    }
}

fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

fn is_colon(token: Option<&TokenTree>, spacing: Spacing) -> bool {
    matches!(token, Some(TokenTree::Punct(punct))
        if punct.as_char() == ':' && punct.spacing() == spacing)
}

fn is_doc(attribute: &TokenStream) -> bool {
    let first = attribute.clone().into_iter().next();
    matches!(first, Some(TokenTree::Ident(ident)) if ident == "doc")
}

fn names(path: &syn::Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

impl<'ast> Visit<'ast> for Source {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        item.attrs.iter().for_each(|attribute| self.visit_attribute(attribute));
        self.add_use(&[], &item.tree, !matches!(item.vis, syn::Visibility::Inherited));
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        if item.ident == "self" {
            self.add_name(item.ident.span(), "crate".to_owned());
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let was_inside = self.inside_test;
        self.module.push(item.ident.to_string());
        if item.attrs.iter().any(is_test_only) {
            self.test_modules.push(self.module.clone());
            self.inside_test = true;
        }
        visit::visit_item_mod(self, item);
        self.inside_test = was_inside;
        self.module.pop();
    }

    /// `pub(super)` and `pub(crate)` use nothing.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            self.add_path(path.segments[0].ident.span(), &names(path));
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let name = &call.path.segments.last().unwrap().ident;
        self.add_name(name.span(), format!("{name}!"));
        visit::visit_macro(self, call);
    }

    fn visit_token_stream(&mut self, tokens: &'ast TokenStream) {
        self.add_tokens(tokens.clone());
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.add_name(call.method.span(), format!(".{}", call.method));
        visit::visit_expr_method_call(self, call);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if attribute.path().is_ident("doc") {
            return;
        }
        if attribute.path().is_ident("path") {
            self.add_name(attribute.pound_token.spans[0], "#[path]".to_owned());
        }
        self.inside_attribute = true;
        visit::visit_attribute(self, attribute);
        self.inside_attribute = false;
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.add_text(text.span(), text.value());
    }

    fn visit_lit_char(&mut self, text: &'ast syn::LitChar) {
        self.add_text(text.span(), text.value().to_string());
    }
}

fn is_test_only(attribute: &syn::Attribute) -> bool {
    let list = attribute.meta.require_list();
    attribute.path().is_ident("cfg") && list.is_ok_and(|list| list.tokens.to_string() == "test")
}
