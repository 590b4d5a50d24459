//! What people chose, and where they are reached. Addresses are sealed by the server.

use crate::{Error, Result, Store, Uow, sql};
use domain::kernel::{AccountId, Version};
use domain::notification::Choices;
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// What somebody chose, with the sealed addresses of his own and of the register of persons.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ChoiceRow {
    /// Whose.
    pub account_id: Uuid,
    /// Name shown to others.
    pub display_name: String,
    choices: Option<serde_json::Value>,
    /// E-mail for notices.
    pub email_sealed: Option<Vec<u8>>,
    /// Mobile number for notices.
    pub mobile_sealed: Option<Vec<u8>>,
    /// 微信 openid
    pub wechat_sealed: Option<Vec<u8>>,
    /// The natural person.
    pub person_id: Option<Uuid>,
    /// The person's e-mail in the register.
    pub person_email_sealed: Option<Vec<u8>>,
    /// The person's mobile number in the register.
    pub person_mobile_sealed: Option<Vec<u8>>,
    /// 0: nothing was chosen yet.
    pub version: i64,
}

impl ChoiceRow {
    /// What was chosen.
    ///
    /// # Errors
    /// When what is stored cannot be read.
    pub fn choices(&self) -> Result<Choices> {
        match &self.choices {
            Some(stored) => serde_json::from_value(stored.clone()).map_err(Error::corrupt),
            None => Ok(Choices::default()),
        }
    }
}

/// What is written.
#[derive(Clone, Debug)]
pub struct NewChoices {
    /// What was chosen.
    pub choices: Choices,
    /// Sealed addresses.
    pub email_sealed: Option<Vec<u8>>,
    /// Sealed mobile number.
    pub mobile_sealed: Option<Vec<u8>>,
    /// Sealed openid.
    pub wechat_sealed: Option<Vec<u8>>,
}

const ROWS: &str = "\
    SELECT a.id AS account_id, a.display_name, c.choices, c.email_sealed, c.mobile_sealed, c.wechat_sealed, a.person_id, \
      p.email_sealed AS person_email_sealed, p.mobile_sealed AS person_mobile_sealed, coalesce(c.version, 0) AS version \
    FROM account a LEFT JOIN notification_choice c ON c.account_id = a.id LEFT JOIN person p ON p.id = a.person_id \
    WHERE a.id = ANY($1)";

impl Store {
    /// What these accounts chose.
    ///
    /// # Errors
    /// As any statement.
    pub async fn notification_choices(&self, accounts: Vec<Uuid>) -> Result<Vec<ChoiceRow>> {
        Ok(ChoiceRow::find_by_statement(sql(ROWS, [accounts.into()])).all(self.db()).await?)
    }
}

impl Uow {
    /// What somebody chose, locked.
    ///
    /// # Errors
    /// As any statement.
    pub async fn notification_choice(&self, account: AccountId) -> Result<Option<ChoiceRow>> {
        // The account's row: that of the choices may not be there yet.
        self.conn()
            .execute_raw(sql("SELECT 1 FROM account WHERE id = $1 FOR NO KEY UPDATE", [account.0.into()]))
            .await?;
        let statement = sql(ROWS, [vec![account.0].into()]);
        Ok(ChoiceRow::find_by_statement(statement).one(self.conn()).await?)
    }

    /// Writes what somebody chose; the version after.
    ///
    /// # Errors
    /// As any statement.
    pub async fn save_notification_choice(&self, account: AccountId, new: NewChoices) -> Result<Version> {
        let choices = serde_json::to_value(&new.choices).map_err(Error::corrupt)?;
        let statement = sql(
            "INSERT INTO notification_choice (account_id, choices, email_sealed, mobile_sealed, wechat_sealed, updated_at, version) \
             VALUES ($1, $2, $3, $4, $5, $6, 1) \
             ON CONFLICT (account_id) DO UPDATE SET choices = $2, email_sealed = $3, mobile_sealed = $4, wechat_sealed = $5, \
               updated_at = $6, version = notification_choice.version + 1 RETURNING version",
            [
                account.0.into(),
                choices.into(),
                new.email_sealed.into(),
                new.mobile_sealed.into(),
                new.wechat_sealed.into(),
                self.now().into(),
            ],
        );
        let row = self.conn().query_one_raw(statement).await?;
        Ok(Version(row.map(|row| row.try_get("", "version")).transpose()?.unwrap_or(1)))
    }
}
