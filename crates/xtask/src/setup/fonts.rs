//! Chinese fonts: letters (PDF) and the end-to-end tests' browser need them.

use std::path::Path;

use anyhow::Result;

use super::apt;
use crate::console::{self, Step};

/// Debian's package.
pub const PACKAGE: &str = "fonts-noto-cjk";

/// Installs the fonts where they are missing and we may; elsewhere says what will be wrong.
pub fn ensure() -> Result<()> {
    if present() {
        return Ok(());
    }
    match apt::means() {
        Some(means) => {
            let step = Step::start(format!("Installing Chinese fonts ({PACKAGE})"));
            apt::install(means, &step, &[PACKAGE])?;
            step.done("");
        }
        None => console::warn(&format!(
            "no Chinese fonts found: letters (PDF) cannot be made. Install Noto CJK, on Debian and Ubuntu by: sudo apt-get install {PACKAGE}"
        )),
    }
    Ok(())
}

/// Whether one of the Noto CJK or Source Han fonts lies in a usual folder.
fn present() -> bool {
    let home = std::env::var("HOME").unwrap_or_default();
    let folders = [
        "/usr/share/fonts".to_owned(),
        "/usr/local/share/fonts".to_owned(),
        format!("{home}/.local/share/fonts"),
        format!("{home}/.fonts"),
    ];
    folders.iter().any(|folder| contains_cjk(Path::new(folder), 4))
}

fn contains_cjk(folder: &Path, depth: usize) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return false;
    };
    entries.flatten().any(|entry| {
        let name = entry.file_name().to_string_lossy().to_lowercase();
        let path = entry.path();
        if path.is_dir() {
            return depth > 0 && contains_cjk(&path, depth - 1);
        }
        ["notosanscjk", "notoserifcjk", "sourcehan"].iter().any(|known| name.starts_with(known))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sees_the_fonts_by_their_file_names() {
        let folder = std::env::temp_dir().join(format!("xtask-fonts-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("opentype/noto")).expect("make");
        assert!(!contains_cjk(&folder, 4));
        std::fs::write(folder.join("opentype/noto/NotoSerifCJK-Regular.ttc"), "").expect("write");
        assert!(contains_cjk(&folder, 4));
        std::fs::remove_dir_all(&folder).expect("clean up");
    }
}
