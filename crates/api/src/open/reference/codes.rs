use super::dto::NoParameters;
use crate::{
    http::{Api, ApiResult, Keeping, Query, etag_of, tagged},
    open::KeyCaller,
};
use actix_web::{HttpRequest, HttpResponse};
use domain::{
    integration::{KeyScope, MatterPhase, OverdueLevel},
    kernel::Coded,
    suggestion::{CommitmentStatus, DueKind, Period, Rating, ReplyCategory, SuggestionStatus},
};
use serde::Serialize;
use utoipa::ToSchema;

pub(super) fn register(api: &mut Api) {
    api.route_keyed(__path_list_status_codes, list_status_codes);
}

/// One code with its words.
#[derive(Serialize, ToSchema)]
#[schema(as = OpenCode, example = json!({"code": "handling", "zh": "办理中", "en": "Being handled"}))]
pub struct CodeWords {
    /// As the wire shows it. Never changes its meaning, never goes away.
    pub code: &'static str,
    /// The official Chinese word.
    pub zh: &'static str,
    /// The English word.
    pub en: &'static str,
}

/// The codes of one field.
#[derive(Serialize, ToSchema)]
#[schema(as = OpenVocabulary)]
pub struct Vocabulary {
    /// The field of status objects.
    pub field: &'static str,
    /// Its codes.
    pub codes: Vec<CodeWords>,
}

/// Every vocabulary of the status object.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": [{"field": "phase", "codes": [{"code": "open", "zh": "办理中", "en": "Open"}]}]}))]
pub struct StatusCodeList {
    /// By field.
    pub items: Vec<Vocabulary>,
}

fn words<T: Coded>(field: &'static str) -> Vocabulary {
    let codes = T::VALUES.iter();
    let codes = codes.map(|value| CodeWords { code: value.as_code(), zh: value.as_zh(), en: value.as_en() });
    Vocabulary { field, codes: codes.collect() }
}

/// Codes and their words
///
/// 代码表: every code that a status object may hold, with its words in both languages. Codes are only ever added: read one that you
/// do not know as its `phase`. Needs the scope `reference:read`.
#[utoipa::path(get, path = "/api/v1/open/status-codes", tag = "open", security(("key" = [])),
    responses((status = 200, description = "All codes", body = StatusCodeList), (status = 304, description = "Unchanged")))]
pub(super) async fn list_status_codes(
    caller: KeyCaller,
    _: Query<NoParameters>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    caller.require(KeyScope::ReferenceRead)?;
    let items = vec![
        words::<SuggestionStatus>("status"),
        words::<MatterPhase>("phase"),
        words::<ReplyCategory>("result_class"),
        words::<Period>("period"),
        words::<DueKind>("due.basis"),
        words::<OverdueLevel>("due.overdue_level"),
        words::<Rating>("satisfaction.result"),
        words::<CommitmentStatus>("commitments.status"),
    ];
    let body = serde_json::to_vec(&StatusCodeList { items }).map_err(anyhow::Error::from)?;
    let etag = etag_of(&body);
    Ok(tagged(&http, body.into(), &etag, Keeping::Private))
}
