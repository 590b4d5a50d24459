use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::value::SettingValue;
use super::{
    CategoryScheme, LawArticle, SettingError, SettingErrorKind, SettingMeta, SettingUnit, ValueKind,
};
use crate::calendar::MonthDay;

/// Declares every setting once: the key, the typed field, built-in value, unit, bounds and names.
macro_rules! settings {
    ($($variant:ident $field:ident: $type:ty = $default:expr, $unit:ident, $kind:expr, $zh:literal, $en:literal
        $(, law $law:ident $legal:literal)?;)+) => {
        /// Name of a setting.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum SettingKey {
            $(#[doc = concat!($zh, ": ", $en)] $variant,)+
        }

        /// All settings in force on one day.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Settings {
            $(#[doc = concat!($zh, " (`", stringify!($field), "`): ", $en)] pub $field: $type,)+
            /// Since when a value is in force, for those that are not built-in.
            pub(super) valid_from: BTreeMap<SettingKey, NaiveDate>,
        }

        impl SettingKey {
            /// Every key, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The key as the wire and the database write it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => stringify!($field),)+ }
            }

            /// Unit, bounds, names and law.
            pub fn meta(self) -> SettingMeta {
                match self {
                    $(Self::$variant => {
                        let default: $type = $default;
                        #[allow(unused_mut)]
                        let mut meta = SettingMeta {
                            key: self,
                            unit: SettingUnit::$unit,
                            kind: $kind,
                            default: default.write(),
                            label_zh: $zh,
                            label_en: $en,
                            law: None,
                            legal_bound: false,
                        };
                        $(
                            meta.law = Some(LawArticle::$law);
                            meta.legal_bound = $legal;
                        )?
                        meta
                    })+
                }
            }
        }

        impl Default for Settings {
            fn default() -> Self {
                Self { $($field: $default,)+ valid_from: BTreeMap::new() }
            }
        }

        impl Settings {
            /// The value of a key, as it is stored and sent.
            pub fn get(&self, key: SettingKey) -> Value {
                match key { $(SettingKey::$variant => self.$field.write(),)+ }
            }

            /// Sets one value.
            ///
            /// # Errors
            /// When it is not of the setting's kind or out of its bounds.
            pub fn set(&mut self, key: SettingKey, value: &Value) -> Result<(), SettingError> {
                let meta = key.meta();
                match key {
                    $(SettingKey::$variant => match SettingValue::read(value, &meta) {
                        Ok(value) => {
                            self.$field = value;
                            Ok(())
                        }
                        Err(kind) => Err(SettingError::new(key.as_str(), kind)),
                    })+
                }
            }
        }
    };
}

const fn int(min: u16, max: u16) -> ValueKind {
    ValueKind::Integer { min, max }
}

settings! {
    // Suggestions: deadlines
    AcceptDecisionWd accept_decision_wd: u16 = 3, WorkingDays, int(1, 30), "审查受理期限", "Decision on acceptance";
    AssignWd assign_wd: u16 = 5, WorkingDays, int(1, 30), "交办期限", "Assignment after acceptance";
    DispatchWd dispatch_wd: u16 = 3, WorkingDays, int(1, 30), "转交期限（政府办）", "Second-tier dispatch by the government office";
    SignWd sign_wd: u16 = 3, WorkingDays, int(1, 30), "签收期限", "Signing for a task";
    SendBackWd send_back_wd: u16 = 5, WorkingDays, int(1, 30), "退办申请期限", "Send-back request";
    MaxSendBacksPerSuggestion max_send_backs_per_suggestion: u16 = 2, Times, int(0, 10), "每件建议退办次数上限", "Send-backs allowed per suggestion";
    ReassignWd reassign_wd: u16 = 5, WorkingDays, int(1, 30), "重新交办期限", "Reassignment after a send-back";
    ObjectToUnitWd object_to_unit_wd: u16 = 5, WorkingDays, int(1, 30), "代表对承办单位提出异议期限", "Deputy's objection to the unit";
    FirstContactWd first_contact_wd: u16 = 20, WorkingDays, int(1, 60), "首次联系代表期限", "First contact with the deputy";
    CoOpinionMonths co_opinion_months: u16 = 1, Months, int(1, 3), "协办意见期限", "Co-opinion";
    CoOpinionRedoWd co_opinion_redo_wd: u16 = 5, WorkingDays, int(1, 30), "协办意见补正期限", "Co-opinion to be redone";
    ReplyMonths reply_months: u16 = 3, Months, int(1, 3), "答复期限", "Reply", law DEPUTIES_51 true;
    ReplyMonthsExtended reply_months_extended: u16 = 6, Months, int(1, 6), "延期后答复最长期限", "Extended reply, in all", law DEPUTIES_51 true;
    ExtensionRequestBeforeWd extension_request_before_wd: u16 = 10, WorkingDays, int(0, 60), "申请延期须提前", "Extension to be asked for ahead of the end";
    FeedbackWd feedback_wd: u16 = 15, WorkingDays, int(1, 60), "代表评价期限", "Deputy's rating";
    FeedbackUrges feedback_urges: u16 = 2, Times, int(0, 10), "催请评价次数", "Reminders to rate";
    RehandleMonths rehandle_months: u16 = 1, Months, int(1, 3), "重新办理期限", "Reply after rehandling";
    PublishWd publish_wd: u16 = 20, WorkingDays, int(1, 120), "公开期限", "Publication after the reply";
    CapDate cap_date: Option<MonthDay> = None, None, ValueKind::DayOfYear, "统一办结截止日", "Common last day of replies";
    PreReviewWd pre_review_wd: u16 = 3, WorkingDays, int(1, 30), "答复预审期限", "Pre-review of a reply";
    CoOpinionWaitWd co_opinion_wait_wd: u16 = 5, WorkingDays, int(0, 60), "协办意见逾期后主办等待期限", "Waiting for an overdue co-opinion";
    CosignInvitationDays cosign_invitation_days: u16 = 7, CalendarDays, int(1, 60), "联名邀请有效期", "Invitation to co-sign";
    // Suggestions: choices
    WithdrawAfterAssignment withdraw_after_assignment: bool = true, None, ValueKind::Boolean, "交办后可以撤回", "Withdrawal after assignment";
    CategoryScheme category_scheme: CategoryScheme = CategoryScheme::Abc, None, ValueKind::Choice(CategoryScheme::WORDS), "答复类别方案", "Letters of the result categories";
    ReplyToAllCosigners reply_to_all_cosigners: bool = true, None, ValueKind::Boolean, "答复发给全体附议代表", "Reply goes to every cosigner";
    LeadNamePublic lead_name_public: bool = true, None, ValueKind::Boolean, "公开领衔代表姓名", "Lead deputy's name is public";
    FeedbackPublic feedback_public: bool = false, None, ValueKind::Boolean, "公开代表评价", "Deputy's rating is public";
    // Suggestions: urging
    YellowLightDays yellow_light_days: u16 = 15, CalendarDays, int(1, 90), "黄灯提前天数", "Yellow light ahead of the end";
    RedCardLateWd red_card_late_wd: u16 = 10, WorkingDays, int(1, 90), "红牌逾期工作日数", "Working days late for a red card";
    DeputyUrgeIntervalWd deputy_urge_interval_wd: u16 = 10, WorkingDays, int(1, 60), "代表催办间隔", "Interval between a deputy's urges";
    CongressUrgeIntervalWd congress_urge_interval_wd: u16 = 5, WorkingDays, int(0, 60), "代表工委催办间隔", "Interval between the deputies' committee's urges";
    GovernmentUrgeIntervalWd government_urge_interval_wd: u16 = 3, WorkingDays, int(0, 60), "政府办（督查室）催办间隔", "Interval between the government office's urges";
    CommitteeUrgeIntervalWd committee_urge_interval_wd: u16 = 5, WorkingDays, int(0, 60), "对口专（工）委催办间隔", "Interval between the counterpart committee's urges";
    LeaderUrgeIntervalWd leader_urge_interval_wd: u16 = 5, WorkingDays, int(0, 60), "领衔督办领导催办间隔", "Interval between the supervising leader's urges";
    // Suggestions: score of the units
    ScoreSign score_sign: u16 = 5, Points, int(0, 100), "单位得分：按时签收分值", "Unit score: signed for on time";
    ScoreContact score_contact: u16 = 15, Points, int(0, 100), "单位得分：面商分值", "Unit score: talked face to face";
    ScoreOnTime score_on_time: u16 = 20, Points, int(0, 100), "单位得分：按时办复分值", "Unit score: answered on time";
    ScoreQuality score_quality: u16 = 10, Points, int(0, 100), "单位得分：答复质量分值", "Unit score: quality of the answers";
    ScoreSatisfaction score_satisfaction: u16 = 25, Points, int(0, 100), "单位得分：结果满意分值", "Unit score: satisfied with the result";
    ScoreImplementation score_implementation: u16 = 20, Points, int(0, 100), "单位得分：办成与兑现分值", "Unit score: solved and promises kept";
    ScorePublication score_publication: u16 = 5, Points, int(0, 100), "单位得分：公开分值", "Unit score: published";
    ScoreYellowCard score_yellow_card: u16 = 2, Points, int(0, 20), "单位得分：每张黄牌扣分", "Unit score: taken off for a yellow card";
    ScoreRedCard score_red_card: u16 = 5, Points, int(0, 20), "单位得分：每张红牌扣分", "Unit score: taken off for a red card";
    // Suggestions: reminders
    RemindReplyFirstDays remind_reply_first_days: u16 = 30, CalendarDays, int(1, 120), "答复期限首次提醒提前天数", "First reminder ahead of a reply's end";
    RemindReplySecondDays remind_reply_second_days: u16 = 15, CalendarDays, int(1, 120), "答复期限再次提醒提前天数", "Second reminder ahead of a reply's end";
    RemindReplyLeaderDays remind_reply_leader_days: u16 = 7, CalendarDays, int(1, 60), "答复期限提醒单位负责人提前天数", "Reminder to the unit's leader ahead of a reply's end";
    RemindReplyLastDays remind_reply_last_days: u16 = 3, CalendarDays, int(1, 30), "答复期限末次提醒提前天数", "Last reminder ahead of a reply's end";
    RemindOverdueWd remind_overdue_wd: u16 = 1, WorkingDays, int(1, 10), "逾期通报代表工委工作日数", "Working days late until the committee is told";
    RemindCoOpinionDays remind_co_opinion_days: u16 = 7, CalendarDays, int(1, 30), "协办意见提醒提前天数", "Reminder ahead of a co-opinion's end";
    RemindFeedbackDays remind_feedback_days: u16 = 5, CalendarDays, int(1, 30), "评价提醒提前天数", "Reminder ahead of a rating's end";
    RemindRehandleDays remind_rehandle_days: u16 = 7, CalendarDays, int(1, 30), "重新答复提醒提前天数", "Reminder ahead of a rehandled reply's end";
    RemindCommitmentDays remind_commitment_days: u16 = 30, CalendarDays, int(1, 120), "承诺到期提醒提前天数", "Reminder ahead of a promise's end";
    // Suggestions: key ones
    KeyPlanWd key_plan_wd: u16 = 20, WorkingDays, int(1, 60), "重点督办方案期限", "Plan of a key suggestion";
    KeyMinEvents key_min_events: u16 = 2, Times, int(0, 20), "重点督办活动次数下限", "Supervision events of a key suggestion";
    // Stations, groups, reports
    ReceptionNoticeDays reception_notice_days: u16 = 3, CalendarDays, int(0, 30), "接待选民预告提前天数", "Notice ahead of a reception";
    GroupActivitiesPerYear group_activities_per_year: u16 = 4, Times, int(0, 52), "小组每年活动次数", "Group activities a year";
    ReportFeedbackMonths report_feedback_months: u16 = 3, Months, int(1, 12), "调研报告反馈期限", "Answer to a report";
    // Law: numbers of people
    RecallMinVoters recall_min_voters: u16 = 50, People, int(30, 50), "罢免案联名选民人数下限", "Voters needed to ask for a recall", law ELECTION_50 true;
    MotionMinCosigners motion_min_cosigners: u16 = 10, People, int(5, 10), "议案联名代表人数下限（含领衔）", "Deputies needed for a motion, counting the lead", law ORGANIC_22 true;
    // Hotline
    HotlineOrdinaryWd hotline_ordinary_wd: u16 = 5, WorkingDays, int(1, 60), "热线一般事项办理期限", "Hotline: ordinary matter";
    HotlineConsultWd hotline_consult_wd: u16 = 2, WorkingDays, int(1, 60), "热线咨询类办理期限", "Hotline: question";
    HotlineHelpWd hotline_help_wd: u16 = 10, WorkingDays, int(1, 60), "热线求助类办理期限", "Hotline: request for help";
    HotlineComplaintWd hotline_complaint_wd: u16 = 15, WorkingDays, int(1, 60), "热线投诉举报类办理期限", "Hotline: complaint";
    HotlineCallbackWd hotline_callback_wd: u16 = 3, WorkingDays, int(1, 30), "热线回访期限", "Hotline: call back";
    HotlineCallbackAttempts hotline_callback_attempts: u16 = 3, Times, int(1, 10), "热线回访次数", "Hotline: attempts to call back";
    // Ballots and reports
    BallotMinBreakdown ballot_min_breakdown: u16 = 5, People, int(3, 50), "测评分组公布最低人数", "Least group size shown in a ballot's breakdown";
    BallotSatisfiedPercent ballot_satisfied_percent: u16 = 50, None, int(34, 100), "测评“满意”：满意票占有效票百分比下限", "Ballot, satisfied: least percent of satisfied votes";
    BallotApprovalPercent ballot_approval_percent: u16 = 80, None, int(50, 100), "测评“满意”：满意和基本满意票百分比下限", "Ballot, satisfied: least percent of satisfied and basically satisfied votes";
    BallotBasicPercent ballot_basic_percent: u16 = 50, None, int(34, 99), "测评“基本满意”：满意和基本满意票须超过的百分比", "Ballot, basically satisfied: percent to be exceeded by both";
    BallotReportAgainMonths ballot_report_again_months: u16 = 2, Months, int(1, 6), "测评不满意后再次报告期限", "Report again after a ballot that was not satisfied";
    ExpressClusterWindowDays express_cluster_window_days: u16 = 90, CalendarDays, int(7, 365), "专报聚类时间窗口", "Express report: window of clustering";
    ExpressMinItems express_min_items: u16 = 10, Items, int(2, 1000), "专报最少来源件数", "Express report: least number of items";
    ExpressUnitFeedbackDays express_unit_feedback_days: u16 = 30, CalendarDays, int(1, 180), "专报责任单位反馈期限", "Express report: answer of the unit";
}

impl fmt::Display for SettingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for SettingKey {
    type Err = SettingError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|key| key.as_str() == text)
            .ok_or_else(|| SettingError::new(text, SettingErrorKind::UnknownKey))
    }
}
