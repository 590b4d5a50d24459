use crate::{
    Result, Store, Uow,
    keyset::Conditions,
    listing::{self, Listed, PageRequest, SortColumn, View, coded},
    row::Columns,
    search::SearchDocument,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    authz::{JurisdictionPath, Scope},
    kernel::{Patch, PersonId, Version},
    org::{Person, PersonData},
};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// A person as read. The protected fields are ciphertext here: only the API has the keys.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PersonRow {
    /// The person.
    pub id: Uuid,
    /// The node that keeps the record.
    pub jurisdiction_id: Uuid,
    /// The node's name.
    pub jurisdiction_name: String,
    /// The node's path.
    pub path: String,
    /// 姓名
    pub name: String,
    /// Code of `Gender`.
    pub gender: String,
    /// 出生日期
    pub birth_on: NaiveDate,
    /// 民族
    pub ethnicity: String,
    /// Code of `Party`.
    pub party: String,
    /// Code of `Education`.
    pub education: Option<String>,
    /// 学位
    pub degree: Option<String>,
    /// 手机号码, encrypted.
    pub mobile_sealed: Option<Vec<u8>>,
    /// 身份证号码, encrypted.
    pub id_no_sealed: Option<Vec<u8>>,
    /// 电子邮箱, encrypted.
    pub email_sealed: Option<Vec<u8>>,
    /// 联系地址, encrypted.
    pub address_sealed: Option<Vec<u8>>,
    /// Last change.
    pub updated_at: DateTime<Utc>,
    /// Optimistic lock.
    pub version: i64,
}

impl View for PersonRow {
    const COLUMNS: &'static str = "p.id, p.jurisdiction_id, j.name AS jurisdiction_name, j.path, p.name, p.gender, \
        p.birth_on, p.ethnicity, p.party, p.education, p.degree, p.mobile_sealed, p.id_no_sealed, p.email_sealed, \
        p.address_sealed, p.updated_at, p.version";
    const FROM: &'static str = "person p JOIN jurisdiction j ON j.id = p.jurisdiction_id";
    const ID: &'static str = "p.id";
}

impl PersonRow {
    /// The path as the policy knows it.
    pub fn scope_path(&self) -> JurisdictionPath {
        JurisdictionPath(self.path.clone())
    }

    /// The aggregate.
    ///
    /// # Errors
    /// When a stored code is not known.
    pub fn aggregate(&self) -> Result<Person> {
        Ok(Person {
            id: PersonId(self.id),
            data: PersonData {
                jurisdiction: self.jurisdiction_id.into(),
                name: self.name.clone(),
                gender: coded(&self.gender)?,
                birth_on: self.birth_on,
                ethnicity: self.ethnicity.clone(),
                party: coded(&self.party)?,
                education: self.education.as_deref().map(coded).transpose()?,
                degree: self.degree.clone(),
            },
            version: Version(self.version),
        })
    }
}

/// Protected fields as they are stored: ciphertext, and a keyed hash for finding equal ones.
#[derive(Clone, Debug, Default)]
pub struct SealedFields {
    /// 手机号码
    pub mobile: Patch<(Vec<u8>, [u8; 32])>,
    /// 身份证号码
    pub id_no: Patch<(Vec<u8>, [u8; 32])>,
    /// 电子邮箱, without a hash: nobody is looked for by it.
    pub email: Patch<Vec<u8>>,
    /// 联系地址, without a hash.
    pub address: Patch<Vec<u8>>,
}

/// Sorts of the list of persons; the first is the default.
pub const PERSON_SORTS: &[SortColumn] =
    &[SortColumn::new("name", "p.name", "text"), SortColumn::new("birth_on", "p.birth_on", "date")];

/// What the list of persons may be filtered by.
#[derive(Clone, Debug, Default)]
pub struct PersonFilter {
    /// What is looked for in names.
    pub text: Option<String>,
    /// Code of `Gender`.
    pub gender: Option<String>,
    /// Code of `Party`.
    pub party: Option<String>,
    /// Keyed hash of a whole mobile number.
    pub mobile_hash: Option<[u8; 32]>,
    /// Keyed hash of a whole identity number.
    pub id_no_hash: Option<[u8; 32]>,
}

fn conditions(scope: &Scope, filter: &PersonFilter) -> Conditions {
    let mut conditions = Conditions::new();
    conditions.below("j.path", scope);
    conditions.matches("person", "p.id", filter.text.as_deref());
    conditions.equal("p.gender", filter.gender.clone());
    conditions.equal("p.party", filter.party.clone());
    conditions.equal("p.mobile_hash", filter.mobile_hash.map(|h| h.to_vec()));
    conditions.equal("p.id_no_hash", filter.id_no_hash.map(|h| h.to_vec()));
    conditions
}

fn columns(data: &PersonData, sealed: SealedFields) -> Columns {
    let mut columns: Columns = vec![
        ("jurisdiction_id", data.jurisdiction.0.into()),
        ("name", data.name.clone().into()),
        ("gender", data.gender.code().into()),
        ("birth_on", data.birth_on.into()),
        ("ethnicity", data.ethnicity.clone().into()),
        ("party", data.party.code().into()),
        ("education", data.education.map(|e| e.code()).into()),
        ("degree", data.degree.clone().into()),
    ];
    for (cipher, hash, patch) in
        [("mobile_sealed", "mobile_hash", sealed.mobile), ("id_no_sealed", "id_no_hash", sealed.id_no)]
    {
        let none = || Value::from(None::<Vec<u8>>);
        match patch {
            Patch::Absent => {}
            Patch::Null => columns.extend([(cipher, none()), (hash, none())]),
            Patch::Value((bytes, digest)) => {
                columns.extend([(cipher, bytes.into()), (hash, digest.to_vec().into())]);
            }
        }
    }
    for (cipher, patch) in [("email_sealed", sealed.email), ("address_sealed", sealed.address)] {
        match patch {
            Patch::Absent => {}
            Patch::Null => columns.push((cipher, Value::from(None::<Vec<u8>>))),
            Patch::Value(bytes) => columns.push((cipher, bytes.into())),
        }
    }
    columns
}

impl Store {
    /// A page of persons in subtrees of the scope.
    ///
    /// # Errors
    /// As any statement.
    pub async fn persons(
        &self,
        scope: &Scope,
        filter: &PersonFilter,
        page: &PageRequest,
    ) -> Result<Vec<Listed<PersonRow>>> {
        listing::page(self.db(), conditions(scope, filter), page).await
    }

    /// How many persons the list has.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_persons(&self, scope: &Scope, filter: &PersonFilter) -> Result<i64> {
        listing::count::<PersonRow>(self.db(), conditions(scope, filter)).await
    }

    /// One person.
    ///
    /// # Errors
    /// As any statement.
    pub async fn person(&self, id: PersonId) -> Result<Option<PersonRow>> {
        listing::one(self.db(), id.0).await
    }
}

impl Uow {
    /// One person, for changing it or referring to it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn person(&self, id: PersonId) -> Result<Option<PersonRow>> {
        listing::one(self.conn(), id.0).await
    }

    /// Adds a person.
    ///
    /// # Errors
    /// `person.id_number_taken`.
    pub async fn insert_person(&self, person: &Person, sealed: SealedFields) -> Result<()> {
        self.insert_row("person", person.id.0, columns(&person.data, sealed)).await?;
        self.index_person(person).await
    }

    /// Writes a person; the seats are found under the new name at once.
    ///
    /// # Errors
    /// `version.stale`, `person.id_number_taken`.
    pub async fn update_person(&self, person: &Person, sealed: SealedFields) -> Result<()> {
        self.update_row("person", person.id.0, person.version, columns(&person.data, sealed)).await?;
        self.index_person(person).await?;
        self.index_seats_of(person.id).await
    }

    async fn index_person(&self, person: &Person) -> Result<()> {
        self.index(&SearchDocument {
            kind: "person",
            id: person.id.0,
            jurisdiction: person.data.jurisdiction,
            title: &person.data.name,
            subtitle: "",
            texts: &[&person.data.name],
        })
        .await
    }
}
