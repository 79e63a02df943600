//! Labels that mean harm, or that nobody thought of.

/// What a label would do that is run: chromium's page is then called by this id.
pub(crate) const RAN: &str = "ran";

/// Unseen marks that turn the direction of what follows.
pub(crate) const MARKS: [char; 12] = [
    '\u{61c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}',
    '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
];

/// What a spreadsheet takes for the beginning of a formula.
pub(crate) const STARTS: [char; 11] =
    ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Many of them, each once.
pub(crate) fn labels() -> Vec<String> {
    let mut all: Vec<String> = WORDS.iter().map(|&word| word.to_owned()).collect();
    let run = format!("document.documentElement.id='{RAN}'");
    all.extend(MARKUP.iter().map(|markup| markup.replace("RUN", &run)));
    for start in STARTS {
        for rest in ["1+1", "SUM(A1:A9)", "cmd|' /C calc'!A0", ""] {
            all.push(format!("{start}{rest}"));
        }
    }
    for mark in MARKS {
        all.push(format!("left{mark}right"));
        all.push(mark.to_string());
    }
    let controls = (0u8..0x20).chain(0x7f..0xa0).map(char::from);
    all.extend(controls.map(|control| format!("bell{control}end")));
    for (unit, times) in [
        ("a", 100),
        ("a", 101),
        ("W", 5000),
        ("🧁", 100),
        ("i ", 49),
        ("ﷺ", 99),
    ] {
        all.push(unit.repeat(times));
    }
    all.push(format!("Z{}", "\u{352}\u{36b}\u{313}".repeat(30)));
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|label| seen.insert(label.clone()));
    all
}

/// Whether a scenario takes it as a name: one line of 1 to 100 characters that are seen.
pub(crate) fn is_name(label: &str) -> bool {
    !label.trim().is_empty()
        && label.chars().count() <= 100
        && !label.chars().any(char::is_control)
        && label != "do-nothing"
}

/// Whether no reader would see it, but a terminal or a page might obey it.
pub(crate) fn is_unseen(c: char) -> bool {
    (c.is_control() && c != '\n') || MARKS.contains(&c)
}

/// The label as TOML writes it.
pub(crate) fn toml(label: &str) -> String {
    let mut text = String::from("\"");
    for c in label.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            c if is_unseen(c) || c == '\n' => text += &format!("\\u{:04X}", u32::from(c)),
            c => text.push(c),
        }
    }
    text + "\""
}

/// The label as a field of CSV.
pub(crate) fn csv(label: &str) -> String {
    format!("\"{}\"", label.replace('"', "\"\""))
}

const MARKUP: [&str; 36] = [
    "<script>RUN</script>",
    "</script><script>RUN</script>",
    "</ScRiPt ><sCrIpT>RUN</sCrIpT>",
    "<img src=x onerror=\"RUN\">",
    "<svg/onload=RUN>",
    "<svg><animate onbegin=RUN attributeName=x dur=1s>",
    "<body onload=RUN>",
    "<details open ontoggle=RUN>x",
    "<input autofocus onfocus=RUN>",
    "<iframe srcdoc=\"<script>parent.RUN</script>\">",
    "<a href=\"javascript:RUN\">x</a>",
    "javascript:RUN",
    "\" onload=\"RUN",
    "' onload='RUN",
    "` onload=`RUN",
    "\" autofocus onfocus=RUN x=\"",
    "\"><script>RUN</script>",
    "'><script>RUN</script>",
    "</title><script>RUN</script>",
    "</desc></svg><script>RUN</script>",
    "</text></svg>",
    "</style><script>RUN</script>",
    "</textarea><script>RUN</script>",
    "<!--<script>RUN</script>-->",
    "--><script>RUN</script>",
    "]]><script>RUN</script>",
    "<![CDATA[<script>RUN</script>]]>",
    "<?xml version=\"1.0\"?>",
    "<!DOCTYPE x [<!ENTITY a \"b\">]>&a;",
    "<base href=\"//x\">",
    "<meta http-equiv=refresh content=0>",
    "<link rel=stylesheet href=x>",
    "<style>*{display:none}</style>",
    "&lt;script&gt;RUN&lt;/script&gt;",
    "&#60;script&#62;RUN&#60;/script&#62;",
    "\\u003cscript\\u003eRUN\\u003c/script\\u003e",
];

const WORDS: [&str; 128] = [
    "",
    " ",
    "\u{a0}",
    "\u{200b}",
    "\u{3000}",
    "\u{feff}",
    "\u{2800}",
    "\u{ad}",
    "\u{2028}",
    "\u{2029}",
    "a\u{2028}b",
    "a\u{a0}b",
    "<",
    ">",
    "&",
    "&amp;",
    "]]>",
    "<!--",
    "-->",
    "\"",
    "'",
    "`",
    "''",
    "\"\"",
    "\"\"\"",
    "'''",
    "“x”",
    "‘x’",
    "«x»",
    "„x“",
    "‹x›",
    "「x」",
    "a\"b'c`d",
    "\\",
    "\\\\",
    "\\\"",
    "\\n",
    "\\u0000",
    "\\x1b[31m",
    "${7*7}",
    "{{7*7}}",
    "#{7*7}",
    "<%= 7 %>",
    "{}",
    "{0}",
    "{name}",
    "%s%n%x",
    "%00",
    "%d",
    "%",
    "%25",
    "$HOME",
    "$(id)",
    "`id`",
    "; ls",
    "| ls",
    "&& ls",
    "!!",
    "*",
    "?",
    "../../etc/passwd",
    "..",
    ".",
    "/",
    "//",
    "a/b",
    "a\\b",
    "C:\\x",
    "\\\\server\\share",
    "~",
    "CON",
    "NUL",
    "PRN",
    "COM1",
    "AUX.txt",
    "report.html",
    "-rf",
    "--out",
    "-",
    "--",
    ",",
    ";",
    "a,b",
    "a;b",
    "a\tb",
    "a\nb",
    "a\r\nb",
    "a\",b",
    "#",
    "# x",
    "|",
    "[x]",
    "[[x]]",
    "a = 1",
    "a.b",
    "a.b.c",
    ".a",
    "{\"a\":1}",
    "null",
    "true",
    "NaN",
    "inf",
    "-inf",
    "0",
    "007",
    "1e5",
    "-1.5",
    "_x0041_",
    "_x005F_",
    "do-nothing",
    "Summary",
    "History",
    "elsewhere",
    "mean",
    "schema",
    "strategy 1",
    "'; DROP TABLE x; --",
    "1' OR '1'='1",
    "e\u{301}",
    "İ",
    "ẞ",
    "👩‍👩‍👧‍👦",
    "🏳️‍🌈",
    "🇪🇺",
    "\u{fffd}",
    "\u{fdd0}",
    "\u{ffff}",
    "\u{10ffff}",
];
