//! The browser halves, compiled to wasm, with their JavaScript glue, through wasm-opt: `app` for every page, `sheet` for
//! those who inspect.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::files::{self, Tree};
use crate::process::{Profile, cargo, run, step};

const TARGET: &str = "wasm32-unknown-unknown";
const WASM_OPT: &str = "node_modules/.bin/wasm-opt";
/// Exactly what rustc and wasm-bindgen put in. `--all-features` would let wasm-opt write encodings
/// that today's browsers refuse: the page shows, and never comes to life.
const WASM_FEATURES: [&str; 6] =
    ["bulk-memory", "mutable-globals", "nontrapping-float-to-int", "sign-ext", "reference-types", "multivalue"];

/// A wasm of its own.
struct Half {
    package: &'static str,
    features: &'static [&'static str],
    /// Below the site's `pkg/{version}/`.
    folder: &'static str,
    /// Of the glue; the wasm is `{name}_bg.wasm`.
    name: &'static str,
}

const HALVES: [Half; 2] = [
    Half { package: "app", features: &["--features", "hydrate"], folder: "", name: "muying" },
    Half { package: "sheet", features: &[], folder: "sheet", name: "glue" },
];

/// Compiles, and returns the glue and the wasm of both by their place in the site.
pub(crate) fn build(profile: Profile) -> Result<Tree> {
    let mut tree = Tree::new();
    for half in &HALVES {
        let out = half.build(profile)?;
        let place = |name: String| if half.folder.is_empty() { name } else { format!("{}/{name}", half.folder) };
        tree.extend(files::read_tree(&out)?.into_iter().map(|(name, bytes)| (place(name), bytes)));
    }
    Ok(tree)
}

impl Half {
    /// The folder that holds glue and wasm.
    fn build(&self, profile: Profile) -> Result<PathBuf> {
        let wasm = self.compile(profile)?;
        let out = Path::new("target/xtask").join(self.package).join(profile.name());
        let optimizer = profile == Profile::Release && Path::new(WASM_OPT).exists();
        if profile == Profile::Release && !optimizer {
            eprintln!("xtask: no {WASM_OPT} (npm ci brings it): the wasm stays some 14 % larger");
        }

        // Glue and optimizer depend on the compiled file and on this program alone.
        let this = fs::metadata(std::env::current_exe()?)?.modified()?;
        let stamp = format!("{} {optimizer} {this:?}", files::sha256(&fs::read(&wasm)?));
        let stamp_file = Path::new("target/xtask").join(format!("{}-{}.stamp", self.package, profile.name()));
        if fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp) {
            return Ok(out);
        }
        files::remove_dir(&out)?;
        step("write the JavaScript glue (wasm-bindgen)", || self.bind(&wasm, &out, profile))?;
        if optimizer {
            step("shrink the wasm (wasm-opt -Oz)", || optimize(&out.join(format!("{}_bg.wasm", self.name))))?;
        }
        fs::write(stamp_file, stamp)?;
        Ok(out)
    }

    fn compile(&self, profile: Profile) -> Result<PathBuf> {
        let cargo_profile = match profile {
            Profile::Dev => "wasm-dev",
            Profile::Release => "wasm-release",
        };
        let toolchain = toolchain()?;
        step(&format!("compile {} for the browser ({cargo_profile})", self.package), || {
            let mut command = cargo();
            command.args(["build", "-p", self.package, "--lib"]).args(self.features);
            command.args(["--target", TARGET, "--profile", cargo_profile]);
            if !toolchain.is_empty() {
                command.env("RUSTUP_TOOLCHAIN", &toolchain);
            }
            if profile == Profile::Release {
                command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", nameless_paths()?);
            }
            run(&mut command)
        })?;
        Ok(Path::new("target").join(TARGET).join(cargo_profile).join(format!("{}.wasm", self.package)))
    }

    fn bind(&self, wasm: &Path, out: &Path, profile: Profile) -> Result<()> {
        let release = profile == Profile::Release;
        let mut bindgen = Bindgen::new();
        bindgen.input_path(wasm).out_name(self.name).web(true)?.typescript(false);
        // `init()` without arguments finds the wasm beside the JavaScript.
        bindgen.omit_default_module_path(false);
        bindgen.remove_name_section(release).remove_producers_section(release);
        bindgen.generate(out).context("wasm-bindgen")
    }
}

/// Panic messages name source files: without the folders of this machine, which are nobody's business and 3 kB.
fn nameless_paths() -> Result<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let sources = home.map(|home| home.join("registry/src")).filter(|folder| folder.is_dir());
    let mut folders = vec![std::env::current_dir()?];
    for source in sources.into_iter().flat_map(fs::read_dir).flatten() {
        folders.push(source?.path());
    }
    Ok(folders.iter().map(|folder| format!("--remap-path-prefix={}/=", folder.display())).collect::<Vec<_>>().join(" "))
}

/// The rustup toolchain that has the wasm target; empty where there is no rustup.
fn toolchain() -> Result<String> {
    if let Ok(name) = std::env::var("WASM_TOOLCHAIN") {
        return Ok(name);
    }
    let script = Command::new("scripts/wasm-target.sh").stderr(std::process::Stdio::inherit()).output()?;
    anyhow::ensure!(script.status.success(), "scripts/wasm-target.sh found no compiler for {TARGET}");
    Ok(String::from_utf8(script.stdout)?.trim().to_owned())
}

fn optimize(wasm: &Path) -> Result<()> {
    let smaller = wasm.with_extension("opt");
    let features = WASM_FEATURES.iter().map(|feature| format!("--enable-{feature}"));
    run(Command::new(WASM_OPT).arg(wasm).arg("-Oz").args(features).arg("-o").arg(&smaller))?;
    fs::rename(&smaller, wasm)?;
    Ok(())
}
