//! Pictures: nobody but a person can read them. A copy is made of the bare pixels.

use super::{DAMAGED, Found, TOO_LARGE, Unread, finding};
use domain::file::{FileFindingKind, FileKind, FileReadability};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder};
use std::io::Cursor;

/// Memory that one picture may take, in bytes: about 60 megapixels.
const MAX_DECODED: u64 = 192 * 1024 * 1024;
/// Quality of a copy.
const QUALITY: u8 = 88;

pub(super) fn read(kind: FileKind, bytes: &[u8]) -> Result<Found, Unread> {
    let mut decoder = decoder(format(kind), bytes)?;
    let mut findings = Vec::new();
    let written = [decoder.exif_metadata(), decoder.xmp_metadata(), decoder.iptc_metadata()];
    let bytes: usize = written.into_iter().flatten().flatten().map(|data| data.len()).sum();
    if bytes > 0 {
        findings.push(finding(FileFindingKind::CameraData, bytes.to_string()));
    }
    if decoder.total_bytes() > MAX_DECODED {
        return Err(TOO_LARGE);
    }
    Ok(Found { readability: FileReadability::Picture, sections: Vec::new(), findings })
}

/// The pixels, written anew: a JPEG of a JPEG, else a PNG.
pub(super) fn copy(kind: FileKind, bytes: &[u8]) -> Result<Vec<u8>, Unread> {
    let picture = decoded(format(kind), bytes)?;
    if kind == FileKind::Jpg {
        return jpeg(&picture);
    }
    let mut out = Vec::new();
    picture.write_to(&mut Cursor::new(&mut out), ImageFormat::Png).map_err(|_| DAMAGED)?;
    Ok(out)
}

pub(super) fn jpeg(picture: &DynamicImage) -> Result<Vec<u8>, Unread> {
    let mut out = Vec::new();
    let rgb = DynamicImage::ImageRgb8(picture.to_rgb8());
    JpegEncoder::new_with_quality(&mut out, QUALITY).encode_image(&rgb).map_err(|_| DAMAGED)?;
    Ok(out)
}

pub(super) fn decoded(format: ImageFormat, bytes: &[u8]) -> Result<DynamicImage, Unread> {
    let mut decoder = decoder(format, bytes)?;
    if decoder.total_bytes() > MAX_DECODED {
        return Err(TOO_LARGE);
    }
    let orientation = decoder.orientation().map_err(|_| DAMAGED)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| DAMAGED)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn decoder(format: ImageFormat, bytes: &[u8]) -> Result<impl ImageDecoder, Unread> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODED);
    reader.limits(limits);
    reader.into_decoder().map_err(|_| DAMAGED)
}

fn format(kind: FileKind) -> ImageFormat {
    match kind {
        FileKind::Png => ImageFormat::Png,
        FileKind::Webp => ImageFormat::WebP,
        _ => ImageFormat::Jpeg,
    }
}
