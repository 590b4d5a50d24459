//! Fonts for PDF: which families are wanted for which role of GB/T 9704-2012, and where they lie on this machine.
//!
//! The office fonts (方正小标宋, 仿宋_GB2312, 楷体_GB2312) are proprietary and cannot be shipped; where an office has installed them they are
//! used, otherwise open fonts take their place, at the end Noto Serif CJK SC (Debian package `fonts-noto-cjk`).

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

use crate::DocumentError;

/// Family names for body text (仿宋), best first.
const FANGSONG: &[&str] =
    &["FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FandolFang", "FandolFang R"];
/// Family names for titles (小标宋), best first.
const TITLE: &[&str] = &["FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK"];
/// Family names for first-level headings (黑体), best first.
const HEI: &[&str] =
    &["SimHei", "黑体", "FandolHei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei"];
/// Family names for second-level headings (楷体), best first.
const KAI: &[&str] =
    &["KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "FandolKai", "AR PL UKai CN"];
/// Family names for page numbers (宋体), and the stand-in for all roles, best first.
const SONG: &[&str] = &[
    "SimSun",
    "宋体",
    "NSimSun",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Serif SC",
    "FandolSong",
    "AR PL UMing CN",
];
/// Families asked last, for rare characters (扩展B区) and symbols. No Chinese letter can be set with these alone.
const RARE: &[&str] = &[
    "SimSun-ExtB",
    "HanaMinB",
    "BabelStone Han",
    "Plangothic P1",
    "Plangothic P2",
    "Noto Sans Symbols 2",
    "Noto Sans Symbols",
    "Noto Emoji",
    "Noto Color Emoji",
    "DejaVu Sans",
];

/// Fonts of these directories that documents may use. Make one at start and share it: finding takes a moment, and font files
/// are only read into memory when the first document needs them.
#[derive(Debug)]
pub struct FontLibrary {
    book: LazyHash<FontBook>,
    slots: Vec<Slot>,
    roles: Roles,
}

#[derive(Debug)]
struct Slot {
    path: PathBuf,
    index: u32,
    loaded: OnceLock<Option<Font>>,
}

/// Family names that exist here for each role, best first. Serialised into the typst template.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct Roles {
    fang: Vec<String>,
    title: Vec<String>,
    hei: Vec<String>,
    kai: Vec<String>,
    song: Vec<String>,
    /// 小标宋 is drawn heavy; a stand-in must be set bold to look like a title.
    title_bold: bool,
}

impl FontLibrary {
    /// Searches the directories (and what lies below them) for fonts with a wanted family name.
    ///
    /// # Errors
    /// [`DocumentError::NoChineseFont`] when none of them holds a Chinese font; unreadable directories and broken files are passed over.
    pub fn from_dirs<P: AsRef<Path>>(dirs: &[P]) -> Result<Self, DocumentError> {
        let mut files = Vec::new();
        for dir in dirs {
            collect_font_files(dir.as_ref(), 0, &mut files);
        }
        files.sort();
        files.dedup();

        let mut book = FontBook::new();
        let mut slots = Vec::new();
        for path in files {
            let Ok(data) = std::fs::read(&path) else {
                continue;
            };
            for (index, info) in (0u32..).zip(FontInfo::iter(&data)) {
                if is_wanted(&info.family) {
                    book.push(info);
                    slots.push(Slot { path: path.clone(), index, loaded: OnceLock::new() });
                }
            }
        }
        let roles = Roles::of(&book).ok_or_else(|| DocumentError::NoChineseFont {
            searched: dirs.iter().map(|d| d.as_ref().display().to_string()).collect(),
        })?;
        Ok(Self { book: LazyHash::new(book), slots, roles })
    }

    pub(crate) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(crate) fn roles(&self) -> &Roles {
        &self.roles
    }

    pub(crate) fn font(&self, index: usize) -> Option<Font> {
        let slot = self.slots.get(index)?;
        slot.loaded
            .get_or_init(|| {
                // Regular and bold faces of a collection share one file: take the bytes of a neighbour if it is loaded.
                let neighbour = self.slots.iter().find(|s| s.path == slot.path).and_then(|s| s.loaded.get());
                let data = match neighbour {
                    Some(Some(font)) => font.data().clone(),
                    _ => Bytes::new(std::fs::read(&slot.path).ok()?),
                };
                Font::new(data, slot.index)
            })
            .clone()
    }
}

impl Roles {
    fn of(book: &FontBook) -> Option<Self> {
        let present = |names: &[&str]| -> Vec<String> {
            names
                .iter()
                .filter(|n| book.contains_family(&n.to_lowercase()))
                .map(|n| (*n).to_owned())
                .collect()
        };
        let song = present(SONG);
        let rare = present(RARE);
        let (fang, hei, kai, title) = (present(FANGSONG), present(HEI), present(KAI), present(TITLE));
        // Whatever Chinese font there is must be able to stand in for every role.
        let any: Vec<String> = [&song, &fang, &kai, &hei, &title].into_iter().flatten().cloned().collect();
        if any.is_empty() {
            return None;
        }
        let title_bold = title.is_empty();
        let with_rest = |own: Vec<String>| -> Vec<String> {
            let mut all: Vec<String> = Vec::new();
            for name in own.into_iter().chain(any.iter().cloned()).chain(rare.iter().cloned()) {
                if !all.contains(&name) {
                    all.push(name);
                }
            }
            all
        };
        Some(Self {
            fang: with_rest(fang),
            title: with_rest(title),
            hei: with_rest(hei),
            kai: with_rest(kai),
            song: with_rest(song),
            title_bold,
        })
    }
}

fn is_wanted(family: &str) -> bool {
    [FANGSONG, TITLE, HEI, KAI, SONG, RARE]
        .iter()
        .any(|list| list.iter().any(|n| n.eq_ignore_ascii_case(family)))
}

/// Font trees are shallow; the bound keeps a link loop from running for ever.
const MAX_DEPTH: usize = 8;

fn collect_font_files(dir: &Path, depth: usize, out: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            if depth < MAX_DEPTH {
                collect_font_files(&path, depth + 1, out);
            }
        } else if path
            .extension()
            .and_then(|e| e.to_str())
            .is_some_and(|e| ["ttf", "otf", "ttc", "otc"].contains(&e.to_ascii_lowercase().as_str()))
        {
            out.push(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_without_chinese_fonts_is_named_in_the_error() {
        let empty = std::env::temp_dir().join("documents-no-fonts-here");
        std::fs::create_dir_all(&empty).expect("temp dir");
        let error = FontLibrary::from_dirs(&[&empty]).expect_err("no font there");
        assert!(matches!(&error, DocumentError::NoChineseFont { searched } if searched.len() == 1));
        assert!(error.to_string().contains("documents-no-fonts-here"));
        assert!(error.to_string().contains("fonts-noto-cjk"));
    }
}
