use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Unit in which a period is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleUnit {
    /// 工作日, `wd`.
    WorkingDays,
    /// 日（自然日）, `d`.
    CalendarDays,
    /// 周, `w`: seven calendar days.
    Weeks,
    /// 个月, `m`.
    Months,
    /// 年, `y`.
    Years,
}

impl RuleUnit {
    /// The suffix in the written form.
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::WorkingDays => "wd",
            Self::CalendarDays => "d",
            Self::Weeks => "w",
            Self::Months => "m",
            Self::Years => "y",
        }
    }

    /// Longest period that is believed: ten years. A longer one is a slip of the pen.
    pub const fn max_amount(self) -> u16 {
        match self {
            Self::WorkingDays => 2_500,
            Self::CalendarDays => 3_660,
            Self::Weeks => 520,
            Self::Months => 120,
            Self::Years => 10,
        }
    }
}

/// What happens when the last day of a period is not a working day. Periods of working days always end on one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Roll {
    /// 顺延: the next working day is the last day (《民法典》第203条).
    #[default]
    ToNextWorkingDay,
    /// 不顺延: the last day stays where it falls.
    Never,
}

/// A period of time as the rules state it (期限规则): `5wd`, `20d`, `2w`, `3m`, `1y`; `20d!` does not roll.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rule {
    amount: u16,
    unit: RuleUnit,
    roll: Roll,
}

impl Rule {
    /// A period of `amount` units that rolls to the next working day.
    ///
    /// # Errors
    /// [`ParseRuleError::Zero`] and [`ParseRuleError::TooLong`] (see [`RuleUnit::max_amount`]).
    pub const fn new(amount: u16, unit: RuleUnit) -> Result<Self, ParseRuleError> {
        if amount == 0 {
            return Err(ParseRuleError::Zero);
        }
        if amount > unit.max_amount() {
            return Err(ParseRuleError::TooLong { unit, max: unit.max_amount() });
        }
        Ok(Self { amount, unit, roll: Roll::ToNextWorkingDay })
    }

    /// `amount` working days (工作日).
    ///
    /// # Errors
    /// As [`Rule::new`].
    pub const fn working_days(amount: u16) -> Result<Self, ParseRuleError> {
        Self::new(amount, RuleUnit::WorkingDays)
    }

    /// `amount` months (个月).
    ///
    /// # Errors
    /// As [`Rule::new`].
    pub const fn months(amount: u16) -> Result<Self, ParseRuleError> {
        Self::new(amount, RuleUnit::Months)
    }

    /// `amount` calendar days (日).
    ///
    /// # Errors
    /// As [`Rule::new`].
    pub const fn calendar_days(amount: u16) -> Result<Self, ParseRuleError> {
        Self::new(amount, RuleUnit::CalendarDays)
    }

    /// A period that comes from a checked setting, brought within 1 and the unit's maximum.
    pub(crate) fn within_bounds(amount: u16, unit: RuleUnit) -> Self {
        Self { amount: amount.clamp(1, unit.max_amount()), unit, roll: Roll::ToNextWorkingDay }
    }

    /// The same period, ending where it falls even on a day of rest.
    #[must_use]
    pub const fn without_roll(self) -> Self {
        Self { roll: Roll::Never, ..self }
    }

    /// How many units.
    pub const fn amount(&self) -> u16 {
        self.amount
    }

    /// Which unit.
    pub const fn unit(&self) -> RuleUnit {
        self.unit
    }

    /// What happens on a day of rest.
    pub const fn roll(&self) -> Roll {
        self.roll
    }

    /// As Chinese rules write it: 5个工作日, 3个月, 1年.
    pub fn zh(&self) -> String {
        let unit = match self.unit {
            RuleUnit::WorkingDays => "个工作日",
            RuleUnit::CalendarDays => "日",
            RuleUnit::Weeks => "周",
            RuleUnit::Months => "个月",
            RuleUnit::Years => "年",
        };
        format!("{}{unit}", self.amount)
    }

    /// In English: 5 working days, 1 month.
    pub fn en(&self) -> String {
        let unit = match self.unit {
            RuleUnit::WorkingDays => "working day",
            RuleUnit::CalendarDays => "calendar day",
            RuleUnit::Weeks => "week",
            RuleUnit::Months => "month",
            RuleUnit::Years => "year",
        };
        format!("{} {unit}{}", self.amount, if self.amount == 1 { "" } else { "s" })
    }
}

/// Why a written rule was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseRuleError {
    /// Nothing written.
    #[error("the rule is empty; write a number and a unit, e.g. 5wd, 20d, 2w, 3m, 1y")]
    Empty,
    /// Does not begin with a plain number.
    #[error("the rule does not begin with a whole number; write e.g. 5wd, 20d, 2w, 3m, 1y")]
    NoAmount,
    /// No or an unknown unit.
    #[error("unknown unit; use wd (working days), d (calendar days), w (weeks), m (months) or y (years)")]
    UnknownUnit,
    /// The period is zero.
    #[error("the period must be at least 1")]
    Zero,
    /// Longer than ten years.
    #[error("the period is too long: at most {max}{}", unit.suffix())]
    TooLong {
        /// The unit written.
        unit: RuleUnit,
        /// Largest amount in it.
        max: u16,
    },
}

impl FromStr for Rule {
    type Err = ParseRuleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ParseRuleError::Empty);
        }
        let (text, roll) = match text.strip_suffix('!') {
            Some(rest) => (rest, Roll::Never),
            None => (text, Roll::ToNextWorkingDay),
        };
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            return Err(ParseRuleError::NoAmount);
        }
        let (amount, unit) = text.split_at(digits);
        let unit = match unit {
            "wd" => RuleUnit::WorkingDays,
            "d" => RuleUnit::CalendarDays,
            "w" => RuleUnit::Weeks,
            "m" => RuleUnit::Months,
            "y" => RuleUnit::Years,
            _ => return Err(ParseRuleError::UnknownUnit),
        };
        // Only digits are left, so a number that does not parse is too large.
        let amount = amount.parse().map_err(|_| ParseRuleError::TooLong { unit, max: unit.max_amount() })?;
        Ok(Self { roll, ..Self::new(amount, unit)? })
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = match self.roll {
            Roll::ToNextWorkingDay => "",
            Roll::Never => "!",
        };
        write!(f, "{}{}{mark}", self.amount, self.unit.suffix())
    }
}

impl TryFrom<String> for Rule {
    type Error = ParseRuleError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Rule> for String {
    fn from(rule: Rule) -> Self {
        rule.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_forms_come_back() {
        for text in ["5wd", "20d", "2w", "3m", "1y", "20d!", "3m!", "2500wd", "120m"] {
            assert_eq!(text.parse::<Rule>().expect(text).to_string(), text);
        }
        assert_eq!(" 05wd ".parse::<Rule>(), Rule::working_days(5));
    }

    #[test]
    fn errors_are_precise() {
        use ParseRuleError as E;
        let too_long = |unit: RuleUnit| E::TooLong { unit, max: unit.max_amount() };
        for (text, error) in [
            ("", E::Empty),
            ("  ", E::Empty),
            ("wd", E::NoAmount),
            ("-3m", E::NoAmount),
            ("+3m", E::NoAmount),
            ("３m", E::NoAmount),
            ("!", E::NoAmount),
            ("5", E::UnknownUnit),
            ("5 wd", E::UnknownUnit),
            ("5WD", E::UnknownUnit),
            ("1.5m", E::UnknownUnit),
            ("5wd!!", E::UnknownUnit),
            ("0wd", E::Zero),
            ("121m", too_long(RuleUnit::Months)),
            ("99999999999999999999y", too_long(RuleUnit::Years)),
            ("2501wd", too_long(RuleUnit::WorkingDays)),
        ] {
            assert_eq!(text.parse::<Rule>(), Err(error), "{text:?}");
        }
    }

    #[test]
    fn both_languages() {
        let rule: Rule = "5wd".parse().expect("valid");
        assert_eq!((rule.zh().as_str(), rule.en().as_str()), ("5个工作日", "5 working days"));
        let rule: Rule = "1m".parse().expect("valid");
        assert_eq!((rule.zh().as_str(), rule.en().as_str()), ("1个月", "1 month"));
    }
}
