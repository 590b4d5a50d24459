//! What a reader sees of one matter beyond its status object: its history and its letters.

use super::{key_caller::KeyCaller, sandbox};
use crate::{
    http::{Api, ApiResult, Instant, Keeping, etag_of, tagged},
    state::State,
    suggestion::codes::{PublishAttributeCode, ReplyCategoryCode, ReplyKindCode, SuggestionStatusCode},
};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use domain::{
    kernel::{ErrorCode, SuggestionId, business_date},
    suggestion::{Case, Reply, StatusLog, SuggestionStatus, category_letter},
};
use persistence::suggestion::{Names, NamesWanted};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::files::OpenFileRef;
use super::matter_dto::{MatterView, OpenUnitRef};

pub(super) fn register(api: &mut Api) {
    api.route_keyed(__path_get_open_suggestion_timeline, get_open_suggestion_timeline)
        .route_keyed(__path_list_open_suggestion_replies, list_open_suggestion_replies);
}

/// What happened when (办理沿革).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": [{"type": "assign", "status": "assigned", "at": "2026-03-02T09:30:00.123456+08:00"}]}))]
pub struct OpenTimeline {
    /// Oldest first; only ever added to.
    pub items: Vec<OpenTimelineEntry>,
}

/// A change of state of the matter.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"type": "assign", "status": "assigned", "at": "2026-03-02T09:30:00.123456+08:00"}))]
pub struct OpenTimelineEntry {
    /// The step: `submit`, `accept`, `assign`, `all_replied` …
    #[serde(rename = "type")]
    pub kind: String,
    /// The state after it.
    #[schema(value_type = SuggestionStatusCode)]
    pub status: String,
    /// When.
    pub at: Instant,
}

/// Letters of a matter (答复), each with what came of it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": []}))]
pub struct OpenReplyList {
    /// In order of issue.
    pub items: Vec<OpenReply>,
}

/// A letter (答复函). Nothing of it is ever overwritten: what completes or corrects it is a letter of its own.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b72",
    "unit": {"id": "0197f0a2-c6b0-7c3c-8e5c-000000000002", "name": "住建局"}, "kind": "main", "round": 1, "revision": 1,
    "latest": true, "doc_no": "泗住建复〔2026〕5号", "category": "resolved", "letter": "A", "issued_on": "2026-05-20",
    "publish": "active", "body": "王建国代表：", "points": [{"proposal_no": 1, "answer": "已增设停车位。"}], "files": []}))]
pub struct OpenReply {
    /// The letter.
    pub id: Uuid,
    /// 承办单位
    pub unit: OpenUnitRef,
    /// A first answer, one that completes it, or one that corrects it.
    #[schema(value_type = ReplyKindCode)]
    pub kind: String,
    /// 办理轮次: 1, and more after handling again.
    pub round: u32,
    /// Place among the letters of this unit in this round, from 1.
    pub revision: u32,
    /// No later letter of this unit and round.
    pub latest: bool,
    /// 文号
    pub doc_no: String,
    /// 办理结果类别
    #[schema(value_type = ReplyCategoryCode)]
    pub category: String,
    /// Its letter under the county's scheme.
    pub letter: String,
    /// 签发日期
    pub issued_on: NaiveDate,
    /// 公开属性
    #[schema(value_type = PublishAttributeCode)]
    pub publish: String,
    /// Opening and closing, masked where it was masked.
    pub body: String,
    /// 逐条答复
    pub points: Vec<OpenReplyPoint>,
    /// What may be downloaded.
    pub files: Vec<OpenFileRef>,
}

/// An answer to one numbered proposal.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"proposal_no": 1, "answer": "已增设停车位。"}))]
pub struct OpenReplyPoint {
    /// Number of the proposal, from 1.
    pub proposal_no: u32,
    /// The answer.
    pub answer: String,
}

/// History of a matter
///
/// 办理沿革: its changes of state. For readers of the published parts only where the progress is published; empty otherwise.
#[utoipa::path(get, path = "/api/v1/open/suggestions/{id}/timeline", tag = "open", security(("key" = [])),
    params(("id" = Uuid, Path, description = "The suggestion")),
    responses((status = 200, description = "What happened when", body = OpenTimeline)))]
pub(super) async fn get_open_suggestion_timeline(
    state: web::Data<State>,
    key: KeyCaller,
    id: web::Path<Uuid>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    if key.sandbox {
        key.require_matters()?;
        return answer(&http, &sandbox::timeline(*id)?);
    }
    let (case, view) = seen(&state, &key, *id).await?;
    let told = match view {
        MatterView::Official => true,
        MatterView::Published => case.public_view().is_some_and(|view| view.progress),
    };
    let items = case.log.iter().filter(|line| told && is_of_the_matter(line));
    let items = items.map(|line| OpenTimelineEntry {
        kind: line.step.clone(),
        status: line.to.clone(),
        at: line.at.into(),
    });
    answer(&http, &OpenTimeline { items: items.collect() })
}

/// Letters of a matter
///
/// 答复及其更正、补充: every letter that may be seen, also those that a later one has completed or corrected.
#[utoipa::path(get, path = "/api/v1/open/suggestions/{id}/replies", tag = "open", security(("key" = [])),
    params(("id" = Uuid, Path, description = "The suggestion")),
    responses((status = 200, description = "The letters", body = OpenReplyList)))]
pub(super) async fn list_open_suggestion_replies(
    state: web::Data<State>,
    key: KeyCaller,
    id: web::Path<Uuid>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    if key.sandbox {
        key.require_matters()?;
        return answer(&http, &sandbox::replies(*id)?);
    }
    let (case, view) = seen(&state, &key, *id).await?;
    let units = case.replies.iter().map(|reply| reply.unit.0).collect();
    let names = state.store.names(NamesWanted { units, ..NamesWanted::default() }).await?;
    let settings = state.configuration().await?.settings_at(business_date(key.request.now))?;
    let letter =
        |reply: &Reply| category_letter(settings.category_scheme, reply.content.category).to_string();
    let released = case.public_view().map(|view| view.replies).unwrap_or_default();
    let items = case.replies.iter().filter(|reply| reply.is_issued()).filter_map(|reply| {
        let public = released.iter().find(|letter| letter.reply.id == reply.id);
        let (body, points) = match (view, public) {
            (MatterView::Published, None) => return None,
            (MatterView::Published, Some(public)) => (public.body.clone(), public.points.clone()),
            (MatterView::Official, _) => {
                let points = reply.content.points.iter();
                let points = points.map(|point| (point.proposal_no, point.answer.clone()));
                (reply.content.body.clone(), points.collect())
            }
        };
        let mut written = represent(&case, reply, &names, letter(reply))?;
        (written.body, written.points) = (body, points_of(points));
        written.files = public.map_or_else(Vec::new, |public| OpenFileRef::of_letter(&case, public));
        Some(written)
    });
    let mut items: Vec<OpenReply> = items.collect();
    items.sort_by_key(|reply| (reply.issued_on, reply.round, reply.revision));
    answer(&http, &OpenReplyList { items })
}

/// The matter and how the key sees it.
pub(super) async fn seen(state: &State, key: &KeyCaller, id: Uuid) -> ApiResult<(Case, MatterView)> {
    key.require_matters()?;
    // The same statement as everywhere decides; what is read afterwards is shown as that says.
    let seen = state.store.open_matter(&key.sight, id).await?.ok_or(ErrorCode::NotFound)?;
    #[derive(serde::Deserialize)]
    struct View {
        view: MatterView,
    }
    let View { view } = serde_json::from_str(&seen.document).map_err(anyhow::Error::from)?;
    let case = state.store.case(SuggestionId(id)).await?.ok_or(ErrorCode::NotFound)?.case;
    // It was withdrawn between the two.
    if view == MatterView::Published && case.public_view().is_none() {
        return Err(ErrorCode::NotFound.into());
    }
    Ok((case, view))
}

/// Changes of the matter itself, from the day on which it was handed in.
fn is_of_the_matter(line: &StatusLog) -> bool {
    let drafting = |status| {
        matches!(status, SuggestionStatus::Draft | SuggestionStatus::Cosigning | SuggestionStatus::Returned)
    };
    line.task.is_none() && line.to.parse::<SuggestionStatus>().is_ok_and(|status| !drafting(status))
}

fn represent(case: &Case, reply: &Reply, names: &Names, letter: String) -> Option<OpenReply> {
    let issue = reply.issue.as_ref()?;
    let later = case.replies.iter().any(|other| {
        other.is_issued()
            && (other.task, other.round) == (reply.task, reply.round)
            && other.ordinal > reply.ordinal
    });
    Some(OpenReply {
        id: reply.id.0,
        unit: OpenUnitRef { id: reply.unit.0, name: names.of(reply.unit.0) },
        kind: reply.kind.code().to_owned(),
        round: reply.round,
        revision: reply.ordinal,
        latest: !later,
        doc_no: issue.doc_no.clone(),
        category: reply.content.category.code().to_owned(),
        letter,
        issued_on: business_date(issue.issued_at),
        publish: reply.content.publish_attr.code().to_owned(),
        body: String::new(),
        points: Vec::new(),
        files: Vec::new(),
    })
}

fn points_of(points: Vec<(u32, String)>) -> Vec<OpenReplyPoint> {
    points.into_iter().map(|(proposal_no, answer)| OpenReplyPoint { proposal_no, answer }).collect()
}

pub(super) fn answer(http: &HttpRequest, value: &impl Serialize) -> ApiResult<HttpResponse> {
    let body = serde_json::to_vec(value).map_err(anyhow::Error::from)?;
    let etag = etag_of(&body);
    Ok(tagged(http, body.into(), &etag, Keeping::Private))
}
