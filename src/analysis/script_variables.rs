//! Which variables the scripts of a group set and read. [`VariableUsage`](super::variable_usage::VariableUsage) collects them.

use crate::script::{Argument, Chain, Script};
use crate::text::references;
use std::collections::BTreeSet;
use std::ops::Range;

/// The objects of `pm` that hold variables.
const SCOPES: &[&str] = &["environment", "globals", "variables", "collectionVariables"];

/// The variables that scripts set and read.
#[derive(Default)]
pub(crate) struct ScriptVariables {
    /// Names that a script sets or reads from a data file of a run.
    pub(crate) set: BTreeSet<String>,
    /// Names that a script reads.
    pub(crate) read: BTreeSet<String>,
    /// Whether a script sets a variable whose name is not a string literal.
    pub(crate) sets_any: bool,
    /// Whether a script reads a variable whose name is not a string literal, or reads all variables.
    pub(crate) reads_any: bool,
}

/// How a chain of members accesses variables.
pub(crate) enum VariableAccess {
    /// Sets the variable that the first argument names.
    Set,
    /// Reads the variable that the first argument names.
    Read,
    /// Reads this column of a run's data file.
    Data(String),
    /// Reads the variables whose references the first argument contains.
    ReadReferences,
    /// May read any variable.
    ReadAny,
    /// May set and read any variable.
    Any,
}

impl ScriptVariables {
    /// Adds the variables that `script` sets and reads.
    pub(crate) fn add(&mut self, script: &Script) {
        for chain in &script.chains {
            let name = named_variable(chain).map(|(name, _)| name);
            match (VariableAccess::of(chain), name) {
                (Some(VariableAccess::Set), Some(name)) => _ = self.set.insert(name.to_owned()),
                (Some(VariableAccess::Set), None) => self.sets_any = true,
                (Some(VariableAccess::Read), Some(name)) => _ = self.read.insert(name.to_owned()),
                (Some(VariableAccess::ReadReferences), Some(text)) => {
                    self.read.extend(references(text).map(|used| used.name.to_owned()));
                }
                (Some(VariableAccess::Read | VariableAccess::ReadReferences), None)
                | (Some(VariableAccess::ReadAny), _) => self.reads_any = true,
                (Some(VariableAccess::Data(name)), _) => _ = self.set.insert(name),
                (Some(VariableAccess::Any), _) => self.use_any(),
                (None, _) => {}
            }
        }
        // A script with a syntax error may do anything.
        if !script.errors.is_empty() {
            self.use_any();
        }
    }

    const fn use_any(&mut self) {
        self.sets_any = true;
        self.reads_any = true;
    }
}

/// The text that is the first argument of a call, with its bytes in the script: the name of the variable that the call accesses.
pub(crate) fn named_variable(chain: &Chain) -> Option<(&str, Range<usize>)> {
    match chain.call.as_deref() {
        Some([Argument::Text(name, range), ..]) => Some((name, range.clone())),
        _ => None,
    }
}

impl VariableAccess {
    /// How `chain` accesses variables, if it does.
    pub(crate) fn of(chain: &Chain) -> Option<Self> {
        let mut names = chain.names.iter().map(|(name, _)| name.as_str());
        let path = [names.next(), names.next(), names.next(), names.next()].map(Option::unwrap_or_default);
        let called = || named_variable(chain).map(|(name, _)| name.to_owned());
        match path {
            // The script passes the object on, or loads other code.
            ["pm" | "postman", "", ..] | ["eval" | "Function", ..] | ["pm", "require", ..] => Some(Self::Any),
            ["pm", scope, call, ..] if SCOPES.contains(&scope) => match call {
                "set" => Some(Self::Set),
                "get" | "has" => Some(Self::Read),
                "replaceIn" => Some(Self::ReadReferences),
                "toObject" | "toJSON" => Some(Self::ReadAny),
                "" | "values" => Some(Self::Any),
                _ => None,
            },
            ["pm", "iterationData", "get" | "has", ..] => Some(called().map_or(Self::Any, Self::Data)),
            ["pm", "iterationData", ..] | ["data", "", ..] => Some(Self::Any),
            ["data", name, ..] => Some(Self::Data(name.to_owned())),
            ["postman", "setEnvironmentVariable" | "setGlobalVariable", ..] => Some(Self::Set),
            ["postman", "getEnvironmentVariable" | "getGlobalVariable", ..] => Some(Self::Read),
            ["environment" | "globals", "", ..] => Some(Self::ReadAny),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ScriptVariables;
    use crate::script::{Argument, Chain, Script};

    fn chain(path: &str, call: Option<Vec<Argument>>) -> Chain {
        let names = path.split('.').map(|name| (name.to_owned(), 0..0)).collect();
        Chain { names, call, is_assigned: false, is_kept: false, is_statement: false }
    }

    fn variables_of(chains: Vec<Chain>) -> ScriptVariables {
        let mut variables = ScriptVariables::default();
        variables.add(&Script { chains, ..Script::default() });
        variables
    }

    #[test]
    fn string_literals_name_the_variables() {
        let text = |name: &str| Some(vec![Argument::Text(name.to_owned(), 0..0)]);
        let known = variables_of(vec![
            chain("pm.environment.set", text("A")),
            chain("postman.setGlobalVariable", text("B")),
            chain("pm.iterationData.get", text("C")),
            chain("data.D", None),
            chain("pm.globals.get", text("E")),
            chain("pm.variables.replaceIn", text("{{F}}/{{$guid}}")),
        ]);
        assert_eq!(known.set.iter().map(String::as_str).collect::<Vec<_>>(), ["A", "B", "C", "D"]);
        assert_eq!(known.read.iter().map(String::as_str).collect::<Vec<_>>(), ["$guid", "E", "F"]);
        assert!(!known.sets_any && !known.reads_any);
    }

    #[test]
    fn computed_names_may_be_any_variable() {
        let other = || Some(vec![Argument::Other(0..0, Vec::new())]);
        assert!(variables_of(vec![chain("pm.environment.set", other())]).sets_any);
        assert!(variables_of(vec![chain("pm.environment.set", None)]).sets_any);
        assert!(variables_of(vec![chain("pm.environment.get", other())]).reads_any);
        for path in ["pm", "pm.environment", "eval", "pm.iterationData.toObject"] {
            let any = variables_of(vec![chain(path, other())]);
            assert!(any.sets_any && any.reads_any, "{path}");
        }
    }
}
