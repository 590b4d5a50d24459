//! 个人信息标注: marks the personal data of texts that are to be published.

pub mod tool;
