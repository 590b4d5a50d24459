use super::coded::coded_enum;
use crate::kernel::AccountId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

coded_enum! {
    /// Why a suggestion is returned or not accepted (退回或不作建议处理的理由).
    ReviewReason {
        OwnMatter = "own_matter", "涉及本人或者亲属个人事务", "Own or relatives' personal matter";
        OwnUnit = "own_unit", "涉及本单位个别事项", "Own unit's individual matter";
        PassedOnLetter = "passed_on_letter", "转递群众来信来访", "Passing on letters or petitions";
        Accusation = "accusation", "检举、控告、申诉", "Report, accusation or appeal";
        PendingCase = "pending_case", "正在司法、仲裁程序中的案件", "Pending judicial or arbitration case";
        NamesTenderWinner = "names_tender_winner", "为招标投标活动指定中标人", "Names a winner of a running tender";
        AcademicOrProduct = "academic_or_product", "学术探讨或者产品推介", "Academic discussion or product promotion";
        NoContent = "no_content", "没有具体内容", "No concrete content";
        OutsideCompetence = "outside_competence", "不属于本级职权范围", "Not in the county's competence";
        SeveralMatters = "several_matters", "一件建议反映多个事项", "Several matters in one";
        Consultation = "consultation", "政策咨询", "Policy consultation";
        Other = "other", "其他", "Other";
    }
}

coded_enum! {
    /// What the reviewer decided (审查意见).
    ReviewDecision {
        Returned = "returned", "退回修改", "Returned";
        NotAccepted = "not_accepted", "不作建议处理", "Not accepted";
    }
}

coded_enum! {
    /// What becomes of a suggestion that is not accepted (后续处理).
    NotAcceptedOutcome {
        OpinionItem = "opinion_item", "转为社情民意办理", "Handled as an opinion item";
        Letter = "letter", "作为代表来信转送参考", "Passed on as a deputy's letter";
        None = "none", "不再处理", "Nothing further";
    }
}

/// One return or refusal; the deputy reads it (审查记录).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewRemark {
    /// Returned or not accepted.
    pub decision: ReviewDecision,
    /// Reasons of the dictionary.
    pub reasons: Vec<ReviewReason>,
    /// In words, for the deputy.
    pub text: String,
    /// What becomes of it, for refusals.
    pub outcome: Option<NotAcceptedOutcome>,
    /// Who.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}
