//! Protected personal fields (受保护的个人信息): encrypted at rest, found by a keyed hash.
//!
//! XChaCha20-Poly1305 with a random nonce; the person's id and the field's name are associated data,
//! so a ciphertext copied to another row or column does not open. The first byte names the key, so
//! that a later key can be introduced without rewriting every row at once.

use crate::{
    http::ApiResult,
    keys::{Keys, keyed_hash},
};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use domain::{
    kernel::{Patch, PersonId},
    org::{Address, Email, IdNumber, Mobile, ProtectedChange, ProtectedField},
};
use persistence::org::SealedFields;
use rand::Rng;

/// The key in use.
const KEY_ID: u8 = 1;
const NONCE: usize = 24;

/// Seals and opens protected fields.
pub struct Protector<'a> {
    keys: &'a Keys,
}

impl<'a> Protector<'a> {
    /// With the server's derived keys.
    pub fn new(keys: &'a Keys) -> Self {
        Self { keys }
    }

    /// Encrypts one field of one person.
    ///
    /// # Errors
    /// A defect of the cipher only.
    pub fn seal(&self, person: PersonId, field: ProtectedField, plain: &str) -> ApiResult<Vec<u8>> {
        self.seal_at(&bound_to(person, field), plain)
    }

    /// Encrypts something that belongs to this place and no other.
    ///
    /// # Errors
    /// A defect of the cipher only.
    pub fn seal_at(&self, place: &[u8], plain: &str) -> ApiResult<Vec<u8>> {
        let mut nonce = [0_u8; NONCE];
        rand::rng().fill_bytes(&mut nonce);
        let message = Payload { msg: plain.as_bytes(), aad: place };
        let sealed = self
            .cipher()
            .encrypt(&XNonce::from(nonce), message)
            .map_err(|_| anyhow::anyhow!("sealing a protected field failed"))?;
        Ok([&[KEY_ID], nonce.as_slice(), &sealed].concat())
    }

    /// Decrypts one field of one person.
    ///
    /// # Errors
    /// A defect when it was sealed for another row or field, changed, or with an unknown key.
    pub fn open(&self, person: PersonId, field: ProtectedField, sealed: &[u8]) -> ApiResult<String> {
        let text = self.opened(&bound_to(person, field), sealed);
        Ok(text.ok_or_else(|| anyhow::anyhow!("a protected {field} of person {person} does not open"))?)
    }

    /// Decrypts what was sealed for this place.
    ///
    /// # Errors
    /// As [`Protector::open`].
    pub fn open_at(&self, place: &[u8], sealed: &[u8]) -> ApiResult<String> {
        let text = self.opened(place, sealed);
        Ok(text.ok_or_else(|| anyhow::anyhow!("a protected text does not open where it lies"))?)
    }

    fn opened(&self, place: &[u8], sealed: &[u8]) -> Option<String> {
        let opened = sealed.split_at_checked(1 + NONCE).and_then(|(head, body)| {
            let nonce: [u8; NONCE] = head[1..].try_into().ok()?;
            let message = Payload { msg: body, aad: place };
            (head[0] == KEY_ID).then(|| self.cipher().decrypt(&XNonce::from(nonce), message).ok())?
        });
        opened.and_then(|bytes| String::from_utf8(bytes).ok())
    }

    /// The hash by which equal values are found.
    pub fn index(&self, field: ProtectedField, plain: &str) -> [u8; 32] {
        keyed_hash(&self.keys.field_index, &[field.code().as_bytes(), b"\0", plain.as_bytes()])
    }

    /// `199****0001`, or nothing when the field is empty.
    ///
    /// # Errors
    /// As [`Protector::open`].
    pub fn masked_mobile(&self, person: PersonId, sealed: Option<&[u8]>) -> ApiResult<Option<String>> {
        let Some(sealed) = sealed else { return Ok(None) };
        let plain = self.open(person, ProtectedField::Mobile, sealed)?;
        Ok(Mobile::parse("", &plain).ok().map(|mobile| mobile.masked()))
    }

    /// `321324********0013`, or nothing when the field is empty.
    ///
    /// # Errors
    /// As [`Protector::open`].
    pub fn masked_id_no(&self, person: PersonId, sealed: Option<&[u8]>) -> ApiResult<Option<String>> {
        let Some(sealed) = sealed else { return Ok(None) };
        let plain = self.open(person, ProtectedField::IdNo, sealed)?;
        Ok(IdNumber::parse("", &plain).ok().map(|number| number.masked()))
    }

    /// `w****@example.cn`, or nothing when the field is empty.
    ///
    /// # Errors
    /// As [`Protector::open`].
    pub fn masked_email(&self, person: PersonId, sealed: Option<&[u8]>) -> ApiResult<Option<String>> {
        let Some(sealed) = sealed else { return Ok(None) };
        let plain = self.open(person, ProtectedField::Email, sealed)?;
        Ok(Email::parse("", &plain).ok().map(|email| email.masked()))
    }

    /// `城关镇****`, or nothing when the field is empty.
    ///
    /// # Errors
    /// As [`Protector::open`].
    pub fn masked_address(&self, person: PersonId, sealed: Option<&[u8]>) -> ApiResult<Option<String>> {
        let Some(sealed) = sealed else { return Ok(None) };
        let plain = self.open(person, ProtectedField::Address, sealed)?;
        Ok(Address::parse("", &plain).ok().map(|address| address.masked()))
    }

    /// What a request changes, ready to be stored.
    ///
    /// # Errors
    /// As [`Protector::seal`].
    pub fn seal_change(&self, person: PersonId, change: &ProtectedChange) -> ApiResult<SealedFields> {
        let mobile = match &change.mobile {
            Patch::Absent => Patch::Absent,
            Patch::Null => Patch::Null,
            Patch::Value(value) => {
                Patch::Value(self.sealed(person, ProtectedField::Mobile, value.as_str())?)
            }
        };
        let id_no = match &change.id_no {
            Patch::Absent => Patch::Absent,
            Patch::Null => Patch::Null,
            Patch::Value(value) => Patch::Value(self.sealed(person, ProtectedField::IdNo, value.as_str())?),
        };
        let email = match &change.email {
            Patch::Absent => Patch::Absent,
            Patch::Null => Patch::Null,
            Patch::Value(value) => Patch::Value(self.seal(person, ProtectedField::Email, value.as_str())?),
        };
        let address = match &change.address {
            Patch::Absent => Patch::Absent,
            Patch::Null => Patch::Null,
            Patch::Value(value) => {
                Patch::Value(self.seal(person, ProtectedField::Address, value.as_str())?)
            }
        };
        Ok(SealedFields { mobile, id_no, email, address })
    }

    fn sealed(&self, person: PersonId, field: ProtectedField, plain: &str) -> ApiResult<(Vec<u8>, [u8; 32])> {
        Ok((self.seal(person, field, plain)?, self.index(field, plain)))
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.keys.field_encryption.into())
    }
}

fn bound_to(person: PersonId, field: ProtectedField) -> Vec<u8> {
    format!("person/{person}/{field}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_ciphertext_opens_only_where_it_belongs() {
        let keys = Keys::from_base64("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap();
        let protector = Protector::new(&keys);
        let (one, two) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        let sealed = protector.seal(one, ProtectedField::Mobile, "19900000001").unwrap();
        assert!(!sealed.windows(4).any(|part| part == b"1990"));
        assert_eq!(protector.open(one, ProtectedField::Mobile, &sealed).unwrap(), "19900000001");
        assert!(protector.open(two, ProtectedField::Mobile, &sealed).is_err());
        assert!(protector.open(one, ProtectedField::IdNo, &sealed).is_err());
        let mut torn = sealed.clone();
        torn[30] ^= 1;
        assert!(protector.open(one, ProtectedField::Mobile, &torn).is_err());
        assert!(protector.open(one, ProtectedField::Mobile, &[]).is_err());
        assert_eq!(protector.masked_mobile(one, Some(&sealed)).unwrap().as_deref(), Some("199****0001"));
        assert_ne!(sealed, protector.seal(one, ProtectedField::Mobile, "19900000001").unwrap());
        assert_ne!(protector.index(ProtectedField::Mobile, "1"), protector.index(ProtectedField::IdNo, "1"));
    }
}
