use super::dto::{AuditActionList, AuditEntryList, AuditEntryResponse, AuditFieldResponse, AuditListQuery};
use crate::{
    http::{Answer, Api, ApiResult, Caller, CursorScope, PageQuery, Query},
    state::State,
};
use actix_web::{HttpRequest, web};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::{
    audit::shows_value,
    authz::{AuditLog, act, require},
    kernel::{AuditChange, congress_offset},
};
use persistence::{AuditFilter, AuditRow};
use serde_json::{Value, json};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_audit_entries, list_audit_entries)
        .route(__path_list_audit_actions, list_audit_actions);
}

/// Read the audit log
///
/// 审计日志, newest first: who did what, to what, when, in which request. Of suggestions, deputies and persons it tells
/// which fields were changed, not what they say: administrators see no business data (三员分立). Each question is
/// entered in the log itself.
#[utoipa::path(get, path = "/api/v1/audit", tag = "audit", security(("bearer" = [])), params(AuditListQuery),
    responses((status = 200, description = "A page of the log", body = AuditEntryList)))]
pub(super) async fn list_audit_entries(
    state: web::Data<State>,
    caller: Caller,
    query: Query<AuditListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    let permit = require::<act::ReadAudit>(&caller.actor, &AuditLog)?;
    let page = PageQuery { limit: query.limit, cursor: query.cursor.clone() };
    let limit = page.rows()?;
    let scope = CursorScope::new(&state.shared.keys.cursor, "audit", &query.0, Some(caller.actor.account));
    let after: Option<(DateTime<Utc>, Uuid)> = scope.open(page.cursor.as_deref())?;
    let first = after.is_none();
    let mut rows = state.store.audit_entries(&filter(&query), after, limit + 1).await?;
    if first {
        // Once a question, not once a page; and after the answer, which it would only push down.
        let uow = state.begin(&caller).await?;
        uow.audit(AuditChange {
            action: permit.action_name(),
            subject: "audit",
            subject_id: Uuid::nil(),
            before: json!({}),
            after: asked(&query),
        })
        .await?;
        uow.commit().await?;
    }
    let links = scope.page(&mut rows, limit, &http, |row| (row.at, row.id));
    let items = rows.into_iter().map(represent).collect();
    Ok(Answer::ok(&AuditEntryList { items, next_cursor: links.cursor })?.next(links.link))
}

/// Actions in the audit log
///
/// 审计日志中出现过的操作, for choosing what to ask by.
#[utoipa::path(get, path = "/api/v1/audit/actions", tag = "audit", security(("bearer" = [])),
    responses((status = 200, description = "The actions", body = AuditActionList)))]
pub(super) async fn list_audit_actions(state: web::Data<State>, caller: Caller) -> ApiResult<Answer> {
    require::<act::ReadAudit>(&caller.actor, &AuditLog)?;
    Answer::ok(&AuditActionList { items: state.store.audited_actions().await? })
}

/// The question as the store knows it. Days are those of the congress's zone.
pub(super) fn filter(query: &AuditListQuery) -> AuditFilter {
    AuditFilter {
        action: query.action.clone(),
        subject: query.subject.clone(),
        subject_id: query.subject_id,
        account: query.account_id.map(Into::into),
        text: query.q.clone(),
        from: query.from.and_then(midnight),
        until: query.to.and_then(|day| day.succ_opt()).and_then(midnight),
    }
}

fn midnight(day: NaiveDate) -> Option<DateTime<Utc>> {
    let at = day.and_time(NaiveTime::MIN).and_local_timezone(congress_offset()).single();
    at.map(|at| at.to_utc())
}

/// What was asked, without what was not.
fn asked(query: &AuditListQuery) -> Value {
    match serde_json::to_value(query) {
        Ok(Value::Object(mut fields)) => {
            // Postgres keeps no U+0000, and nothing was found by one.
            fields.retain(|_, value| value.as_str().is_some_and(|text| !text.contains('\0')));
            Value::Object(fields)
        }
        _ => json!({}),
    }
}

fn represent(row: AuditRow) -> AuditEntryResponse {
    let changes = changes(&row);
    AuditEntryResponse {
        id: row.id,
        seq: row.seq,
        at: row.at.into(),
        account_id: row.account_id,
        username: row.username,
        account_name: row.account_name,
        action: row.action,
        subject: row.subject,
        subject_id: row.subject_id,
        changes,
        request_id: row.request_id,
    }
}

/// What changed, by field, as far as an auditor is shown it.
pub(super) fn changes(row: &AuditRow) -> Vec<AuditFieldResponse> {
    let mut fields: Vec<&String> =
        [&row.before, &row.after].into_iter().filter_map(Value::as_object).flat_map(|o| o.keys()).collect();
    fields.sort_unstable();
    fields.dedup();
    fields
        .into_iter()
        .map(|field| {
            let hidden = !shows_value(&row.subject, field);
            let value = |side: &Value| side.get(field).filter(|_| !hidden).and_then(text);
            AuditFieldResponse {
                field: field.clone(),
                before: value(&row.before),
                after: value(&row.after),
                hidden,
            }
        })
        .collect()
}

/// A value as it is read: texts as they are, everything else as JSON.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
