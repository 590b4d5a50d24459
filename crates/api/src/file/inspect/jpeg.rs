//! JPEG without EXIF, XMP, IPTC, comments, and without what cameras append after the picture. A picture that was taken
//! with the camera turned is turned upright first, because the note that says so goes too.

use super::Fault;
use domain::kernel::ErrorCode;
use image::{
    DynamicImage, ImageDecoder, ImageReader, Limits, codecs::jpeg::JpegEncoder, metadata::Orientation,
};
use std::io::Cursor;

/// Memory that turning a picture may take, in bytes: about 60 megapixels. A larger one keeps its pixels as they are.
const MAX_DECODED: u64 = 192 * 1024 * 1024;
/// Quality of a picture that had to be turned.
const QUALITY: u8 = 90;

/// # Errors
/// `file.damaged`.
pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let stripped = strip(bytes)?;
    match upright(bytes) {
        Some(turned) => strip(&turned),
        None => Ok(stripped),
    }
}

/// The picture turned as its EXIF says; `None` when it is upright already, or cannot be turned.
fn upright(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut reader = ImageReader::new(Cursor::new(bytes));
    reader.set_format(image::ImageFormat::Jpeg);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODED);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = decoder.orientation().ok()?;
    if orientation == Orientation::NoTransforms || decoder.total_bytes() > MAX_DECODED {
        return None;
    }
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(orientation);
    let mut turned = Vec::with_capacity(bytes.len());
    JpegEncoder::new_with_quality(&mut turned, QUALITY).encode_image(&picture).ok()?;
    Some(turned)
}

/// Markers without a length.
fn stands_alone(marker: u8) -> bool {
    matches!(marker, 0x01 | 0xd0..=0xd8)
}

/// JFIF, colour profiles and Adobe's colour transform make the picture; everything else in these segments is about it.
fn is_kept(marker: u8, content: &[u8]) -> bool {
    match marker {
        0xe0 => content.starts_with(b"JFIF\0"),
        0xe2 => content.starts_with(b"ICC_PROFILE\0"),
        0xee => content.starts_with(b"Adobe"),
        0xe1 | 0xe3..=0xed | 0xef | 0xfe => false,
        _ => true,
    }
}

fn strip(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut clean = bytes.get(..2).ok_or(ErrorCode::FileDamaged)?.to_vec();
    let mut at = 2;
    loop {
        if bytes.get(at) != Some(&0xff) {
            return Err(ErrorCode::FileDamaged.into());
        }
        // Any number of 0xff may stand before a marker.
        while bytes.get(at + 1) == Some(&0xff) {
            at += 1;
        }
        let marker = *bytes.get(at + 1).ok_or(ErrorCode::FileDamaged)?;
        if marker == 0xd9 {
            clean.extend_from_slice(&[0xff, 0xd9]);
            return Ok(clean);
        }
        if stands_alone(marker) {
            clean.extend_from_slice(&[0xff, marker]);
            at += 2;
            continue;
        }
        let length = bytes.get(at + 2..at + 4).ok_or(ErrorCode::FileDamaged)?;
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        let content = bytes.get(at + 4..at + 2 + length).ok_or(ErrorCode::FileDamaged)?;
        if is_kept(marker, content) {
            clean.extend_from_slice(&bytes[at..at + 2 + length]);
        }
        at += 2 + length;
        if marker == 0xda {
            let end = scan_end(&bytes[at..]).ok_or(ErrorCode::FileDamaged)?;
            clean.extend_from_slice(&bytes[at..at + end]);
            at += end;
        }
    }
}

/// Where the packed picture data end: at a marker that is neither a stuffed byte nor a restart.
fn scan_end(data: &[u8]) -> Option<usize> {
    data.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff))
}
