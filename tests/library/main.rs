//! What the library promises, through its public API: one module for each of its own, no program run, no network.

#[cfg(test)]
mod architecture;
#[cfg(test)]
mod bundle;
#[cfg(test)]
mod check;
#[cfg(test)]
mod document;
#[cfg(test)]
mod files;
#[cfg(test)]
mod guide;
#[cfg(test)]
mod origin;
#[cfg(test)]
mod redact;
#[cfg(test)]
mod render;
#[cfg(test)]
mod report;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod script;
#[cfg(test)]
mod secret;
#[cfg(test)]
mod source;
#[cfg(test)]
mod text;
