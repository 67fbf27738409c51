//! A ZIP archive whose bytes depend on its files alone: in a fixed order, with fixed dates and modes, whoever makes it and wherever.

use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

/// What every file may be: read by all, written by its owner.
const MODE: u32 = 0o644;

/// Why there is no archive: a name stands twice, or there is more in it than the format takes.
#[derive(Debug, thiserror::Error)]
#[error("these files cannot be packed: {0}")]
pub struct PackError(String);

/// The archive of `files` (name, content), in their order.
///
/// # Errors
/// When two files have one name, or a file has more than 4 GiB.
pub fn pack<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Result<Vec<u8>, PackError> {
    let failed = |error: &dyn std::fmt::Display| PackError(error.to_string());
    // The first moment that the format knows; the system decides how the mode is read, so it is always the same one.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .system(System::Unix)
        .unix_permissions(MODE);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(name, options).map_err(|error| failed(&error))?;
        writer.write_all(content).map_err(|error| failed(&error))?;
    }
    Ok(writer.finish().map_err(|error| failed(&error))?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::pack;
    use crate::files::unpack;

    #[test]
    fn the_same_files_make_the_same_bytes() {
        let files = [("a/b.txt", &b"one"[..]), ("a/c.txt", b"two")];
        let bytes = pack(files).unwrap();
        assert_eq!(bytes, pack(files).unwrap());
        assert_eq!(bytes[10..14], [0, 0, 0x21, 0], "1980-01-01 00:00:00");
        assert_eq!(bytes[28..30], [0, 0], "no extra field");
        let members = unpack(&bytes, 1000).unwrap();
        let read: Vec<_> = members.iter().map(|member| (&*member.name, member.bytes.as_deref().unwrap())).collect();
        assert_eq!(read, files);
        assert!(pack([("a", &b""[..]), ("a", b"")]).is_err());
    }
}
