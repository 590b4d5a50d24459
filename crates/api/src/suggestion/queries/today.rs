use super::{
    super::opened::concerned,
    reading::{Reading, TimeLeft},
    represent::{contacts_waiting, official_ref},
};
use crate::{
    http::{Answer, Api, ApiResult, Caller},
    state::State,
};
use actix_web::web;
use domain::{
    authz::{PublicRegister, act, require},
    kernel::{DeputyId, SuggestionId},
    suggestion::{Case, Seats, SuggestionStatus, SuggestionStep},
};
use persistence::{
    listing::PageRequest,
    suggestion::{SUGGESTION_SORTS, SuggestionFilter},
};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

use super::list_dto::Phase;

/// Nobody has more open matters at hand.
const MOST: u64 = 200;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_my_today, get_my_today);
}

/// Something that waits for me (待办).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"kind": "evaluate", "label": "待评价", "suggestion_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52",
    "version": 9, "official_ref": "十八届五次第063号", "title": "关于缓解城北停车难的建议", "count": 1,
    "due": {"on": "2026-06-24", "working_days_left": 8, "days_late": null, "label": "剩 8 个工作日"}}))]
pub struct WaitingItem {
    /// `cosign`, `revise`, `finish_draft`, `confirm_contact`, `evaluate`, `agree_withdrawal`, `confirm_explanation`.
    pub kind: &'static str,
    /// In words.
    pub label: String,
    /// The matter.
    pub suggestion_id: Uuid,
    /// Its version, for the command.
    pub version: i64,
    /// 正式编号 as it is cited.
    pub official_ref: Option<String>,
    /// 标题
    pub title: String,
    /// How many things of this kind in the matter.
    pub count: u32,
    /// Until when, when there is a deadline.
    pub due: Option<TimeLeft>,
}

/// What waits for the deputy today.
#[derive(Serialize, ToSchema)]
pub struct MyToday {
    /// Most pressing first.
    pub items: Vec<WaitingItem>,
}

/// What waits for me today
///
/// 今日待办, for deputies: invitations to co-sign (联名确认), contacts to confirm (沟通确认), letters to evaluate (评价),
/// returned suggestions (退回修改), unfinished drafts (草稿). Empty for others.
#[utoipa::path(get, path = "/api/v1/me/today", tag = "suggestion", security(("bearer" = [])),
    responses((status = 200, description = "What waits", body = MyToday)))]
pub(super) async fn get_my_today(state: web::Data<State>, caller: Caller) -> ApiResult<Answer> {
    require::<act::ReadSuggestion>(&caller.actor, &PublicRegister)?;
    let actor = &caller.actor;
    let own: Vec<DeputyId> = actor.deputies().collect();
    if own.is_empty() {
        return Answer::ok(&MyToday { items: Vec::new() });
    }
    let reading = Reading::of(&state, &caller.request).await?;
    let filter = SuggestionFilter {
        statuses: Phase::Open.statuses().iter().map(|status| status.code().to_owned()).collect(),
        mine: Some(own.iter().map(|deputy| deputy.0).collect()),
        ..SuggestionFilter::default()
    };
    let Some(sort) = SUGGESTION_SORTS.first() else { return Answer::ok(&MyToday { items: Vec::new() }) };
    let page = PageRequest { sort, descending: true, after: None, limit: MOST };
    let rows = state.store.suggestions(actor, &filter, &page).await?;
    let ids: Vec<SuggestionId> = rows.iter().map(|listed| SuggestionId(listed.row.id)).collect();
    let cases = state.store.cases(&ids).await?;
    let deputies: Vec<DeputyId> = cases.iter().flat_map(|stored| concerned(&stored.case)).collect();
    let seats = state.store.active_seats(&deputies).await?;
    let refs: HashMap<Uuid, Option<String>> = rows
        .iter()
        .map(|listed| {
            let row = &listed.row;
            (row.id, official_ref(row.session_name.as_deref(), &row.period, row.number))
        })
        .collect();
    let mut items: Vec<WaitingItem> = cases
        .iter()
        .flat_map(|stored| {
            let cited = refs.get(&stored.case.id().0).cloned().flatten();
            waiting(&reading, &seats, &caller, &stored.case, &own, cited)
        })
        .collect();
    items.sort_by_key(|item| {
        (item.due.as_ref().map_or(chrono::NaiveDate::MAX, |due| due.on), item.suggestion_id)
    });
    Answer::ok(&MyToday { items })
}

/// What waits: its word, its names in Chinese and English, how many, until when.
type Waiting = (&'static str, (&'static str, &'static str), u32, Option<chrono::NaiveDate>);

fn waiting(
    reading: &Reading,
    seats: &Seats,
    caller: &Caller,
    case: &Case,
    own: &[DeputyId],
    cited: Option<String>,
) -> Vec<WaitingItem> {
    let ctx = reading.ctx(seats);
    let may = |step| case.may(step, &caller.actor, &ctx);
    let suggestion = &case.suggestion;
    let invited = || {
        let invitation = own.iter().find_map(|deputy| suggestion.cosigner(*deputy));
        invitation.map(|cosigner| domain::kernel::business_date(cosigner.expires_at))
    };
    let mut found: Vec<Waiting> = Vec::new();
    if may(SuggestionStep::ConfirmCosign) {
        found.push(("cosign", ("联名待确认", "Co-signature to be confirmed"), 1, invited()));
    }
    if may(SuggestionStep::Edit) {
        match case.status() {
            SuggestionStatus::Returned => {
                found.push(("revise", ("退回待修改", "Returned for changes"), 1, None))
            }
            SuggestionStatus::Draft => {
                found.push(("finish_draft", ("草稿未提交", "Unfinished draft"), 1, None))
            }
            _ => {}
        }
    }
    let talks = contacts_waiting(case, own);
    if talks > 0 {
        found.push(("confirm_contact", ("沟通待确认", "Contact to be confirmed"), talks, None));
    }
    if may(SuggestionStep::Evaluate) {
        let letters = case.ratings_due(&ctx).filter(|due| own.contains(&due.deputy)).count();
        let until = suggestion.dues.feedback.as_ref().map(|due| due.on);
        found.push(("evaluate", ("待评价", "To be evaluated"), u32::try_from(letters).unwrap_or(1), until));
    }
    if may(SuggestionStep::AgreeWithdrawal) {
        found.push(("agree_withdrawal", ("撤回待同意", "Withdrawal to be agreed to"), 1, None));
    }
    if may(SuggestionStep::ConfirmExplanation) {
        found.push(("confirm_explanation", ("承诺变更说明待确认", "Explanation to be confirmed"), 1, None));
    }
    found
        .into_iter()
        .map(|(kind, (zh, en), count, due)| WaitingItem {
            kind,
            label: reading.pick(zh, en).to_owned(),
            suggestion_id: case.id().0,
            version: case.version.0,
            official_ref: cited.clone(),
            title: suggestion.text.title.clone(),
            count,
            due: due.map(|on| reading.due(on)),
        })
        .collect()
}
