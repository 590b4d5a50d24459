//! The files of a suggestion, and who reads which: a reader of the matter does not read all of it (§2, §3.8).

use crate::authz::{Action, Actor, allows, suggestion::Sight};
use crate::kernel::FileId;
use crate::suggestion::Case;
use std::collections::BTreeSet;

/// Every file that the matter refers to: attachments, evidence of letters, talks, promises and supervision, scanned forms, and
/// stored letters.
pub fn files_of(case: &Case) -> BTreeSet<FileId> {
    let mut files = BTreeSet::new();
    files.extend(&case.suggestion.wishes.attachments);
    for task in &case.tasks {
        files.extend(task.contacts.iter().flat_map(|log| &log.evidence));
    }
    for reply in &case.replies {
        files.extend(&reply.content.evidence);
        files.extend(reply.issue.as_ref().and_then(|issue| issue.file));
    }
    files.extend(case.feedbacks.iter().filter_map(|feedback| feedback.paper_scan));
    let reports = case.commitments.iter().flat_map(|promise| &promise.reports);
    files.extend(reports.flat_map(|report| &report.evidence));
    files.extend(milestones(case));
    files.extend(case.keys.iter().flat_map(|key| &key.events).flat_map(|event| &event.files));
    files.extend(copies(case).map(|(_, copy)| copy));
    files
}

/// The files of the matter that the actor may read through it: those whose names may be told.
pub fn files_shown(case: &Case, actor: &Actor) -> Vec<FileId> {
    files_of(case).into_iter().filter(|file| shows_file(case, actor, *file)).collect()
}

/// Whether the actor may read `file` through this matter: it must be one of the matter's, and the actor must see the part
/// that refers to it. Whoever reads only what is published reads no file, and nobody for whom the deputies' names are
/// hidden reads what the deputies themselves attached or signed.
pub fn shows_file(case: &Case, actor: &Actor, file: FileId) -> bool {
    if !allows(actor, Action::ReadSuggestion, case) {
        return false;
    }
    let sight = Sight::of(case, actor);
    if sight.published_only {
        return false;
    }
    // A public copy shows less than the file that it was made of.
    let copied = copies(case).any(|(of, copy)| copy == file && of != file && shows_file(case, actor, of));
    let named = sight.names == crate::authz::suggestion::Names::Shown;
    let attached = named && case.suggestion.wishes.attachments.contains(&file);
    let contact = sight.contacts
        && case.tasks.iter().flat_map(|task| &task.contacts).any(|log| log.evidence.contains(&file));
    let letter = case.replies.iter().any(|reply| {
        let seen = reply.is_issued() || (sight.drafts && Sight::sees_drafts_of(case, actor, reply.unit));
        let stored = named && reply.issue.as_ref().and_then(|issue| issue.file) == Some(file);
        seen && (reply.content.evidence.contains(&file) || stored)
    });
    let scan = named && sight.feedback && case.feedbacks.iter().any(|rated| rated.paper_scan == Some(file));
    let mut reports = case.commitments.iter().flat_map(|promise| &promise.reports);
    let promise = sight.handling && reports.any(|report| report.evidence.contains(&file));
    let milestone = sight.handling && milestones(case).any(|known| *known == file);
    let mut events = case.keys.iter().flat_map(|key| &key.events);
    // Minutes of events with deputies name them.
    let event = named && sight.handling && events.any(|event| event.files.contains(&file));
    attached || contact || letter || scan || promise || milestone || event || copied
}

fn milestones(case: &Case) -> impl Iterator<Item = &FileId> {
    let milestones = case.commitments.iter().flat_map(|promise| &promise.milestones);
    milestones.filter_map(|milestone| milestone.reached.as_ref()).flat_map(|reached| &reached.evidence)
}

/// Public copies with the file that each was made of: those that are decided on, and those that were ever proposed.
fn copies(case: &Case) -> impl Iterator<Item = (FileId, FileId)> {
    let decided = case.file_looks.iter().filter_map(|look| Some((look.file, look.copy()?.file)));
    let published = case.publications.iter().flat_map(|known| &known.files);
    decided.chain(published.map(|known| (known.file, known.copy.file)))
}
