use utoipa::openapi::{
    KnownFormat, ObjectBuilder, RefOr, Required, Schema, SchemaFormat, Type,
    path::{HttpMethod, Operation, Parameter, ParameterBuilder, ParameterIn},
};

/// Describes `limit` and `cursor` of every list, and leaves `include` to lists. They are no part of what a cursor is bound to, so the query types leave
/// them out of serialisation, and the derive then leaves them out of the document.
pub(super) fn describe_page(
    operation: &mut Operation,
    method: &HttpMethod,
    schemas: &[(String, RefOr<Schema>)],
) {
    if !matches!(method, HttpMethod::Get) {
        return;
    }
    let page = answers_page(operation, schemas);
    let known = operation.parameters.get_or_insert_with(Vec::new);
    if !page {
        // A file of the list takes the list's filter, and refuses what is about pages.
        known.retain(|parameter| !matches!(parameter, RefOr::T(one) if one.name == "include"));
        return;
    }
    let has = |known: &[RefOr<Parameter>], name: &str| {
        known.iter().any(|parameter| matches!(parameter, RefOr::T(one) if one.name == name))
    };
    if !has(known, "limit") {
        let schema = ObjectBuilder::new()
            .schema_type(Type::Integer)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int32)))
            .minimum(Some(1))
            .maximum(Some(200));
        known.push(RefOr::T(parameter("limit", "Rows per page, 1–200, default 50.", schema)));
    }
    if !has(known, "cursor") {
        let schema = ObjectBuilder::new().schema_type(Type::String);
        known.push(RefOr::T(parameter("cursor", "`next_cursor` of the page before.", schema)));
    }
}

fn parameter(name: &str, text: &str, schema: ObjectBuilder) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(text))
        .schema(Some(schema))
        .build()
}

/// True when the good answer has a `next_cursor`.
fn answers_page(operation: &Operation, schemas: &[(String, RefOr<Schema>)]) -> bool {
    let Some(RefOr::T(response)) = operation.responses.responses.get("200") else { return false };
    let Some(RefOr::T(content)) = response.content.get("application/json") else { return false };
    let Some(RefOr::Ref(reference)) = content.schema.as_ref() else { return false };
    let name = reference.ref_location.rsplit('/').next().unwrap_or_default();
    schemas.iter().any(|(known, schema)| {
        known == name
            && matches!(schema, RefOr::T(Schema::Object(object)) if object.properties.contains_key("next_cursor"))
    })
}
