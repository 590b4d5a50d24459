use super::{KeyScope, KeySecret, Network};
use crate::{
    authz::{Permit, act},
    kernel::{
        ApiKeyId, ApiKeySecretId, ChangeKind, DomainError, ErrorCode, FieldChecks, FieldError,
        JurisdictionId, Outcome, TextRule, UnitId, Version, business_date, coded_enum, congress_offset,
    },
};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use serde::Serialize;

/// A key lives for a year at most; its day of issue counts. It may be prolonged before and after it has ended.
pub const LONGEST_DAYS: u64 = 365;
/// Networks from which one key may be used, at most.
const MOST_NETWORKS: usize = 20;

pub(super) const NAME: TextRule = TextRule::line(1, 60);
pub(super) const CONTACT: TextRule = TextRule::line(0, 120);

coded_enum! {
    /// 密钥状态
    KeyState {
        /// It works.
        Active = "active", "有效", "Active";
        /// Its time is over; it may be prolonged.
        Expired = "expired", "已过期", "Expired";
        /// It was ended by hand, for ever.
        Revoked = "revoked", "已作废", "Revoked";
    }
}

impl KeyState {
    /// The state of something that ends at one instant and may have been ended before.
    pub fn of(
        expires_at: Option<DateTime<Utc>>,
        revoked_at: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Self {
        if revoked_at.is_some() {
            Self::Revoked
        } else if expires_at.is_some_and(|end| end <= now) {
            Self::Expired
        } else {
            Self::Active
        }
    }
}

/// What is written about a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ApiKeyData {
    /// The node of the tree that gives it; without a unit, the official record of this node and below is seen.
    pub jurisdiction: JurisdictionId,
    /// 名称
    pub name: String,
    /// 使用单位: the organisation that calls with it.
    pub owner: String,
    /// 联系人: whom to ask when its calls go wrong.
    pub contact: Option<String>,
    /// 授权范围
    pub scopes: Vec<KeyScope>,
    /// 限定单位: the official record of its matters alone.
    pub unit: Option<UnitId>,
    /// 允许的网段; empty: from anywhere.
    pub networks: Vec<Network>,
    /// 沙箱: it sees invented matters only.
    pub sandbox: bool,
    /// From this instant on it does not work.
    pub expires_at: DateTime<Utc>,
}

/// 接口密钥: under which another system calls. Scopes, unit and sandbox never change: a copy that was loaded with a key
/// stays the copy of what that key may see. Who needs another view is given another key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// Its fields.
    pub data: ApiKeyData,
    /// When it was ended.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Its secrets, oldest first; two are live at most.
    pub secrets: Vec<KeySecret>,
    /// Optimistic lock.
    pub version: Version,
}

/// What the audit log says of a key.
#[derive(Serialize)]
struct Audited<'a> {
    #[serde(flatten)]
    data: &'a ApiKeyData,
    revoked_at: Option<DateTime<Utc>>,
    secrets: &'a [KeySecret],
}

impl ApiKey {
    /// A new key with its first secret.
    ///
    /// # Errors
    /// `validation.failed` with all wrong fields.
    pub fn create(
        permit: &Permit<act::ManageApiKeys>,
        id: ApiKeyId,
        mut data: ApiKeyData,
        secret: KeySecret,
        now: DateTime<Utc>,
    ) -> Result<Outcome<Self>, DomainError> {
        let mut checks = FieldChecks::new();
        data.scopes.sort_unstable();
        data.scopes.dedup();
        checks.ensure(!data.scopes.is_empty(), "#/scopes", ErrorCode::ValueRequired);
        let official = data.scopes.contains(&KeyScope::SuggestionsOfficial);
        checks.ensure(data.unit.is_none() || official, "#/unit_id", ErrorCode::KeyUnitNeedsOfficial);
        check_contents(&mut data, &mut checks);
        check_expiry(data.expires_at, now, &mut checks);
        checks.finish()?;
        let next = Self { id, data, revoked_at: None, secrets: vec![secret], version: Version::FIRST };
        let kind = kind("api_key.created", permit.action_name());
        Ok(Outcome::between(kind, id.0, None::<&()>, &next.audited(), next.clone()))
    }

    /// Gives a new secret; what is live works on for some hours.
    ///
    /// # Errors
    /// `key.ended`, `key.two_secrets`; `value.out_of_range` for a longer overlap than a week.
    pub fn rotate(
        &self,
        permit: &Permit<act::ManageApiKeys>,
        secret: KeySecret,
        overlap_hours: i64,
        now: DateTime<Utc>,
    ) -> Result<Outcome<Self>, DomainError> {
        self.refuse_ended()?;
        let mut checks = FieldChecks::new();
        checks.range("#/overlap_hours", overlap_hours, 0, super::LONGEST_OVERLAP_HOURS);
        checks.finish()?;
        if self.secrets.iter().filter(|one| one.is_live(now)).count() >= 2 {
            return Err(ErrorCode::KeyTwoSecrets.into());
        }
        let end = now + chrono::Duration::hours(overlap_hours);
        let mut next = self.succeeding();
        for one in next.secrets.iter_mut().filter(|one| one.is_live(now)) {
            one.expires_at = Some(one.expires_at.map_or(end, |sooner| sooner.min(end)));
        }
        next.secrets.push(secret);
        Ok(self.outcome("api_key.rotated", permit.action_name(), next))
    }

    /// Ends one secret at once. The key may be left without one; the next is given by [`ApiKey::rotate`].
    ///
    /// # Errors
    /// `resource.not_found`; `key.ended` when it was ended before.
    pub fn revoke_secret(
        &self,
        permit: &Permit<act::RevokeApiKeys>,
        secret: ApiKeySecretId,
        now: DateTime<Utc>,
    ) -> Result<Outcome<Self>, DomainError> {
        let mut next = self.succeeding();
        let one = next.secrets.iter_mut().find(|one| one.id == secret).ok_or(ErrorCode::NotFound)?;
        if one.revoked_at.is_some() {
            return Err(ErrorCode::KeyEnded.into());
        }
        one.revoked_at = Some(now);
        Ok(self.outcome("api_key.secret_revoked", permit.action_name(), next))
    }

    /// Ends the key at once and for ever.
    ///
    /// # Errors
    /// `key.ended`; `text.too_long` at the reason.
    pub fn revoke(
        &self,
        permit: &Permit<act::RevokeApiKeys>,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Outcome<Self>, DomainError> {
        self.refuse_ended()?;
        let reason = TextRule::line(0, 200).check("#/reason", reason)?;
        let next = Self { revoked_at: Some(now), ..self.succeeding() };
        let outcome = self.outcome("api_key.revoked", permit.action_name(), next);
        Ok(if reason.is_empty() { outcome } else { outcome.with_note("reason", reason) })
    }

    /// Whether it works.
    pub fn state(&self, now: DateTime<Utc>) -> KeyState {
        KeyState::of(Some(self.data.expires_at), self.revoked_at, now)
    }

    /// Refuses what a key that was ended by hand cannot have any more: another secret, another webhook.
    ///
    /// # Errors
    /// `key.ended`.
    pub fn refuse_ended(&self) -> Result<(), DomainError> {
        if self.revoked_at.is_some() { Err(ErrorCode::KeyEnded.into()) } else { Ok(()) }
    }

    pub(super) fn succeeding(&self) -> Self {
        Self { version: self.version.next(), ..self.clone() }
    }

    pub(super) fn outcome(&self, event: &'static str, action: &'static str, next: Self) -> Outcome<Self> {
        let kind = kind(event, action);
        Outcome::between(kind, self.id.0, Some(&self.audited()), &next.audited(), next.clone())
    }

    fn audited(&self) -> Audited<'_> {
        Audited { data: &self.data, revoked_at: self.revoked_at, secrets: &self.secrets }
    }
}

/// What may change after the key was made.
pub(super) fn check_contents(data: &mut ApiKeyData, checks: &mut FieldChecks) {
    checks.text(NAME, "#/name", &mut data.name);
    checks.text(NAME, "#/owner", &mut data.owner);
    checks.optional_text(CONTACT, "#/contact", &mut data.contact);
    if data.networks.len() > MOST_NETWORKS {
        let error = FieldError::new("#/networks", ErrorCode::ValueOutOfRange);
        checks.refuse(error.param("min", 0).param("max", MOST_NETWORKS));
    }
    let mut seen = std::collections::HashSet::new();
    data.networks.retain(|one| seen.insert(*one));
}

pub(super) fn check_expiry(expires_at: DateTime<Utc>, now: DateTime<Utc>, checks: &mut FieldChecks) {
    let (today, day) = (business_date(now), last_day_of(expires_at));
    let latest = today + Days::new(LONGEST_DAYS - 1);
    if day < today {
        checks.refuse(FieldError::too_early("#/expires_on", today));
    } else {
        checks.not_after("#/expires_on", day, latest);
    }
}

/// 有效期至: the last day on which something works that ends at this instant.
pub fn last_day_of(expires_at: DateTime<Utc>) -> NaiveDate {
    business_date(expires_at - chrono::Duration::microseconds(1))
}

impl ApiKeyData {
    /// The instant after the last day.
    ///
    /// # Errors
    /// `date.invalid` beyond the calendar.
    pub fn end_of(last_day: NaiveDate) -> Result<DateTime<Utc>, FieldError> {
        let next = last_day.checked_add_days(Days::new(1)).map(|day| day.and_time(NaiveTime::MIN));
        let end = next.and_then(|at| congress_offset().from_local_datetime(&at).single());
        end.map(|at| at.to_utc()).ok_or_else(|| FieldError::new("#/expires_on", ErrorCode::DateInvalid))
    }

    /// Networks as somebody wrote them; the wrong ones are noted at their place.
    pub fn networks(written: &[String], checks: &mut FieldChecks) -> Vec<Network> {
        let mut networks = Vec::new();
        for (at, text) in written.iter().enumerate() {
            match text.parse() {
                Ok(network) => networks.push(network),
                Err(code) => {
                    let value: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
                    checks.refuse(FieldError::new(format!("#/networks/{at}"), code).param("value", value));
                }
            }
        }
        networks
    }
}

fn kind(event: &'static str, action: &'static str) -> ChangeKind {
    ChangeKind { event, aggregate: "api_key", action }
}
