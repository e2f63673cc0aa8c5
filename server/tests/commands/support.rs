//! Runs `muying`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use app::db::Db;
use app::testing::url;
use tempfile::TempDir;

/// A registry, and a folder for files.
pub(crate) struct Desk {
    pub(crate) db: Db,
    folder: TempDir,
}

/// What a command did.
pub(crate) struct Done {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    pub(crate) fn new(db: Db) -> Self {
        Self { db, folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file and gives its path.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), content).unwrap();
        self.path(name).to_str().unwrap().to_owned()
    }

    /// The program with these words, set to this registry.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_muying"));
        command.args(words).env("MUYING_DATABASE_URL", url(&self.db)).current_dir(self.folder.path());
        for name in ["MUYING_REGION", "MUYING_ADDR", "RUST_LOG", "MUYING_LOG"] {
            command.env_remove(name);
        }
        command.stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, words: &[&str]) -> Done {
        let Output { status, stdout, stderr } = self.command(words).output().unwrap();
        Done { code: status.code().unwrap(), out: String::from_utf8(stdout).unwrap(), err: String::from_utf8(stderr).unwrap() }
    }

    /// Everything stored, as CSV.
    pub(crate) fn export(&self) -> String {
        let done = self.run(&["export", "rooms", "--format", "csv"]);
        assert_eq!(done.code, 0, "{}", done.err);
        done.out
    }

    /// How often the registry was written, by its version.
    pub(crate) async fn version(&self) -> i64 {
        app::rooms::store::version(&self.db).await.unwrap()
    }

    pub(crate) async fn audit_lines(&self) -> u64 {
        app::audit::verify(&self.db).await.unwrap().unwrap()
    }
}

/// A file of the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}
