//! 组织与人员: terms, congress sessions, jurisdictions, constituencies, units, persons.

mod codes;
mod congress_sessions;
mod congress_sessions_dto;
mod constituencies;
mod constituencies_dto;
mod jurisdictions;
mod jurisdictions_dto;
mod own_contact;
mod persons;
mod persons_dto;
mod public;
mod references;
mod registers_export;
mod terms;
mod terms_dto;
mod units;
mod units_dto;
mod units_export;
mod units_succeed;

pub use codes::{
    EducationCode, GenderCode, JurisdictionKindCode, PartyCode, ProtectedFieldCode, UnitKindCode,
    UnitSystemCode,
};
pub(crate) use references::{References, ids, record, scope_of};

use crate::http::Api;

pub(crate) fn register(api: &mut Api) {
    terms::register(api);
    congress_sessions::register(api);
    registers_export::register(api);
    jurisdictions::register(api);
    constituencies::register(api);
    units_export::register(api);
    units::register(api);
    units_succeed::register(api);
    persons::register(api);
    own_contact::register(api);
    public::register(api);
}
