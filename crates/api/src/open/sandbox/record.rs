//! History and letters of invented matters.

use super::{matters, seen};
use crate::{
    http::{ApiResult, Instant},
    open::{
        OpenMatter,
        matter_dto::OpenUnitRef,
        record::{OpenReply, OpenReplyList, OpenReplyPoint, OpenTimeline, OpenTimelineEntry},
    },
};
use chrono::NaiveDate;
use domain::{
    kernel::ErrorCode,
    suggestion::{PublishAttribute, ReplyKind, SuggestionStatus, SuggestionStep},
};
use uuid::Uuid;

fn matter(id: Uuid) -> ApiResult<OpenMatter> {
    let number = matters::number_of(id).filter(|number| *number != super::GONE).ok_or(ErrorCode::NotFound)?;
    let document = matters::document(number, 0).map(seen).ok_or(ErrorCode::NotFound)?.document;
    Ok(serde_json::from_str(&document).map_err(anyhow::Error::from)?)
}

/// What happened to an invented matter.
///
/// # Errors
/// 404 for what was not invented.
pub(in crate::open) fn timeline(id: Uuid) -> ApiResult<OpenTimeline> {
    let matter = matter(id)?;
    // What is not published of its progress is not told.
    let shown = matter.status.is_some();
    let step = |day: Option<NaiveDate>, step: SuggestionStep, status: SuggestionStatus| {
        day.filter(|_| shown).map(|day| OpenTimelineEntry {
            kind: step.code().to_owned(),
            status: status.code().to_owned(),
            at: Instant(super::registers::morning(day, 0)),
        })
    };
    let dates = &matter.dates;
    let items = [
        step(dates.submitted_on, SuggestionStep::Submit, SuggestionStatus::Submitted),
        step(dates.accepted_on, SuggestionStep::Accept, SuggestionStatus::Accepted),
        step(dates.assigned_on, SuggestionStep::Assign, SuggestionStatus::Assigned),
        step(dates.replied_on, SuggestionStep::AllReplied, SuggestionStatus::Replied),
        step(dates.closed_on, SuggestionStep::Close, SuggestionStatus::Closed),
    ];
    Ok(OpenTimeline { items: items.into_iter().flatten().collect() })
}

/// Letters of an invented matter.
///
/// # Errors
/// 404 for what was not invented.
pub(in crate::open) fn replies(id: Uuid) -> ApiResult<OpenReplyList> {
    let matter = matter(id)?;
    let unit: Option<OpenUnitRef> = matter.lead_units.into_iter().next();
    let letter = unit.zip(matter.dates.replied_on).map(|(unit, issued_on)| OpenReply {
        id: super::registers::invented(10, id.as_u128() & 0xffff),
        unit,
        kind: ReplyKind::ALL[0].code().to_owned(),
        round: 1,
        revision: 1,
        latest: true,
        doc_no: "沙住建复〔2026〕1号".to_owned(),
        category: matter.result_class.unwrap_or_default(),
        letter: matter.result_letter.unwrap_or_default(),
        issued_on,
        publish: PublishAttribute::ALL[0].code().to_owned(),
        body: "您提出的建议收悉，现答复如下。".to_owned(),
        points: vec![OpenReplyPoint { proposal_no: 1, answer: "已列入今年的工作。".to_owned() }],
        files: Vec::new(),
    });
    Ok(OpenReplyList { items: letter.into_iter().collect() })
}
