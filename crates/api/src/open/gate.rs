//! What stands before every address of other systems: the key and the quota.

use super::{key_caller::Admitted, quotas::Holder, usage::Call};
use crate::{
    http::{ApiError, RequestInfo, client_address},
    state::State,
};
use actix_web::{
    Error, HttpMessage, Route,
    body::{BoxBody, EitherBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header,
    middleware::{Next, from_fn},
    web,
};
use domain::{
    integration::limits::{LimitClass, Standing},
    kernel::{Coded, ErrorCode},
};
use sha2::{Digest, Sha256};
use utoipa::openapi::{
    HeaderBuilder, ObjectBuilder, RefOr, Type,
    extensions::Extensions,
    path::{HttpMethod, Operation},
};

const CLASS: &str = "x-limit-class";

/// How an address is guarded: from which quota its calls are taken, and what is asked of a caller.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gate {
    class: LimitClass,
    key: KeyRule,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeyRule {
    /// Nobody without one.
    Required,
    /// Looked at when there is one.
    Optional,
    /// Never looked at.
    Unread,
}

impl Gate {
    /// As the operation says it, and writes the class into its document.
    ///
    /// # Panics
    /// At start and in every test, when the operation names a class that there is not, or is for signed-in people.
    pub(crate) fn of(operation: &mut Operation, path: &str, method: &HttpMethod) -> Self {
        let said = operation.extensions.as_ref().and_then(|all| all.get(CLASS));
        let class = match said.and_then(|class| class.as_str()) {
            Some(code) => LimitClass::from_code(code).unwrap_or_else(|| panic!("{path}: no class {code}")),
            None => presumed_class(path, method),
        };
        let said = Extensions::builder().add(CLASS, class.code()).build();
        operation.extensions.get_or_insert_default().merge(said);
        describe_headers(operation, class);
        Self { class, key: key_rule(operation, path) }
    }

    /// Guards a route.
    pub(crate) fn guard(self, route: Route) -> Route {
        route.wrap(from_fn(move |request: ServiceRequest, next: Next<BoxBody>| self.pass(request, next)))
    }

    async fn pass(
        self,
        request: ServiceRequest,
        next: Next<BoxBody>,
    ) -> Result<ServiceResponse<EitherBody<BoxBody>>, Error> {
        let info = RequestInfo::of(request.request());
        let verdict = self.judge(&request, &info).await;
        if let Some(standing) = verdict.standing {
            request.extensions_mut().insert(standing);
        }
        let let_in = verdict.refused.is_none();
        let response = match verdict.refused {
            // As an answer, not as an `Err`: so the outer middleware still has the request.
            Some(error) => request.error_response(error).map_into_right_body(),
            None => {
                if let Some(admitted) = verdict.admitted.clone() {
                    request.extensions_mut().insert(admitted);
                }
                next.call(request).await?.map_into_left_body()
            }
        };
        let state = response.request().app_data::<web::Data<State>>();
        if let (Some(state), Some(Admitted { key, .. })) = (state, &verdict.admitted) {
            let limited = verdict.standing.is_some_and(|standing| standing.retry_after.is_some());
            let failed = response.status().is_client_error() || response.status().is_server_error();
            let last = let_in.then_some((info.now, info.address));
            state.shared.key_uses.note(key, info.now, Call { failed, limited, last });
        }
        Ok(response)
    }

    /// In this order: the key, its end, its address, the quota.
    async fn judge(self, request: &ServiceRequest, info: &RequestInfo) -> Verdict {
        let Some(state) = request.app_data::<web::Data<State>>() else {
            return Verdict::refused(ErrorCode::Internal.into());
        };
        let address = client_address(request.request());
        let header = request.headers().get(header::AUTHORIZATION);
        let take = |holder| state.shared.quotas.take(holder, self.class, info.now);
        let stranger = || take(Holder::address(address));
        let secret = match (header, self.key) {
            (_, KeyRule::Unread) | (None, KeyRule::Optional) => return Verdict::anonymous(stranger()),
            (None, KeyRule::Required) => {
                return Verdict::unknown(stranger(), ErrorCode::KeyRequired);
            }
            (Some(header), _) => bearer(header.as_bytes()),
        };
        // Whatever was sent is looked up, however it is written: so a wrong answer takes as long as any other.
        let hash: [u8; 32] = Sha256::digest(secret).into();
        let found = async {
            let stamp = state.store.call_stamp().await?;
            Ok::<_, persistence::Error>((stamp, state.store.presented_key(&hash, stamp.keys()).await?))
        };
        let (stamp, key) = match found.await {
            Ok((stamp, Some(key))) => (stamp, key),
            Ok((_, None)) => return Verdict::unknown(stranger(), ErrorCode::KeyInvalid),
            Err(error) => return Verdict::refused(error.into()),
        };
        let refused = key.admit(info.now, address).err();
        let holder = if refused.is_some() { Holder::address(address) } else { Holder::Key(key.key) };
        let standing = take(holder);
        Verdict {
            refused: refused.map(ApiError::from).or_else(|| over_quota(&standing)),
            standing: Some(standing),
            admitted: Some(Admitted { key, stamp: stamp.open }),
        }
    }
}

/// What becomes of a call, before anything of it is read but its headers.
struct Verdict {
    refused: Option<ApiError>,
    standing: Option<Standing>,
    /// The key that was shown, also of a call that is refused.
    admitted: Option<Admitted>,
}

impl Verdict {
    fn refused(error: ApiError) -> Self {
        Self { refused: Some(error), standing: None, admitted: None }
    }

    fn anonymous(standing: Standing) -> Self {
        Self { refused: over_quota(&standing), standing: Some(standing), admitted: None }
    }

    /// Whoever shows no key or a wrong one. Guessing is limited too.
    fn unknown(standing: Standing, code: ErrorCode) -> Self {
        let refused = over_quota(&standing).unwrap_or_else(|| code.into());
        Self { refused: Some(refused), standing: Some(standing), admitted: None }
    }
}

fn over_quota(standing: &Standing) -> Option<ApiError> {
    let seconds = standing.retry_after?;
    Some(ApiError::retry_later(ErrorCode::RateLimited.into(), seconds.into()))
}

/// What stands after `Bearer`; of anything else nothing, which is no key.
fn bearer(header: &[u8]) -> &[u8] {
    match header.split_at_checked(7) {
        Some((scheme, secret)) if scheme.eq_ignore_ascii_case(b"bearer ") => secret.trim_ascii(),
        _ => b"",
    }
}

/// Every answer says how the quota stands; the document says so of the good ones, the others share their descriptions.
fn describe_headers(operation: &mut Operation, class: LimitClass) {
    let limit = class.limit();
    let header = |text: &str, example: String| {
        let schema = ObjectBuilder::new().schema_type(Type::String).examples([example]);
        HeaderBuilder::new().schema(Some(schema)).description(Some(text)).build()
    };
    for response in operation.responses.responses.values_mut() {
        let RefOr::T(response) = response else { continue };
        let policy = format!("\"{}\";q={};w={}", class.code(), limit.requests, limit.seconds);
        let left = format!("\"{}\";r={};t=1", class.code(), limit.requests - 1);
        for (name, text, example) in [
            ("RateLimit-Policy", "The quota: requests and seconds.", policy),
            ("RateLimit", "Requests left, and seconds until all are there again.", left),
        ] {
            response.headers.insert(name.to_owned(), header(text, example).into());
        }
    }
}

fn presumed_class(path: &str, method: &HttpMethod) -> LimitClass {
    let path = path.trim_start_matches("/api/v1/open/");
    match method {
        HttpMethod::Get if path.starts_with("changes") => LimitClass::Feed,
        HttpMethod::Get => LimitClass::Read,
        _ if path.starts_with("exports") || path.ends_with("batch-get") => LimitClass::Heavy,
        _ => LimitClass::Write,
    }
}

fn key_rule(operation: &Operation, path: &str) -> KeyRule {
    let requirements = serde_json::to_value(&operation.security).unwrap_or_default();
    let all: Vec<_> =
        requirements.as_array().into_iter().flatten().filter_map(|one| one.as_object()).collect();
    assert!(
        all.iter().all(|one| one.keys().all(|scheme| scheme == "key")),
        "{path}: other systems come with a key"
    );
    match (all.iter().any(|one| one.is_empty()), all.iter().any(|one| one.contains_key("key"))) {
        (false, true) => KeyRule::Required,
        (true, true) => KeyRule::Optional,
        (_, false) => KeyRule::Unread,
    }
}
