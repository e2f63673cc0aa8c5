//! A mail server that speaks as much SMTP (RFC 5321) as a test needs, and keeps what it is given.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::notices::Post;
use app::outward::Outward;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How it behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manners {
    /// Takes every letter.
    Takes,
    /// Says that there is no such address.
    Refuses,
    /// Says that it is busy.
    Busy,
    /// Says nothing at all.
    Hangs,
}

/// A letter as it came.
#[derive(Debug, Clone)]
pub(crate) struct Came {
    pub(crate) to: String,
    pub(crate) head: String,
    /// Decoded.
    pub(crate) body: String,
}

impl Came {
    /// The decoded subject.
    pub(crate) fn subject(&self) -> String {
        let unfolded = self.head.replace("\r\n ", " ");
        let line = unfolded.lines().find_map(|line| line.strip_prefix("Subject: ")).unwrap_or_default();
        let word = |word: &str| match word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?=")) {
            Some(code) => String::from_utf8(STANDARD.decode(code).unwrap()).unwrap(),
            None => word.to_owned(),
        };
        line.split(' ').map(word).collect()
    }

    pub(crate) fn message_id(&self) -> &str {
        self.head.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap()
    }
}

/// A mail server.
pub(crate) struct Mailbox {
    pub(crate) url: String,
    came: Arc<Mutex<Vec<Came>>>,
}

impl Mailbox {
    pub(crate) async fn open(manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let came = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&came);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(speak(stream, manners, Arc::clone(&kept)));
            }
        });
        Self { url, came }
    }

    /// Mail through it, with little patience; calls to this machine are allowed.
    pub(crate) fn outward(&self) -> Outward {
        let post = Post::new(&self.url, "母婴室登记 <noreply@muying.example>", Duration::from_millis(400)).unwrap();
        Outward { post: Some(post), ..Outward::default() }
    }

    /// What came, in order.
    pub(crate) fn came(&self) -> Vec<Came> {
        self.came.lock().unwrap().clone()
    }
}

async fn speak(stream: TcpStream, manners: Manners, came: Arc<Mutex<Vec<Came>>>) {
    if manners == Manners::Hangs {
        tokio::time::sleep(Duration::from_mins(1)).await;
        drop(stream);
        return;
    }
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut to = String::new();
    write.write_all(b"220 mail.example\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let answer: &[u8] = match verb.as_str() {
            "EHLO" => b"250 mail.example\r\n",
            "RCPT" if manners == Manners::Refuses => b"550 5.1.1 no such address, says the server\r\n",
            "RCPT" if manners == Manners::Busy => b"451 4.3.2 later\r\n",
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap().to_owned();
                b"250 ok\r\n"
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.unwrap();
                let mut text = String::new();
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                    text.push_str(line.strip_prefix('.').unwrap_or(&line));
                    text.push_str("\r\n");
                }
                came.lock().unwrap().push(letter(&to, &text));
                b"250 taken\r\n"
            }
            "QUIT" => b"221 bye\r\n",
            _ => b"250 ok\r\n",
        };
        if write.write_all(answer).await.is_err() {
            return;
        }
    }
}

fn letter(to: &str, text: &str) -> Came {
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let body = if head.contains("Transfer-Encoding: base64") {
        STANDARD.decode(body.replace("\r\n", "")).unwrap()
    } else if head.contains("quoted-printable") {
        plain(&body.replace("=\r\n", ""))
    } else {
        body.as_bytes().to_vec()
    };
    Came { to: to.to_owned(), head: head.to_owned(), body: String::from_utf8(body).unwrap() }
}

/// Quoted-printable text (RFC 2045) without its soft breaks.
fn plain(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'=' {
            let pair: Vec<u8> = rest.by_ref().take(2).collect();
            bytes.push(u8::from_str_radix(std::str::from_utf8(&pair).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    bytes
}
