//! Keyset paging: opaque, signed cursors bound to list, filter, sort and actor.

use super::ApiResult;
use crate::keys::keyed_hash;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::kernel::{AccountId, DomainError, ErrorCode};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use subtle::ConstantTimeEq;
use utoipa::IntoParams;

/// The paging part of a list's query. Flattening breaks strict parsing, so lists repeat these two
/// members and build this value from them.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// Rows per page, 1–200, default 50.
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl PageQuery {
    /// Rows per page.
    ///
    /// # Errors
    /// `value.out_of_range`, as 400: it is part of the address.
    pub fn rows(&self) -> ApiResult<u64> {
        match self.limit {
            None => Ok(50),
            Some(rows @ 1..=200) => Ok(rows),
            Some(_) => {
                let mut refused = DomainError::new(ErrorCode::RequestMalformed);
                refused.fields.push(
                    domain::kernel::FieldError::new("?limit", ErrorCode::ValueOutOfRange)
                        .param("min", 1)
                        .param("max", 200),
                );
                Err(refused.into())
            }
        }
    }
}

/// What a cursor is bound to.
pub struct CursorScope<'a> {
    key: &'a [u8; 32],
    list: &'static str,
    filter: String,
    actor: Option<AccountId>,
}

/// The next page of a list.
pub struct PageLinks {
    /// For the body.
    pub cursor: Option<String>,
    /// For the `Link` header.
    pub link: Option<String>,
}

impl<'a> CursorScope<'a> {
    /// The scope of one list under one filter for one actor. `filter` is the list's query without
    /// `limit` and `cursor`, in a fixed order (its serialised form).
    pub fn new(
        key: &'a [u8; 32],
        list: &'static str,
        filter: &impl Serialize,
        actor: Option<AccountId>,
    ) -> Self {
        Self { key, list, filter: serde_json::to_string(filter).unwrap_or_default(), actor }
    }

    /// The position in a cursor that this list gave out.
    ///
    /// # Errors
    /// `cursor.invalid` when it was made for another list, filter or actor, or is not ours.
    pub fn open<T: DeserializeOwned>(&self, cursor: Option<&str>) -> ApiResult<Option<T>> {
        let Some(cursor) = cursor else { return Ok(None) };
        let read = || {
            let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
            let (signature, position) = bytes.split_at_checked(16)?;
            let valid: bool = self.sign(position).ct_eq(signature).into();
            if valid { serde_json::from_slice(position).ok() } else { None }
        };
        read().map(Some).ok_or_else(|| ErrorCode::CursorInvalid.into())
    }

    /// The cursor of `position`.
    pub fn seal(&self, position: &impl Serialize) -> String {
        let position = serde_json::to_vec(position).unwrap_or_default();
        let mut bytes = self.sign(&position).to_vec();
        bytes.extend(position);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Cuts `rows`, read with one row too many, to `limit` and makes the link to the rest.
    pub fn page<T, P: Serialize>(
        &self,
        rows: &mut Vec<T>,
        limit: u64,
        request: &actix_web::HttpRequest,
        position: impl Fn(&T) -> P,
    ) -> PageLinks {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        if rows.len() <= limit {
            return PageLinks { cursor: None, link: None };
        }
        rows.truncate(limit);
        let cursor = rows.last().map(|last| self.seal(&position(last)));
        let link = cursor.as_ref().map(|cursor| {
            let kept = request
                .query_string()
                .split('&')
                .filter(|part| !part.is_empty() && !part.starts_with("cursor="));
            let mut query: Vec<String> = kept.map(str::to_owned).collect();
            query.push(format!("cursor={cursor}"));
            format!("{}?{}", request.path(), query.join("&"))
        });
        PageLinks { cursor, link }
    }

    fn sign(&self, position: &[u8]) -> [u8; 16] {
        let actor = self.actor.map(|a| a.to_string()).unwrap_or_default();
        let parts: [&[u8]; 7] =
            [self.list.as_bytes(), b"\0", self.filter.as_bytes(), b"\0", actor.as_bytes(), b"\0", position];
        let hash = keyed_hash(self.key, &parts);
        let mut short = [0; 16];
        short.copy_from_slice(&hash[..16]);
        short
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(filter: &'static str) -> CursorScope<'static> {
        CursorScope::new(&[7; 32], "accounts", &filter, None)
    }

    #[test]
    fn a_cursor_is_bound_to_its_filter() {
        let cursor = scope("a").seal(&("x", 1));
        let opened: Option<(String, i32)> = scope("a").open(Some(&cursor)).unwrap();
        assert_eq!(opened, Some(("x".to_owned(), 1)));
        assert!(scope("b").open::<(String, i32)>(Some(&cursor)).is_err());
        assert!(scope("a").open::<(String, i32)>(Some("AAAA")).is_err());
        assert!(scope("a").open::<(String, i32)>(Some("%%%")).is_err());
    }
}
