//! How a matter is called in a notice, and what the policy needs to know before it is called so.

use crate::suggestion::ScopeColumns;
use crate::{Result, Store, sql};
use domain::authz::Actor;
use domain::authz::suggestion::{Sight, SuggestionScope};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::HashMap;
use uuid::Uuid;

/// A matter's name with its facts.
#[derive(Clone, Debug)]
pub struct Caption {
    /// 标题
    pub title: String,
    /// 正式编号 as printed.
    pub number: Option<String>,
    /// Only named persons read it: its title leaves the application by no way.
    pub confidential: bool,
    scope: ScopeColumns,
}

impl Caption {
    /// What this person sees of the matter; `None`: nothing.
    pub fn seen_by(&self, actor: &Actor) -> Option<Sight> {
        let (facts, scope) = (self.scope.facts(), SuggestionScope::of(actor));
        let readable = scope.reaches.iter().any(|reach| reach.admits(&facts, scope.account));
        readable.then(|| Sight::of_facts(&facts, self.scope.names_hidden(), actor))
    }
}

const CAPTIONS: &str = "\
    SELECT s.id, s.title, s.period, s.number, s.path, s.deleted, s.handed_in, s.confidential, s.named_account_ids, \
      s.names_hidden, s.government, s.published, s.committee_id, s.deputy_ids, s.unit_ids \
    FROM suggestion s WHERE s.id = ANY($1)";

impl Store {
    /// The names of these matters.
    ///
    /// # Errors
    /// As any statement.
    pub async fn captions(&self, ids: Vec<Uuid>) -> Result<HashMap<Uuid, Caption>> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let rows = self.db().query_all_raw(sql(CAPTIONS, [ids.into()])).await?;
        let mut captions = HashMap::new();
        for row in rows {
            let number: Option<i32> = row.try_get("", "number")?;
            let between = row.try_get::<String>("", "period")? == "between";
            let number =
                number.map(|no| if between { format!("闭会第{no:03}号") } else { format!("第{no:03}号") });
            let scope = ScopeColumns::from_query_result(&row, "")?;
            let confidential = row.try_get("", "confidential")?;
            let caption = Caption { title: row.try_get("", "title")?, number, confidential, scope };
            captions.insert(row.try_get("", "id")?, caption);
        }
        Ok(captions)
    }
}
