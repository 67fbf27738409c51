//! The mask of one walk: its known secrets are the values that a person filled in.

use super::{DoctorTarget, VariableValues};
pub(super) use crate::secret::mask::LiveMask as Mask;
use crate::source::manifest::Role;

impl Mask {
    /// A mask that hides every value of a person or script. The base URL, the type and the lifetime of a token are public.
    pub(super) fn new(target: &DoctorTarget, values: &VariableValues) -> Self {
        let mut mask = Self::default();
        let public = [Role::BaseUrl, Role::TokenType, Role::TokenLifetime].map(|role| target.variable(role));
        for (name, value) in values.iter().filter(|(name, _)| !public.iter().any(|public| public == name)) {
            if target.variables.iter().any(|variable| variable.secret && variable.name == name) {
                mask.learn_secret(name, value);
            } else {
                mask.learn(name, value);
            }
        }
        let value = |role| values.get(&target.variable(role)).unwrap_or_default();
        for (user, password) in [(Role::ClientId, Role::ClientSecret), (Role::Username, Role::Password)] {
            mask.learn("credentials", &format!("{}:{}", value(user), value(password)));
        }
        mask
    }
}
