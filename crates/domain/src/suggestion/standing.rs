//! Where a matter stands, for lists: whose turn it is and what is due, from the matter alone.

use super::{Case, Ctx, Seats, SuggestionStatus, TurnOf};
use crate::calendar::WorkCalendar;
use crate::kernel::IdSource;
use crate::settings::Settings;
use chrono::{DateTime, NaiveDate};
use uuid::Uuid;

/// Asking whose turn it is makes no ids.
struct NoIds;

impl IdSource for NoIds {
    fn next_id(&self) -> Uuid {
        Uuid::nil()
    }
}

impl Case {
    /// In which capacities somebody can move the matter now, most urgent first. Every deputy concerned is taken to
    /// hold the seat still: lists show it, commands ask again.
    pub fn turn_in_lists(&self) -> Vec<TurnOf> {
        let mut deputies = vec![self.suggestion.lead];
        deputies.extend(self.suggestion.cosigners.iter().map(|cosigner| cosigner.deputy));
        deputies.extend(
            self.children
                .iter()
                .flat_map(|child| std::iter::once(child.lead).chain(child.cosigners.iter().copied())),
        );
        let (settings, calendar) = (Settings::default(), WorkCalendar::new(Vec::new(), Vec::new()));
        let seats = Seats::active(deputies);
        let ctx = Ctx {
            now: DateTime::UNIX_EPOCH,
            settings: &settings,
            calendar: &calendar,
            ids: &NoIds,
            seats: &seats,
        };
        let mut who: Vec<TurnOf> = Vec::new();
        for turn in self.whose_turn(&ctx) {
            if !who.contains(&turn.who) {
                who.push(turn.who);
            }
        }
        who
    }

    /// The deadline that counts in the present state: review, assignment, reply, evaluation or promise.
    pub fn due_in_lists(&self) -> Option<NaiveDate> {
        let dues = &self.suggestion.dues;
        let due = match self.status() {
            SuggestionStatus::Submitted => &dues.accept,
            SuggestionStatus::Accepted => &dues.assign,
            SuggestionStatus::Assigned | SuggestionStatus::Handling | SuggestionStatus::Rehandling => {
                &dues.effective
            }
            SuggestionStatus::Replied => &dues.feedback,
            SuggestionStatus::Tracking => {
                return self.commitments.iter().filter(|c| !c.is_settled()).map(|c| c.due).min();
            }
            SuggestionStatus::Draft
            | SuggestionStatus::Cosigning
            | SuggestionStatus::Returned
            | SuggestionStatus::NotAccepted
            | SuggestionStatus::Merged
            | SuggestionStatus::Evaluated
            | SuggestionStatus::Closed
            | SuggestionStatus::Archived
            | SuggestionStatus::Withdrawn
            | SuggestionStatus::Deleted => &None,
        };
        due.as_ref().map(|due| due.on)
    }
}
