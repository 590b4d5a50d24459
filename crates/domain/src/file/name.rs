use super::FileKind;
use crate::kernel::{ErrorCode, FieldError, normalise};

/// Longest name with its extension, in characters.
const MAX_CHARS: usize = 120;

/// 文件名: what the file is called when it is downloaded. Never a path, and never used as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName {
    text: String,
    kind: FileKind,
}

impl FileName {
    /// Makes a safe name of what the client sent: the last part of a path, without control characters, direction
    /// overrides, characters that some system forbids in names, or dots and blanks at the ends; a name that is too long
    /// loses the end of its stem and keeps its extension.
    ///
    /// # Errors
    /// `text.required` when nothing is left; `file.type_not_allowed` for an extension that is not on the list, both at
    /// `#/file`.
    pub fn of(sent: &str) -> Result<Self, FieldError> {
        let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
        let clean: String = normalise(last).chars().filter(|c| !is_unsafe(*c)).collect();
        let clean = clean.trim_matches(|c: char| c == '.' || c.is_whitespace());
        if clean.is_empty() {
            return Err(FieldError::new("#/file", ErrorCode::TextRequired));
        }
        let refused = || FieldError::new("#/file", ErrorCode::FileTypeNotAllowed);
        let (stem, extension) = clean.rsplit_once('.').ok_or_else(refused)?;
        let kind = FileKind::of_extension(extension).ok_or_else(refused)?;
        let stem = stem.trim_end_matches(|c: char| c == '.' || c.is_whitespace());
        let stem = if stem.is_empty() { "附件" } else { stem };
        let room = MAX_CHARS - kind.code().len() - 1;
        let stem: String = stem.chars().take(room).collect();
        Ok(Self { text: format!("{}.{}", stem.trim_end(), kind.code()), kind })
    }

    /// The name with its extension.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The kind that the extension names.
    pub fn kind(&self) -> FileKind {
        self.kind
    }
}

/// Control characters, separators that are no blanks, direction marks, and what file systems forbid.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '"' | '<' | '>' | '|' | '?' | '*' | ':')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(sent: &str) -> String {
        FileName::of(sent)
            .map(|name| name.as_str().to_owned())
            .unwrap_or_else(|error| error.code.code().to_owned())
    }

    #[test]
    fn paths_and_dangerous_characters_go() {
        assert_eq!(name("../../etc/passwd.pdf"), "passwd.pdf");
        assert_eq!(name("C:\\Users\\演示\\现场照片.JPEG"), "现场照片.jpg");
        assert_eq!(name("a\0b\u{202e}fdp.pdf"), "abfdp.pdf");
        assert_eq!(name("“关于”<停车>?.docx"), "“关于”停车.docx");
        assert_eq!(name("  ...报告 .pdf . "), "报告.pdf");
        assert_eq!(name(".pdf"), "file.type_not_allowed");
        assert_eq!(name("a..pdf"), "a.pdf");
    }

    #[test]
    fn only_the_last_extension_counts() {
        assert_eq!(name("a.pdf.exe"), "file.type_not_allowed");
        assert_eq!(name("a.html.pdf"), "a.html.pdf");
        assert_eq!(name("readme"), "file.type_not_allowed");
        assert_eq!(name("///"), "text.required");
        assert_eq!(name("\u{202e}.."), "text.required");
    }

    #[test]
    fn long_names_lose_characters_not_bytes_and_keep_their_extension() {
        let long = name(&format!("{}.docx", "长".repeat(500)));
        assert_eq!(long.chars().count(), 120);
        assert!(long.ends_with("长.docx"));
    }
}
