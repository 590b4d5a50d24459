use super::{Deputy, DeputyStatus};
use crate::{
    authz::{Permit, act},
    kernel::{ChangeKind, DeputyId, DomainError, ErrorCode, FieldChecks, Outcome, TextRule, coded_enum},
};
use chrono::NaiveDate;
use serde::Serialize;

coded_enum! {
    /// Why a deputy of an earlier term is not asked any more (不再征询的原因).
    ReleaseGround {
        Death = "death", "去世", "Died";
        LostCapacity = "lost_capacity", "丧失行为能力", "Lost legal capacity";
        Declined = "declined", "本人书面表示不再评价", "Declined in writing";
    }
}

/// 不再征询: whoever left office and cannot rate any more. The next co-signer speaks for his matters; where there is none,
/// the rating lapses with the reason 无评价人 (domain specification §8.3, example 10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Release {
    /// The seat.
    pub deputy: DeputyId,
    /// Why.
    pub ground: ReleaseGround,
    /// The day from which it counts.
    pub on: NaiveDate,
    /// Inner remark.
    pub note: Option<String>,
}

impl Release {
    /// Records it.
    ///
    /// # Errors
    /// `state.conflict` unless the seat ended with its term; `validation.failed` for the day and the remark.
    pub fn record(
        permit: &Permit<act::ChangeDeputyStatus>,
        deputy: &Deputy,
        mut release: Self,
        today: NaiveDate,
    ) -> Result<Outcome<Self>, DomainError> {
        if deputy.status != DeputyStatus::TermEnded {
            return Err(DomainError::new(ErrorCode::StateConflict).param("state", deputy.status.zh()));
        }
        let mut checks = FieldChecks::new();
        checks.optional_text(TextRule::body(0, 500), "#/note", &mut release.note);
        checks.date("#/on", release.on);
        checks.not_after("#/on", release.on, today);
        checks.finish()?;
        let kind = ChangeKind { event: "deputy.released", aggregate: "deputy", action: permit.action_name() };
        let outcome = Outcome::between(kind, deputy.id.0, None::<&()>, &release.clone(), release);
        let ground = outcome.next.ground;
        Ok(outcome.with_data(serde_json::json!({ "ground": ground })))
    }
}
