//! Documents that a decision rests on: what they may be, and how they are called. The numbers are our own choice.

use crate::words::words;

/// Bytes of a document at most: a scan of some twenty pages.
pub const MOST_PAPER_BYTES: usize = 20_000_000;
/// Characters of a document's name that are kept.
const MOST_NAME: usize = 120;

words! {
    /// What a document is, by its first bytes; its name only tells apart what is packed alike.
    PaperFormat {
        /// Portable Document Format (ISO 32000).
        Pdf = "pdf",
        /// Open Fixed-layout Document (GB/T 33190-2016), the format of electronic official documents.
        Ofd = "ofd",
        /// A scan.
        Jpeg = "jpeg",
        /// A scan.
        Png = "png",
        /// A text of Office Open XML (ISO/IEC 29500).
        Docx = "docx",
        /// A table of Office Open XML (ISO/IEC 29500).
        Xlsx = "xlsx",
    }
}

impl PaperFormat {
    /// The media type by which a browser is told what it gets.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Ofd => "application/ofd",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// More bytes than are kept.
    #[error("the file has more than {MOST_PAPER_BYTES} bytes")]
    Heavy,
    /// None of the formats that are taken, whatever it calls itself.
    #[error("the file is no PDF, OFD, JPEG, PNG, DOCX or XLSX")]
    Kind,
}

/// What a file is.
///
/// # Errors
/// [`PaperError`].
pub fn paper_format(name: &str, bytes: &[u8]) -> Result<PaperFormat, PaperError> {
    if bytes.is_empty() {
        return Err(PaperError::Empty);
    }
    if bytes.len() > MOST_PAPER_BYTES {
        return Err(PaperError::Heavy);
    }
    match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => Ok(PaperFormat::Pdf),
        [0xff, 0xd8, 0xff, ..] => Ok(PaperFormat::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Ok(PaperFormat::Png),
        [b'P', b'K', 3, 4, ..] => packed(name).ok_or(PaperError::Kind),
        _ => Err(PaperError::Kind),
    }
}

/// What a packed file is, by the end of its name: all of them are packed alike.
fn packed(name: &str) -> Option<PaperFormat> {
    let end = name.rsplit_once('.')?.1.to_ascii_lowercase();
    let of = [PaperFormat::Ofd, PaperFormat::Docx, PaperFormat::Xlsx];
    of.into_iter().find(|format| format.to_string() == end)
}

/// A name as it is kept: the last part of a path, without control characters or what a file system forbids; its end,
/// which tells the kind, stays when it is too long. Never empty.
pub fn paper_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let allowed = |c: &char| !c.is_control() && !"<>:\"|?*".contains(*c) && !('\u{202a}'..='\u{202e}').contains(c);
    let name: String = last.chars().filter(allowed).collect();
    let name = name.trim().trim_start_matches('.');
    if name.is_empty() {
        return "document".to_owned();
    }
    let over = name.chars().count().saturating_sub(MOST_NAME);
    match name.rsplit_once('.').filter(|(stem, end)| over > 0 && end.len() <= 5 && stem.chars().count() > over) {
        Some((stem, end)) => {
            let kept = stem.chars().count() - over;
            format!("{}.{end}", stem.chars().take(kept).collect::<String>())
        }
        None => name.chars().take(MOST_NAME).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        for (name, bytes, is) in [
            ("批复.pdf", b"%PDF-1.7".as_slice(), Ok(PaperFormat::Pdf)),
            ("批复.exe", b"%PDF-1.7", Ok(PaperFormat::Pdf)),
            ("批复.OFD", b"PK\x03\x04..", Ok(PaperFormat::Ofd)),
            ("发票.xlsx", b"PK\x03\x04..", Ok(PaperFormat::Xlsx)),
            ("宏.xlsm", b"PK\x03\x04..", Err(PaperError::Kind)),
            ("压缩包", b"PK\x03\x04..", Err(PaperError::Kind)),
            ("页面.pdf", b"<html>", Err(PaperError::Kind)),
            ("图.svg", b"<svg", Err(PaperError::Kind)),
            ("空.pdf", b"", Err(PaperError::Empty)),
            ("扫描.jpg", b"\xff\xd8\xff\xe0", Ok(PaperFormat::Jpeg)),
            ("扫描.png", b"\x89PNG\r\n\x1a\n", Ok(PaperFormat::Png)),
        ] {
            assert_eq!(paper_format(name, bytes), is, "{name}");
        }
        let mut heavy = b"%PDF-".to_vec();
        heavy.resize(MOST_PAPER_BYTES, 0);
        assert_eq!(paper_format("大.pdf", &heavy), Ok(PaperFormat::Pdf));
        heavy.push(0);
        assert_eq!(paper_format("大.pdf", &heavy), Err(PaperError::Heavy));
    }

    #[test]
    fn a_name_is_made_harmless_and_keeps_its_end() {
        for (sent, kept) in [
            ("C:\\资料\\批复.pdf", "批复.pdf"),
            ("../../etc/passwd", "passwd"),
            ("a\r\nb\u{202e}fdp.exe", "abfdp.exe"),
            ("\"><x>.pdf", "x.pdf"),
            ("  ", "document"),
            ("..", "document"),
        ] {
            assert_eq!(paper_name(sent), kept, "{sent:?}");
        }
        let long = paper_name(&format!("{}.pdf", "批".repeat(300)));
        assert!(long.ends_with("批.pdf") && long.chars().count() == MOST_NAME, "{long}");
    }
}
