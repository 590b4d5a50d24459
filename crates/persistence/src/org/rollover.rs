//! 换届: the one rollover of a term, what it ends in counts, and the matters that it carries over.

use crate::{Result, Store, Uow, sql};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    kernel::{
        AccountId, ConstituencyId, DelegationId, DeputyId, GroupId, JurisdictionId, SuggestionId, TermId,
    },
    org::Rollover,
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::Value;
use uuid::Uuid;

/// A rollover with how far it has come.
#[derive(Clone, Debug, FromQueryResult)]
pub struct RolloverRow {
    /// The term that ended.
    pub term_id: Uuid,
    /// Its name.
    pub term_name: String,
    /// The term that began.
    pub next_term_id: Uuid,
    /// Its name.
    pub next_term_name: String,
    /// First day of the next term.
    pub on_date: NaiveDate,
    /// 公告（文件）文号
    pub document_no: Option<String>,
    /// Constituencies, delegations and groups were taken over.
    pub structure_copied: bool,
    /// What ended, as it was counted then: a [`RolloverCounts`].
    pub ended: Value,
    /// Who began it.
    pub started_by: Option<String>,
    /// When.
    pub started_at: DateTime<Utc>,
    /// When the last matter was through.
    pub finished_at: Option<DateTime<Utc>>,
    /// Matters to be gone through.
    pub total: i64,
    /// Those that are through.
    pub done: i64,
}

/// What a term has that a rollover ends, carries over or leaves as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct RolloverCounts {
    /// Seats that end: 待资格确认.
    pub seats_pending: i64,
    /// Seats that end: 在任.
    pub seats_active: i64,
    /// Seats that end: 暂停执行职务.
    pub seats_suspended: i64,
    /// Of those whose seat ends, persons who have one in the next term.
    pub seats_reelected: i64,
    /// 代表团, kept as they are.
    pub delegations: i64,
    /// 代表小组 that stand and are dissolved.
    pub groups: i64,
    /// Accounts that lose the right to act as deputy.
    pub accounts: i64,
    /// Of those, accounts that keep a limited access because of an unfinished matter.
    pub accounts_limited: i64,
    /// 草稿、联名确认中
    pub drafts: i64,
    /// 退回修改, not handed in again.
    pub returned: i64,
    /// Open invitations to co-sign.
    pub invitations: i64,
    /// 待审查
    pub submitted: i64,
    /// 已立案（待交办）
    pub accepted: i64,
    /// 已交办、办理中、重新办理
    pub handling: i64,
    /// 已答复（待评价）
    pub replied: i64,
    /// 已评价
    pub evaluated: i64,
    /// 承诺跟踪
    pub tracking: i64,
    /// 办结、归档 and other ends: they stay as they are.
    pub finished: i64,
    /// Promises of unfinished matters that are not settled.
    pub commitments: i64,
    /// 重点督办 of unfinished matters that is not closed.
    pub key_suggestions: i64,
    /// Seats of the next term: 待资格确认.
    pub next_pending: i64,
    /// Seats of the next term: 在任.
    pub next_active: i64,
    /// 代表团 of the next term.
    pub next_delegations: i64,
    /// 代表小组 of the next term.
    pub next_groups: i64,
    /// 次会议 of the next term.
    pub next_sessions: i64,
    /// 选区 that would be taken over.
    pub copy_constituencies: i64,
    /// 代表团 that would be taken over.
    pub copy_delegations: i64,
    /// 代表小组 that would be taken over.
    pub copy_groups: i64,
    /// Of their members, those who have a seat in the next term and would go on.
    pub copy_members: i64,
}

/// Constituencies of `$1` whose number the next term `$2` does not have.
const COPY_CONSTITUENCIES: &str = "FROM constituency x WHERE x.term_id = $1 \
    AND NOT EXISTS (SELECT 1 FROM constituency y WHERE y.term_id = $2 AND y.no = x.no)";
/// Delegations whose name the next term does not have.
const COPY_DELEGATIONS: &str = "FROM delegation x WHERE x.term_id = $1 \
    AND NOT EXISTS (SELECT 1 FROM delegation y WHERE y.term_id = $2 AND y.name = x.name)";
/// Groups that stand and whose number the next term does not have.
const COPY_GROUPS: &str = "FROM deputy_group x WHERE x.term_id = $1 AND x.dissolved_on IS NULL \
    AND NOT EXISTS (SELECT 1 FROM deputy_group y WHERE y.term_id = $2 AND y.no = x.no)";
/// Members of the group `x` who have a seat `e` in the next term, and no group there.
const COPY_MEMBERS: &str = "JOIN group_membership m ON m.group_id = x.id AND m.to_on IS NULL \
    JOIN deputy d ON d.id = m.deputy_id \
    JOIN deputy e ON e.term_id = $2 AND e.person_id = d.person_id AND e.level = d.level \
        AND e.status IN ('pending', 'active', 'suspended') \
        AND NOT EXISTS (SELECT 1 FROM group_membership o WHERE o.deputy_id = e.id AND o.to_on IS NULL)";

/// What of the old term's structure is taken over (沿用机构), by id.
#[derive(Clone, Debug, Default)]
pub struct StructureToCopy {
    /// 选区
    pub constituencies: Vec<ConstituencyId>,
    /// 代表团
    pub delegations: Vec<DelegationId>,
    /// 代表小组
    pub groups: Vec<GroupId>,
}

/// A member of an old group with the seat of the next term.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CopiedMemberRow {
    /// The new seat.
    pub deputy_id: Uuid,
    /// Code of its status.
    pub status: String,
}

/// A right to act as deputy that becomes a limited one.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LimitedGrantRow {
    account_id: Uuid,
    jurisdiction_id: Uuid,
    deputy_id: Uuid,
}

impl LimitedGrantRow {
    /// Whose, where, and for which seat.
    pub fn parts(&self) -> (AccountId, JurisdictionId, DeputyId) {
        (self.account_id.into(), self.jurisdiction_id.into(), self.deputy_id.into())
    }
}

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

/// States in which a matter is carried over: `SuggestionStatus::is_unfinished`.
const UNFINISHED: &str =
    "('submitted', 'accepted', 'assigned', 'handling', 'replied', 'evaluated', 'rehandling', 'tracking')";

const COLUMNS: &str = "SELECT r.term_id, t.name AS term_name, r.next_term_id, n.name AS next_term_name, r.on_date, \
    r.document_no, r.structure_copied, r.ended, a.display_name AS started_by, r.started_at, r.finished_at, \
    (SELECT count(*) FROM term_rollover_matter m WHERE m.term_id = r.term_id) AS total, \
    (SELECT count(*) FROM term_rollover_matter m WHERE m.term_id = r.term_id AND m.done_at IS NOT NULL) AS done \
    FROM term_rollover r JOIN term t ON t.id = r.term_id JOIN term n ON n.id = r.next_term_id \
    LEFT JOIN account a ON a.id = r.started_by WHERE r.term_id = $1";

async fn counts(conn: &impl ConnectionTrait, from: TermId, to: Option<TermId>) -> Result<RolloverCounts> {
    let matter = |statuses: &str| {
        format!(
            "(SELECT count(*) FROM suggestion s WHERE s.term_id = $1 AND NOT s.deleted AND s.status IN ({statuses}))"
        )
    };
    let granted = "FROM role_grant g JOIN deputy d ON d.id = g.deputy_id WHERE d.term_id = $1 \
        AND g.role = 'DEPUTY' AND g.revoked_at IS NULL";
    let text = format!(
        "SELECT \
         (SELECT count(*) FROM deputy d WHERE d.term_id = $1 AND d.status = 'pending') AS seats_pending, \
         (SELECT count(*) FROM deputy d WHERE d.term_id = $1 AND d.status = 'active') AS seats_active, \
         (SELECT count(*) FROM deputy d WHERE d.term_id = $1 AND d.status = 'suspended') AS seats_suspended, \
         (SELECT count(*) FROM deputy d WHERE d.term_id = $1 AND d.status IN ('pending', 'active', 'suspended') \
            AND EXISTS (SELECT 1 FROM deputy e WHERE e.term_id = $2 AND e.person_id = d.person_id \
                        AND e.level = d.level)) AS seats_reelected, \
         (SELECT count(*) FROM delegation x WHERE x.term_id = $1) AS delegations, \
         (SELECT count(*) FROM deputy_group x WHERE x.term_id = $1 AND x.dissolved_on IS NULL) AS groups, \
         (SELECT count(DISTINCT g.account_id) {granted}) AS accounts, \
         (SELECT count(DISTINCT g.account_id) {granted} AND {keeps}) AS accounts_limited, \
         {drafts} AS drafts, {returned} AS returned, \
         (SELECT count(*) FROM suggestion_party p JOIN suggestion s ON s.id = p.suggestion_id WHERE s.term_id = $1 \
            AND s.status IN ('cosigning', 'returned') AND p.role = 'cosigner' AND NOT p.confirmed \
            AND NOT p.declined) AS invitations, \
         {submitted} AS submitted, {accepted} AS accepted, {handling} AS handling, {replied} AS replied, \
         {evaluated} AS evaluated, {tracking} AS tracking, {finished} AS finished, \
         (SELECT count(*) FROM suggestion_commitment c JOIN suggestion s ON s.id = c.suggestion_id \
            WHERE s.term_id = $1 AND NOT c.settled AND s.status IN {UNFINISHED}) AS commitments, \
         (SELECT count(*) FROM suggestion s WHERE s.term_id = $1 AND s.key_status IN ('candidate', 'chosen', 'planned', \
            'reported') AND s.status IN {UNFINISHED}) AS key_suggestions, \
         (SELECT count(*) FROM deputy d WHERE d.term_id = $2 AND d.status = 'pending') AS next_pending, \
         (SELECT count(*) FROM deputy d WHERE d.term_id = $2 AND d.status = 'active') AS next_active, \
         (SELECT count(*) FROM delegation x WHERE x.term_id = $2) AS next_delegations, \
         (SELECT count(*) FROM deputy_group x WHERE x.term_id = $2 AND x.dissolved_on IS NULL) AS next_groups, \
         (SELECT count(*) FROM congress_session x WHERE x.term_id = $2) AS next_sessions, \
         (SELECT count(*) {COPY_CONSTITUENCIES}) AS copy_constituencies, \
         (SELECT count(*) {COPY_DELEGATIONS}) AS copy_delegations, \
         (SELECT count(*) {COPY_GROUPS}) AS copy_groups, \
         (SELECT count(*) FROM (SELECT x.id {COPY_GROUPS}) x {COPY_MEMBERS}) AS copy_members",
        keeps = keeps_access("g.deputy_id"),
        drafts = matter("'draft', 'cosigning'"),
        returned = matter("'returned'"),
        submitted = matter("'submitted'"),
        accepted = matter("'accepted'"),
        handling = matter("'assigned', 'handling', 'rehandling'"),
        replied = matter("'replied'"),
        evaluated = matter("'evaluated'"),
        tracking = matter("'tracking'"),
        finished = matter("'closed', 'archived', 'not_accepted', 'withdrawn', 'merged'"),
    );
    let bind = [from.0.into(), to.map(|to| to.0).into()];
    let row = RolloverCounts::find_by_statement(sql(text, bind)).one(conn).await?;
    Ok(row.unwrap_or_default())
}

/// The deputy signed something that is not finished.
fn keeps_access(deputy: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM suggestion s WHERE s.deputy_ids @> ARRAY[{deputy}] AND NOT s.deleted \
         AND s.status IN {UNFINISHED})"
    )
}

impl Store {
    /// What a rollover of the term would meet now.
    ///
    /// # Errors
    /// As any statement.
    pub async fn rollover_counts(&self, from: TermId, to: Option<TermId>) -> Result<RolloverCounts> {
        counts(self.db(), from, to).await
    }

    /// The rollover of a term.
    ///
    /// # Errors
    /// As any statement.
    pub async fn rollover(&self, term: TermId) -> Result<Option<RolloverRow>> {
        Ok(RolloverRow::find_by_statement(sql(COLUMNS, [term.0.into()])).one(self.db()).await?)
    }

    /// Terms whose rollover is not through.
    ///
    /// # Errors
    /// As any statement.
    pub async fn unfinished_rollovers(&self) -> Result<Vec<TermId>> {
        let text = "SELECT term_id AS id FROM term_rollover WHERE finished_at IS NULL ORDER BY started_at";
        let rows = IdRow::find_by_statement(sql(text, [])).all(self.db()).await?;
        Ok(rows.into_iter().map(|row| TermId(row.id)).collect())
    }

    /// Matters that a rollover has still to go through.
    ///
    /// # Errors
    /// As any statement.
    pub async fn rollover_matters(&self, term: TermId, limit: i64) -> Result<Vec<SuggestionId>> {
        let text = "SELECT suggestion_id AS id FROM term_rollover_matter \
                    WHERE term_id = $1 AND done_at IS NULL ORDER BY suggestion_id LIMIT $2";
        let rows = IdRow::find_by_statement(sql(text, [term.0.into(), limit.into()])).all(self.db()).await?;
        Ok(rows.into_iter().map(|row| SuggestionId(row.id)).collect())
    }
}

impl Uow {
    /// Locks the two terms against every other rollover and every change of their registers until the end of the
    /// transaction, the older id first.
    ///
    /// # Errors
    /// As any statement.
    pub async fn lock_terms(&self, terms: &[TermId]) -> Result<()> {
        let ids: Vec<_> = terms.iter().map(|term| term.0).collect();
        let text = "SELECT id FROM term WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE";
        self.conn().query_all_raw(sql(text, [ids.into()])).await?;
        Ok(())
    }

    /// The rollover of a term.
    ///
    /// # Errors
    /// As any statement.
    pub async fn rollover(&self, term: TermId) -> Result<Option<RolloverRow>> {
        Ok(RolloverRow::find_by_statement(sql(COLUMNS, [term.0.into()])).one(self.conn()).await?)
    }

    /// What the rollover meets.
    ///
    /// # Errors
    /// As any statement.
    pub async fn rollover_counts(&self, from: TermId, to: TermId) -> Result<RolloverCounts> {
        counts(self.conn(), from, Some(to)).await
    }

    /// Rights to act as deputy of the term whose holders keep a limited access, before their seats end.
    ///
    /// # Errors
    /// As any statement.
    pub async fn limited_grants(&self, term: TermId) -> Result<Vec<LimitedGrantRow>> {
        let text = format!(
            "SELECT g.account_id, g.jurisdiction_id, g.deputy_id FROM role_grant g JOIN deputy d ON d.id = g.deputy_id \
             WHERE d.term_id = $1 AND g.role = 'DEPUTY' AND g.revoked_at IS NULL AND {} ORDER BY g.id",
            keeps_access("g.deputy_id")
        );
        Ok(LimitedGrantRow::find_by_statement(sql(text, [term.0.into()])).all(self.conn()).await?)
    }

    /// Groups of the term that stand.
    ///
    /// # Errors
    /// As any statement.
    pub async fn standing_groups(&self, term: TermId) -> Result<Vec<GroupId>> {
        let text =
            "SELECT id FROM deputy_group WHERE term_id = $1 AND dissolved_on IS NULL ORDER BY no FOR UPDATE";
        let rows = IdRow::find_by_statement(sql(text, [term.0.into()])).all(self.conn()).await?;
        Ok(rows.into_iter().map(|row| GroupId(row.id)).collect())
    }

    /// What of the old term's structure the next one does not have, by number.
    ///
    /// # Errors
    /// As any statement.
    pub async fn structure_to_copy(&self, from: TermId, to: TermId) -> Result<StructureToCopy> {
        let ids = async |what: &str| -> Result<Vec<Uuid>> {
            let statement =
                sql(format!("SELECT x.id {what} ORDER BY x.no, x.id"), [from.0.into(), to.0.into()]);
            let rows = IdRow::find_by_statement(statement).all(self.conn()).await?;
            Ok(rows.into_iter().map(|row| row.id).collect())
        };
        Ok(StructureToCopy {
            constituencies: ids(COPY_CONSTITUENCIES).await?.into_iter().map(Into::into).collect(),
            delegations: ids(COPY_DELEGATIONS).await?.into_iter().map(Into::into).collect(),
            groups: ids(COPY_GROUPS).await?.into_iter().map(Into::into).collect(),
        })
    }

    /// Members of a group who go on in the next term, with their new seats.
    ///
    /// # Errors
    /// As any statement.
    pub async fn members_to_copy(&self, group: GroupId, to: TermId) -> Result<Vec<CopiedMemberRow>> {
        let text = format!(
            "SELECT e.id AS deputy_id, e.status FROM (SELECT $1::uuid AS id) x {COPY_MEMBERS} ORDER BY e.cert_no, e.id"
        );
        let statement = sql(text, [group.0.into(), to.0.into()]);
        Ok(CopiedMemberRow::find_by_statement(statement).all(self.conn()).await?)
    }

    /// Writes the rollover with the matters that it has to go through.
    ///
    /// # Errors
    /// `unique.conflict` when the term has one.
    pub async fn insert_rollover(&self, rollover: &Rollover, ended: Value) -> Result<()> {
        self.conn()
            .execute_raw(sql(
                "INSERT INTO term_rollover (term_id, next_term_id, on_date, document_no, ended, started_by, started_at, \
                 structure_copied) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                [
                    rollover.from.0.into(),
                    rollover.to.0.into(),
                    rollover.on.into(),
                    rollover.document_no.clone().into(),
                    ended.into(),
                    self.account().map(|account| account.0).into(),
                    self.now().into(),
                    rollover.copy_structure.into(),
                ],
            ))
            .await?;
        let text = format!(
            "INSERT INTO term_rollover_matter (term_id, suggestion_id) SELECT $1, s.id FROM suggestion s \
             WHERE s.term_id = $1 AND NOT s.deleted \
             AND (s.status IN {UNFINISHED} OR s.status IN ('cosigning', 'returned'))"
        );
        self.conn().execute_raw(sql(text, [rollover.from.0.into()])).await?;
        Ok(())
    }

    /// Nothing of the term changes from now on: the last thing that its rollover does to it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn close_term(&self, term: TermId) -> Result<()> {
        // Convenors and liaisons of groups that are dissolved have nothing left to do.
        let text = "UPDATE role_grant SET revoked_at = $2 WHERE revoked_at IS NULL \
                    AND group_id IN (SELECT g.id FROM deputy_group g WHERE g.term_id = $1)";
        self.conn().execute_raw(sql(text, [term.0.into(), self.now().into()])).await?;
        let text = "UPDATE term SET closed_at = $2 WHERE id = $1";
        self.conn().execute_raw(sql(text, [term.0.into(), self.now().into()])).await?;
        Ok(())
    }

    /// Claims one matter of a rollover; false when it is through or somebody else is at it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn claim_rollover_matter(&self, term: TermId, id: SuggestionId) -> Result<bool> {
        let text = "SELECT 1 FROM term_rollover_matter WHERE term_id = $1 AND suggestion_id = $2 \
                    AND done_at IS NULL FOR UPDATE SKIP LOCKED";
        Ok(self.conn().query_one_raw(sql(text, [term.0.into(), id.0.into()])).await?.is_some())
    }

    /// The matter is through.
    ///
    /// # Errors
    /// As any statement.
    pub async fn finish_rollover_matter(&self, term: TermId, id: SuggestionId) -> Result<()> {
        let text = "UPDATE term_rollover_matter SET done_at = $3 WHERE term_id = $1 AND suggestion_id = $2";
        self.conn().execute_raw(sql(text, [term.0.into(), id.0.into(), self.now().into()])).await?;
        Ok(())
    }

    /// The rollover is through when every matter is. True for whoever finished it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn finish_rollover(&self, term: TermId) -> Result<bool> {
        let text = "UPDATE term_rollover r SET finished_at = $2 WHERE r.term_id = $1 AND r.finished_at IS NULL \
                    AND NOT EXISTS (SELECT 1 FROM term_rollover_matter m WHERE m.term_id = r.term_id AND m.done_at IS NULL)";
        let done = self.conn().execute_raw(sql(text, [term.0.into(), self.now().into()])).await?;
        Ok(done.rows_affected() == 1)
    }
}
