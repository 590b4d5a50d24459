use crate::{
    Result, Store, Uow,
    keyset::Conditions,
    listing::{self, Listed, PageRequest, SortColumn, View, coded},
    row::Columns,
    sql,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    authz::{JurisdictionPath, Scope},
    deputy::{Deputy, DeputyData, PublicProfile},
    kernel::{DeputyId, PersonId, TermId, Version},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// A seat with its holder, as it is read on a day.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DeputyRow {
    /// The seat.
    pub id: Uuid,
    /// The holder.
    pub person_id: Uuid,
    /// The term.
    pub term_id: Uuid,
    /// The term's name.
    pub term_name: String,
    /// Code of `Level`.
    pub level: String,
    /// The node under which the deputy is listed.
    pub jurisdiction_id: Uuid,
    /// The node's name.
    pub jurisdiction_name: String,
    /// The node's path.
    pub path: String,
    /// 选区
    pub constituency_id: Option<Uuid>,
    /// Its name.
    pub constituency_name: Option<String>,
    /// 代表团
    pub delegation_id: Option<Uuid>,
    /// Its name.
    pub delegation_name: Option<String>,
    /// 代表小组 on the day.
    pub group_id: Option<Uuid>,
    /// Its name.
    pub group_name: Option<String>,
    /// 代表证号
    pub cert_no: String,
    /// 当选日期
    pub elected_on: NaiveDate,
    /// Code of `Entry`.
    pub entry: String,
    /// 新任
    pub is_newcomer: bool,
    /// 连任
    pub is_reelected: bool,
    /// 职业
    pub occupation: String,
    /// 工作单位
    pub employer: Option<String>,
    /// 职务
    pub post: Option<String>,
    /// Code of `Occupation`.
    pub composition: String,
    /// 常委会组成人员
    pub sc_member: bool,
    /// Offices in committees.
    pub committee_posts: Vec<String>,
    /// Photograph.
    pub photo_file_id: Option<Uuid>,
    /// 简介
    pub intro: Option<String>,
    /// 联系选民的平台
    pub contact_platform: Option<String>,
    /// Code of `DeputyStatus`.
    pub status: String,
    /// From which day the status counts.
    pub status_since: NaiveDate,
    /// Code of `ReleaseGround`: why the holder is not asked any more.
    pub release_ground: Option<String>,
    /// Its term was not rolled over: it may change.
    pub term_open: bool,
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
    /// The node that keeps the person's record.
    pub person_path: String,
    /// 手机号码, encrypted.
    pub mobile_sealed: Option<Vec<u8>>,
    /// 身份证号码, encrypted.
    pub id_no_sealed: Option<Vec<u8>>,
    /// Last change.
    pub updated_at: DateTime<Utc>,
    /// Optimistic lock.
    pub version: i64,
}

// `$1` is the day on which group membership is looked at: always the first parameter.
impl View for DeputyRow {
    const COLUMNS: &'static str = "d.id, d.person_id, d.term_id, t.name AS term_name, d.level, d.jurisdiction_id, \
        j.name AS jurisdiction_name, j.path, d.constituency_id, c.name AS constituency_name, d.delegation_id, \
        g.name AS delegation_name, m.group_id, dg.name AS group_name, d.cert_no, d.elected_on, d.entry, d.is_newcomer, \
        d.is_reelected, d.occupation, d.employer, d.post, d.composition, d.sc_member, d.committee_posts, \
        d.photo_file_id, d.intro, d.contact_platform, d.status, d.status_since, \
        (SELECT r.ground FROM deputy_release r WHERE r.deputy_id = d.id) AS release_ground, t.closed_at IS NULL AS term_open, p.name, p.gender, p.birth_on, \
        p.ethnicity, p.party, p.education, p.degree, pj.path AS person_path, p.mobile_sealed, p.id_no_sealed, \
        d.updated_at, d.version";
    const FROM: &'static str = "deputy d JOIN person p ON p.id = d.person_id JOIN term t ON t.id = d.term_id \
        JOIN jurisdiction j ON j.id = d.jurisdiction_id JOIN jurisdiction pj ON pj.id = p.jurisdiction_id \
        LEFT JOIN constituency c ON c.id = d.constituency_id LEFT JOIN delegation g ON g.id = d.delegation_id \
        LEFT JOIN group_membership m ON m.deputy_id = d.id AND m.from_on <= $1 AND (m.to_on IS NULL OR m.to_on > $1) \
        LEFT JOIN deputy_group dg ON dg.id = m.group_id";
    const ID: &'static str = "d.id";
}

impl DeputyRow {
    /// The path as the policy knows it.
    pub fn scope_path(&self) -> JurisdictionPath {
        JurisdictionPath(self.path.clone())
    }

    /// The path of the person's record.
    pub fn person_scope_path(&self) -> JurisdictionPath {
        JurisdictionPath(self.person_path.clone())
    }

    /// The aggregate.
    ///
    /// # Errors
    /// When a stored code is not known.
    pub fn aggregate(&self) -> Result<Deputy> {
        Ok(Deputy {
            id: DeputyId(self.id),
            data: DeputyData {
                person: self.person_id.into(),
                term: self.term_id.into(),
                level: coded(&self.level)?,
                jurisdiction: self.jurisdiction_id.into(),
                constituency: self.constituency_id.map(Into::into),
                delegation: self.delegation_id.map(Into::into),
                cert_no: self.cert_no.clone(),
                elected_on: self.elected_on,
                entry: coded(&self.entry)?,
                is_newcomer: self.is_newcomer,
                is_reelected: self.is_reelected,
                occupation: self.occupation.clone(),
                employer: self.employer.clone(),
                post: self.post.clone(),
                composition: coded(&self.composition)?,
                sc_member: self.sc_member,
                committee_posts: self.committee_posts.clone(),
                profile: PublicProfile {
                    photo: self.photo_file_id.map(Into::into),
                    intro: self.intro.clone(),
                    contact_platform: self.contact_platform.clone(),
                },
            },
            status: coded(&self.status)?,
            status_since: self.status_since,
            version: Version(self.version),
        })
    }
}

/// Sorts of the list of deputies; the first is the default.
pub const DEPUTY_SORTS: &[SortColumn] = &[
    SortColumn::new("cert_no", "d.cert_no", "text"),
    SortColumn::new("name", "p.name", "text"),
    SortColumn::new("elected_on", "d.elected_on", "date"),
    SortColumn::new("status_since", "d.status_since", "date"),
];

/// What the list of deputies may be filtered by.
#[derive(Clone, Debug, Default)]
pub struct DeputyFilter {
    /// What is looked for in name, certificate number, employer and post.
    pub text: Option<String>,
    /// Codes of `DeputyStatus`.
    pub statuses: Vec<String>,
    /// Codes of `Level`.
    pub levels: Vec<String>,
    /// The term.
    pub term: Option<Uuid>,
    /// 当前届
    pub current_term: Option<bool>,
    /// Members of this group on the day.
    pub group: Option<Uuid>,
    /// 代表团
    pub delegation: Option<Uuid>,
    /// 选区
    pub constituency: Option<Uuid>,
    /// The node and everything below it.
    pub jurisdiction: Option<Uuid>,
    /// Code of `Gender`.
    pub gender: Option<String>,
    /// Codes of `Occupation`.
    pub compositions: Vec<String>,
    /// 新任
    pub newcomer: Option<bool>,
    /// 常委会组成人员
    pub sc_member: Option<bool>,
    /// All seats of one person.
    pub person: Option<Uuid>,
}

fn conditions(scope: &Scope, filter: &DeputyFilter, on: NaiveDate) -> Conditions {
    let mut conditions = Conditions::new();
    conditions.param(on);
    conditions.within("j.path", scope);
    conditions.matches("deputy", "d.id", filter.text.as_deref());
    conditions.any("d.status", filter.statuses.clone());
    conditions.any("d.level", filter.levels.clone());
    conditions.equal("d.term_id", filter.term);
    conditions.equal("t.is_current", filter.current_term);
    conditions.equal("m.group_id", filter.group);
    conditions.equal("d.delegation_id", filter.delegation);
    conditions.equal("d.constituency_id", filter.constituency);
    if let Some(node) = filter.jurisdiction {
        let node = conditions.param(node);
        conditions
            .push(format!("starts_with(j.path, (SELECT n.path FROM jurisdiction n WHERE n.id = {node}))"));
    }
    conditions.equal("p.gender", filter.gender.clone());
    conditions.any("d.composition", filter.compositions.clone());
    conditions.equal("d.is_newcomer", filter.newcomer);
    conditions.equal("d.sc_member", filter.sc_member);
    conditions.equal("d.person_id", filter.person);
    conditions
}

async fn one(conn: &impl ConnectionTrait, id: DeputyId, on: NaiveDate) -> Result<Option<DeputyRow>> {
    let text = format!("SELECT {} FROM {} WHERE d.id = $2", DeputyRow::COLUMNS, DeputyRow::FROM);
    Ok(DeputyRow::find_by_statement(sql(text, [on.into(), id.0.into()])).one(conn).await?)
}

fn columns(deputy: &Deputy) -> Columns {
    let data = &deputy.data;
    vec![
        ("person_id", data.person.0.into()),
        ("term_id", data.term.0.into()),
        ("level", data.level.code().into()),
        ("jurisdiction_id", data.jurisdiction.0.into()),
        ("constituency_id", data.constituency.map(|c| c.0).into()),
        ("delegation_id", data.delegation.map(|d| d.0).into()),
        ("cert_no", data.cert_no.clone().into()),
        ("elected_on", data.elected_on.into()),
        ("entry", data.entry.code().into()),
        ("is_newcomer", data.is_newcomer.into()),
        ("is_reelected", data.is_reelected.into()),
        ("occupation", data.occupation.clone().into()),
        ("employer", data.employer.clone().into()),
        ("post", data.post.clone().into()),
        ("composition", data.composition.code().into()),
        ("sc_member", data.sc_member.into()),
        ("committee_posts", data.committee_posts.clone().into()),
        ("photo_file_id", data.profile.photo.map(|f| f.0).into()),
        ("intro", data.profile.intro.clone().into()),
        ("contact_platform", data.profile.contact_platform.clone().into()),
        ("status", deputy.status.code().into()),
        ("status_since", deputy.status_since.into()),
    ]
}

impl Store {
    /// A page of deputies, with the group they belong to on the day.
    ///
    /// # Errors
    /// As any statement.
    pub async fn deputies(
        &self,
        scope: &Scope,
        filter: &DeputyFilter,
        on: NaiveDate,
        page: &PageRequest,
    ) -> Result<Vec<Listed<DeputyRow>>> {
        listing::page(self.db(), conditions(scope, filter, on), page).await
    }

    /// How many deputies the list has.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_deputies(&self, scope: &Scope, filter: &DeputyFilter, on: NaiveDate) -> Result<i64> {
        listing::count::<DeputyRow>(self.db(), conditions(scope, filter, on)).await
    }

    /// One deputy, with the group on the day.
    ///
    /// # Errors
    /// As any statement.
    pub async fn deputy(&self, id: DeputyId, on: NaiveDate) -> Result<Option<DeputyRow>> {
        one(self.db(), id, on).await
    }
}

impl Uow {
    /// One deputy, for changing it or referring to it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn deputy(&self, id: DeputyId, on: NaiveDate) -> Result<Option<DeputyRow>> {
        one(self.conn(), id, on).await
    }

    /// Seats of a term that have not ended, locked against changes until the end of the transaction.
    ///
    /// # Errors
    /// As any statement.
    pub async fn living_seats_of_term(&self, term: TermId, on: NaiveDate) -> Result<Vec<DeputyRow>> {
        let text = format!(
            "SELECT {} FROM {} WHERE d.term_id = $2 AND d.status IN ('pending', 'active', 'suspended') \
             ORDER BY d.id FOR UPDATE OF d",
            DeputyRow::COLUMNS,
            DeputyRow::FROM
        );
        Ok(DeputyRow::find_by_statement(sql(text, [on.into(), term.0.into()])).all(self.conn()).await?)
    }

    /// Adds a seat.
    ///
    /// # Errors
    /// `deputy.cert_no_taken`, `deputy.exists`.
    pub async fn insert_deputy(&self, deputy: &Deputy) -> Result<()> {
        self.insert_row("deputy", deputy.id.0, columns(deputy)).await?;
        self.index_seats(deputy.data.person, Some(deputy.id)).await
    }

    /// Writes a seat.
    ///
    /// # Errors
    /// `version.stale`, `deputy.cert_no_taken`.
    pub async fn update_deputy(&self, deputy: &Deputy) -> Result<()> {
        self.update_row("deputy", deputy.id.0, deputy.version, columns(deputy)).await?;
        self.index_seats(deputy.data.person, Some(deputy.id)).await
    }

    /// Writes the search documents of all seats of a person.
    pub(crate) async fn index_seats_of(&self, person: PersonId) -> Result<()> {
        self.index_seats(person, None).await
    }

    async fn index_seats(&self, person: PersonId, only: Option<DeputyId>) -> Result<()> {
        #[derive(FromQueryResult)]
        struct Seat {
            id: Uuid,
            jurisdiction_id: Uuid,
            name: String,
            subtitle: String,
            words: String,
        }
        let seats = Seat::find_by_statement(sql(
            "SELECT d.id, d.jurisdiction_id, p.name, concat_ws(' · ', t.name, c.name) AS subtitle, \
             concat_ws(' ', p.name, d.cert_no, d.employer, d.post) AS words \
             FROM deputy d JOIN person p ON p.id = d.person_id JOIN term t ON t.id = d.term_id \
             LEFT JOIN constituency c ON c.id = d.constituency_id \
             WHERE d.person_id = $1 AND ($2::uuid IS NULL OR d.id = $2)",
            [person.0.into(), only.map(|d| d.0).into()],
        ))
        .all(self.conn())
        .await?;
        for seat in seats {
            self.index(&crate::search::SearchDocument {
                kind: "deputy",
                id: seat.id,
                jurisdiction: seat.jurisdiction_id.into(),
                title: &seat.name,
                subtitle: &seat.subtitle,
                texts: &[&seat.words],
            })
            .await?;
        }
        Ok(())
    }
}
