//! Reports: one file for machines, one for people.

mod formats;
mod human;
