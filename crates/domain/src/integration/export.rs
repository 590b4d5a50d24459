use crate::kernel::coded_enum;

coded_enum! {
    /// 导出格式.
    ExportFormat {
        /// One JSON document a line, each exactly as the feed and the single matter send it.
        Ndjson = "ndjson", "逐行 JSON", "JSON lines";
        /// Flat columns for spreadsheets: UTF-8 with byte order mark.
        Csv = "csv", "CSV 表格", "CSV";
    }
}

coded_enum! {
    /// 导出状态.
    ExportState {
        /// Asked for; nobody has begun.
        Queued = "queued", "等待中", "Queued";
        /// A worker is writing; one that was cut off is begun anew.
        Running = "running", "生成中", "Running";
        /// The file is there, until it expires.
        Done = "done", "已完成", "Done";
        /// Given up after several attempts.
        Failed = "failed", "失败", "Failed";
    }
}

impl ExportFormat {
    /// The ending of the file's name, without the packing.
    pub const fn extension(self) -> &'static str {
        self.code()
    }

    /// Media type of the unpacked file.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Ndjson => "application/x-ndjson",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}
