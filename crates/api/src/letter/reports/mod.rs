//! 报告与通报: 审查报告, 办理进度通报, 办理情况报告. All three tell of the matters as they stood at the end of a day, so that the report
//! of a past month reads the same whenever it is made; they travel, so confidential matters are counted but not listed, and
//! protected names are in none.

mod acceptance;
mod bulletin;
mod figures;
mod yearly;

pub(crate) use yearly::year_as_of;

use super::{
    document,
    registers::Registers,
    typesetter::{Format, Printed},
};
use crate::{
    http::{Api, ApiResult, Caller},
    state::State,
    suggestion::{Reading, SuggestionListQuery, matters},
};
use actix_web::HttpResponse;
use chrono::{DateTime, Days, NaiveDate, Utc};
use documents::layout::Document;
use domain::{
    kernel::{AuditChange, ErrorCode, business_date, congress_midnight},
    suggestion::{Case, OfficialNumber},
};
use persistence::suggestion::StoredCase;
use serde_json::json;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    acceptance::register(api);
    bulletin::register(api);
    yearly::register(api);
}

/// The matters of a report as they stood at its end, with what names them.
struct Material {
    reading: Reading,
    cases: Vec<(Case, Registers)>,
    /// The day as of which the report counts.
    as_of: NaiveDate,
    /// The last instant of that day, or now.
    at: DateTime<Utc>,
}

impl Material {
    /// The matters of `list` as they stood at the end of `day`, or now when that is yet to come.
    ///
    /// # Errors
    /// As the database.
    async fn of(
        state: &State,
        caller: &Caller,
        list: &SuggestionListQuery,
        day: NaiveDate,
    ) -> ApiResult<Self> {
        let mut reading = Reading::of(state, &caller.request).await?;
        let stored = matters(state, &caller.actor, list, &reading, super::MOST_MATTERS).await?;
        let now = caller.request.now;
        let today = business_date(now);
        let end = day.checked_add_days(Days::new(1)).and_then(congress_midnight).unwrap_or(now);
        let (as_of, at) =
            if day < today { (day, end - chrono::Duration::milliseconds(1)) } else { (today, now) };
        // What was in force on that day: schemes and weights of today would tell another story.
        reading.settings = reading.settings_on(as_of)?;
        let cases: Vec<Case> =
            stored.as_slice().iter().map(|StoredCase { case, .. }| case.as_of(at)).collect();
        let registers = Registers::of_all(state, cases.iter()).await?;
        Ok(Self { reading, cases: cases.into_iter().zip(registers).collect(), as_of, at })
    }

    fn cases(&self) -> impl Iterator<Item = &Case> {
        self.cases.iter().map(|(case, _)| case)
    }

    /// The names of the congress itself; `None` without any matter.
    fn head(&self) -> ApiResult<&Registers> {
        self.cases.first().map(|(_, registers)| registers).ok_or_else(|| ErrorCode::LetterNone.into())
    }

    /// 编号 as lists print it; the code of one that has none.
    fn number(case: &Case, registers: &Registers) -> String {
        let suggestion = &case.suggestion;
        let cited = |number: OfficialNumber| {
            let session = suggestion.session.map(|_| registers.session_short());
            let number_in = i32::try_from(number.number).ok();
            crate::suggestion::official_ref(session.as_deref(), suggestion.period.code(), number_in)
        };
        suggestion.official_no.and_then(cited).or_else(|| suggestion.code.clone()).unwrap_or_default()
    }

    /// Lead deputy as a document that travels may name one.
    fn lead(case: &Case, registers: &Registers) -> String {
        if case.suggestion.confidentiality.hide_names_from_units {
            super::paper::PROTECTED.to_owned()
        } else {
            registers.deputy(case.suggestion.lead)
        }
    }

    /// May stand in a list.
    fn is_listed(case: &Case) -> bool {
        !case.suggestion.confidentiality.confidential
    }

    /// Renders, enters in the audit log, answers.
    async fn answer(
        &self,
        state: &State,
        caller: &Caller,
        (document, format): (Document, Format),
        ledger: &'static str,
    ) -> ApiResult<HttpResponse> {
        let name = document.title.clone();
        let answer = document::produced(state, (Printed::from(document), format), &name).await?;
        let after = json!({ "ledger": ledger, "as_of": self.as_of, "rows": self.cases.len() });
        let uow = state.begin(caller).await?;
        let (action, subject, before) = ("suggestion.export", "suggestion", json!({}));
        uow.audit(AuditChange { action, subject, subject_id: Uuid::nil(), before, after }).await?;
        uow.commit().await?;
        Ok(answer)
    }
}
