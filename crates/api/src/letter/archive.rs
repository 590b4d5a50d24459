//! 一件一档: everything of one matter in one file. The same matter gives the same bytes, so the digest that is kept proves
//! the file; what is kept is the file itself, because names in the registers go on changing.

use super::{
    paper::archived_paper,
    registers::Registers,
    reply::archived_letter,
    typesetter::{Format, Printed, render},
};
use crate::{
    file::{FileStore, hex},
    http::{ApiError, ApiResult},
    state::State,
};
use actix_web::web;
use domain::{
    file::files_of,
    kernel::{DomainError, ErrorCode, FileId, Version, congress_time},
    suggestion::Case,
};
use persistence::{
    file::FileRow,
    suggestion::{Names, NamesWanted},
};
use sha2::{Digest, Sha256};
use std::{
    fmt::Write as _,
    io::{Cursor, Read, Write},
};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// Largest archive, before packing (200 MiB): it is held in memory while it is made.
const MOST_BYTES: i64 = 200 * 1024 * 1024;

/// The archive of a matter as it stands. Publication goes on afterwards and is not part of it; neither are private reports
/// of pressure, which nobody but the committee's desk may read.
///
/// # Errors
/// `file.too_large`; `file.corrupt` for an attachment that is not what was handed in.
pub(crate) async fn bundle(state: &State, case: &Case) -> ApiResult<Vec<u8>> {
    let registers = Registers::of(state, case).await?;
    let settings = state.configuration().await?.settings_at(domain::kernel::business_date(
        case.suggestion.closed_at.unwrap_or(case.suggestion.created_at),
    ))?;
    let mut entries: Vec<(String, Vec<u8>)> = vec![("1 档案.json".to_owned(), record(case)?)];
    let (extension, bytes) =
        printed(state, Printed::Paper(Box::new(archived_paper(case, &registers)))).await?;
    entries.push((format!("2 建议.{extension}"), bytes));
    for (number, reply) in case.replies.iter().filter(|reply| reply.is_issued()).enumerate() {
        let letter = archived_letter(case, reply, &registers, &settings)?;
        let (extension, bytes) = printed(state, Printed::Letter(Box::new(letter))).await?;
        entries.push((format!("3 答复/{:02} {}.{extension}", number + 1, registers.unit(reply.unit)), bytes));
    }
    entries.push(("4 办理经过.csv".to_owned(), history(state, case).await?));
    entries.extend(attachments(state, case).await?);
    web::block(move || pack(entries)).await.map_err(|error| anyhow::anyhow!("{error}"))?
}

/// The whole record, without what may still change or is private.
fn record(case: &Case) -> ApiResult<Vec<u8>> {
    let mut kept = case.clone();
    kept.publications.clear();
    kept.pressure_flags.clear();
    kept.version = Version::FIRST;
    Ok(serde_json::to_vec_pretty(&kept).map_err(anyhow::Error::from)?)
}

/// As PDF; as a Word file where no Chinese font is installed.
async fn printed(state: &State, document: Printed) -> ApiResult<(&'static str, Vec<u8>)> {
    match render(state, document.clone(), Format::Pdf).await {
        Ok(bytes) => Ok(("pdf", bytes.to_vec())),
        Err(_) => Ok(("docx", render(state, document, Format::Docx).await?.to_vec())),
    }
}

/// Every change of state with when, who, which unit and why.
async fn history(state: &State, case: &Case) -> ApiResult<Vec<u8>> {
    let names = state
        .store
        .names(NamesWanted {
            accounts: case.log.iter().filter_map(|line| line.by).map(|account| account.0).collect(),
            units: case.tasks.iter().map(|task| task.unit.0).collect(),
            ..NamesWanted::default()
        })
        .await?;
    let mut lines = String::from("\u{feff}时间,单位,步骤,由,至,经办,说明\r\n");
    for line in &case.log {
        let unit = line
            .task
            .and_then(|id| case.task(id).ok())
            .map_or_else(String::new, |task| names.of(task.unit.0));
        let row = [
            congress_time(line.at).format("%Y-%m-%d %H:%M:%S").to_string(),
            unit,
            line.step.clone(),
            line.from.clone().unwrap_or_default(),
            line.to.clone(),
            who(&names, line.by),
            line.note.clone().unwrap_or_default(),
        ];
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        let _infallible = write!(lines, "{}\r\n", cells.join(","));
    }
    Ok(lines.into_bytes())
}

fn who(names: &Names, by: Option<domain::kernel::AccountId>) -> String {
    by.map_or_else(|| "系统".to_owned(), |account| names.of(account.0))
}

/// A cell that no spreadsheet takes for a formula.
fn quoted(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

async fn attachments(state: &State, case: &Case) -> ApiResult<Vec<(String, Vec<u8>)>> {
    let mut rows: Vec<FileRow> = Vec::new();
    for id in files_of(case) {
        rows.extend(state.store.file(id).await?);
    }
    if rows.iter().map(|row| row.size).sum::<i64>() > MOST_BYTES {
        let most = MOST_BYTES / (1024 * 1024);
        return Err(DomainError::new(ErrorCode::FileTooLarge).param("max_mib", most).into());
    }
    // In the order in which they were handed in.
    rows.sort_by_key(|row| (row.created_at, row.id));
    let store = FileStore::new(&state.shared.files_dir);
    let reading = web::block(move || {
        let mut entries = Vec::new();
        for (number, row) in rows.into_iter().enumerate() {
            let mut bytes = Vec::new();
            let mut file = store.open(FileId(row.id), row.size, &row.sha256)?;
            file.read_to_end(&mut bytes).map_err(anyhow::Error::from)?;
            entries.push((format!("5 附件/{:02} {}", number + 1, row.name), bytes));
        }
        Ok::<_, ApiError>(entries)
    });
    reading.await.map_err(|error| anyhow::anyhow!("{error}"))?
}

/// Packs in the given order, with one time for all, so that the same contents are the same bytes; the last entry lists the
/// digest of every other.
fn pack(mut entries: Vec<(String, Vec<u8>)>) -> ApiResult<Vec<u8>> {
    let mut sums = String::new();
    for (name, bytes) in &entries {
        let _infallible = writeln!(sums, "{}  {name}", hex(&Sha256::digest(bytes)));
    }
    entries.push(("SHA256SUMS.txt".to_owned(), sums.into_bytes()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let name: String = name.chars().map(|c| if "\\:*?\"<>|".contains(c) { ' ' } else { c }).collect();
        zip.start_file(name, options).map_err(anyhow::Error::from)?;
        zip.write_all(&bytes).map_err(anyhow::Error::from)?;
    }
    Ok(zip.finish().map_err(anyhow::Error::from)?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_contents_are_the_same_bytes() {
        let entries = || {
            vec![("1 档案.json".to_owned(), b"{}".to_vec()), ("5 附件/01 照片.pdf".to_owned(), vec![7; 9000])]
        };
        let (one, two) = (pack(entries()), pack(entries()));
        let (one, two) = (one.unwrap_or_default(), two.unwrap_or_default());
        assert!(!one.is_empty());
        assert_eq!(one, two);
    }

    #[test]
    fn cells_are_no_formulas() {
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
        assert_eq!(quoted("说“好”\"x\""), "\"说“好”\"\"x\"\"\"");
    }
}
