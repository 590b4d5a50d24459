//! The registers as they are when a sheet is compared with them.

use super::nearest::nearest;
use crate::http::ApiResult;
use documents::import::{
    DeputyRecord, DeputyRef, ImportKind, ImportReport, Record, Reference, RowStatus, UnitRecord, UnitRef,
};
use domain::kernel::ErrorCode;
use persistence::{
    Uow,
    import::{KnownDeputy, KnownGroup, KnownNode, KnownPlace, KnownSession, KnownTerm, KnownUnit},
};

/// Everything of one congress that names in a sheet may mean.
pub(super) struct Registers {
    pub node: KnownNode,
    pub term: Option<KnownTerm>,
    pub sessions: Vec<KnownSession>,
    pub groups: Vec<KnownGroup>,
    pub delegations: Vec<KnownPlace>,
    pub constituencies: Vec<KnownPlace>,
    pub seats: Vec<KnownDeputy>,
    pub units: Vec<KnownUnit>,
}

impl Registers {
    /// Reads what this kind of import needs.
    ///
    /// # Errors
    /// `import.term_missing` when there is no such term, and rosters and ledgers need one.
    pub(super) async fn read(
        uow: &Uow,
        node: KnownNode,
        kind: ImportKind,
        term_ordinal: Option<i32>,
    ) -> ApiResult<Self> {
        let term = uow.known_term(node.id, term_ordinal).await?;
        let units = uow.known_units(&node.path).await?;
        let mut registers = Self {
            node,
            term: term.clone(),
            sessions: Vec::new(),
            groups: Vec::new(),
            delegations: Vec::new(),
            constituencies: Vec::new(),
            seats: Vec::new(),
            units,
        };
        if kind == ImportKind::Units {
            return Ok(registers);
        }
        let id = term.ok_or(ErrorCode::ImportTermMissing)?.id;
        registers.seats = uow.known_seats(id).await?;
        if kind == ImportKind::Suggestions {
            registers.sessions = uow.known_sessions(id).await?;
        } else {
            registers.groups = uow.known_groups(id).await?;
            registers.delegations = uow.known_delegations(id).await?;
            registers.constituencies = uow.known_constituencies(id).await?;
        }
        Ok(registers)
    }

    /// The lists for reading the sheet.
    pub(super) fn reference(&self, kind: ImportKind) -> Reference {
        let names = |places: &[KnownPlace]| places.iter().map(|place| place.name.clone()).collect();
        let mut reference = Reference {
            groups: self.groups.iter().map(|group| group.name.clone()).collect(),
            delegations: names(&self.delegations),
            constituencies: names(&self.constituencies),
            deputies: self
                .seats
                .iter()
                .map(|seat| DeputyRef { name: seat.name.clone(), cert_no: Some(seat.cert_no.clone()) })
                .collect(),
            ..Reference::default()
        };
        // A unit that was ended and founded anew under its name is one name; those in use come first.
        for unit in &self.units {
            if !reference.units.iter().any(|known| known.name == unit.name) {
                let short_name = Some(unit.short_name.clone());
                reference.units.push(UnitRef { name: unit.name.clone(), short_name, aliases: Vec::new() });
            }
        }
        let mut known = |record: Record| {
            reference.existing_keys.extend(record.keys().into_iter().map(|(_, key)| key));
        };
        match kind {
            ImportKind::Units => {
                for unit in self.units.iter().filter(|unit| unit.valid_to.is_none()) {
                    let (name, credit_code) = (Some(unit.name.clone()), unit.credit_code.clone());
                    known(Record::Unit(Box::new(UnitRecord { name, credit_code, ..UnitRecord::default() })));
                }
            }
            ImportKind::Deputies => {
                for seat in &self.seats {
                    known(Record::Deputy(Box::new(DeputyRecord {
                        name: Some(seat.name.clone()),
                        birth: Some(seat.birth_on),
                        cert_no: Some(seat.cert_no.clone()),
                        ..DeputyRecord::default()
                    })));
                }
            }
            // Their numbers belong to series, which only the rows can tell.
            ImportKind::Suggestions => {}
        }
        reference
    }

    /// The unit with this registered name, one in use before one that ended.
    pub(super) fn unit(&self, name: &str) -> Option<&KnownUnit> {
        self.units.iter().find(|unit| unit.name == name)
    }

    /// Adds to every unknown name those that it may have meant.
    pub(super) fn propose(&self, report: &mut ImportReport) {
        let unknown = ErrorCode::ReferenceUnknown.code();
        for row in report.rows.iter_mut().filter(|row| row.status == RowStatus::Error) {
            for error in row.errors.iter_mut().filter(|error| error.code == unknown) {
                let Some((_, value)) = error.message.split_once('：') else { continue };
                let similar = nearest(value, self.names_for(&error.field).into_iter());
                if !similar.is_empty() {
                    error.message = format!("{}（相近的有：{}）", error.message, similar.join("、"));
                }
            }
        }
    }

    fn names_for(&self, field: &str) -> Vec<&str> {
        match field {
            "group" => self.groups.iter().map(|group| group.name.as_str()).collect(),
            "delegation" => self.delegations.iter().map(|place| place.name.as_str()).collect(),
            "constituency" => self.constituencies.iter().map(|place| place.name.as_str()).collect(),
            "session" => self.sessions.iter().map(|session| session.name.as_str()).collect(),
            "lead_deputy" | "cosigners" => self.seats.iter().map(|seat| seat.name.as_str()).collect(),
            "lead_unit" | "co_units" | "parent" => self.units.iter().map(|unit| unit.name.as_str()).collect(),
            _ => Vec::new(),
        }
    }
}
