//! A group of files and what they hold: collections with their items, requests and scripts, environments, globals.

use super::belonging::Belonging;
use super::variable_usage::VariableUsage;
use crate::document::{Document, NodeRef};
use crate::postman::{Auth, Collection, Event, FileKind, Item, Pair, Program, Variable, objects};
use crate::script::{self, Script};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

/// Files that belong together, such as those of one folder, one archive or one build. A variable that one declares counts as declared for all.
pub struct FileGroup<'d> {
    /// The Postman objects in the files, in the order of the files. A data dump holds several.
    pub entities: Vec<Entity<'d>>,
    /// Names of variables that are declared outside the files, such as in the manifest of a build.
    pub declared: Vec<&'d str>,
    /// Whether a manifest says that the files belong together.
    is_declared: bool,
    usage: OnceLock<VariableUsage<'d>>,
    belonging: OnceLock<Belonging>,
}

/// One collection, environment or globals object.
pub struct Entity<'d> {
    /// Which kind of object it is, and in which format.
    pub kind: FileKind,
    /// Its value in the document.
    pub node: NodeRef<'d>,
    /// Its folders and requests, in reading order. Empty unless it is a collection.
    pub items: Vec<TreeItem<'d>>,
    /// The scripts of the collection, its folders and its requests. Empty unless [`FileGroup::new`] parsed scripts.
    pub scripts: Vec<EventScript<'d>>,
}

/// A folder or request, with its place in the tree of items.
pub struct TreeItem<'d> {
    /// The folder or request.
    pub item: Item<'d>,
    /// Index of its parent folder in [`Entity::items`]. None at the top level.
    pub parent: Option<usize>,
    /// Its request. None for a folder.
    pub request: Option<RequestContext<'d>>,
}

/// A request, with the auth block and the collection that apply to it.
pub struct RequestContext<'d> {
    /// The item that holds the request.
    pub item: Item<'d>,
    /// The request.
    pub request: crate::postman::Request<'d>,
    /// The effective auth block: its own, or the nearest inherited one.
    pub auth: Option<Auth<'d>>,
    /// Whether `auth` is its own and not inherited.
    pub has_own_auth: bool,
    /// Whether Postman follows a redirect of its response: as its own settings say, or those of the nearest folder around it.
    pub follows_redirects: bool,
    /// Whether Postman leaves out the body of a `GET` or `HEAD` request, as these settings say.
    pub prunes_body: bool,
    /// The collection that the request is in.
    pub collection: Collection<'d>,
    headers: OnceLock<Vec<Pair<'d>>>,
}

impl<'d> RequestContext<'d> {
    /// Its headers, disabled ones included. They are read once for all who ask.
    pub fn headers(&self) -> &[Pair<'d>] {
        self.headers.get_or_init(|| self.request.headers())
    }
}

/// A script of an event, parsed.
#[derive(Clone)]
pub struct EventScript<'d> {
    /// The collection, folder or request that has the event.
    pub owner: NodeRef<'d>,
    /// The event's `listen`: `prerequest`, `test`, or an invalid value of the file.
    pub listen: Cow<'d, str>,
    /// Its text, which maps byte ranges back to the file.
    pub program: Program<'d>,
    /// The parsed script. Events with the same text share it.
    pub script: Arc<Script>,
}

/// Decides by its text whether a script is parsed.
pub type ScriptFilter<'f> = Option<&'f dyn Fn(&str) -> bool>;

/// No script is read.
pub const NO_SCRIPTS: ScriptFilter<'static> = None;
/// Every script is parsed.
pub const ALL_SCRIPTS: ScriptFilter<'static> = Some(&|_| true);

impl<'d> FileGroup<'d> {
    /// Reads `documents` of the formats v2.0 and v2.1, environments and globals, and the [`translations`](crate::postman::translate) of files of other formats.
    /// Scripts are parsed only if `is_parsed` returns true for their text, each distinct text once; with [`NO_SCRIPTS`] none is read.
    pub fn new(
        documents: impl IntoIterator<Item = &'d Document>,
        declared: Vec<&'d str>,
        is_parsed: ScriptFilter<'_>,
    ) -> Self {
        let all = documents.into_iter().flat_map(|document| objects(document.root()));
        // A collection of another format counts once: as its translation.
        let all = all.filter(|(kind, node)| node.is_derived() || kind.is_v2() || kind.has_values());
        let mut entities: Vec<_> = all.map(|(kind, node)| Entity::new(kind, node)).collect();
        if let Some(is_parsed) = is_parsed {
            read_scripts(&mut entities, is_parsed);
        }
        Self { entities, declared, is_declared: false, usage: OnceLock::new(), belonging: OnceLock::new() }
    }

    /// The group, with `is_declared` for whether a manifest says that its files belong together.
    #[must_use]
    pub fn declared_by_manifest(self, is_declared: bool) -> Self {
        Self { is_declared, ..self }
    }

    /// Whether a manifest says that the files belong together.
    pub(super) const fn is_declared(&self) -> bool {
        self.is_declared || !self.declared.is_empty()
    }

    /// The environments and globals that belong to `collection`, one of [`Self::collections`]: those that declare a good part of the variables that it
    /// needs. All in a group that a manifest declares.
    pub fn values_of(&self, collection: &Entity<'d>) -> impl Iterator<Item = &Entity<'d>> {
        let number = self.collections().position(|other| other.node == collection.node);
        let indexes = number.map(|number| self.belonging().of_collection(number)).unwrap_or_default();
        indexes.iter().filter_map(|index| self.entities.get(*index))
    }

    /// The names of the variables that `collection` can use: its own, those of its folders and of the environments that belong to it, those that are
    /// declared outside the files, and those that scripts set. None if no environment belongs to it and nothing is declared outside: then what it can use is
    /// not known.
    pub(crate) fn known_names(&self, collection: &Entity<'d>) -> Option<BTreeSet<String>> {
        let mut environments = self.values_of(collection).peekable();
        if environments.peek().is_none() && self.declared.is_empty() {
            return None;
        }
        let folders = collection.items.iter().flat_map(|item| Variable::list(item.item.node().get("variable")));
        let variables = environments.flat_map(Entity::variables).chain(collection.variables()).chain(folders);
        let mut names: BTreeSet<String> = variables.filter_map(Variable::key).map(Cow::into_owned).collect();
        names.extend(self.declared.iter().map(|name| (*name).to_owned()));
        names.extend(self.usage().scripts.set.iter().cloned());
        Some(names)
    }

    /// The environments that belong to no collection, where there are collections. No rule compares their variables with others.
    pub fn left_out(&self) -> impl Iterator<Item = &Entity<'d>> {
        let has_collections = self.collections().next().is_some();
        let all = self.entities.iter().enumerate().filter(move |_| has_collections);
        let is_left_out =
            |entry: &(usize, &Entity<'d>)| entry.1.kind == FileKind::Environment && !self.belonging().has(entry.0);
        all.filter(is_left_out).map(|(_, entity)| entity)
    }

    fn belonging(&self) -> &Belonging {
        self.belonging.get_or_init(|| Belonging::of(self))
    }

    /// How the group uses variables. Computed on the first call.
    pub(crate) fn usage(&self) -> &VariableUsage<'d> {
        self.usage.get_or_init(|| VariableUsage::of(self))
    }

    /// Whether any of its files may use the variable `name`.
    pub(crate) fn uses(&self, name: &str) -> bool {
        self.usage().may_use(self, name)
    }

    /// Its collections.
    pub fn collections(&self) -> impl Iterator<Item = &Entity<'d>> {
        self.entities.iter().filter(|entity| entity.kind.is_collection())
    }

    /// Its environments and globals.
    pub fn values(&self) -> impl Iterator<Item = &Entity<'d>> {
        self.entities.iter().filter(|entity| entity.kind.has_values())
    }
}

/// What a request inherits from the folders around it.
#[derive(Clone, Copy)]
struct Inherited<'d> {
    auth: Option<Auth<'d>>,
    follows_redirects: bool,
    prunes_body: bool,
}

impl<'d> Inherited<'d> {
    /// What holds within `owner`, a collection, folder or request: its own settings, else those from around it.
    fn within(self, owner: NodeRef<'d>) -> Self {
        let settings = owner.get("protocolProfileBehavior");
        let own = |key: &str| settings.and_then(|settings| settings.get(key)?.as_bool());
        Self {
            auth: Auth::of(owner).or(self.auth),
            follows_redirects: own("followRedirects").unwrap_or(self.follows_redirects),
            prunes_body: own("disableBodyPruning").map_or(self.prunes_body, |is_kept| !is_kept),
        }
    }
}

impl<'d> Entity<'d> {
    fn new(kind: FileKind, node: NodeRef<'d>) -> Self {
        let mut entity = Self { kind, node, items: Vec::new(), scripts: Vec::new() };
        if kind.is_collection() {
            entity.read_items();
        }
        entity
    }

    fn read_items(&mut self) {
        let collection = Collection::new(self.node);
        let mut pending: Vec<(Item<'d>, Option<usize>, Inherited<'d>)> = Vec::new();
        let around = Inherited { auth: None, follows_redirects: true, prunes_body: true }.within(self.node);
        pending.extend(collection.items().map(|item| (item, None, around)));
        pending.reverse();
        while let Some((item, parent, around)) = pending.pop() {
            let inside = around.within(item.node());
            let request = item.request().map(|request| {
                let own = Auth::of(request.node());
                RequestContext {
                    item,
                    request,
                    auth: own.or(inside.auth),
                    has_own_auth: own.is_some(),
                    follows_redirects: inside.follows_redirects,
                    prunes_body: inside.prunes_body,
                    collection,
                    headers: OnceLock::new(),
                }
            });
            let index = self.items.len();
            let from = pending.len();
            pending.extend(item.items().map(|item| (item, Some(index), inside)));
            pending[from..].reverse();
            self.items.push(TreeItem { item, parent, request });
        }
    }

    /// The values that may have events: the collection, its folders and its requests.
    pub fn owners(&self) -> impl Iterator<Item = NodeRef<'d>> {
        std::iter::once(self.node).chain(self.items.iter().map(|item| item.item.node()))
    }

    /// The collection's requests.
    pub fn requests(&self) -> impl Iterator<Item = &RequestContext<'d>> {
        self.items.iter().filter_map(|item| item.request.as_ref())
    }

    /// The variables that it declares: `variable` of a collection, `values` of an environment or globals.
    pub fn variables(&self) -> impl Iterator<Item = Variable<'d>> + use<'d> {
        let key = if self.kind.has_values() { "values" } else { "variable" };
        Variable::list(self.node.get(key))
    }
}

/// Fills in the scripts of all `entities`. Each distinct text is parsed once, because many requests share theirs.
fn read_scripts(entities: &mut [Entity<'_>], is_parsed: &dyn Fn(&str) -> bool) {
    let mut uses = Vec::new();
    for (owner, entity) in entities.iter().enumerate() {
        for node in entity.owners() {
            for event in Event::of(node) {
                if let Some(program) = event.program().filter(|program| is_parsed(&program.text)) {
                    uses.push((owner, node, event.listen().unwrap_or_default(), program));
                }
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
    let numbers: Vec<usize> = uses.iter().map(|(_, _, _, program)| number(program.text.as_str())).collect();
    let scripts: Vec<_> = script::parse_all(&programs).into_iter().map(Arc::new).collect();
    for ((entity, owner, listen, program), number) in uses.into_iter().zip(numbers) {
        entities[entity].scripts.push(EventScript { owner, listen, program, script: Arc::clone(&scripts[number]) });
    }
}
