use crate::kernel::{DeputyId, SuggestionId, UnitId, business_date};
use crate::suggestion::{
    Case, CommitmentStatus, Feedback, PublicationPart, PublishAttribute, Rating, ReplyCategory,
    SuggestionStatus, TaskRole, TaskTier, UrgeLevel, Verdict,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One unit's first-round part in a matter, as the measures need it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskFacts {
    /// The unit under the name that it had then.
    pub unit: UnitId,
    /// 主办、协办、分办
    pub role: TaskRole,
    /// Owes the deputies a letter.
    pub owes_reply: bool,
    /// 签收期限
    pub sign_due: Option<NaiveDate>,
    /// 签收日期
    pub signed_on: Option<NaiveDate>,
    /// Asked to send back.
    pub send_back_requested: bool,
    /// Sent back with consent: a wrong assignment.
    pub send_back_agreed: bool,
    /// The matter's end as first computed.
    pub original_due: Option<NaiveDate>,
    /// The end in force.
    pub effective_due: Option<NaiveDate>,
    /// First letter.
    pub first_issued_on: Option<NaiveDate>,
}

/// A promise, as the measures need it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitmentFacts {
    /// Until when.
    pub due: NaiveDate,
    /// When it was judged kept.
    pub accepted_on: Option<NaiveDate>,
    /// Replaced by another promise, which counts instead.
    pub replaced: bool,
}

/// A unit's answer, as the score needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftFacts {
    /// The unit under the name that it had then.
    pub unit: UnitId,
    /// Never returned by the pre-review.
    pub clean: bool,
    /// When the letter was issued.
    pub on: Option<NaiveDate>,
}

/// A card given to a unit (黄牌、红牌).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardFacts {
    /// The unit under the name that it had when it answered.
    pub unit: UnitId,
    /// 红牌; otherwise 黄牌.
    pub red: bool,
    /// The day.
    pub on: NaiveDate,
}

/// One matter, as the measures need it. A read model may fill it without loading the aggregate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatterFacts {
    /// Which.
    pub id: SuggestionId,
    /// State.
    pub status: SuggestionStatus,
    /// 领衔代表
    pub lead: DeputyId,
    /// 交办日期
    pub assigned_on: Option<NaiveDate>,
    /// First time answered in full.
    pub replied_on: Option<NaiveDate>,
    /// 仅供参考
    pub reference_only: bool,
    /// Linked to an earlier one.
    pub recurring: bool,
    /// First letters' category.
    pub first_category: Option<ReplyCategory>,
    /// Category now.
    pub category: Option<ReplyCategory>,
    /// A confirmed face-to-face talk before the first letter.
    pub met_before_reply: bool,
    /// Handled again.
    pub rehandled: bool,
    /// First-round ratings: attitude, result; the worst of several.
    pub first_rating: Option<(Rating, Rating)>,
    /// Ratings in force: the last of each rater and part; the worst of several.
    pub final_rating: Option<(Rating, Rating)>,
    /// Consent and attribute allow publishing the reply.
    pub publishable: bool,
    /// Its reply is published.
    pub published: bool,
    /// First-round tasks of units.
    pub tasks: Vec<TaskFacts>,
    /// Promises.
    pub commitments: Vec<CommitmentFacts>,
    /// Answers of all rounds.
    #[serde(default)]
    pub drafts: Vec<DraftFacts>,
    /// Cards; one for the whole matter is one for every unit that owed an answer.
    #[serde(default)]
    pub cards: Vec<CardFacts>,
}

impl MatterFacts {
    /// Puts units in the place of those that they carry on (按承继单位口径).
    pub fn rename_units(&mut self, name: impl Fn(UnitId) -> UnitId) {
        self.tasks.iter_mut().for_each(|task| task.unit = name(task.unit));
        self.drafts.iter_mut().for_each(|draft| draft.unit = name(draft.unit));
        self.cards.iter_mut().for_each(|card| card.unit = name(card.unit));
    }

    /// The matter with the unit's own part alone; `None` where it owes (or owed) no answer.
    #[must_use]
    pub fn of_unit(&self, unit: UnitId) -> Option<Self> {
        self.tasks.iter().any(|task| task.unit == unit && task.owes_reply).then(|| Self {
            tasks: self.tasks.iter().filter(|task| task.unit == unit).cloned().collect(),
            drafts: self.drafts.iter().filter(|draft| draft.unit == unit).copied().collect(),
            cards: self.cards.iter().filter(|card| card.unit == unit).copied().collect(),
            ..self.clone()
        })
    }

    /// In the base of the measures.
    pub fn counts(&self) -> bool {
        self.assigned_on.is_some()
            && !matches!(
                self.status,
                SuggestionStatus::Withdrawn | SuggestionStatus::NotAccepted | SuggestionStatus::Merged
            )
    }

    /// Answered at least once.
    pub fn is_replied(&self) -> bool {
        self.replied_on.is_some()
    }
}

impl Case {
    /// The matter's facts.
    pub fn facts(&self) -> MatterFacts {
        let suggestion = &self.suggestion;
        let first_round: Vec<&Feedback> = self.feedbacks.iter().filter(|f| f.round == 1).collect();
        let first_reply = self.replies.iter().filter_map(|reply| reply.issued_at()).min();
        MatterFacts {
            id: self.id(),
            status: self.status(),
            lead: suggestion.lead,
            assigned_on: suggestion.assigned_at.map(business_date),
            replied_on: suggestion.replied_at.map(business_date),
            reference_only: suggestion.wishes.reference_only,
            recurring: !suggestion.previous.is_empty(),
            first_category: self.first_category(),
            category: self.category(),
            met_before_reply: self.tasks.iter().any(|task| task.has_face_meeting_before(first_reply)),
            rehandled: suggestion.round > 1,
            first_rating: worst(&first_round),
            final_rating: worst(&self.ratings_in_force()),
            publishable: self.current_letters().any(|letter| {
                letter.content.publish_attr == PublishAttribute::Active
                    && self.publishable(PublicationPart::Reply, Some(letter.id), false).is_ok()
            }),
            published: self.released_parts().any(|known| known.part == PublicationPart::Reply),
            tasks: self.task_facts(),
            commitments: self
                .commitments
                .iter()
                .map(|promise| CommitmentFacts {
                    due: promise.due,
                    accepted_on: promise.accepted_at.map(business_date),
                    replaced: promise.status == CommitmentStatus::Changed,
                })
                .collect(),
            drafts: self.draft_facts(),
            cards: self.card_facts(),
        }
    }

    fn draft_facts(&self) -> Vec<DraftFacts> {
        let units = self.tasks.iter().filter(|task| task.tier == TaskTier::Unit);
        units
            .filter_map(|task| {
                let reply = self.first_reply_of(task.id)?;
                let on = reply.issued_at().map(business_date);
                Some(DraftFacts { unit: reply.unit, clean: task.review_returns == 0, on })
            })
            .collect()
    }

    fn card_facts(&self) -> Vec<CardFacts> {
        let mut cards = Vec::new();
        for urge in &self.urges {
            let red = match urge.level {
                UrgeLevel::Yellow => false,
                UrgeLevel::Red => true,
                UrgeLevel::Notice | UrgeLevel::Urge => continue,
            };
            let given = self.tasks.iter().filter(|task| {
                task.tier == TaskTier::Unit
                    && match urge.task {
                        Some(of) => of == task.id,
                        None => task.owes_reply() && task.assigned_at <= urge.at,
                    }
            });
            cards.extend(given.map(|task| CardFacts {
                unit: self.first_reply_of(task.id).map_or(task.unit, |reply| reply.unit),
                red,
                on: business_date(urge.at),
            }));
        }
        cards
    }

    fn task_facts(&self) -> Vec<TaskFacts> {
        let original = self.suggestion.dues.reply.as_ref().map(|due| due.on);
        self.tasks
            .iter()
            .filter(|task| task.round == 1 && task.tier == TaskTier::Unit)
            .map(|task| TaskFacts {
                // Statistics of the time before a reorganisation stay under the old name.
                unit: self.first_reply_of(task.id).map_or(task.unit, |reply| reply.unit),
                role: task.role,
                owes_reply: task.owes_reply(),
                sign_due: task.dues.sign.as_ref().map(|due| due.on),
                signed_on: task.signed_by.and(task.signed_at).map(business_date),
                send_back_requested: !task.send_backs.is_empty(),
                send_back_agreed: task.send_backs.iter().any(|request| request.verdict == Verdict::Agreed),
                original_due: original,
                effective_due: task.effective_due(),
                first_issued_on: self
                    .first_reply_of(task.id)
                    .and_then(|reply| reply.issued_at())
                    .map(business_date),
            })
            .collect()
    }

    /// For every part and every suggestion answered here, the last rating.
    fn ratings_in_force(&self) -> Vec<&Feedback> {
        let root = |feedback: &Feedback| {
            let mut task = self.reply(feedback.reply).map(|reply| reply.task).ok()?;
            while let Some(before) = self.task(task).ok()?.follows {
                task = before;
            }
            Some(task)
        };
        self.feedbacks
            .iter()
            .filter(|feedback| {
                !self.feedbacks.iter().any(|later| {
                    later.round > feedback.round
                        && later.on_behalf_of == feedback.on_behalf_of
                        && root(later) == root(feedback)
                })
            })
            .collect()
    }
}

fn worst(feedbacks: &[&Feedback]) -> Option<(Rating, Rating)> {
    let attitude = feedbacks.iter().map(|feedback| feedback.attitude).max()?;
    let result = feedbacks.iter().map(|feedback| feedback.result).max()?;
    Some((attitude, result))
}
