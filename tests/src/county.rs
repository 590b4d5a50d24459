//! The invented county in which tests happen, and the people in it.

use crate::app::context;
use crate::{Client, TestApp};
use api::state::State;
use chrono::Duration;
use domain::authz::{Role, ScopeKind};
use domain::kernel::{AccountId, DeputyId, GroupId, JurisdictionId, LoginSessionId, PersonId, UnitId};
use persistence::account::NewGrant;

/// 泗安县 with two townships.
#[derive(Clone, Copy, Debug)]
pub struct County {
    /// The county itself, the root.
    pub root: JurisdictionId,
    /// 城关镇
    pub town: JurisdictionId,
    /// 湖滨街道
    pub street: JurisdictionId,
}

/// An account with a live sign-in.
#[derive(Clone, Copy)]
pub(crate) struct SignedIn {
    pub(crate) account: AccountId,
    pub(crate) session: LoginSessionId,
}

impl County {
    pub(crate) async fn found(state: &State) -> Self {
        let uow = state.store.begin(context(state)).await.expect("a transaction can begin");
        let (root, town, street) = (uow.id(), uow.id(), uow.id());
        uow.insert_jurisdiction(root, None, "COUNTY", "330599", "泗安县").await.expect("the county is new");
        let parent = uow.jurisdiction(root).await.expect("readable").expect("just inserted");
        for (id, kind, code, name) in
            [(town, "TOWN", "330599100", "城关镇"), (street, "STREET", "330599001", "湖滨街道")]
        {
            uow.insert_jurisdiction(id, Some(&parent), kind, code, name).await.expect("the township is new");
        }
        uow.commit().await.expect("the county can be founded");
        Self { root, town, street }
    }

    /// A grant of `role` for the whole county. A role that needs more than that (a unit, a group, a
    /// deputy) gets it by changing the value.
    pub fn grant(&self, role: Role) -> NewGrant {
        NewGrant { role, jurisdiction: self.root, unit: None, group: None, deputy: None }
    }
}

impl TestApp {
    /// Somebody who holds `role` for the whole county.
    ///
    /// # Panics
    /// For a role whose scope is a unit, a group or a deputy: use [`TestApp::unit_actor`],
    /// [`TestApp::group_actor`], [`TestApp::deputy_actor`].
    pub async fn actor(&self, role: Role) -> Client {
        assert_eq!(role.scope_kind(), ScopeKind::Jurisdiction, "{} needs more than a county", role.name());
        self.actor_with(&[self.county().grant(role)]).await
    }

    /// Somebody who holds `role` for one unit.
    pub async fn unit_actor(&self, role: Role, unit: UnitId) -> Client {
        self.actor_with(&[NewGrant { unit: Some(unit), ..self.county().grant(role) }]).await
    }

    /// Somebody who holds `role` for one deputy group.
    pub async fn group_actor(&self, role: Role, group: GroupId) -> Client {
        self.actor_with(&[NewGrant { group: Some(group), ..self.county().grant(role) }]).await
    }

    /// A deputy.
    pub async fn deputy_actor(&self, deputy: DeputyId) -> Client {
        self.actor_with(&[NewGrant { deputy: Some(deputy), ..self.county().grant(Role::Deputy) }]).await
    }

    /// Somebody with all of these grants, signed in with a new account that has no password: what
    /// the sign-in itself does is for its own tests, and a password costs a tenth of a second.
    pub async fn actor_with(&self, grants: &[NewGrant]) -> Client {
        self.actor_as(None, grants).await
    }

    /// As [`TestApp::actor_with`], of a person who is in the register.
    pub async fn actor_as(&self, person: Option<PersonId>, grants: &[NewGrant]) -> Client {
        let uow = self.uow().await;
        let account: AccountId = uow.id();
        let session: LoginSessionId = uow.id();
        let name: String = format!("t{}", account.0.simple());
        uow.insert_account(account, &name[..32], "测试用户", person, None, false)
            .await
            .expect("the account is new");
        for grant in grants {
            uow.insert_grant(uow.id(), account, grant).await.expect("the grant is new");
        }
        // Long enough for a test that lives through years.
        let expires = self.now() + Duration::days(3650);
        uow.insert_session(session, account, expires, "127.0.0.1", "testkit")
            .await
            .expect("the sign-in is new");
        uow.commit().await.expect("the account can be made");
        self.client_of(SignedIn { account, session })
    }
}
