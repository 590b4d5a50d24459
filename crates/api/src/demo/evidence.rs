//! Evidence: what a unit shows for what it says. Invented pictures of one colour, a different one for each unit.

use super::stage::{Stage, id_of};
use domain::kernel::FileId;

/// Edge of the picture in pixels.
const SIDE: usize = 48;

/// A "photograph" of a unit's work, uploaded by one of its accounts.
pub(super) async fn photograph(stage: &mut Stage, who: &str) -> anyhow::Result<FileId> {
    let colour = who.bytes().fold([120_u8, 150, 90], |[red, green, blue], byte| {
        [red.wrapping_mul(3).wrapping_add(byte), green.wrapping_add(byte / 3), blue.rotate_left(1) ^ byte]
    });
    let name = format!("{who}-site-photo.png");
    let made = stage.upload(who, (&name, "image/png"), &png(colour)).await?;
    Ok(FileId(id_of(&made)?))
}

/// A PNG of one colour. Its rows are stored, not compressed, so that no library's version can change them.
fn png(colour: [u8; 3]) -> Vec<u8> {
    let mut rows = Vec::with_capacity(SIDE * (1 + SIDE * 3));
    for _ in 0..SIDE {
        rows.push(0);
        rows.extend(colour.repeat(SIDE));
    }
    let length = u16::try_from(rows.len()).unwrap_or(u16::MAX);
    let mut data = vec![0x78, 0x01, 0x01];
    data.extend(length.to_le_bytes());
    data.extend((!length).to_le_bytes());
    data.extend(&rows);
    data.extend(adler32(&rows).to_be_bytes());
    let side = u32::try_from(SIDE).unwrap_or(1).to_be_bytes();
    let mut header = [side, side].concat();
    // Eight bits, true colour, nothing special.
    header.extend([8, 2, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, content) in [(b"IHDR", header), (b"IDAT", data), (b"IEND", Vec::new())] {
        file.extend(u32::try_from(content.len()).unwrap_or(0).to_be_bytes());
        let named = [kind.as_slice(), &content].concat();
        file.extend(&named);
        file.extend(crc32(&named).to_be_bytes());
    }
    file
}

fn adler32(bytes: &[u8]) -> u32 {
    let (low, high) = bytes.iter().fold((1_u32, 0_u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    high << 16 | low
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_standards() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(adler32(b"Wikipedia"), 0x11E6_0398);
    }
}
