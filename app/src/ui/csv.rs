//! Tables for spreadsheets.

use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// A table as a file. It begins with a byte order mark, by which spreadsheets know that it is UTF-8. Texts that people
/// typed go through [`safe`].
pub fn spreadsheet<const N: usize>(file: &str, head: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\"")),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    let mut out = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    for record in std::iter::once(head.map(str::to_owned)).chain(rows) {
        // Memory takes any record.
        drop(out.write_record(record));
    }
    (headers, out.into_inner().unwrap_or_default()).into_response()
}

/// A text that a spreadsheet does not take for a formula.
pub fn safe(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
