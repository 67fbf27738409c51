//! Stable ids: UUIDv5 in the namespace of the manifest's `[collection] id`.

use uuid::Uuid;

/// Makes the ids of one source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ids(Uuid);

impl Ids {
    /// Makes ids in the namespace of the collection's id.
    pub(super) const fn new(collection: Uuid) -> Self {
        Self(collection)
    }

    /// Returns the id of the collection: the namespace itself, so that a collection that was imported before keeps its identity.
    pub(super) fn collection(self) -> String {
        self.0.to_string()
    }

    /// Returns the id of the environment with this key in the manifest. Its name may change.
    pub(super) fn environment(self, key: &str) -> String {
        self.derive("environment", key)
    }

    /// Returns the id of the folder, request or example with this path below the requests folder. Its name may change.
    pub(super) fn file(self, path: &str) -> String {
        self.derive("file", path)
    }

    fn derive(self, kind: &str, key: &str) -> String {
        Uuid::new_v5(&self.0, format!("{kind}:{key}").as_bytes()).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;
    use uuid::Uuid;

    #[test]
    fn ids_are_stable_and_differ_by_kind_and_collection() {
        let ids = Ids::new(Uuid::from_u128(1));
        assert_eq!(ids.environment("a"), Ids::new(Uuid::from_u128(1)).environment("a"));
        assert_ne!(ids.environment("a"), ids.file("a"));
        assert_ne!(ids.environment("a"), Ids::new(Uuid::from_u128(2)).environment("a"));
        assert_eq!(ids.collection(), Uuid::from_u128(1).to_string());
    }
}
