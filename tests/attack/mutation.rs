//! Changes that break a file somewhere: in its bytes, and in the structure of JSON.

use serde_json::{Value, json};
use support::random::Random;

/// Pieces that mean something in a format that the program reads.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    ",",
    ":",
    "'",
    "`",
    "\\",
    "\n",
    "\r",
    "\t",
    " ",
    "\0",
    "-",
    "0",
    "1e999",
    "-0",
    "99999999999999999999",
    "null",
    "true",
    "\\u0000",
    "\\ud800",
    "\\udc00\\ud800",
    "\u{feff}",
    "\u{2028}",
    "\u{202e}",
    "\u{1b}[2J",
    "é",
    "👍🏽",
    "\u{0301}",
    "{{",
    "}}",
    "{{{",
    "{{#if a}}",
    "{{/if}}",
    "{{#each a}}",
    "{{> a}}",
    "{{#*inline \"a\"}}",
    "{{!--",
    "{{a.b.[c]}}",
    "{{$guid}}",
    ":id",
    "- ",
    "? ",
    ": |\n",
    ": >-\n",
    "&a ",
    "*a",
    "!!binary ",
    "!!set",
    "---\n",
    "...\n",
    "<<: *a\n",
    "%YAML 1.2\n",
    "# ",
    "\t- a",
    "[a]\n",
    "[[a]]\n",
    "a = ",
    "'''",
    "\"\"\"",
    "1979-05-27",
    "{a = 1}",
    "a.b.c = 1\n",
    "export ",
    "KEY=",
    "KEY='",
    "${KEY}",
    "$(id)",
    "=\"",
    "// postsmith-ignore",
    "/*",
    "*/",
    "pm.environment.set(",
    "function(){",
    "=>",
    "`${",
    "/[/",
    "async ",
    "</script>",
    "<!--",
    "]]>",
    "https://a:b@c",
    "Bearer ",
    "%00",
    "%",
    "../",
    "/dev/zero",
    "PK\x03\x04",
    "\x1f\u{8b}",
];

/// `bytes` with one to six changes that `random` chooses.
pub(super) fn mutate(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    if random.below(3) == 0
        && let Ok(mut value) = serde_json::from_slice(bytes)
    {
        for _ in 0..=random.below(3) {
            change_structure(&mut value, random);
        }
        return if random.below(2) == 0 { serde_json::to_vec(&value) } else { serde_json::to_vec_pretty(&value) }
            .unwrap();
    }
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(6) {
        change_bytes(&mut bytes, random);
    }
    bytes
}

fn change_bytes(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    let reach = if random.below(4) == 0 { 400 } else { 8 };
    let until = (at + 1 + random.below(reach)).min(bytes.len());
    match random.below(9) {
        0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
        1 if at < bytes.len() => bytes[at] = random.bytes(1)[0],
        2 => bytes.truncate(at),
        3 => drop(bytes.drain(at.min(until)..until)),
        4 => {
            let part = bytes[at.min(until)..until].to_vec();
            let to = random.below(bytes.len() + 1);
            bytes.splice(to..to, part);
        }
        5 => {
            let nest = random.choose(&["[", "{\"a\":", "(", "{{#if a}}", "- ", "  ", "[a.", "!", "`${"]);
            let many = 1 + random.below(3000);
            bytes.splice(at..at, nest.repeat(many).into_bytes());
        }
        _ => drop(bytes.splice(at..at, random.choose(PIECES).bytes())),
    }
}

/// The JSON pointers of `value` and of everything in it.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| pointers(item, &format!("{at}/{index}"), found));
        }
        Value::Object(members) => members.iter().for_each(|(key, member)| {
            pointers(member, &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), found);
        }),
        _ => (),
    }
}

fn change_structure(value: &mut Value, random: &mut Random) {
    let mut places = Vec::new();
    pointers(value, "", &mut places);
    let place = places[random.below(places.len())].clone();
    let other = value.pointer(&places[random.below(places.len())]).cloned().unwrap_or_default();
    let text = random.choose(PIECES);
    let target = value.pointer_mut(&place).unwrap();
    let new = match random.below(12) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1),
        3 => json!(1e300),
        4 => json!([]),
        5 => json!({}),
        6 => json!([target.take()]),
        7 => json!({text: target.take()}),
        8 => (0..random.below(300)).fold(target.take(), |inner, _| json!([inner])),
        9 => json!(text.repeat(random.below(2000))),
        10 => other,
        _ => match target {
            Value::String(old) => json!(format!("{old}{text}")),
            Value::Array(items) if !items.is_empty() => {
                let item = items[random.below(items.len())].clone();
                items.push(item);
                return;
            }
            Value::Object(members) => {
                members.insert(text.to_owned(), other);
                return;
            }
            _ => json!(text),
        },
    };
    *target = new;
}
