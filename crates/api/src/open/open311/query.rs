//! What the standard's clients ask. They send `jurisdiction_id`, `api_key` and whatever their makers have added: what is not
//! known is passed over here, and nowhere else in the house.

use super::{answer::Refused, services::UNCATEGORISED};
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use domain::{
    integration::{MatterPhase, MatterRef},
    kernel::congress_midnight,
    suggestion::SuggestionStatus,
};
use persistence::integration::Open311Filter;
use utoipa::IntoParams;
use uuid::Uuid;

/// Filters and page. Unknown parameters are passed over: clients of the standard send their own.
#[derive(Clone, Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Open311Query {
    /// Ids or references of matters, separated by commas; then nothing else is looked at.
    pub service_request_id: Option<String>,
    /// Categories, separated by commas.
    pub service_code: Option<String>,
    /// Handed in at this time or later.
    #[param(example = "2026-01-01T00:00:00+08:00")]
    pub start_date: Option<String>,
    /// Handed in at this time or before.
    pub end_date: Option<String>,
    /// `open`, `closed` or both, separated by a comma.
    #[param(example = "open")]
    pub status: Option<String>,
    /// Changed after this time.
    pub updated_after: Option<String>,
    /// Changed before this time.
    pub updated_before: Option<String>,
    /// From 1.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 10_000)]
    pub page: Option<String>,
    /// 1–100, default 50.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub page_size: Option<String>,
    /// `true` adds `extended_attributes`.
    pub extensions: Option<String>,
    /// Passed over: there is one jurisdiction.
    #[allow(dead_code, reason = "stands in the document for the clients that send it")]
    pub jurisdiction_id: Option<String>,
    /// Passed over: reading needs no key.
    #[allow(dead_code, reason = "stands in the document for the clients that send it")]
    pub api_key: Option<String>,
}

impl Open311Query {
    /// Reads a query string; of a member that is given twice the last counts.
    pub fn read(text: &str) -> Result<Self, Refused> {
        let mut read = Self::default();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            let place = match &*name {
                "service_request_id" => &mut read.service_request_id,
                "service_code" => &mut read.service_code,
                "start_date" => &mut read.start_date,
                "end_date" => &mut read.end_date,
                "status" => &mut read.status,
                "updated_after" => &mut read.updated_after,
                "updated_before" => &mut read.updated_before,
                "page" => &mut read.page,
                "page_size" => &mut read.page_size,
                "extensions" => &mut read.extensions,
                _ => continue,
            };
            if value.contains('\0') {
                return Err(Refused::bad(format!("{name} cannot be read")));
            }
            *place = Some(value.into_owned()).filter(|value| !value.is_empty());
        }
        Ok(read)
    }

    /// `extended_attributes` are wanted.
    pub fn extended(&self) -> bool {
        matches!(self.extensions.as_deref(), Some("true" | "1" | "v1"))
    }

    /// As the database is asked.
    pub fn filter(&self) -> Result<Open311Filter, Refused> {
        let size = number("page_size", self.page_size.as_deref(), 50, 100)?;
        let page = number("page", self.page.as_deref(), 1, 10_000)?;
        let mut filter = Open311Filter { offset: (page - 1) * size, limit: size, ..Default::default() };
        if let Some(wanted) = &self.service_request_id {
            for one in list(wanted) {
                match (one.parse::<Uuid>(), MatterRef::read(one)) {
                    (Ok(id), _) => filter.ids.push(id),
                    (_, Some(reference)) => filter.references.push(reference.to_string()),
                    // Nobody has it: it is simply not in the answer.
                    _ => filter.references.push(String::new()),
                }
            }
            if filter.ids.len() + filter.references.len() > 100 {
                return Err(Refused::bad("service_request_id: at most 100"));
            }
            return Ok(filter);
        }
        for code in self.service_code.as_deref().into_iter().flat_map(list) {
            if code == UNCATEGORISED {
                filter.uncategorised = true;
            } else {
                filter.categories.push(code.to_owned());
            }
        }
        filter.statuses = self.status.as_deref().map(statuses).transpose()?.flatten();
        filter.requested_from = time("start_date", self.start_date.as_deref())?;
        filter.requested_until = time("end_date", self.end_date.as_deref())?;
        filter.updated_after = time("updated_after", self.updated_after.as_deref())?;
        filter.updated_before = time("updated_before", self.updated_before.as_deref())?;
        filter.by_change = filter.updated_after.is_some() || filter.updated_before.is_some();
        Ok(filter)
    }
}

/// Codes of the states that the standard calls closed.
fn closed() -> Vec<String> {
    let all = SuggestionStatus::ALL.iter();
    all.filter(|status| MatterPhase::of(**status) != MatterPhase::Open)
        .map(|status| status.code().to_owned())
        .collect()
}

/// Which states are wanted, or not; `None`: all.
fn statuses(text: &str) -> Result<Option<(Vec<String>, bool)>, Refused> {
    let (mut open, mut shut) = (false, false);
    for one in list(text) {
        match one {
            "open" => open = true,
            "closed" => shut = true,
            _ => return Err(Refused::bad("status must be open or closed")),
        }
    }
    Ok((open != shut).then(|| (closed(), shut)))
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

fn number(name: &str, text: Option<&str>, otherwise: u64, most: u64) -> Result<u64, Refused> {
    let Some(text) = text else { return Ok(otherwise) };
    let read = text.parse().ok().filter(|number| (1..=most).contains(number));
    read.ok_or_else(|| Refused::bad(format!("{name} must be between 1 and {most}")))
}

/// An instant with its offset, or a day, which begins in the congress's zone.
pub(super) fn time(name: &str, text: Option<&str>) -> Result<Option<DateTime<Utc>>, Refused> {
    let Some(text) = text else { return Ok(None) };
    // A plus sign that was not escaped has become a space.
    let mended = text.replace(' ', "+");
    let instant = DateTime::<FixedOffset>::parse_from_rfc3339(&mended).map(|at| at.to_utc());
    let read = instant.ok().or_else(|| text.parse::<NaiveDate>().ok().and_then(congress_midnight));
    let years = |at: &DateTime<Utc>| (1900..=9998).contains(&chrono::Datelike::year(at));
    let refused = || Refused::bad(format!("{name} must be a time such as 2026-01-01T00:00:00+08:00"));
    read.filter(years).ok_or_else(refused).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(text: &str) -> Result<Open311Filter, String> {
        let read = Open311Query::read(text).and_then(|query| query.filter());
        read.map_err(|refused| format!("{refused:?}"))
    }

    #[test]
    fn what_clients_send_is_understood_or_passed_over() {
        let read = filter(
            "jurisdiction_id=x&api_key=y&nosuch=1&page=3&page_size=20&service_code=%E4%BA%A4%E9%80%9A,other",
        )
        .unwrap();
        assert_eq!((read.offset, read.limit, read.uncategorised), (40, 20, true));
        assert_eq!(read.categories, ["交通"]);
        let read =
            filter("service_request_id=18-5-063,0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70,nonsense").unwrap();
        assert_eq!((read.ids.len(), read.references), (1, vec!["18-5-63".to_owned(), String::new()]));
        let read = filter("start_date=2026-01-01T00:00:00+08:00&end_date=2026-01-02").unwrap();
        assert_eq!(read.requested_until.unwrap() - read.requested_from.unwrap(), chrono::Duration::days(1));
        assert!(filter("status=open,closed").unwrap().statuses.is_none());
        assert!(filter("status=closed").unwrap().statuses.unwrap().1);
        for wrong in [
            "page=0",
            "page_size=101",
            "status=solved",
            "start_date=soon",
            "end_date=99999-01-01",
            "service_code=%00",
        ] {
            assert!(filter(wrong).is_err(), "{wrong}");
        }
    }
}
