//! From what is kept to what is read: words are made for one reader, with what that reader may know at this moment.

use super::dto::NotificationResponse;
use crate::{
    http::{ApiResult, Language},
    state::State,
};
use domain::{
    authz::Actor,
    kernel::Coded,
    notification::{Facts, NoticeKind, Told, heading, sentence},
};
use persistence::notification::{Caption, NotificationRow};
use std::collections::HashMap;
use uuid::Uuid;

/// The kind with this code.
///
/// # Errors
/// A defect: kinds are never removed.
pub(super) fn kind_of(code: &str) -> ApiResult<NoticeKind> {
    Ok(NoticeKind::from_code(code).ok_or_else(|| anyhow::anyhow!("no kind of notice: {code}"))?)
}

/// The matter as this reader may know it in a notice of this kind; `None`: not at all.
pub(super) fn shown<'c>(
    captions: &'c HashMap<Uuid, Caption>,
    matter: Option<Uuid>,
    kind: NoticeKind,
    actor: &Actor,
) -> Option<&'c Caption> {
    let caption = captions.get(&matter?)?;
    caption.seen_by(actor).filter(|sight| kind.shown_by(*sight)).map(|_| caption)
}

/// Notices as one reader reads them.
///
/// # Errors
/// `service.unavailable`.
pub(super) async fn represent(
    state: &State,
    actor: &Actor,
    language: Language,
    rows: Vec<NotificationRow>,
) -> ApiResult<Vec<NotificationResponse>> {
    let mut matters: Vec<Uuid> = rows.iter().filter_map(|row| row.suggestion_id).collect();
    matters.sort_unstable();
    matters.dedup();
    let captions = state.store.captions(matters).await?;
    let english = language == Language::English;
    rows.into_iter().map(|row| one(row, &captions, actor, english)).collect()
}

fn one(
    row: NotificationRow,
    captions: &HashMap<Uuid, Caption>,
    actor: &Actor,
    english: bool,
) -> ApiResult<NotificationResponse> {
    let kind = kind_of(&row.kind)?;
    let facts: Facts = serde_json::from_value(row.facts).map_err(anyhow::Error::from)?;
    let caption = shown(captions, row.suggestion_id, kind, actor);
    let told = Told {
        title: caption.map(|caption| caption.title.as_str()),
        number: caption.and_then(|caption| caption.number.as_deref()),
        unit: row.unit_name.as_deref(),
        english,
    };
    Ok(NotificationResponse {
        id: row.id,
        kind,
        group: kind.group(),
        title: heading(kind, english).to_owned(),
        text: sentence(kind, &facts, told),
        locked: kind.is_locked(),
        suggestion_id: row.suggestion_id.filter(|_| caption.is_some()),
        on_behalf_of: row.on_behalf_of,
        occurred_at: row.occurred_at.into(),
        read_at: row.read_at.map(Into::into),
    })
}
