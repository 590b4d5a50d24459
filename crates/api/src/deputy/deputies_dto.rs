use super::codes::{
    DeputyStatusCode, DeputyStepCode, EntryCode, LevelCode, OccupationCode, ReleaseGroundCode,
};
use crate::{
    http::Instant,
    org::{EducationCode, GenderCode, PartyCode},
};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// 人大代表, as lists show them.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9ba1", "person_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b91", "name": "王建国",
    "gender": "male", "term_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "term_name": "十八届", "level": "county",
    "cert_no": "18001", "status": "active", "status_since": "2022-01-06",
    "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b02", "jurisdiction_name": "青阳镇",
    "constituency_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b71", "constituency_name": "第12选区", "delegation_id": null,
    "delegation_name": null, "group_id": null, "group_name": null, "composition": "worker_peasant", "is_newcomer": true,
    "sc_member": false, "employer": null, "post": null, "allowed_actions": ["update", "suspend", "terminate", "end_term"],
    "updated_at": "2026-11-22T09:30:00.000000+08:00", "version": 2}))]
pub struct DeputySummary {
    /// The seat.
    pub id: Uuid,
    /// The holder.
    pub person_id: Uuid,
    /// 姓名
    pub name: String,
    /// 性别
    #[schema(value_type = GenderCode)]
    pub gender: String,
    /// The term.
    pub term_id: Uuid,
    /// Its name.
    pub term_name: String,
    /// 级别
    #[schema(value_type = LevelCode)]
    pub level: String,
    /// 代表证号
    pub cert_no: String,
    /// 状态
    #[schema(value_type = DeputyStatusCode)]
    pub status: String,
    /// From which day the status counts.
    pub status_since: NaiveDate,
    /// The node under which the deputy is listed.
    pub jurisdiction_id: Uuid,
    /// Its name.
    pub jurisdiction_name: String,
    /// 选区
    pub constituency_id: Option<Uuid>,
    /// Its name.
    pub constituency_name: Option<String>,
    /// 代表团
    pub delegation_id: Option<Uuid>,
    /// Its name.
    pub delegation_name: Option<String>,
    /// 代表小组 today
    pub group_id: Option<Uuid>,
    /// Its name.
    pub group_name: Option<String>,
    /// 代表构成
    #[schema(value_type = OccupationCode)]
    pub composition: String,
    /// 新任
    pub is_newcomer: bool,
    /// 常委会组成人员
    pub sc_member: bool,
    /// 工作单位
    pub employer: Option<String>,
    /// 职务
    pub post: Option<String>,
    /// `update`, `confirm`, `suspend`, `resume`, `terminate`, `end_term`, `release`: what the asking account may do now.
    pub allowed_actions: Vec<&'static str>,
    /// Last change.
    pub updated_at: Instant,
    /// Same as the `ETag`.
    pub version: i64,
}

/// A page of deputies.
#[derive(Serialize, ToSchema)]
pub struct DeputyList {
    /// The page.
    pub items: Vec<DeputySummary>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
    /// Rows in all, with `include=total`; 10001 stands for more than 10,000.
    pub total: Option<i64>,
}

/// 人大代表 with person, history of status and history of groups.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9ba1", "person_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b91", "name": "王建国",
    "gender": "male", "term_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "term_name": "十八届", "level": "county",
    "cert_no": "18001", "status": "active", "status_since": "2022-01-06",
    "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b02", "jurisdiction_name": "青阳镇",
    "constituency_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b71", "constituency_name": "第12选区", "delegation_id": null,
    "delegation_name": null, "group_id": null, "group_name": null, "composition": "worker_peasant", "is_newcomer": true,
    "sc_member": false, "employer": null, "post": null, "allowed_actions": ["update", "suspend", "terminate", "end_term"],
    "updated_at": "2026-11-22T09:30:00.000000+08:00", "version": 2, "release_ground": null, "entry": "general", "elected_on": "2022-01-06", "is_reelected": false, "occupation": "农民",
    "committee_posts": [], "photo_file_id": null, "intro": null, "contact_platform": "青阳镇代表之家", "person": null,
    "status_history": [], "group_history": [], "other_seats": []}))]
pub struct DeputyResponse {
    /// The seat.
    pub id: Uuid,
    /// The holder.
    pub person_id: Uuid,
    /// 姓名
    pub name: String,
    /// 性别
    #[schema(value_type = GenderCode)]
    pub gender: String,
    /// The term.
    pub term_id: Uuid,
    /// Its name.
    pub term_name: String,
    /// 级别
    #[schema(value_type = LevelCode)]
    pub level: String,
    /// 代表证号
    pub cert_no: String,
    /// 状态
    #[schema(value_type = DeputyStatusCode)]
    pub status: String,
    /// From which day the status counts.
    pub status_since: NaiveDate,
    /// The node under which the deputy is listed.
    pub jurisdiction_id: Uuid,
    /// Its name.
    pub jurisdiction_name: String,
    /// 选区
    pub constituency_id: Option<Uuid>,
    /// Its name.
    pub constituency_name: Option<String>,
    /// 代表团
    pub delegation_id: Option<Uuid>,
    /// Its name.
    pub delegation_name: Option<String>,
    /// 代表小组 today
    pub group_id: Option<Uuid>,
    /// Its name.
    pub group_name: Option<String>,
    /// 代表构成
    #[schema(value_type = OccupationCode)]
    pub composition: String,
    /// 新任
    pub is_newcomer: bool,
    /// 常委会组成人员
    pub sc_member: bool,
    /// 工作单位
    pub employer: Option<String>,
    /// 职务
    pub post: Option<String>,
    /// 不再征询: why a deputy whose term is over is not asked any more; `null` while he is.
    #[schema(value_type = Option<ReleaseGroundCode>)]
    pub release_ground: Option<String>,
    /// 当选方式
    #[schema(value_type = EntryCode)]
    pub entry: String,
    /// 当选日期
    pub elected_on: NaiveDate,
    /// 连任
    pub is_reelected: bool,
    /// 职业
    pub occupation: String,
    /// Offices in committees.
    pub committee_posts: Vec<String>,
    /// Photograph.
    pub photo_file_id: Option<Uuid>,
    /// 简介 (public)
    pub intro: Option<String>,
    /// 联系选民的平台 (public)
    pub contact_platform: Option<String>,
    /// The person's record, masked; `null` for who may see the public profile only.
    pub person: Option<DeputyPerson>,
    /// 状态沿革, oldest first.
    pub status_history: Vec<StatusHistoryEntry>,
    /// 小组沿革, oldest first.
    pub group_history: Vec<GroupHistoryEntry>,
    /// Seats of the same person at other levels or in other terms.
    pub other_seats: Vec<OtherSeat>,
    /// `update`, `confirm`, `suspend`, `resume`, `terminate`, `end_term`, `release`: what the asking account may do now.
    pub allowed_actions: Vec<&'static str>,
    /// Last change.
    pub updated_at: Instant,
    /// Same as the `ETag`.
    pub version: i64,
}

/// The person behind a seat; numbers are masked.
#[derive(Serialize, ToSchema)]
pub struct DeputyPerson {
    /// 出生日期
    pub birth_on: NaiveDate,
    /// 民族
    pub ethnicity: String,
    /// 党派
    #[schema(value_type = PartyCode)]
    pub party: String,
    /// 学历
    #[schema(value_type = Option<EducationCode>)]
    pub education: Option<String>,
    /// 学位
    pub degree: Option<String>,
    /// 手机号码, masked.
    pub mobile: Option<String>,
    /// 身份证号码, masked.
    pub id_no: Option<String>,
}

/// One change of status.
#[derive(Serialize, ToSchema)]
pub struct StatusHistoryEntry {
    /// Before; `null` for the first.
    #[schema(value_type = Option<DeputyStatusCode>)]
    pub from: Option<String>,
    /// After.
    #[schema(value_type = DeputyStatusCode)]
    pub to: String,
    /// The step; `null` when the seat was registered.
    #[schema(value_type = Option<DeputyStepCode>)]
    pub step: Option<String>,
    /// From which day it counts.
    pub on: NaiveDate,
    /// 公告（文件）文号
    pub document_no: Option<String>,
    /// Ground of law; `null` for who may not see it.
    pub ground: Option<String>,
    /// Inner remark; `null` for who may not see it.
    pub note: Option<String>,
    /// Who recorded it.
    pub recorded_by: Option<String>,
    /// When it was recorded.
    pub recorded_at: Instant,
}

/// A time in a group.
#[derive(Serialize, ToSchema)]
pub struct GroupHistoryEntry {
    /// The group.
    pub group_id: Uuid,
    /// 组号
    pub group_no: i32,
    /// Its name.
    pub group_name: String,
    /// First day.
    pub from_on: NaiveDate,
    /// First day no longer in it; `null` while it lasts.
    pub to_on: Option<NaiveDate>,
}

/// Another seat of the same person.
#[derive(Serialize, ToSchema)]
pub struct OtherSeat {
    /// The seat.
    pub id: Uuid,
    /// The term's name.
    pub term_name: String,
    /// 级别
    #[schema(value_type = LevelCode)]
    pub level: String,
    /// 状态
    #[schema(value_type = DeputyStatusCode)]
    pub status: String,
}
