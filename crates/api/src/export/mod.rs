//! 导出: what the exports of all lists have in common. An export is the list under the same filter, sort and sight, walked
//! to its end, with its conditions in the words of the screen, entered in the audit log, answered as a file.
//!
//! A list adds an operation that takes [`ExportQuery`] of the list's own query, walks it with [`walk`], and says which
//! columns its lines have ([`Column`]).

mod conditions;
mod query;
mod rows;

pub(crate) use conditions::{Conditions, Named};
pub(crate) use query::split;
pub use query::{ExportQuery, FormatQuery, SheetFormatCode};
pub(crate) use rows::{MOST, Rows, every, walk};

use crate::{
    http::{ApiResult, Caller},
    state::State,
};
use actix_web::{HttpResponse, http::header, web};
use documents::{
    DocumentError,
    sheet::{
        ExportInfo, Format, Value,
        ledger::{Column, table},
    },
};
use domain::kernel::{AuditChange, Coded, business_date, congress_time};
use serde_json::json;

/// How the export is entered in the audit log.
enum Entry {
    Register,
    Suggestions(&'static str),
}

/// One export, asked for by somebody who may.
pub(crate) struct Export<'a> {
    state: &'a State,
    caller: &'a Caller,
    title: &'static str,
    format: Format,
    conditions: Conditions,
    entry: Entry,
}

impl<'a> Export<'a> {
    /// Of a register, an administrator's list or the calendar. `title` is printed above the rows and names the file.
    pub(crate) const fn of_register(
        state: &'a State,
        caller: &'a Caller,
        title: &'static str,
        format: Format,
        conditions: Conditions,
    ) -> Self {
        Self { state, caller, title, format, conditions, entry: Entry::Register }
    }

    /// Of suggestions or their tasks; `ledger` is the code of the ledger in the audit log.
    pub(crate) const fn of_suggestions(
        state: &'a State,
        caller: &'a Caller,
        title: &'static str,
        format: Format,
        conditions: Conditions,
        ledger: &'static str,
    ) -> Self {
        Self { state, caller, title, format, conditions, entry: Entry::Suggestions(ledger) }
    }

    /// The rows as a table of these columns.
    ///
    /// # Errors
    /// As the database; a sheet that cannot be written is a defect.
    pub(crate) async fn table<R: Send + 'static>(
        self,
        rows: Rows<R>,
        columns: &'static [Column<R>],
    ) -> ApiResult<HttpResponse> {
        self.write(rows, move |format, info, rows| table(format, info, columns, &rows)).await
    }

    /// The rows as `write` lays them out.
    ///
    /// # Errors
    /// As [`Export::table`].
    pub(crate) async fn write<R: Send + 'static>(
        self,
        rows: Rows<R>,
        write: impl FnOnce(Format, &ExportInfo, Vec<R>) -> Result<Vec<u8>, DocumentError> + Send + 'static,
    ) -> ApiResult<HttpResponse> {
        let Self { state, caller, title, format, conditions, entry } = self;
        let demo = state.shared.demo_banner.then(|| "演示数据，人物均为虚构".to_owned());
        let remarks: Vec<String> = demo.into_iter().chain(rows.remark()).collect();
        let info = ExportInfo {
            title: title.to_owned(),
            conditions: conditions.in_words(state, caller).await?,
            exported_at: caller.request.now,
            remark: (!remarks.is_empty()).then(|| remarks.join("；")),
        };
        let (rows, count) = rows.counted();
        // Laying out ten thousand rows takes a tenth of a second: off the threads that answer.
        let written = web::block(move || write(format, &info, rows)).await.map_err(anyhow::Error::from)?;
        let bytes = written.map_err(anyhow::Error::from)?;
        let (action, subject, after) = match entry {
            Entry::Register => (
                "register.export",
                "register",
                json!({ "file": title, "format": format.extension(), "rows": count }),
            ),
            Entry::Suggestions(ledger) => (
                "suggestion.export",
                "suggestion",
                json!({ "ledger": ledger, "format": format.extension(), "rows": count }),
            ),
        };
        let uow = state.begin(caller).await?;
        let subject_id = uuid::Uuid::nil();
        uow.audit(AuditChange { action, subject, subject_id, before: json!({}), after }).await?;
        uow.commit().await?;
        let day = business_date(caller.request.now).format("%Y%m%d");
        Ok(HttpResponse::Ok()
            .content_type(format.media_type())
            .insert_header((header::CONTENT_DISPOSITION, disposition(title, &day.to_string(), format)))
            .body(bytes))
    }
}

/// The file's name: in Chinese for whoever reads RFC 8187, in ASCII for the others.
fn disposition(title: &str, day: &str, format: Format) -> String {
    let extension = format.extension();
    let name: String = format!("{title}-{day}.{extension}").bytes().map(percent).collect();
    format!("attachment; filename=\"export-{day}.{extension}\"; filename*=UTF-8''{name}")
}

/// RFC 8187: everything but the plainest characters as `%XX`.
fn percent(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

/// A stored code in a cell, by its official word; empty when another release wrote it.
pub(crate) fn word<T: Coded>(code: &str) -> Value {
    T::from_code(code).map_or(Value::Empty, |value| value.as_zh().into())
}

/// An instant in a cell: to the minute, in the congress's zone.
pub(crate) fn moment(at: chrono::DateTime<chrono::Utc>) -> String {
    congress_time(at).format("%Y-%m-%d %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_named_in_chinese_and_in_ascii() {
        assert_eq!(
            disposition("选区", "20260610", Format::Csv),
            "attachment; filename=\"export-20260610.csv\"; filename*=UTF-8''%E9%80%89%E5%8C%BA-20260610.csv"
        );
    }
}
