use super::{
    counts_dto::{QueueCount, StatusCount, SuggestionCounts, SuggestionCountsQuery},
    reading::Reading,
};
use crate::{
    http::{Answer, Api, ApiResult, Caller, Query},
    state::State,
};
use actix_web::web;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    authz::{Actor, PublicRegister, Role, act, require},
    kernel::business_date,
    suggestion::SuggestionStatus,
};
use persistence::suggestion::{SuggestionCount, SuggestionFilter, TaskCount};

pub(super) fn register(api: &mut Api) {
    api.route(__path_count_suggestions, count_suggestions);
}

/// Count suggestions
///
/// 待办数量: by state, and the queues (待办队列) of my roles with the age of the oldest. The desk's first page.
#[utoipa::path(get, path = "/api/v1/suggestions/counts", tag = "suggestion", security(("bearer" = [])),
    params(SuggestionCountsQuery),
    responses((status = 200, description = "The counts", body = SuggestionCounts)))]
pub(super) async fn count_suggestions(
    state: web::Data<State>,
    caller: Caller,
    query: Query<SuggestionCountsQuery>,
) -> ApiResult<Answer> {
    require::<act::ReadSuggestion>(&caller.actor, &PublicRegister)?;
    let reading = Reading::of(&state, &caller.request).await?;
    let filter =
        SuggestionFilter { term: query.term_id, session: query.session_id, ..SuggestionFilter::default() };
    let matters =
        state.store.suggestion_counts(&caller.actor, &filter, (reading.today, &reading.urge_days)).await?;
    let tasks = state.store.count_open_tasks(&caller.actor, reading.today).await?;
    let statuses = SuggestionStatus::ALL.iter().filter_map(|status| {
        let of_status: Vec<_> = matters.iter().filter(|row| row.status == status.code()).collect();
        let sum = Sum::of_matters(&of_status);
        (sum.count > 0).then(|| StatusCount {
            status: status.code().to_owned(),
            label: reading.label(*status),
            count: sum.count,
            late: sum.late,
            oldest_on: sum.oldest_on(),
            oldest_days: sum.oldest_days(reading.today),
        })
    });
    let queues = QUEUES.iter().filter(|queue| queue.is_for(&caller.actor)).map(|queue| {
        let sum = match queue.of {
            Of::Matters(belongs) => {
                Sum::of_matters(&matters.iter().filter(|row| belongs(row)).collect::<Vec<_>>())
            }
            Of::Tasks(belongs) => Sum::of_tasks(&tasks.iter().filter(|row| belongs(row)).collect::<Vec<_>>()),
        };
        QueueCount {
            key: queue.key,
            label: reading.pick(queue.zh, queue.en).to_owned(),
            count: sum.count,
            late: sum.late,
            oldest_on: sum.oldest_on(),
            oldest_days: sum.oldest_days(reading.today),
            next_due_on: sum.next_due_on,
            list: match queue.of {
                Of::Matters(_) => "suggestions",
                Of::Tasks(_) => "tasks",
            },
            query: queue.query,
        }
    });
    Answer::ok(&SuggestionCounts { statuses: statuses.collect(), queues: queues.collect() })
}

/// A queue of a desk.
struct Queue {
    key: &'static str,
    zh: &'static str,
    en: &'static str,
    roles: &'static [Role],
    query: &'static str,
    of: Of,
}

enum Of {
    Matters(fn(&SuggestionCount) -> bool),
    Tasks(fn(&TaskCount) -> bool),
}

impl Queue {
    fn is_for(&self, actor: &Actor) -> bool {
        self.roles.iter().any(|role| actor.has_role(*role))
    }
}

const DESK: &[Role] = &[Role::DcStaff, Role::DcHead];
/// Who decides nothing of a matter's daily course and watches it: the committee its field, the leaders all.
const WATCH: &[Role] = &[Role::ScLeader, Role::Committee];
const DESK_AND_WATCH: &[Role] = &[Role::DcStaff, Role::DcHead, Role::ScLeader, Role::Committee];
/// Who may urge as an office.
const URGERS: &[Role] = &[Role::DcStaff, Role::DcHead, Role::GovDispatch, Role::Committee, Role::ScLeader];
const HEAD: &[Role] = &[Role::DcHead];
const UNIT: &[Role] = &[Role::UnitHandler, Role::UnitLeader];
const OFFICES: &[Role] = &[Role::UnitHandler, Role::UnitLeader, Role::GovDispatch];

const QUEUES: &[Queue] = &[
    Queue {
        key: "review",
        zh: "待审查",
        en: "To be reviewed",
        roles: DESK,
        query: "status=submitted",
        of: Of::Matters(|row| row.status == "submitted" && !row.insisted),
    },
    Queue {
        key: "insisted",
        zh: "代表坚持，待决定",
        en: "Insisted on, to be decided",
        roles: HEAD,
        query: "status=submitted&turn=head",
        of: Of::Matters(|row| row.status == "submitted" && row.insisted),
    },
    Queue {
        key: "assign",
        zh: "待交办",
        en: "To be assigned",
        roles: DESK,
        query: "status=accepted",
        of: Of::Matters(|row| row.status == "accepted"),
    },
    Queue {
        key: "unsettled",
        zh: "评价待处理",
        en: "Evaluations to be settled",
        roles: DESK_AND_WATCH,
        query: "status=evaluated",
        of: Of::Matters(|row| row.status == "evaluated"),
    },
    Queue {
        key: "in_hand",
        zh: "单位在办",
        en: "In the units' hands",
        roles: WATCH,
        query: "status=assigned,handling",
        of: Of::Matters(|row| matches!(row.status.as_str(), "assigned" | "handling")),
    },
    Queue {
        key: "rehandling",
        zh: "正在重新办理",
        en: "Being handled again",
        roles: DESK_AND_WATCH,
        query: "status=rehandling",
        of: Of::Matters(|row| row.status == "rehandling"),
    },
    Queue {
        key: "to_rate",
        zh: "已答复，待代表评价",
        en: "Answered, to be evaluated",
        roles: WATCH,
        query: "status=replied",
        of: Of::Matters(|row| row.status == "replied"),
    },
    Queue {
        key: "promises",
        zh: "承诺跟踪",
        en: "Promises to be kept",
        roles: DESK_AND_WATCH,
        query: "status=tracking",
        of: Of::Matters(|row| row.status == "tracking"),
    },
    Queue {
        key: "to_urge",
        zh: "今日可催办",
        en: "To be urged today",
        roles: URGERS,
        query: "to_urge=true&sort=due_on",
        of: Of::Matters(|row| row.to_urge),
    },
    Queue {
        key: "urge_unanswered",
        zh: "已催办，待单位回应",
        en: "Urged, not answered by the unit",
        roles: URGERS,
        query: "urged=true&sort=due_on",
        of: Of::Matters(|row| row.urged),
    },
    Queue {
        key: "urged",
        zh: "被催办，待回应",
        en: "Urged, to be answered",
        roles: UNIT,
        query: "urged=true&sort=due_on",
        of: Of::Matters(|row| row.urged),
    },
    Queue {
        key: "head",
        zh: "待主任决定",
        en: "To be decided by the head",
        roles: HEAD,
        query: "turn=head",
        of: Of::Matters(|row| row.turn.iter().any(|who| who == "head")),
    },
    Queue {
        key: "sign",
        zh: "待签收",
        en: "To be signed for",
        roles: OFFICES,
        query: "queue=sign",
        of: Of::Tasks(|row| row.status == "pending_sign"),
    },
    Queue {
        key: "dispatch",
        zh: "待分办",
        en: "To be dispatched",
        roles: &[Role::GovDispatch],
        query: "queue=dispatch",
        of: Of::Tasks(|row| row.status == "signed" && row.tier == "system"),
    },
    Queue {
        key: "handle",
        zh: "主办、分办在办",
        en: "Being handled",
        roles: UNIT,
        query: "queue=handle",
        of: Of::Tasks(|row| {
            row.tier == "unit"
                && row.role != "co"
                && matches!(row.status.as_str(), "signed" | "in_progress" | "reply_draft")
        }),
    },
    Queue {
        key: "co",
        zh: "协办待出具意见",
        en: "Co-opinions to be written",
        roles: UNIT,
        query: "queue=co",
        of: Of::Tasks(|row| {
            row.tier == "unit"
                && row.role == "co"
                && matches!(row.status.as_str(), "signed" | "in_progress" | "co_opinion_draft")
        }),
    },
    Queue {
        key: "pre_review_government",
        zh: "答复待预审",
        en: "Replies to be pre-reviewed",
        roles: &[Role::GovDispatch],
        query: "queue=pre_review&government=true",
        of: Of::Tasks(|row| row.status == "pre_review" && row.government),
    },
    Queue {
        key: "pre_review",
        zh: "答复待预审",
        en: "Replies to be pre-reviewed",
        roles: DESK,
        query: "queue=pre_review&government=false",
        of: Of::Tasks(|row| row.status == "pre_review" && !row.government),
    },
    Queue {
        key: "sign_off",
        zh: "待签发",
        en: "To be signed off",
        roles: &[Role::UnitLeader],
        query: "queue=sign_off",
        of: Of::Tasks(|row| row.status == "sign_off"),
    },
    Queue {
        key: "deliver",
        zh: "待送达",
        en: "To be delivered",
        roles: UNIT,
        query: "queue=deliver",
        of: Of::Tasks(|row| row.status == "issued"),
    },
    Queue {
        key: "send_back_government",
        zh: "退办待裁定",
        en: "Send-backs to be decided",
        roles: &[Role::GovDispatch],
        query: "queue=send_back&government=true",
        of: Of::Tasks(|row| row.status == "send_back_requested" && row.government && row.tier == "unit"),
    },
    Queue {
        key: "send_back",
        zh: "退办待裁定",
        en: "Send-backs to be decided",
        roles: HEAD,
        query: "queue=send_back",
        of: Of::Tasks(|row| row.status == "send_back_requested"),
    },
    Queue {
        key: "extension_government",
        zh: "延期待审批（代表工委）",
        en: "Extensions that the congress decides",
        roles: &[Role::GovDispatch],
        query: "queue=extension&government=true",
        of: Of::Tasks(|row| row.extension_pending && row.government),
    },
    Queue {
        key: "extension",
        zh: "延期待审批",
        en: "Extensions to be decided",
        roles: HEAD,
        query: "queue=extension",
        of: Of::Tasks(|row| row.extension_pending),
    },
];

/// Several lines of a count together.
#[derive(Default)]
struct Sum {
    count: i64,
    late: i64,
    oldest_at: Option<DateTime<Utc>>,
    next_due_on: Option<NaiveDate>,
}

impl Sum {
    fn of_matters(rows: &[&SuggestionCount]) -> Self {
        Self {
            count: rows.iter().map(|row| row.count).sum(),
            late: rows.iter().map(|row| row.late).sum(),
            oldest_at: rows.iter().filter_map(|row| row.oldest_at).min(),
            next_due_on: rows.iter().filter_map(|row| row.next_due_on).min(),
        }
    }

    fn of_tasks(rows: &[&TaskCount]) -> Self {
        Self {
            count: rows.iter().map(|row| row.count).sum(),
            late: rows.iter().map(|row| row.late).sum(),
            oldest_at: rows.iter().filter_map(|row| row.oldest_at).min(),
            next_due_on: rows.iter().filter_map(|row| row.next_due_on).min(),
        }
    }

    fn oldest_on(&self) -> Option<NaiveDate> {
        self.oldest_at.map(business_date)
    }

    fn oldest_days(&self, today: NaiveDate) -> Option<i64> {
        self.oldest_on().map(|on| (today - on).num_days())
    }
}
