use crate::{
    http::{ApiResult, Caller},
    state::State,
};
use chrono::NaiveDate;
use domain::{
    authz::{AccountSubject, Action, PersonRecord, Register, allows},
    kernel::{
        AccountId, Coded, CongressSessionId, ConstituencyId, DelegationId, DeputyId, GroupId, JurisdictionId,
        PersonId, TermId, UnitId, business_date,
    },
};
use uuid::Uuid;

/// What has a name and can be filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// 届
    Term,
    /// 会议
    Session,
    /// 行政区划
    Jurisdiction,
    /// 选区
    Constituency,
    /// 代表团
    Delegation,
    /// 代表小组
    Group,
    /// 单位
    Unit,
    /// 代表
    Deputy,
    /// 人员
    Person,
    /// 账号
    Account,
}

#[derive(Debug)]
enum Said {
    Words(String),
    Name(Named, Uuid),
}

/// What was filtered by, in the words of the screen (导出条件). What was not asked is not said.
#[derive(Debug, Default)]
pub(crate) struct Conditions(Vec<(&'static str, Said)>);

impl Conditions {
    /// None yet.
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    /// A text, a day or a number as it is.
    pub(crate) fn words(mut self, label: &'static str, value: Option<impl ToString>) -> Self {
        if let Some(words) = value.map(|value| value.to_string()).filter(|words| !words.trim().is_empty()) {
            self.0.push((label, Said::Words(words)));
        }
        self
    }

    /// Values of a closed list by their official words: an `Option` or a list of them.
    pub(crate) fn coded<T: Coded>(self, label: &'static str, values: impl IntoIterator<Item = T>) -> Self {
        let words: Vec<_> = values.into_iter().map(Coded::as_zh).collect();
        self.words(label, Some(words.join("、")))
    }

    /// One of two words.
    pub(crate) fn either(self, label: &'static str, value: Option<bool>, yes: &str, no: &str) -> Self {
        self.words(label, value.map(|value| if value { yes } else { no }))
    }

    /// 是 or 否.
    pub(crate) fn yes_no(self, label: &'static str, value: Option<bool>) -> Self {
        self.either(label, value, "是", "否")
    }

    /// A stretch of days, open on either side.
    pub(crate) fn days(self, label: &'static str, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Self {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let asked = from.is_some() || to.is_some();
        self.words(label, asked.then(|| format!("{} 至 {}", day(from), day(to)).trim().to_owned()))
    }

    /// Something by its name, as far as the reader may know it.
    pub(crate) fn named(mut self, label: &'static str, kind: Named, id: Option<Uuid>) -> Self {
        self.0.extend(id.map(|id| (label, Said::Name(kind, id))));
        self
    }

    /// Each with its label. What has no name that the reader may know is told by the id that was asked for.
    ///
    /// # Errors
    /// As the database.
    pub(crate) async fn in_words(self, state: &State, caller: &Caller) -> ApiResult<Vec<(String, String)>> {
        let mut said = Vec::with_capacity(self.0.len());
        for (label, value) in self.0 {
            let words = match value {
                Said::Words(words) => words,
                Said::Name(kind, id) => kind.of(id, state, caller).await?.unwrap_or_else(|| id.to_string()),
            };
            said.push((label.to_owned(), words));
        }
        Ok(said)
    }
}

impl Named {
    async fn of(self, id: Uuid, state: &State, caller: &Caller) -> ApiResult<Option<String>> {
        let (store, actor) = (&state.store, &caller.actor);
        let today = business_date(caller.request.now);
        let found = match self {
            Self::Term => store.term(TermId(id)).await?.map(|row| (row.scope_path(), row.name)),
            Self::Session => {
                let row = store.congress_session(CongressSessionId(id)).await?;
                row.map(|row| (row.scope_path(), row.name))
            }
            Self::Jurisdiction => {
                let row = store.jurisdiction_view(JurisdictionId(id)).await?;
                row.map(|row| (row.scope_path(), row.name))
            }
            Self::Constituency => {
                let row = store.constituency(ConstituencyId(id)).await?;
                row.map(|row| (row.scope_path(), row.name))
            }
            Self::Delegation => {
                store.delegation(DelegationId(id)).await?.map(|row| (row.scope_path(), row.name))
            }
            Self::Group => store.group(GroupId(id), today).await?.map(|row| (row.scope_path(), row.name)),
            Self::Unit => store.unit(UnitId(id)).await?.map(|row| (row.scope_path(), row.name)),
            Self::Deputy => store.deputy(DeputyId(id), today).await?.map(|row| (row.scope_path(), row.name)),
            Self::Person => {
                let person = PersonId(id);
                let row = store.person(person).await?;
                let row = row.filter(|row| {
                    allows(actor, Action::ReadPersons, &PersonRecord { path: &row.scope_path(), person })
                });
                return Ok(row.map(|row| row.name));
            }
            Self::Account => {
                let id = AccountId(id);
                if !allows(actor, Action::ReadAccounts, &AccountSubject { id: Some(id) }) {
                    return Ok(None);
                }
                return Ok(store.account(id).await?.map(|row| row.display_name));
            }
        };
        let found = found.filter(|(path, _)| allows(actor, Action::ReadRegisters, &Register { path }));
        Ok(found.map(|(_, name)| name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::org::Gender;

    #[test]
    fn only_what_was_asked_is_said() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 2);
        let conditions = Conditions::new()
            .words("关键词", Some(" "))
            .words("类别", None::<String>)
            .coded("性别", [Gender::Female])
            .coded::<Gender>("其他", [])
            .yes_no("新任", Some(false))
            .days("交办日期", None, None)
            .days("到期日", day, None);
        let words: Vec<_> = conditions
            .0
            .into_iter()
            .map(|(label, said)| match said {
                Said::Words(words) => (label, words),
                Said::Name(..) => (label, String::new()),
            })
            .collect();
        let expected = [("性别", "女"), ("新任", "否"), ("到期日", "2026-03-02 至")];
        assert_eq!(words, expected.map(|(label, words)| (label, words.to_owned())));
    }
}
