//! The root of the aggregate: what the deputies wrote and what the congress made of it.

use super::Due;
use super::coded::coded_enum;
use super::{Cosigner, OfficialNumber, SuggestionStatus, TextVersion};
use crate::authz::JurisdictionPath;
use crate::kernel::{
    AccountId, CongressSessionId, DelegationId, DeputyId, FileId, GroupId, JurisdictionId, SuggestionId,
    TermId, UnitId,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

coded_enum! {
    /// How the proposal came into being (类型).
    SuggestionKind {
        Suggestion = "suggestion", "建议、批评和意见", "Suggestion";
        ConvertedMotion = "converted_motion", "议案转建议", "Converted motion";
    }
}

coded_enum! {
    /// When it was handed in (提出时间): decides the number series and who reviews.
    Period {
        InSession = "in_session", "大会期间", "In session";
        Between = "between", "闭会期间", "Between sessions";
    }
}

coded_enum! {
    /// How the deputy came to it (形成方式).
    Origin {
        Research = "research", "专题调研", "Research";
        Symposium = "symposium", "座谈", "Symposium";
        Visit = "visit", "走访", "Visits";
        Reception = "reception", "接待选民", "Reception of voters";
        Theme = "theme", "主题活动", "Theme campaign";
        OpinionItem = "opinion_item", "群众反映", "Opinion from the public";
        Inspection = "inspection", "视察", "Inspection";
        Other = "other", "其他", "Other";
    }
}

coded_enum! {
    /// For how long the matter has been raised (多次提出).
    RepeatedYears {
        None = "none", "首次提出", "First time";
        Two = "2", "连续两年", "Two years";
        Three = "3", "连续三年", "Three years";
        More = "3+", "三年以上", "More than three years";
    }
}

impl RepeatedYears {
    /// The number of years that the deputy states, at the least.
    pub const fn at_least(self) -> u32 {
        match self {
            Self::None => 1,
            Self::Two => 2,
            Self::Three => 3,
            Self::More => 4,
        }
    }
}

coded_enum! {
    /// What the deputy agrees to have published (公开意愿).
    PublishConsent {
        Full = "full", "同意全文公开", "Full text";
        TitleOnly = "title_only", "仅公开标题", "Title only";
        No = "no", "不公开", "Not public";
    }
}

/// What the deputies wrote (建议正文): one matter, numbered proposals.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SuggestionText {
    /// 标题: 关于…的建议, at most 50 characters.
    pub title: String,
    /// 情况
    pub facts: String,
    /// 分析
    pub analysis: String,
    /// 具体意见, numbered from 1 by their place; the reply answers each.
    pub proposals: Vec<String>,
}

/// A text that somebody confirmed before it was edited (原确认文本). Kept only until everybody who confirmed it has
/// answered again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EarlierText {
    /// Its version.
    pub version: TextVersion,
    /// The text as it was.
    pub text: SuggestionText,
}

/// What the deputy wants and says about the matter beside its text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wishes {
    /// 联系人, when not the lead deputy.
    pub contact_person: Option<DeputyId>,
    /// 建议承办单位
    pub preferred_units: Vec<UnitId>,
    /// 形成方式
    pub origin: Origin,
    /// Reference of the origin: an activity, an opinion item.
    pub origin_ref: Option<String>,
    /// 多次提出
    pub repeated_years: RepeatedYears,
    /// 公开意愿
    pub publish_consent: PublishConsent,
    /// Why not the full text; required for [`PublishConsent::No`].
    pub publish_reason: Option<String>,
    /// 希望加强沟通
    pub want_contact: bool,
    /// 仅供参考，不需书面答复
    pub reference_only: bool,
    /// 欢迎附议
    pub open_for_cosign: bool,
    /// The deputy asks that units do not see who signed (要求保护).
    pub ask_protection: Option<String>,
    /// 附件
    pub attachments: Vec<FileId>,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            contact_person: None,
            preferred_units: Vec::new(),
            origin: Origin::Other,
            origin_ref: None,
            repeated_years: RepeatedYears::None,
            publish_consent: PublishConsent::Full,
            publish_reason: None,
            want_contact: false,
            reference_only: false,
            open_for_cosign: false,
            ask_protection: None,
            attachments: Vec::new(),
        }
    }
}

/// 紧急程度
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Urgency {
    /// 一般
    #[default]
    Normal,
    /// 时限性: useless after this day, so it is answered before it.
    TimeBound {
        /// The day.
        by: NaiveDate,
    },
}

/// 保密与保护
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confidentiality {
    /// 涉密或敏感: only named persons read it.
    pub confidential: bool,
    /// Units see no deputy's name (受保护代表).
    pub hide_names_from_units: bool,
    /// Why.
    pub reason: Option<String>,
    /// Accounts that may read a confidential suggestion although their role alone would not do.
    pub named: Vec<AccountId>,
}

/// Classification by the deputies' committee (分类).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Classification {
    /// Code of the dictionary 建议类别.
    pub category: Option<String>,
    /// Code of the second level.
    pub sub_category: Option<String>,
    /// 对口督办的专（工）委
    pub committee: Option<UnitId>,
    /// 紧急程度
    pub urgency: Urgency,
}

/// A written request to take the suggestion back (撤回申请).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WithdrawalRequest {
    /// The lead deputy's reason.
    pub reason: String,
    /// When asked.
    pub requested_at: DateTime<Utc>,
}

/// 勘误: a correction after acceptance that leaves the accepted text as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Erratum {
    /// What is corrected, and to what.
    pub text: String,
    /// Who recorded it.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}

/// 代表建议, without its tasks, replies and ratings (see [`super::Case`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Identity.
    pub id: SuggestionId,
    /// 流水编码 given at the first submission, e.g. `JY-18-05-0063`; never changes.
    pub code: Option<String>,
    /// 正式编号 given at acceptance; never reused.
    pub official_no: Option<OfficialNumber>,
    /// The node of the jurisdiction tree it belongs to.
    pub jurisdiction: JurisdictionId,
    /// That node's path, for scopes.
    pub path: JurisdictionPath,
    /// 类型
    pub kind: SuggestionKind,
    /// The motion it came from, for converted motions.
    pub motion_ref: Option<String>,
    /// 届
    pub term: TermId,
    /// 次会议, when in session.
    pub session: Option<CongressSessionId>,
    /// 大会期间 or 闭会期间
    pub period: Period,
    /// The text as it stands.
    pub text: SuggestionText,
    /// Counts the edits of the text.
    pub text_version: TextVersion,
    /// Texts that were confirmed and then edited, while some signer still has to look at the difference.
    #[serde(default)]
    pub earlier_texts: Vec<EarlierText>,
    /// SHA-256 (hex) of the text that was accepted; from then on the text cannot change.
    pub accepted_text_sha256: Option<String>,
    /// 勘误
    pub errata: Vec<Erratum>,
    /// 领衔代表
    pub lead: DeputyId,
    /// 以代表团名义提出
    pub delegation: Option<DelegationId>,
    /// The lead deputy's group at submission, for statistics and for the last-resort addressee.
    pub group: Option<GroupId>,
    /// 联名代表
    pub cosigners: Vec<Cosigner>,
    /// What the deputy wants.
    pub wishes: Wishes,
    /// 保密与保护
    pub confidentiality: Confidentiality,
    /// 分类
    pub classification: Classification,
    /// 往年同类建议
    pub previous: Vec<SuggestionId>,
    /// The years in which those were handed in, as found when they were linked.
    #[serde(default)]
    pub previous_years: Vec<i32>,
    /// The suggestion this one was merged into.
    pub merged_into: Option<SuggestionId>,
    /// What state it had before the merge, for unmerging.
    pub status_before_merge: Option<SuggestionStatus>,
    /// 重点督办建议: sign-off by the unit's head in person.
    pub is_key: bool,
    /// Withdrawal under way.
    pub withdrawal: Option<WithdrawalRequest>,
    /// The deputy insisted on a returned suggestion: the head of the committee decides.
    pub insisted: bool,
    /// 代表异议, latest last.
    pub objections: Vec<super::Objection>,
    /// Returns and refusals, latest last.
    pub review_remarks: Vec<super::ReviewRemark>,
    /// State.
    pub status: SuggestionStatus,
    /// When the draft was begun.
    pub created_at: DateTime<Utc>,
    /// First hand-in.
    pub submitted_at: Option<DateTime<Utc>>,
    /// 立案
    pub accepted_at: Option<DateTime<Utc>>,
    /// 交办: the legal start of the three months.
    pub assigned_at: Option<DateTime<Utc>>,
    /// First time every answering unit had issued its letter.
    pub replied_at: Option<DateTime<Utc>>,
    /// 办结
    pub closed_at: Option<DateTime<Utc>>,
    /// How often units sent it back with consent.
    pub send_backs_agreed: u32,
    /// Handling round, 1 from the first assignment.
    pub round: u32,
    /// Deadlines of the matter, explained (件的期限).
    pub dues: SuggestionDues,
    /// 逾期未评价, with the reason.
    pub evaluation_lapsed: Option<super::LapseReason>,
    /// SHA-256 (hex) of the archive bundle.
    pub archive_sha256: Option<String>,
    /// 换届结转: it outlived the term in which it was handed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried_over: Option<super::CarriedOver>,
}

/// Deadlines of the matter as computed when they began to run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SuggestionDues {
    /// 审查
    pub accept: Option<Due>,
    /// 交办 or, after a send-back, 重新交办
    pub assign: Option<Due>,
    /// 代表对承办单位提出异议
    pub object: Option<Due>,
    /// 答复 as first computed
    pub reply: Option<Due>,
    /// 答复 in force: extension, rehandling or a time-bound matter may move it.
    pub effective: Option<Due>,
    /// 评价
    pub feedback: Option<Due>,
    /// 公开
    pub publish: Option<Due>,
}

impl Suggestion {
    /// The objection waiting for an answer.
    pub fn pending_objection(&self) -> Option<&super::Objection> {
        self.objections.iter().find(|objection| objection.verdict == super::Verdict::Pending)
    }

    /// Signers whose confirmation of the present text counts, lead first.
    pub fn signers(&self) -> Vec<DeputyId> {
        std::iter::once(self.lead).chain(self.confirmed_cosigners().map(|c| c.deputy)).collect()
    }

    /// Co-signers who confirmed the present text, in printed order.
    pub fn confirmed_cosigners(&self) -> impl Iterator<Item = &Cosigner> {
        self.cosigners.iter().filter(|cosigner| cosigner.is_confirmed(self.text_version))
    }

    /// True for the lead and every confirmed co-signer.
    pub fn is_signer(&self, deputy: DeputyId) -> bool {
        self.lead == deputy || self.confirmed_cosigners().any(|c| c.deputy == deputy)
    }

    /// For how many years in a row the matter has been raised (连续提出年数), this one's year included; at least what
    /// the deputy says.
    pub fn raised_for_years(&self) -> u32 {
        let own = crate::kernel::business_date(self.submitted_at.unwrap_or(self.created_at));
        let own = chrono::Datelike::year(&own);
        let linked = (1..).take_while(|back| self.previous_years.contains(&(own - back))).count() as u32 + 1;
        linked.max(self.wishes.repeated_years.at_least())
    }

    /// The text that this deputy confirmed before it was edited, while the confirmation is not renewed.
    pub fn confirmed_before(&self, deputy: DeputyId) -> Option<&EarlierText> {
        let version = self.cosigner(deputy)?.voided?;
        self.earlier_texts.iter().find(|earlier| earlier.version == version)
    }

    /// Drops texts that nobody has to compare with any more.
    pub(super) fn forget_earlier_texts(&mut self) {
        let cosigners = &self.cosigners;
        self.earlier_texts
            .retain(|earlier| cosigners.iter().any(|cosigner| cosigner.voided == Some(earlier.version)));
    }

    /// The invitation of this deputy.
    pub fn cosigner(&self, deputy: DeputyId) -> Option<&Cosigner> {
        self.cosigners.iter().find(|cosigner| cosigner.deputy == deputy)
    }
}
