use super::{DeputyStatus, DeputyStep};
use std::fmt::Write;

/// Where `step` leads from `status` (代表状态机); `None`: refused.
///
/// Every pair is written out, so that a new state or step does not compile until somebody has
/// decided. A seat that has ended never comes back: a person elected again gets a new row.
pub const fn target(status: DeputyStatus, step: DeputyStep) -> Option<DeputyStatus> {
    use DeputyStatus::{Active, Pending, Suspended, TermEnded, Terminated};
    match (step, status) {
        (DeputyStep::Confirm, Pending) => Some(Active),
        (DeputyStep::Confirm, Active | Suspended | Terminated | TermEnded) => None,
        // 代表法 art. 61: only who is in office can be suspended.
        (DeputyStep::Suspend, Active) => Some(Suspended),
        (DeputyStep::Suspend, Pending | Suspended | Terminated | TermEnded) => None,
        (DeputyStep::Resume, Suspended) => Some(Active),
        (DeputyStep::Resume, Pending | Active | Terminated | TermEnded) => None,
        (DeputyStep::Terminate, Active | Suspended) => Some(Terminated),
        (DeputyStep::Terminate, Pending | Terminated | TermEnded) => None,
        (DeputyStep::EndTerm, Pending | Active | Suspended) => Some(TermEnded),
        (DeputyStep::EndTerm, Terminated | TermEnded) => None,
    }
}

/// The machine as a section of `docs/state-machines.md`, with a mermaid diagram.
pub fn state_machine_markdown() -> String {
    let mut text = String::from("## 代表 · Deputy\n\n```mermaid\nstateDiagram-v2\n");
    for status in DeputyStatus::ALL {
        // Writing to a String cannot fail.
        let _ok = writeln!(text, "    state \"{}\" as {status}", status.zh());
    }
    text.push_str("    [*] --> pending\n");
    for status in DeputyStatus::ALL {
        for step in DeputyStep::ALL {
            if let Some(next) = target(*status, *step) {
                let _ok = writeln!(text, "    {status} --> {next}: {}", step.zh());
            }
        }
    }
    text.push_str("    terminated --> [*]\n    term_ended --> [*]\n```\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use DeputyStatus::*;

    /// The whole table: one row a status, one column a step (confirm, suspend, resume, terminate,
    /// end of term).
    const TABLE: [(DeputyStatus, [Option<DeputyStatus>; 5]); 5] = [
        (Pending, [Some(Active), None, None, None, Some(TermEnded)]),
        (Active, [None, Some(Suspended), None, Some(Terminated), Some(TermEnded)]),
        (Suspended, [None, None, Some(Active), Some(Terminated), Some(TermEnded)]),
        (Terminated, [None; 5]),
        (TermEnded, [None; 5]),
    ];

    #[test]
    fn every_pair_of_status_and_step_is_decided() {
        assert_eq!(TABLE.len(), DeputyStatus::ALL.len());
        for (status, expected) in TABLE {
            for (step, expected) in DeputyStep::ALL.iter().zip(expected) {
                assert_eq!(target(status, *step), expected, "{status} {step}");
            }
        }
    }

    #[test]
    fn what_has_ended_stays_ended() {
        for status in [Terminated, TermEnded] {
            assert!(!status.holds_seat());
            assert!(DeputyStep::ALL.iter().all(|step| target(status, *step).is_none()));
        }
    }

    #[test]
    fn the_diagram_shows_every_transition() {
        let arrows = TABLE.iter().flat_map(|(_, row)| row).flatten().count();
        assert_eq!(state_machine_markdown().matches("-->").count(), arrows + 3);
    }
}
