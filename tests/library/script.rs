//! The parser of scripts.

use postsmith::script::{Argument, parse};

fn paths(program: &str) -> Vec<String> {
    let script = parse(program);
    assert!(script.errors.is_empty(), "{program}: {:?}", script.errors);
    script
        .chains
        .iter()
        .map(|chain| format!("{}{}", chain.path(), if chain.call.is_some() { "()" } else { "" }))
        .collect()
}

#[test]
fn chains_are_read_with_calls_indexes_and_options() {
    assert_eq!(paths("pm.environment.set('a', b.c);"), ["pm.environment.set()", "b.c"]);
    assert_eq!(paths("pm['environment'][\"get\"](`a`)"), ["pm.environment.get()"]);
    assert_eq!(paths("pm?.response?.json()?.a.b"), ["pm.response.json.a.b", "pm.response.json()"]);
    assert_eq!(paths("(pm.response).code"), ["pm.response.code"]);
    assert_eq!(paths("x[i].y; tests['ok'] = true"), ["x", "i", "tests.ok"]);
    assert_eq!(
        paths("pm.sendRequest('u', (error, answer) => { console.log(answer.code); })"),
        ["pm.sendRequest()", "console.log()"]
    );
    assert_eq!(paths("let pm = 1; pm.environmnt.get('a'); function f(postman) { postman.x(); }"), Vec::<String>::new());
    assert_eq!(paths("new Foo(pm.a); `${pm.b}`; tag`x`"), ["Foo", "pm.a", "pm.b", "tag"]);
}

#[test]
fn arguments_are_strings_or_built_from_names() {
    let script = parse(
        "function f() {}\nconsole.log('x', `t ${json.token}`, pm.environment.get('key'), !secret, a ? b : 'c', () => d, f)",
    );
    let call = script.chains.iter().find(|chain| chain.path() == "console.log").unwrap().call.as_ref().unwrap();
    let said: Vec<_> = call
        .iter()
        .map(|argument| match argument {
            Argument::Text(text, _) => format!("text {text}"),
            Argument::Function(_) => "function".to_owned(),
            Argument::Other(_, names) => names.join(" "),
        })
        .collect();
    assert_eq!(said, ["text x", "token", "get key", "", "b", "function", "function"]);
    let assigned: Vec<_> = parse("tests['a'] = b;").chains.iter().map(|chain| chain.is_assigned).collect();
    assert_eq!(assigned, [true, false]);
}

#[test]
fn script_is_the_body_of_a_function_that_is_not_async() {
    assert!(parse("if (a) { return; }").errors.is_empty());
    let script = parse("let a = 1;\nconst b = await pm.sendRequest('u');\n(async () => { await b; })();");
    assert!(script.errors.is_empty());
    assert_eq!((script.awaits.len(), script.awaits[0].clone()), (1, 21..26));
    assert!(parse("async function f() { await g(); } f();").awaits.is_empty());
    for nested in ["t(async () => await f());", "(async () => await g())();", "async function f(a = await 1) {}"] {
        assert!(parse(nested).awaits.is_empty(), "{nested}");
    }
    assert!(parse("var await = 1; await + 1;").errors.is_empty());
}

#[test]
fn errors_have_a_place_and_quote_nothing() {
    for (program, at) in [
        ("let a = ;", ";"),
        ("a(;", ";"),
        ("x = 'hunter2", "'hunter2"),
        ("const hunter2 hunter3 = 1;", "hunter3"),
        ("f({{hunter2}})", "{"),
    ] {
        let script = parse(program);
        assert_eq!(script.errors.len(), 1, "{program}");
        let issue = &script.errors[0];
        assert!(program[issue.range.start..].starts_with(&at[..1]), "{program}: {issue:?}");
        assert!(!issue.message.contains("hunter"), "{issue:?}");
    }
}

/// Everything that makes a parser or a walk go deeper.
#[test]
fn deep_scripts_fit_the_stack() {
    let n = 20_000;
    let nested: Vec<(&str, String)> = vec![
        ("brackets", "(".repeat(n)),
        ("closed", format!("{}1{}", "(".repeat(499), ")".repeat(499))),
        ("arrays", "[".repeat(499)),
        ("objects", "({a:".repeat(240)),
        ("not", "!".repeat(n) + "a"),
        ("typeof", "typeof ".repeat(n) + "a"),
        ("arrows", "a=>".repeat(n) + "a"),
        ("assignments", "a=".repeat(n) + "a"),
        ("conditions", "a?a:".repeat(n) + "a"),
        ("sums", "a+".repeat(n) + "a"),
        ("powers", "a**".repeat(n) + "a"),
        ("members", "a".to_owned() + &".a".repeat(n)),
        ("else", "if(a)b;else ".repeat(n) + "c"),
        ("ifs", "if(a)".repeat(n) + "c"),
        ("whiles", "while(a)".repeat(n) + "c"),
        ("labels", (0..n).map(|i| format!("a{i}:")).collect::<Vec<_>>().concat() + "c"),
        ("new", "new ".repeat(n) + "a"),
        ("calls", "a".to_owned() + &"()".repeat(n)),
        ("templates", "`${".repeat(499)),
        ("classes", "class a extends ".repeat(n)),
        ("functions", "function a(){".repeat(499)),
        ("commas", "a,".repeat(n) + "a"),
        ("awaits", "await ".repeat(n) + "a"),
        ("yields", format!("function*g(){{{}a}}", "yield ".repeat(n))),
        ("regexes", format!("/{}/", "(".repeat(499))),
    ];
    for (name, program) in nested {
        let script = parse(&program);
        let is_read = ["closed", "regexes", "arrows", "members"].contains(&name);
        let said = !script.errors.is_empty() || !script.chains.is_empty() || !script.awaits.is_empty();
        assert!(script.is_too_complex || said || is_read, "{name}");
    }
    assert!(parse(&"a;".repeat(1 << 19)).is_too_complex);
}

#[test]
fn long_chains_take_linear_time() {
    let begun = std::time::Instant::now();
    for program in [
        "a".to_owned() + &".b()".repeat(20_000),
        "!a,".repeat(20_000) + "f(a)",
        "a".to_owned() + &"?.b()".repeat(20_000),
    ] {
        parse(&program);
    }
    assert!(begun.elapsed() < std::time::Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[test]
fn early_errors_are_found_at_the_top() {
    for (program, at, word) in [
        ("let a = 1;\nlet a = 2;", 15, "a"),
        ("const a = 1, b = 2, a = 3;", 20, "a"),
        ("var a; { let a; } let a;", 22, "a"),
        ("let a; if (b) { for (var a of c) {} }", 25, "a"),
        ("function f() {} class f {}", 22, "f"),
        ("const { a, b: [c] } = d; let c;", 29, "c"),
        ("import a from 'b';", 0, "import"),
        ("a();\nexport const b = 1;", 5, "export"),
        ("let a; let a; await b();", 11, "a"),
    ] {
        let script = parse(program);
        assert_eq!(script.errors.len(), 1, "{program}");
        assert_eq!(script.errors[0].range, at..at + word.len(), "{program}: {:?}", script.errors);
        assert_eq!(&program[script.errors[0].range.clone()], word, "{program}");
    }
    for program in [
        "var a; var a; function a() {} function a() {}",
        "let a; { let a; } function f(a) { var a; let b; } (() => { var a; })();",
        "for (let i of a) {} for (let i of a) {} let i;",
        "{ function f() {} } let f;",
        "import('a');",
        "let a; let A; class B { a() {} }",
    ] {
        assert!(parse(program).errors.is_empty(), "{program}: {:?}", parse(program).errors);
    }
}

#[test]
fn unclosed_bracket_is_reported_at_the_bracket_or_at_the_end() {
    for (program, at) in [
        ("if (a) {\n  b();\n", 7..8),
        ("pm.test('x', function () {", 25..26),
        ("a([1, 2", 6..7),
        ("f(a, b", 5..6),
        ("`${a", 3..4),
        ("let a = ", 6..7),
        ("a = bcd +", 8..9),
        ("const abc", 6..9),
    ] {
        let script = parse(program);
        assert_eq!(script.errors.len(), 1, "{program}");
        assert_eq!(script.errors[0].range, at, "{program}: {:?}", script.errors);
    }
}

#[test]
fn hostile_scripts_are_parsed_quickly() {
    let wrapped = |depth: usize, inside: String| format!("{}{inside}{}", "(".repeat(depth), ")".repeat(depth));
    assert!(parse(&wrapped(450, "a=".repeat(250_000) + "a")).is_too_complex);
    assert!(!parse(&wrapped(450, "a=".repeat(10_000) + "a")).is_too_complex);
    assert!(!parse(&wrapped(20, "a;".repeat(10_000))).is_too_complex);
}
