//! `muying serve`, over a real connection.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use app::testing::both_engines;

use super::support::Desk;

struct Server {
    process: Child,
    addr: String,
}

impl Server {
    /// Starts it, and waits until it says where it is.
    fn start(mut command: Command) -> Self {
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let addr = line.split("http://").nth(1).unwrap_or_else(|| unreachable!("{line}")).split(' ').next().unwrap();
        Self { process, addr: addr.to_owned() }
    }

    /// Sends bytes and reads until the server closes.
    fn say(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(&self.addr).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        // A server that has heard enough closes: neither side's error matters.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, address: &str) -> String {
        self.say(format!("GET {address} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes())
    }

    fn terminate(mut self) -> i32 {
        let told = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        assert!(told.success());
        self.process.wait().unwrap().code().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
    }
}

const ANY: [&str; 3] = ["serve", "--addr", "127.0.0.1:0"];

#[tokio::test]
async fn it_migrates_seeds_serves_and_stops_when_told_to() {
    both_engines(|db| async {
        let desk = Desk::new(db);
        let server = Server::start(desk.command(&[&ANY[..], &["--migrate", "--seed-demo-if-empty"]].concat()));
        let ready = server.get("/readyz");
        assert!(ready.starts_with("HTTP/1.1 200") && ready.contains("\"status\":\"ready\""), "{ready}");
        assert!(server.get("/api/v1/rooms?limit=1").contains("\"numberMatched\":"));
        assert!(server.get("/").contains("演示"));
        assert_eq!(server.terminate(), 0);
    })
    .await;
}

#[tokio::test]
async fn ten_megabytes_of_query_and_nonsense_harm_nobody() {
    both_engines(|db| async {
        let desk = Desk::new(db);
        let server = Server::start(desk.command(&ANY));
        let long = format!("GET /?q={} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(10_000_000));
        let refused = server.say(long.as_bytes());
        assert!(refused.is_empty() || refused.starts_with("HTTP/1.1 4"), "{refused}");
        let refused = server.get(&format!("/?q={}", "a".repeat(20_000)));
        assert!(refused.starts_with("HTTP/1.1 414"), "{refused}");
        assert!(server.say(b"\x16\x03\x01\x02\x00\r\n\r\n").starts_with("HTTP/1.1 400"));
        assert!(server.get("/healthz").contains("ok"));
    })
    .await;
}

#[tokio::test]
async fn it_starts_without_its_postgresql_and_says_not_ready() {
    both_engines(|db| async {
        let desk = Desk::new(db);
        let away = ["--database-url", "postgres://nobody@127.0.0.1:9/none", "--migrate"];
        let server = Server::start(desk.command(&[&ANY[..], &away].concat()));
        let ready = server.get("/readyz");
        assert!(ready.starts_with("HTTP/1.1 503") && ready.contains("\"database\":\"away\""), "{ready}");
        assert!(server.get("/").starts_with("HTTP/1.1 200"));
    })
    .await;
}

#[tokio::test]
async fn metrics_have_a_listener_of_their_own() {
    both_engines(|db| async {
        let desk = Desk::new(db);
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let addr = format!("127.0.0.1:{port}");
        let server = Server::start(desk.command(&[&ANY[..], &["--metrics-addr", &addr]].concat()));
        server.get("/api/v1/rooms");
        server.get("/rooms/XX-0000");
        let metrics = Server { addr, process: Command::new("true").spawn().unwrap() }.get("/metrics");
        for words in [
            "muying_http_requests_total{method=\"GET\",route=\"/api/v1/rooms\",status=\"200\"} 1",
            "route=\"/rooms/{code}\",status=\"404\"",
            "muying_http_request_seconds_bucket",
            "muying_rooms 0",
            "muying_database_reachable 1",
        ] {
            assert!(metrics.contains(words), "{words} in {metrics}");
        }
        assert!(server.get("/metrics").starts_with("HTTP/1.1 404"));
    })
    .await;
}

#[tokio::test]
async fn an_address_that_tries_too_often_is_told_to_wait_and_a_proxy_is_believed() {
    both_engines(|db| async {
        let desk = Desk::new(db);
        let mut command = desk.command(&ANY);
        command.env("MUYING_SIGN_IN_RATE", "1/60").env("MUYING_TRUSTED_PROXIES", "127.0.0.1");
        let server = Server::start(command);
        let sign_in = |for_whom: &str| {
            let body = "login=nobody&password=wrong";
            let head =
                "POST /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded";
            server
                .say(format!("{head}\r\nContent-Length: {}\r\nX-Forwarded-For: {for_whom}\r\n\r\n{body}", body.len()).as_bytes())
        };
        assert!(sign_in("203.0.113.7").starts_with("HTTP/1.1 422"));
        let refused = sign_in("203.0.113.7");
        assert!(refused.starts_with("HTTP/1.1 429") && refused.to_lowercase().contains("retry-after: "), "{refused}");
        assert!(sign_in("203.0.113.8").starts_with("HTTP/1.1 422"));
        let bad = desk.run(&["serve", "--trusted-proxies", "proxy.local"]);
        assert!(bad.code == 2 && bad.err.contains("10.0.0.0/8"), "{}", bad.err);
    })
    .await;
}
