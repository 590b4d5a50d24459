use crate::{
    calendar::Light,
    kernel::coded_enum,
    suggestion::{LightBasis, LightDays, SuggestionStatus},
};

coded_enum! {
    /// 阶段: what another system has to know when it knows none of our states. Codes are only ever added.
    MatterPhase {
        Open = "open", "办理中", "Open";
        Closed = "closed", "已结束", "Closed";
        Withdrawn = "withdrawn", "已撤回", "Withdrawn";
    }
}

impl MatterPhase {
    /// The phase of a state. A merged matter is closed: it goes on in the one that it was merged into.
    pub const fn of(status: SuggestionStatus) -> Self {
        use SuggestionStatus::*;
        match status {
            Withdrawn | Deleted => Self::Withdrawn,
            Closed | Archived | NotAccepted | Merged => Self::Closed,
            Draft | Cosigning | Submitted | Returned | Accepted | Assigned | Handling | Replied
            | Evaluated | Rehandling | Tracking => Self::Open,
        }
    }
}

coded_enum! {
    /// 逾期程度. Codes are only ever added.
    OverdueLevel {
        None = "none", "未逾期", "Not overdue";
        Near = "near", "临近期限", "Due soon";
        Late = "late", "逾期", "Overdue";
        Grave = "grave", "严重逾期", "Seriously overdue";
    }
}

impl OverdueLevel {
    /// For the authorities: by the lights (亮灯) of the matter.
    pub fn official(basis: &LightBasis, days: &LightDays) -> Self {
        match basis.light(days) {
            None | Some(Light::Green) => Self::None,
            Some(Light::Yellow) => Self::Near,
            Some(Light::YellowCard) => Self::Late,
            Some(Light::RedCard) => Self::Grave,
        }
    }

    /// For everybody: by the day of the answer alone. Lights tell of talks and cards, which are the authorities' own.
    pub fn published(basis: &LightBasis, days: &LightDays) -> Self {
        let late = basis.running && basis.due_on.is_some_and(|due| due < days.today);
        if late { Self::Late } else { Self::None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_that_ends_a_matter_closes_its_phase() {
        for status in SuggestionStatus::ALL.iter().filter(|status| status.is_terminal()) {
            assert_ne!(MatterPhase::of(*status), MatterPhase::Open, "{status}");
        }
        assert_eq!(MatterPhase::of(SuggestionStatus::Tracking), MatterPhase::Open);
        assert_eq!(MatterPhase::of(SuggestionStatus::Merged), MatterPhase::Closed);
    }
}
