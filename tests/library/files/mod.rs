//! Input files are found and read; output files are written.

mod inputs;
mod replace;
mod write;
