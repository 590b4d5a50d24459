//! From bytes to raw sheets, with limits on everything that a file can claim.

mod csv;
mod encoding;
mod xlsx;
mod zip_guard;

use domain::kernel::ErrorCode;

use super::error::ImportFileError;
use super::raw::RawBook;

/// Largest file.
pub const MAX_FILE_BYTES: usize = 50 * 1024 * 1024;
/// Most rows with content in one sheet.
pub const MAX_ROWS: usize = 200_000;
/// Columns after this one (IV) are not read: offices leave stray formats far to the right, never data.
pub const MAX_COLUMNS: u32 = 256;
/// Most cells with content in one sheet.
pub const MAX_CELLS: usize = 4_000_000;
/// Most bytes that a workbook may unpack to.
pub const MAX_UNPACKED_BYTES: u64 = 300 * 1024 * 1024;

/// First bytes of the old binary format (.xls) and of encrypted workbooks.
const OLE_MAGIC: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Reads an XLSX or CSV file. The content decides the format; the name only labels the sheet of a CSV file.
///
/// # Errors
/// [`ImportFileError`] for a file that is too large, damaged, encrypted, or no sheet at all.
pub fn read_table(bytes: &[u8], filename: &str) -> Result<RawBook, ImportFileError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(ImportFileError::too_large("file", "50 MiB"));
    }
    if bytes.starts_with(OLE_MAGIC) {
        return Err(ImportFileError::new(
            ErrorCode::ImportFileType,
            "old .xls format or a workbook with a password",
        ));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        zip_guard::check(bytes)?;
        return xlsx::read(bytes);
    }
    csv::read(bytes, filename)
}
