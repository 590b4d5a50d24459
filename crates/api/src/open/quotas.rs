//! How often other systems have called, in the memory of this process: with several servers behind a load balancer each
//! gives the whole quota. A quota protects a server from being overrun; it is no account of what was used (that is
//! [`KeyUses`](super::KeyUses)), and so it is worth no round trip.

use crate::{http::client_address, state::State};
use actix_web::{
    HttpMessage, HttpRequest,
    http::header::{HeaderMap, HeaderName, HeaderValue},
    web,
};
use chrono::{DateTime, Utc};
use domain::{
    integration::limits::{Bucket, Limit, LimitClass, Standing},
    kernel::ApiKeyId,
};
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
};

/// Buckets at most before the full ones, of which nothing has to be remembered, are thrown away.
const MANY: usize = 20_000;

/// Whose quota it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Holder {
    /// A key.
    Key(ApiKeyId),
    /// Whoever calls from an address without a key that holds. Of IPv6 the network of a site: a site has as many
    /// addresses as it likes.
    Address(Option<IpAddr>),
}

impl Holder {
    pub(crate) fn address(address: Option<IpAddr>) -> Self {
        Self::Address(address.map(|address| match address.to_canonical() {
            IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into(),
            v4 => v4,
        }))
    }
}

/// The buckets of this process.
pub struct Quotas {
    factor: u32,
    buckets: Mutex<HashMap<(Holder, LimitClass), Bucket>>,
}

impl Quotas {
    /// Every quota so many times as large as the table says: for an installation whose machine can do more, and for
    /// measuring what it can do.
    pub fn times(factor: u32) -> Self {
        Self { factor: factor.max(1), buckets: Mutex::default() }
    }

    fn limit(&self, class: LimitClass) -> Limit {
        let limit = class.limit();
        Limit { requests: limit.requests.saturating_mul(self.factor), ..limit }
    }

    /// Takes a request from a quota, or refuses it.
    pub(crate) fn take(&self, holder: Holder, class: LimitClass, now: DateTime<Utc>) -> Standing {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MANY {
            buckets.retain(|_, bucket| !bucket.is_full(now));
            if buckets.len() >= MANY {
                // Whoever comes from so many addresses is not held by counting them.
                buckets.clear();
            }
        }
        buckets.entry((holder, class)).or_insert_with(|| Bucket::new(now)).take(self.limit(class), now)
    }

    /// How a quota stands.
    pub(crate) fn look(&self, holder: Holder, class: LimitClass, now: DateTime<Utc>) -> Standing {
        let buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.get(&(holder, class)).copied().unwrap_or(Bucket::new(now));
        bucket.look(self.limit(class), now)
    }
}

/// Says on an answer which quota the call was taken from and what is left of it (draft-ietf-httpapi-ratelimit-headers). An
/// answer that no route gave, such as 404, was taken from none and shows the address's quota for reading.
pub(crate) fn add_limit_headers(headers: &mut HeaderMap, request: &HttpRequest) {
    let known = request.extensions().get::<Standing>().copied();
    let standing = known.or_else(|| {
        let state = request.app_data::<web::Data<State>>()?;
        let holder = Holder::address(client_address(request));
        Some(state.shared.quotas.look(holder, LimitClass::Read, state.now()))
    });
    let Some(Standing { limit, remaining, reset_seconds, .. }) = standing else { return };
    let name = limit.class.code();
    let policy = format!("\"{name}\";q={};w={}", limit.requests, limit.seconds);
    let left = format!("\"{name}\";r={remaining};t={reset_seconds}");
    for (header, value) in [("ratelimit-policy", policy), ("ratelimit", left)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(header), value);
        }
    }
}
