use actix_web::{
    HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    http::{StatusCode, header},
};
use domain::kernel::Version;
use persistence::ReplayedResponse;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// A JSON answer, kept as text so that it can be remembered beside an idempotency key.
#[derive(Debug)]
pub struct Answer {
    status: StatusCode,
    body: Option<String>,
    etag: Option<String>,
    location: Option<String>,
    link_next: Option<String>,
    replayed: bool,
    public_seconds: Option<u32>,
}

impl Answer {
    /// 200 with a representation.
    ///
    /// # Errors
    /// When the value cannot be written as JSON, which is a defect.
    pub fn ok(value: &impl Serialize) -> super::ApiResult<Self> {
        let body = serde_json::to_string(value).map_err(anyhow::Error::from)?;
        Ok(Self { body: Some(body), ..Self::no_content() })
    }

    /// 204.
    pub fn no_content() -> Self {
        Self {
            status: StatusCode::OK,
            body: None,
            etag: None,
            location: None,
            link_next: None,
            replayed: false,
            public_seconds: None,
        }
    }

    /// 201 with the address of what was created.
    #[must_use]
    pub fn created(mut self, location: impl Into<String>) -> Self {
        self.status = StatusCode::CREATED;
        self.location = Some(location.into());
        self
    }

    /// 202 with the address at which to ask what has become of it.
    #[must_use]
    pub fn accepted(mut self, location: impl Into<String>) -> Self {
        self.status = StatusCode::ACCEPTED;
        self.location = Some(location.into());
        self
    }

    /// 207: what became of each stands in the body.
    #[must_use]
    pub fn each(mut self) -> Self {
        self.status = StatusCode::MULTI_STATUS;
        self
    }

    /// Adds `ETag`.
    #[must_use]
    pub fn version(mut self, version: Version) -> Self {
        self.etag = Some(format!("\"{version}\""));
        self
    }

    /// Adds `Link: rel="next"`.
    #[must_use]
    pub fn next(mut self, address: Option<String>) -> Self {
        self.link_next = address;
        self
    }

    /// Lets everybody keep the answer for some seconds; its `ETag` is the hash of its body. Only for
    /// what anybody may see.
    #[must_use]
    pub fn public(mut self, seconds: u32) -> Self {
        let hash = Sha256::digest(self.body.as_deref().unwrap_or_default().as_bytes());
        let short: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        self.etag = Some(format!("\"{short}\""));
        self.public_seconds = Some(seconds);
        self
    }

    /// A member of the body.
    pub fn body_member(&self, name: &str) -> Option<serde_json::Value> {
        let mut body: serde_json::Value = serde_json::from_str(self.body.as_deref()?).ok()?;
        body.get_mut(name).map(serde_json::Value::take)
    }

    /// With something in its body that is not to be remembered beside an idempotency key.
    ///
    /// # Errors
    /// A defect when the body is no JSON.
    pub fn amended(mut self, change: impl FnOnce(&mut serde_json::Value)) -> super::ApiResult<Self> {
        if let Some(text) = &self.body {
            let mut body = serde_json::from_str(text).map_err(anyhow::Error::from)?;
            change(&mut body);
            self.body = Some(body.to_string());
        }
        Ok(self)
    }

    /// What an idempotency key remembers.
    pub(super) fn memory(&self) -> ReplayedResponse {
        ReplayedResponse {
            status: i16::try_from(self.status().as_u16()).unwrap_or(200),
            body: self.body.clone(),
            etag: self.etag.clone(),
            location: self.location.clone(),
        }
    }

    /// The remembered answer.
    pub(super) fn replay(memory: ReplayedResponse) -> Self {
        Self {
            status: u16::try_from(memory.status)
                .ok()
                .and_then(|status| StatusCode::from_u16(status).ok())
                .unwrap_or(StatusCode::OK),
            body: memory.body,
            etag: memory.etag,
            location: memory.location,
            link_next: None,
            replayed: true,
            public_seconds: None,
        }
    }

    fn status(&self) -> StatusCode {
        if self.body.is_none() && self.status == StatusCode::OK {
            StatusCode::NO_CONTENT
        } else {
            self.status
        }
    }
}

impl Responder for Answer {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        let unchanged = self.etag.as_deref().is_some_and(|etag| {
            known.is_some_and(|known| known.split(',').any(|k| k.trim().trim_start_matches("W/") == etag))
        });
        let safe = request.method().is_safe();
        let mut response =
            HttpResponse::build(if unchanged && safe { StatusCode::NOT_MODIFIED } else { self.status() });
        if let Some(etag) = &self.etag {
            response.insert_header((header::ETAG, etag.as_str()));
        }
        if let Some(location) = &self.location {
            response.insert_header((header::LOCATION, location.as_str()));
        }
        if let Some(next) = &self.link_next {
            response.insert_header((header::LINK, format!("<{next}>; rel=\"next\"")));
        }
        if let Some(seconds) = self.public_seconds {
            let caching = format!("public, max-age={seconds}");
            response.insert_header((header::CACHE_CONTROL, caching));
            response.insert_header((header::VARY, "Accept-Language"));
        }
        if self.replayed {
            response.insert_header(("Idempotency-Replayed", "true"));
        }
        match self.body {
            Some(body) if !(unchanged && safe) => response.content_type("application/json").body(body),
            _ => response.finish(),
        }
    }
}
