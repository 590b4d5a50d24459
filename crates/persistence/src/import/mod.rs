//! 导入: uploads on their way through the wizard, and the registers that a sheet is compared with.

mod actor;
mod register;
mod upload;

pub use register::{
    KnownDeputy, KnownGroup, KnownNode, KnownPerson, KnownPlace, KnownSession, KnownTerm, KnownUnit,
    TakenNumber,
};
pub use upload::{ImportUpload, NewUpload, UploadRow};
