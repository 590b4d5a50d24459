use super::Action;
use serde::{Deserialize, Serialize};

/// What a grant of a role must name besides its jurisdiction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// The jurisdiction's subtree is the whole scope.
    Jurisdiction,
    /// One unit (单位).
    Unit,
    /// One deputy group (代表小组).
    Group,
    /// One deputy (代表本人).
    Deputy,
}

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $wire:literal, $zh:literal, $en:literal, $scope:ident;)+) => {
        /// 角色. One person may hold several; permissions are their union, and the data scope is
        /// that of each grant (`domain.md` §2).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Role { $($(#[$doc])* #[serde(rename = $wire)] $name,)+ }

        impl Role {
            /// Every role that can be granted.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];
            /// The wire and database name.
            pub const fn name(self) -> &'static str { match self { $(Self::$name => $wire,)+ } }
            /// The official Chinese name.
            pub const fn zh(self) -> &'static str { match self { $(Self::$name => $zh,)+ } }
            /// The English name.
            pub const fn en(self) -> &'static str { match self { $(Self::$name => $en,)+ } }
            /// What a grant must name.
            pub const fn scope_kind(self) -> ScopeKind { match self { $(Self::$name => ScopeKind::$scope,)+ } }
            /// The role with this name.
            pub fn find(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|role| role.name() == name)
            }
        }
    };
}

roles! {
    /// 代表
    Deputy = "DEPUTY", "代表", "Deputy", Deputy;
    /// 往届代表: signed a matter that outlived his term; reads it, rates it, and nothing else.
    FormerDeputy = "FORMER_DEPUTY", "往届代表", "Deputy of an earlier term", Deputy;
    /// 召集人
    GroupConvenor = "GROUP_CONVENOR", "代表小组召集人", "Group convenor", Group;
    /// 联络员
    GroupLiaison = "GROUP_LIAISON", "代表小组联络员", "Group liaison", Group;
    /// 家站点管理员
    StationKeeper = "STATION_KEEPER", "家站点管理员", "Station keeper", Jurisdiction;
    /// 乡镇人大主席团 / 街道人大工委
    TownNpc = "TOWN_NPC", "乡镇人大主席团（街道人大工委）", "Town presidium or street office", Jurisdiction;
    /// 代表工委工作人员
    DcStaff = "DC_STAFF", "代表工委工作人员", "Deputies' committee staff", Jurisdiction;
    /// 代表工委主任
    DcHead = "DC_HEAD", "代表工委主任", "Deputies' committee head", Jurisdiction;
    /// 人大常委会办公室
    ScOffice = "SC_OFFICE", "人大常委会办公室", "Standing committee office", Jurisdiction;
    /// 专(工)委
    Committee = "COMMITTEE", "专（工）委", "Committee", Unit;
    /// 主任、副主任 (members of the council of chairpersons)
    ScLeader = "SC_LEADER", "常委会主任、副主任", "Standing committee leader", Jurisdiction;
    /// 常委会组成人员
    ScMember = "SC_MEMBER", "常委会组成人员", "Standing committee member", Jurisdiction;
    /// 代表资格审查委员会
    Credentials = "CREDENTIALS", "代表资格审查委员会", "Credentials committee", Jurisdiction;
    /// 县政府办(督查室)
    GovDispatch = "GOV_DISPATCH", "政府办（督查室）", "Government office dispatcher", Jurisdiction;
    /// 承办单位联络员
    UnitHandler = "UNIT_HANDLER", "承办单位联络员", "Handling unit clerk", Unit;
    /// 承办单位负责人
    UnitLeader = "UNIT_LEADER", "承办单位负责人", "Handling unit leader", Unit;
    /// 县委、县政府领导
    CountyLeader = "COUNTY_LEADER", "县委、县政府领导", "County leader", Jurisdiction;
    /// 热线受理员
    HotlineAgent = "HOTLINE_AGENT", "热线受理员", "Hotline agent", Jurisdiction;
    /// 系统管理员: configuration and accounts, no business content.
    SysAdmin = "SYS_ADMIN", "系统管理员", "System administrator", Jurisdiction;
    /// 安全管理员
    SecAdmin = "SEC_ADMIN", "安全管理员", "Security administrator", Jurisdiction;
    /// 审计员
    Auditor = "AUDITOR", "审计员", "Auditor", Jurisdiction;
    /// 接口管理员: keys and webhooks of other systems, no business content.
    IntegrationAdmin = "INTEGRATION_ADMIN", "接口管理员", "Integration administrator", Jurisdiction;
}

impl Role {
    /// The three administrators of 三员分立 and who gives keys to other systems: they exclude each other and see no
    /// business data. Whoever gives a key must not be who watches over keys.
    pub const fn is_administrator(self) -> bool {
        matches!(self, Self::SysAdmin | Self::SecAdmin | Self::Auditor | Self::IntegrationAdmin)
    }

    /// What the role can do at all; the subject's own policy narrows it.
    pub fn actions(self) -> impl Iterator<Item = Action> {
        self.table().iter().flat_map(|part| part.iter().copied())
    }

    /// True when [`Role::actions`] has `action`.
    pub fn can(self, action: Action) -> bool {
        self.actions().any(|own| own == action)
    }

    /// The rights of the role, in the parts it shares with others.
    fn table(self) -> &'static [&'static [Action]] {
        use Action::*;
        const OWN: &[Action] = &[UseOwnAccount];
        const READER: &[Action] = &[ReadRegisters, ReadSettings];
        const KEEPER: &[Action] = &[
            ReadPersons,
            ManageRegisters,
            ManageGroups,
            ChangeDeputyStatus,
            RevealPersonalData,
            ExportRegisters,
            RunImports,
        ];
        // Who reads the results of a supervision meeting, who counts its ballots, who holds it.
        const RESULTS: &[Action] = &[ReadSupervisionMeeting];
        const TELLER: &[Action] = &[ReadSupervisionMeeting, CountBallots];
        const MEETING: &[Action] =
            &[ReadSupervisionMeeting, PrepareSupervisionMeeting, RunBallot, CountBallots];
        use super::suggestion::rights;
        match self {
            Self::Deputy => &[OWN, READER, RESULTS, &[UpdateOwnContact], rights::DEPUTY],
            Self::FormerDeputy => &[OWN, &[UpdateOwnContact], rights::FORMER_DEPUTY],
            Self::StationKeeper | Self::HotlineAgent => &[OWN, READER],
            Self::GroupConvenor | Self::GroupLiaison => &[OWN, READER, &[ExportRegisters]],
            Self::TownNpc => &[OWN, READER, &[ReadPersons, ManageGroups, ExportRegisters]],
            Self::DcStaff => &[OWN, READER, KEEPER, MEETING, rights::DC_STAFF],
            Self::DcHead => &[
                OWN,
                READER,
                KEEPER,
                MEETING,
                &[ReadExitGrounds, AnnounceBallot, RollOverTerm, ShareViews],
                rights::DC_STAFF,
                rights::DC_HEAD,
            ],
            Self::ScOffice => &[OWN, READER, TELLER, &[ReadPersons, ExportRegisters]],
            Self::Committee => &[OWN, READER, &[ReadPersons, ExportRegisters], rights::COMMITTEE],
            Self::ScLeader => {
                &[OWN, READER, RESULTS, &[ReadPersons, ReadExitGrounds, ExportRegisters], rights::OVERSEER]
            }
            Self::Credentials => &[OWN, READER, &[ReadPersons, ReadExitGrounds, RevealPersonalData]],
            Self::ScMember => &[OWN, READER, RESULTS],
            Self::CountyLeader => &[OWN, READER],
            Self::GovDispatch => &[OWN, READER, rights::GOV_DISPATCH],
            Self::UnitHandler => &[OWN, READER, rights::UNIT_HANDLER],
            Self::UnitLeader => &[OWN, READER, rights::UNIT_HANDLER, rights::UNIT_LEADER],
            Self::SysAdmin => &[OWN, &[ReadAccounts, ManageAccounts, ReadSettings, ManageSettings]],
            Self::SecAdmin => &[OWN, &[ReadAccounts, GrantRoles, ReadSettings, ReadApiKeys, RevokeApiKeys]],
            Self::Auditor => &[OWN, &[ReadAudit, ReadAccounts, ReadSettings]],
            Self::IntegrationAdmin => &[OWN, &[ReadSettings, ReadApiKeys, ManageApiKeys, RevokeApiKeys]],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn administrators_see_no_business_data() {
        for role in Role::ALL.iter().filter(|r| r.is_administrator()) {
            assert!(!role.can(Action::ReadRegisters), "{}", role.name());
            assert!(!role.can(Action::RevealPersonalData), "{}", role.name());
        }
    }

    #[test]
    fn names_round_trip() {
        for role in Role::ALL {
            assert_eq!(Role::find(role.name()), Some(*role));
            let json = serde_json::to_string(role).unwrap();
            assert_eq!(json, format!("\"{}\"", role.name()));
        }
    }
}
