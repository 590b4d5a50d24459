//! Somebody who talks to the server.

use crate::Reply;
use crate::county::SignedIn;
use api::account::token;
use api::state::Shared;
use domain::kernel::{AccountId, Clock};
use reqwest::Method;
use reqwest::header::{ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, IF_MATCH, IF_NONE_MATCH};
use serde::Serialize;
use std::sync::Arc;

/// Somebody who talks to the server, signed in or not. Keeps cookies.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    identity: Identity,
}

#[derive(Clone)]
enum Identity {
    Anonymous,
    /// Signs a fresh token for each request, so that moving the clock does not end the sign-in.
    SignedIn(SignedIn, Arc<Shared>),
    Token(String),
}

impl Client {
    pub(crate) fn anonymous(base: &str) -> Self {
        Self::new(base, Identity::Anonymous)
    }

    pub(crate) fn signed_in(base: &str, account: SignedIn, shared: Arc<Shared>) -> Self {
        Self::new(base, Identity::SignedIn(account, shared))
    }

    fn new(base: &str, identity: Identity) -> Self {
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("an HTTP client can be made");
        Self { http, base: base.to_owned(), identity }
    }

    /// The same person, showing this access token and no other.
    #[must_use]
    pub fn with_token(&self, token: impl Into<String>) -> Self {
        Self { identity: Identity::Token(token.into()), ..self.clone() }
    }

    /// An access token that is valid now.
    ///
    /// # Panics
    /// When nobody is signed in.
    pub fn token(&self) -> String {
        match &self.identity {
            Identity::Anonymous => panic!("nobody is signed in"),
            Identity::Token(token) => token.clone(),
            Identity::SignedIn(account, shared) => {
                let issued = token::issue(&shared.keys, account.account, account.session, shared.clock.now());
                issued.unwrap_or_else(|_| panic!("a token can be signed"))
            }
        }
    }

    /// The account of an actor that the kit has made.
    ///
    /// # Panics
    /// When it has not.
    pub fn account(&self) -> AccountId {
        match &self.identity {
            Identity::SignedIn(account, _) => account.account,
            Identity::Anonymous | Identity::Token(_) => panic!("not an actor of the kit"),
        }
    }

    /// `GET path` by somebody who has what this entity tag stands for.
    pub async fn get_unless(&self, path: &str, etag: &str) -> Reply {
        self.call(Method::GET, path).header(IF_NONE_MATCH.as_str(), etag).send().await
    }

    /// `GET path`
    pub async fn get(&self, path: &str) -> Reply {
        self.call(Method::GET, path).send().await
    }

    /// `POST path` with a JSON body.
    pub async fn post(&self, path: &str, body: &(impl Serialize + ?Sized)) -> Reply {
        self.call(Method::POST, path).json(body).send().await
    }

    /// `PUT path` with a JSON body.
    pub async fn put(&self, path: &str, body: &(impl Serialize + ?Sized)) -> Reply {
        self.call(Method::PUT, path).json(body).send().await
    }

    /// A command on version `version` of something: `POST path` with `If-Match`.
    pub async fn command(&self, path: &str, version: i64, body: &(impl Serialize + ?Sized)) -> Reply {
        self.call(Method::POST, path).version(version).json(body).send().await
    }

    /// `PATCH path` with `If-Match`.
    pub async fn patch(&self, path: &str, version: i64, body: &(impl Serialize + ?Sized)) -> Reply {
        self.call(Method::PATCH, path).version(version).json(body).send().await
    }

    /// `DELETE path` with `If-Match`.
    pub async fn delete(&self, path: &str, version: i64) -> Reply {
        self.call(Method::DELETE, path).version(version).send().await
    }

    /// Any request, to be completed and sent.
    pub fn call(&self, method: Method, path: &str) -> Call {
        let mut request = self.http.request(method.clone(), format!("{}{path}", self.base));
        if !matches!(self.identity, Identity::Anonymous) {
            request = request.header(AUTHORIZATION, format!("Bearer {}", self.token()));
        }
        Call { request, line: format!("{method} {path}") }
    }
}

/// A request under construction.
pub struct Call {
    request: reqwest::RequestBuilder,
    line: String,
}

impl Call {
    /// With a JSON body.
    #[must_use]
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        self.request = self.request.json(body);
        self
    }

    /// With any body.
    #[must_use]
    pub fn body(mut self, media_type: &str, body: impl Into<reqwest::Body>) -> Self {
        self.request = self.request.header(CONTENT_TYPE, media_type).body(body);
        self
    }

    /// With a form that has files.
    #[must_use]
    pub fn multipart(mut self, form: reqwest::multipart::Form) -> Self {
        self.request = self.request.multipart(form);
        self
    }

    /// With `If-Match` of this version.
    #[must_use]
    pub fn version(self, version: i64) -> Self {
        self.header(IF_MATCH.as_str(), &format!("\"{version}\""))
    }

    /// With `If-None-Match` of this version.
    #[must_use]
    pub fn unless_version(self, version: i64) -> Self {
        self.header(IF_NONE_MATCH.as_str(), &format!("\"{version}\""))
    }

    /// With an `Idempotency-Key`.
    #[must_use]
    pub fn idempotency_key(self, key: &str) -> Self {
        self.header("Idempotency-Key", key)
    }

    /// With texts in this language.
    #[must_use]
    pub fn language(self, language: &str) -> Self {
        self.header(ACCEPT_LANGUAGE.as_str(), language)
    }

    /// With a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    /// Sends it and reads the whole answer.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn send(self) -> Reply {
        let response = self.request.send().await.unwrap_or_else(|error| panic!("{}: {error}", self.line));
        Reply::read(self.line, response).await
    }
}
