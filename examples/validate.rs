//! Validates one Postman file: `cargo run --release --example validate -- FILE`.

#![expect(clippy::print_stdout, reason = "an example prints")]

use postsmith::check::check;
use postsmith::document::Document;
use std::process::ExitCode;

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name a file")?;
    let document = Document::json(path.as_str(), std::fs::read(&path)?)?;
    let findings = check(&document);
    for finding in &findings {
        println!("{finding}");
    }
    Ok(ExitCode::from(u8::from(!findings.is_empty())))
}
