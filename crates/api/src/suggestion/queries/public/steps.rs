//! 办理进展 as a line of steps: what happened with its day, and what is still to come.

use super::{super::reading::Reading, story_dto::PublicStep};
use chrono::NaiveDate;
use documents::layout::chinese_date;
use domain::{
    kernel::business_date,
    suggestion::{Case, SuggestionStatus},
};

/// The steps of a matter whose progress is published.
pub(super) fn steps(reading: &Reading, case: &Case, units: &str) -> Vec<PublicStep> {
    let suggestion = &case.suggestion;
    let day = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(business_date);
    let entered = |status: SuggestionStatus| {
        let lines = case.log.iter().filter(|line| line.task.is_none() && line.to == status.code());
        lines.map(|line| business_date(line.at)).next_back()
    };
    let ended = match case.status() {
        SuggestionStatus::Withdrawn => Some(("withdrawn", SuggestionStatus::Withdrawn)),
        SuggestionStatus::NotAccepted => Some(("not_accepted", SuggestionStatus::NotAccepted)),
        SuggestionStatus::Merged => Some(("merged", SuggestionStatus::Merged)),
        _ => None,
    };
    let who = (!units.is_empty()).then(|| units.to_owned());
    let until = suggestion.dues.effective.as_ref().map(|due| {
        let (zh, en) =
            (format!("答复期限 {}", chinese_date(due.on)), format!("to be answered by {}", due.on));
        reading.pick(&zh, &en).to_owned()
    });
    let mut line = Line { reading, steps: Vec::new(), last: None };
    line.add("submitted", ("提出", "Submitted"), day(suggestion.submitted_at), None, None);
    line.add("accepted", ("立案", "Accepted"), day(suggestion.accepted_at), None, None);
    line.add("assigned", ("交办", "Assigned"), day(suggestion.assigned_at), who.clone(), until);
    line.add("handling", ("办理", "Handled"), entered(SuggestionStatus::Handling), who.clone(), None);
    line.add("replied", ("答复", "Answered"), day(suggestion.replied_at), who, None);
    line.add("evaluated", ("代表评价", "Evaluated"), entered(SuggestionStatus::Evaluated), None, None);
    line.add("closed", ("办结", "Closed"), day(suggestion.closed_at), None, None);
    if let Some((kind, status)) = ended {
        line.steps.retain(|step| step.on.is_some());
        line.add(kind, (status.zh(), status.en()), entered(status), None, None);
    }
    line.steps
}

struct Line<'r> {
    reading: &'r Reading,
    steps: Vec<PublicStep>,
    last: Option<NaiveDate>,
}

impl Line<'_> {
    fn add(
        &mut self,
        kind: &'static str,
        (zh, en): (&str, &str),
        on: Option<NaiveDate>,
        who: Option<String>,
        note: Option<String>,
    ) {
        let days = on.zip(self.last).map(|(on, last)| (on - last).num_days());
        self.last = on.or(self.last);
        let title = self.reading.pick(zh, en).to_owned();
        self.steps.push(PublicStep { kind, title, on, who, days, note });
    }
}
