//! Answers that are sent while they are written.

use std::io::{self, BufWriter, Write};

use axum::body::{Body, Bytes};
use futures::StreamExt;
use tokio::sync::mpsc;

/// Bytes a piece; four of them wait for a slow reader at most.
const PIECE: usize = 64 * 1024;

/// Takes what is written, piece by piece.
pub type Out = BufWriter<Pieces>;

/// A body that `write` writes on a thread of its own while it is sent. An error in there is a reader that has gone away, or
/// a body that ends early.
pub fn sent_while_written<E: std::fmt::Display>(write: impl FnOnce(Out) -> Result<(), E> + Send + 'static) -> Body {
    let (sender, receiver) = mpsc::channel(4);
    tokio::task::spawn_blocking(move || {
        let failed = sender.clone();
        if let Err(error) = write(BufWriter::with_capacity(PIECE, Pieces(sender))) {
            tracing::debug!(%error, "a body was not written to its end");
            // The reader is told, and does not take half a file for a whole one.
            drop(failed.blocking_send(Err(io::Error::other("not written to its end"))));
        }
    });
    let next = |mut receiver: mpsc::Receiver<io::Result<Bytes>>| async move { Some((receiver.recv().await?, receiver)) };
    // Compression asks once more after the end.
    Body::from_stream(futures::stream::unfold(receiver, next).fuse())
}

/// Hands pieces over to the response; waits while four of them have not been sent.
pub struct Pieces(mpsc::Sender<io::Result<Bytes>>);

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let gone = |_| io::Error::from(io::ErrorKind::BrokenPipe);
        self.0.blocking_send(Ok(Bytes::copy_from_slice(bytes))).map_err(gone).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
