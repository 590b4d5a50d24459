use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Which letters stand for which result of handling (答复类别方案; the meanings differ by place and year, so a reply stores the meaning).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CategoryScheme {
    /// Three letters (Jiangsu): A solved, B being solved or planned, C deferred or kept for reference.
    #[default]
    #[serde(rename = "ABC")]
    Abc,
    /// Four letters (National People's Congress): A solved, B being solved or planned, C deferred, D for reference.
    #[serde(rename = "ABCD")]
    Abcd,
    /// Four letters, another city's variant: A solved, B being solved, C planned, D deferred or for reference.
    #[serde(rename = "ABCD_PLANNED")]
    AbcdPlanned,
}

impl CategoryScheme {
    /// All words, for the catalogue.
    pub const WORDS: &'static [&'static str] = &["ABC", "ABCD", "ABCD_PLANNED"];

    /// The wire word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Abc => "ABC",
            Self::Abcd => "ABCD",
            Self::AbcdPlanned => "ABCD_PLANNED",
        }
    }
}

impl FromStr for CategoryScheme {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "ABC" => Ok(Self::Abc),
            "ABCD" => Ok(Self::Abcd),
            "ABCD_PLANNED" => Ok(Self::AbcdPlanned),
            _ => Err(()),
        }
    }
}
