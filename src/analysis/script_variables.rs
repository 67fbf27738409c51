//! Which variables the scripts of a group set and read. [`VariableUsage`](super::variable_usage::VariableUsage) collects them.

use crate::script::{Argument, Chain, Script};
use std::collections::BTreeSet;

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
enum VariableAccess {
    /// Sets the variable that the first argument names.
    Set,
    /// Reads the variable that the first argument names.
    Read,
    /// Reads this column of a run's data file.
    Data(String),
    /// May read any variable.
    ReadAny,
    /// May set and read any variable.
    Any,
}

impl ScriptVariables {
    /// Adds the variables that `script` sets and reads.
    pub(crate) fn add(&mut self, script: &Script) {
        for chain in &script.chains {
            let name = match chain.call.as_deref() {
                Some([Argument::Text(name, _), ..]) => Some(name),
                _ => None,
            };
            match (VariableAccess::of(chain), name) {
                (Some(VariableAccess::Set), Some(name)) => _ = self.set.insert(name.clone()),
                (Some(VariableAccess::Set), None) => self.sets_any = true,
                (Some(VariableAccess::Read), Some(name)) => _ = self.read.insert(name.clone()),
                (Some(VariableAccess::Read), None) | (Some(VariableAccess::ReadAny), _) => self.reads_any = true,
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

impl VariableAccess {
    fn of(chain: &Chain) -> Option<Self> {
        let mut names = chain.names.iter().map(|(name, _)| name.as_str());
        let path = [names.next(), names.next(), names.next(), names.next()].map(Option::unwrap_or_default);
        let called = match chain.call.as_deref() {
            Some([Argument::Text(name, _), ..]) => Some(name.clone()),
            _ => None,
        };
        match path {
            // The script passes the object on, or loads other code.
            ["pm" | "postman", "", ..] | ["eval" | "Function", ..] | ["pm", "require", ..] => Some(Self::Any),
            ["pm", scope, call, ..] if SCOPES.contains(&scope) => match call {
                "set" => Some(Self::Set),
                "get" | "has" => Some(Self::Read),
                "toObject" | "toJSON" | "replaceIn" => Some(Self::ReadAny),
                "" | "values" => Some(Self::Any),
                _ => None,
            },
            ["pm", "iterationData", "get" | "has", ..] => Some(called.map_or(Self::Any, Self::Data)),
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
        Chain { names, call, is_assigned: false, is_kept: false }
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
        ]);
        assert_eq!(known.set.iter().map(String::as_str).collect::<Vec<_>>(), ["A", "B", "C", "D"]);
        assert_eq!(known.read.iter().map(String::as_str).collect::<Vec<_>>(), ["E"]);
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
