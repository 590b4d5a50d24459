//! 并案: several suggestions on one matter are handled together; every deputy is still answered and rates.

use super::changes::Changes;
use super::readiness::ensure;
use super::{Case, Ctx, Effects, MergedChild, SuggestionStatus, SuggestionStep};
use crate::authz::{Permit, act};
use crate::kernel::{DomainError, ErrorCode};
use serde_json::json;

impl Case {
    /// Merges `child` into this suggestion. Both must be saved. The permit is asked for on the child and on this one.
    ///
    /// # Errors
    /// `state.conflict` when the child is assigned already; `merge.not_possible` when this one is no longer awaiting
    /// review or assignment, is merged itself, is the same, belongs to another congress or term, or when the child
    /// has others merged into it.
    pub fn merge(
        &mut self,
        permit: &Permit<act::MergeSuggestion>,
        child: &mut Self,
        ctx: &Ctx<'_>,
    ) -> Result<(Effects, Effects), DomainError> {
        child.ready(SuggestionStep::Merge, None, ctx)?;
        let open = matches!(self.status(), SuggestionStatus::Submitted | SuggestionStatus::Accepted);
        // A matter that came back for re-assignment has a history with units: it cannot disappear into another.
        let untouched = child.tasks.is_empty() && self.tasks.is_empty();
        let same_congress = self.suggestion.jurisdiction == child.suggestion.jurisdiction
            && self.suggestion.term == child.suggestion.term;
        let possible =
            open && untouched && same_congress && self.id() != child.id() && child.children.is_empty();
        ensure(possible, ErrorCode::MergeNotPossible)?;

        let mut changes = Changes::begin(child, ctx, Some(permit.account()), "suggestion.merge");
        child.suggestion.status_before_merge = Some(child.status());
        child.suggestion.merged_into = Some(self.id());
        changes.enter(child, SuggestionStatus::Merged, SuggestionStep::Merge, None);
        changes.event(child, "suggestion.merged", json!({ "into": self.id() }));
        let child_outcome = changes.finish(child);

        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.merge");
        self.children.push(MergedChild {
            suggestion: child.id(),
            code: child.suggestion.code.clone(),
            official_no: child.suggestion.official_no,
            title: child.suggestion.text.title.clone(),
            lead: child.suggestion.lead,
            cosigners: child.suggestion.confirmed_cosigners().map(|cosigner| cosigner.deputy).collect(),
            by: permit.account(),
            at: ctx.now,
        });
        changes.event(self, "suggestion.absorbed", json!({ "child": child.id() }));
        Ok((changes.finish(self), child_outcome))
    }

    /// Takes `child` out again, to the state that it had.
    ///
    /// # Errors
    /// `state.conflict`; `merge.not_possible` when it is merged elsewhere; `merge.too_late` once this one is assigned.
    pub fn unmerge(
        &mut self,
        permit: &Permit<act::MergeSuggestion>,
        child: &mut Self,
        ctx: &Ctx<'_>,
    ) -> Result<(Effects, Effects), DomainError> {
        child.ready(SuggestionStep::Unmerge, None, ctx)?;
        ensure(child.suggestion.merged_into == Some(self.id()), ErrorCode::MergeNotPossible)?;
        let open = matches!(self.status(), SuggestionStatus::Submitted | SuggestionStatus::Accepted);
        ensure(open && self.suggestion.assigned_at.is_none(), ErrorCode::UnmergeTooLate)?;

        let mut changes = Changes::begin(child, ctx, Some(permit.account()), "suggestion.unmerge");
        let back = child.suggestion.status_before_merge.take().unwrap_or(SuggestionStatus::Submitted);
        child.suggestion.merged_into = None;
        changes.enter(child, back, SuggestionStep::Unmerge, None);
        changes.event(child, "suggestion.unmerged", json!({ "from": self.id() }));
        let child_outcome = changes.finish(child);

        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.unmerge");
        self.children.retain(|merged| merged.suggestion != child.id());
        changes.event(self, "suggestion.released", json!({ "child": child.id() }));
        Ok((changes.finish(self), child_outcome))
    }
}
