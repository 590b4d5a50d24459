//! From what happened, and what time brings, to rows: each notice once for each account, whoever runs this and however often.

use crate::{http::ApiResult, state::State, suggestion::concerned};
use chrono::{DateTime, Utc};
use domain::{
    kernel::{AccountId, SuggestionId, business_date},
    notification::{
        Audience, Channel, Digest, FORGOTTEN_AFTER, Notice, OLD_AFTER, Recipient, Seen, due_notices,
        notices_of, recipients, ripe_at,
    },
    suggestion::{Case, Ctx, Seats, SuggestionStatus},
};
use persistence::notification::{ChoiceRow, NewDelivery, NewNotification};
use std::collections::HashMap;
use uuid::Uuid;

/// Places of the outbox that are told at once.
const PAGE: i64 = 200;
/// Matters whose deadlines are looked at at once.
const MATTERS: i64 = 100;

/// A notice with whoever did what it tells.
struct Told {
    notice: Notice,
    by: Option<AccountId>,
}

/// Tells what has happened, a page of it: how many notices were written; `None`: there was nothing.
///
/// # Errors
/// `service.unavailable`.
pub async fn tell_events(state: &State) -> ApiResult<Option<i64>> {
    let now = state.now();
    let Some(page) = state.store.events_to_tell(now - FORGOTTEN_AFTER, PAGE).await? else { return Ok(None) };
    let mut ids: Vec<SuggestionId> = page
        .events
        .iter()
        .filter(|event| event.aggregate == "suggestion")
        .map(|event| SuggestionId(event.aggregate_id))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let cases = cases(state, &ids).await?;
    let mut told = Vec::new();
    for event in &page.events {
        let seen = Seen { id: event.id, kind: &event.kind, data: &event.data, at: event.occurred_at };
        let by = event.account_id.map(AccountId);
        let notices = notices_of(&seen, cases.get(&event.aggregate_id));
        told.extend(notices.into_iter().map(|notice| Told { notice, by }));
    }
    let rows = address(state, told, &cases, now).await?;
    // `None`: another replica was faster, and there may be more.
    Ok(Some(state.store.tell(Some((page.from, page.to)), &rows, now).await?.unwrap_or(0)))
}

/// Tells what time brings on this day: how many notices were written. Running it again writes none.
///
/// # Errors
/// `service.unavailable`.
pub async fn tell_deadlines(state: &State) -> ApiResult<i64> {
    let now = state.now();
    let today = business_date(now);
    let configuration = state.configuration().await?;
    let settings = configuration.settings_at(today)?;
    let mut after = SuggestionId(Uuid::nil());
    let mut written = 0;
    loop {
        let ids = state.store.matters_with_deadlines(after, today, MATTERS).await?;
        let Some(last) = ids.last() else { return Ok(written) };
        after = *last;
        let cases = cases(state, &ids).await?;
        let mut told = Vec::new();
        for case in cases.values() {
            // Who rates depends on who still holds a seat; nothing else does.
            let seats = match case.status() {
                SuggestionStatus::Replied => state.store.active_seats(&concerned(case)).await?,
                _ => Seats::default(),
            };
            let ctx = Ctx {
                now,
                settings: &settings,
                calendar: configuration.calendar(),
                ids: state.shared.ids.as_ref(),
                seats: &seats,
            };
            told.extend(due_notices(case, &ctx).into_iter().map(|notice| Told { notice, by: None }));
        }
        let rows = address(state, told, &cases, now).await?;
        written += state.store.tell(None, &rows, now).await?.unwrap_or(0);
    }
}

async fn cases(state: &State, ids: &[SuggestionId]) -> ApiResult<HashMap<Uuid, Case>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let stored = state.store.cases(ids).await?;
    Ok(stored.into_iter().map(|stored| (stored.case.id().0, stored.case)).collect())
}

/// Who is told, and by which ways: the grants, choices and substitutions of this moment.
async fn address(
    state: &State,
    told: Vec<Told>,
    cases: &HashMap<Uuid, Case>,
    now: DateTime<Utc>,
) -> ApiResult<Vec<NewNotification>> {
    if told.is_empty() {
        return Ok(Vec::new());
    }
    let substitutions = state.store.substitutions_on(business_date(now)).await?;
    let mut audiences: Vec<Audience> = told.iter().flat_map(|one| one.notice.to.iter().copied()).collect();
    audiences.extend(substitutions.iter().map(|one| Audience::Account(one.substitute)));
    audiences.sort_unstable();
    audiences.dedup();
    let actors = state.store.actors_for(&audiences).await?;
    let mut addressed: Vec<(Notice, Recipient)> = Vec::new();
    for Told { notice, by } in told {
        let case = notice.matter.and_then(|id| cases.get(&id.0));
        for recipient in recipients(&notice, case, &actors, &substitutions, by) {
            addressed.push((notice.clone(), recipient));
        }
    }
    let mut accounts: Vec<Uuid> = addressed.iter().map(|(_, recipient)| recipient.account.0).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let choices = state.store.notification_choices(accounts).await?;
    let choices: HashMap<Uuid, ChoiceRow> = choices.into_iter().map(|row| (row.account_id, row)).collect();
    addressed
        .into_iter()
        .filter_map(|(notice, recipient)| {
            choices.get(&recipient.account.0).map(|row| row_of(state, notice, recipient, row, now))
        })
        .collect()
}

fn row_of(
    state: &State,
    notice: Notice,
    recipient: Recipient,
    row: &ChoiceRow,
    now: DateTime<Utc>,
) -> ApiResult<NewNotification> {
    let choices = row.choices()?;
    let ways = choices.channels_of(notice.kind);
    // What is old is no news: it stands in the list, and nobody's telephone rings for it.
    let old = now - notice.at > OLD_AFTER;
    let send_at = ripe_at(now, choices.digest, choices.quiet);
    let outside = ways.iter().copied().filter(|way| !old && can_reach(state, row, *way));
    let deliveries = outside
        .map(|channel| NewDelivery {
            id: state.shared.ids.next_id(),
            channel,
            send_at,
            bundled: choices.digest != Digest::AtOnce,
        })
        .collect();
    Ok(NewNotification {
        id: state.shared.ids.next_id(),
        account_id: recipient.account,
        key: notice.key,
        kind: notice.kind,
        suggestion_id: notice.matter.map(|id| id.0),
        facts: notice.facts,
        on_behalf_of: recipient.on_behalf_of,
        shown: ways.contains(&Channel::InApp),
        occurred_at: notice.at,
        deliveries,
    })
}

/// The channel is set up here, and it is known where the person is reached by it.
pub(super) fn can_reach(state: &State, row: &ChoiceRow, channel: Channel) -> bool {
    let known = match channel {
        Channel::InApp => false,
        Channel::Email => row.email_sealed.is_some() || row.person_email_sealed.is_some(),
        Channel::Sms => row.mobile_sealed.is_some() || row.person_mobile_sealed.is_some(),
        Channel::Wechat => row.wechat_sealed.is_some(),
    };
    known && state.shared.channels.get(channel).is_some()
}

/// Writes a notice that is not made of events: a test message, a substitution. It is for one account; `only` names the way
/// by which it goes besides the application, whatever was chosen.
///
/// # Errors
/// `service.unavailable`.
pub(super) async fn tell_one(
    state: &State,
    notice: Notice,
    account: AccountId,
    only: Option<Channel>,
) -> ApiResult<()> {
    let now = state.now();
    let choices = state.store.notification_choices(vec![account.0]).await?;
    let Some(choice) = choices.first() else { return Ok(()) };
    let mut row = row_of(state, notice, Recipient { account, on_behalf_of: None }, choice, now)?;
    if let Some(channel) = only {
        let id = state.shared.ids.next_id();
        row.shown = true;
        row.deliveries = match can_reach(state, choice, channel) {
            true => vec![NewDelivery { id, channel, send_at: now, bundled: false }],
            false => Vec::new(),
        };
    }
    state.store.tell(None, &[row], now).await?;
    Ok(())
}
