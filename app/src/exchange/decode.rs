//! Bytes to text: by the encoding that is named, and with plain words for files that are no text at all.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, Encoding, UTF_8};

use super::types::ExchangeError;

/// The encoding of a name, the code-page names of spreadsheet programs included.
pub(super) fn encoding(name: &str) -> Option<&'static Encoding> {
    let label = match name.trim().to_ascii_lowercase().as_str() {
        "cp932" | "ms932" => "shift_jis".to_owned(),
        "cp950" => "big5".to_owned(),
        "cp936" => "gbk".to_owned(),
        "cp949" | "uhc" => "euc-kr".to_owned(),
        other => other.to_owned(),
    };
    // One-byte encodings fit any bytes and would turn a wrong choice into nonsense.
    Encoding::for_label(label.as_bytes()).filter(|found| !found.is_single_byte() && !found.name().starts_with("UTF-16"))
}

/// The text of a file in an encoding of [`encoding`]'s names.
///
/// # Errors
/// [`ExchangeError`] when the bytes are no text or do not fit, or nobody knows the encoding.
pub fn decode_as(bytes: &[u8], name: &str) -> Result<String, ExchangeError> {
    let unknown = || ExchangeError::Encoding { encoding: name.to_owned(), offset: 0, line: 1, hint: String::new() };
    decode(bytes, encoding(name).ok_or_else(unknown)?).map(Cow::into_owned)
}

/// The text of a file. A byte-order mark is taken off.
pub(super) fn decode<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Result<Cow<'a, str>, ExchangeError> {
    refuse_other_files(bytes)?;
    let (bytes, marked) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, 3),
        None => (bytes, 0),
    };
    let text = if encoding == UTF_8 {
        Cow::Borrowed(std::str::from_utf8(bytes).map_err(|error| misfit(bytes, encoding, error.valid_up_to(), marked))?)
    } else {
        if marked > 0 || reads_as_utf8(bytes) {
            return Err(misfit(bytes, encoding, bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0), marked));
        }
        Cow::Owned(transcode(bytes, encoding)?)
    };
    if text.trim().is_empty() { Err(ExchangeError::Empty) } else { Ok(text) }
}

fn transcode(bytes: &[u8], encoding: &'static Encoding) -> Result<String, ExchangeError> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(bytes.len());
    let mut text = String::with_capacity(room);
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::InputEmpty, _) => Ok(text),
        (DecoderResult::Malformed(bad, after), read) => {
            Err(misfit(bytes, encoding, read.saturating_sub(usize::from(bad) + usize::from(after)), 0))
        }
        (DecoderResult::OutputFull, read) => Err(misfit(bytes, encoding, read, 0)),
    }
}

/// Three or more characters beyond ASCII that are valid UTF-8 are no accident of another encoding.
fn reads_as_utf8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| text.chars().filter(|c| !c.is_ascii()).take(3).count() == 3)
}

fn misfit(bytes: &[u8], encoding: &'static Encoding, at: usize, marked: usize) -> ExchangeError {
    let fits = ["utf-8", "big5", "shift_jis", "euc-kr", "gb18030"].iter().find(|name| {
        Encoding::for_label(name.as_bytes())
            .is_some_and(|other| other != encoding && other.decode_without_bom_handling_and_without_replacement(bytes).is_some())
    });
    let hint = fits.map(|name| format!("; it could be {name}: set `encoding` in the mapping")).unwrap_or_default();
    let line = bytes[..at.min(bytes.len())].split(|&byte| byte == b'\n').count() as u64;
    ExchangeError::Encoding { encoding: encoding.name().to_owned(), offset: (at + marked) as u64, line, hint }
}

fn refuse_other_files(bytes: &[u8]) -> Result<(), ExchangeError> {
    const UNPACK: &str = "unpack it first";
    const SAVE: &str = "save it as CSV in UTF-8 first";
    const KINDS: [(&[u8], &str, &str); 9] = [
        (b"PK\x03\x04", "a zip archive or an Excel workbook (.xlsx)", "unpack it, or save the sheet as CSV in UTF-8"),
        (b"PK\x05\x06", "an empty zip archive", UNPACK),
        (b"%PDF", "a PDF", SAVE),
        (b"\x1f\x8b", "a gzip archive", UNPACK),
        (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)", SAVE),
        (b"SQLite format 3", "an SQLite database", "export its table as CSV"),
        (b"7z\xbc\xaf", "a 7z archive", UNPACK),
        (b"\xff\xfe", "UTF-16 text", SAVE),
        (b"\xfe\xff", "UTF-16 text", SAVE),
    ];
    if bytes.is_empty() {
        return Err(ExchangeError::Empty);
    }
    if let Some((_, what, advice)) = KINDS.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Err(ExchangeError::NotText { what, advice });
    }
    if bytes[..bytes.len().min(65_536)].contains(&0) {
        return Err(ExchangeError::NotText { what: "UTF-16 text or a binary file", advice: SAVE });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by(name: &str, bytes: &[u8]) -> Result<String, ExchangeError> {
        decode(bytes, encoding(name).unwrap()).map(Cow::into_owned)
    }

    #[test]
    fn each_encoding_gives_the_same_characters() {
        for (name, bytes) in [
            ("utf-8", "\u{feff}母乳".as_bytes()),
            ("cp950", b"\xa5\xc0\xa8\xc5"),
            ("cp932", b"\x95\xea\x93\xfb"),
            ("gb18030", b"\xc4\xb8\xc8\xe9"),
            ("euc-kr", b"\xd9\xbd\xea\xf2"),
        ] {
            assert_eq!(by(name, bytes).unwrap().chars().count(), 2, "{name}");
        }
        assert_eq!(by("big5", b"\xa5\xc0\xa8\xc5").unwrap(), "母乳");
        assert!(encoding("latin1").is_none() && encoding("klingon").is_none());
    }

    #[test]
    fn a_wrong_encoding_names_the_byte_and_what_fits() {
        let big5 = b"name\n\xa5\xc0\xa8\xc5\xab\xc7,\xb5\xb9\n";
        let error = by("utf-8", big5).unwrap_err();
        assert!(matches!(&error, ExchangeError::Encoding { offset: 5, line: 2, hint, .. } if hint.contains("big5")), "{error}");
        let error = by("big5", "名称,母婴室\n".as_bytes()).unwrap_err();
        assert!(matches!(&error, ExchangeError::Encoding { offset: 0, hint, .. } if hint.contains("utf-8")), "{error}");
        let error = by("big5", b"\xa5\xc0 ok \xff").unwrap_err();
        assert!(matches!(&error, ExchangeError::Encoding { offset: 6, .. }), "{error:?}");
    }

    #[test]
    fn files_that_are_no_text_are_named() {
        for (bytes, word) in [
            (&b"PK\x03\x04rest"[..], "zip"),
            (b"%PDF-1.7", "PDF"),
            (b"\x1f\x8b\x08", "gzip"),
            (b"\xff\xfea\0", "UTF-16"),
            (b"a\0b\0", "UTF-16"),
        ] {
            assert!(by("utf-8", bytes).unwrap_err().to_string().contains(word), "{word}");
        }
        assert_eq!(by("utf-8", b""), Err(ExchangeError::Empty));
        assert_eq!(by("utf-8", b"\xef\xbb\xbf \n"), Err(ExchangeError::Empty));
    }
}
