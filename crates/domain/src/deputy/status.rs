use crate::kernel::coded_enum;

coded_enum! {
    /// 代表状态
    DeputyStatus {
        Pending = "pending", "待资格确认", "Awaiting confirmation of credentials";
        Active = "active", "在任", "In office";
        Suspended = "suspended", "暂停执行职务", "Suspended";
        Terminated = "terminated", "资格终止", "Terminated";
        TermEnded = "term_ended", "届满", "Term ended";
    }
}

impl DeputyStatus {
    /// True while the deputy holds the seat: a suspended deputy still does.
    pub const fn holds_seat(self) -> bool {
        matches!(self, Self::Active | Self::Suspended)
    }

    /// True while the deputy may submit, co-sign, rate and vote (domain specification §8.5 I6).
    pub const fn may_act(self) -> bool {
        matches!(self, Self::Active)
    }
}

coded_enum! {
    /// What can be done to a deputy's status (代表状态变动).
    DeputyStep {
        Confirm = "confirm", "确认资格", "Confirm the credentials";
        Suspend = "suspend", "暂停执行职务", "Suspend";
        Resume = "resume", "恢复执行职务", "Resume";
        Terminate = "terminate", "终止资格", "Terminate";
        EndTerm = "end_term", "届满", "End the term";
    }
}
