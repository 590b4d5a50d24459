//! 承办单位名录 → units.

use super::{findings::Findings, importer::Import};
use crate::{http::ApiResult, org::record};
use documents::import::{ImportReport, NoticeCode, Record, ReportRow, RowStatus, UnitRecord};
use domain::{
    kernel::{ErrorCode, Outcome, UnitId, Version, business_date},
    org::{Unit, UnitData, UnitKind, UnitSystem},
};
use std::collections::HashMap;

/// A unit to be founded.
pub(super) struct NewUnit(Outcome<Unit>);

/// Names of the domain's fields in the sheet.
const FIELDS: &[(&str, &str)] = &[("kind", "type"), ("parent_id", "parent")];

/// Decides on every row that is good so far. Parents may stand anywhere in the sheet: a row waits until its parent is known.
pub(super) fn plan(import: &Import<'_>, report: &mut ImportReport) -> Vec<NewUnit> {
    let mut founded: HashMap<String, UnitId> = HashMap::new();
    let mut waiting: Vec<usize> =
        (0..report.rows.len()).filter(|at| report.rows[*at].status == RowStatus::Ok).collect();
    let mut planned = Vec::new();
    loop {
        let before = waiting.len();
        waiting.retain(|at| {
            let row = &report.rows[*at];
            let Record::Unit(unit) = &row.record else { return false };
            let parent = match &unit.parent {
                Some(name) => match parent(import, &founded, name) {
                    Some(id) => Some(id),
                    None => return true,
                },
                None => None,
            };
            let unit = unit.clone();
            if let Some(new) = one(import, &unit, parent, &mut report.rows[*at], &mut report.summary.notices)
            {
                for name in
                    [Some(&new.0.next.data.name), Some(&new.0.next.data.short_name)].into_iter().flatten()
                {
                    founded.entry(name.clone()).or_insert(new.0.next.id);
                }
                planned.push(new);
            }
            false
        });
        if waiting.len() == before {
            break;
        }
    }
    // Unknown, refused themselves, or in a circle.
    for at in waiting {
        let Record::Unit(unit) = &report.rows[at].record else { continue };
        let named = unit.parent.clone().unwrap_or_default();
        let mut findings = Findings::default();
        let text = format!("{}：{named}", ErrorCode::ReferenceUnknown.zh());
        findings.refuse_with("parent", ErrorCode::ReferenceUnknown, text);
        findings.tell(&mut report.rows[at], &mut report.summary.notices);
    }
    planned
}

fn parent(import: &Import<'_>, founded: &HashMap<String, UnitId>, name: &str) -> Option<UnitId> {
    let known = import.registers.units.iter().filter(|unit| unit.valid_to.is_none());
    let mut named = known.filter(|unit| unit.name == name || unit.short_name == name);
    named.next().map(|unit| UnitId(unit.id)).or_else(|| founded.get(name).copied())
}

fn one(
    import: &Import<'_>,
    unit: &UnitRecord,
    parent: Option<UnitId>,
    row: &mut ReportRow,
    notices: &mut Vec<documents::import::Notice>,
) -> Option<NewUnit> {
    let mut findings = Findings::default();
    let kind = unit.kind.as_deref().and_then(|code| code.parse::<UnitKind>().ok());
    if kind.is_none() {
        findings.refuse("type", ErrorCode::ValueRequired);
    }
    let name = unit.name.clone().unwrap_or_default();
    let short_name = unit.short_name.clone().unwrap_or_else(|| {
        let short: String = name.chars().take(20).collect();
        findings.note("short_name", NoticeCode::DefaultTaken, format!("没有简称，按“{short}”记"));
        short
    });
    let started = import.registers.term.as_ref().map(|term| term.starts_on);
    let valid_from = unit.valid_from.unwrap_or_else(|| {
        let day = started.unwrap_or_else(|| business_date(import.uow.now()));
        findings.note("valid_from", NoticeCode::DefaultTaken, format!("没有启用日期，按{day}记"));
        day
    });
    let mut planned = None;
    if let Some(kind) = kind {
        let system = unit.system.as_deref().and_then(|code| code.parse().ok()).unwrap_or(system_of(kind));
        let data = UnitData {
            jurisdiction: import.registers.node.id.into(),
            name,
            short_name,
            kind,
            system,
            parent,
            credit_code: unit.credit_code.clone(),
            doc_prefix: unit.doc_prefix.clone(),
            phone: None,
            valid_from,
        };
        match Unit::create(&import.keep, import.uow.id(), data) {
            Ok(outcome) => planned = Some(NewUnit(outcome)),
            Err(error) => findings.refused(&error, FIELDS, "name"),
        }
    }
    let clean = findings.is_clean();
    findings.tell(row, notices);
    planned.filter(|_| clean)
}

/// The system to which units of a type belong, unless the sheet says otherwise.
const fn system_of(kind: UnitKind) -> UnitSystem {
    match kind {
        UnitKind::Sc | UnitKind::Dc | UnitKind::Committee | UnitKind::TownNpc | UnitKind::StreetNpc => {
            UnitSystem::Npc
        }
        UnitKind::Gov | UnitKind::GovDept | UnitKind::TownGov | UnitKind::StreetOffice => UnitSystem::Gov,
        UnitKind::Supervision => UnitSystem::Supervision,
        UnitKind::Court => UnitSystem::Court,
        UnitKind::Procuratorate => UnitSystem::Procuratorate,
        UnitKind::PartyDept => UnitSystem::Party,
        UnitKind::MassOrg | UnitKind::PublicEnterprise => UnitSystem::Other,
    }
}

/// Founds the units, parents first.
pub(super) async fn write(import: &Import<'_>, rows: Vec<NewUnit>) -> ApiResult<usize> {
    let count = rows.len();
    for NewUnit(outcome) in rows {
        import.uow.insert_unit(&outcome.next).await?;
        record(import.uow, outcome, Version::FIRST).await?;
    }
    Ok(count)
}
