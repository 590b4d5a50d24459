//! 组织与人员: terms, congress sessions, the jurisdiction tree, constituencies, units, persons.

mod congress_session;
mod constituency;
mod jurisdiction;
mod person;
mod personal_data;
mod rollover;
mod term;
mod unit;

pub use congress_session::{CongressSession, CongressSessionData};
pub use constituency::{Constituency, ConstituencyData};
pub use jurisdiction::{Jurisdiction, JurisdictionKind};
pub use person::{Education, Gender, Party, Person, PersonData, ProtectedChange, age_on};
pub use personal_data::{Address, Email, IdNumber, Mobile, ProtectedField};
pub use rollover::{RolledOver, Rollover, follows};
pub use term::{Term, TermData};
pub use unit::{Succession, Unit, UnitData, UnitKind, UnitSystem};
