//! From a text to what is known of it.

use super::collect::Collector;
use super::early::early_error;
use super::{Issue, Script};
use oxc_allocator::Allocator;
use oxc_ast::ast::Program;
use oxc_parser::{ParseOptions, Parser, ParserReturn};
use oxc_span::SourceType;
use std::num::NonZero;
use std::ops::Range;
use std::thread::ScopedJoinHandle;

/// Longest program that is read, in bytes. The parser recurses: the stack that it may need grows with the length.
const LONGEST: usize = 1 << 19;
/// Deepest nesting of brackets that is read. Programs of people have less than thirty.
const DEEPEST: usize = 500;
/// Largest product of both that is read: of assignments in 450 brackets it is 37 KB, and a tenth of a second.
const MOST: usize = 1 << 24;
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
        if issue(&script, program).is_some() {
            script = with(&allocator, program, SourceType::mjs());
        }
        issue(&script, program).is_none().then(|| take(&script.program))
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

/// Whether a program can be read in a time that nobody waits for: within brackets the parser tries what stands there in more than one way.
fn is_readable(program: &str) -> bool {
    let depth = depth(program);
    program.len() <= LONGEST && depth <= DEEPEST && depth * program.len() <= MOST
}

/// How deep brackets stand in each other at most. Those in texts count as well, so it may be too much, and too little where texts hold
/// closing ones. It bounds the time; the stack is measured for the length alone.
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
    let Some(issue) = issue(&script, program) else { return collect(&script.program) };
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
    Script { errors: vec![issue], ..Collector::of(&script.program) }
}

fn with<'a>(allocator: &'a Allocator, program: &'a str, kind: SourceType) -> ParserReturn<'a> {
    let options = ParseOptions { allow_return_outside_function: true, ..ParseOptions::default() };
    Parser::new(allocator, program, kind).with_options(options).parse()
}

fn collect(program: &Program<'_>) -> Script {
    Script { errors: early_error(program).into_iter().collect(), ..Collector::of(program) }
}

/// The first fault. The parser may say some that are none of syntax's before the one that stopped it.
fn issue(read: &ParserReturn<'_>, program: &str) -> Option<Issue> {
    let faults = read.diagnostics.iter().map(|fault| {
        let mut labels = fault.labels.iter().map(|label| {
            let start = label.offset() as usize;
            start..start + label.len() as usize
        });
        let place = labels.next().unwrap_or_default();
        let seen = place.start;
        if !place.is_empty() || !program[place.end..].trim().is_empty() {
            return (seen, Issue::new(place, &fault.message));
        }
        // At the end of the program is nothing to see: what is not closed is, or the last token.
        let opened = labels.find(|label| !label.is_empty());
        (seen, opened.map_or_else(|| Issue::behind(last_token(program), &fault.message), Issue::unclosed))
    });
    faults.min_by_key(|(seen, _)| *seen).map(|(_, issue)| issue)
}

/// The last word or sign of `program`.
fn last_token(program: &str) -> Range<usize> {
    let end = program.trim_end().len();
    let is_of_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$');
    let word = program[..end].trim_end_matches(is_of_word).len();
    let last = program[..end].chars().next_back().map_or(0, char::len_utf8);
    word.min(end - last)..end
}
