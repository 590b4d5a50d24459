//! Measures a workbook before it is parsed: a small file can unpack to gigabytes.

use std::io::{self, Cursor, Read};

use domain::kernel::ErrorCode;
use zip::ZipArchive;

use super::super::error::ImportFileError;
use super::MAX_UNPACKED_BYTES;

/// A workbook has a few dozen parts; hundreds of sheets make a few hundred.
const MAX_PARTS: usize = 2_000;

/// Adds up the declared sizes, then unpacks every part into nothing to see that they are true.
pub(super) fn check(bytes: &[u8]) -> Result<(), ImportFileError> {
    check_within(bytes, MAX_UNPACKED_BYTES)
}

fn check_within(bytes: &[u8], max: u64) -> Result<(), ImportFileError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(ImportFileError::broken)?;
    if archive.len() > MAX_PARTS {
        return Err(too_large());
    }
    let is_workbook =
        archive.file_names().flatten().any(|name| name.trim_start_matches('/').starts_with("xl/"));
    if !is_workbook {
        return Err(ImportFileError::new(ErrorCode::ImportFileType, "a zip file without a workbook in it"));
    }
    let mut declared: u64 = 0;
    for i in 0..archive.len() {
        declared = declared.saturating_add(archive.by_index(i).map_err(ImportFileError::broken)?.size());
    }
    if declared > max {
        return Err(too_large());
    }
    let mut left = max;
    for i in 0..archive.len() {
        let part = archive.by_index(i).map_err(ImportFileError::broken)?;
        // One byte more than allowed is enough to know.
        let unpacked =
            io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(ImportFileError::broken)?;
        left = left.checked_sub(unpacked).ok_or_else(too_large)?;
    }
    Ok(())
}

fn too_large() -> ImportFileError {
    ImportFileError::too_large("unpacked workbook", "300 MiB")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn zip(name: &str, size: usize) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("start");
        writer.write_all(&vec![b'0'; size]).expect("write");
        writer.finish().expect("finish").into_inner()
    }

    #[test]
    fn a_bomb_is_refused_by_its_declared_size() {
        let bytes = zip("xl/worksheets/sheet1.xml", 300_000);
        assert!(bytes.len() < 2_000, "a bomb is small");
        assert_eq!(check_within(&bytes, 299_999).map_err(|e| e.code), Err(ErrorCode::ImportFileTooLarge));
        assert_eq!(check_within(&bytes, 300_000), Ok(()));
    }

    #[test]
    fn a_bomb_that_lies_about_its_size_is_refused_when_it_unpacks() {
        let mut bytes = zip("xl/worksheets/sheet1.xml", 300_000);
        let honest = 300_000u32.to_le_bytes();
        let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..*at + 4] == honest).collect();
        assert!(!places.is_empty());
        for at in places {
            bytes[at..at + 4].copy_from_slice(&100u32.to_le_bytes());
        }
        let refused = check_within(&bytes, 200_000).map_err(|e| e.code);
        assert!(
            matches!(refused, Err(ErrorCode::ImportFileTooLarge | ErrorCode::ImportFileBroken)),
            "{refused:?}"
        );
    }

    #[test]
    fn a_zip_without_a_workbook_is_no_sheet() {
        let refused = check(&zip("word/document.xml", 10)).map_err(|e| e.code);
        assert_eq!(refused, Err(ErrorCode::ImportFileType));
    }
}
