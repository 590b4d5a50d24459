use super::{dto::Open311Error, xml};
use crate::http::ApiResult;
use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
};
use serde::Serialize;

/// Seconds for which anybody may keep an answer.
const KEPT: u32 = 60;

/// In which form an answer is wanted: it is said by the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `.json`
    Json,
    /// `.xml`
    Xml,
}

/// A refusal in the standard's form.
#[derive(Debug)]
pub(super) struct Refused {
    status: StatusCode,
    description: String,
}

impl Refused {
    /// 400
    pub fn bad(description: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, description: description.into() }
    }

    /// 404
    pub fn unknown(description: impl Into<String>) -> Self {
        Self { status: StatusCode::NOT_FOUND, description: description.into() }
    }
}

impl Form {
    /// 200, with the names of the XML's root and of the elements of a list.
    pub fn ok(self, (root, item): (&str, &str), value: &impl Serialize) -> ApiResult<HttpResponse> {
        let caching = format!("public, max-age={KEPT}");
        let mut response = self.write(StatusCode::OK, (root, item), value)?;
        let caching = header::HeaderValue::from_str(&caching).map_err(anyhow::Error::from)?;
        response.headers_mut().insert(header::CACHE_CONTROL, caching);
        Ok(response)
    }

    /// The refusal: a list of one.
    pub fn refuse(self, refused: Refused) -> ApiResult<HttpResponse> {
        let Refused { status, description } = refused;
        let errors = [Open311Error { code: status.as_u16(), description }];
        self.write(status, ("errors", "error"), &errors)
    }

    /// What was found, or why not.
    pub fn answer(
        self,
        names: (&str, &str),
        found: Result<impl Serialize, Refused>,
    ) -> ApiResult<HttpResponse> {
        match found {
            Ok(value) => self.ok(names, &value),
            Err(refused) => self.refuse(refused),
        }
    }

    fn write(
        self,
        status: StatusCode,
        (root, item): (&str, &str),
        value: &impl Serialize,
    ) -> ApiResult<HttpResponse> {
        let value = serde_json::to_value(value).map_err(anyhow::Error::from)?;
        let mut response = HttpResponse::build(status);
        Ok(match self {
            Self::Json => response.content_type("application/json; charset=utf-8").body(value.to_string()),
            Self::Xml => {
                let body = xml::document(root, item, &value).map_err(anyhow::Error::from)?;
                response.content_type("text/xml; charset=utf-8").body(body)
            }
        })
    }
}
