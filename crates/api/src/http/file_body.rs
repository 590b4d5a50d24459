use documents::sheet::Format;
use domain::{file::FileKind, integration::ExportFormat};
use std::collections::BTreeMap;
use utoipa::{
    IntoResponses, PartialSchema, ToSchema,
    openapi::{
        ContentBuilder, KnownFormat, ObjectBuilder, RefOr, Response, ResponseBuilder, Schema, SchemaFormat,
        Type,
    },
};

/// The schema of an answer that is a file.
pub struct FileBody;

impl PartialSchema for FileBody {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .build()
            .into()
    }
}

impl ToSchema for FileBody {
    fn name() -> std::borrow::Cow<'static, str> {
        "FileBody".into()
    }
}

/// The answer of an export (导出): a sheet, in the format that was asked for.
pub struct SheetFile;

impl IntoResponses for SheetFile {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let content = || ContentBuilder::new().schema(Some(FileBody::schema())).build();
        let mut answer = ResponseBuilder::new().description("The file");
        for format in [Format::Csv, Format::Xlsx] {
            let media_type = format.media_type().split(';').next().unwrap_or_default();
            answer = answer.content(media_type, content());
        }
        BTreeMap::from([("200".to_owned(), answer.build().into())])
    }
}

/// The answer of a download (下载附件): bytes of one of the kinds that may be uploaded, whole or the range asked for.
pub struct StoredFile;

impl IntoResponses for StoredFile {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let answer = |description: &str| {
            let content = || ContentBuilder::new().schema(Some(FileBody::schema())).build();
            let answer = ResponseBuilder::new().description(description);
            FileKind::ALL.iter().fold(answer, |answer, kind| answer.content(kind.media_type(), content()))
        };
        BTreeMap::from([
            ("200".to_owned(), answer("The content").build().into()),
            ("206".to_owned(), answer("The range that was asked for").build().into()),
        ])
    }
}

/// The answer of an export for other systems (数据导出), whole or the range asked for.
pub struct ExportFile;

impl IntoResponses for ExportFile {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let answer = |description: &str| {
            let content = || ContentBuilder::new().schema(Some(FileBody::schema())).build();
            let packed =
                ResponseBuilder::new().description(description).content("application/gzip", content());
            ExportFormat::ALL.iter().fold(packed, |answer, format| {
                let media_type = format.media_type().split(';').next().unwrap_or_default();
                answer.content(media_type, content())
            })
        };
        BTreeMap::from([
            ("200".to_owned(), answer("The file").build().into()),
            ("206".to_owned(), answer("The range that was asked for").build().into()),
        ])
    }
}
