//! Who acts, and through which door: real accounts with real sign-ins, in front of the real routes.

use crate::{
    account::{begin_session, token},
    features,
    http::{Caller, Language, RequestInfo, finish_response, path_config},
    state::State,
};
use actix_web::{
    App,
    http::{Method, StatusCode, header},
    middleware::from_fn,
    test::{TestRequest, init_service, try_call_service, try_read_body},
    web::{self, Bytes},
};
use anyhow::{Context as _, anyhow, bail};
use chrono::{DateTime, Duration, Utc};
use domain::kernel::{AccountId, LoginSessionId};
use futures_util::future::LocalBoxFuture;
use serde_json::Value;
use std::{collections::HashMap, rc::Rc};

/// A sign-in is renewed before it ends by itself.
const SIGN_IN_LASTS: Duration = Duration::days(29);

type Service = Box<dyn Fn(TestRequest) -> LocalBoxFuture<'static, anyhow::Result<(StatusCode, Bytes)>>>;

/// The running application with its cast.
pub(super) struct Stage {
    /// The application.
    pub state: State,
    service: Service,
    accounts: HashMap<String, AccountId>,
    callers: HashMap<String, SignedIn>,
    requests: u64,
}

struct SignedIn {
    caller: Caller,
    session: LoginSessionId,
    until: DateTime<Utc>,
}

impl Stage {
    /// The routes of the program around `state`.
    pub(super) async fn open(state: State) -> Self {
        let app = App::new()
            .app_data(web::Data::new(state.clone()))
            .app_data(path_config())
            .wrap(from_fn(finish_response))
            .configure(|c| features::register().configure(c));
        let service = Rc::new(init_service(app).await);
        let service: Service = Box::new(move |request| {
            let service = service.clone();
            Box::pin(async move {
                let response = try_call_service(&*service, request.to_request())
                    .await
                    .map_err(|error| anyhow!("{error}"))?;
                let status = response.status();
                let body = try_read_body(response).await.map_err(|error| anyhow!("{error}"))?;
                Ok((status, body))
            })
        });
        Self { state, service, accounts: HashMap::new(), callers: HashMap::new(), requests: 0 }
    }

    /// Stops the clock of the application at `now`.
    pub(super) fn turn_to(&self, now: DateTime<Utc>) {
        self.state.shared.clock.freeze(now);
    }

    /// Remembers whose account it is.
    pub(super) fn know(&mut self, username: &str, account: AccountId) {
        self.accounts.insert(username.to_owned(), account);
    }

    /// Forgets what the account was allowed, so that a new grant acts.
    pub(super) fn forget_sign_in(&mut self, username: &str) {
        self.callers.remove(username);
    }

    /// The account of that name.
    pub(super) fn account(&self, username: &str) -> anyhow::Result<AccountId> {
        self.accounts.get(username).copied().with_context(|| format!("nobody is called {username}"))
    }

    fn request_info(&mut self) -> RequestInfo {
        self.requests += 1;
        RequestInfo {
            id: format!("demo-{:06}", self.requests),
            now: self.state.now(),
            language: Language::default(),
            address: "127.0.0.1".to_owned(),
            user_agent: "demo".to_owned(),
        }
    }

    /// A request of this account, signed in as of now.
    pub(super) async fn caller(&mut self, username: &str) -> anyhow::Result<Caller> {
        let request = self.request_info();
        if let Some(known) = self.callers.get(username)
            && known.until > request.now
        {
            return Ok(Caller { actor: known.caller.actor.clone(), request });
        }
        let account = self.account(username)?;
        let (session, _secret) = begin_session(&self.state, &request, account).await?;
        let actor = self.state.store.actor(session, request.now).await?;
        let actor = actor.with_context(|| format!("{username} cannot sign in"))?;
        let caller = Caller { actor, request };
        let until = caller.request.now + SIGN_IN_LASTS;
        let known = SignedIn { caller: caller.clone(), session, until };
        self.callers.insert(username.to_owned(), known);
        Ok(caller)
    }

    /// Sends a request through the routes and reads the answer; anything but success is an error that says all of it.
    pub(super) async fn send(
        &mut self,
        who: &str,
        (method, path): (Method, &str),
        version: Option<i64>,
        body: &Value,
    ) -> anyhow::Result<Value> {
        let mut request = TestRequest::with_uri(path)
            .method(method.clone())
            .peer_addr(([127, 0, 0, 1], 1).into())
            .set_json(body);
        let caller = if who.is_empty() { None } else { Some(self.caller(who).await?) };
        let id = match &caller {
            Some(caller) => caller.request.id.clone(),
            None => self.request_info().id,
        };
        request = request.insert_header(("x-request-id", id));
        if let Some(caller) = caller {
            let session = self.callers.get(who).map(|known| known.session).context("just signed in")?;
            let token =
                token::issue(&self.state.shared.keys, caller.actor.account, session, caller.request.now)?;
            request = request.insert_header((header::AUTHORIZATION, format!("Bearer {token}")));
        }
        if let Some(version) = version {
            request = request.insert_header((header::IF_MATCH, format!("\"{version}\"")));
        }
        self.exchange(who, &method, path, request, body).await
    }

    /// Sends a form with one file.
    pub(super) async fn upload(
        &mut self,
        who: &str,
        (name, media_type): (&str, &str),
        bytes: &[u8],
    ) -> anyhow::Result<Value> {
        const BOUNDARY: &str = "demo-boundary-5d1f";
        let caller = self.caller(who).await?;
        let session = self.callers.get(who).map(|known| known.session).context("just signed in")?;
        let now = caller.request.now;
        let token = token::issue(&self.state.shared.keys, caller.actor.account, session, now)?;
        let mut form = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: {media_type}\r\n\r\n"
        )
        .into_bytes();
        form.extend_from_slice(bytes);
        form.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let path = "/api/v1/files";
        let request = TestRequest::with_uri(path)
            .method(Method::POST)
            .peer_addr(([127, 0, 0, 1], 1).into())
            .insert_header(("x-request-id", caller.request.id))
            .insert_header((header::AUTHORIZATION, format!("Bearer {token}")))
            .insert_header((header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}")))
            .set_payload(form);
        self.exchange(who, &Method::POST, path, request, &Value::Null).await
    }

    async fn exchange(
        &self,
        who: &str,
        method: &Method,
        path: &str,
        request: TestRequest,
        body: &Value,
    ) -> anyhow::Result<Value> {
        let (status, answer) = (self.service)(request).await?;
        if !status.is_success() {
            bail!("{who}: {method} {path} answered {status}: {}\n{body}", String::from_utf8_lossy(&answer));
        }
        Ok(if answer.is_empty() { Value::Null } else { serde_json::from_slice(&answer)? })
    }

    /// `POST path`
    pub(super) async fn post(&mut self, who: &str, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.send(who, (Method::POST, path), None, body).await
    }

    /// `POST path` on what is at `version`.
    pub(super) async fn command(
        &mut self,
        who: &str,
        path: &str,
        version: i64,
        body: &Value,
    ) -> anyhow::Result<Value> {
        self.send(who, (Method::POST, path), Some(version), body).await
    }
}

/// The id in an answer.
pub(super) fn id_of(answer: &Value) -> anyhow::Result<uuid::Uuid> {
    let id = answer["id"].as_str().with_context(|| format!("no id in {answer}"))?;
    Ok(id.parse()?)
}

/// The version in an answer.
pub(super) fn version_of(answer: &Value) -> anyhow::Result<i64> {
    answer["version"].as_i64().with_context(|| format!("no version in {answer}"))
}
