use crate::{
    Result, Store,
    keyset::Conditions,
    listing::{self, Listed, PageRequest, SortColumn, View},
    sql,
};
use chrono::NaiveDate;
use domain::kernel::DeputyId;
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// What everybody may know of a deputy in office (domain specification §2, public part). Nothing
/// else is selected, so nothing else can leak.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PublicDeputyRow {
    /// The seat.
    pub id: Uuid,
    /// 姓名
    pub name: String,
    /// Code of `Gender`.
    pub gender: String,
    /// Code of `Level`.
    pub level: String,
    /// The term's name.
    pub term_name: String,
    /// Town or street.
    pub jurisdiction_id: Uuid,
    /// Its name.
    pub jurisdiction_name: String,
    /// 选区
    pub constituency_name: Option<String>,
    /// 代表小组
    pub group_id: Option<Uuid>,
    /// Its name.
    pub group_name: Option<String>,
    /// Photograph.
    pub photo_file_id: Option<Uuid>,
    /// 简介
    pub intro: Option<String>,
    /// 联系选民的平台
    pub contact_platform: Option<String>,
    /// Optimistic lock, for the `ETag`.
    pub version: i64,
}

impl View for PublicDeputyRow {
    const COLUMNS: &'static str = "d.id, p.name, p.gender, d.level, t.name AS term_name, d.jurisdiction_id, \
        j.name AS jurisdiction_name, c.name AS constituency_name, m.group_id, dg.name AS group_name, d.photo_file_id, \
        d.intro, d.contact_platform, d.version";
    const FROM: &'static str = "deputy d JOIN person p ON p.id = d.person_id JOIN term t ON t.id = d.term_id \
        JOIN jurisdiction j ON j.id = d.jurisdiction_id LEFT JOIN constituency c ON c.id = d.constituency_id \
        LEFT JOIN group_membership m ON m.deputy_id = d.id AND m.from_on <= $1 AND (m.to_on IS NULL OR m.to_on > $1) \
        LEFT JOIN deputy_group dg ON dg.id = m.group_id";
    const ID: &'static str = "d.id";
}

/// Sorts of the public directory; the first is the default.
pub const PUBLIC_DEPUTY_SORTS: &[SortColumn] = &[SortColumn::new("name", "p.name", "text")];

/// What the public directory may be filtered by.
#[derive(Clone, Debug, Default)]
pub struct PublicDeputyFilter {
    /// What is looked for in names.
    pub text: Option<String>,
    /// Town or street, and everything below it.
    pub town: Option<Uuid>,
    /// Members of this group on the day.
    pub group: Option<Uuid>,
    /// Codes of `Level`.
    pub levels: Vec<String>,
}

fn conditions(filter: &PublicDeputyFilter, on: NaiveDate) -> Conditions {
    let mut conditions = Conditions::new();
    conditions.param(on);
    conditions.push("d.status = 'active'");
    // The search document of a deputy also holds what is not public: only the name is looked at.
    conditions.matches("person", "p.id", filter.text.as_deref());
    conditions.equal("m.group_id", filter.group);
    conditions.any("d.level", filter.levels.clone());
    if let Some(town) = filter.town {
        let town = conditions.param(town);
        conditions
            .push(format!("starts_with(j.path, (SELECT n.path FROM jurisdiction n WHERE n.id = {town}))"));
    }
    conditions
}

impl Store {
    /// A page of the public directory (代表风采).
    ///
    /// # Errors
    /// As any statement.
    pub async fn public_deputies(
        &self,
        filter: &PublicDeputyFilter,
        on: NaiveDate,
        page: &PageRequest,
    ) -> Result<Vec<Listed<PublicDeputyRow>>> {
        listing::page(self.db(), conditions(filter, on), page).await
    }

    /// How many deputies the directory has.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_public_deputies(&self, filter: &PublicDeputyFilter, on: NaiveDate) -> Result<i64> {
        listing::count::<PublicDeputyRow>(self.db(), conditions(filter, on)).await
    }

    /// One deputy in office.
    ///
    /// # Errors
    /// As any statement.
    pub async fn public_deputy(&self, id: DeputyId, on: NaiveDate) -> Result<Option<PublicDeputyRow>> {
        let text = format!(
            "SELECT {} FROM {} WHERE d.id = $2 AND d.status = 'active'",
            PublicDeputyRow::COLUMNS,
            PublicDeputyRow::FROM
        );
        Ok(PublicDeputyRow::find_by_statement(sql(text, [on.into(), id.0.into()])).one(self.db()).await?)
    }
}
