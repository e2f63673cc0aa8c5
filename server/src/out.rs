//! What commands say: results on standard output, progress on standard error. A reader that has gone away
//! (`muying export … | head`) is no error.

use std::fmt::Arguments;
use std::io::{self, Write};

/// Writes a line of result.
pub(crate) fn line(text: Arguments<'_>) {
    drop(writeln!(io::stdout().lock(), "{text}"));
}

/// Writes a line of progress or a hint.
pub(crate) fn note(text: Arguments<'_>) {
    drop(writeln!(io::stderr().lock(), "{text}"));
}

/// `out::say!("…")`: a line of result.
macro_rules! say {
    ($($text:tt)*) => { $crate::out::line(format_args!($($text)*)) };
}

/// `out::hint!("…")`: a line of progress or a hint.
macro_rules! hint {
    ($($text:tt)*) => { $crate::out::note(format_args!($($text)*)) };
}

pub(crate) use {hint, say};
