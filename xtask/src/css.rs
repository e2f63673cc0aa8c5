//! One style sheet from `style/`: what `main.css` imports, in that order, without comments and
//! spare whitespace. It understands only as much of CSS as is needed never to change a meaning.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};

/// Every file of the folder must be imported: one that is forgotten is an error, not a surprise.
pub(crate) fn bundle(dir: &Path) -> Result<String> {
    let mut unused: BTreeSet<String> =
        crate::files::list(dir)?.into_iter().filter(|f| Path::new(f).extension().is_some_and(|e| e == "css")).collect();
    if unused.is_empty() {
        return Ok(String::new());
    }
    ensure!(unused.remove("main.css"), "{} has no main.css", dir.display());
    let main = minify(&fs::read_to_string(dir.join("main.css"))?);

    let mut css = String::new();
    let mut rest = main.as_str();
    while let Some((head, tail)) = statement(rest) {
        match Import::parse(head)? {
            None => css.extend([head, ";"]),
            Some(import) => {
                let path = dir.join(import.file);
                let text = fs::read_to_string(&path).with_context(|| format!("main.css imports {}", path.display()))?;
                css.push_str(&import.wrap(&minify(&text)));
                unused.remove(import.file);
            }
        }
        rest = tail;
    }
    ensure!(!rest.contains("@import"), "main.css: imports come before everything else");
    ensure!(unused.is_empty(), "main.css does not import {}", unused.into_iter().collect::<Vec<_>>().join(", "));
    css.push_str(rest);
    Ok(css)
}

/// The leading `@import …;` or `@layer a, b;`, and what follows it.
fn statement(css: &str) -> Option<(&str, &str)> {
    let end = css.find([';', '{'])?;
    let (head, tail) = css.split_at(end);
    let leading = head.starts_with("@import") || head.starts_with("@layer") || head.starts_with("@charset");
    (leading && tail.starts_with(';')).then(|| (head, &tail[1..]))
}

struct Import<'a> {
    file: &'a str,
    layer: Option<&'a str>,
    media: &'a str,
}

impl<'a> Import<'a> {
    fn parse(statement: &'a str) -> Result<Option<Self>> {
        let Some(rest) = statement.strip_prefix("@import") else {
            return Ok(None);
        };
        let parts: Vec<&str> = rest.splitn(3, ['"', '\'']).collect();
        let [before, file, after] = parts[..] else { bail!("`{statement}`: the file in quotes, please") };
        let mut media = if before.contains('(') { after.trim_start_matches(')') } else { after }.trim();
        let mut layer = None;
        if let Some((name, rest)) = media.strip_prefix("layer(").and_then(|r| r.split_once(')')) {
            (layer, media) = (Some(name.trim()), rest.trim());
        }
        Ok(Some(Self { file: file.trim_start_matches("./"), layer, media }))
    }

    fn wrap(&self, css: &str) -> String {
        let css = self.layer.map_or_else(|| css.to_owned(), |layer| format!("@layer {layer}{{{css}}}"));
        if self.media.is_empty() { css } else { format!("@media {}{{{css}}}", self.media) }
    }
}

enum Gap {
    None,
    Comment,
    Space,
}

/// Drops comments, and whitespace where it separates nothing. Strings, `url(…)` and escapes pass untouched.
pub(crate) fn minify(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let (mut rest, mut last, mut gap) = (source, '{', Gap::None);
    while let Some(c) = rest.chars().next() {
        if c.is_ascii_whitespace() {
            (rest, gap) = (&rest[1..], Gap::Space);
            continue;
        }
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            gap = if matches!(gap, Gap::Space) { gap } else { Gap::Comment };
            continue;
        }
        let tight = "{};,:".contains(last) || "{};,".contains(c);
        match gap {
            Gap::Space if !tight => out.push(' '),
            Gap::Comment if !tight => out.push_str("/**/"), // `a/**/b` is two words, `ab` is one
            _ => {}
        }
        if c == '}' && last == ';' {
            out.pop();
        }
        let length = token(rest, c, last);
        out.push_str(&rest[..length]);
        last = if length == c.len_utf8() { c } else { 'x' };
        (rest, gap) = (&rest[length..], Gap::None);
    }
    out
}

/// How many bytes from here belong together and must not be looked into.
fn token(rest: &str, first: char, last: char) -> usize {
    match first {
        '"' | '\'' => quoted(rest, first),
        '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        'u' | 'U' if !last.is_alphanumeric() && last != '-' => bare_url(rest).unwrap_or(1),
        _ => first.len_utf8(),
    }
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// `url(data:…)` without quotes: text up to the bracket, in which even `/*` is no comment.
fn bare_url(rest: &str) -> Option<usize> {
    let inner = rest.get(..4).filter(|head| head.eq_ignore_ascii_case("url(")).map(|_| &rest[4..])?;
    (!inner.trim_start().starts_with(['"', '\''])).then(|| 4 + inner.find(')').map_or(inner.len(), |at| at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_spare_whitespace_go() {
        let css = "/* tokens */\n:root {\n  --a: 1px; /* why */\n  color : red ;\n}\n\n.b > .c,\n.d :hover { margin: 0 auto; }\n";
        assert_eq!(minify(css), ":root{--a:1px;color :red}.b > .c,.d :hover{margin:0 auto}");
    }

    #[test]
    fn spaces_that_mean_something_stay() {
        assert_eq!(minify(".a .b{width:calc(1px + 2px)}"), ".a .b{width:calc(1px + 2px)}");
        assert_eq!(minify("@media (min-width: 40em) and (hover) {a b{}}"), "@media (min-width:40em) and (hover){a b{}}");
        assert_eq!(minify(".a/* both */.b{}"), ".a/**/.b{}");
    }

    #[test]
    fn strings_urls_and_escapes_pass_untouched() {
        for css in [
            r#"a{content:"/* ; }  \" 中 */"}"#,
            "a{background:url(data:image/svg+xml;utf8,<svg a='/*'  b=''/>)}",
            r".sm\:x\;{color:red}",
        ] {
            assert_eq!(minify(css), css);
        }
    }

    #[test]
    fn imports_keep_their_order_layer_and_medium() {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
        write("main.css", "@layer base, parts;\n@import \"b.css\" layer(base);\n@import url('a.css') print;\n.own { top: 0 }");
        write("a.css", "a { top: 1px; }");
        write("b.css", "b { top: 2px; }");
        assert_eq!(bundle(dir.path()).unwrap(), "@layer base,parts;@layer base{b{top:2px}}@media print{a{top:1px}}.own{top:0}");
    }

    #[test]
    fn a_file_that_nobody_imports_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("main.css"), "").unwrap();
        fs::write(dir.path().join("lost.css"), "").unwrap();
        assert!(bundle(dir.path()).unwrap_err().to_string().contains("lost.css"));
    }
}
