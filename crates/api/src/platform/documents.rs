//! The contract documents, the documentation page and the pages of the error codes.

use crate::http::{ApiResult, Language};
use actix_web::{HttpRequest, HttpResponse, Route, http::header, web};
use domain::kernel::ErrorCode;
use std::{fmt::Write, sync::Arc};
use utoipa::openapi::OpenApi;
use utoipa_swagger_ui::{Config, SwaggerUi};

/// The generated contracts.
#[derive(Clone)]
pub struct Contracts {
    /// Everything, as pretty JSON: `openapi/openapi.json`.
    pub full: Arc<str>,
    /// What third parties may rely on: `openapi/open.json`.
    pub open: Arc<str>,
}

impl Contracts {
    /// Both documents, from the document of all routes.
    ///
    /// # Errors
    /// When a document cannot be written as JSON, which is a defect.
    pub fn of(full: OpenApi) -> anyhow::Result<Self> {
        let open = third_party_part(full.clone());
        let write = |document: &OpenApi| -> anyhow::Result<Arc<str>> {
            Ok(format!("{}\n", serde_json::to_string_pretty(document)?).into())
        };
        Ok(Self { full: write(&full)?, open: write(&open)? })
    }
}

/// What is published without a sign-in or for a key: `/api/v1/public` and `/api/v1/open`.
fn third_party_part(mut document: OpenApi) -> OpenApi {
    document.info.title = "代表之家 · Deputies' Home: public and third-party API".to_owned();
    document
        .paths
        .paths
        .retain(|path, _| path.starts_with("/api/v1/public") || path.starts_with("/api/v1/open"));
    let used = serde_json::to_string(&document.paths).unwrap_or_default();
    if let Some(components) = &mut document.components {
        keep_used(&mut components.schemas, used);
        components.security_schemes.remove("bearer");
        let used = serde_json::to_string(&document.paths).unwrap_or_default();
        components.responses.retain(|name, _| used.contains(&format!("\"#/components/responses/{name}\"")));
    }
    let tags: Vec<String> = document
        .paths
        .paths
        .values()
        .flat_map(|item| [&item.get, &item.post, &item.put, &item.patch, &item.delete])
        .flatten()
        .flat_map(|operation| operation.tags.clone().unwrap_or_default())
        .collect();
    if let Some(known) = &mut document.tags {
        known.retain(|tag| tags.contains(&tag.name));
    }
    document
}

/// Keeps the schemas reachable from `used`.
fn keep_used<S: serde::Serialize>(schemas: &mut impl SchemaMap<S>, used: String) {
    let mut reached = used;
    reached.push_str("\"#/components/schemas/Problem\"");
    let mut kept: Vec<String> = Vec::new();
    loop {
        let fresh: Vec<(String, String)> = schemas
            .entries()
            .into_iter()
            .filter(|(name, _)| {
                !kept.contains(name) && reached.contains(&format!("\"#/components/schemas/{name}\""))
            })
            .collect();
        if fresh.is_empty() {
            break;
        }
        for (name, text) in fresh {
            reached.push_str(&text);
            kept.push(name);
        }
    }
    schemas.keep(&kept);
}

/// The two operations needed of utoipa's schema map, whichever map it is built with.
trait SchemaMap<S> {
    fn entries(&self) -> Vec<(String, String)>;
    fn keep(&mut self, names: &[String]);
}

impl<S: serde::Serialize, M> SchemaMap<S> for M
where
    M: Extend<(String, S)> + IntoIterator<Item = (String, S)> + Clone + Default,
{
    fn entries(&self) -> Vec<(String, String)> {
        let all = self.clone().into_iter();
        all.map(|(name, schema)| (name, serde_json::to_string(&schema).unwrap_or_default())).collect()
    }

    fn keep(&mut self, names: &[String]) {
        let all = std::mem::take(self);
        self.extend(all.into_iter().filter(|(name, _)| names.contains(name)));
    }
}

/// `docs/errors.md`: the catalogue in both languages.
pub fn error_catalogue() -> String {
    let mut page = String::from(
        "# Error codes\n\nGenerated from `crates/domain/src/kernel/error_codes.rs`; do not edit.\n\n\
         | Code | HTTP | 中文 | English |\n|---|---|---|---|\n",
    );
    for entry in ErrorCode::ALL {
        let _infallible =
            writeln!(page, "| `{}` | {} | {} | {} |", entry.code(), entry.status(), entry.zh(), entry.en());
    }
    page
}

pub(super) fn configure(config: &mut web::ServiceConfig, contracts: &Contracts) {
    let (full, open) = (contracts.full.clone(), contracts.open.clone());
    let serve = |text: Arc<str>| {
        web::get().to(move || {
            let text = text.clone();
            async move {
                HttpResponse::Ok()
                    .content_type("application/json")
                    .insert_header((header::CACHE_CONTROL, "public, max-age=60"))
                    .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
                    .body(text.to_string())
            }
        })
    };
    config
        .service(web::resource("/openapi/openapi.json").route(serve(full)))
        .service(web::resource("/openapi/open.json").route(serve(open)))
        .service(web::resource("/problems/{code}").route(web::get().to(problem_page)))
        .service(web::resource("/docs").route(web::get().to(|| moved("/docs/"))))
        .service(web::resource("/docs/open").route(web::get().to(|| moved("/docs/open/"))))
        .service(web::resource(["/docs/", "/docs/index.html"]).route(reference_page("代表之家 · API")))
        .service(
            web::resource(["/docs/open/", "/docs/open/index.html"])
                .route(reference_page("代表之家 · 开放接口 Open API")),
        )
        // What third parties may rely on, on a page of its own: nobody need look for it among what is not for them, or
        // for a field to type another address into.
        .service(
            SwaggerUi::new("/docs/open/{_:.*}").config(Config::new(["/openapi/open.json"]).use_base_layout()),
        )
        .service(
            SwaggerUi::new("/docs/{_:.*}")
                .config(Config::new(["/openapi/openapi.json", "/openapi/open.json"])),
        );
}

/// The page around the reference, which would otherwise bear the name of the program that draws it.
fn reference_page(title: &'static str) -> Route {
    let page = include_str!("reference.html").replace("{title}", title);
    web::get().to(move || {
        let page = page.clone();
        async move { HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page) }
    })
}

async fn moved(to: &'static str) -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, to)).finish()
}

/// The page of one error code, as plain text: the `type` of problem documents leads here.
async fn problem_page(request: HttpRequest, code: web::Path<String>) -> ApiResult<HttpResponse> {
    let entry = ErrorCode::find(&code).ok_or(ErrorCode::RouteNotFound)?;
    let text = match Language::of(&request) {
        Language::Chinese => entry.zh(),
        Language::English => entry.en(),
    };
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(format!(
        "{} (HTTP {})\n\n{text}\n",
        entry.code(),
        entry.status()
    )))
}
