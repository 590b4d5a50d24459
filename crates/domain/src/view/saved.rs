//! One saved view.

use super::ViewList;
use crate::authz::{Actor, JurisdictionPath, Permit, Role, act};
use crate::kernel::{
    AccountId, ChangeKind, DomainError, ErrorCode, FieldChecks, Outcome, TextRule, Version, ViewId,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// More views of one list than this nobody finds anything in.
pub const MOST_OF_A_LIST: usize = 30;
const MOST_FILTERS: usize = 40;
const MOST_COLUMNS: usize = 40;
const NAME: TextRule = TextRule::line(1, 30);
const VALUE: TextRule = TextRule::line(1, 500);

/// What a view says of its list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewData {
    /// 名称
    pub name: String,
    /// Filters and sort, as the list's address writes them.
    pub filters: BTreeMap<String, String>,
    /// The columns that are shown, in their order; none: as the list has them.
    pub columns: Vec<String>,
}

/// With whom a view is shared (共享): those who have one of the roles below a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sharing {
    /// For which roles.
    pub roles: BTreeSet<Role>,
    /// Below which node: that of who shares it.
    pub below: JurisdictionPath,
}

/// 常用视图
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// Its id.
    pub id: ViewId,
    /// Whose it is.
    pub owner: AccountId,
    /// Of which list.
    pub list: ViewList,
    /// What it says.
    pub data: ViewData,
    /// With whom it is shared.
    pub sharing: Option<Sharing>,
    /// Optimistic lock.
    pub version: Version,
}

impl SavedView {
    /// Saves a view. `known`: how many of this list the person has.
    ///
    /// # Errors
    /// `view.too_many`; `validation.failed` at `#/name`, `#/filters/…`, `#/columns/…`.
    pub fn create(
        permit: &Permit<act::UseOwnAccount>,
        id: ViewId,
        list: ViewList,
        data: ViewData,
        known: usize,
    ) -> Result<Outcome<Self>, DomainError> {
        if known >= MOST_OF_A_LIST {
            return Err(DomainError::new(ErrorCode::ViewTooMany).param("max", MOST_OF_A_LIST));
        }
        let data = checked(list, data, &BTreeMap::new())?;
        let owner = permit.account();
        let next = Self { id, owner, list, data, sharing: None, version: Version::FIRST };
        let kind = kind("view.created", permit.action_name());
        Ok(Outcome::between(kind, id.0, None::<&()>, &next.clone(), next))
    }

    /// Renames it, or has it say something else. A filter that was given up may stay, none may be added.
    ///
    /// # Errors
    /// `validation.failed` as [`SavedView::create`].
    pub fn revise(
        &self,
        permit: &Permit<act::UseOwnAccount>,
        data: ViewData,
    ) -> Result<Outcome<Self>, DomainError> {
        let data = checked(self.list, data, &self.data.filters)?;
        Ok(self.changed("view.revised", permit.action_name(), |next| next.data = data))
    }

    /// Shares it with roles below the sharer's node; with none: no longer.
    ///
    /// # Errors
    /// None today.
    pub fn share(
        &self,
        permit: &Permit<act::ShareViews>,
        roles: BTreeSet<Role>,
        below: JurisdictionPath,
    ) -> Result<Outcome<Self>, DomainError> {
        let sharing = (!roles.is_empty()).then_some(Sharing { roles, below });
        Ok(self.changed("view.shared", permit.action_name(), |next| next.sharing = sharing))
    }

    /// What deleting it leaves in the log.
    pub fn delete(&self, permit: &Permit<act::UseOwnAccount>) -> Outcome<Self> {
        self.changed("view.deleted", permit.action_name(), |_| {})
    }

    fn changed(
        &self,
        event: &'static str,
        action: &'static str,
        change: impl FnOnce(&mut Self),
    ) -> Outcome<Self> {
        let mut next = Self { version: self.version.next(), ..self.clone() };
        change(&mut next);
        Outcome::between(kind(event, action), self.id.0, Some(self), &next.clone(), next)
    }

    /// Whether the actor sees it: the owner, and those with whom it is shared.
    pub fn is_seen_by(&self, actor: &Actor) -> bool {
        self.owner == actor.account
            || self.sharing.as_ref().is_some_and(|sharing| {
                actor.grants().iter().any(|grant| {
                    sharing.roles.contains(&grant.role) && sharing.below.contains(&grant.jurisdiction)
                })
            })
    }

    /// Filters that the list no longer has: they are left out when the view is opened, which says so.
    pub fn obsolete(&self) -> Vec<&str> {
        let known = self.list.filters();
        self.data.filters.keys().map(String::as_str).filter(|name| !known.contains(name)).collect()
    }
}

fn kind(event: &'static str, action: &'static str) -> ChangeKind {
    ChangeKind { event, aggregate: "view", action }
}

/// `had`: the filters of before, which may stay although the list no longer has them.
fn checked(list: ViewList, data: ViewData, had: &BTreeMap<String, String>) -> Result<ViewData, DomainError> {
    let ViewData { mut name, mut filters, columns } = data;
    let mut checks = FieldChecks::new();
    checks.text(NAME, "#/name", &mut name);
    checks.ensure(filters.len() <= MOST_FILTERS, "#/filters", ErrorCode::ValueOutOfRange);
    checks.ensure(columns.len() <= MOST_COLUMNS, "#/columns", ErrorCode::ValueOutOfRange);
    for (filter, value) in &mut filters {
        let known = list.filters().contains(&filter.as_str()) || had.contains_key(filter);
        checks.ensure(known, &format!("#/filters/{filter}"), ErrorCode::ValueInvalid);
        checks.text(VALUE, &format!("#/filters/{filter}"), value);
    }
    for (place, column) in columns.iter().enumerate() {
        let at = format!("#/columns/{place}");
        let plain = (1..=40).contains(&column.len())
            && column.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        checks.ensure(plain, &at, ErrorCode::ValueInvalid);
        checks.ensure(!columns[..place].contains(column), &at, ErrorCode::ValueDuplicate);
    }
    checks.finish()?;
    Ok(ViewData { name, filters, columns })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authz::{Grant, OwnAccount, PublicRegister, require};
    use crate::kernel::LoginSessionId;
    use uuid::Uuid;

    fn actor(account: u128, role: Role, path: &str) -> Actor {
        let grant = Grant {
            role,
            jurisdiction: JurisdictionPath(path.to_owned()),
            unit: None,
            group: None,
            deputy: None,
        };
        let session = LoginSessionId(Uuid::from_u128(account));
        Actor::new(AccountId(Uuid::from_u128(account)), session, None, "某人".to_owned(), vec![grant])
    }

    fn data(filters: &[(&str, &str)]) -> ViewData {
        let filters = filters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        ViewData {
            name: " 超期未答复 ".to_owned(),
            filters,
            columns: vec!["title".to_owned(), "due".to_owned()],
        }
    }

    fn saved(owner: &Actor, filters: &[(&str, &str)]) -> SavedView {
        let permit = require::<act::UseOwnAccount>(owner, &OwnAccount).unwrap();
        let id = ViewId(Uuid::from_u128(7));
        SavedView::create(&permit, id, ViewList::Suggestions, data(filters), 0).unwrap().next
    }

    #[test]
    fn a_view_holds_only_filters_that_its_list_has() {
        let clerk = actor(1, Role::DcStaff, "/county/");
        let permit = require::<act::UseOwnAccount>(&clerk, &OwnAccount).unwrap();
        let view = saved(&clerk, &[("light", "late"), ("sort", "due_on")]);
        assert_eq!(view.data.name, "超期未答复");
        let make = |data: ViewData, known| {
            SavedView::create(&permit, view.id, ViewList::Deputies, data, known).map_err(|error| error.code)
        };
        assert_eq!(make(data(&[("light", "late")]), 0).unwrap_err(), ErrorCode::ValidationFailed);
        assert_eq!(make(data(&[]), MOST_OF_A_LIST).unwrap_err(), ErrorCode::ViewTooMany);
        let mut twice = data(&[]);
        twice.columns.push("title".to_owned());
        assert_eq!(make(twice, 0).unwrap_err(), ErrorCode::ValidationFailed);
    }

    #[test]
    fn a_filter_that_is_gone_is_told_and_the_view_stays() {
        let clerk = actor(1, Role::DcStaff, "/county/");
        let mut old = saved(&clerk, &[("light", "late")]);
        old.data.filters.insert("colour".to_owned(), "red".to_owned());
        assert_eq!(old.obsolete(), ["colour"]);
        let permit = require::<act::UseOwnAccount>(&clerk, &OwnAccount).unwrap();
        let renamed = ViewData { name: "超期".to_owned(), ..old.data.clone() };
        let renamed = old.revise(&permit, renamed).expect("what it had may stay").next;
        assert_eq!((renamed.obsolete(), renamed.version), (vec!["colour"], Version(2)));
        let mut other = renamed.data.clone();
        other.filters.insert("shape".to_owned(), "round".to_owned());
        assert!(renamed.revise(&permit, other).is_err(), "none is added");
    }

    #[test]
    fn a_shared_view_is_seen_by_the_role_below_the_node_and_by_nobody_else() {
        let head = actor(1, Role::DcHead, "/county/");
        let permit = require::<act::ShareViews>(&head, &PublicRegister).unwrap();
        let view = saved(&head, &[("light", "late")]);
        let clerk = actor(2, Role::DcStaff, "/county/");
        assert!(view.is_seen_by(&head) && !view.is_seen_by(&clerk));
        let roles = BTreeSet::from([Role::DcStaff, Role::TownNpc]);
        let shared = view.share(&permit, roles, JurisdictionPath("/county/".to_owned())).unwrap().next;
        assert!(shared.is_seen_by(&clerk));
        assert!(shared.is_seen_by(&actor(3, Role::TownNpc, "/county/town/")));
        assert!(!shared.is_seen_by(&actor(4, Role::DcStaff, "/other/")));
        assert!(!shared.is_seen_by(&actor(5, Role::UnitHandler, "/county/")));
        let none =
            shared.share(&permit, BTreeSet::new(), JurisdictionPath("/county/".to_owned())).unwrap().next;
        assert!(!none.is_seen_by(&clerk));
        assert!(require::<act::ShareViews>(&clerk, &PublicRegister).is_err(), "heads share");
    }
}
