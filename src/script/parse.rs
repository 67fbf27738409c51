//! Parsing: limits, threads with a stack that is large enough, and the errors of the parser.

use super::collector::Collector;
use super::syntax_error::early_error;
use super::{Script, ScriptError};
use oxc_allocator::Allocator;
use oxc_ast::ast::Program;
use oxc_parser::{ParseOptions, Parser, ParserReturn};
use oxc_span::SourceType;
use std::num::NonZero;
use std::ops::Range;
use std::thread::ScopedJoinHandle;

/// Longest program that is parsed, in bytes. The parser recurses: the stack that it needs grows with the length.
const LONGEST: usize = 1 << 19;
/// Deepest nesting of brackets that is parsed. Real programs have less than thirty levels.
const DEEPEST: usize = 500;
/// Largest product of length and depth that is parsed: 37 KB of assignments in 450 brackets, a tenth of a second.
const MOST: usize = 1 << 24;
/// Bytes of stack for each byte of a program: twice what the worst cases need (operators, arrow functions, `else if`, long sums).
const STACK: usize = if cfg!(debug_assertions) { 6_000 } else { 2_000 };
/// The number of programs from which a thread pays.
const MANY: usize = 8;
/// Longest program that is parsed on the current stack.
const SHORT: usize = if cfg!(debug_assertions) { 64 } else { 256 };

/// Parses a program as Postman runs it: as the body of a function that is not async.
pub fn parse(program: &str) -> Script {
    parse_all(&[program]).pop().unwrap_or_default()
}

/// Parses many programs, on as many threads as the machine has processors. The results are in the order of `programs`.
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

/// The result of `take` for a program, on a stack that is large enough. None when the program cannot be parsed, or is too long or too deep.
pub(super) fn with_program<T: Send>(program: &str, take: impl FnOnce(&Program<'_>) -> T + Send) -> Option<T> {
    if program.len() > LONGEST || depth(program) > DEEPEST {
        return None;
    }
    let read = || {
        let allocator = Allocator::default();
        let mut script = with(&allocator, program, SourceType::script());
        if syntax_error(&script, program).is_some() {
            script = with(&allocator, program, SourceType::mjs());
        }
        syntax_error(&script, program).is_none().then(|| take(&script.program))
    };
    let stack = (program.len() * STACK).max(1 << 18);
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().stack_size(stack).spawn_scoped(scope, read).ok()?;
        reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Parses the programs with these numbers. A program is left out if the system has no thread for it.
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

/// Whether a program is short and flat enough to be parsed fast: inside brackets the parser tries several readings.
fn is_readable(program: &str) -> bool {
    let depth = depth(program);
    program.len() <= LONGEST && depth <= DEEPEST && depth * program.len() <= MOST
}

/// The deepest nesting of brackets. Brackets in texts count as well, so the number may be too high, or too low with closing brackets in texts. It limits
/// the time only; the stack depends on the length alone.
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
    let Some(error) = syntax_error(&script, program) else { return collect(&script.program) };
    if program.contains("await") {
        // A module allows `await` anywhere.
        let module = with(&allocator, program, SourceType::mjs());
        if module.diagnostics.is_empty() && !module.panicked {
            let read = collect(&module.program);
            if !read.awaits.is_empty() {
                return read;
            }
        }
    }
    Script { errors: vec![error], ..Collector::of(&script.program) }
}

fn with<'a>(allocator: &'a Allocator, program: &'a str, kind: SourceType) -> ParserReturn<'a> {
    let options = ParseOptions { allow_return_outside_function: true, ..ParseOptions::default() };
    Parser::new(allocator, program, kind).with_options(options).parse()
}

fn collect(program: &Program<'_>) -> Script {
    Script { errors: early_error(program).into_iter().collect(), ..Collector::of(program) }
}

/// The first syntax error. The parser may report others before the one that stopped it.
fn syntax_error(read: &ParserReturn<'_>, program: &str) -> Option<ScriptError> {
    let errors = read.diagnostics.iter().map(|error| {
        let mut labels = error.labels.iter().map(|label| {
            let start = label.offset() as usize;
            start..start + label.len() as usize
        });
        let range = labels.next().unwrap_or_default();
        let seen = range.start;
        if !range.is_empty() || !program[range.end..].trim().is_empty() {
            return (seen, ScriptError::new(range, &error.message));
        }
        // The end of the program shows nothing: use the bracket that is not closed, or the last token.
        let opened = labels.find(|label| !label.is_empty());
        (
            seen,
            opened.map_or_else(
                || ScriptError::unexpected_end(last_token(program), &error.message),
                ScriptError::unclosed,
            ),
        )
    });
    errors.min_by_key(|(seen, _)| *seen).map(|(_, error)| error)
}

/// The last word or punctuation character of `program`.
fn last_token(program: &str) -> Range<usize> {
    let end = program.trim_end().len();
    let is_of_word = |character: char| character.is_alphanumeric() || matches!(character, '_' | '$');
    let word = program[..end].trim_end_matches(is_of_word).len();
    let last = program[..end].chars().next_back().map_or(0, char::len_utf8);
    word.min(end - last)..end
}
