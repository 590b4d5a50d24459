//! Plain text and CSV, in the encodings that offices use.

use super::{DAMAGED, Found, Unread};
use domain::file::{FilePlace, FileSection};
use encoding_rs::{Encoding, GB18030, UTF_8};

pub(super) fn read(bytes: &[u8]) -> Result<Found, Unread> {
    let marked = Encoding::for_bom(bytes);
    let text = match marked {
        Some((encoding, length)) => {
            encoding.decode_without_bom_handling_and_without_replacement(&bytes[length..])
        }
        None => UTF_8
            .decode_without_bom_handling_and_without_replacement(bytes)
            .or_else(|| GB18030.decode_without_bom_handling_and_without_replacement(bytes)),
    };
    let text = text.ok_or(DAMAGED)?.into_owned();
    Ok(Found::text(vec![FileSection { place: FilePlace::Body, label: String::new(), text }], Vec::new()))
}
