//! Read and write: findings as text, one file for each format. Nothing here prints.

pub mod human;
