//! Reports for machines and for people.

mod formats;
mod human;
