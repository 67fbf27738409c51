//! What judges look at: the files of a group, read once for all rules.

use crate::analysis::uses::Usage;
use crate::document::{Document, NodeRef};
use crate::postman::{Auth, Collection, Event, FileKind, Item, Program, Variable, objects};
use crate::script::{self, Script};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// Files that are judged together: those of one folder, of one archive, of one build.
pub struct Group<'d> {
    /// Its Postman objects, in the order of the files.
    pub subjects: Vec<Subject<'d>>,
    /// Names that are declared elsewhere: in the manifest of a build.
    pub declared: Vec<&'d str>,
    usage: OnceLock<Usage<'d>>,
}

/// One Postman object, with what is in it.
pub struct Subject<'d> {
    /// What it is.
    pub kind: FileKind,
    /// The value.
    pub node: NodeRef<'d>,
    /// Its folders and requests, in reading order; none unless it is a collection of the form v2.0 or v2.1.
    pub items: Vec<ItemFacts<'d>>,
    /// Its scripts: of the collection, its folders and its requests.
    pub scripts: Vec<ScriptUse<'d>>,
}

/// A folder or request.
pub struct ItemFacts<'d> {
    /// The item.
    pub item: Item<'d>,
    /// Index of the folder around it in [`Subject::items`]; none at the top.
    pub parent: Option<usize>,
    /// The request; none for a folder.
    pub request: Option<Request<'d>>,
}

/// A request, with what holds for it.
pub struct Request<'d> {
    /// The item that it is the request of.
    pub item: Item<'d>,
    /// The request.
    pub request: crate::postman::Request<'d>,
    /// The auth block that is in force: its own, else the nearest around it.
    pub auth: Option<Auth<'d>>,
    /// Whether `auth` is its own.
    pub own_auth: bool,
    /// The collection.
    pub collection: Collection<'d>,
}

/// A script, with when it runs.
#[derive(Clone)]
pub struct ScriptUse<'d> {
    /// `prerequest`, `test`, or what else it says.
    pub listen: Cow<'d, str>,
    /// Its text, with the way back to the file.
    pub program: Program<'d>,
    /// What is known of it.
    pub script: Arc<Script>,
}

impl<'d> Group<'d> {
    /// Reads `documents`. Scripts are parsed only when they are `wanted`, each text once.
    pub fn new(documents: impl IntoIterator<Item = &'d Document>, declared: Vec<&'d str>, wanted: bool) -> Self {
        let all = documents.into_iter().flat_map(|document| objects(document.root()));
        let mut subjects: Vec<_> = all.map(|(kind, node)| Subject::new(kind, node)).collect();
        if wanted {
            read_scripts(&mut subjects);
        }
        Self { subjects, declared, usage: OnceLock::new() }
    }

    /// How it uses its variables; gathered when a rule first asks.
    pub(crate) fn usage(&self) -> &Usage<'d> {
        self.usage.get_or_init(|| Usage::of(self))
    }

    /// Whether anything in it may use the variable `name`.
    pub(crate) fn uses(&self, name: &str) -> bool {
        self.usage().has(self, name)
    }

    /// Its collections of the forms v2.0 and v2.1.
    pub fn collections(&self) -> impl Iterator<Item = &Subject<'d>> {
        self.subjects.iter().filter(|subject| subject.kind.is_collection())
    }

    /// Its environments and globals.
    pub fn values(&self) -> impl Iterator<Item = &Subject<'d>> {
        self.subjects.iter().filter(|subject| subject.kind.has_values())
    }
}

impl<'d> Subject<'d> {
    fn new(kind: FileKind, node: NodeRef<'d>) -> Self {
        let mut subject = Self { kind, node, items: Vec::new(), scripts: Vec::new() };
        if kind.is_collection() {
            subject.read_items();
        }
        subject
    }

    fn read_items(&mut self) {
        let collection = Collection::new(self.node);
        let mut pending: Vec<(Item<'d>, Option<usize>, Option<Auth<'d>>)> = Vec::new();
        let around = Auth::of(self.node);
        pending.extend(collection.items().map(|item| (item, None, around)));
        pending.reverse();
        while let Some((item, parent, around)) = pending.pop() {
            let own = Auth::of(item.node());
            let inside = own.or(around);
            let request = item.request().map(|request| {
                let own = Auth::of(request.node());
                Request { item, request, auth: own.or(inside), own_auth: own.is_some(), collection }
            });
            let index = self.items.len();
            let from = pending.len();
            pending.extend(item.items().map(|item| (item, Some(index), inside)));
            pending[from..].reverse();
            self.items.push(ItemFacts { item, parent, request });
        }
    }

    /// What may have events: the collection, its folders and its requests.
    pub fn owners(&self) -> impl Iterator<Item = NodeRef<'d>> {
        std::iter::once(self.node).chain(self.items.iter().map(|facts| facts.item.node()))
    }

    /// The collection's requests.
    pub fn requests(&self) -> impl Iterator<Item = &Request<'d>> {
        self.items.iter().filter_map(|facts| facts.request.as_ref())
    }

    /// What it declares: the variables of a collection, the values of an environment.
    pub fn variables(&self) -> impl Iterator<Item = Variable<'d>> + use<'d> {
        let key = if self.kind.has_values() { "values" } else { "variable" };
        Variable::list(self.node.get(key))
    }
}

/// The scripts of all `subjects`, each text parsed once: many requests have the same.
fn read_scripts(subjects: &mut [Subject<'_>]) {
    let mut uses = Vec::new();
    for (owner, subject) in subjects.iter().enumerate() {
        for event in subject.owners().flat_map(Event::of) {
            if let Some(program) = event.program() {
                uses.push((owner, event.listen().unwrap_or_default(), program));
            }
        }
    }
    let mut known: HashMap<&str, usize> = HashMap::with_capacity(uses.len());
    let mut programs = Vec::new();
    let mut number = |text| {
        *known.entry(text).or_insert_with(|| {
            programs.push(text);
            programs.len() - 1
        })
    };
    let numbers: Vec<usize> = uses.iter().map(|(_, _, program)| number(program.text.as_str())).collect();
    let scripts: Vec<_> = script::parse_all(&programs).into_iter().map(Arc::new).collect();
    for ((owner, listen, program), number) in uses.into_iter().zip(numbers) {
        subjects[owner].scripts.push(ScriptUse { listen, program, script: Arc::clone(&scripts[number]) });
    }
}
