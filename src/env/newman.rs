//! The commands that run a collection in Newman with a private environment. They contain no value: Newman reads the file.

use crate::document::Document;
use crate::postman::{Collection, Item};
use crate::text::shell;
use camino::Utf8Path;
use std::fmt::Write as _;

/// The command that runs the whole collection.
pub fn newman_run_command(collection: &Utf8Path, environment: &Utf8Path) -> String {
    format!("newman run {} -e {}", shell::path(collection.as_str()), shell::path(environment.as_str()))
}

/// The commands that run the collection `document` with the path `collection`: all of it, one folder, one request. `login` is the request that gets
/// the token; the commands for a part run it first.
pub fn newman_commands(
    collection: &Utf8Path,
    document: &Document,
    environment: &Utf8Path,
    login: Option<&str>,
) -> String {
    let run = newman_run_command(collection, environment);
    let mut text = format!("# everything\n{run}\n");
    let view = Collection::new(document.root());
    let login = login.filter(|name| view.requests().any(|item| item.name().as_deref() == Some(name)));
    let before = login.map(|name| format!(" --folder {}", shell::word(name))).unwrap_or_default();
    let has_login = |folder: &Item<'_>| folder.items().any(|item| item.name().as_deref() == login);
    let folders: Vec<_> = view.items().filter(|item| item.request().is_none()).collect();
    let folder = folders.iter().find(|folder| login.is_none() || !has_login(folder)).or(folders.first());
    if let Some(name) = folder.and_then(|folder| folder.name()) {
        let _ = write!(text, "# one folder\n{run}{before} --folder {}\n", shell::word(&name));
    }
    let request = view.requests().filter_map(Item::name).find(|name| login != Some(name));
    if let Some(name) = request {
        let _ = write!(text, "# one request\n{run}{before} --folder {}\n", shell::word(&name));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{newman_commands, newman_run_command};
    use crate::document::Document;

    #[test]
    fn paths_are_quoted_for_the_shell() {
        let command = newman_run_command("-a.json".as_ref(), "b c.json".as_ref());
        assert_eq!(command, "newman run ./-a.json -e 'b c.json'");
    }

    #[test]
    fn part_is_run_after_the_login() {
        let text = r#"{"info": {"name": "c", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [
            {"name": "Set up", "item": [{"name": "Login", "request": {}}]}, {"name": "Users", "item": [{"name": "List", "request": {}}]}]}"#;
        let document = Document::json("c.json", text).unwrap();
        let printed = newman_commands("c.json".as_ref(), &document, "e.json".as_ref(), Some("Login"));
        assert_eq!(
            printed,
            "# everything\nnewman run c.json -e e.json\n# one folder\nnewman run c.json -e e.json --folder Login --folder Users\n\
            # one request\nnewman run c.json -e e.json --folder Login --folder List\n"
        );
        let printed = newman_commands("c.json".as_ref(), &document, "e.json".as_ref(), None);
        assert!(printed.contains("e.json --folder 'Set up'\n"), "{printed}");
    }
}
