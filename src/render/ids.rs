//! Stable ids: UUIDv5 in the namespace of the manifest's `[collection] id`.

use uuid::Uuid;

/// Makes every id of one source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ids(Uuid);

impl Ids {
    /// In the namespace of the collection's id.
    pub(super) const fn new(collection: Uuid) -> Self {
        Self(collection)
    }

    /// The collection's own: it is the namespace itself, so what was imported before stays the same collection.
    pub(super) fn collection(self) -> String {
        self.0.to_string()
    }

    /// Of the environment with this key in the manifest: its name may change.
    pub(super) fn environment(self, key: &str) -> String {
        self.made("environment", key)
    }

    /// Of the folder, request or example in this file below the requests folder: its name may change.
    pub(super) fn file(self, path: &str) -> String {
        self.made("file", path)
    }

    fn made(self, kind: &str, key: &str) -> String {
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
