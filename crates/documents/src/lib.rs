//! Letters, forms, sheets and the reading of office sheets: bytes in, bytes out.
//!
//! Nothing here knows a database, a clock or an environment variable. Time comes in with the data, font directories come in
//! as arguments, and the same input gives the same bytes, so a stored hash of a letter can be checked years later.
//!
//! - [`letter`]: 答复函 ([`letter::ReplyLetter`]) and 代表建议专用纸 ([`letter::SuggestionPaper`]), laid out after GB/T 9704-2012,
//!   as PDF (typst, embedded fonts) and DOCX (office fonts by name).
//! - [`form`]: the forms of handling, 催办函, 退办申请单, 面复记录 and so on, as blocks.
//! - [`report`]: 审查报告, 办理进度通报, 办理情况报告, 建议和答复汇编.
//! - [`sheet`]: XLSX and CSV writers that hold one row in memory, and the ledgers of the deputies' office (交办清单, 办理情况一览表, 代表名册).
//! - [`import`]: reading rosters and ledgers as county offices keep them, with a report per row and field.
//! - [`ballot`]: 计票结果报告单, the record of a satisfaction ballot.
//! - [`attachment`]: what stands in a file that somebody handed in, and a public copy of it that is made anew.
//! - [`layout`]: the blocks from which every document is built, for documents that come later.
//! - [`fonts`]: finding Chinese fonts on this machine.
//!
//! User text is always data: it never becomes typst markup, an XML tag or a spreadsheet formula.

pub mod attachment;
pub mod ballot;
pub mod error;
pub mod fonts;
pub mod form;
pub mod import;
pub mod layout;
pub mod letter;
pub mod report;
pub mod sheet;

pub use error::DocumentError;
