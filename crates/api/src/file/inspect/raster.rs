//! PNG and WebP without what cameras and programs wrote into them. Both are rows of chunks: those that make the picture are
//! kept, the others are not, and nothing comes after the end.

use super::Fault;
use domain::kernel::ErrorCode;

/// Chunks of a PNG that make the picture (with its colours, and its frames when it moves).
const PNG_KEPT: &[&[u8; 4]] = &[
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD",
    b"pHYs", b"cICP", b"acTL", b"fcTL", b"fdAT",
];
/// The same of a WebP.
const WEBP_KEPT: &[&[u8; 4]] = &[b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
/// Flags of `VP8X` that announce EXIF and XMP.
const WEBP_METADATA: u8 = 0x08 | 0x04;

/// # Errors
/// `file.damaged`.
pub(super) fn clean_png(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut clean = bytes[..8].to_vec();
    let mut at = 8;
    loop {
        let length = number(bytes.get(at..at + 4), u32::from_be_bytes)?;
        let whole =
            bytes.get(at..at.saturating_add(length).saturating_add(12)).ok_or(ErrorCode::FileDamaged)?;
        let kind = &whole[4..8];
        if at == 8 && kind != b"IHDR" {
            return Err(ErrorCode::FileDamaged.into());
        }
        if PNG_KEPT.iter().any(|kept| kept.as_slice() == kind) {
            clean.extend_from_slice(whole);
        }
        at += whole.len();
        if kind == b"IEND" {
            return Ok(clean);
        }
    }
}

/// # Errors
/// `file.damaged`.
pub(super) fn clean_webp(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let declared = number(bytes.get(4..8), u32::from_le_bytes)?;
    let end = declared.saturating_add(8);
    let bytes = bytes.get(..end).ok_or(ErrorCode::FileDamaged)?;
    let mut clean = bytes[..12].to_vec();
    let mut at = 12;
    while at < bytes.len() {
        let length = number(bytes.get(at + 4..at + 8), u32::from_le_bytes)?;
        let padded = length.saturating_add(length % 2).saturating_add(8);
        let whole = bytes.get(at..at.saturating_add(padded)).ok_or(ErrorCode::FileDamaged)?;
        if WEBP_KEPT.iter().any(|kept| kept.as_slice() == &whole[..4]) {
            let start = clean.len();
            clean.extend_from_slice(whole);
            if &whole[..4] == b"VP8X"
                && let Some(flags) = clean.get_mut(start + 8)
            {
                *flags &= !WEBP_METADATA;
            }
        }
        at += padded;
    }
    if clean.len() == 12 {
        return Err(ErrorCode::FileDamaged.into());
    }
    let size = u32::try_from(clean.len() - 8).map_err(|_| ErrorCode::FileDamaged)?;
    clean[4..8].copy_from_slice(&size.to_le_bytes());
    Ok(clean)
}

fn number(four: Option<&[u8]>, read: fn([u8; 4]) -> u32) -> Result<usize, Fault> {
    let four: [u8; 4] = four.and_then(|four| four.try_into().ok()).ok_or(ErrorCode::FileDamaged)?;
    usize::try_from(read(four)).map_err(|_| ErrorCode::FileDamaged.into())
}
