//! Input files found and read, output files written.

mod inputs;
mod write;
