use crate::http::{ApiError, ApiResult, Query};
use actix_web::{FromRequest, HttpRequest, dev::Payload};
use documents::sheet::Format;
use domain::kernel::{DomainError, ErrorCode};
use serde::{Deserialize, de::DeserializeOwned};
use std::future::{Ready, ready};
use utoipa::{IntoParams, ToSchema};

/// File format of an export: `xlsx` (default) or `csv`.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[allow(dead_code, reason = "the schema of documents::sheet::Format, which knows no utoipa")]
pub enum SheetFormatCode {
    /// Excel workbook.
    Xlsx,
    /// UTF-8 with byte order mark.
    Csv,
}

/// The file wanted, besides the filter and sort of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FormatQuery {
    /// File format: `xlsx` (default) or `csv`.
    #[param(inline, value_type = Option<SheetFormatCode>, example = "xlsx")]
    pub format: Option<Format>,
}

impl FormatQuery {
    /// The format wanted.
    pub fn format(&self) -> Format {
        self.format.unwrap_or(Format::Xlsx)
    }
}

/// The query of an export: that of its list `L` without the page, and the file's `F`. The operation documents both:
/// `params(L, FormatQuery)`.
#[derive(Clone, Debug)]
pub struct ExportQuery<L, F = FormatQuery> {
    /// Filter and sort of the list.
    pub list: L,
    /// The file.
    pub file: F,
}

impl<L: DeserializeOwned> ExportQuery<L> {
    /// The format wanted.
    pub fn format(&self) -> Format {
        self.file.format()
    }
}

impl<L: DeserializeOwned> FromRequest for ExportQuery<L> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(split(request.query_string(), &["format"]))
    }
}

/// The list's members and the file's, from one query string: strict parsing cannot flatten one into the other. `file`
/// names the file's members.
///
/// # Errors
/// 400 as [`Query`]; also for members of the page: an export has every row.
pub(crate) fn split<L: DeserializeOwned, F: DeserializeOwned>(
    query: &str,
    file: &[&str],
) -> ApiResult<ExportQuery<L, F>> {
    let parts = || query.split('&').filter(|part| !part.is_empty());
    let name = |part: &str| part.split('=').next().unwrap_or_default().to_owned();
    if let Some(paged) =
        parts().map(name).find(|name| matches!(name.as_str(), "limit" | "cursor" | "include"))
    {
        return Err(DomainError::new(ErrorCode::RequestUnknownParameter).param("name", paged).into());
    }
    let (file, list): (Vec<&str>, Vec<&str>) = parts().partition(|part| file.contains(&name(part).as_str()));
    Ok(ExportQuery { list: Query::of(&list.join("&"))?, file: Query::of(&file.join("&"))? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct List {
        q: Option<String>,
    }

    fn read(query: &str) -> ApiResult<ExportQuery<List>> {
        split(query, &["format"])
    }

    #[test]
    fn the_lists_filter_and_the_format_are_told_apart() {
        let query = read("q=format%3Dcsv&format=csv").ok().unwrap();
        assert_eq!((query.list.q.as_deref(), query.format()), (Some("format=csv"), Format::Csv));
        assert_eq!(read("").ok().unwrap().format(), Format::Xlsx);
        for refused in ["limit=5", "cursor=x", "include=total", "colour=1", "format=pdf"] {
            assert!(read(refused).is_err(), "{refused}");
        }
    }
}
