//! Keys of other systems in memory, under a stamp. A key is asked for on every request; it may be ended at any moment, by
//! whichever server, and must then not work anywhere.

use super::{OpenStamp, key::coded_scopes, matters::OPEN_STAMP};
use crate::{Error, Result, Store, rounds::Round, sql};
use chrono::{DateTime, Utc};
use domain::{authz::JurisdictionPath, integration::PresentedKey};
use sea_orm::{DatabaseConnection, FromQueryResult};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};
use uuid::Uuid;

/// Most secrets kept; beyond, all are forgotten and read again.
const MOST: usize = 4_096;

/// Which keys there are and what they may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeysStamp(i64);

/// How everything stood that an answer to another system rests on, at some moment after its call had arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct CallStamp {
    keys: i64,
    /// Of the documents.
    #[sea_orm(nested)]
    pub open: OpenStamp,
}

impl CallStamp {
    /// Of the keys.
    pub fn keys(&self) -> KeysStamp {
        KeysStamp(self.keys)
    }
}

/// The secrets that a worker has met.
#[derive(Default)]
pub(crate) struct KnownKeys(RwLock<HashMap<[u8; 32], Known>>);

type Known = (KeysStamp, Arc<PresentedKey>);

#[derive(FromQueryResult)]
struct Row {
    key_id: Uuid,
    secret_id: Uuid,
    scopes: Vec<String>,
    unit_id: Option<Uuid>,
    path: String,
    networks: Vec<String>,
    sandbox: bool,
    expires_at: DateTime<Utc>,
    revoked_at: Option<DateTime<Utc>>,
    secret_expires_at: Option<DateTime<Utc>>,
    secret_revoked_at: Option<DateTime<Utc>>,
    stamp: i64,
}

impl Row {
    fn key(self) -> Result<PresentedKey> {
        let networks = self.networks.iter().map(|text| text.parse().map_err(|_| Error::corrupt(text)));
        Ok(PresentedKey {
            key: self.key_id.into(),
            secret: self.secret_id.into(),
            scopes: coded_scopes(&self.scopes)?,
            unit: self.unit_id.map(Into::into),
            area: JurisdictionPath(self.path),
            networks: networks.collect::<Result<_>>()?,
            sandbox: self.sandbox,
            expires_at: self.expires_at,
            revoked_at: self.revoked_at,
            secret_expires_at: self.secret_expires_at,
            secret_revoked_at: self.secret_revoked_at,
        })
    }
}

const READ: &str = "\
    SELECT k.id AS key_id, s.id AS secret_id, k.scopes, k.unit_id, j.path, k.networks, k.sandbox, k.expires_at, \
      k.revoked_at, s.expires_at AS secret_expires_at, s.revoked_at AS secret_revoked_at, \
      (SELECT sum(st.keys)::bigint FROM stamp st) AS stamp \
    FROM api_key_secret s JOIN api_key k ON k.id = s.key_id JOIN jurisdiction j ON j.id = k.jurisdiction_id \
    WHERE s.hash = $1";

impl Store {
    /// The stamps at some moment after this call. Calls that wait at the same time share one statement: under load it costs
    /// a call a small part of a round trip.
    ///
    /// # Errors
    /// As any statement.
    pub async fn call_stamp(&self) -> Result<CallStamp> {
        match self.memory().call_rounds.join(CallRound(self.db().clone())).await {
            Some(stamp) => Ok(stamp),
            // The shared statement failed; an own one says why.
            None => read_stamp(self.db()).await,
        }
    }

    /// The key of a secret with this hash, as it was when `stamp` was read or later; `None` when there is none.
    ///
    /// # Errors
    /// As any statement.
    pub async fn presented_key(
        &self,
        hash: &[u8; 32],
        stamp: KeysStamp,
    ) -> Result<Option<Arc<PresentedKey>>> {
        let known = &self.memory().keys.0;
        let found = known.read().unwrap_or_else(PoisonError::into_inner).get(hash).cloned();
        if let Some((_, key)) = found.filter(|(under, _)| *under == stamp) {
            return Ok(Some(key));
        }
        let statement = sql(READ, [hash.to_vec().into()]);
        let Some(row) = Row::find_by_statement(statement).one(self.db()).await? else { return Ok(None) };
        let (under, key) = (KeysStamp(row.stamp), Arc::new(row.key()?));
        let mut known = known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(*hash, (under, key.clone()));
        Ok(Some(key))
    }
}

struct CallRound(DatabaseConnection);

impl Round for CallRound {
    type Answer = CallStamp;

    async fn run(&self) -> Option<CallStamp> {
        read_stamp(&self.0).await.ok()
    }
}

async fn read_stamp(db: &DatabaseConnection) -> Result<CallStamp> {
    let keys = "(SELECT sum(st.keys)::bigint FROM stamp st) AS keys";
    let statement = sql(format!("SELECT o.*, {keys} FROM ({OPEN_STAMP}) o"), []);
    CallStamp::find_by_statement(statement).one(db).await?.ok_or_else(|| Error::corrupt("no stamp"))
}
