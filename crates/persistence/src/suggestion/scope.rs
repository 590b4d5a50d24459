//! The policy's scope in SQL: the twin of `SuggestionReach::admits`, over the columns written from `ScopeFacts`.

use super::hits::Hits;
use crate::keyset::Conditions;
use domain::{
    authz::{
        Actor, JurisdictionPath, Role,
        suggestion::{ScopeFacts, SuggestionReach, SuggestionScope},
    },
    kernel::{AccountId, DeputyId, UnitId},
    search::SearchQuery,
};
use uuid::Uuid;

/// What a reader may see, and what of it is looked at.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ScopeUse<'q> {
    /// Words that must occur; where only published parts are seen they must occur in those.
    pub text: Option<&'q str>,
    /// Where they occur, when they are rare and that was looked up.
    pub hits: Option<&'q Hits>,
    /// The filter or sort looks at what is not published: matters of which only published parts are seen stay away.
    pub internal: bool,
}

/// Rows that the scope admits.
pub(super) fn admit(conditions: &mut Conditions, scope: &SuggestionScope, used: ScopeUse<'_>) {
    let (inside, published) = clauses(conditions, scope);
    let text = used.text.map(str::trim).filter(|text| !text.is_empty());
    let query = match text.map(SearchQuery::parse) {
        // Nothing that could be found was typed.
        Some(None) => return conditions.push("false"),
        Some(Some(query)) => Some(conditions.param(query.tsquery())),
        None => None,
    };
    let matching = |conditions: &mut Conditions, kind: &str| {
        if let Some(hits) = used.hits.filter(|_| query.is_some()) {
            return format!(" AND {}", hits.condition(conditions, kind));
        }
        query.as_ref().map_or_else(String::new, |query| {
            format!(
                " AND EXISTS (SELECT 1 FROM search_document w WHERE w.kind = '{kind}' AND w.ref_id = s.id \
                 AND w.tsv @@ {query}::text::tsquery)"
            )
        })
    };
    let mut all = Vec::new();
    if !inside.is_empty() {
        all.push(format!("({}){}", inside.join(" OR "), matching(conditions, "suggestion")));
    }
    if published && !used.internal {
        all.push(format!("s.published AND NOT s.deleted{}", matching(conditions, "public_suggestion")));
    }
    match all.as_slice() {
        [] => conditions.push("false"),
        [one] => conditions.push(one.clone()),
        many => conditions.push(format!("(({}))", many.join(") OR ("))),
    }
}

/// The reaches within which a matter is seen as such, and whether published ones are seen besides.
fn clauses(conditions: &mut Conditions, scope: &SuggestionScope) -> (Vec<String>, bool) {
    let account = conditions.param(scope.account.0);
    let open = format!("(NOT s.confidential OR {account} = ANY(s.named_account_ids))");
    let mut published = false;
    let mut inside = Vec::new();
    for reach in &scope.reaches {
        inside.push(match reach {
            SuggestionReach::Jurisdiction { root, all_confidential } => {
                let root = conditions.param(root.0.clone());
                let open = if *all_confidential { "" } else { &format!(" AND {open}") };
                format!("s.handed_in AND starts_with(s.path, {root}){open}")
            }
            SuggestionReach::Deputy { deputy } => {
                published = true;
                let deputy = conditions.param(vec![deputy.0]);
                format!("NOT s.deleted AND s.deputy_ids @> {deputy}")
            }
            SuggestionReach::Signer { deputy } => {
                let deputy = conditions.param(vec![deputy.0]);
                format!("NOT s.deleted AND s.deputy_ids @> {deputy}")
            }
            SuggestionReach::Unit { unit } => {
                let unit = conditions.param(vec![unit.0]);
                format!("s.handed_in AND s.unit_ids @> {unit} AND {open}")
            }
            SuggestionReach::Government { root } => {
                let root = conditions.param(root.0.clone());
                format!("s.handed_in AND s.government AND starts_with(s.path, {root}) AND {open}")
            }
            SuggestionReach::Committee { unit } => {
                let unit = conditions.param(unit.0);
                format!("s.handed_in AND s.committee_id = {unit} AND {open}")
            }
            SuggestionReach::Nothing => continue,
        });
    }
    if inside.len() > 1 {
        inside = inside.into_iter().map(|clause| format!("({clause})")).collect();
    }
    (inside, published)
}

/// Rows whose deputies' names the actor is shown: the twin of `Sight::names`.
pub(super) fn names_shown(conditions: &mut Conditions, actor: &Actor) {
    let mut shown = vec!["NOT s.names_hidden".to_owned()];
    for grant in actor.grants() {
        match grant.role {
            Role::DcStaff | Role::DcHead | Role::ScLeader => {
                let root = conditions.param(grant.jurisdiction.0.clone());
                shown.push(format!("starts_with(s.path, {root})"));
            }
            Role::Committee => {
                if let Some(unit) = grant.unit {
                    let unit = conditions.param(unit.0);
                    shown.push(format!("s.committee_id = {unit}"));
                }
            }
            _ => {}
        }
    }
    let own: Vec<Uuid> = actor.deputies().map(|deputy| deputy.0).collect();
    if !own.is_empty() {
        let own = conditions.param(own);
        shown.push(format!("s.deputy_ids && {own}"));
    }
    conditions.push(format!("({})", shown.join(" OR ")));
}

/// The stored facts of one row, for asking the policy again.
#[derive(Clone, Debug, sea_orm::FromQueryResult)]
pub struct ScopeColumns {
    path: String,
    deleted: bool,
    handed_in: bool,
    confidential: bool,
    named_account_ids: Vec<Uuid>,
    names_hidden: bool,
    government: bool,
    published: bool,
    committee_id: Option<Uuid>,
    deputy_ids: Vec<Uuid>,
    unit_ids: Vec<Uuid>,
}

impl ScopeColumns {
    /// What the policy decides by.
    pub fn facts(&self) -> ScopeFacts {
        ScopeFacts {
            path: JurisdictionPath(self.path.clone()),
            deleted: self.deleted,
            handed_in: self.handed_in,
            confidential: self.confidential,
            named: self.named_account_ids.iter().copied().map(AccountId).collect(),
            deputies: self.deputy_ids.iter().copied().map(DeputyId).collect(),
            units: self.unit_ids.iter().copied().map(UnitId).collect(),
            government: self.government,
            committee: self.committee_id.map(UnitId),
            published: self.published,
        }
    }

    /// Units see no deputy's name (受保护代表).
    pub fn names_hidden(&self) -> bool {
        self.names_hidden
    }
}
