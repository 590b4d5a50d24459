//! What the server answered, and what a test expects of it.

use reqwest::header::{CONTENT_TYPE, ETAG, HeaderMap};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A complete answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The request's first line, for messages of failures.
    pub line: String,
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    pub(crate) async fn read(line: String, response: reqwest::Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body =
            response.bytes().await.unwrap_or_else(|error| panic!("{line}: reading the answer: {error}"));
        Self { line, status, headers, body: body.to_vec() }
    }

    /// The body, for an answer with this status; `null` for an empty one.
    ///
    /// # Panics
    /// When the status is another, or the body no JSON.
    #[track_caller]
    pub fn ok(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.line, self.text());
        if self.body.is_empty() { Value::Null } else { self.json() }
    }

    /// As [`Reply::ok`], in the type that the test reads it as.
    ///
    /// # Panics
    /// When the status is another, or the body does not fit.
    #[track_caller]
    pub fn ok_as<T: DeserializeOwned>(&self, status: u16) -> T {
        let value = self.ok(status);
        serde_json::from_value(value)
            .unwrap_or_else(|error| panic!("{}: {error}: {}", self.line, self.text()))
    }

    /// The problem document, for a refusal with this status and code.
    ///
    /// # Panics
    /// When the answer is another, or no complete problem document.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.line, self.text());
        assert_eq!(self.header(CONTENT_TYPE.as_str()), Some("application/problem+json"), "{}", self.line);
        let problem = self.json();
        assert_eq!(problem["code"], code, "{}: {problem}", self.line);
        assert_eq!(problem["status"], status, "{}: {problem}", self.line);
        for field in ["type", "title", "request_id"] {
            let present = problem[field].as_str().is_some_and(|text| !text.is_empty());
            assert!(present, "{}: a problem without {field}: {problem}", self.line);
        }
        problem
    }

    /// The codes at a field of a 422: `reply.field_codes("#/title")`.
    ///
    /// # Panics
    /// When the body is no JSON.
    #[track_caller]
    pub fn field_codes(&self, pointer: &str) -> Vec<String> {
        let problem = self.json();
        let errors = problem["errors"].as_array().into_iter().flatten();
        let here = errors.filter(|error| error["pointer"] == pointer);
        here.filter_map(|error| error["code"].as_str().map(str::to_owned)).collect()
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is none.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{}: {error}: {}", self.line, self.text()))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header, if it is there and readable.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The version that the `ETag` names.
    ///
    /// # Panics
    /// When there is none.
    #[track_caller]
    pub fn version(&self) -> i64 {
        let tag = self.header(ETAG.as_str()).unwrap_or_else(|| panic!("{}: no ETag", self.line));
        let number = tag.trim_start_matches("W/").trim_matches('"').parse();
        number.unwrap_or_else(|_| panic!("{}: the ETag {tag} names no version", self.line))
    }
}
