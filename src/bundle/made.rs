//! An environment for a collection that came without one, so that a colleague has something to fill in.

use super::name::portable;
use crate::document::{Document, SyntaxError, quote};
use crate::requirements::{FilledBy, RequiredVariable};
use crate::source::manifest::DeclaredVariable;
use indexmap::IndexMap;

/// The environment `name` for the variables that `needs` asks for and the collection has no value for. None when there are none.
pub(super) fn environment(
    file: &str,
    name: &str,
    needs: &[RequiredVariable],
    described: &IndexMap<String, DeclaredVariable>,
) -> Result<Option<Document>, SyntaxError> {
    let open: Vec<&RequiredVariable> = needs.iter().filter(|need| need.filled_by != FilledBy::Template).collect();
    if open.is_empty() {
        return Ok(None);
    }
    let value = |need: &&RequiredVariable| {
        let value = described.get(&need.name).filter(|_| !need.secret).and_then(|variable| variable.value.as_deref());
        let kind = if need.secret { "secret" } else { "default" };
        let (key, value) = (quote(&need.name), quote(value.unwrap_or_default()));
        format!(
            "\n\t\t{{\n\t\t\t\"key\": {key},\n\t\t\t\"value\": {value},\n\t\t\t\"type\": \"{kind}\",\n\t\t\t\"enabled\": true\n\t\t}}"
        )
    };
    let values: Vec<String> = open.iter().map(value).collect();
    let text = format!(
        "{{\n\t\"name\": {},\n\t\"values\": [{}\n\t],\n\t\"_postman_variable_scope\": \"environment\"\n}}\n",
        quote(name),
        values.join(",")
    );
    Document::json(format!("{}.postman_environment.json", portable(file)), text).map(Some)
}
