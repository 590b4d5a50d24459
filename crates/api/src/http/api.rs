use super::{
    ApiError, Problem,
    authenticate::{authenticate, presume},
    page_document::describe_page,
};
use crate::open::Gate;
use actix_web::{
    FromRequest, Handler, HttpRequest, Responder, Route, Scope, guard, http::Method, middleware::from_fn, web,
};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Components, ContentBuilder, OpenApi, Paths, Ref, RefOr, Response, ResponseBuilder, Schema,
        path::{HttpMethod, Operation, ParameterIn, PathItem},
    },
};

/// The one list of routes: from the same declaration come the actix route and the operation in the
/// OpenAPI document, so neither can exist without the other.
///
/// `api.route(__path_create_account, create_account)`: the first argument is the unit struct that
/// `#[utoipa::path]` generates beside the handler. A route asks for a token unless its operation
/// says `security(())`.
pub struct Api {
    document: OpenApi,
    resources: Vec<(String, Vec<(Method, Route)>)>,
}

/// Marker for documents that are rendered from [`Api::into_document`].
pub type PublicDocument = OpenApi;

impl Api {
    /// No routes yet, over a document that has its title and tags.
    pub fn new(mut document: OpenApi) -> Self {
        let components = document.components.get_or_insert_with(Components::new);
        let mut schemas = vec![("Problem".to_owned(), Problem::schema())];
        Problem::schemas(&mut schemas);
        components.schemas.extend(schemas);
        for (name, text) in PROBLEMS {
            components.responses.insert((*name).to_owned(), problem_response(text).into());
        }
        Self { document, resources: Vec::new() }
    }

    /// Adds one operation with its handler.
    ///
    /// # Panics
    /// At start and in every test, when the operation is declared twice, has no security statement,
    /// or brings a schema under a name that another type has.
    pub fn route<'t, P, F, Args>(&mut self, operation: P, handler: F) -> &mut Self
    where
        P: utoipa::Path + utoipa::__dev::SchemaReferences + utoipa::__dev::Tags<'t>,
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.add(operation, handler, |route| route.wrap(from_fn(authenticate)))
    }

    /// As [`Api::route`], for what is asked most: the handler takes a [`PresumedCaller`](super::PresumedCaller), whose
    /// account it confirms with the statement that reads the data.
    ///
    /// # Panics
    /// As [`Api::route`].
    pub fn route_presuming<'t, P, F, Args>(&mut self, operation: P, handler: F) -> &mut Self
    where
        P: utoipa::Path + utoipa::__dev::SchemaReferences + utoipa::__dev::Tags<'t>,
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.add(operation, handler, |route| route.wrap(from_fn(presume)))
    }

    /// As [`Api::route`], for other systems: the handler takes a [`KeyCaller`](crate::open::KeyCaller). With
    /// `security((), ("key" = []))` a key is looked at when there is one; such a handler takes an `Option`.
    ///
    /// Which quota a call is taken from follows from its address and method, or is said by the operation:
    /// `extensions(("x-limit-class" = json!("heavy")))`. It stands in the document either way.
    ///
    /// # Panics
    /// As [`Api::route`].
    pub fn route_keyed<'t, P, F, Args>(&mut self, operation: P, handler: F) -> &mut Self
    where
        P: utoipa::Path + utoipa::__dev::SchemaReferences + utoipa::__dev::Tags<'t>,
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        assert!(is_open(&P::path()), "{}: keys are for /api/v1/open", P::path());
        self.add(operation, handler, |route| route)
    }

    fn add<'t, P, F, Args>(&mut self, _operation: P, handler: F, wrap: fn(Route) -> Route) -> &mut Self
    where
        P: utoipa::Path + utoipa::__dev::SchemaReferences + utoipa::__dev::Tags<'t>,
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let path = P::path();
        let method = P::methods().into_iter().next().expect("utoipa gives every operation a method");
        let mut operation = P::operation();
        if operation.tags.as_ref().is_none_or(Vec::is_empty) {
            operation.tags = Some(P::tags().into_iter().map(str::to_owned).collect());
        }
        let public =
            is_public(&operation).unwrap_or_else(|| panic!("{path}: say security(…) or security(())"));
        // Whoever asks there is limited, and by a key if that is what he shows.
        let gate = is_open(&path).then(|| Gate::of(&mut operation, &path, &method));
        describe_refusals(&mut operation, &path, &method, public);
        let mut schemas = Vec::new();
        P::schemas(&mut schemas);
        describe_page(&mut operation, &method, &schemas);
        self.document_operation(&path, method.clone(), operation);
        self.document_schemas(schemas);

        let method = actix_method(&method);
        // Whoever may read may ask for the head alone; the protocol layer leaves the body out.
        let route = match method {
            Method::GET => web::route().guard(guard::Any(guard::Get()).or(guard::Head())),
            _ => web::method(method.clone()),
        };
        let route = match gate {
            Some(gate) => gate.guard(route.to(handler)),
            None if public => route.to(handler),
            None => wrap(route.to(handler)),
        };
        match self.resources.iter_mut().find(|(known, _)| *known == path) {
            Some((_, routes)) => routes.push((method, route)),
            None => self.resources.push((path, vec![(method, route)])),
        }
        self
    }

    fn document_operation(&mut self, path: &str, method: HttpMethod, operation: Operation) {
        let paths: &mut Paths = &mut self.document.paths;
        match paths.paths.get_mut(path) {
            Some(item) => {
                let mut one = PathItem::new(method.clone(), operation);
                let (slot, fresh) = match method {
                    HttpMethod::Get => (&mut item.get, one.get.take()),
                    HttpMethod::Post => (&mut item.post, one.post.take()),
                    HttpMethod::Put => (&mut item.put, one.put.take()),
                    HttpMethod::Patch => (&mut item.patch, one.patch.take()),
                    HttpMethod::Delete => (&mut item.delete, one.delete.take()),
                    _ => panic!("{path}: a method we do not use"),
                };
                assert!(slot.is_none(), "{path} is declared twice for one method");
                *slot = fresh;
            }
            None => {
                paths.paths.insert(path.to_owned(), PathItem::new(method, operation));
            }
        }
    }

    fn document_schemas(&mut self, schemas: Vec<(String, RefOr<Schema>)>) {
        let components = self.document.components.get_or_insert_with(Components::new);
        for (name, schema) in schemas {
            if let Some(known) = components.schemas.get(&name) {
                assert!(*known == schema, "two types share the schema name {name}");
            }
            components.schemas.insert(name, schema);
        }
    }

    /// The OpenAPI document.
    ///
    /// # Panics
    /// When it refers to a schema that it does not hold: one that only a query parameter names is not collected, and
    /// must be written `#[param(inline, …)]`.
    pub fn into_document(self) -> OpenApi {
        let missing = unresolved(&self.document);
        assert!(missing.is_empty(), "schemas that are referred to but missing: {missing:?}");
        self.document
    }

    /// Registers the routes; a known path with another method answers 405 with `Allow`.
    pub fn configure(mut self, config: &mut web::ServiceConfig) {
        // The first resource that matches answers: `/suggestions/counts` has to stand before `/suggestions/{id}`,
        // and `{` sorts after every letter.
        self.resources.sort_by(|(one, _), (other, _)| one.cmp(other));
        // Addresses are compared one after the other: so that a request is not compared with hundreds, those of a
        // feature stand behind their common beginning.
        let mut scopes: Vec<(String, Scope)> = Vec::new();
        for (path, routes) in self.resources {
            let (beginning, path) = path.split_at(common_beginning(&path));
            let mut allow: Vec<_> = routes.iter().map(|(method, _)| method.to_string()).collect();
            if allow.iter().any(|method| method == "GET") {
                allow.push("HEAD".to_owned());
            }
            let allow = allow.join(", ");
            let resource = routes
                .into_iter()
                .fold(web::resource(path), |resource, (_, route)| resource.route(route))
                .default_service(web::to(move |_: HttpRequest| {
                    let refused = ApiError::Method(allow.clone());
                    async move { Err::<actix_web::HttpResponse, _>(refused) }
                }));
            if beginning.is_empty() {
                config.service(resource);
                continue;
            }
            // A second scope of the same beginning would never be reached.
            let known = scopes.iter().position(|(known, _)| known == beginning);
            let (_, scope) =
                known.map_or_else(|| (String::new(), web::scope(beginning)), |at| scopes.swap_remove(at));
            scopes.push((beginning.to_owned(), scope.service(resource)));
        }
        for (_, scope) in scopes {
            config.service(scope);
        }
    }
}

/// Length of what the addresses of a feature have in common: `/api/v1/suggestions`, `/api/v1/public/suggestions`; none
/// for addresses outside of the API.
fn common_beginning(path: &str) -> usize {
    let depth = if path.starts_with("/api/v1/public/") || is_open(path) { 4 } else { 3 };
    if !path.starts_with("/api/v1/") {
        return 0;
    }
    path.match_indices('/').nth(depth).map_or(path.len(), |(at, _)| at)
}

/// True for addresses of other systems.
fn is_open(path: &str) -> bool {
    path.starts_with("/api/v1/open/")
}

/// Names of schemas that the document refers to and does not hold.
fn unresolved(document: &OpenApi) -> Vec<String> {
    const PREFIX: &str = "\"#/components/schemas/";
    let text = serde_json::to_string(document).unwrap_or_default();
    let known = document.components.as_ref().map(|components| &components.schemas);
    let mut names: Vec<String> = text
        .split(PREFIX)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|name| !known.is_some_and(|known| known.contains_key(*name)))
        .map(str::to_owned)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// `Some(true)` for `security(())`, `Some(false)` for a scheme, `None` when nothing is said.
fn is_public(operation: &Operation) -> Option<bool> {
    let requirements = serde_json::to_value(operation.security.as_ref()?).ok()?;
    let list = requirements.as_array()?;
    Some(list.iter().all(|one| one.as_object().is_some_and(serde_json::Map::is_empty)))
}

fn actix_method(method: &HttpMethod) -> Method {
    match method {
        HttpMethod::Get => Method::GET,
        HttpMethod::Post => Method::POST,
        HttpMethod::Put => Method::PUT,
        HttpMethod::Patch => Method::PATCH,
        HttpMethod::Delete => Method::DELETE,
        HttpMethod::Head => Method::HEAD,
        HttpMethod::Options => Method::OPTIONS,
        HttpMethod::Trace => Method::TRACE,
    }
}

/// Refusals that operations share, by component name.
const PROBLEMS: &[(&str, &str)] = &[
    ("BadRequest", "The request cannot be read (请求格式不正确)"),
    ("Unauthorized", "Not signed in, or no longer (未登录或登录已失效)"),
    ("Forbidden", "Visible, but not allowed (无权进行此项操作)"),
    ("NotFound", "Does not exist, or may not be seen (不存在或无权查看)"),
    ("Conflict", "Not possible in the present state (当前状态不允许)"),
    ("PreconditionFailed", "Somebody has changed it; the current ETag is in the answer (版本已更新)"),
    ("PayloadTooLarge", "The body is too large (内容过大)"),
    ("UnsupportedMediaType", "The content type is not supported (不支持的内容类型)"),
    ("UnprocessableContent", "Fields need to be corrected, all told at once (字段有误)"),
    ("PreconditionRequired", "If-Match is missing (缺少 If-Match)"),
    ("TooManyRequests", "Too many requests; see Retry-After (请求过于频繁)"),
    ("InternalError", "A defect; quote the request id (系统内部错误)"),
    ("ServiceUnavailable", "Busy; see Retry-After (系统繁忙)"),
];

fn problem_response(text: &str) -> Response {
    ResponseBuilder::new()
        .description(text)
        .content(
            "application/problem+json",
            ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build(),
        )
        .build()
}

/// Adds the refusals that follow from what the operation is, so that no handler forgets one.
fn describe_refusals(operation: &mut Operation, path: &str, method: &HttpMethod, public: bool) {
    let header = |name: &str| {
        operation
            .parameters
            .as_ref()
            .is_some_and(|list| list.iter().any(|parameter| matches!(parameter, RefOr::T(p) if p.name == name && p.parameter_in == ParameterIn::Header)))
    };
    let writes = !matches!(method, HttpMethod::Get | HttpMethod::Head);
    let (conditional, body) = (header("If-Match"), operation.request_body.is_some());
    let mut add = |condition: bool, status: &str, name: &str| {
        if condition && !operation.responses.responses.contains_key(status) {
            let reference = Ref::from_response_name(name);
            operation.responses.responses.insert(status.to_owned(), RefOr::Ref(reference));
        }
    };
    add(true, "400", "BadRequest");
    add(!public, "401", "Unauthorized");
    add(!public, "403", "Forbidden");
    add(path.contains('{'), "404", "NotFound");
    add(writes, "409", "Conflict");
    add(conditional, "412", "PreconditionFailed");
    add(body, "413", "PayloadTooLarge");
    add(body, "415", "UnsupportedMediaType");
    add(writes, "422", "UnprocessableContent");
    add(conditional, "428", "PreconditionRequired");
    add(true, "429", "TooManyRequests");
    add(true, "500", "InternalError");
    add(true, "503", "ServiceUnavailable");
}
