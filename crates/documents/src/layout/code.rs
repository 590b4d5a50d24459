//! QR codes as pixels.

use qrcode::{Color, EcLevel, QrCode};

/// Empty pixels around the code, without which cameras do not find it.
const QUIET: usize = 4;

/// The pixels of the code of `content`, 255 for white, and how many one side has; nothing for what no code can hold (over a
/// thousand characters), which no form prints.
pub(super) fn pixels(content: &str) -> (u32, Vec<u8>) {
    let Ok(code) = QrCode::with_error_correction_level(content.as_bytes(), EcLevel::M) else {
        return (1, vec![255]);
    };
    let width = code.width();
    let side = width + 2 * QUIET;
    let mut pixels = vec![255; side * side];
    for (place, colour) in code.to_colors().into_iter().enumerate() {
        if colour == Color::Dark {
            let (row, column) = (place / width + QUIET, place % width + QUIET);
            pixels[row * side + column] = 0;
        }
    }
    (u32::try_from(side).unwrap_or(1), pixels)
}

#[cfg(test)]
mod tests {
    use super::pixels;

    #[test]
    fn a_code_is_square_has_finders_in_three_corners_and_quiet_around_it() {
        let (side, pixels) = pixels("JY-18-05-0063/1/1");
        let at = |row: usize, column: usize| pixels[row * side as usize + column];
        assert_eq!(pixels.len(), (side * side) as usize);
        let last = side as usize - 1;
        for (row, column) in [(4, 4), (4, last - 4), (last - 4, 4)] {
            assert_eq!(at(row, column), 0, "corner of a finder at {row},{column}");
        }
        assert!((0..=last).all(|place| at(0, place) == 255 && at(place, last) == 255));
    }
}
