//! CORS: which other websites' scripts may ask this server and read its answers.
//!
//! Three rules. What everybody may read without a sign-in, every website may show (`*`, never with cookies). Everything
//! else only the websites that the operator has named, exactly; none by default. Cookies (the refresh token's) go with
//! their requests to the sign-in routes alone: nowhere else is one looked at.

use actix_web::{
    HttpResponse,
    dev::ServiceRequest,
    http::{
        Method,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
};
use std::{fmt, str::FromStr};
use url::Url;

/// What scripts may read of an answer besides its body.
const EXPOSED: &str = "Content-Disposition, Deprecation, ETag, Idempotency-Replayed, Link, Location, RateLimit, \
     RateLimit-Policy, Retry-After, Sunset, X-Request-Id";
/// The same of public pages, which have no more.
const EXPOSED_TO_ALL: &str = "ETag, Link, Retry-After, X-Request-Id";
/// Headers that scripts may send.
const SENT: &str = "Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Range, \
     X-Request-Id";
/// The same for public pages.
const SENT_BY_ALL: &str = "Accept-Language, If-None-Match, Range, X-Request-Id";
/// How long a browser may remember a preflight, seconds; browsers take two hours at most.
const REMEMBERED: &str = "7200";

/// 来源: scheme, host and port of a website, as browsers send it in `Origin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        const EXAMPLE: &str = "https://portal.example.cn";
        let refuse = |why: &str| Err(format!("“{text}” cannot be allowed: {why}, such as {EXAMPLE}"));
        if text.contains('*') {
            return refuse("a `*` would let unknown websites in; name each website");
        }
        let Some((scheme, rest)) = text.split_once("://") else {
            return refuse("it has no scheme; write the whole origin");
        };
        if !matches!(scheme.to_ascii_lowercase().as_str(), "https" | "http") {
            return refuse("websites have the scheme https (or http, inside of a closed network)");
        }
        if rest.contains(['/', '\\', '?', '#', '@']) || rest.chars().any(char::is_whitespace) {
            return refuse("an origin is scheme, host and port alone, without a path or a final slash");
        }
        match Url::parse(text) {
            // As browsers write it: lower case, punycode, no port where it is the scheme's own.
            Ok(url) if url.has_host() => Ok(Self(url.origin().ascii_serialization())),
            _ => refuse("it is no origin; write scheme, host and port"),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Several origins as an operator writes them, separated by commas; blanks are none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins(pub Vec<Origin>);

impl FromStr for Origins {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

impl Origins {
    fn has(&self, origin: &HeaderValue) -> bool {
        // An opaque origin, `null`, is never in the list.
        self.0.iter().any(|known| known.0.as_bytes() == origin.as_bytes())
    }
}

/// Who may read the answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Reader {
    /// Every website.
    Anybody,
    /// The website that asks.
    Named { origin: HeaderValue, with_cookies: bool },
    /// No other website.
    Nobody,
}

impl Reader {
    fn of(allowed: &Origins, origin: Option<&HeaderValue>, method: &Method, path: &str) -> Self {
        if path.starts_with("/api/v1/public/") && method.is_safe() && method != Method::OPTIONS {
            return Self::Anybody;
        }
        match origin {
            Some(origin) if allowed.has(origin) => {
                Self::Named { origin: origin.clone(), with_cookies: path.starts_with("/api/v1/auth/") }
            }
            _ => Self::Nobody,
        }
    }

    fn add_to(&self, headers: &mut HeaderMap) {
        let origin = match self {
            Self::Nobody => return,
            Self::Anybody => HeaderValue::from_static("*"),
            Self::Named { origin, with_cookies } => {
                if *with_cookies {
                    let yes = HeaderValue::from_static("true");
                    headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, yes);
                }
                origin.clone()
            }
        };
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
}

/// The answer to a browser that asks whether a script may ask; `None` when it is no such question, or when the answer is
/// no: then the request is answered as what it is.
pub(super) fn preflight(allowed: &Origins, request: &ServiceRequest) -> Option<HttpResponse> {
    if request.method() != Method::OPTIONS {
        return None;
    }
    let (origin, wanted) = (
        request.headers().get(header::ORIGIN)?,
        request.headers().get(header::ACCESS_CONTROL_REQUEST_METHOD)?.to_str().ok()?,
    );
    let wanted = Method::from_bytes(wanted.as_bytes()).ok()?;
    let reader = Reader::of(allowed, Some(origin), &wanted, request.path());
    let (methods, sent) = match reader {
        Reader::Nobody => return None,
        Reader::Anybody => ("GET, HEAD", SENT_BY_ALL),
        Reader::Named { .. } => ("GET, HEAD, POST, PUT, PATCH, DELETE", SENT),
    };
    let mut response = HttpResponse::NoContent();
    response
        .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, methods))
        .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, sent))
        .insert_header((header::ACCESS_CONTROL_MAX_AGE, REMEMBERED));
    let mut response = response.finish();
    reader.add_to(response.headers_mut());
    let vary = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
    response.headers_mut().insert(header::VARY, HeaderValue::from_static(vary));
    Some(response)
}

/// Says who may read an answer.
pub(super) fn add_headers(
    headers: &mut HeaderMap,
    allowed: &Origins,
    origin: Option<&HeaderValue>,
    method: &Method,
    path: &str,
) {
    if headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN) {
        return;
    }
    let reader = Reader::of(allowed, origin, method, path);
    reader.add_to(headers);
    let mut set = |name: HeaderName, value| headers.insert(name, HeaderValue::from_static(value));
    match reader {
        Reader::Anybody => {
            set(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED_TO_ALL);
            set(header::CROSS_ORIGIN_RESOURCE_POLICY, "cross-origin");
            return;
        }
        Reader::Named { .. } => {
            set(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
        Reader::Nobody => {}
    }
    // Where answers differ by who asks, what keeps them must know it.
    if !allowed.0.is_empty() {
        headers.append(header::VARY, HeaderValue::from_static("Origin"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_kept_as_browsers_send_it() {
        for (written, sent) in [
            ("https://portal.example.cn", "https://portal.example.cn"),
            ("HTTPS://Portal.Example.CN:443", "https://portal.example.cn"),
            ("http://10.0.0.7:8080", "http://10.0.0.7:8080"),
            ("https://泗安.example", "https://xn--bnqp18f.example"),
            ("http://[::1]:3000", "http://[::1]:3000"),
        ] {
            let origin: Origin = written.parse().unwrap_or_else(|why| panic!("{why}"));
            if written.is_ascii() {
                assert_eq!(origin.to_string(), sent);
            } else {
                assert!(origin.to_string().is_ascii() && origin.to_string().starts_with("https://xn--"));
            }
        }
    }

    #[test]
    fn what_is_no_origin_is_refused_with_a_reason() {
        for (text, why) in [
            ("*", "name each website"),
            ("https://*.example.cn", "name each website"),
            ("portal.example.cn", "no scheme"),
            ("null", "no scheme"),
            ("ftp://portal.example.cn", "scheme https"),
            ("https://portal.example.cn/", "without a path"),
            ("https://portal.example.cn/desk", "without a path"),
            ("https://user@portal.example.cn", "without a path"),
            ("https://portal.example.cn?x", "without a path"),
            ("https://", "no origin"),
            ("https://a b", "without a path"),
            ("https://portal.example.cn:99999", "no origin"),
        ] {
            let refused = text.parse::<Origin>().expect_err(text);
            assert!(refused.contains(why) && refused.contains(text), "{refused}");
        }
    }

    #[test]
    fn a_list_is_refused_for_one_of_it_and_blanks_are_none() {
        assert_eq!("".parse::<Origins>(), Ok(Origins::default()));
        let two = "https://a.example, https://b.example,".parse::<Origins>().expect("two");
        assert_eq!(two.0.len(), 2);
        assert!("https://a.example,*".parse::<Origins>().is_err());
    }

    #[test]
    fn cookies_go_to_the_sign_in_routes_alone_and_never_with_a_star() {
        let allowed = Origins(vec!["https://a.example".parse().expect("an origin")]);
        let asks = |origin: &'static str, method: Method, path: &str| {
            Reader::of(&allowed, Some(&HeaderValue::from_static(origin)), &method, path)
        };
        let named = |with_cookies| Reader::Named {
            origin: HeaderValue::from_static("https://a.example"),
            with_cookies,
        };
        assert_eq!(asks("https://a.example", Method::POST, "/api/v1/auth/refresh"), named(true));
        assert_eq!(asks("https://a.example", Method::GET, "/api/v1/suggestions"), named(false));
        assert_eq!(asks("https://a.example", Method::GET, "/api/v1/public/suggestions"), Reader::Anybody);
        assert_eq!(asks("https://a.example", Method::POST, "/api/v1/public/opinions"), named(false));
        for other in ["https://b.example", "https://a.example:8443", "http://a.example", "null"] {
            assert_eq!(asks(other, Method::GET, "/api/v1/suggestions"), Reader::Nobody, "{other}");
        }
    }
}
