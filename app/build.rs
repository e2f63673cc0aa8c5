//! Turns `locales/*.toml` into one function a text, so that a missing translation or placeholder fails the build and
//! the wasm carries only the texts it uses. Migrations are watched here too: `sqlx::migrate!` does not notice new files.

#![expect(clippy::panic, clippy::expect_used, reason = "a build script says what is wrong by failing")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::{env, fs, path::Path};

type Texts = BTreeMap<String, String>;

fn main() {
    println!("cargo:rerun-if-changed=locales");
    println!("cargo:rerun-if-changed=../migrations");
    let [zh, en] = ["locales/zh-CN.toml", "locales/en.toml"].map(read);
    let code = generate(&zh, &en);
    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("texts.rs");
    fs::write(out, code).expect("OUT_DIR can be written");
}

fn read(path: &str) -> Texts {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let table: BTreeMap<String, Texts> = toml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    table
        .into_iter()
        .flat_map(|(section, texts)| texts.into_iter().map(move |(key, text)| (format!("{section}_{key}"), text)))
        .collect()
}

fn generate(zh: &Texts, en: &Texts) -> String {
    let only = |a: &Texts, b: &Texts| a.keys().filter(|key| !b.contains_key(*key)).cloned().collect::<Vec<_>>();
    let (no_en, no_zh) = (only(zh, en), only(en, zh));
    assert!(no_en.is_empty(), "locales/en.toml lacks: {}", no_en.join(", "));
    assert!(no_zh.is_empty(), "locales/zh-CN.toml lacks: {}", no_zh.join(", "));
    let mut code = String::from("#[expect(clippy::match_same_arms, reason = \"generated\")]\nimpl Lang {\n");
    for (key, text) in zh {
        let (names, english) = (placeholders(text), placeholders(&en[key]));
        let sorted = |names: &[String]| names.iter().cloned().collect::<std::collections::BTreeSet<_>>();
        assert!(sorted(&names) == sorted(&english), "{key}: zh-CN has {names:?}, en has {english:?}");
        let doc = text.replace('\n', " ");
        let _ = writeln!(code, "    #[doc = {doc:?}]");
        if names.is_empty() {
            let _ = writeln!(
                code,
                "    pub fn {key}(self) -> &'static str {{ match self {{ Self::Zh => {text:?}, Self::En => {:?} }} }}",
                en[key]
            );
        } else {
            // Parameters stand in the order of the Chinese text.
            let mut seen = std::collections::BTreeSet::new();
            let names: Vec<&String> = names.iter().filter(|name| seen.insert(*name)).collect();
            let args: Vec<String> = names.iter().map(|name| format!("{name}: impl std::fmt::Display")).collect();
            let _ = writeln!(
                code,
                "    pub fn {key}(self, {}) -> String {{ match self {{ Self::Zh => format!({text:?}), Self::En => format!({:?}) }} }}",
                args.join(", "),
                en[key]
            );
        }
    }
    code.push_str("}\n");
    code
}

/// The names between braces.
fn placeholders(text: &str) -> Vec<String> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}
