use super::codes::{DeputyStatusCode, LevelCode, OccupationCode};
use crate::{
    http::{CommaList, IncludeTotal, list_queries},
    org::GenderCode,
};
use domain::{
    deputy::{DeputyStatus, Level, Occupation},
    org::Gender,
};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use uuid::Uuid;

/// Filter, sort and page of the list of deputies.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeputyListQuery {
    /// Words of name, certificate number, employer or post.
    pub q: Option<String>,
    /// States, separated by commas.
    #[serde(default)]
    #[param(value_type = Option<Vec<DeputyStatusCode>>, style = Form, explode = false)]
    pub status: CommaList<DeputyStatus>,
    /// Levels, separated by commas.
    #[serde(default)]
    #[param(value_type = Option<Vec<LevelCode>>, style = Form, explode = false)]
    pub level: CommaList<Level>,
    /// The term.
    pub term_id: Option<Uuid>,
    /// `true`: seats of a current term (当前届); `false`: of earlier and later ones.
    pub current_term: Option<bool>,
    /// Members of this group today.
    pub group_id: Option<Uuid>,
    /// 代表团
    pub delegation_id: Option<Uuid>,
    /// 选区
    pub constituency_id: Option<Uuid>,
    /// The node and everything below it.
    pub jurisdiction_id: Option<Uuid>,
    /// 性别
    #[param(value_type = Option<GenderCode>)]
    pub gender: Option<Gender>,
    /// 代表构成, separated by commas.
    #[serde(default)]
    #[param(value_type = Option<Vec<OccupationCode>>, style = Form, explode = false)]
    pub composition: CommaList<Occupation>,
    /// 新任
    pub newcomer: Option<bool>,
    /// 常委会组成人员
    pub sc_member: Option<bool>,
    /// All seats of one person.
    pub person_id: Option<Uuid>,
    /// `cert_no` (default), `name`, `elected_on`, `status_since`; a leading `-` reverses.
    #[param(example = "cert_no")]
    pub sort: Option<String>,
    /// `total` adds the number of rows.
    #[serde(skip_serializing_if = "crate::http::left_out")]
    #[param(inline)]
    pub include: Option<IncludeTotal>,
    /// Rows per page, 1–200, default 50.
    #[serde(skip_serializing)]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing)]
    pub cursor: Option<String>,
}
list_queries!(DeputyListQuery);
