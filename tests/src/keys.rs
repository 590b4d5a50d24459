//! Other systems, with keys that an administrator of interfaces has given them.

use crate::{Client, TestApp};
use chrono::{Days, NaiveDate};
use domain::authz::Role;
use domain::integration::KeyScope;
use domain::kernel::{JurisdictionId, UnitId, business_date};
use serde_json::{Value, json};

/// What a key is given for. Without a word it is live, for a year, from anywhere, of the whole county.
#[derive(Clone, Debug, Default)]
pub struct KeySpec {
    /// What it may be used for.
    pub scopes: Vec<KeyScope>,
    /// Whose official record it sees.
    pub unit: Option<UnitId>,
    /// The node that gives it; the county if none is named.
    pub node: Option<JurisdictionId>,
    /// From where it may be used.
    pub networks: Vec<String>,
    /// It sees invented matters only.
    pub sandbox: bool,
    /// The last day on which it works.
    pub expires_on: Option<NaiveDate>,
}

/// A key and the system that has it.
#[derive(Clone)]
pub struct TestKey {
    /// Its id.
    pub id: String,
    /// What the system sends.
    pub secret: String,
    /// The system.
    pub client: Client,
    /// The key as the desk shows it when it was made.
    pub key: Value,
}

impl TestApp {
    /// Another system with a live key of these scopes, for the whole county.
    pub async fn key(&self, scopes: &[KeyScope]) -> TestKey {
        self.key_with(KeySpec { scopes: scopes.to_vec(), ..KeySpec::default() }).await
    }

    /// Another system with a key.
    ///
    /// # Panics
    /// When the key is refused.
    pub async fn key_with(&self, spec: KeySpec) -> TestKey {
        let year = business_date(self.now()) + Days::new(364);
        let body = json!({
            "jurisdiction_id": spec.node.unwrap_or(self.county().root),
            "name": "测试系统",
            "owner": "测试单位",
            "contact": null,
            "scopes": spec.scopes,
            "unit_id": spec.unit,
            "networks": spec.networks,
            "sandbox": spec.sandbox,
            "expires_on": spec.expires_on.unwrap_or(year),
        });
        let administrator = self.actor(Role::IntegrationAdmin).await;
        let made = administrator.post("/api/v1/api-keys", &body).await.ok(201);
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let secret = text(&made["secret"]);
        TestKey {
            id: text(&made["key"]["id"]),
            client: self.anonymous().with_token(&secret),
            secret,
            key: made["key"].clone(),
        }
    }
}
