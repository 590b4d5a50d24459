use crate::kernel::coded_enum;

coded_enum! {
    /// What kinds of files are taken (允许的文件类型); the code is the extension. Nothing that a browser or an office
    /// program would run: no HTML, no SVG, no scripts, no macros.
    FileKind {
        Pdf = "pdf", "PDF 文档", "PDF document";
        Ofd = "ofd", "OFD 版式文档", "OFD document";
        Docx = "docx", "Word 文档", "Word document";
        Xlsx = "xlsx", "Excel 表格", "Excel workbook";
        Pptx = "pptx", "演示文稿", "Presentation";
        Wps = "wps", "WPS 文字", "WPS document";
        Et = "et", "WPS 表格", "WPS spreadsheet";
        Jpg = "jpg", "JPEG 图片", "JPEG image";
        Png = "png", "PNG 图片", "PNG image";
        Webp = "webp", "WebP 图片", "WebP image";
        Txt = "txt", "文本", "Plain text";
        Csv = "csv", "CSV 表格", "CSV table";
    }
}

impl FileKind {
    /// The kind that an extension names, in any letter case. `jpeg` is `jpg`.
    pub fn of_extension(extension: &str) -> Option<Self> {
        let lower = extension.to_ascii_lowercase();
        if lower == "jpeg" { Some(Self::Jpg) } else { lower.parse().ok() }
    }

    /// The media type under which it is handed out.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Ofd => "application/ofd",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Wps => "application/vnd.ms-works",
            Self::Et => "application/vnd.wps-et",
            Self::Jpg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Txt => "text/plain",
            Self::Csv => "text/csv",
        }
    }

    /// Pictures, which lose what the camera wrote into them.
    pub const fn is_image(self) -> bool {
        matches!(self, Self::Jpg | Self::Png | Self::Webp)
    }
}

#[cfg(test)]
mod tests {
    use super::FileKind;

    #[test]
    fn extensions_name_kinds_whatever_their_case() {
        assert_eq!(FileKind::of_extension("JPEG"), Some(FileKind::Jpg));
        assert_eq!(FileKind::of_extension("DocX"), Some(FileKind::Docx));
        for refused in ["html", "svg", "docm", "xlsm", "js", "exe", "zip", "doc", ""] {
            assert_eq!(FileKind::of_extension(refused), None, "{refused}");
        }
    }
}
