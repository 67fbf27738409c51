//! The step `request`: whether the token requests of the source are right as somebody wrote them. Nothing is sent for that.

use super::judge::Verdict;
use super::target::Call;
use super::{Target, Values};
use crate::oauth::{Cause, Grant, bearer_token};
use crate::requirements::FilledBy;
use crate::source::request::{AuthType, RequestBody, RequestFile};
use crate::source::{RequestItem, Source, SourceItem};
use crate::text::references;

/// A token request as it is written.
#[derive(Debug, Clone)]
pub(super) struct Written {
    name: String,
    /// Whether it is the one that `[oauth] login` names.
    is_login: bool,
    method: String,
    /// The Content-Type header of its own.
    content_type: Option<String>,
    /// The parameters that are sent, or what the body is instead.
    body: Result<Vec<(String, String)>, &'static str>,
    /// Whether id and secret go in a header (RFC 6749, section 2.3.1).
    has_client_header: bool,
}

impl Written {
    /// The request that `[oauth] login` names, and every other one whose address is that of the token endpoint.
    pub(super) fn all(source: &Source) -> Vec<Self> {
        let manifest = &source.manifest.data;
        let (Some(oauth), Some(token_url)) = (&manifest.oauth, manifest.token_url()) else { return Vec::new() };
        let login = oauth.login.as_deref().and_then(|path| source.request(path));
        let mut found = Vec::new();
        collect(&source.items, &mut |request| {
            let is_login = login.is_some_and(|login| std::ptr::eq(login, request));
            if is_login || request.file.data.url().trim_end_matches('/') == token_url {
                found.push(Self::new(request, is_login));
            }
        });
        found
    }

    fn new(request: &RequestItem, is_login: bool) -> Self {
        let file = &request.file.data;
        let headers = || file.headers().iter().filter(|header| !header.disabled);
        let header = |name: &str| headers().find(|header| header.key.eq_ignore_ascii_case(name));
        let is_basic = header("authorization").is_some_and(|header| header.value.starts_with("Basic "));
        let body = match file {
            RequestFile::Graphql(_) => Err("GraphQL"),
            RequestFile::Http(http) => match &http.body {
                None | Some(RequestBody::None) => Ok(Vec::new()),
                Some(RequestBody::Urlencoded(pairs)) => {
                    let sent = pairs.iter().filter(|pair| !pair.disabled);
                    Ok(sent.map(|pair| (pair.key.clone(), pair.value.clone())).collect())
                }
                Some(RequestBody::Json(_)) => Err("JSON"),
                Some(RequestBody::Formdata(_)) => Err("form-data"),
                Some(RequestBody::File(_)) => Err("a file"),
                Some(
                    RequestBody::Text(_) | RequestBody::Xml(_) | RequestBody::Html(_) | RequestBody::Javascript(_),
                ) => Err("a text"),
            },
        };
        Self {
            name: request.name.clone(),
            is_login,
            method: file.method().to_owned(),
            content_type: header("content-type").map(|header| header.value.clone()),
            body,
            has_client_header: is_basic || file.auth().is_some_and(|auth| auth.kind == AuthType::Basic),
        }
    }

    fn judge(&self, target: &Target, values: &Values, verdict: &mut Verdict) {
        let mut wrong = |cause, what: &str| verdict.add(cause, format!("`{}`: {what}", self.name));
        if self.method != "POST" {
            wrong(Cause::BodyNotUrlencoded, "its method is not POST, so servers read no body");
        }
        let parameters = match &self.body {
            Ok(parameters) => parameters,
            Err(kind) => return wrong(Cause::BodyNotUrlencoded, &format!("its body is {kind}")),
        };
        let media_type = self.content_type.as_deref().map(|kind| kind.split(';').next().unwrap_or_default().trim());
        if media_type.is_some_and(|kind| !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")) {
            wrong(Cause::BodyNotUrlencoded, "it has a Content-Type header of its own, and that names another form");
        }
        let get = |name: &str| parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let grant = match get("grant_type").map(|grant| values.fill(grant)) {
            None => return wrong(Cause::ParameterMissing, "it has no `grant_type`"),
            Some(grant) if grant.trim().is_empty() => return wrong(Cause::ParameterMissing, "`grant_type` is empty"),
            Some(grant) => Grant::from_name(&grant),
        };
        let Some(grant) = grant.filter(|grant| !self.is_login || Some(*grant) == target.grant) else {
            let own = target.grant.map_or("another", Grant::name);
            return wrong(Cause::GrantNotAllowed, &format!("its `grant_type` is not the manifest's, `{own}`"));
        };
        let needed: Vec<_> = target.needed().into_iter().map(|need| need.name.as_str()).collect();
        for name in grant.parameters() {
            let is_client = name.starts_with("client_");
            match get(name) {
                None if is_client && self.has_client_header => {}
                None => wrong(Cause::ParameterMissing, &format!("it has no `{name}`")),
                Some(value) if value.trim().is_empty() => {
                    wrong(Cause::ParameterMissing, &format!("`{name}` is empty"));
                }
                Some(value) => {
                    // What the step `values` judges is not judged twice, and what scripts fill in may come later.
                    let is_left = |name: &str| {
                        let is_scripts =
                            target.needs.iter().any(|need| need.name == name && need.filled_by == FilledBy::Scripts);
                        values.get(name).is_none() && !needed.contains(&name) && !is_scripts
                    };
                    if let Some(left) = references(value).find(|reference| is_left(reference.name)) {
                        let what = format!("`{name}` is the variable `{}`, which has no value", left.name);
                        wrong(Cause::ParameterMissing, &what);
                    }
                }
            }
        }
    }
}

/// What is wrong with the requests of the source, and how many were looked at.
pub(super) fn judge(target: &Target, values: &Values) -> (Verdict, usize) {
    let mut verdict = Verdict::default();
    for written in &target.written {
        written.judge(target, values, &mut verdict);
    }
    let calls: Vec<&Call> = std::iter::once(&target.verify).chain(&target.rights).collect();
    if target.grant.is_some() {
        for call in &calls {
            let own = call.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("authorization"));
            for (_, value) in own {
                if let Err(error) = bearer_token(&put_in(value)) {
                    verdict.add(Cause::MalformedAuthorization, format!("`{}`: {error}", call.name));
                }
            }
        }
    }
    (verdict, target.written.len() + calls.len())
}

/// `value` with a word in place of each variable: how it is built shows, and no secret does.
fn put_in(value: &str) -> String {
    let (mut text, mut done) = (String::new(), 0);
    for reference in references(value) {
        text.push_str(&value[done..reference.range.start]);
        text.push_str("token");
        done = reference.range.end;
    }
    text + &value[done..]
}

fn collect<'i>(items: &'i [SourceItem], found: &mut impl FnMut(&'i RequestItem)) {
    for item in items {
        match item {
            SourceItem::Folder(folder) => collect(&folder.items, found),
            SourceItem::Request(request) => found(request),
        }
    }
}
