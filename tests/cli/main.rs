//! The built program as a user runs it, without a network.

#[cfg(test)]
mod build;
#[cfg(test)]
mod bundle;
#[cfg(test)]
mod check;
#[cfg(test)]
mod ci_files;
#[cfg(test)]
mod docs;
#[cfg(test)]
mod env;
#[cfg(test)]
mod handed;
#[cfg(test)]
mod terminal;
#[cfg(test)]
mod transcripts;
