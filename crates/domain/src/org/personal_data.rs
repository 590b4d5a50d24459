//! Telephone and identity numbers: what is valid, and how they look masked.

use crate::kernel::{ErrorCode, FieldError, TextRule, coded_enum, fold_width};
use chrono::NaiveDate;
use std::fmt;

coded_enum! {
    /// A protected field of a person: encrypted at rest, masked by default.
    ProtectedField {
        Mobile = "mobile", "手机号码", "Mobile number";
        IdNo = "id_no", "身份证号码", "Identity number";
        Email = "email", "电子邮箱", "E-mail";
        Address = "address", "联系地址", "Address";
    }
}

/// 手机号码 of mainland China: eleven digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Mobile(String);

impl Mobile {
    /// Reads a number as people type it: full-width digits, blanks, hyphens, `+86`.
    ///
    /// # Errors
    /// `mobile.invalid`.
    pub fn parse(pointer: &str, input: &str) -> Result<Self, FieldError> {
        let digits: String = fold_width(input).chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        let digits = digits.strip_prefix("+86").unwrap_or(&digits);
        let bytes = digits.as_bytes();
        let valid = bytes.len() == 11
            && bytes[0] == b'1'
            && (b'3'..=b'9').contains(&bytes[1])
            && bytes.iter().all(u8::is_ascii_digit);
        if valid {
            Ok(Self(digits.to_owned()))
        } else {
            Err(FieldError::new(pointer, ErrorCode::MobileInvalid))
        }
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `199****0001`
    pub fn masked(&self) -> String {
        format!("{}****{}", &self.0[..3], &self.0[7..])
    }
}

/// 公民身份号码: eighteen characters with a check digit (GB 11643).
#[derive(Clone, PartialEq, Eq)]
pub struct IdNumber(String);

impl IdNumber {
    /// Reads a number; a final `x` becomes `X`.
    ///
    /// # Errors
    /// `id_number.invalid` for a wrong length, date of birth or check digit.
    pub fn parse(pointer: &str, input: &str) -> Result<Self, FieldError> {
        let text: String =
            fold_width(input).chars().filter(|c| *c != ' ').collect::<String>().to_ascii_uppercase();
        if is_valid(&text) {
            Ok(Self(text))
        } else {
            Err(FieldError::new(pointer, ErrorCode::IdNumberInvalid))
        }
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `321324********0013`
    pub fn masked(&self) -> String {
        format!("{}********{}", &self.0[..6], &self.0[14..])
    }

    /// The date of birth it states.
    pub fn born_on(&self) -> Option<NaiveDate> {
        NaiveDate::parse_from_str(&self.0[6..14], "%Y%m%d").ok()
    }
}

/// 电子邮箱
#[derive(Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Reads an address: something, `@`, a name with a dot. Whether it exists only a letter can tell.
    ///
    /// # Errors
    /// `email.invalid`.
    pub fn parse(pointer: &str, input: &str) -> Result<Self, FieldError> {
        let text = fold_width(input.trim());
        let plain =
            text.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>(),;:\"[]\\".contains(c));
        let parts = text.split_once('@').filter(|(local, domain)| {
            let labels = domain.split('.').collect::<Vec<_>>();
            !local.is_empty() && labels.len() > 1 && labels.iter().all(|label| !label.is_empty())
        });
        let one = text.matches('@').count() == 1;
        if plain && one && parts.is_some() && text.chars().count() <= 254 {
            Ok(Self(text))
        } else {
            Err(FieldError::new(pointer, ErrorCode::EmailInvalid))
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `w****@example.cn`
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.split_once('@').unwrap_or_default();
        format!("{}****@{domain}", local.chars().next().map_or_else(String::new, |c| c.to_string()))
    }
}

/// 联系地址: one line, at most 100 characters.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    /// As [`TextRule::check`].
    pub fn parse(pointer: &str, input: &str) -> Result<Self, FieldError> {
        TextRule::line(1, 100).check(pointer, input).map(Self)
    }

    /// The line.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `城关镇****`
    pub fn masked(&self) -> String {
        format!("{}****", self.0.chars().take(3).collect::<String>())
    }
}

fn is_valid(text: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECK: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let characters: Vec<char> = text.chars().collect();
    if characters.len() != 18 || !text.is_ascii() {
        return false;
    }
    let digits: Option<Vec<u32>> = characters[..17].iter().map(|c| c.to_digit(10)).collect();
    let Some(digits) = digits else { return false };
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    CHECK[(sum % 11) as usize] == characters[17] && NaiveDate::parse_from_str(&text[6..14], "%Y%m%d").is_ok()
}

// What is protected never reaches a log by way of `{:?}`.
impl fmt::Debug for Mobile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them_and_masked() {
        let mobile = Mobile::parse("#/mobile", "＋８６ 199-0000 0001").unwrap();
        assert_eq!(mobile.as_str(), "19900000001");
        assert_eq!(mobile.masked(), "199****0001");
        assert_eq!(format!("{mobile:?}"), "199****0001");
        for wrong in ["", "1990000000", "12900000001", "1990000000a", "１９９000000012"] {
            assert!(Mobile::parse("#/mobile", wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn mail_addresses_are_plausible_and_masked() {
        let email = Email::parse("#/email", " wang.jg＠example.cn ").unwrap();
        assert_eq!((email.as_str(), email.masked().as_str()), ("wang.jg@example.cn", "w****@example.cn"));
        assert_eq!(format!("{email:?}"), "w****@example.cn");
        for wrong in ["", "wang", "@example.cn", "wang@cn", "a@b@c.cn", "wang@.cn", "a b@c.cn", "<a@b.cn>"] {
            assert!(Email::parse("#/email", wrong).is_err(), "{wrong}");
        }
        let address = Address::parse("#/address", "城关镇人民路 18 号").unwrap();
        assert_eq!(address.masked(), "城关镇****");
        assert!(Address::parse("#/address", " ").is_err());
    }

    #[test]
    fn identity_numbers_have_a_check_digit_and_a_birthday() {
        let id = IdNumber::parse("#/id_no", "11010519491231002x").unwrap();
        assert_eq!(id.masked(), "110105********002X");
        assert_eq!(id.born_on().unwrap().to_string(), "1949-12-31");
        for wrong in ["110105194912310021", "11010519491331002X", "11010519491231002", "一1010519491231002X"]
        {
            assert!(IdNumber::parse("#/id_no", wrong).is_err(), "{wrong}");
        }
    }
}
