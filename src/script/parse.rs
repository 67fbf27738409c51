//! From a text to what is known of it.

use super::collect::Collector;
use super::{Issue, Script};
use oxc_allocator::Allocator;
use oxc_ast::ast::Program;
use oxc_parser::{ParseOptions, Parser, ParserReturn};
use oxc_span::SourceType;
use std::num::NonZero;
use std::thread::ScopedJoinHandle;

/// Longest program that is read, in bytes. The parser recurses: the stack that it may need grows with the length.
const LONGEST: usize = 1 << 19;
/// Deepest nesting of brackets that is read. Programs of people have less than thirty.
const DEEPEST: usize = 500;
/// Bytes of stack for each byte of a program, measured over the worst cases (signs, arrows, `else if`, sums without end), doubled.
const STACK: usize = if cfg!(debug_assertions) { 6_000 } else { 2_000 };
/// How many programs are worth a thread.
const MANY: usize = 8;
/// What any stack has room for beside: programs of this length are read on the stack that is there.
const SHORT: usize = if cfg!(debug_assertions) { 64 } else { 256 };

/// Reads a program as Postman runs it: as the body of a function that is not async.
pub fn parse(program: &str) -> Script {
    parse_all(&[program]).pop().unwrap_or_default()
}

/// Reads many programs, in their order: on stacks of their own, as few as there are processors.
pub fn parse_all(programs: &[&str]) -> Vec<Script> {
    let is_readable = |program: &str| program.len() <= LONGEST && depth(program) <= DEEPEST;
    let mut scripts: Vec<_> = programs.iter().map(|_| Script { is_too_complex: true, ..Script::default() }).collect();
    let (short, long): (Vec<usize>, Vec<usize>) = (0..programs.len())
        .filter(|number| is_readable(programs[*number]))
        .partition(|number| programs[*number].len() <= SHORT);
    for number in short {
        scripts[number] = read(programs[number]);
    }
    for (number, script) in on_deep_stacks(programs, &long) {
        scripts[number] = script;
    }
    scripts
}

/// What `take` makes of a program, on a stack that is deep enough. None when it cannot be parsed, or is too long or too deep.
pub(super) fn with_program<T: Send>(program: &str, take: impl FnOnce(&Program<'_>) -> T + Send) -> Option<T> {
    if program.len() > LONGEST || depth(program) > DEEPEST {
        return None;
    }
    let read = || {
        let allocator = Allocator::default();
        let mut script = with(&allocator, program, SourceType::script());
        if issue(&script).is_some() {
            script = with(&allocator, program, SourceType::mjs());
        }
        issue(&script).is_none().then(|| take(&script.program))
    };
    let stack = (program.len() * STACK).max(1 << 18);
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().stack_size(stack).spawn_scoped(scope, read).ok()?;
        reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Reads the programs of these numbers. Those for which there is no thread to be had are left out.
fn on_deep_stacks(programs: &[&str], numbers: &[usize]) -> Vec<(usize, Script)> {
    let longest = numbers.iter().map(|number| programs[*number].len()).max().unwrap_or_default();
    let stack = (longest * STACK).max(1 << 18);
    let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
    let share = numbers.len().div_ceil(processors).max(MANY).max(1);
    std::thread::scope(|scope| {
        let readers: Vec<_> = numbers
            .chunks(share)
            .map(|share| {
                let reader = std::thread::Builder::new().stack_size(stack);
                reader.spawn_scoped(scope, move || {
                    share.iter().map(|number| (*number, read(programs[*number]))).collect::<Vec<_>>()
                })
            })
            .collect();
        let done = readers.into_iter().flatten().map(ScopedJoinHandle::join);
        done.flat_map(|read| read.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
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
