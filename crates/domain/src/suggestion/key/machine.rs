//! The machine of 重点督办.

use crate::kernel::coded_enum;

coded_enum! {
    /// 重点督办状态
    KeyStatus {
        /// Nominated.
        Candidate = "candidate", "候选", "Candidate";
        /// The chair council has chosen it.
        Chosen = "chosen", "已确定", "Chosen";
        /// The unit has handed in its plan.
        Planned = "planned", "督办中", "Under supervision";
        /// The unit has reported what became of it.
        Reported = "reported", "已报告", "Reported";
        /// The chair council has heard the report.
        Closed = "closed", "督办办结", "Closed";
        /// The chair council has not chosen it.
        Declined = "declined", "未列入", "Not chosen";
    }
}

coded_enum! {
    /// Everything that can be done about a key suggestion.
    KeyStep {
        Propose = "propose_key", "提名为重点督办建议", "Nominate as a key suggestion";
        Consult = "consult_key", "记录政府意见", "Record the government's opinion";
        Choose = "choose_key", "确定为重点督办建议", "Choose as a key suggestion";
        Decline = "decline_key", "不列入重点督办", "Leave off the list";
        Plan = "plan_key", "制定办理方案", "Plan the handling";
        RecordEvent = "record_key_event", "记录督办活动", "Record a supervision event";
        ReportProgress = "report_key_progress", "报告进展", "Report progress";
        Report = "report_key", "报告办理情况", "Report the outcome";
        Close = "close_key", "督办办结", "Close the supervision";
    }
}

/// Where a step leads from a state (`None`: never nominated); `None`: it is refused.
pub const fn key_target(status: Option<KeyStatus>, step: KeyStep) -> Option<KeyStatus> {
    use KeyStatus::*;
    match (step, status) {
        // What was not chosen, or was closed, may be nominated again in a later year.
        (KeyStep::Propose, None | Some(Declined | Closed)) => Some(Candidate),
        (KeyStep::Propose, Some(Candidate | Chosen | Planned | Reported)) => None,
        (KeyStep::Consult, Some(Candidate)) => Some(Candidate),
        (KeyStep::Choose, Some(Candidate)) => Some(Chosen),
        (KeyStep::Decline, Some(Candidate)) => Some(Declined),
        (KeyStep::Plan, Some(Chosen | Planned)) => Some(Planned),
        (KeyStep::RecordEvent | KeyStep::ReportProgress, Some(state @ (Chosen | Planned))) => Some(state),
        // A report that did not convince is given again.
        (KeyStep::Report, Some(Planned | Reported)) => Some(Reported),
        (KeyStep::RecordEvent, Some(Reported)) => Some(Reported),
        (KeyStep::Close, Some(Reported)) => Some(Closed),
        (
            KeyStep::Consult
            | KeyStep::Choose
            | KeyStep::Decline
            | KeyStep::Plan
            | KeyStep::RecordEvent
            | KeyStep::ReportProgress
            | KeyStep::Report
            | KeyStep::Close,
            _,
        ) => None,
    }
}
