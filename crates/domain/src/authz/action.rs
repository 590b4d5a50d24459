use std::fmt;

/// Declares the actions: the enum for tables and audit lines, and one marker type each in [`act`]
/// for compile-time permits.
macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $wire:literal),+ $(,)?) => {
        /// Something an actor may or may not do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $($(#[$doc])* $name,)+ }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The stable name: in audit lines, `capabilities` and `allowed_actions`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $wire,)+ }
            }
        }

        /// One type per action: `Permit<act::ManageAccounts>` is proof that it was allowed.
        pub mod act {
            use super::{Action, ActionKind};
            $(
                $(#[$doc])*
                #[derive(Clone, Copy, Debug)]
                pub struct $name;
                impl ActionKind for $name {
                    const ACTION: Action = Action::$name;
                }
            )+
        }
    };
}

/// A marker type that stands for one [`Action`].
pub trait ActionKind {
    /// The action.
    const ACTION: Action;
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

actions! {
    /// 使用本人账号: own profile, sessions, password.
    UseOwnAccount = "account.use_own",
    /// 查看账号
    ReadAccounts = "account.read",
    /// 管理账号: create, rename, disable, reset link.
    ManageAccounts = "account.manage",
    /// 授予角色
    GrantRoles = "account.grant_roles",
    /// 查看审计日志
    ReadAudit = "audit.read",
    /// 查看系统设置与工作日历
    ReadSettings = "settings.read",
    /// 修改系统设置与工作日历
    ManageSettings = "settings.manage",
    /// 查看名册 (terms, jurisdictions, units, deputies, groups) without protected fields.
    ReadRegisters = "register.read",
    /// 维护名册
    ManageRegisters = "register.manage",
    /// 维护代表小组
    ManageGroups = "group.manage",
    /// 查看代表受保护的个人信息 (telephone, identity number), one record at a time, audited.
    RevealPersonalData = "person.reveal",
    /// 导出名册
    ExportRegisters = "register.export",
    /// 导入
    RunImports = "import.run",
}

#[cfg(test)]
mod tests {
    use super::Action;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique() {
        let names: HashSet<_> = Action::ALL.iter().map(|a| a.name()).collect();
        assert_eq!(names.len(), Action::ALL.len());
    }
}
