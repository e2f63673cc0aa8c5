//! A throwaway PostgreSQL: a private cluster on a free port, gone with the process that started it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

use sqlx::{Connection, PgConnection};
use tempfile::TempDir;

/// A running cluster.
pub struct Cluster {
    server: Child,
    port: u16,
    _folder: TempDir,
}

impl Cluster {
    /// Starts a cluster.
    ///
    /// # Panics
    /// When PostgreSQL is not installed (`scripts/setup.sh test` does it) or does not start.
    #[expect(clippy::unwrap_used, clippy::expect_used, reason = "a test")]
    pub fn start() -> Self {
        let programs = programs().expect("PostgreSQL is not installed: run scripts/setup.sh test");
        let folder = tempfile::tempdir_in("/tmp").unwrap();
        let data = folder.path().join("data");
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        if is_root() {
            let owned = Command::new("chown").arg("postgres:").arg(folder.path()).status().unwrap();
            assert!(owned.success(), "the user postgres is missing");
        }
        let initdb = run_as_postgres(&programs.join("initdb"), folder.path())
            .args(["-U", "postgres", "-A", "trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "-D"])
            .arg(&data)
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(initdb.success(), "initdb failed");
        let settings =
            ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "listen_addresses=127.0.0.1"];
        let mut server = run_as_postgres(&programs.join("postgres"), folder.path());
        server.arg("-D").arg(&data).args(["-p", &port.to_string(), "-k"]).arg(folder.path());
        for setting in settings {
            server.args(["-c", setting]);
        }
        let server = server.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        Self { server, port, _folder: folder }
    }

    /// The URL of a database of this cluster.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Stops it at once, as a crash would.
    pub fn stop(&mut self) {
        // runuser passes a termination on; the immediate shutdown that SIGQUIT asks for is the nearest to a crash.
        let _ = Command::new("pkill").args(["-QUIT", "-f"]).arg(format!("postgres.*-p {} ", self.port)).status();
        let _ = self.server.wait();
    }

    /// Waits until it answers.
    async fn ready(&self) -> PgConnection {
        for _ in 0..600 {
            if let Ok(connection) = PgConnection::connect(&self.url("postgres")).await {
                return connection;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        unreachable!("PostgreSQL did not start within 30 s")
    }

    /// Makes an empty database and gives its URL.
    ///
    /// # Panics
    /// When it cannot be made.
    #[expect(clippy::unwrap_used, reason = "a test")]
    pub async fn database(&self) -> String {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let mut connection = self.ready().await;
        sqlx::query(sqlx::AssertSqlSafe(format!("create database {name}"))).execute(&mut connection).await.unwrap();
        self.url(&name)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A fresh database of the cluster that all tests of a process share.
pub(super) async fn fresh_database() -> String {
    static SHARED: OnceLock<Cluster> = OnceLock::new();
    static START: Mutex<()> = Mutex::new(());
    let cluster = {
        let _one_at_a_time = START.lock();
        SHARED.get_or_init(|| {
            let cluster = Cluster::start();
            stop_with_us(cluster.server.id());
            cluster
        })
    };
    cluster.database().await
}

/// Statics are not dropped: a watcher ends the shared cluster when this process is gone.
fn stop_with_us(server: u32) {
    let us = std::process::id();
    let watch = format!("while kill -0 {us} 2>/dev/null; do sleep 1; done; pkill -QUIT -P {server}; kill -QUIT {server}");
    let _ = Command::new("sh").args(["-c", &watch]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
}

fn is_root() -> bool {
    std::env::var("USER").is_ok_and(|user| user == "root")
        || Path::new("/root").metadata().is_ok() && std::fs::read_dir("/root").is_ok()
}

/// PostgreSQL refuses to run as root.
fn run_as_postgres(program: &Path, folder: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir(folder);
    command
}

/// The folder of the newest server programs.
fn programs() -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|version| {
            let version = version.ok()?;
            let folder = version.path().join("bin");
            folder.join("initdb").exists().then_some((version.file_name().to_str()?.parse().ok()?, folder))
        })
        .collect();
    found.sort();
    found.pop().map(|(_, folder)| folder)
}
