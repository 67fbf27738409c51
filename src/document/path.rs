//! The path from the root of a document to a value.

use super::arena::Arena;
use super::{Kind, NodeRef, Pointer};

/// One step of a path, from a value to one that it holds.
#[derive(Debug, Clone, Copy)]
pub enum PathStep<'d> {
    /// Into the member of an object that has this key.
    Key(NodeRef<'d>),
    /// Into the element of an array, from 0.
    Index(usize),
}

/// For each node its parent, and the number of an element or the key node of a member. Built for the first path: a document without findings needs
/// none.
#[derive(Clone)]
pub(super) struct Parents(Vec<(u32, u32)>);

impl Parents {
    #[expect(clippy::cast_possible_truncation, reason = "an arena numbers its nodes with 32 bits")]
    pub(super) fn of(arena: &Arena) -> Self {
        let mut up = vec![(0, 0); arena.len()];
        for holder in 0..arena.len() {
            let node = arena.node(holder);
            let mut child = holder + 1;
            for number in 0..node.count() {
                match node.kind() {
                    Kind::Array => up[child] = (holder as u32, number as u32),
                    Kind::Object => {
                        let key = child;
                        up[key] = (holder as u32, key as u32);
                        child = arena.node(key).next();
                        up[child] = (holder as u32, key as u32);
                    }
                    _ => break,
                }
                child = arena.node(child).next();
            }
        }
        Self(up)
    }
}

impl<'d> NodeRef<'d> {
    /// The steps from the root to this value, each with the value that it leads to. The path of a key is that of its value.
    pub fn path(self) -> Vec<(PathStep<'d>, Self)> {
        let document = self.holder();
        let Parents(up) = document.parents();
        let mut steps = Vec::new();
        let mut at = self.index();
        while at != 0 {
            let (holder, step) = up[at];
            let holder = NodeRef::new(document, holder as usize);
            if holder.kind() == Kind::Array {
                steps.push((PathStep::Index(step as usize), NodeRef::new(document, at)));
            } else {
                let key = NodeRef::new(document, step as usize);
                steps.push((PathStep::Key(key), NodeRef::new(document, step as usize + 1)));
            }
            at = holder.index();
        }
        steps.reverse();
        steps
    }

    /// The pointer from the root of the file to this value; for a key, to its value. In a derived document it is that of the value that this one comes
    /// from.
    pub fn pointer(self) -> Pointer {
        self.origin().path().into_iter().fold(Pointer::root(), |pointer, (step, _)| match step {
            PathStep::Key(key) => pointer.key(&key.as_str().unwrap_or_default()),
            PathStep::Index(index) => pointer.index(index),
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::document::Document;

    #[test]
    fn every_value_and_key_has_its_pointer() {
        let document = Document::json("a.json", r#"{"a": [1, {"b/c": [[], {}, null]}], "d": {"e": "f"}}"#).unwrap();
        let mut pointers: Vec<String> = Vec::new();
        for node in document.root().descendants() {
            assert_eq!(document.root().at(node.pointer().as_str()), Some(node));
            pointers.push(node.pointer().to_string());
            for (key, value) in node.members() {
                assert_eq!(key.pointer(), value.pointer());
            }
        }
        assert_eq!(
            pointers,
            ["", "/a", "/a/0", "/a/1", "/a/1/b~1c", "/a/1/b~1c/0", "/a/1/b~1c/1", "/a/1/b~1c/2", "/d", "/d/e"]
        );
    }

    #[test]
    fn paths_into_a_long_list_are_fast() {
        let document = Document::json("a.json", format!("[{}0]", "{},".repeat(100_000))).unwrap();
        let begun = std::time::Instant::now();
        let last = document.root().elements().map(|node| node.pointer().to_string()).last();
        assert_eq!(last.as_deref(), Some("/100000"));
        assert!(begun.elapsed() < std::time::Duration::from_secs(5), "{:?}", begun.elapsed());
    }
}
