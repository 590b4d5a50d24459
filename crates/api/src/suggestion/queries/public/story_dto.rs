use super::super::super::codes::{RatingCode, SuggestionStatusCode};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// One step of the story (办理进展).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"kind": "assigned", "title": "交办", "on": "2026-03-02", "who": "住建局", "days": 27, "note": null}))]
pub struct PublicStep {
    /// `submitted`, `accepted`, `assigned`, `handling`, `replied`, `evaluated`, `closed`; or how it ended.
    pub kind: &'static str,
    /// In words.
    pub title: String,
    /// When; `null`: still to come.
    pub on: Option<NaiveDate>,
    /// Who did it.
    pub who: Option<String>,
    /// Days since the step before.
    pub days: Option<i64>,
    /// A remark, such as until when.
    pub note: Option<String>,
}

/// An answer to one numbered proposal.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"proposal_no": 1, "answer": "已在三处边角地增设停车位。"}))]
pub struct PublicPoint {
    /// Number of the proposal, from 1.
    pub proposal_no: u32,
    /// The answer.
    pub answer: String,
}

/// A published file (公开附件): a copy that was made anew, without what is covered.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b53", "name": "现场情况.pdf",
    "media_type": "application/pdf", "size": 40211,
    "url": "/api/v1/public/suggestions/0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b72/files/0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b53"}))]
pub struct PublicAttachment {
    /// The copy.
    pub id: Uuid,
    /// 文件名
    pub name: String,
    /// Media type.
    pub media_type: &'static str,
    /// Bytes.
    pub size: u64,
    /// Where it is downloaded.
    pub url: String,
}

/// A published letter (答复函), with what is masked covered.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70", "unit": "泗安县住房和城乡建设局",
    "doc_no": "泗住建复〔2026〕5号", "letter": "A", "category": "已经解决或基本解决", "kind": "答复", "issued_on": "2026-05-20",
    "body": "王建国代表：", "points": [{"proposal_no": 1, "answer": "已在三处边角地增设停车位。"}], "files": [], "signer": "张局长",
    "pdf_url": null, "docx_url": null}))]
pub struct PublicReply {
    /// The letter.
    pub id: Uuid,
    /// 承办单位
    pub unit: String,
    /// 文号
    pub doc_no: String,
    /// Letter of the category under the scheme in force.
    pub letter: String,
    /// Category in words.
    pub category: String,
    /// Kind of letter in words.
    pub kind: String,
    /// 签发日期
    pub issued_on: NaiveDate,
    /// Opening and closing.
    pub body: String,
    /// 逐条答复
    pub points: Vec<PublicPoint>,
    /// 附件, as public copies.
    pub files: Vec<PublicAttachment>,
    /// 签发人
    pub signer: Option<String>,
    /// The letter as PDF, when it may be downloaded.
    pub pdf_url: Option<String>,
    /// The letter as DOCX.
    pub docx_url: Option<String>,
}

/// A promise of a published letter (承诺).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"text": "新建地下停车场", "responsible": "住建局", "due_on": "2026-12-31", "status": "open",
    "status_label": "办理中"}))]
pub struct PublicPromise {
    /// What is promised.
    pub text: String,
    /// Who answers for it.
    pub responsible: String,
    /// Until when.
    pub due_on: NaiveDate,
    /// `open`, `reported`, `accepted`, `changed`, `failed`, `carried_over`.
    pub status: &'static str,
    /// In words.
    pub status_label: String,
}

/// The deputy's rating, when it is published (代表评价).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"attitude": "satisfied", "result": "basic", "comment": null, "on": "2026-06-02"}))]
pub struct PublicEvaluation {
    /// 对办理态度
    #[schema(value_type = RatingCode)]
    pub attitude: &'static str,
    /// 对办理结果
    #[schema(value_type = RatingCode)]
    pub result: &'static str,
    /// Never published: it may speak of people.
    pub comment: Option<String>,
    /// When.
    pub on: NaiveDate,
}

/// The story of a published suggestion: problem, handling, answer, evaluation, promises.
#[derive(Serialize, ToSchema)]
pub struct PublicSuggestion {
    /// The suggestion.
    pub id: Uuid,
    /// 正式编号 as it is cited.
    pub reference: String,
    /// 标题
    pub title: String,
    /// 类别
    pub category: Option<String>,
    /// State; `null` when progress is not published.
    #[schema(value_type = Option<SuggestionStatusCode>)]
    pub status: Option<&'static str>,
    /// State in words.
    pub status_label: Option<String>,
    /// 领衔代表, by the setting `lead_name_public`.
    pub lead_deputy: Option<String>,
    /// The deputy's page.
    pub lead_deputy_id: Option<Uuid>,
    /// Co-signers.
    pub cosigner_count: u32,
    /// 主办（分办）单位
    pub lead_units: Vec<String>,
    /// 提交日期
    pub submitted_on: Option<NaiveDate>,
    /// 交办日期
    pub assigned_on: Option<NaiveDate>,
    /// Day of the first published letter.
    pub replied_on: Option<NaiveDate>,
    /// Letter of the answer's category.
    pub reply_letter: Option<String>,
    /// 对办理结果的评价, when published.
    #[schema(value_type = Option<RatingCode>)]
    pub result_rating: Option<&'static str>,
    /// 情况; `null` when the text is not published.
    pub facts: Option<String>,
    /// 分析
    pub analysis: Option<String>,
    /// 具体意见
    pub proposals: Vec<String>,
    /// 附件 of the text, as public copies.
    pub files: Vec<PublicAttachment>,
    /// 办理进展; empty when not published.
    pub steps: Vec<PublicStep>,
    /// Published letters.
    pub replies: Vec<PublicReply>,
    /// Their promises.
    pub promises: Vec<PublicPromise>,
    /// The rating, when published.
    pub evaluation: Option<PublicEvaluation>,
    /// The whole as PDF.
    pub pdf_url: Option<String>,
    /// The whole as DOCX.
    pub docx_url: Option<String>,
}
