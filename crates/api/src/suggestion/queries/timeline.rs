use super::{
    reading::Reading,
    represent::PROTECTED,
    timeline_dto::{Timeline, TimelineEntry},
};
use crate::{
    http::{Answer, Api, ApiResult, Caller},
    state::State,
};
use actix_web::web;
use chrono::{DateTime, Utc};
use domain::{
    authz::{
        Action, act, require,
        suggestion::{Names as NameSight, Sight},
    },
    kernel::{AccountId, Coded, DeputyId, ErrorCode, SuggestionId},
    suggestion::{Case, StatusLog, SuggestionStatus, SuggestionStep, TaskStatus, TaskStep},
};
use persistence::{
    notification::SubstitutionRow,
    suggestion::{Names, NamesWanted},
};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_suggestion_timeline, get_suggestion_timeline);
}

/// History of a suggestion
///
/// 办理沿革: every change of state of the matter and of its tasks, talks, urges, deliveries, ratings and publications,
/// oldest first; append-only. Who stood in for a colleague on that day (代办) is shown with his name. What I may not see is
/// left out.
#[utoipa::path(get, path = "/api/v1/suggestions/{id}/timeline", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion")),
    responses((status = 200, description = "The history", body = Timeline)))]
pub(super) async fn get_suggestion_timeline(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let case = state.store.case(SuggestionId(*id)).await?.ok_or(ErrorCode::NotFound)?.case;
    require::<act::ReadSuggestion>(&caller.actor, &case)?;
    let reading = Reading::of(&state, &caller.request).await?;
    let wanted = wanted(&case);
    let stand_ins = state.store.substitutions_by(&wanted.accounts).await?;
    let names = state.store.names(wanted).await?;
    let sight = Sight::of(&case, &caller.actor);
    let story = Story { case: &case, reading: &reading, names: &names, stand_ins: &stand_ins, sight };
    let items = story.entries();
    Ok(Answer::ok(&Timeline { items })?.version(case.version))
}

fn wanted(case: &Case) -> NamesWanted {
    let mut accounts: Vec<AccountId> = case.log.iter().filter_map(|line| line.by).collect();
    accounts.extend(case.urges.iter().filter_map(|urge| urge.account));
    let mut deputies: Vec<DeputyId> = case.urges.iter().filter_map(|urge| urge.deputy).collect();
    deputies.extend(case.feedbacks.iter().map(|feedback| feedback.deputy));
    deputies.extend(case.tasks.iter().flat_map(|task| &task.contacts).flat_map(|log| log.deputies.clone()));
    NamesWanted {
        accounts: accounts.into_iter().map(|id| id.0).collect(),
        deputies: deputies.into_iter().map(|id| id.0).collect(),
        units: case
            .tasks
            .iter()
            .flat_map(|task| task.former_units.iter().chain([&task.unit]))
            .map(|id| id.0)
            .collect(),
        ..NamesWanted::default()
    }
}

struct Story<'a> {
    case: &'a Case,
    reading: &'a Reading,
    names: &'a Names,
    /// Who stood in for whom when (代办).
    stand_ins: &'a [SubstitutionRow],
    sight: Sight,
}

impl Story<'_> {
    fn entries(&self) -> Vec<TimelineEntry> {
        if self.sight.published_only {
            return self.published();
        }
        let mut entries: Vec<TimelineEntry> =
            self.case.log.iter().enumerate().map(|(place, line)| self.log(place, line)).collect();
        self.add_talks(&mut entries);
        self.add_letters(&mut entries);
        for (place, urge) in self.case.urges.iter().enumerate() {
            let mut entry =
                self.entry(format!("urge-{place}"), urge.at, "urge", self.reading.label(urge.level));
            entry.who = Some(match urge.deputy {
                Some(deputy) => self.deputy(deputy),
                None => {
                    let office = self.reading.label(urge.by);
                    let stood_in = urge.account.and_then(|account| self.stood_in(account, urge.at));
                    stood_in.map_or(office.clone(), |note| format!("{office}{note}"))
                }
            });
            entry.note = Some(urge.text.clone());
            self.place(&mut entry, urge.task.map(|task| task.0));
            entries.push(entry);
        }
        entries.sort_by_key(|entry| entry.at);
        entries
    }

    /// Who reads the published parts alone sees the states of a published progress, and nobody behind them.
    fn published(&self) -> Vec<TimelineEntry> {
        if !self.case.public_view().is_some_and(|view| view.progress) {
            return Vec::new();
        }
        let shown = |line: &&StatusLog| {
            line.task.is_none()
                && line.to.parse::<SuggestionStatus>().is_ok_and(|status| {
                    !matches!(
                        status,
                        SuggestionStatus::Draft | SuggestionStatus::Cosigning | SuggestionStatus::Returned
                    )
                })
        };
        let lines = self.case.log.iter().filter(shown).enumerate();
        lines.map(|(place, line)| TimelineEntry { who: None, note: None, ..self.log(place, line) }).collect()
    }

    fn log(&self, place: usize, line: &StatusLog) -> TimelineEntry {
        let (title, to_label) = match line.task {
            None => (
                line.step.parse::<SuggestionStep>().map(|step| self.reading.label(step)).ok(),
                SuggestionStatus::from_code(&line.to).map(|status| self.reading.label(status)),
            ),
            Some(_) => (
                line.step.parse::<TaskStep>().map(|step| self.reading.label(step)).ok(),
                TaskStatus::from_code(&line.to).map(|status| self.reading.label(status)),
            ),
        };
        let title = title.or_else(|| to_label.clone()).unwrap_or_else(|| line.step.clone());
        let mut entry = self.entry(format!("log-{place}"), line.at, &line.step, title);
        entry.from_status.clone_from(&line.from);
        entry.to_status = Some(line.to.clone());
        entry.to_label = to_label;
        self.place(&mut entry, line.task.map(|task| task.0));
        entry.who = line.by.and_then(|account| self.account(account, &line.step, line.at));
        let step = line.step.parse::<SuggestionStep>();
        let to_the_deputy = matches!(step, Ok(SuggestionStep::Return | SuggestionStep::NotAccept));
        entry.note = line.note.clone().filter(|_| !to_the_deputy || self.sight.review);
        if line.step == TaskStep::Transfer.code() {
            entry.note = entry.note.map(|note| self.unit_names(&note));
        }
        entry
    }

    fn add_talks(&self, entries: &mut Vec<TimelineEntry>) {
        if !self.sight.contacts {
            return;
        }
        for task in &self.case.tasks {
            for log in &task.contacts {
                let title = if log.counts_as_face_meeting() {
                    self.reading.pick("面商（已经代表确认）", "Talk face to face, confirmed")
                } else {
                    self.reading.pick("联系沟通", "Contact")
                };
                let title = format!("{title} · {}", self.reading.label(log.kind));
                let mut entry = self.entry(format!("contact-{}", log.id), log.at, "contact", title);
                let people: Vec<_> = log.deputies.iter().map(|deputy| self.deputy(*deputy)).collect();
                entry.who = Some(people.join(self.reading.pick("、", ", ")));
                entry.note = Some(log.summary.clone());
                self.place(&mut entry, Some(task.id.0));
                entries.push(entry);
            }
            for (place, answer) in task.holding_answers.iter().enumerate() {
                let title = self.reading.label(TaskStep::SendHoldingAnswer);
                let id = format!("holding-{}-{place}", task.id);
                let mut entry = self.entry(id, answer.at, "holding_answer", title);
                entry.note = Some(answer.text.clone());
                self.place(&mut entry, Some(task.id.0));
                entries.push(entry);
            }
        }
    }

    fn add_letters(&self, entries: &mut Vec<TimelineEntry>) {
        for reply in &self.case.replies {
            if let Some(delivery) = &reply.delivery {
                let title = format!(
                    "{} · {}",
                    self.reading.label(TaskStep::Deliver),
                    self.reading.label(delivery.method)
                );
                let mut entry = self.entry(format!("delivery-{}", reply.id), delivery.at, "delivery", title);
                entry.note = reply.issue.as_ref().map(|issue| issue.doc_no.clone());
                self.place(&mut entry, Some(reply.task.0));
                entries.push(entry);
            }
        }
        if self.sight.feedback {
            for feedback in &self.case.feedbacks {
                let title = format!(
                    "{} {} · {} {}",
                    self.reading.pick("办理态度", "Attitude"),
                    self.reading.label(feedback.attitude),
                    self.reading.pick("办理结果", "Result"),
                    self.reading.label(feedback.result)
                );
                let id = format!("feedback-{}", feedback.id);
                let mut entry = self.entry(id, feedback.submitted_at, "feedback", title);
                entry.who = Some(self.deputy(feedback.deputy));
                entry.note = Some(feedback.comment.clone()).filter(|comment| !comment.is_empty());
                entries.push(entry);
            }
        }
        for publication in &self.case.publications {
            if let Some(at) = publication.decided_at {
                let title = format!(
                    "{} · {}",
                    self.reading.label(publication.part),
                    self.reading.label(publication.status)
                );
                entries.push(self.entry(format!("publication-{}", publication.id), at, "publication", title));
            }
        }
    }

    fn entry(&self, id: String, at: DateTime<Utc>, kind: &str, title: String) -> TimelineEntry {
        TimelineEntry {
            id,
            at: at.into(),
            kind: kind.to_owned(),
            title,
            from_status: None,
            to_status: None,
            to_label: None,
            task_id: None,
            unit: None,
            who: None,
            note: None,
        }
    }

    fn place(&self, entry: &mut TimelineEntry, task: Option<Uuid>) {
        entry.task_id = task;
        let task = task.and_then(|id| self.case.tasks.iter().find(|task| task.id.0 == id));
        entry.unit = task.map(|task| {
            // History bears the name of its time: each transfer before this entry took one former unit away.
            let moved = self.case.log.iter().filter(|line| {
                line.task == Some(task.id) && line.step == TaskStep::Transfer.code() && line.at < entry.at.0
            });
            let unit = task.former_units.get(moved.count()).unwrap_or(&task.unit);
            self.names.of(unit.0)
        });
    }

    /// “old → new” with the units' names in place of their ids.
    fn unit_names(&self, note: &str) -> String {
        let names = note
            .split(" → ")
            .map(|id| Uuid::try_parse(id).map_or_else(|_| id.to_owned(), |id| self.names.of(id)));
        names.collect::<Vec<_>>().join(" → ")
    }

    fn deputy(&self, deputy: DeputyId) -> String {
        match self.sight.names {
            NameSight::Shown => self.names.of(deputy.0),
            NameSight::Hidden => self.reading.pick(PROTECTED.0, PROTECTED.1).to_owned(),
        }
    }

    /// The account's name; where names are hidden, nobody behind a deputy's own steps.
    fn account(&self, account: AccountId, step: &str, at: DateTime<Utc>) -> Option<String> {
        let by_deputy = step.parse::<SuggestionStep>().map_or(step == "draft", |step| {
            matches!(
                step.action(),
                Action::WriteSuggestion
                    | Action::CosignSuggestion
                    | Action::WithdrawSuggestion
                    | Action::ObjectToUnit
                    | Action::EvaluateSuggestion
                    | Action::ReportPressure
            )
        });
        if by_deputy && self.sight.names == NameSight::Hidden {
            return Some(self.reading.pick(PROTECTED.0, PROTECTED.1).to_owned());
        }
        let name = Some(self.names.of(account.0)).filter(|name| !name.is_empty())?;
        let note = if by_deputy { None } else { self.stood_in(account, at) };
        Some(note.map_or(name.clone(), |note| format!("{name}{note}")))
    }

    /// “（代某某）” of who stood in for a colleague at that instant. A deputy's mandate is his own.
    fn stood_in(&self, account: AccountId, at: DateTime<Utc>) -> Option<String> {
        let one = self.stand_ins.iter().find(|one| one.substitute_id == account.0 && one.counted_at(at))?;
        let away = &one.account_name;
        Some(self.reading.pick(&format!("（代{away}）"), &format!(" (for {away})")).to_owned())
    }
}
