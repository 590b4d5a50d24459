//! The one list of features.

use crate::{
    account, audit, ballot, calendar, deputy, file, group, http::Api, import, integration, letter,
    notification, open, org, platform, search, settings, standing, suggestion, view,
};
use utoipa::{
    OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};

/// Title, tags and security scheme of the API document.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "代表之家 · Deputies' Home API",
        description = "JSON API of a county people's congress: deputies, their suggestions (代表建议) and how units \
                       answer them. Errors are problem documents (RFC 9457); lists are keyset-paged; commands need \
                       `If-Match`; creating requests accept `Idempotency-Key`.",
        contact(name = "The integration administrator of the congress that runs this installation (数据接口管理员)"),
        license(name = "Proprietary", identifier = "LicenseRef-Proprietary")
    ),
    tags(
        (name = "account", description = "Sign-in, sessions, accounts and roles (账号)"),
        (name = "audit", description = "The audit log, for auditors (审计日志)"),
        (name = "calendar", description = "Working calendar and deadlines (工作日历与期限)"),
        (name = "settings", description = "Settings with history (系统设置)"),
        (name = "suggestion", description = "Suggestions of deputies and how they are handled (代表建议)"),
        (name = "standing", description = "Where things stand: lists behind numbers, scores, lights, trials (知情掌握)"),
        (name = "org", description = "Terms, sessions, jurisdictions, constituencies, units, persons (组织与人员)"),
        (name = "deputy", description = "Deputies, delegations, composition (人大代表)"),
        (name = "group", description = "Deputy groups and their members (代表小组)"),
        (name = "ballot", description = "The yearly supervision meeting and its secret ballot (督办会与无记名测评)"),
        (name = "import", description = "Import of office sheets: rosters, units, ledgers (导入)"),
        (name = "search", description = "Search over everything (检索)"),
        (name = "public", description = "The portal, without sign-in (公开信息)"),
        (name = "file", description = "Files that are handed in (附件)"),
        (name = "letter", description = "Suggestion papers and reply letters, as PDF and Word files (专用纸与答复函)"),
        (name = "integration", description = "Keys and webhooks of other systems, for their administrator (数据接口)"),
        (name = "open", description = "For other systems: status pull, change feed, exports, webhooks (数据接口)"),
        (name = "notification", description = "What people are told, and how (消息通知)"),
        (name = "view", description = "Saved views of lists (常用视图)"),
        (name = "platform", description = "Health and documentation (平台)"),
    ),
    servers((url = "/", description = "This installation"))
)]
struct Document;

/// Every route of the program, for the server and for the document.
pub fn register() -> Api {
    let mut document = Document::openapi();
    let components = document.components.get_or_insert_default();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some("Access token of `POST /api/v1/auth/login`, valid five minutes."))
        .build();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    let key = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("dbk_…")
        .description(Some(
            "A key that the congress has given to another system: `Authorization: Bearer dbk_live_…`, or `dbk_test_…` for \
             the sandbox. In the header only; a key in an address is never read.",
        ))
        .build();
    components.add_security_scheme("key", SecurityScheme::Http(key));
    let mut api = Api::new(document);
    platform::register(&mut api);
    account::register(&mut api);
    audit::register(&mut api);
    calendar::register(&mut api);
    settings::register(&mut api);
    standing::register(&mut api);
    suggestion::register(&mut api);
    org::register(&mut api);
    deputy::register(&mut api);
    group::register(&mut api);
    ballot::register(&mut api);
    search::register(&mut api);
    file::register(&mut api);
    letter::register(&mut api);
    import::register(&mut api);
    integration::register(&mut api);
    notification::register(&mut api);
    view::register(&mut api);
    open::register(&mut api);
    api
}
