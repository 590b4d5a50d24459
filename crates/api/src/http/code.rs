use domain::kernel::Coded;
use serde_json::Value;
use std::marker::PhantomData;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type},
};

/// The schema of a closed vocabulary of the domain: its codes, with the official words in the
/// description. Used as `#[schema(value_type = …)]` through an alias.
pub struct Code<T>(PhantomData<T>);

impl<T: Coded> PartialSchema for Code<T> {
    fn schema() -> RefOr<Schema> {
        let words = T::VALUES.iter().map(|value| format!("`{}` {}", value.as_code(), value.as_zh()));
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(words.collect::<Vec<_>>().join(" · ")))
            .enum_values(Some(T::VALUES.iter().map(|value| Value::from(value.as_code()))))
            .examples(T::VALUES.first().map(|value| Value::from(value.as_code())))
            .build()
            .into()
    }
}

impl<T: Coded> ToSchema for Code<T> {
    fn name() -> std::borrow::Cow<'static, str> {
        T::NAME.into()
    }
}
