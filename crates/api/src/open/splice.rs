//! Lists of documents that are already written: joined, not parsed and written again, so that every door sends the same
//! bytes.

use actix_web::web::Bytes;
use serde::Serialize;

/// `{"items":[…], …rest}`: `rest` has to be an object.
pub(super) fn list<'d>(items: impl Iterator<Item = &'d str>, rest: &impl Serialize) -> anyhow::Result<Bytes> {
    let mut body = String::from("{\"items\":[");
    for (place, item) in items.enumerate() {
        if place > 0 {
            body.push(',');
        }
        body.push_str(item);
    }
    body.push(']');
    append(&mut body, &serde_json::to_string(rest)?);
    Ok(Bytes::from(body))
}

/// `{…head, "data": document}`: `head` has to be an object with members.
pub(super) fn with_data(head: &impl Serialize, document: Option<&str>) -> anyhow::Result<String> {
    let mut text = serde_json::to_string(head)?;
    text.pop();
    text.push_str(",\"data\":");
    text.push_str(document.unwrap_or("null"));
    text.push('}');
    Ok(text)
}

/// Goes on with the members of an object.
fn append(body: &mut String, object: &str) {
    let members = object.strip_prefix('{').unwrap_or(object);
    if members != "}" {
        body.push(',');
    }
    body.push_str(members);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn what_is_spliced_is_json() {
        let body = list([r#"{"a":1}"#, r#"{"b":"]"}"#].into_iter(), &json!({"next_cursor": null})).unwrap();
        let read: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(read, json!({"items": [{"a": 1}, {"b": "]"}], "next_cursor": null}));
        let body = list(std::iter::empty(), &json!({})).unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&body).unwrap(), json!({"items": []}));
    }

    #[test]
    fn an_entry_without_a_document_says_so() {
        let read = |document| {
            serde_json::from_str::<Value>(&with_data(&json!({"seq": 7}), document).unwrap()).unwrap()
        };
        assert_eq!(read(None), json!({"seq": 7, "data": null}));
        assert_eq!(read(Some(r#"{"id":"x"}"#)), json!({"seq": 7, "data": {"id": "x"}}));
    }
}
