//! A zip of documents: the same content in the same order gives the same bytes.

use crate::http::ApiResult;
use actix_web::{HttpResponse, http::header, web};
use std::{
    collections::HashSet,
    io::{Cursor, Write},
};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// Names and bytes, in the order in which they stand in the zip. Names never repeat.
#[derive(Default)]
pub(super) struct Bundle {
    files: Vec<(String, Vec<u8>)>,
    names: HashSet<String>,
}

impl Bundle {
    /// Adds a file below `folder` (empty for none) and tells what it is called there.
    pub(super) fn add(&mut self, folder: &str, stem: &str, extension: &str, bytes: Vec<u8>) -> String {
        let stem = safe(stem);
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let mut name = format!("{folder}{stem}.{extension}");
        let mut again = 1;
        while !self.names.insert(name.to_lowercase()) {
            again += 1;
            name = format!("{folder}{stem}（{again}）.{extension}");
        }
        self.files.push((name.clone(), bytes));
        name
    }

    /// Puts a file at the beginning.
    pub(super) fn first(&mut self, name: &str, bytes: Vec<u8>) {
        self.names.insert(name.to_lowercase());
        self.files.insert(0, (name.to_owned(), bytes));
    }

    /// The zip. Packed off the threads that answer.
    pub(super) async fn pack(self) -> ApiResult<Vec<u8>> {
        let packed = web::block(move || pack(self.files)).await.map_err(anyhow::Error::from)?;
        Ok(packed.map_err(anyhow::Error::from)?)
    }
}

fn pack(files: Vec<(String, Vec<u8>)>) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        // No clock: the bytes depend on the content alone. PDF and pictures are packed already.
        let packed =
            [".pdf", ".docx", ".jpg", ".png", ".webp", ".xlsx"].iter().any(|end| name.ends_with(end));
        let method = if packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options =
            SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::default());
        zip.start_file(name, options)?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// A name that every system takes: no separators, no control characters, not too long.
fn safe(stem: &str) -> String {
    let clean = stem.chars().map(|c| if c.is_control() || "\\/:*?\"<>|".contains(c) { ' ' } else { c });
    let clean: String = clean.take(80).collect();
    let clean = clean.trim_matches(|c: char| c == '.' || c.is_whitespace());
    if clean.is_empty() { "文件".to_owned() } else { clean.to_owned() }
}

/// The zip as an answer.
pub(super) fn answer(name: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header(crate::file::attachment(&format!("{}.zip", safe(name))))
        .content_type("application/zip")
        .body(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_never_repeat_and_never_leave_their_folder() {
        let mut bundle = Bundle::default();
        assert_eq!(bundle.add("附件", "../../etc/passwd", "pdf", Vec::new()), "附件/etc passwd.pdf");
        assert_eq!(bundle.add("附件", "..\\..\\etc\\passwd", "pdf", Vec::new()), "附件/etc passwd（2）.pdf");
        assert_eq!(bundle.add("", "...", "txt", Vec::new()), "文件.txt");
        assert_eq!(bundle.add("", "文件", "TXT", Vec::new()), "文件（2）.TXT");
    }

    #[test]
    fn the_same_content_gives_the_same_bytes() {
        let make =
            || pack(vec![("目录.txt".to_owned(), b"a".to_vec()), ("a.pdf".to_owned(), vec![0; 99])]).unwrap();
        assert_eq!(make(), make());
    }
}
