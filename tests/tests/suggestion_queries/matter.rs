//! A suggestion in any state, written straight into the store.

use crate::world::{World, day, morning, store_case};
use domain::kernel::{AccountId, HandlingTaskId, PublicationId, ReplyId, UnitId};
use domain::suggestion::{
    Case, Due, DueKind, HandlingTask, Issue, NumberSeries, OfficialNumber, PointAnswer, Publication,
    PublicationPart, PublicationStatus, PublishAttribute, Redaction, Reply, ReplyCategory, ReplyContent,
    ReplyKind, ReplyStatus, SecrecyReview, SuggestionStatus, TaskDues, TaskRole, TaskStatus, TaskTier,
};
use persistence::Store;
use tests::fresh_id;

/// A matter handed in, in any later state, with one lead task of a unit.
pub struct Matter {
    pub case: Case,
}

impl Matter {
    /// Handed in that morning.
    pub fn submitted(world: &World, lead: usize, title: &str, date: &str) -> Self {
        let mut case = world.draft(world.deputies[lead], title, morning(date));
        case.suggestion.status = SuggestionStatus::Submitted;
        case.suggestion.submitted_at = Some(morning(date));
        case.suggestion.dues.accept = Some(due(DueKind::Accept, date, "2026-03-06"));
        Self { case }
    }

    /// Accepted under a number between sessions.
    pub fn accepted(mut self, number: u32, category: &str) -> Self {
        let suggestion = &mut self.case.suggestion;
        let series = NumberSeries::Between { jurisdiction: suggestion.jurisdiction, year: 2026 };
        suggestion.official_no = Some(OfficialNumber { series, number });
        suggestion.code = Some(format!("JY-18-00-{number:04}"));
        suggestion.accepted_at = suggestion.submitted_at;
        suggestion.accepted_text_sha256 = Some("ab".repeat(32));
        suggestion.classification.category = Some(category.to_owned());
        suggestion.status = SuggestionStatus::Accepted;
        self
    }

    /// Assigned to a unit, to be answered by a day.
    pub fn assigned(mut self, unit: UnitId, role: TaskRole, date: &str, until: &str) -> Self {
        let suggestion = &mut self.case.suggestion;
        suggestion.assigned_at = Some(morning(date));
        suggestion.status = SuggestionStatus::Handling;
        suggestion.dues.reply = Some(due(DueKind::Reply, date, until));
        suggestion.dues.effective = suggestion.dues.reply.clone();
        let dues = TaskDues {
            sign: Some(due(DueKind::Sign, date, date)),
            effective: Some(due(DueKind::Reply, date, until)),
            ..TaskDues::default()
        };
        self.case.tasks.push(HandlingTask {
            id: HandlingTaskId(fresh_id()),
            unit,
            role,
            scope_text: None,
            tier: TaskTier::Unit,
            parent: None,
            follows: None,
            round: 1,
            assigned_by: AccountId(fresh_id()),
            assigned_at: morning(date),
            signed_at: Some(morning(date)),
            signed_by: Some(AccountId(fresh_id())),
            final_assignment: false,
            responsibles: None,
            dues,
            send_backs: Vec::new(),
            extensions: Vec::new(),
            contacts: Vec::new(),
            co_opinions: Vec::new(),
            co_opinion_missing_at: None,
            holding_answers: Vec::new(),
            review_returns: 0,
            former_units: Vec::new(),
            status: TaskStatus::InProgress,
            finished_at: None,
        });
        self
    }

    /// Answered by the first task.
    pub fn replied(mut self, body: &str, doc_no: &str, date: &str) -> Self {
        let task = &mut self.case.tasks[0];
        task.status = TaskStatus::Done;
        let (id, unit) = (task.id, task.unit);
        self.case.suggestion.status = SuggestionStatus::Replied;
        self.case.suggestion.replied_at = Some(morning(date));
        self.case.suggestion.dues.feedback = Some(due(DueKind::Feedback, date, "2026-06-30"));
        self.case.replies.push(Reply {
            id: ReplyId(fresh_id()),
            task: id,
            unit,
            round: 1,
            pre_reviews: Vec::new(),
            kind: ReplyKind::Main,
            ordinal: 1,
            content: ReplyContent {
                category: ReplyCategory::Resolved,
                body: body.to_owned(),
                points: vec![PointAnswer {
                    proposal_no: 1, answer: "已增设车位一百二十个。".into()
                }],
                reason: None,
                co_units_explained: false,
                contact_name: "赵科".into(),
                contact_phone: "0520-1234567".into(),
                cc: Vec::new(),
                publish_attr: PublishAttribute::Active,
                publish_reason: None,
                evidence: Vec::new(),
                promises: Vec::new(),
            },
            issue: Some(Issue {
                doc_no: doc_no.to_owned(),
                signer: AccountId(fresh_id()),
                signer_name: "张局长".into(),
                by_head: true,
                issued_at: morning(date),
                seal_applied: true,
                content_sha256: "cd".repeat(32),
                file: None,
            }),
            delivery: None,
            returns: Vec::new(),
            disputed: None,
            status: ReplyStatus::Issued,
            drafted_at: morning(date),
            drafted_by: AccountId(fresh_id()),
        });
        self
    }

    /// Releases a part for publication.
    pub fn released(mut self, part: PublicationPart, redactions: Vec<Redaction>) -> Self {
        let reply = (part == PublicationPart::Reply).then(|| self.case.replies[0].id);
        self.case.publications.push(Publication {
            id: PublicationId(fresh_id()),
            part,
            reply,
            review: SecrecyReview { secret: true, commercial: true, privacy: true, stability: true },
            redactions,
            status: PublicationStatus::Released,
            proposed_by: AccountId(fresh_id()),
            proposed_at: morning("2026-06-01"),
            decided_by: Some(AccountId(fresh_id())),
            decided_at: Some(morning("2026-06-02")),
            reason: None,
            withdrawn_at: None,
            withdrawn_by: None,
            text_sha256: None,
            files: Vec::new(),
            withdrawal: None,
        });
        self
    }

    /// Changes it by hand.
    pub fn with(mut self, change: impl FnOnce(&mut Case)) -> Self {
        change(&mut self.case);
        self
    }

    /// Writes it.
    pub async fn store(self, store: &Store) -> Case {
        store_case(store, &self.case).await;
        self.case
    }
}

fn due(kind: DueKind, start: &str, on: &str) -> Due {
    Due::fixed(kind, day(start), day(on), format!("截止 {on}"), format!("ends on {on}"))
}
