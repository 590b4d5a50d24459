use super::{EventFilter, WebhookUrl, url::UrlRule};
use crate::kernel::{
    ApiKeyId, AuditChange, ChangeKind, DomainError, ErrorCode, FieldChecks, FieldError, Outcome, Patch,
    TextRule, Version, WebhookId, coded_enum,
};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// Webhooks of one key, at most.
pub const MOST_WEBHOOKS: usize = 10;
/// Filters of one webhook, at most.
const MOST_FILTERS: usize = 20;
const ACTION: &str = "webhook.manage";
const DESCRIPTION: TextRule = TextRule::line(0, 200);

/// What the operator allows of the addresses that are called.
pub use super::url::UrlRule as WebhookTarget;

coded_enum! {
    /// 推送端状态
    WebhookStatus {
        /// It is called.
        Active = "active", "启用", "Active";
        /// It is not called until it is enabled again; what happens meanwhile is kept for it.
        Disabled = "disabled", "停用", "Disabled";
    }
}

coded_enum! {
    /// 停用原因
    DisabledReason {
        /// Its owner has stopped it.
        Owner = "owner", "使用方停用", "Stopped by its owner";
        /// The integration administrator has stopped it.
        Administrator = "administrator", "管理员停用", "Stopped by the administrator";
        /// The receiver has answered 410.
        Gone = "gone", "接收端返回 410", "The receiver answered 410 Gone";
        /// Nothing got through for five days.
        Failing = "failing", "连续五日推送失败", "Nothing got through for five days";
    }
}

impl DisabledReason {
    /// Nobody has decided it: the server has, because of what the receiver answers. Whoever looks after webhooks is told.
    pub const fn is_automatic(self) -> bool {
        matches!(self, Self::Gone | Self::Failing)
    }
}

/// What is written about a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WebhookData {
    /// 推送地址
    pub url: String,
    /// 说明
    pub description: Option<String>,
    /// 事件类型; empty: all.
    pub event_types: Vec<EventFilter>,
}

/// 事件推送: where another system wants to be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// The key whose matters it tells of, and no others.
    pub key: ApiKeyId,
    /// Its fields.
    pub data: WebhookData,
    /// Whether it is called.
    pub status: WebhookStatus,
    /// Why not, and since when.
    pub disabled: Option<(DisabledReason, DateTime<Utc>)>,
    /// Optimistic lock.
    pub version: Version,
}

/// Which fields are to be changed.
#[derive(Clone, Debug, Default)]
pub struct WebhookChange {
    /// 推送地址
    pub url: Patch<String>,
    /// 说明
    pub description: Patch<String>,
    /// 事件类型; `null`: all.
    pub event_types: Patch<Vec<String>>,
    /// 启用或停用
    pub status: Patch<WebhookStatus>,
}

#[derive(Serialize)]
struct Audited<'a> {
    #[serde(flatten)]
    data: &'a WebhookData,
    /// Of the address; who reads the log may not read what else it holds.
    host: &'a str,
    status: WebhookStatus,
    disabled_reason: Option<DisabledReason>,
}

impl Webhook {
    /// A new webhook, which is told what happens from now on. `others` counts those that the key has.
    ///
    /// # Errors
    /// `webhook.too_many`; `validation.failed` with all wrong fields.
    pub fn create(
        id: WebhookId,
        key: ApiKeyId,
        wanted: WebhookChange,
        target: &WebhookTarget,
        others: usize,
    ) -> Result<Outcome<Self>, DomainError> {
        if others >= MOST_WEBHOOKS {
            return Err(DomainError::new(ErrorCode::WebhookTooMany).param("max", MOST_WEBHOOKS));
        }
        let data = WebhookData { url: String::new(), description: None, event_types: Vec::new() };
        let blank =
            Self { id, key, data, status: WebhookStatus::Active, disabled: None, version: Version::FIRST };
        let mut checks = FieldChecks::new();
        checks.ensure(wanted.url.value().is_some(), "#/url", ErrorCode::ValueRequired);
        let next = blank.with(wanted, target, checks)?;
        Ok(Outcome::between(kind("webhook.created"), id.0, None::<&()>, &next.audited(), next.clone()))
    }

    /// Changes its fields; the owner may also stop it.
    ///
    /// # Errors
    /// `validation.failed` with all wrong fields.
    pub fn change(
        &self,
        change: WebhookChange,
        target: &WebhookTarget,
        now: DateTime<Utc>,
    ) -> Result<Outcome<Self>, DomainError> {
        let status = change.status.value().copied();
        let next = self.succeeding().with(change, target, FieldChecks::new())?;
        let next = match status {
            Some(WebhookStatus::Disabled) => next.stopped(DisabledReason::Owner, now),
            Some(WebhookStatus::Active) => next.started(),
            None => next,
        };
        Ok(self.outcome("webhook.changed", next))
    }

    /// Calls no more; the first reason stays. The event says what a notice of it needs: which key, which host, why, and
    /// whether nobody has decided it.
    pub fn disable(&self, reason: DisabledReason, now: DateTime<Utc>) -> Outcome<Self> {
        let next = self.succeeding().stopped(reason, now);
        let reason = next.disabled.map_or(reason, |(first, _)| first);
        let data = serde_json::json!({"reason": reason, "automatic": reason.is_automatic(), "key_id": self.key.0,
            "host": self.host(), "disabled_at": next.disabled.map(|(_, at)| at)});
        self.outcome("webhook.disabled", next).with_data(data)
    }

    /// Calls again.
    pub fn enable(&self) -> Outcome<Self> {
        self.outcome("webhook.enabled", self.succeeding().started())
    }

    /// Has new secrets.
    pub fn rotated(&self) -> Outcome<Self> {
        self.outcome("webhook.rotated", self.succeeding())
    }

    /// A part of the feed is sent again. The webhook itself stays as it is.
    pub fn replayed(&self, first: i64, last: i64) -> AuditChange {
        let nothing = serde_json::json!({});
        let after = serde_json::json!({"from_seq": first, "to_seq": last});
        AuditChange { action: ACTION, subject: "webhook", subject_id: self.id.0, before: nothing, after }
    }

    /// Is no more.
    pub fn deleted(&self) -> Outcome<Self> {
        self.outcome("webhook.deleted", self.succeeding())
    }

    fn with(
        mut self,
        change: WebhookChange,
        target: &UrlRule,
        mut checks: FieldChecks,
    ) -> Result<Self, DomainError> {
        match change.url {
            Patch::Absent => {}
            Patch::Null => checks.refuse(FieldError::new("#/url", ErrorCode::ValueRequired)),
            Patch::Value(url) => match WebhookUrl::parse(target, "#/url", &url) {
                Ok(url) => self.data.url = url.as_str().to_owned(),
                Err(error) => checks.refuse(error),
            },
        }
        change.description.apply_to_option(&mut self.data.description);
        checks.optional_text(DESCRIPTION, "#/description", &mut self.data.description);
        match change.event_types {
            Patch::Absent => {}
            Patch::Null => self.data.event_types.clear(),
            Patch::Value(written) => self.data.event_types = filters(&written, &mut checks),
        }
        checks.finish()?;
        Ok(self)
    }

    fn stopped(mut self, reason: DisabledReason, now: DateTime<Utc>) -> Self {
        self.disabled.get_or_insert((reason, now));
        self.status = WebhookStatus::Disabled;
        self
    }

    fn started(mut self) -> Self {
        (self.status, self.disabled) = (WebhookStatus::Active, None);
        self
    }

    fn succeeding(&self) -> Self {
        Self { version: self.version.next(), ..self.clone() }
    }

    /// The host of its address.
    fn host(&self) -> &str {
        self.data.url.split('/').nth(2).unwrap_or_default()
    }

    fn audited(&self) -> Audited<'_> {
        Audited {
            data: &self.data,
            host: self.host(),
            status: self.status,
            disabled_reason: self.disabled.map(|(reason, _)| reason),
        }
    }

    fn outcome(&self, event: &'static str, next: Self) -> Outcome<Self> {
        Outcome::between(kind(event), self.id.0, Some(&self.audited()), &next.audited(), next.clone())
    }
}

fn filters(written: &[String], checks: &mut FieldChecks) -> Vec<EventFilter> {
    if written.len() > MOST_FILTERS {
        let error = FieldError::new("#/event_types", ErrorCode::ValueOutOfRange);
        checks.refuse(error.param("min", 0).param("max", MOST_FILTERS));
    }
    let mut filters: Vec<EventFilter> = Vec::new();
    for (at, text) in written.iter().enumerate() {
        match text.parse::<EventFilter>() {
            Ok(filter) if filters.contains(&filter) => {}
            Ok(filter) => filters.push(filter),
            Err(code) => checks.refuse(FieldError::new(format!("#/event_types/{at}"), code)),
        }
    }
    filters
}

fn kind(event: &'static str) -> ChangeKind {
    ChangeKind { event, aggregate: "webhook", action: ACTION }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn wanted(url: &str, types: &[&str]) -> WebhookChange {
        WebhookChange {
            url: Patch::Value(url.to_owned()),
            event_types: Patch::Value(types.iter().map(|one| (*one).to_owned()).collect()),
            ..WebhookChange::default()
        }
    }

    fn create(wanted: WebhookChange, others: usize) -> Result<Webhook, DomainError> {
        let (id, key) = (WebhookId(Uuid::from_u128(1)), ApiKeyId(Uuid::from_u128(2)));
        Webhook::create(id, key, wanted, &WebhookTarget::default(), others).map(|outcome| outcome.next)
    }

    fn now() -> DateTime<Utc> {
        "2026-03-02T01:00:00Z".parse().unwrap()
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let refused = create(wanted("http://example.org/", &["suggestion.*", "nonsense"]), 0).unwrap_err();
        let found: Vec<_> = refused.fields.iter().map(|field| (field.pointer.as_str(), field.code)).collect();
        assert_eq!(
            found,
            [
                ("#/url", ErrorCode::WebhookUrlNotHttps),
                ("#/event_types/1", ErrorCode::WebhookEventTypeInvalid)
            ]
        );
        assert_eq!(create(WebhookChange::default(), 0).unwrap_err().fields[0].code, ErrorCode::ValueRequired);
    }

    #[test]
    fn a_key_has_ten_at_most() {
        assert!(create(wanted("https://example.org/", &[]), 9).is_ok());
        let refused = create(wanted("https://example.org/", &[]), 10).unwrap_err();
        assert_eq!(refused.code, ErrorCode::WebhookTooMany);
    }

    #[test]
    fn the_first_reason_for_stopping_stays_until_it_is_enabled() {
        let hook = create(wanted("https://example.org/", &["suggestion.*", "suggestion.*"]), 0).unwrap();
        assert_eq!(hook.data.event_types.len(), 1);
        let gone = hook.disable(DisabledReason::Gone, now()).next;
        let later = now() + chrono::Duration::days(1);
        assert_eq!(
            gone.disable(DisabledReason::Failing, later).next.disabled,
            Some((DisabledReason::Gone, now()))
        );
        let told = hook.disable(DisabledReason::Gone, now()).event;
        assert_eq!((told.kind, &told.data["reason"]), ("webhook.disabled", &serde_json::json!("gone")));
        assert_eq!((&told.data["automatic"], &told.data["host"]), (&true.into(), &"example.org".into()));
        let on = gone.enable().next;
        assert_eq!((on.status, on.disabled, on.version), (WebhookStatus::Active, None, Version(3)));
    }
}
