//! Which text a document can hold. Checked once for all renderers, on the serialised document, so that no field is forgotten.

use serde_json::Value;

use crate::DocumentError;

/// Most characters in one document: about 300 pages, far above any letter and far below what would stall the typesetter.
/// Each chapter of a collection and each of several documents in one file may have as many.
pub const MAX_CHARS: usize = 200_000;

/// Most characters in one file, whatever it is made of: about 6,000 pages.
const MAX_FILE: usize = 4_000_000;

/// Refuses control characters and noncharacters anywhere in the document.
pub(super) fn check(document: &Value) -> Result<(), DocumentError> {
    let (mut part, mut all) = (0, 0);
    let mut path = String::new();
    let members = document.as_object().into_iter().flatten();
    for (key, value) in members {
        let blocks = value.as_array().filter(|_| key == "blocks");
        let Some(blocks) = blocks else {
            descend(&mut path, key, value, &mut part)?;
            continue;
        };
        for (place, block) in blocks.iter().enumerate() {
            let begins = matches!(block["kind"].as_str(), Some("chapter" | "next_document"));
            if begins {
                all += std::mem::take(&mut part);
            }
            descend(&mut path, &format!("blocks.{place}"), block, &mut part)?;
            within(part, MAX_CHARS)?;
        }
    }
    within(part, MAX_CHARS)?;
    within(all + part, MAX_FILE)
}

fn within(chars: usize, max: usize) -> Result<(), DocumentError> {
    if chars > max { Err(DocumentError::TooLong { chars, max }) } else { Ok(()) }
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
