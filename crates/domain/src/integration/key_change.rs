use super::{
    ApiKey, ApiKeyData,
    key::{check_contents, check_expiry},
};
use crate::{
    authz::{Permit, act},
    kernel::{DomainError, FieldChecks, Outcome, Patch},
};
use chrono::{DateTime, NaiveDate, Utc};

/// What may be changed of a key; never what it sees.
#[derive(Clone, Debug, Default)]
pub struct ApiKeyChange {
    /// 名称
    pub name: Patch<String>,
    /// 使用单位
    pub owner: Patch<String>,
    /// 联系人
    pub contact: Patch<String>,
    /// 允许的网段, as somebody wrote them; `null`: from anywhere.
    pub networks: Patch<Vec<String>>,
    /// 有效期至: the last day.
    pub expires_on: Patch<NaiveDate>,
}

impl ApiKey {
    /// Changes name, owner, contact, networks or end.
    ///
    /// # Errors
    /// `key.ended`; `validation.failed` with all wrong fields.
    pub fn change(
        &self,
        permit: &Permit<act::ManageApiKeys>,
        change: ApiKeyChange,
        now: DateTime<Utc>,
    ) -> Result<Outcome<Self>, DomainError> {
        self.refuse_ended()?;
        let mut next = self.succeeding();
        let (data, mut checks) = (&mut next.data, FieldChecks::new());
        checks.replace("#/name", change.name, &mut data.name);
        checks.replace("#/owner", change.owner, &mut data.owner);
        change.contact.apply_to_option(&mut data.contact);
        match change.networks {
            Patch::Absent => {}
            Patch::Null => data.networks.clear(),
            Patch::Value(written) => data.networks = ApiKeyData::networks(&written, &mut checks),
        }
        check_contents(data, &mut checks);
        // A key that was made for a year is not refused because its name is changed later.
        if change.expires_on.is_present() {
            let mut day = super::last_day_of(data.expires_at);
            checks.replace("#/expires_on", change.expires_on, &mut day);
            match ApiKeyData::end_of(day) {
                Ok(end) => {
                    data.expires_at = end;
                    check_expiry(end, now, &mut checks);
                }
                Err(error) => checks.refuse(error),
            }
        }
        checks.finish()?;
        Ok(self.outcome("api_key.changed", permit.action_name(), next))
    }
}
