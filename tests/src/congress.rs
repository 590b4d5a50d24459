//! A congress for suggestions: term, units, deputies, and the people who handle what the deputies write.

use crate::{Client, Founding, Seat, TestApp};
use domain::authz::Role;
use domain::kernel::{DeputyId, TermId, UnitId};
use domain::org::{UnitKind, UnitSystem};

/// Names of the deputies.
pub const DEPUTIES: [&str; 4] = ["王建国", "李秀英", "张伟", "刘洋"];

/// 泗安县十八届人大, between sessions.
pub struct Congress {
    /// 十八届
    pub term: TermId,
    /// 住建局
    pub housing: UnitId,
    /// 交通局
    pub traffic: UnitId,
    /// 政府办
    pub office: UnitId,
    /// The seats of [`DEPUTIES`], all active.
    pub deputies: Vec<DeputyId>,
    /// The first deputy.
    pub lead: Client,
    /// The second.
    pub cosigner: Client,
    /// A deputy who has nothing to do with it.
    pub other_deputy: Client,
    /// 代表工委工作人员
    pub clerk: Client,
    /// 代表工委主任
    pub head: Client,
    /// 政府办
    pub dispatcher: Client,
    /// Handler of 住建局.
    pub handler: Client,
    /// Leader of 住建局.
    pub leader: Client,
    /// Handler of 交通局.
    pub co_handler: Client,
    /// Leader of 交通局.
    pub co_leader: Client,
}

impl Congress {
    /// Founds it in the county of `app`.
    pub async fn found(app: &TestApp) -> Self {
        let uow = app.uow().await;
        let founding = Founding { uow: &uow, county: app.county().root };
        let term = founding.term().await;
        let housing = founding.unit("住建局", UnitKind::GovDept, UnitSystem::Gov).await;
        let traffic = founding.unit("交通局", UnitKind::GovDept, UnitSystem::Gov).await;
        let office = founding.unit("政府办", UnitKind::Gov, UnitSystem::Gov).await;
        let seats = i32::try_from(DEPUTIES.len()).expect("few");
        let constituency = Some(founding.constituency(term, seats).await);
        let mut deputies = Vec::new();
        for (number, name) in (1..).zip(DEPUTIES) {
            let seat = Seat { cert_no: format!("18{number:04}"), constituency, sc_member: false };
            deputies.push(founding.deputy(term, name, seat).await);
        }
        uow.commit().await.expect("the congress can be founded");
        Self {
            term,
            housing,
            traffic,
            office,
            lead: app.deputy_actor(deputies[0]).await,
            cosigner: app.deputy_actor(deputies[1]).await,
            other_deputy: app.deputy_actor(deputies[3]).await,
            deputies,
            clerk: app.actor(Role::DcStaff).await,
            head: app.actor(Role::DcHead).await,
            dispatcher: app.actor(Role::GovDispatch).await,
            handler: app.unit_actor(Role::UnitHandler, housing).await,
            leader: app.unit_actor(Role::UnitLeader, housing).await,
            co_handler: app.unit_actor(Role::UnitHandler, traffic).await,
            co_leader: app.unit_actor(Role::UnitLeader, traffic).await,
        }
    }
}
