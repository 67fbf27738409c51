//! From a text to what is known of it.

use super::collect::Collector;
use super::{Issue, Script};
use oxc_allocator::Allocator;
use oxc_ast::ast::Program;
use oxc_parser::{ParseOptions, Parser, ParserReturn};
use oxc_span::SourceType;

/// Longest program that is read, in bytes. The parser recurses: the stack that it may need grows with the length.
const LONGEST: usize = 1 << 19;
/// Deepest nesting of brackets that is read. Programs of people have less than thirty.
const DEEPEST: usize = 500;
/// Bytes of stack for each byte of a program, measured over the worst cases (signs, arrows, `else if`, sums without end), doubled.
const STACK: usize = if cfg!(debug_assertions) { 6_000 } else { 2_000 };
/// What any stack has room for beside: programs of this length are read on the stack that is there.
const SHORT: usize = if cfg!(debug_assertions) { 64 } else { 256 };

/// Reads a program as Postman runs it: as the body of a function that is not async.
pub fn parse(program: &str) -> Script {
    let too_complex = || Script { is_too_complex: true, ..Script::default() };
    if program.len() > LONGEST || depth(program) > DEEPEST {
        return too_complex();
    }
    if program.len() <= SHORT {
        return read(program);
    }
    std::thread::scope(|scope| {
        let stack = (program.len() * STACK).max(1 << 18);
        let reader = std::thread::Builder::new().stack_size(stack).spawn_scoped(scope, || read(program));
        match reader.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(script)) => script,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_) => too_complex(),
        }
    })
}

/// How deep brackets stand in each other at most; those in texts count as well, so it is never too little.
fn depth(program: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in program.bytes() {
        match byte {
            b'(' | b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

fn read(program: &str) -> Script {
    let allocator = Allocator::default();
    let script = with(&allocator, program, SourceType::script());
    let Some(issue) = issue(&script) else { return collect(&script.program) };
    if program.contains("await") {
        // In a module `await` may stand anywhere.
        let module = with(&allocator, program, SourceType::mjs());
        if module.diagnostics.is_empty() && !module.panicked {
            let read = collect(&module.program);
            if !read.awaits.is_empty() {
                return read;
            }
        }
    }
    Script { errors: vec![issue], ..collect(&script.program) }
}

fn with<'a>(allocator: &'a Allocator, program: &'a str, kind: SourceType) -> ParserReturn<'a> {
    let options = ParseOptions { allow_return_outside_function: true, ..ParseOptions::default() };
    Parser::new(allocator, program, kind).with_options(options).parse()
}

fn collect(program: &Program<'_>) -> Script {
    Collector::of(program)
}

/// The first fault. The parser may say some that are none of syntax's before the one that stopped it.
fn issue(read: &ParserReturn<'_>) -> Option<Issue> {
    let faults = read.diagnostics.iter().map(|fault| {
        let label = fault.labels.first();
        let start = label.map_or(0, |label| label.offset() as usize);
        let length = label.map_or(0, |label| label.len() as usize);
        Issue::new(start..start + length, &fault.message)
    });
    faults.min_by_key(|issue| issue.range.start)
}
