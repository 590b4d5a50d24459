use super::hits::Hits;
use super::scope::{ScopeUse, admit, names_shown};
use crate::{
    keyset::Conditions,
    listing::{Apart, SortColumn},
};
use chrono::NaiveDate;
use domain::{
    authz::{
        Action, Actor, Role,
        suggestion::{SuggestionReach, SuggestionScope},
    },
    calendar::Light,
    suggestion::LightDays,
};
use uuid::Uuid;

/// What the list of suggestions may be filtered by; queues, counts, exports and statistics use the same.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SuggestionFilter {
    /// Just these matters.
    pub ids: Option<Vec<Uuid>>,
    /// Codes of states; empty: all.
    pub statuses: Vec<String>,
    /// 届
    pub term: Option<Uuid>,
    /// 本届: handed in in a current term, or carried over into one.
    pub current_term: bool,
    /// 换届结转
    pub carried_over: Option<bool>,
    /// 次会议
    pub session: Option<Uuid>,
    /// Code of the period.
    pub period: Option<String>,
    /// A unit that has or had a part.
    pub unit: Option<Uuid>,
    /// In which role, in the present round.
    pub unit_role: Option<String>,
    /// A deputy who signed or was invited, where the reader sees names.
    pub deputy: Option<Uuid>,
    /// In which part: `lead`, `cosigner` (confirmed), `invited`; of the deputy, or of the reader's own seats.
    pub party_role: Option<String>,
    /// Matters of these deputies: the reader's own.
    pub mine: Option<Vec<Uuid>>,
    /// 代表小组 of the lead.
    pub group: Option<Uuid>,
    /// Codes of categories.
    pub categories: Vec<String>,
    /// 对口督办的专（工）委
    pub committee: Option<Uuid>,
    /// Lights, with the days that decide them.
    pub lights: Option<(LightDays, Vec<Light>)>,
    /// 今日可催办: late or near, and one of the reader's offices may urge again.
    pub to_urge: Option<(UrgeDays, bool)>,
    /// 催办未回应: urged without an answer, by the reader's units where he is of a unit.
    pub urged: Option<bool>,
    /// 重点督办建议
    pub key: Option<bool>,
    /// Codes of those whose turn it is.
    pub turn: Vec<String>,
    /// Codes of the answers' categories.
    pub reply_categories: Vec<String>,
    /// Rated 不满意 in force.
    pub results: Vec<String>,
    /// How far publication is, as marks of which a matter has one: `PublicationProgress::marks`.
    pub publication: Vec<String>,
    /// Words that must occur.
    pub text: Option<String>,
    /// 交办日期, from and until.
    pub assigned: (Option<NaiveDate>, Option<NaiveDate>),
    /// 提交日期, from and until.
    pub submitted: (Option<NaiveDate>, Option<NaiveDate>),
    /// The deadline that counts now, from and until.
    pub due: (Option<NaiveDate>, Option<NaiveDate>),
}

/// Beyond so many values a list is read in its order: they are most of what is new in it.
const SCANS: usize = 6;

impl SuggestionFilter {
    /// Takes several states, or else several categories, out of the filter, for a list that reads each by itself and
    /// merges them (`listing::page_of`): where the sort has an index with them. Only for who sees most of every state and
    /// where nothing else narrows it much, because a scan that finds nothing goes through all that the state has.
    pub(super) fn take_apart(&mut self, scope: &SuggestionScope, sort: &SortColumn) -> Option<Apart> {
        let wide = |reach: &SuggestionReach| {
            matches!(reach, SuggestionReach::Jurisdiction { .. } | SuggestionReach::Government { .. })
        };
        if sort.name != "submitted_at" || !scope.reaches.iter().any(wide) || self.is_narrow() {
            return None;
        }
        let columns = [("s.status", &mut self.statuses), ("s.category", &mut self.categories)];
        for (column, values) in columns {
            values.sort_unstable();
            values.dedup();
            if (2..=SCANS).contains(&values.len()) {
                return Some(Apart { from: "suggestion s", column, values: std::mem::take(values) });
            }
        }
        None
    }

    /// True when something else than state, category, term and period is asked for.
    fn is_narrow(&self) -> bool {
        let rest = Self {
            statuses: Vec::new(),
            categories: Vec::new(),
            term: None,
            current_term: false,
            period: None,
            ..self.clone()
        };
        rest != Self::default()
    }

    /// True when it looks at something that is not published.
    fn is_internal(&self) -> bool {
        self.lights.is_some()
            || self.committee.is_some()
            || self.group.is_some()
            || self.unit_role.is_some()
            || !self.turn.is_empty()
            || !self.results.is_empty()
            || !self.publication.is_empty()
            || !self.reply_categories.is_empty()
            || self.due != (None, None)
            || self.assigned != (None, None)
            || self.submitted != (None, None)
            || self.unit.is_some()
            || self.key.is_some()
            || self.to_urge.is_some()
            || self.urged.is_some()
            || self.carried_over.is_some()
    }

    /// Conditions over `suggestion s` for this reader. `sort_is_internal`: the order tells what is not published.
    pub(super) fn conditions(
        &self,
        actor: &Actor,
        scope: &SuggestionScope,
        sort_is_internal: bool,
    ) -> Conditions {
        self.conditions_knowing(None, actor, scope, sort_is_internal)
    }

    /// As [`Self::conditions`], where it is known in which matters the words occur.
    pub(super) fn conditions_knowing(
        &self,
        hits: Option<&Hits>,
        actor: &Actor,
        scope: &SuggestionScope,
        sort_is_internal: bool,
    ) -> Conditions {
        let mut c = Conditions::new();
        let internal = sort_is_internal || self.is_internal();
        admit(&mut c, scope, ScopeUse { text: self.text.as_deref(), hits, internal });
        if let Some(ids) = &self.ids {
            let ids = c.param(ids.clone());
            c.push(format!("s.id = ANY({ids})"));
        }
        c.any("s.status", self.statuses.clone());
        c.equal("s.term_id", self.term);
        if self.current_term {
            c.push(
                "EXISTS (SELECT 1 FROM term n WHERE n.is_current AND (n.id = s.term_id OR n.id = s.carried_over_to))"
                    .to_owned(),
            );
        }
        if let Some(carried) = self.carried_over {
            c.push(format!("s.carried_over_to IS {}NULL", if carried { "NOT " } else { "" }));
        }
        c.equal("s.session_id", self.session);
        c.equal("s.period", self.period.clone());
        c.equal("s.group_id", self.group);
        c.equal("s.committee_id", self.committee);
        c.equal("s.is_key", self.key);
        c.any("s.category", self.categories.clone());
        c.any("s.reply_category", self.reply_categories.clone());
        c.any("s.result", self.results.clone());
        if !self.turn.is_empty() {
            let turn = c.param(self.turn.clone());
            c.push(format!("s.turn && {turn}"));
        }
        if !self.publication.is_empty() {
            let marks = c.param(self.publication.clone());
            c.push(format!("s.publication_marks && {marks}"));
        }
        if let Some(unit) = self.unit {
            let one = c.param(vec![unit]);
            c.push(format!("s.unit_ids @> {one}"));
        }
        if let Some(role) = &self.unit_role {
            let role = c.param(role.clone());
            let of_unit = self.unit.map(|unit| format!(" AND t.unit_id = {}", c.param(unit)));
            c.push(format!(
                "EXISTS (SELECT 1 FROM handling_task t WHERE t.suggestion_id = s.id AND t.current \
                 AND t.status NOT IN ('cancelled', 'sent_back') AND t.role = {role}{})",
                of_unit.unwrap_or_default()
            ));
        }
        if let Some(deputy) = self.deputy {
            names_shown(&mut c, actor);
            self.of_deputies(&mut c, vec![deputy]);
        }
        if let Some(mine) = &self.mine {
            self.of_deputies(&mut c, mine.clone());
        }
        if let Some((days, lights)) = &self.lights {
            let level = light_level(&mut c, "s", days);
            let wanted = c.param(levels(lights));
            c.push(format!("{level} = ANY({wanted})"));
        }
        if let Some((days, wanted)) = &self.to_urge {
            let to_urge = to_urge(&mut c, actor, days);
            c.push(if *wanted { to_urge } else { format!("NOT {to_urge}") });
        }
        if let Some(wanted) = self.urged {
            let urged = urged(&mut c, actor);
            c.push(if wanted { urged } else { format!("NOT {urged}") });
        }
        range(&mut c, "s.assigned_on", self.assigned);
        range(&mut c, "s.due_on", self.due);
        range(&mut c, "(s.submitted_at AT TIME ZONE 'Asia/Shanghai')::date", self.submitted);
        c
    }

    /// Matters of these deputies, in the part asked for.
    fn of_deputies(&self, c: &mut Conditions, deputies: Vec<Uuid>) {
        let place = c.param(deputies);
        c.push(format!("s.deputy_ids && {place}"));
        let part = match self.party_role.as_deref() {
            None => return,
            Some("lead") => "y.role IN ('lead', 'merged_lead')",
            Some("cosigner") => "y.role IN ('cosigner', 'merged_cosigner') AND y.confirmed",
            Some("invited") => "y.role = 'cosigner' AND NOT y.confirmed AND NOT y.declined",
            Some(_) => return c.push("false"),
        };
        c.push(format!(
            "EXISTS (SELECT 1 FROM suggestion_party y WHERE y.suggestion_id = s.id \
             AND y.deputy_id = ANY({place}) AND {part})"
        ));
    }
}

/// Up to which day each office may have urged that may urge again today, and the days that decide the lights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UrgeDays {
    /// Days of the lights.
    pub lights: LightDays,
    /// 代表工委
    pub congress: NaiveDate,
    /// 政府办（督查室）
    pub government: NaiveDate,
    /// 对口专（工）委
    pub committee: NaiveDate,
    /// 领衔督办领导
    pub leader: NaiveDate,
}

/// `Case::is_to_urge` in SQL, for any office in which the actor may urge: the twin of `authz::suggestion::urge_capacities`.
pub(super) fn to_urge(c: &mut Conditions, actor: &Actor, days: &UrgeDays) -> String {
    let mut offices = Vec::new();
    for grant in actor.grants_for(Action::UrgeSuggestion) {
        let (place, column, until) = match (grant.role, grant.unit, actor.person) {
            (Role::DcStaff | Role::DcHead, _, _) => {
                let root = c.param(grant.jurisdiction.0.clone());
                (format!("starts_with(s.path, {root})"), "s.urged_congress_on", days.congress)
            }
            (Role::GovDispatch, _, _) => {
                let root = c.param(grant.jurisdiction.0.clone());
                (
                    format!("s.government AND starts_with(s.path, {root})"),
                    "s.urged_government_on",
                    days.government,
                )
            }
            (Role::Committee, Some(unit), _) => {
                let unit = c.param(unit.0);
                (format!("s.committee_id = {unit}"), "s.urged_committee_on", days.committee)
            }
            (Role::ScLeader, _, Some(person)) => {
                let (root, person) = (c.param(grant.jurisdiction.0.clone()), c.param(person.0));
                (
                    format!("starts_with(s.path, {root}) AND s.key_leader_id = {person}"),
                    "s.urged_leader_on",
                    days.leader,
                )
            }
            _ => continue,
        };
        let until = c.param(until);
        offices.push(format!("({place} AND ({column} IS NULL OR {column} <= {until}))"));
    }
    if offices.is_empty() {
        return "false".to_owned();
    }
    let level = light_level(c, "s", &days.lights);
    format!(
        "(s.status IN ('assigned', 'handling', 'rehandling', 'tracking') AND ({}) AND coalesce({level}, 0) >= 2)",
        offices.join(" OR ")
    )
}

/// Matters with an urge that nobody answered: of the actor's units, or of any for who watches them.
pub(super) fn urged(c: &mut Conditions, actor: &Actor) -> String {
    let watches = actor
        .grants_for(Action::ReadSuggestion)
        .any(|grant| !matches!(grant.role, Role::UnitHandler | Role::UnitLeader));
    if watches {
        return "(s.urged_unit_ids <> '{}')".to_owned();
    }
    let own: Vec<Uuid> = actor.grants().iter().filter_map(|grant| grant.unit).map(|unit| unit.0).collect();
    let own = c.param(own);
    format!("(s.urged_unit_ids && {own})")
}

fn range(c: &mut Conditions, column: &str, (from, to): (Option<NaiveDate>, Option<NaiveDate>)) {
    for (operator, day) in [(">=", from), ("<=", to)] {
        if let Some(day) = day {
            let day = c.param(day);
            c.push(format!("{column} {operator} {day}"));
        }
    }
}

/// Lights as the levels of [`light_level`].
pub(super) fn levels(lights: &[Light]) -> Vec<i32> {
    lights.iter().map(|light| level_of(*light)).collect()
}

const fn level_of(light: Light) -> i32 {
    match light {
        Light::Green => 1,
        Light::Yellow => 2,
        Light::YellowCard => 3,
        Light::RedCard => 4,
    }
}

/// `LightBasis::light` in SQL, as a level from 1 to 4.
pub(super) fn light_level(c: &mut Conditions, table: &str, days: &LightDays) -> String {
    let red = c.param(days.red_before);
    let late = c.param(days.late_before);
    let today = c.param(days.today);
    let near = c.param(days.near_until);
    format!(
        "CASE WHEN {table}.light_red OR {table}.light_due_on < {red} THEN 4 \
         WHEN {table}.light_due_on < {late} OR {table}.light_co_due_on < {today} OR {table}.light_promise_on < {today} THEN 3 \
         WHEN {table}.light_due_on <= {near} OR {table}.light_half_on <= {today} THEN 2 \
         WHEN {table}.light_running THEN 1 END"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggestion::SUGGESTION_SORTS;
    use domain::{
        authz::JurisdictionPath,
        kernel::{AccountId, UnitId},
    };

    fn filter(statuses: &[&str], categories: &[&str]) -> SuggestionFilter {
        let owned = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
        SuggestionFilter { statuses: owned(statuses), categories: owned(categories), ..Default::default() }
    }

    fn scope(reach: SuggestionReach) -> SuggestionScope {
        SuggestionScope { account: AccountId(Uuid::nil()), reaches: vec![reach] }
    }

    fn county() -> SuggestionScope {
        scope(SuggestionReach::Jurisdiction {
            root: JurisdictionPath("329999/".into()),
            all_confidential: false,
        })
    }

    #[test]
    fn several_states_are_read_one_by_one_in_the_order_that_has_them_so() {
        let mut several = filter(&["replied", "tracking", "replied"], &["城建", "交通"]);
        let apart = several.take_apart(&county(), &SUGGESTION_SORTS[0]).expect("two states");
        assert_eq!((apart.column, apart.values), ("s.status", vec!["replied".to_owned(), "tracking".into()]));
        assert_eq!((several.statuses.len(), several.categories.len()), (0, 2), "categories stay a condition");
        let apart = filter(&["closed"], &["城建", "交通"]).take_apart(&county(), &SUGGESTION_SORTS[0]);
        assert_eq!(apart.expect("two categories").column, "s.category");
        assert!(filter(&["closed"], &["城建"]).take_apart(&county(), &SUGGESTION_SORTS[0]).is_none());
        assert!(filter(&["closed", "archived"], &[]).take_apart(&county(), &SUGGESTION_SORTS[1]).is_none());
    }

    #[test]
    fn what_could_be_nowhere_in_a_state_is_not_looked_for_state_by_state() {
        let unit = scope(SuggestionReach::Unit { unit: UnitId(Uuid::nil()) });
        assert!(filter(&["closed", "archived"], &[]).take_apart(&unit, &SUGGESTION_SORTS[0]).is_none());
        let mut waiting = filter(&["handling", "archived"], &[]);
        waiting.turn = vec!["unit".into()];
        assert!(waiting.take_apart(&county(), &SUGGESTION_SORTS[0]).is_none());
        assert_eq!(waiting.statuses.len(), 2, "nothing was taken out");
    }
}
