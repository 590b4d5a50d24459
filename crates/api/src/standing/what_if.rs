//! 设置试算: what a new value of a setting would change, before anybody enters it. It only reads.

use super::{
    scores::scored,
    what_if_dto::{LightChange, MatterChange, SettingEffects, TrySettingQuery, UnitChange},
};
use crate::{
    export::every,
    http::{Answer, Api, ApiResult, Caller, Query},
    settings::Configuration,
    state::State,
    suggestion::{
        Reading, Selection, SuggestionListQuery, SuggestionSummary, TaskUnit, matters, period, summary,
    },
};
use actix_web::web;
use chrono::NaiveDate;
use domain::{
    authz::{Action, Actor, PublicRegister, Role, act, allows, require},
    calendar::Light,
    kernel::{ErrorCode, FieldError, SuggestionId, UnitId},
    settings::{SettingKey, SettingVersion, Settings, SystemSettings, check_change},
    suggestion::{Case, DueEffect, LightBasis, LightDays, UrgeBy, UrgeEffect},
};
use persistence::{
    listing::{Listed, PageRequest},
    suggestion::{NamesWanted, SUGGESTION_SORTS, SuggestionFilter, TASK_SORTS, TaskFilter, TaskRow},
};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Of so many matters or tasks the effect is computed.
const MOST: usize = 10_000;
/// So many are shown by name.
const SHOWN: usize = 200;

pub(super) fn register(api: &mut Api) {
    api.route(__path_try_setting, try_setting);
}

/// Try a value of a setting
///
/// 设置试算: which units would change their place, which lights would turn, which running deadlines would have been others under a
/// new value. Nothing is written. Administrators of settings are told how many; the deputies' committee and the leaders which.
#[utoipa::path(get, path = "/api/v1/settings/{key}/what-if", tag = "standing", security(("bearer" = [])),
    params(("key" = String, Path, description = "The key", example = "yellow_light_days"), TrySettingQuery),
    responses((status = 200, description = "What would change", body = SettingEffects),
        (status = 422, description = "Not a value of this setting", body = crate::http::Problem,
            content_type = "application/problem+json")))]
pub(super) async fn try_setting(
    state: web::Data<State>,
    caller: Caller,
    key: web::Path<String>,
    query: Query<TrySettingQuery>,
) -> ApiResult<Answer> {
    let reads = Reader::of(&caller.actor)?;
    let key: SettingKey = key.parse().map_err(|_| ErrorCode::NotFound)?;
    let wrong = || FieldError::new("?value", ErrorCode::ValueInvalid);
    let value: serde_json::Value = serde_json::from_str(&query.value).map_err(|_| wrong())?;
    let reading = Reading::of(&state, &caller.request).await?;
    let configuration = state.configuration().await?;
    let change = SettingVersion { key, value, valid_from: reading.today };
    let refused = |errors: Vec<domain::settings::SettingError>| {
        domain::kernel::DomainError::invalid(
            errors.iter().map(|error| error.to_field_error("?value")).collect(),
        )
    };
    check_change(configuration.versions(), &change).map_err(refused)?;
    let mut versions = configuration.versions().to_vec();
    versions.push(change);
    let then = Settings::at(&versions, reading.today).map_err(refused)?;
    let trial =
        Trial { state: &state, caller: &caller, reading: &reading, configuration: &configuration, then };
    Answer::ok(&trial.run(key, reads).await?)
}

/// Who asks: somebody who reads the business, or who keeps the settings and reads none.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    Named,
    Counts,
}

impl Reader {
    fn of(actor: &Actor) -> ApiResult<Self> {
        require::<act::ReadSettings>(actor, &SystemSettings)?;
        let watching = [Role::DcStaff, Role::DcHead, Role::ScLeader];
        if watching.into_iter().any(|role| actor.has_role(role))
            && require::<act::ReadSuggestion>(actor, &PublicRegister).is_ok()
        {
            Ok(Self::Named)
        } else if allows(actor, Action::ManageSettings, &SystemSettings) {
            Ok(Self::Counts)
        } else {
            Err(ErrorCode::PermissionDenied.into())
        }
    }
}

struct Trial<'a> {
    state: &'a State,
    caller: &'a Caller,
    reading: &'a Reading,
    configuration: &'a Configuration,
    then: Settings,
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Trial<'_> {
    async fn run(&self, key: SettingKey, reader: Reader) -> ApiResult<SettingEffects> {
        let none = SettingEffects {
            key: key.as_str().to_owned(),
            area: "none",
            counted: 0,
            changed: 0,
            later_late: 0,
            lights: Vec::new(),
            units: Vec::new(),
            matters: Vec::new(),
        };
        if self.reading.settings.score_weights() != self.then.score_weights()
            || key.as_str().starts_with("score_")
        {
            self.scores(none, reader).await
        } else if matches!(key, SettingKey::YellowLightDays | SettingKey::RedCardLateWd) {
            self.lights(none, reader).await
        } else if UrgeBy::ALL.iter().any(|by| by.interval_setting() == Some(key)) {
            self.urges(none, key, reader).await
        } else {
            self.deadlines(none, key, reader).await
        }
    }

    async fn scores(&self, none: SettingEffects, reader: Reader) -> ApiResult<SettingEffects> {
        let today = self.reading.today;
        let (from, to) = period(None, None, None, today);
        let measured = match reader {
            Reader::Named => Selection::between(from, to).read(self.state, &self.caller.actor).await?,
            Reader::Counts => self.state.store.all_facts(from, to).await?,
        };
        let now = scored(&measured, &self.reading.settings.score_weights(), today);
        let then = scored(&measured, &self.then.score_weights(), today);
        let before: HashMap<UnitId, (u32, u32)> =
            now.iter().map(|one| (one.unit, (one.score.total, one.rank))).collect();
        let changed: Vec<_> = then
            .iter()
            .filter(|one| before.get(&one.unit).is_none_or(|known| *known != (one.score.total, one.rank)))
            .collect();
        let mut effects = SettingEffects {
            area: "score",
            counted: count(now.len()),
            changed: count(changed.len()),
            ..none
        };
        if reader == Reader::Named {
            let wanted = changed.iter().map(|one| one.unit.0).collect();
            let names =
                self.state.store.names(NamesWanted { units: wanted, ..NamesWanted::default() }).await?;
            let points = |hundredths: u32| f64::from(hundredths) / 100.0;
            effects.units = changed
                .into_iter()
                .map(|one| {
                    let (total, rank) = before.get(&one.unit).copied().unwrap_or_default();
                    UnitChange {
                        unit_id: one.unit.0,
                        unit: names.of(one.unit.0),
                        total_now: points(total),
                        total_then: points(one.score.total),
                        rank_now: rank,
                        rank_then: one.rank,
                    }
                })
                .collect();
        }
        Ok(effects)
    }

    async fn lights(&self, none: SettingEffects, reader: Reader) -> ApiResult<SettingEffects> {
        let days = LightDays::of(self.reading.today, &self.then, self.configuration.calendar());
        let turn = |basis: &LightBasis| {
            let (now, then) = (basis.light(&self.reading.days)?, basis.light(&days)?);
            (now != then).then_some((now, then))
        };
        let tasks = if reader == Reader::Named { self.lit_tasks().await? } else { Vec::new() };
        let bases: Vec<LightBasis> = match reader {
            Reader::Named => tasks.iter().map(TaskRow::light_basis).collect(),
            Reader::Counts => self.state.store.all_light_bases().await?,
        };
        let counted = bases.iter().filter(|basis| basis.light(&days).is_some()).count();
        let mut turns: BTreeMap<(Light, Light), u32> = BTreeMap::new();
        for turned in bases.iter().filter_map(turn) {
            *turns.entry(turned).or_default() += 1;
        }
        let changed: Vec<(&TaskRow, (Light, Light))> =
            tasks.iter().filter_map(|task| Some((task, turn(&task.light_basis())?))).take(SHOWN).collect();
        let summaries = self.summaries(changed.iter().map(|(task, _)| task.suggestion_id).collect()).await?;
        let label = |light: Light| self.reading.light_label(light);
        let matters = changed
            .into_iter()
            .filter_map(|(task, (now, then))| {
                Some(MatterChange {
                    suggestion: summaries.get(&task.suggestion_id)?.clone(),
                    unit: Some(TaskUnit { id: task.unit_id, name: task.unit_name.clone() }),
                    light_now: Some(label(now)),
                    light_then: Some(label(then)),
                    due_kind: None,
                    due_label: None,
                    due_now: task.due_on,
                    due_then: None,
                })
            })
            .collect();
        Ok(SettingEffects {
            area: "lights",
            counted: count(counted),
            changed: turns.values().sum(),
            lights: turns
                .into_iter()
                .map(|((from, to), count)| LightChange {
                    from: from.as_str(),
                    from_label: label(from),
                    to: to.as_str(),
                    to_label: label(to),
                    count,
                })
                .collect(),
            matters,
            ..none
        })
    }

    /// Every task that has a light, of those that the reader watches.
    async fn lit_tasks(&self) -> ApiResult<Vec<TaskRow>> {
        let all = vec![Light::Green, Light::Yellow, Light::YellowCard, Light::RedCard];
        let filter = TaskFilter { lights: Some((self.reading.days, all)), ..TaskFilter::default() };
        let Some(sort) = TASK_SORTS.first() else { return Ok(Vec::new()) };
        let read = async |after, limit| {
            let page = PageRequest { sort, descending: false, after, limit };
            self.state.store.handling_tasks(&self.caller.actor, &filter, &page).await
        };
        let rows = every(MOST, read, |last: &Listed<TaskRow>| last.position.clone()).await?;
        Ok(rows.map(|listed| listed.row).into_vec())
    }

    /// Every matter that is not settled, as far as the reader watches it.
    async fn open_cases(&self, reader: Reader) -> ApiResult<Vec<Case>> {
        Ok(match reader {
            Reader::Named => {
                let open = SuggestionListQuery::open();
                let rows = matters(self.state, &self.caller.actor, &open, self.reading, MOST).await?;
                rows.map(|stored| stored.case).into_vec()
            }
            Reader::Counts => {
                let most = i64::try_from(MOST).unwrap_or(i64::MAX);
                let rows = self.state.store.all_open_cases(most).await?;
                rows.into_iter().map(|stored| stored.case).collect()
            }
        })
    }

    /// From which day whoever has urged may urge again, now and then.
    async fn urges(
        &self,
        none: SettingEffects,
        key: SettingKey,
        reader: Reader,
    ) -> ApiResult<SettingEffects> {
        let cases = self.open_cases(reader).await?;
        let both = (&self.reading.settings, &self.then);
        let calendar = self.configuration.calendar();
        let effects: Vec<(SuggestionId, UrgeEffect)> = cases
            .iter()
            .flat_map(|case| {
                case.urge_effects(key, both, calendar).into_iter().map(|effect| (case.id(), effect))
            })
            .collect();
        // A day that is past under both binds nobody any more.
        let today = self.reading.today;
        let binds = |on: Option<NaiveDate>| on.filter(|on| *on > today);
        let changed: Vec<_> = effects.iter().filter(|(_, one)| binds(one.now) != binds(one.then)).collect();
        let shown: &[_] = match reader {
            Reader::Named => &changed[..changed.len().min(SHOWN)],
            Reader::Counts => &[],
        };
        let summaries = self.summaries(shown.iter().map(|(id, _)| id.0).collect()).await?;
        let matters = shown
            .iter()
            .filter_map(|(id, one)| {
                Some(MatterChange {
                    suggestion: summaries.get(&id.0)?.clone(),
                    unit: None,
                    light_now: None,
                    light_then: None,
                    due_kind: None,
                    due_label: Some(self.reading.label(one.capacity.by)),
                    due_now: one.now,
                    due_then: one.then,
                })
            })
            .collect();
        Ok(SettingEffects {
            area: "urges",
            counted: count(effects.len()),
            changed: count(changed.len()),
            matters,
            ..none
        })
    }

    async fn deadlines(
        &self,
        none: SettingEffects,
        key: SettingKey,
        reader: Reader,
    ) -> ApiResult<SettingEffects> {
        let cases = self.open_cases(reader).await?;
        let calendar = self.configuration.calendar();
        let effects: Vec<(SuggestionId, DueEffect)> = cases
            .iter()
            .flat_map(|case| {
                let effects = case.due_effects(key, &self.then, calendar);
                effects.into_iter().map(|effect| (case.id(), effect))
            })
            .collect();
        if effects.is_empty() {
            return Ok(none);
        }
        let today = self.reading.today;
        let late = |on: NaiveDate| i32::from(on < today);
        let later_late = effects.iter().map(|(_, one)| late(one.then) - late(one.now)).sum();
        let changed: Vec<_> = effects.iter().filter(|(_, one)| one.now != one.then).collect();
        let shown: &[_] = match reader {
            Reader::Named => &changed[..changed.len().min(SHOWN)],
            Reader::Counts => &[],
        };
        let summaries = self.summaries(shown.iter().map(|(id, _)| id.0).collect()).await?;
        let wanted = shown.iter().filter_map(|(_, one)| one.unit.map(|unit| unit.0)).collect();
        let names = self.state.store.names(NamesWanted { units: wanted, ..NamesWanted::default() }).await?;
        let matters = shown
            .iter()
            .filter_map(|(id, one)| {
                Some(MatterChange {
                    suggestion: summaries.get(&id.0)?.clone(),
                    unit: one.unit.map(|unit| TaskUnit { id: unit.0, name: names.of(unit.0) }),
                    light_now: None,
                    light_then: None,
                    due_kind: Some(one.kind.code()),
                    due_label: Some(self.reading.label(one.kind)),
                    due_now: Some(one.now),
                    due_then: Some(one.then),
                })
            })
            .collect();
        Ok(SettingEffects {
            area: "deadlines",
            counted: count(effects.len()),
            changed: count(changed.len()),
            later_late,
            matters,
            ..none
        })
    }

    async fn summaries(&self, mut ids: Vec<Uuid>) -> ApiResult<HashMap<Uuid, SuggestionSummary>> {
        ids.sort_unstable();
        ids.dedup();
        let Some(sort) = SUGGESTION_SORTS.first().filter(|_| !ids.is_empty()) else {
            return Ok(HashMap::new());
        };
        let limit = ids.len() as u64;
        let filter = SuggestionFilter { ids: Some(ids), ..SuggestionFilter::default() };
        let page = PageRequest { sort, descending: true, after: None, limit };
        let actor = &self.caller.actor;
        let rows = self.state.store.suggestions(actor, &filter, &page).await?;
        Ok(rows
            .into_iter()
            .map(|listed| (listed.row.id, summary(self.reading, actor, listed.row, None)))
            .collect())
    }
}
