//! What scripts do to variables.

use crate::script::{Argument, Chain, Script};
use std::collections::BTreeSet;

/// The objects of `pm` that hold variables.
const SCOPES: &[&str] = &["environment", "globals", "variables", "collectionVariables"];

/// Which variables scripts set and read.
#[derive(Default)]
pub(crate) struct Scripted {
    /// Names that a script sets, or takes from a data file.
    pub(crate) set: BTreeSet<String>,
    /// Names that a script reads.
    pub(crate) read: BTreeSet<String>,
    /// Whether a script sets a variable whose name is not written out.
    pub(crate) sets_any: bool,
    /// Whether a script reads a variable whose name is not written out, or all of them.
    pub(crate) reads_any: bool,
}

/// What a chain does to variables.
enum Access {
    /// It sets the one that its first argument names.
    Set,
    /// It reads the one that its first argument names.
    Read,
    /// A data file declares this one.
    Data(String),
    /// It reads whichever.
    ReadAny,
    /// It sets and reads whichever.
    Any,
}

impl Scripted {
    /// Adds what `script` does.
    pub(crate) fn add(&mut self, script: &Script) {
        for chain in &script.chains {
            let name = match chain.call.as_deref() {
                Some([Argument::Text(name, _), ..]) => Some(name),
                _ => None,
            };
            match (Access::of(chain), name) {
                (Some(Access::Set), Some(name)) => _ = self.set.insert(name.clone()),
                (Some(Access::Set), None) => self.sets_any = true,
                (Some(Access::Read), Some(name)) => _ = self.read.insert(name.clone()),
                (Some(Access::Read), None) | (Some(Access::ReadAny), _) => self.reads_any = true,
                (Some(Access::Data(name)), _) => _ = self.set.insert(name),
                (Some(Access::Any), _) => self.does_any(),
                (None, _) => {}
            }
        }
        // A program that cannot be read may do anything.
        if !script.errors.is_empty() {
            self.does_any();
        }
    }

    const fn does_any(&mut self) {
        self.sets_any = true;
        self.reads_any = true;
    }
}

impl Access {
    fn of(chain: &Chain) -> Option<Self> {
        let mut names = chain.names.iter().map(|(name, _)| name.as_str());
        let path = [names.next(), names.next(), names.next(), names.next()].map(Option::unwrap_or_default);
        let called = match chain.call.as_deref() {
            Some([Argument::Text(name, _), ..]) => Some(name.clone()),
            _ => None,
        };
        match path {
            // The object itself is handed on, or a program comes from elsewhere.
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
    use super::Scripted;
    use crate::script::{Argument, Chain, Script};

    fn chain(path: &str, call: Option<Vec<Argument>>) -> Chain {
        let names = path.split('.').map(|name| (name.to_owned(), 0..0)).collect();
        Chain { names, call, is_assigned: false, is_kept: false }
    }

    fn scripted(chains: Vec<Chain>) -> Scripted {
        let mut scripted = Scripted::default();
        scripted.add(&Script { chains, ..Script::default() });
        scripted
    }

    #[test]
    fn names_that_are_written_out_are_known() {
        let text = |name: &str| Some(vec![Argument::Text(name.to_owned(), 0..0)]);
        let known = scripted(vec![
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
    fn names_that_are_made_may_be_any() {
        let other = || Some(vec![Argument::Other(0..0, Vec::new())]);
        assert!(scripted(vec![chain("pm.environment.set", other())]).sets_any);
        assert!(scripted(vec![chain("pm.environment.set", None)]).sets_any);
        assert!(scripted(vec![chain("pm.environment.get", other())]).reads_any);
        for path in ["pm", "pm.environment", "eval", "pm.iterationData.toObject"] {
            let any = scripted(vec![chain(path, other())]);
            assert!(any.sets_any && any.reads_any, "{path}");
        }
    }
}
