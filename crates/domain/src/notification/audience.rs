use super::{Notice, NoticeKind, Substitution};
use crate::authz::suggestion::{Sight, SuggestionScope};
use crate::authz::{Actor, Grant, JurisdictionPath, Role};
use crate::kernel::{AccountId, DeputyId, UnitId};
use crate::suggestion::Case;

/// In which capacity somebody is told (通知对象). It becomes accounts by the grants of the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Audience {
    /// One deputy.
    Deputy(DeputyId),
    /// Clerks of a unit.
    Handlers(UnitId),
    /// Leaders of a unit.
    Leaders(UnitId),
    /// 代表工委: staff and head.
    Congress,
    /// 代表工委主任
    Head,
    /// 政府办
    Government,
    /// The committee whose field it is.
    Committee(UnitId),
    /// 接口管理员
    Integrators,
    /// One account.
    Account(AccountId),
}

impl Audience {
    /// Whether a grant puts its holder into this capacity, for a matter at `path`.
    pub fn includes(self, account: AccountId, grant: &Grant, path: Option<&JurisdictionPath>) -> bool {
        let here = path.is_none_or(|path| grant.jurisdiction.contains(path));
        match self {
            Self::Deputy(deputy) => {
                matches!(grant.role, Role::Deputy | Role::FormerDeputy) && grant.deputy == Some(deputy)
            }
            Self::Handlers(unit) => grant.role == Role::UnitHandler && grant.unit == Some(unit),
            Self::Leaders(unit) => grant.role == Role::UnitLeader && grant.unit == Some(unit),
            Self::Congress => matches!(grant.role, Role::DcStaff | Role::DcHead) && here,
            Self::Head => grant.role == Role::DcHead && here,
            Self::Government => grant.role == Role::GovDispatch && here,
            Self::Committee(unit) => grant.role == Role::Committee && grant.unit == Some(unit),
            Self::Integrators => grant.role == Role::IntegrationAdmin && here,
            Self::Account(one) => one == account,
        }
    }
}

/// Whether the notice is for this person, and may be: the policy is asked as for every other reading. An account whose
/// first password was not changed yet counts with its grants, so that nothing is missed before the first sign-in; it reads
/// nothing until then.
pub fn receives(notice: &Notice, case: Option<&Case>, actor: &Actor) -> bool {
    let path = case.map(|case| &case.suggestion.path);
    let meant = notice.to.iter().any(|audience| {
        matches!(audience, Audience::Account(one) if *one == actor.account)
            || actor.grants().iter().any(|grant| audience.includes(actor.account, grant, path))
    });
    meant && may_be_told(notice.kind, case, actor)
}

/// Whether the policy lets this person know what such a notice tells.
pub(super) fn may_be_told(kind: NoticeKind, case: Option<&Case>, actor: &Actor) -> bool {
    let Some(case) = case else { return kind.is_bare() };
    if kind.is_bare() {
        return true;
    }
    let mut reader = actor.clone();
    reader.must_change_password = false;
    SuggestionScope::of(&reader).covers(case) && kind.shown_by(Sight::of(case, &reader))
}

/// Somebody who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// Whose notice it is.
    pub account: AccountId,
    /// For whom he stands in.
    pub on_behalf_of: Option<AccountId>,
}

/// Everybody who is told, each once: those for whom the notice is, and who stands in for them and may read it himself. `by`
/// did what is told and needs no telling.
pub fn recipients(
    notice: &Notice,
    case: Option<&Case>,
    actors: &[Actor],
    substitutions: &[Substitution],
    by: Option<AccountId>,
) -> Vec<Recipient> {
    let mut found: Vec<Recipient> = actors
        .iter()
        .filter(|actor| by != Some(actor.account) && receives(notice, case, actor))
        .map(|actor| Recipient { account: actor.account, on_behalf_of: None })
        .collect();
    let mut standing_in: Vec<Recipient> = Vec::new();
    for one in substitutions.iter().filter(|one| found.iter().any(|known| known.account == one.away)) {
        let known = |list: &[Recipient]| list.iter().any(|known| known.account == one.substitute);
        let substitute = actors.iter().find(|actor| actor.account == one.substitute);
        let may = substitute.is_some_and(|actor| may_be_told(notice.kind, case, actor));
        if may && by != Some(one.substitute) && !known(&found) && !known(&standing_in) {
            standing_in.push(Recipient { account: one.substitute, on_behalf_of: Some(one.away) });
        }
    }
    found.extend(standing_in);
    found
}
