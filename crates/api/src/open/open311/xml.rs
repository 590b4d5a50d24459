//! The standard's XML, from the same values as its JSON.

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};
use serde_json::Value;
use std::io;

/// A document: `root`, and each value of a list in an element `item`.
pub(super) fn document(root: &str, item: &str, value: &Value) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    element(&mut writer, root, item, value)?;
    Ok(writer.into_inner())
}

fn element(writer: &mut Writer<Vec<u8>>, name: &str, item: &str, value: &Value) -> io::Result<()> {
    writer.write_event(Event::Start(BytesStart::new(name)))?;
    match value {
        Value::Null => {}
        Value::String(text) => writer.write_event(Event::Text(BytesText::new(text)))?,
        Value::Bool(_) | Value::Number(_) => {
            writer.write_event(Event::Text(BytesText::new(&value.to_string())))?;
        }
        Value::Array(items) => {
            for one in items {
                element(writer, item, "item", one)?;
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                // Lists are called by their plural: `formats` holds `format`.
                element(writer, name, name.strip_suffix('s').unwrap_or("item"), value)?;
            }
        }
    }
    writer.write_event(Event::End(BytesEnd::new(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_become_elements_and_what_would_be_markup_is_escaped() {
        let value =
            json!([{"title": "a < b & \"c\"", "none": null, "metadata": false, "formats": ["x", "y"]}]);
        let text = String::from_utf8(document("services", "service", &value).unwrap()).unwrap();
        assert_eq!(
            text,
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><services><service><title>a &lt; b &amp; &quot;c&quot;</title>\
             <none></none><metadata>false</metadata><formats><format>x</format><format>y</format></formats></service></services>"
        );
    }
}
