//! The built frontend, served from the same address as the API.

use super::{ApiError, ApiResult};
use crate::state::State;
use actix_files::NamedFile;
use actix_web::{HttpRequest, HttpResponse, http::header, web};
use domain::kernel::ErrorCode;
use std::path::{Component, Path, PathBuf};

/// Serves files of the frontend and, for addresses of its three doors, their pages. Everything
/// else, and everything below `/api`, is a 404 problem.
pub fn configure_frontend(config: &mut web::ServiceConfig) {
    config.default_service(web::to(serve));
}

async fn serve(request: HttpRequest, state: web::Data<State>) -> ApiResult<HttpResponse> {
    let path = request.path();
    let reserved = ["/api/", "/openapi/", "/problems/", "/testing/", "/widget/"]
        .iter()
        .any(|prefix| path.starts_with(prefix));
    let root = match &state.shared.frontend_dir {
        Some(root) if !reserved && request.method().is_safe() => root,
        _ => return Err(ErrorCode::RouteNotFound.into()),
    };
    if let Some(file) = inside(root, path)
        && file.is_file()
    {
        return open(&file, &request, path.starts_with("/assets/"));
    }
    // A missing file with an extension is a mistake; an address without one is a page.
    if path.rsplit('/').next().is_some_and(|name| name.contains('.')) {
        return Err(ErrorCode::RouteNotFound.into());
    }
    let page = if path == "/d" || path.starts_with("/d/") {
        "deputy.html"
    } else if path == "/desk" || path.starts_with("/desk/") {
        "desk.html"
    } else {
        "index.html"
    };
    open(&root.join(page), &request, false)
}

/// The file below `root`, or nothing when the path tries to leave it.
fn inside(root: &Path, path: &str) -> Option<PathBuf> {
    let relative = Path::new(path.trim_start_matches('/'));
    let plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
    (plain && !path.ends_with('/')).then(|| root.join(relative))
}

fn open(file: &Path, request: &HttpRequest, immutable: bool) -> ApiResult<HttpResponse> {
    let opened = NamedFile::open(file).map_err(|_| ApiError::from(ErrorCode::RouteNotFound))?;
    let mut response = opened.into_response(request);
    let caching = if immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static(caching));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::inside;
    use std::path::Path;

    #[test]
    fn paths_stay_inside_the_root() {
        let root = Path::new("/srv/dist");
        assert_eq!(inside(root, "/assets/a.js"), Some(root.join("assets/a.js")));
        assert_eq!(inside(root, "/../etc/passwd"), None);
        assert_eq!(inside(root, "/a/../../b"), None);
    }
}
