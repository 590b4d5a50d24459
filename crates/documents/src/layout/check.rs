//! Which text a document can hold. Checked once for all renderers, on the serialised document, so that no field is forgotten.

use serde_json::Value;

use crate::DocumentError;

/// Most characters in one document: about 300 pages, far above any letter and far below what would stall the typesetter.
pub const MAX_CHARS: usize = 200_000;

/// Refuses control characters and noncharacters anywhere in the document.
pub(super) fn check(document: &Value) -> Result<(), DocumentError> {
    let mut chars = 0;
    walk(document, &mut String::new(), &mut chars)?;
    if chars > MAX_CHARS {
        return Err(DocumentError::TooLong { chars, max: MAX_CHARS });
    }
    Ok(())
}

fn walk(value: &Value, path: &mut String, chars: &mut usize) -> Result<(), DocumentError> {
    match value {
        Value::String(text) => {
            for c in text.chars() {
                *chars += 1;
                if is_unprintable(c) {
                    return Err(DocumentError::ForbiddenCharacter {
                        field: path.clone(),
                        code_point: c as u32,
                    });
                }
            }
            Ok(())
        }
        Value::Array(items) => {
            items.iter().enumerate().try_for_each(|(i, item)| descend(path, &i.to_string(), item, chars))
        }
        Value::Object(map) => map.iter().try_for_each(|(key, item)| descend(path, key, item, chars)),
        _ => Ok(()),
    }
}

fn descend(path: &mut String, step: &str, value: &Value, chars: &mut usize) -> Result<(), DocumentError> {
    let length = path.len();
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(step);
    walk(value, path, chars)?;
    path.truncate(length);
    Ok(())
}

/// XML 1.0 has no way to write these, and a PDF shows nothing for them.
fn is_unprintable(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}
