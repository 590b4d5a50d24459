//! `fields=id,status`: parts of documents, for readers who pay for every byte.

use super::matter_dto::OpenMatter;
use crate::http::{ApiResult, CommaList};
use domain::kernel::{DomainError, ErrorCode, FieldError};
use serde_json::{Map, Value};
use std::{borrow::Cow, sync::LazyLock};
use utoipa::PartialSchema;
use utoipa::openapi::{RefOr, Schema};

/// Names of the members of a status object.
static KNOWN: LazyLock<Vec<String>> = LazyLock::new(|| match OpenMatter::schema() {
    RefOr::T(Schema::Object(object)) => object.properties.keys().cloned().collect(),
    _ => Vec::new(),
});

/// The members that were asked for; all, when none were named.
pub(super) struct Fields(Vec<String>);

impl Fields {
    /// Checks the names.
    ///
    /// # Errors
    /// 400 with the names that may be used.
    pub fn of(wanted: &CommaList<String>) -> ApiResult<Self> {
        match wanted.0.iter().find(|name| !KNOWN.contains(name)) {
            None => Ok(Self(wanted.0.clone())),
            Some(_) => {
                let mut refused = DomainError::new(ErrorCode::RequestMalformed);
                refused.fields.push(
                    FieldError::new("?fields", ErrorCode::ValueInvalid).param("allowed", KNOWN.clone()),
                );
                Err(refused.into())
            }
        }
    }

    /// True when documents go out as they are.
    pub fn all(&self) -> bool {
        self.0.is_empty()
    }

    /// The document with these members, in its own order.
    pub fn of_document<'d>(&self, document: &'d str) -> anyhow::Result<Cow<'d, str>> {
        if self.all() {
            return Ok(Cow::Borrowed(document));
        }
        let whole: Map<String, Value> = serde_json::from_str(document)?;
        let kept: Map<String, Value> =
            whole.into_iter().filter(|(name, _)| self.0.iter().any(|wanted| wanted == name)).collect();
        Ok(Cow::Owned(serde_json::to_string(&kept)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_the_order_of_the_document() {
        let fields = Fields::of(&CommaList(vec!["title".into(), "id".into()])).unwrap_or_else(|_| panic!());
        let part = fields.of_document(r#"{"id":"x","version":3,"title":"t"}"#).unwrap();
        assert_eq!(part, r#"{"id":"x","title":"t"}"#);
    }

    #[test]
    fn unknown_members_are_refused() {
        assert!(Fields::of(&CommaList(vec!["password".into()])).is_err());
        assert!(KNOWN.iter().any(|name| name == "ref"), "by the names of the wire: {:?}", *KNOWN);
    }
}
