//! The closed vocabularies of this feature are written like everybody's.

pub(crate) use crate::kernel::coded_enum;
