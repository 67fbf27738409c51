//! Every word list that detection and masks read. The lists are data; the rules that use them are in `detect` and `mask`.

pub(super) mod field_names;
pub(super) mod placeholders;
pub(super) mod public_keys;
pub(super) mod published;
pub(super) mod schemes;
pub(super) mod words;
