//! Collections of the format v1, alone or in a data dump: all requests are in one list, and folders and `order` lists name them by id.
//!
//! What the fields mean was read off exports, and off what the package `postman-collection-transformer` 4.1 makes of them.

use super::{
    Entry, MAX_FOLDERS, SCHEMA, Text, description, parameter_type, range_in, write_auth, write_entries, write_event,
    write_exec, write_url,
};
use crate::document::{Document, DocumentBuilder, Kind, NodeRef, embedded};
use crate::postman::AuthType;
use std::borrow::Cow;
use std::collections::HashMap;

/// The collection `root` in the format v2.1.
pub(super) fn collection(root: NodeRef<'_>) -> Document {
    let inner = Inner::of(root);
    let tree = Tree::of(root);
    DocumentBuilder::document(root.document().path(), root, |builder| {
        builder.key(root, "info");
        builder.object(root, |builder| {
            member(builder, "_postman_id", root, "id");
            member(builder, "name", root, "name");
            if let Some(description) = description(root) {
                builder.member("description", description);
            }
            builder.text_member("schema", root, SCHEMA);
        });
        builder.key(root, "item");
        builder.array(root, |builder| write_children(builder, &tree, &inner, tree.root(), 0));
        write_owner(builder, root, &inner);
    })
}

/// The globals of a data dump, which are a list there.
pub(super) fn globals(root: NodeRef<'_>) -> Option<Document> {
    let is_dump = root.get("collections").is_some_and(|list| list.kind() == Kind::Array);
    let list = root.get("globals").filter(|list| is_dump && list.kind() == Kind::Array && !list.is_empty())?;
    Some(DocumentBuilder::document(root.document().path(), list, |builder| {
        builder.text_member("name", list, "Globals");
        builder.member("values", list);
        builder.text_member("_postman_variable_scope", list, "globals");
    }))
}

/// JSON inside strings of the collection: attributes of helpers, and requests of saved examples.
struct Inner(HashMap<usize, Document>);

impl Inner {
    fn of(root: NodeRef<'_>) -> Self {
        let requests = list(root, "requests");
        let of_request = requests.flat_map(|request| {
            let responses = list(request, "responses");
            let saved = responses.flat_map(|response| [response.get("requestObject"), response.get("request")]);
            saved.chain([request.get("helperAttributes")]).flatten().collect::<Vec<_>>()
        });
        let owners = std::iter::once(root).chain(list(root, "folders"));
        let of_owner = owners.filter_map(|owner| owner.get("helperAttributes"));
        Self(of_request.chain(of_owner).filter_map(|node| Some((node.index(), embedded(node)?))).collect())
    }

    /// The object `node`, or the object that the text of `node` holds.
    fn object<'a>(&'a self, node: NodeRef<'a>) -> Option<NodeRef<'a>> {
        let node = self.0.get(&node.index()).map_or(node, Document::root);
        Some(node).filter(|node| node.kind() == Kind::Object)
    }
}

/// The folders and requests, by what holds them.
struct Tree<'d> {
    folders: Vec<NodeRef<'d>>,
    requests: Vec<NodeRef<'d>>,
    /// Numbers of the folders and of the requests in each folder; the last element is the top level.
    children: Vec<(Vec<usize>, Vec<usize>)>,
}

impl<'d> Tree<'d> {
    fn of(root: NodeRef<'d>) -> Self {
        let folders: Vec<_> = list(root, "folders").collect();
        let requests: Vec<_> = list(root, "requests").collect();
        let top = folders.len();
        let (folder_ids, request_ids) = (ids(&folders), ids(&requests));
        let owners: Vec<_> = folders.iter().copied().chain([root]).collect();
        let folder_homes = Homes::of(&owners, "folders_order", &folders, &folder_ids, &folder_ids);
        let request_homes = Homes::of(&owners, "order", &requests, &request_ids, &folder_ids);
        let mut children = vec![(Vec::new(), Vec::new()); owners.len()];
        for number in folder_homes.order {
            let home = if is_too_deep(number, &folder_homes.home, top) { top } else { folder_homes.home[number] };
            children[home].0.push(number);
        }
        for number in request_homes.order {
            children[request_homes.home[number]].1.push(number);
        }
        Self { folders, requests, children }
    }

    const fn root(&self) -> usize {
        self.folders.len()
    }
}

/// Which folder holds each folder or request, and their order.
struct Homes {
    /// For each the number of its folder; the number of folders for the top level.
    home: Vec<usize>,
    /// The numbers of all, listed ones first.
    order: Vec<usize>,
}

impl Homes {
    /// `key` is the list of ids in each of the `owners`. What no list names is in the folder that it names itself, or at the top level.
    fn of(
        owners: &[NodeRef<'_>],
        key: &str,
        members: &[NodeRef<'_>],
        numbers: &HashMap<Cow<'_, str>, usize>,
        folders: &HashMap<Cow<'_, str>, usize>,
    ) -> Self {
        let top = owners.len() - 1;
        let mut home: Vec<Option<usize>> = vec![None; members.len()];
        let mut order = Vec::with_capacity(members.len());
        for (owner, node) in owners.iter().enumerate() {
            for id in list_of_values(*node, key).filter_map(NodeRef::as_str) {
                if let Some(number) = numbers.get(&id).copied().filter(|number| home[*number].is_none()) {
                    home[number] = Some(owner);
                    order.push(number);
                }
            }
        }
        for (number, member) in
            members.iter().enumerate().filter(|(number, _)| home[*number].is_none()).collect::<Vec<_>>()
        {
            let mut named = ["folder", "folderId"].into_iter().filter_map(|key| member.get(key)?.as_str());
            home[number] = Some(named.find_map(|id| folders.get(&id).copied()).unwrap_or(top));
            order.push(number);
        }
        Self { home: home.into_iter().map(|home| home.unwrap_or(top)).collect(), order }
    }
}

/// Whether the folder `number` is in a circle of folders, or below more than [`MAX_FOLDERS`].
fn is_too_deep(number: usize, home: &[usize], top: usize) -> bool {
    let mut at = number;
    for _ in 0..MAX_FOLDERS {
        at = home[at];
        if at == top {
            return false;
        }
    }
    true
}

/// The number of each of the `members` by its id; of equal ids the first.
fn ids<'d>(members: &[NodeRef<'d>]) -> HashMap<Cow<'d, str>, usize> {
    let mut ids = HashMap::with_capacity(members.len());
    for (number, member) in members.iter().enumerate() {
        if let Some(id) = member.get("id").and_then(NodeRef::as_str) {
            ids.entry(id).or_insert(number);
        }
    }
    ids
}

fn write_children<'d>(
    builder: &mut DocumentBuilder<'d>,
    tree: &Tree<'d>,
    inner: &'d Inner,
    owner: usize,
    depth: usize,
) {
    let (folders, requests) = &tree.children[owner];
    for &number in folders {
        let folder = tree.folders[number];
        builder.object(folder, |builder| {
            member(builder, "id", folder, "id");
            member(builder, "name", folder, "name");
            if let Some(description) = description(folder) {
                builder.member("description", description);
            }
            builder.key(folder, "item");
            builder.array(folder, |builder| {
                // The depth of the tree is bounded; this bounds a folder that names itself.
                if depth <= MAX_FOLDERS {
                    write_children(builder, tree, inner, number, depth + 1);
                }
            });
            write_owner(builder, folder, inner);
        });
    }
    for &number in requests {
        write_item(builder, tree.requests[number], inner);
    }
}

/// Writes what a collection, a folder and a request have alike: scripts, variables, auth, settings.
fn write_owner<'d>(builder: &mut DocumentBuilder<'d>, owner: NodeRef<'d>, inner: &'d Inner) {
    write_events(builder, owner);
    write_variables(builder, owner);
    write_auth_of(builder, owner, inner);
    member(builder, "protocolProfileBehavior", owner, "protocolProfileBehavior");
}

fn write_item<'d>(builder: &mut DocumentBuilder<'d>, request: NodeRef<'d>, inner: &'d Inner) {
    builder.object(request, |builder| {
        member(builder, "id", request, "id");
        member(builder, "name", request, "name");
        write_events(builder, request);
        member(builder, "protocolProfileBehavior", request, "protocolProfileBehavior");
        write_variables(builder, request);
        builder.key(request, "request");
        write_request(builder, request, inner);
        builder.key(request, "response");
        builder.array(request, |builder| {
            for response in list(request, "responses") {
                write_response(builder, response, inner);
            }
        });
    });
}

fn write_request<'d>(builder: &mut DocumentBuilder<'d>, request: NodeRef<'d>, inner: &'d Inner) {
    builder.object(request, |builder| {
        write_auth_of(builder, request, inner);
        member(builder, "method", request, "method");
        builder.key(request.get("headerData").or_else(|| request.get("headers")).unwrap_or(request), "header");
        builder.array(request, |builder| headers(request).iter().for_each(|header| header.write(builder, true)));
        write_body(builder, request);
        if let Some(url) = request.get("url").filter(|url| !url.is_null()) {
            write_url(builder, url, &entries(request.get("queryParams")), &path_variables(request));
        }
        if let Some(description) = description(request) {
            builder.member("description", description);
        }
    });
}

/// The headers: of the list `headerData`, and those of the text `headers` that it lacks.
fn headers(request: NodeRef<'_>) -> Vec<Entry<'_>> {
    let written = request.get("headers");
    let mut all = match request.get("headerData").map(|list| entries(Some(list))) {
        Some(listed) => listed,
        None => entries(written),
    };
    let known: Vec<String> = all.iter().filter_map(Entry::name).collect();
    let more = written.map(header_lines).unwrap_or_default();
    all.extend(more.into_iter().filter(|entry| entry.name().is_none_or(|name| !known.contains(&name))));
    all
}

impl Entry<'_> {
    /// The key in lower case.
    fn name(&self) -> Option<String> {
        match &self.key {
            Text::Node(node) => node.as_str().map(|name| name.to_ascii_lowercase()),
            Text::Part(node, range) => node.as_str()?.get(range.clone()).map(str::to_ascii_lowercase),
        }
    }
}

/// The headers of a text with one `Name: value` in each line. A line that begins with `//` is a disabled one.
fn header_lines(node: NodeRef<'_>) -> Vec<Entry<'_>> {
    let Some(text) = node.as_str() else { return Vec::new() };
    let line = |line: &str| {
        let written = line.trim();
        let (is_disabled, written) = match written.strip_prefix("//") {
            Some(rest) => (true, rest.trim_start()),
            None => (false, written),
        };
        let (key, value) = written.split_once(':')?;
        let part = |part: &str| Text::Part(node, range_in(&text, part));
        Some(Entry { node, key: part(key.trim()), value: Some(part(value.trim())), is_disabled })
    };
    text.lines().filter_map(line).collect()
}

/// The entries of a list of `{key, value, enabled}`; a `name` stands in for a missing `key`.
fn entries(list: Option<NodeRef<'_>>) -> Vec<Entry<'_>> {
    let objects = list.into_iter().flat_map(NodeRef::elements).filter(|node| node.kind() == Kind::Object);
    objects.filter_map(entry).collect()
}

fn entry(node: NodeRef<'_>) -> Option<Entry<'_>> {
    let is = |key, value| node.get(key).and_then(NodeRef::as_bool) == Some(value);
    let key = node.get("key").or_else(|| node.get("name"))?;
    let value = node.get("value").filter(|value| !value.is_null()).map(Text::Node);
    Some(Entry { node, key: Text::Node(key), value, is_disabled: is("enabled", false) || is("disabled", true) })
}

/// The path variables: of the list `pathVariableData`, else of the mapping `pathVariables`.
fn path_variables(request: NodeRef<'_>) -> Vec<Entry<'_>> {
    let listed = entries(request.get("pathVariableData"));
    let known: Vec<String> = listed.iter().filter_map(Entry::name).collect();
    let mapped = request
        .get("pathVariables")
        .into_iter()
        .flat_map(NodeRef::members)
        .map(|(key, value)| Entry::of_member(key, value));
    let missing = mapped.filter(|entry| entry.name().is_none_or(|name| !known.contains(&name)));
    let mut all: Vec<_> = missing.collect();
    all.splice(0..0, listed);
    all
}

/// Writes the body, in the mode that `dataMode` names or that the data suggest.
fn write_body<'d>(builder: &mut DocumentBuilder<'d>, request: NodeRef<'d>) {
    let given = |key: &str| request.get(key).filter(|node| !node.is_null() && !is_blank(*node));
    let (data, raw, graphql) = (given("data"), given("rawModeData"), given("graphqlModeData"));
    let named = request.get("dataMode").filter(|mode| !mode.is_null());
    if named.is_none() && (request.get("dataMode").is_some() || (data.is_none() && raw.is_none() && graphql.is_none()))
    {
        return;
    }
    // `rawModeData` may be a list with one text.
    let raw = raw.map(|raw| raw.element(0).filter(|_| raw.len() == 1).unwrap_or(raw));
    let raw_text = raw.filter(|raw| raw.kind() == Kind::String);
    let mode = match named.and_then(NodeRef::as_str).as_deref() {
        Some("params") => "formdata",
        Some("urlencoded") => "urlencoded",
        Some("binary") => "file",
        Some("graphql") => "graphql",
        Some("raw") => "raw",
        _ if raw_text.is_none() && data.is_some_and(|data| data.kind() == Kind::Array) => "formdata",
        _ if raw_text.is_none() && graphql.is_some() => "graphql",
        _ => "raw",
    };
    let at = named.or(data).or(raw).or(graphql).unwrap_or(request);
    builder.key(at, "body");
    builder.object(at, |builder| {
        builder.text_member("mode", at, mode);
        match mode {
            "raw" => match raw_text.or_else(|| data.filter(|data| data.kind() == Kind::String)) {
                Some(text) => builder.member("raw", text),
                None => builder.text_member("raw", at, ""),
            },
            "graphql" => {
                if let Some(graphql) = graphql.or(data) {
                    builder.member("graphql", graphql);
                }
            }
            "file" => {
                builder.key(at, "file");
                builder.object(at, |builder| {
                    if let Some(source) = raw_text {
                        builder.member("src", source);
                    }
                });
            }
            fields => {
                builder.key(at, fields);
                builder.array(at, |builder| {
                    for field in data.or(raw).into_iter().flat_map(NodeRef::elements) {
                        write_field(builder, field);
                    }
                });
            }
        }
        let language = request.get("dataOptions").and_then(|options| options.get("raw")).filter(|raw| !raw.is_empty());
        if let Some(language) = language {
            builder.key(language, "options");
            builder.object(language, |builder| builder.member("raw", language));
        }
        if let Some(disabled) = request.get("dataDisabled").filter(|disabled| disabled.as_bool() == Some(true)) {
            builder.member("disabled", disabled);
        }
    });
}

/// Writes a field of a form. The `value` of a file is its path.
fn write_field<'d>(builder: &mut DocumentBuilder<'d>, field: NodeRef<'d>) {
    if field.kind() != Kind::Object || field.get("key").is_none_or(NodeRef::is_null) {
        return;
    }
    let is_file = field.get("type").is_some_and(|kind| kind.is_str("file"));
    builder.object(field, |builder| {
        for (key, value) in field.members() {
            let name = key.as_str().unwrap_or_default();
            match &*name {
                "enabled" if value.as_bool() == Some(false) => {
                    builder.key(key, "disabled");
                    builder.boolean(value, true);
                }
                "enabled" => {}
                "description" if value.is_null() || is_blank(value) => {}
                "value" if is_file && field.get("src").is_none() => builder.member("src", value),
                "value" if is_file => {}
                name => builder.member(name, value),
            }
        }
    });
}

/// Whether `node` is an empty text, list or object.
fn is_blank(node: NodeRef<'_>) -> bool {
    match node.kind() {
        Kind::String => node.is_str(""),
        Kind::Array | Kind::Object => node.is_empty(),
        _ => false,
    }
}

/// Writes the scripts: the texts of old files, else the list `events`.
fn write_events<'d>(builder: &mut DocumentBuilder<'d>, owner: NodeRef<'d>) {
    let old = [("preRequestScript", "prerequest"), ("tests", "test")];
    let old: Vec<_> = old
        .into_iter()
        .filter_map(|(key, listen)| Some((owner.get(key).filter(|node| !node.is_null() && !is_blank(*node))?, listen)))
        .collect();
    let events: Vec<_> = list(owner, "events").collect();
    if old.is_empty() && events.is_empty() {
        return;
    }
    let at = owner.get("events").filter(|_| old.is_empty()).unwrap_or(owner);
    builder.key(at, "event");
    builder.array(at, |builder| {
        for (program, listen) in &old {
            write_event(builder, (*program, listen), *program);
        }
        if old.is_empty() {
            for event in events {
                write_listed_event(builder, event);
            }
        }
    });
}

fn write_listed_event<'d>(builder: &mut DocumentBuilder<'d>, event: NodeRef<'d>) {
    let script = event.get("script").filter(|script| !script.is_null());
    builder.object(event, |builder| {
        match event.get("listen").filter(|listen| !listen.is_null()) {
            Some(listen) => builder.member("listen", listen),
            None => builder.text_member("listen", event, "test"),
        }
        let Some(script) = script else { return };
        builder.key(script, "script");
        builder.object(script, |builder| {
            match script.get("type").filter(|kind| !kind.is_null()) {
                Some(kind) => builder.member("type", kind),
                None => builder.text_member("type", script, "text/javascript"),
            }
            let exec = if script.kind() == Kind::Object { script.get("exec") } else { Some(script) };
            if let Some(exec) = exec.filter(|exec| !exec.is_null()) {
                write_exec(builder, exec);
            }
        });
    });
}

/// Writes the variables of a collection or folder, and of a request.
fn write_variables<'d>(builder: &mut DocumentBuilder<'d>, owner: NodeRef<'d>) {
    let variables: Vec<_> = list(owner, "variables").collect();
    let Some(at) = owner.get("variables").filter(|_| !variables.is_empty()) else { return };
    builder.key(at, "variable");
    builder.array(at, |builder| {
        for variable in variables {
            builder.object(variable, |builder| {
                if let Some(key) = variable.get("key").or_else(|| variable.get("id")) {
                    builder.member("key", key);
                }
                member(builder, "value", variable, "value");
                match variable.get("type").filter(|kind| !kind.is_null()) {
                    Some(kind) if kind.is_str("text") => builder.text_member("type", kind, "string"),
                    Some(kind) => builder.member("type", kind),
                    None => {}
                }
                if let Some(description) = description(variable) {
                    builder.member("description", description);
                }
                if let Some(disabled) = variable.get("disabled").filter(|node| node.as_bool() == Some(true)) {
                    builder.member("disabled", disabled);
                }
            });
        }
    });
}

/// Writes the auth: that of the helper, else the block `auth`.
fn write_auth_of<'d>(builder: &mut DocumentBuilder<'d>, owner: NodeRef<'d>, inner: &'d Inner) {
    let helper = owner.get("currentHelper").filter(|helper| !helper.is_null() && !helper.is_str("normal"));
    if let Some((helper, name)) = helper.and_then(|helper| Some((helper, helper.as_str()?))) {
        let kind = helper_type(&name);
        let attributes = owner.get("helperAttributes").and_then(|attributes| inner.object(attributes));
        let parameters: Vec<_> = attributes.into_iter().flat_map(NodeRef::members).collect();
        let names: Vec<_> = parameters.iter().map(|(key, _)| key.as_str().unwrap_or_default()).collect();
        let parameters: Vec<_> = parameters
            .iter()
            .zip(&names)
            .filter(|((_, value), name)| !value.is_null() && !matches!(&***name, "id" | "saveToRequest"))
            .map(|((key, value), name)| (*key, parameter_name(kind, name), *value))
            .collect();
        return write_auth(builder, helper, (helper, kind), &parameters);
    }
    let Some(auth) = owner.get("auth").filter(|auth| auth.kind() == Kind::Object) else { return };
    let Some(kind) = auth.get("type") else { return };
    let name = kind.as_str().unwrap_or_default();
    if let Some(parameters) = auth.get(&name).filter(|parameters| parameters.kind() == Kind::Object) {
        // An object of parameters, as in v2.0.
        let members: Vec<_> = parameters.members().collect();
        let names: Vec<_> = members.iter().map(|(key, _)| key.as_str().unwrap_or_default()).collect();
        let parameters: Vec<_> =
            members.iter().zip(&names).map(|((key, value), name)| (*key, &**name, *value)).collect();
        return write_auth(builder, auth, (kind, &name), &parameters);
    }
    builder.key(auth, "auth");
    builder.object(auth, |builder| {
        builder.member("type", kind);
        let Some(parameters) = auth.get(&name) else { return };
        builder.key(parameters, &name);
        builder.array(parameters, |builder| parameters.elements().for_each(|one| write_parameter(builder, one)));
    });
}

/// Writes a listed auth parameter, with a type.
fn write_parameter<'d>(builder: &mut DocumentBuilder<'d>, parameter: NodeRef<'d>) {
    if parameter.kind() != Kind::Object || parameter.get("type").is_some() {
        return builder.copy(parameter);
    }
    builder.object(parameter, |builder| {
        parameter.members().for_each(|(key, value)| builder.member(&key.as_str().unwrap_or_default(), value));
        let kind = parameter.get("value").map_or("any", parameter_type);
        builder.text_member("type", parameter, kind);
    });
}

/// The auth type of a helper.
fn helper_type(helper: &str) -> &str {
    let known = match helper {
        "basicAuth" => AuthType::Basic,
        "bearerAuth" => AuthType::Bearer,
        "digestAuth" => AuthType::Digest,
        "hawkAuth" => AuthType::Hawk,
        "oAuth1" => AuthType::OAuth1,
        "oAuth2" => AuthType::OAuth2,
        "ntlmAuth" => AuthType::Ntlm,
        "awsSigV4" => AuthType::AwsV4,
        "apikeyAuth" => AuthType::ApiKey,
        "jwtAuth" => AuthType::Jwt,
        "asapAuth" => AuthType::Asap,
        "edgegridAuth" => AuthType::EdgeGrid,
        other => return other,
    };
    known.descriptor().name
}

/// The name in v2 of the attribute `name` of a helper of the auth type `kind`.
fn parameter_name<'n>(kind: &str, name: &'n str) -> &'n str {
    match (kind, name) {
        ("hawk", "hawk_id") => "authId",
        ("hawk", "hawk_key") => "authKey",
        ("hawk", "ext") => "extraData",
        ("hawk", "app") => "appId",
        ("hawk", "dlg") => "delegation",
        ("oauth1", "header") => "addParamsToHeader",
        ("oauth1", "auto") => "autoAddParam",
        ("oauth1", "includeEmpty") => "addEmptyParamsToSign",
        _ => name,
    }
}

fn write_response<'d>(builder: &mut DocumentBuilder<'d>, response: NodeRef<'d>, inner: &'d Inner) {
    builder.object(response, |builder| {
        member(builder, "id", response, "id");
        member(builder, "name", response, "name");
        let saved = [response.get("requestObject"), response.get("request")];
        if let Some(request) = saved.into_iter().flatten().find_map(|saved| inner.object(saved)) {
            builder.key(request, "originalRequest");
            write_request(builder, request, inner);
        }
        if let Some(status) = response.get("responseCode") {
            if let Some(name) = status.get("name").filter(|name| name.kind() == Kind::String) {
                builder.member("status", name);
            }
            if let Some(code) = status.get("code") {
                match code.as_str().filter(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())) {
                    Some(digits) => {
                        builder.key(code, "code");
                        builder.number(code, digits.trim_start_matches('0'));
                    }
                    None => builder.member("code", code),
                }
            }
        }
        member(builder, "_postman_previewlanguage", response, "language");
        let headers = response.get("headers");
        let headers = headers
            .map(|headers| if headers.kind() == Kind::String { header_lines(headers) } else { entries(Some(headers)) });
        write_entries(builder, "header", response, &headers.unwrap_or_default(), false);
        write_cookies(builder, response);
        if let Some(time) = response.get("time").filter(|time| matches!(time.kind(), Kind::Number | Kind::String)) {
            builder.member("responseTime", time);
        }
        member(builder, "body", response, "text");
    });
}

fn write_cookies<'d>(builder: &mut DocumentBuilder<'d>, response: NodeRef<'d>) {
    let cookies: Vec<_> = list(response, "cookies").filter(|cookie| cookie.kind() == Kind::Object).collect();
    let at = response.get("cookies").unwrap_or(response);
    builder.key(at, "cookie");
    builder.array(at, |builder| {
        for cookie in cookies {
            builder.object(cookie, |builder| {
                if let Some(time) = cookie.get("expirationDate").filter(|time| !time.is_null()) {
                    let text = time.as_str().or_else(|| time.as_number().map(Cow::Borrowed)).unwrap_or_default();
                    builder.text_member("expires", time, &text);
                }
                for key in ["domain", "path"] {
                    match cookie.get(key).filter(|node| !node.is_null()) {
                        Some(value) => builder.member(key, value),
                        None => builder.text_member(key, cookie, ""),
                    }
                }
                for key in ["hostOnly", "httpOnly", "name", "secure", "session", "value"] {
                    member(builder, key, cookie, key);
                }
            });
        }
    });
}

/// Writes the member `key` of `owner` as `name`, unless it is missing or null.
fn member<'d>(builder: &mut DocumentBuilder<'d>, name: &str, owner: NodeRef<'d>, key: &str) {
    if let Some(value) = owner.get(key).filter(|value| !value.is_null()) {
        builder.member(name, value);
    }
}

/// The objects of the list `key` of `owner`.
fn list<'d>(owner: NodeRef<'d>, key: &str) -> impl Iterator<Item = NodeRef<'d>> + use<'d> {
    list_of_values(owner, key).filter(|node| node.kind() == Kind::Object)
}

fn list_of_values<'d>(owner: NodeRef<'d>, key: &str) -> impl Iterator<Item = NodeRef<'d>> + use<'d> {
    owner.get(key).into_iter().flat_map(NodeRef::elements)
}
