use crate::{deputy::LevelCode, http::Instant, org::GenderCode};
use chrono::NaiveDate;
use persistence::integration::{ReferenceDeputy, ReferenceGroup, ReferenceSession, ReferenceUnit};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Which part of a reference list.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReferenceQuery {
    /// Only what was changed at this time or later. A convenience: what has ended is not told by it.
    #[param(example = "2026-11-01T00:00:00+08:00")]
    pub updated_since: Option<Instant>,
    /// Rows per page, 1–200, default 50.
    #[serde(skip_serializing)]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing)]
    pub cursor: Option<String>,
}

/// No parameters: one that is given is refused by its name.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoParameters {}

/// Which page of the categories.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryQuery {
    /// Rows per page; all, if nothing is said.
    #[serde(skip_serializing)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing)]
    pub cursor: Option<String>,
}

/// A name besides the first.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({"name": "住建局", "note": "short"}))]
pub struct OtherName {
    /// The name.
    pub name: String,
    /// `short`: 简称.
    pub note: &'static str,
}

/// A unit or a group of deputies, in the words of Popolo (Organization).
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OpenOrganization, example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-000000000002", "name": "泗安县住房和城乡建设局",
    "classification": "gov_dept", "parent_id": null, "other_names": [{"name": "住建局", "note": "short"}],
    "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-000000000001", "no": null, "field": null, "description": null,
    "founding_date": "2019-01-01", "dissolution_date": null, "successor_id": null,
    "updated_at": "2026-01-01T09:00:00.000000+08:00"}))]
pub struct Organization {
    /// As status objects name it.
    pub id: Uuid,
    /// 名称
    pub name: String,
    /// For units the code of their kind; for groups `deputy_group`.
    pub classification: String,
    /// The unit above.
    pub parent_id: Option<Uuid>,
    /// 简称
    pub other_names: Vec<OtherName>,
    /// The node of the tree that it belongs to.
    pub jurisdiction_id: Uuid,
    /// 组号 of a group.
    pub no: Option<i32>,
    /// 领域 of a group.
    pub field: Option<String>,
    /// 职责 of a group.
    pub description: Option<String>,
    /// Since when.
    pub founding_date: NaiveDate,
    /// The first day on which it was no more.
    pub dissolution_date: Option<NaiveDate>,
    /// 职能承接单位
    pub successor_id: Option<Uuid>,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// A post that somebody holds (Membership).
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OpenMembership, example = json!({"organization_id": "0197f0a2-c6b0-7c3c-8e5c-000000000001", "role": "deputy",
    "post": "第12选区", "start_date": "2021-12-20", "end_date": null}))]
pub struct Membership {
    /// For a seat the congress (`jurisdiction_id` of status objects), for a group the group.
    pub organization_id: Uuid,
    /// `deputy` 代表, `member` 组员, `convenor` 召集人.
    pub role: &'static str,
    /// 选区 of a seat.
    pub post: Option<String>,
    /// Since when.
    pub start_date: Option<NaiveDate>,
    /// `null`: still.
    pub end_date: Option<NaiveDate>,
}

/// A deputy in office, in the words of Popolo (Person).
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OpenPerson, example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-000000000003", "name": "王建国", "gender": "male", "level": "county",
    "term": 18, "biography": null, "contact_platform": "青阳镇代表之家",
    "memberships": [{"organization_id": "0197f0a2-c6b0-7c3c-8e5c-000000000001", "role": "deputy", "post": "第12选区",
        "start_date": "2021-12-20", "end_date": null}], "updated_at": "2026-01-01T09:00:00.000000+08:00"}))]
pub struct Person {
    /// The seat, as status objects name it.
    pub id: Uuid,
    /// 姓名
    pub name: String,
    /// 性别
    #[schema(value_type = GenderCode)]
    pub gender: String,
    /// 级别
    #[schema(value_type = LevelCode)]
    pub level: String,
    /// 届
    pub term: i32,
    /// 简介
    pub biography: Option<String>,
    /// 联系选民的平台
    pub contact_platform: Option<String>,
    /// The seat, and the group.
    pub memberships: Vec<Membership>,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// A session of the congress (会议).
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OpenSession, example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-000000000005", "name": "十八届五次", "ordinal": 5,
    "term": 18, "term_name": "十八届", "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-000000000001", "start_date": "2026-01-10",
    "end_date": "2026-01-14", "updated_at": "2026-01-01T09:00:00.000000+08:00"}))]
pub struct Session {
    /// Its id.
    pub id: Uuid,
    /// 名称
    pub name: String,
    /// 次
    pub ordinal: i32,
    /// 届
    pub term: i32,
    /// 届的名称
    pub term_name: String,
    /// Whose congress.
    pub jurisdiction_id: Uuid,
    /// First day.
    pub start_date: NaiveDate,
    /// Last day.
    pub end_date: NaiveDate,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// A category (类别) of published matters.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OpenCategory, example = json!({"code": "城建交通", "name": "城建交通", "matters": 47}))]
pub struct Category {
    /// As status objects name it.
    pub code: String,
    /// The official word.
    pub name: String,
    /// Published matters of it.
    pub matters: i64,
}

macro_rules! pages {
    ($($(#[$doc:meta])* $name:ident of $item:ty;)+) => {$(
        $(#[$doc])*
        #[derive(Serialize, ToSchema)]
        pub struct $name {
            /// The page, by id.
            pub items: Vec<$item>,
            /// Cursor of the next page; `null` on the last.
            pub next_cursor: Option<String>,
        }
    )+};
}

pages! {
    /// A page of units or groups.
    OpenOrganizationList of Organization;
    /// A page of deputies.
    OpenPersonList of Person;
    /// A page of sessions.
    OpenSessionList of Session;
    /// All categories.
    OpenCategoryList of Category;
}

impl From<ReferenceUnit> for Organization {
    fn from(row: ReferenceUnit) -> Self {
        Self {
            id: row.id,
            other_names: if row.short_name == row.name {
                Vec::new()
            } else {
                vec![OtherName { name: row.short_name, note: "short" }]
            },
            name: row.name,
            classification: row.kind,
            parent_id: row.parent_id,
            jurisdiction_id: row.jurisdiction_id,
            no: None,
            field: None,
            description: None,
            founding_date: row.valid_from,
            dissolution_date: row.valid_to,
            successor_id: row.successor_id,
            updated_at: row.updated_at.into(),
        }
    }
}

impl From<ReferenceGroup> for Organization {
    fn from(row: ReferenceGroup) -> Self {
        Self {
            id: row.id,
            name: row.name,
            classification: "deputy_group".to_owned(),
            parent_id: None,
            other_names: Vec::new(),
            jurisdiction_id: row.jurisdiction_id,
            no: Some(row.no),
            field: row.field,
            description: Some(row.duties),
            founding_date: row.founded_on,
            dissolution_date: None,
            successor_id: None,
            updated_at: row.updated_at.into(),
        }
    }
}

impl From<ReferenceDeputy> for Person {
    fn from(row: ReferenceDeputy) -> Self {
        let seat = Membership {
            organization_id: row.jurisdiction_id,
            role: "deputy",
            post: row.constituency_name,
            start_date: Some(row.elected_on),
            end_date: None,
        };
        let group = row.group_id.map(|group| Membership {
            organization_id: group,
            role: if row.convenor { "convenor" } else { "member" },
            post: None,
            start_date: row.group_from_on,
            end_date: None,
        });
        Self {
            id: row.id,
            name: row.name,
            gender: row.gender,
            level: row.level,
            term: row.term,
            biography: row.intro,
            contact_platform: row.contact_platform,
            memberships: std::iter::once(seat).chain(group).collect(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl From<ReferenceSession> for Session {
    fn from(row: ReferenceSession) -> Self {
        Self {
            id: row.id,
            name: row.name,
            ordinal: row.ordinal,
            term: row.term,
            term_name: row.term_name,
            jurisdiction_id: row.jurisdiction_id,
            start_date: row.starts_on,
            end_date: row.ends_on,
            updated_at: row.updated_at.into(),
        }
    }
}
