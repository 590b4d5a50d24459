//! 附件内容: what was read out of a file before anything of it is published, and what a public copy can be made of. Nothing
//! here reads: bytes are looked into elsewhere, and what was found comes in (ADR 21).

use crate::kernel::coded_enum;
use crate::redaction::covered;
use serde::Serialize;
use std::ops::Range;

coded_enum! {
    /// How far a file can be read (可读程度).
    FileReadability {
        /// Its text was read.
        Text = "text", "已读出文字", "Text was read";
        /// A picture: only a person can read it. A copy has the same pixels and nothing else.
        Picture = "picture", "图片，须由人查看", "A picture; a person has to look";
        /// Pages without text, such as a scan: only a person can read it. A copy has pictures of the pages.
        Scan = "scan", "没有可识别的文字（扫描件），须由人查看", "No text can be read (a scan); a person has to look";
        /// No text, and no pages that could be copied.
        NoText = "no_text", "没有可识别的文字，也不能制作公开副本", "No text can be read, and no copy can be made";
        /// It asks for a password.
        Encrypted = "encrypted", "有密码，无法读取", "It has a password and cannot be read";
        /// It is broken.
        Damaged = "damaged", "文件已损坏，无法读取", "It is damaged and cannot be read";
        /// It holds or unpacks to more than is looked through.
        TooLarge = "too_large", "内容过多，无法逐一检查", "It holds too much to be looked through";
        /// A kind that is not read.
        Unsupported = "unsupported", "这种格式无法读取", "This kind of file cannot be read";
    }
}

impl FileReadability {
    /// A public copy can be made of it.
    pub const fn is_cleanable(self) -> bool {
        matches!(self, Self::Text | Self::Picture | Self::Scan)
    }

    /// No text tells what is in it: somebody has to look at it himself, and say so by name.
    pub const fn needs_look(self) -> bool {
        matches!(self, Self::Picture | Self::Scan)
    }
}

coded_enum! {
    /// Where in a file a text stands (位置).
    FilePlace {
        Page = "page", "第{n}页", "Page {n}";
        Body = "body", "正文", "Text";
        Header = "header", "页眉页脚", "Header and footer";
        Note = "note", "脚注尾注", "Notes";
        Sheet = "sheet", "工作表", "Sheet";
    }
}

coded_enum! {
    /// What a file holds besides what is read on its pages (其他发现). None of it is in a public copy.
    FileFindingKind {
        Author = "author", "作者", "Author";
        LastModifiedBy = "last_modified_by", "最后修改人", "Last modified by";
        Properties = "properties", "文档属性", "Properties";
        CameraData = "camera_data", "拍摄信息（时间、地点、设备）", "Camera data (time, place, device)";
        Comments = "comments", "批注", "Comments";
        TrackedChanges = "tracked_changes", "修订痕迹", "Tracked changes";
        HiddenText = "hidden_text", "隐藏文字", "Hidden text";
        HiddenSheets = "hidden_sheets", "隐藏的工作表", "Hidden sheets";
        EmbeddedFiles = "embedded_files", "嵌入的文件", "Embedded files";
        Macros = "macros", "宏或脚本", "Macros or scripts";
        FormFields = "form_fields", "表单域", "Form fields";
        Pictures = "pictures", "图片", "Pictures";
        UnreadPages = "unread_pages", "没有可识别文字的页", "Pages without text";
    }
}

/// Something that a file holds besides its text, and that no public copy has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileFinding {
    /// What.
    pub kind: FileFindingKind,
    /// As it stands there, or how many. For the reviewer alone.
    pub detail: String,
}

/// A text of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileSection {
    /// Where it stands.
    pub place: FilePlace,
    /// Which page or sheet: its number or name.
    pub label: String,
    /// Lines as they stand; of a workbook one a row, with tabs between cells.
    pub text: String,
}

/// What was read out of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReading {
    /// SHA-256 of the bytes that were read.
    pub sha256: String,
    /// What it is called inside.
    pub name: String,
    /// How far it could be read.
    pub readability: FileReadability,
    /// Its texts in their order; those without any are left out.
    pub sections: Vec<FileSection>,
    /// What else it holds.
    pub findings: Vec<FileFinding>,
}

impl FileReading {
    /// The sections with the stretches covered that `covers` names by the number of the section.
    pub fn covered(&self, covers: &[(usize, Range<usize>)]) -> Vec<FileSection> {
        let cover = |(place, section): (usize, &FileSection)| {
            let here = covers.iter().filter(|(at, _)| *at == place).map(|(_, stretch)| stretch.clone());
            FileSection { text: covered(&section.text, here), ..section.clone() }
        };
        self.sections.iter().enumerate().map(cover).collect()
    }
}
