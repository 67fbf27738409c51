//! The list of all rules. A rule is one file and one line here.

use super::rule::Definition;
use super::{exception, file, lint, schema, script};

/// Every rule, by group and then in the order of the docs.
pub const ALL: &[&Definition] = &[
    &file::syntax::RULE,
    &file::unreadable::RULE,
    &file::too_large::RULE,
    &file::unrecognised::RULE,
    &file::no_schema::RULE,
    &schema::rules::TYPE,
    &schema::rules::REQUIRED,
    &schema::rules::ENUM,
    &schema::rules::ONE_OF,
    &schema::rules::LIMIT,
    &schema::rules::KEYWORD,
    &lint::duplicate_key::RULE,
    &lint::unknown_key::RULE,
    &lint::schema_url::RULE,
    &lint::collection_id::RULE,
    &lint::bad_listen::RULE,
    &lint::script_type::RULE,
    &lint::unnamed_item::RULE,
    &lint::duplicate_item::RULE,
    &lint::missing_response::RULE,
    &lint::missing_url::RULE,
    &lint::url_parts::RULE,
    &lint::missing_part::RULE,
    &lint::path_variable::RULE,
    &lint::path_braces::RULE,
    &lint::plain_http::RULE,
    &lint::get_with_body::RULE,
    &lint::header_name::RULE,
    &lint::header_value::RULE,
    &lint::content_type::RULE,
    &lint::auth_parameters::RULE,
    &lint::auth_twice::RULE,
    &lint::malformed_authorization::RULE,
    &lint::token_request::RULE,
    &lint::client_credentials_user::RULE,
    &lint::undeclared_variable::RULE,
    &lint::missing_in_environment::RULE,
    &lint::unused_variable::RULE,
    &lint::duplicate_variable::RULE,
    &lint::dynamic_variable::RULE,
    &lint::variable_name::RULE,
    &lint::blank_in_value::RULE,
    &lint::self_reference::RULE,
    &lint::disabled_variable::RULE,
    &lint::secret_type::RULE,
    &lint::secret_collection_variable::RULE,
    &script::syntax::RULE,
    &script::top_level_await::RULE,
    &script::unknown_member::RULE,
    &script::wrong_moment::RULE,
    &script::legacy_api::RULE,
    &script::logs_secret::RULE,
    &script::secret_in_clear::RULE,
    &script::too_complex::RULE,
    &exception::UNUSED,
    &exception::EXPIRED,
];

/// The rule with this id.
pub fn find(id: &str) -> Option<&'static Definition> {
    ALL.iter().copied().find(|rule| rule.id.id() == id)
}
