//! What is wrong in scripts: one file for each rule.

pub mod syntax;
