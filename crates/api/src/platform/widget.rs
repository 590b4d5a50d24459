//! The small window that other websites put into their pages (嵌入组件): one script, served to everybody.

use crate::{
    http::{Keeping, etag_of, tagged},
    state::State,
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderValue},
    web::{self, Bytes},
};
use std::sync::LazyLock;

/// `clients/widget/v1.js`. Its name has a version because pages that nobody looks after point to it: within `v1` an
/// attribute is only ever added.
const SCRIPT: &str = include_str!("../../../../clients/widget/v1.js");

/// The script and its tag, for an installation and for the demo, whose every page says that its data are invented.
static SERVED: LazyLock<[(Bytes, String); 2]> = LazyLock::new(|| {
    [SCRIPT.to_owned(), SCRIPT.replacen("const DEMO = false", "const DEMO = true", 1)].map(|text| {
        let tag = etag_of(text.as_bytes());
        (Bytes::from(text), tag)
    })
});

pub(super) fn configure(config: &mut web::ServiceConfig) {
    config.service(web::resource("/widget/v1.js").route(web::get().to(script)).route(web::head().to(script)));
}

async fn script(request: HttpRequest, state: web::Data<State>) -> HttpResponse {
    let (body, tag) = &SERVED[usize::from(state.shared.demo_banner)];
    let mut response = tagged(&request, body.clone(), tag, Keeping::Public);
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        // A day old at most; whoever comes while it is asked about again does not wait.
        (header::CACHE_CONTROL, "public, max-age=86400, stale-while-revalidate=604800"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::CROSS_ORIGIN_RESOURCE_POLICY, "cross-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::{SCRIPT, SERVED};

    #[test]
    fn the_script_is_small_and_the_demos_says_so() {
        assert!(SCRIPT.len() <= 10 * 1024, "{} bytes", SCRIPT.len());
        assert!(std::str::from_utf8(&SERVED[1].0).unwrap().contains("const DEMO = true"));
        assert_ne!(SERVED[0].1, SERVED[1].1);
    }
}
