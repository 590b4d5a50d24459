//! 期限试算: what a changed setting would have made of the deadlines that run now. Nothing that runs is moved by a change;
//! this only shows how much hangs on it.

use super::{
    Case, Due, DueKind, PublicationPart, SuggestionStatus, TaskStatus, TaskTier, UrgeBy, UrgeCapacity,
};
use crate::calendar::WorkCalendar;
use crate::kernel::UnitId;
use crate::settings::{DeadlineKind, SettingKey, Settings};
use chrono::NaiveDate;

/// A deadline that runs, as it is and as it would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueEffect {
    /// Whose; `None`: the matter's own.
    pub unit: Option<UnitId>,
    /// What is due.
    pub kind: DueKind,
    /// As it was computed, and stays.
    pub now: NaiveDate,
    /// As it would have been computed from the same first day.
    pub then: NaiveDate,
}

/// From which day somebody may urge again, as it is and as it would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UrgeEffect {
    /// Whose voice.
    pub capacity: UrgeCapacity,
    /// The day under the settings in force; `None`: any time.
    pub now: Option<NaiveDate>,
    /// The day under the settings tried.
    pub then: Option<NaiveDate>,
}

impl Case {
    /// Everybody who has urged in the matter with an interval that rests on `key`, and the next day permitted to him under
    /// both settings. Unlike a deadline an interval is asked on the day, so a change counts for them at once.
    pub fn urge_effects(
        &self,
        key: SettingKey,
        (now, then): (&Settings, &Settings),
        calendar: &WorkCalendar,
    ) -> Vec<UrgeEffect> {
        let rests = |by: UrgeBy| by.interval_setting() == Some(key);
        let mut voices: Vec<UrgeCapacity> = Vec::new();
        for urge in self.urges.iter().filter(|urge| rests(urge.by)) {
            let voice = UrgeCapacity { by: urge.by, deputy: urge.deputy, unit: urge.unit };
            if voice.spoke(urge) && !voices.contains(&voice) {
                voices.push(voice);
            }
        }
        let on = |voice: &UrgeCapacity, settings| self.next_urge_on(voice, settings, calendar);
        voices
            .iter()
            .map(|voice| UrgeEffect { capacity: *voice, now: on(voice, now), then: on(voice, then) })
            .collect()
    }

    /// The deadlines that somebody still has to keep, with the unit that has to.
    pub fn running_dues(&self) -> Vec<(Option<UnitId>, &Due)> {
        let dues = &self.suggestion.dues;
        let published = self.released_parts().any(|known| known.part == PublicationPart::Reply);
        let mut running: Vec<(Option<UnitId>, &Due)> = Vec::new();
        let own = match self.status() {
            SuggestionStatus::Submitted => &dues.accept,
            SuggestionStatus::Accepted => &dues.assign,
            SuggestionStatus::Replied => &dues.feedback,
            _ => &None,
        };
        running.extend(own.iter().map(|due| (None, due)));
        if self.suggestion.replied_at.is_some() && !self.status().is_terminal() && !published {
            running.extend(dues.publish.iter().map(|due| (None, due)));
        }
        for task in self.tasks.iter().filter(|task| !task.status.is_finished()) {
            let waits = |status: TaskStatus, due| if task.status == status { due } else { &None };
            let owes = |owes: bool, due| if owes { due } else { &None };
            let system = task.tier == TaskTier::System;
            let writing = task.owes_reply() && !task.status.is_issued();
            let helping = task.owes_co_opinion() && task.status != TaskStatus::CoOpinionIssued;
            let of_task = [
                waits(TaskStatus::PendingSign, &task.dues.sign),
                waits(TaskStatus::PendingSign, &task.dues.send_back),
                owes(system && task.status == TaskStatus::Signed, &task.dues.dispatch),
                owes(writing && task.contacts.is_empty(), &task.dues.first_contact),
                owes(helping, &task.dues.co_opinion),
                owes(writing, &task.dues.effective),
            ];
            running.extend(of_task.into_iter().flatten().map(|due| (Some(task.unit), due)));
        }
        running
    }

    /// Those running deadlines that rest on `key`, under the settings `then`. A day that somebody fixed (an extension that was
    /// granted) rests on none.
    pub fn due_effects(&self, key: SettingKey, then: &Settings, calendar: &WorkCalendar) -> Vec<DueEffect> {
        // The common last day cuts the deadline of the reply.
        let basis = if key == SettingKey::CapDate { SettingKey::ReplyMonths } else { key };
        let Some(kind) = DeadlineKind::ALL.iter().copied().find(|kind| kind.setting() == basis) else {
            return Vec::new();
        };
        let rests = |due: &Due| due.setting.as_deref() == Some(basis.as_str());
        self.running_dues()
            .into_iter()
            .filter(|(_, due)| rests(due))
            .map(|(unit, due)| DueEffect {
                unit,
                kind: due.kind,
                now: due.on,
                then: then.deadline(calendar, kind, due.start).due,
            })
            .collect()
    }
}
