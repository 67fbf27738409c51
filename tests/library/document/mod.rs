//! JSON and YAML texts with the place of every value.

mod agreement;
mod json_suite;
mod limits;
mod yaml;
