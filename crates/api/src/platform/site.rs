//! Whose installation this is, for the head of every page.

use crate::{
    http::{Answer, Api, ApiResult, Language, RequestInfo},
    state::State,
};
use actix_web::web;
use chrono::NaiveDate;
use domain::kernel::business_date;
use serde::Serialize;
use utoipa::ToSchema;

/// Seconds for which anybody may keep the answer.
const KEPT: u32 = 300;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_site, get_site);
}

/// Whose congress this is.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"congress_name": "泗安县人民代表大会常务委员会", "jurisdiction_name": "泗安县（演示）",
    "phone": "0527-80000000", "demo": true,
    "demo_on": "2026-06-10"}))]
pub struct SiteResponse {
    /// 人大常委会全称
    pub congress_name: String,
    /// 行政区划; empty before the first import.
    pub jurisdiction_name: String,
    /// Office telephone of the standing committee, as the register of units has it.
    pub phone: Option<String>,
    /// True when every record here is invented: each page must say so.
    pub demo: bool,
    /// 演示日期: the day it is in the invented county, whose clock is its own; `null` where the data are real.
    pub demo_on: Option<NaiveDate>,
}

/// Whose installation this is
///
/// 站点信息: name of the congress (人大常委会), its telephone, and whether the data are invented (演示).
#[utoipa::path(get, path = "/api/v1/public/site", tag = "public", security(()),
    responses((status = 200, description = "The site", body = SiteResponse)))]
pub(super) async fn get_site(state: web::Data<State>, request: RequestInfo) -> ApiResult<Answer> {
    let root = state.store.congress_root().await?;
    let (name, phone) = root.map_or((String::new(), None), |root| (root.name, root.phone));
    // The demo county's name carries a remark in brackets, which is no part of the committee's name.
    let place = name.split(['（', '(']).next().unwrap_or_default().trim();
    let congress_name = match request.language {
        Language::Chinese => format!("{place}人民代表大会常务委员会"),
        Language::English => format!("Standing Committee of the People's Congress, {place}"),
    };
    let demo = state.shared.demo_banner;
    let demo_on = demo.then(|| business_date(request.now));
    Ok(Answer::ok(&SiteResponse { congress_name, jurisdiction_name: name, phone, demo, demo_on })?
        .public(KEPT))
}
