use std::fmt;

/// Declares the actions: the enum for tables and audit lines, and one marker type each in [`act`]
/// for compile-time permits.
macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $wire:literal),+ $(,)?) => {
        /// Something an actor may or may not do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $($(#[$doc])* $name,)+ }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The stable name: in audit lines, `capabilities` and `allowed_actions`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $wire,)+ }
            }
        }

        /// One type per action: `Permit<act::ManageAccounts>` is proof that it was allowed.
        pub mod act {
            use super::{Action, ActionKind};
            $(
                $(#[$doc])*
                #[derive(Clone, Copy, Debug)]
                pub struct $name;
                impl ActionKind for $name {
                    const ACTION: Action = Action::$name;
                }
            )+
        }
    };
}

/// A marker type that stands for one [`Action`].
pub trait ActionKind {
    /// The action.
    const ACTION: Action;
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

actions! {
    /// 使用本人账号: own profile, sessions, password.
    UseOwnAccount = "account.use_own",
    /// 查看账号
    ReadAccounts = "account.read",
    /// 管理账号: create, rename, disable, reset link.
    ManageAccounts = "account.manage",
    /// 授予角色
    GrantRoles = "account.grant_roles",
    /// 查看审计日志
    ReadAudit = "audit.read",
    /// 查看系统设置与工作日历
    ReadSettings = "settings.read",
    /// 修改系统设置与工作日历
    ManageSettings = "settings.manage",
    /// 查看名册 (terms, jurisdictions, units, deputies, groups) without protected fields.
    ReadRegisters = "register.read",
    /// 维护名册
    ManageRegisters = "register.manage",
    /// 维护代表小组
    ManageGroups = "group.manage",
    /// 查看人员登记信息 (birth date, ethnicity, party, masked numbers): more than the public profile.
    ReadPersons = "person.read",
    /// 维护本人联系方式: a deputy's own telephone, mail and address.
    UpdateOwnContact = "person.update_own_contact",
    /// 变更代表状态: confirm, suspend, resume, terminate, end of term.
    ChangeDeputyStatus = "deputy.change_status",
    /// 换届: end a term with all its seats and carry over what is unfinished.
    RollOverTerm = "term.roll_over",
    /// 查看代表状态变动的法定情形与内部说明 (domain specification §3.11).
    ReadExitGrounds = "deputy.read_exit_grounds",
    /// 查看代表受保护的个人信息 (telephone, identity number), one record at a time, audited.
    RevealPersonalData = "person.reveal",
    /// 导出名册
    ExportRegisters = "register.export",
    /// 导入
    RunImports = "import.run",
    /// 上传附件
    UploadFile = "file.upload",
    // Suggestions (代表建议)
    /// 查看建议
    ReadSuggestion = "suggestion.read",
    /// 撰写建议: create, edit, invite, submit, insist, delete as lead deputy.
    WriteSuggestion = "suggestion.write",
    /// 联名: confirm or decline as the invited deputy.
    CosignSuggestion = "suggestion.cosign",
    /// 撤回: ask as lead deputy, agree as co-signer.
    WithdrawSuggestion = "suggestion.withdraw",
    /// 审查: accept, return, classify, link, record errata.
    ReviewSuggestion = "suggestion.review",
    /// 不作建议处理
    RefuseSuggestion = "suggestion.refuse",
    /// 设定保密保护
    ProtectSuggestion = "suggestion.protect",
    /// 并案
    MergeSuggestion = "suggestion.merge",
    /// 交办: assign, recall, answer an objection.
    AssignSuggestion = "suggestion.assign",
    /// 对承办单位提出异议
    ObjectToUnit = "suggestion.object_to_unit",
    /// 催办
    UrgeSuggestion = "suggestion.urge",
    /// 回应催办
    AcknowledgeUrge = "suggestion.acknowledge_urge",
    /// 评价
    EvaluateSuggestion = "suggestion.evaluate",
    /// 代录纸质评价
    RecordPaperFeedback = "suggestion.record_paper_feedback",
    /// 反映评价受到干预
    ReportPressure = "suggestion.report_pressure",
    /// 查看干预反映: the deputies' committee alone.
    ReadPressure = "suggestion.read_pressure",
    /// 处理不满意: interview, explain.
    HandleEvaluation = "suggestion.handle_evaluation",
    /// 责成重新办理、重新启动办理
    OrderRehandle = "suggestion.order_rehandle",
    /// 办结、归档
    CloseSuggestion = "suggestion.close",
    /// 报告承诺落实、变更承诺
    ReportCommitment = "suggestion.report_commitment",
    /// 认定承诺、结转
    JudgeCommitment = "suggestion.judge_commitment",
    /// 提出公开意见
    ProposePublication = "suggestion.propose_publication",
    /// 决定公开、撤下
    PublishSuggestion = "suggestion.publish",
    /// 提名重点督办建议
    ProposeKeySuggestion = "suggestion.propose_key",
    /// 确定、办结重点督办建议, as the council of chairpersons decides.
    DecideKeySuggestion = "suggestion.decide_key",
    /// 督办重点建议: record the government's opinion and supervision events.
    SuperviseKeySuggestion = "suggestion.supervise_key",
    /// 领办重点建议: plan, progress, report.
    HandleKeySuggestion = "suggestion.handle_key",
    /// 导出建议清单
    ExportSuggestions = "suggestion.export",
    /// 冻结报表: keep the figures of a year as they stood on a day.
    FreezeStandingReport = "standing_report.freeze",
    /// 查看冻结报表
    ReadStandingReports = "standing_report.read",
    // Handling tasks (办理任务)
    /// 签收
    SignForTask = "task.sign",
    /// 申请退办
    RequestSendBack = "task.request_send_back",
    /// 裁定退办
    DecideSendBack = "task.decide_send_back",
    /// 分办
    DispatchTask = "task.dispatch",
    /// 办理: name people, record contacts, draft replies and co-opinions, ask for an extension.
    HandleTask = "task.handle",
    /// 确认沟通记录
    ConfirmContact = "task.confirm_contact",
    /// 预审答复
    PreReviewReply = "task.pre_review",
    /// 签发: replies and co-opinions, as the unit's leader.
    SignOffTask = "task.sign_off",
    /// 退回协办意见, as the leader of the lead unit.
    ReturnCoOpinion = "task.return_co_opinion",
    /// 标记协办未反馈, as the lead unit.
    MarkCoOpinionMissing = "task.mark_co_opinion_missing",
    /// 送达
    DeliverReply = "task.deliver",
    /// 审批延期
    DecideExtension = "task.decide_extension",
    /// 划转承继单位
    TransferTask = "task.transfer",
    // Interfaces for other systems (数据接口)
    /// 查看接口密钥 and their use.
    ReadApiKeys = "api_key.read",
    /// 管理接口密钥: make, change, give a new secret.
    ManageApiKeys = "api_key.manage",
    /// 作废接口密钥: end a key or one of its secrets.
    RevokeApiKeys = "api_key.revoke",
    // The yearly supervision meeting (督办会) and its secret ballot (无记名测评)
    /// 查看督办会; whoever only has this sees it once its results are announced.
    ReadSupervisionMeeting = "supervision_meeting.read",
    /// 筹备督办会: agenda, reports, what is voted on, the roll, check-in.
    PrepareSupervisionMeeting = "supervision_meeting.prepare",
    /// 主持测评: open, close, void, confirm the count.
    RunBallot = "ballot.run",
    /// 监票、计票: enter paper totals.
    CountBallots = "ballot.count",
    /// 宣布测评结果
    AnnounceBallot = "ballot.announce",
    /// 共享常用视图: for those who have a role below one's own node.
    ShareViews = "view.share",
    /// 期限自动处理: silence, expiry, lapse. Only the system itself.
    SweepDeadlines = "suggestion.sweep",
}

#[cfg(test)]
mod tests {
    use super::Action;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique() {
        let names: HashSet<_> = Action::ALL.iter().map(|a| a.name()).collect();
        assert_eq!(names.len(), Action::ALL.len());
    }
}
