use super::AddressRule;
use crate::kernel::{ErrorCode, FieldError};
use core::net::IpAddr;
use url::{Host, Url};

/// Longest address, in characters.
const LONGEST: usize = 2_048;

/// 推送地址, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookUrl(Url);

/// What the operator allows of addresses.
#[derive(Clone, Debug, Default)]
pub struct UrlRule {
    /// Which machines.
    pub addresses: AddressRule,
    /// `http` as well as `https`.
    pub plain_http: bool,
}

impl WebhookUrl {
    /// Checks what somebody has written: `https`, a host, nothing of a user, no fragment, no address that may not be
    /// called. A host name is checked again when it is resolved, before every call.
    ///
    /// # Errors
    /// At `pointer`: `text.required`, `text.too_long`, `webhook.url_invalid`, `webhook.url_not_https`,
    /// `webhook.url_refused`.
    pub fn parse(rule: &UrlRule, pointer: &str, text: &str) -> Result<Self, FieldError> {
        let refuse = |code| FieldError::new(pointer, code);
        let text = text.trim();
        if text.is_empty() {
            return Err(refuse(ErrorCode::TextRequired));
        }
        let actual = text.chars().count();
        if actual > LONGEST {
            return Err(refuse(ErrorCode::TextTooLong).param("max", LONGEST).param("actual", actual));
        }
        let url = Url::parse(text).map_err(|_| refuse(ErrorCode::WebhookUrlInvalid))?;
        match url.scheme() {
            "https" => {}
            "http" if rule.plain_http => {}
            "http" => return Err(refuse(ErrorCode::WebhookUrlNotHttps)),
            _ => return Err(refuse(ErrorCode::WebhookUrlInvalid)),
        }
        let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        // Port 0 cannot be connected to.
        if !plain || url.port() == Some(0) || url.as_str().len() > LONGEST {
            return Err(refuse(ErrorCode::WebhookUrlInvalid));
        }
        let checked = Self(url);
        match checked.literal() {
            Some(address) if rule.addresses.check(address).is_err() => {
                Err(refuse(ErrorCode::WebhookUrlRefused))
            }
            _ => Ok(checked),
        }
    }

    /// The address, when the host is written as one in any of the notations that browsers read (`0x7f.1`, `2130706433`).
    pub fn literal(&self) -> Option<IpAddr> {
        match self.0.host()? {
            Host::Domain(_) => None,
            Host::Ipv4(address) => Some(address.into()),
            Host::Ipv6(address) => Some(address.into()),
        }
    }

    /// The address as it is called.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Its parts.
    pub fn parts(&self) -> &Url {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<ErrorCode> {
        WebhookUrl::parse(&UrlRule::default(), "#/url", text).err().map(|error| error.code)
    }

    #[test]
    fn an_address_of_the_internet() {
        for text in [
            "https://hooks.example.cn/in?x=1",
            " https://example.org:8443/ ",
            "https://泗安.example/收",
            "https://8.8.8.8/",
        ] {
            assert_eq!(code(text), None, "{text}");
        }
        let url = WebhookUrl::parse(&UrlRule::default(), "#/url", "https://泗安.example/收").unwrap();
        assert!(url.as_str().is_ascii(), "{}", url.as_str());
    }

    #[test]
    fn what_is_no_address_for_calls() {
        for text in [
            "hooks",
            "/in",
            "ftp://example.org/",
            "file:///etc/passwd",
            "https://",
            "https://a:b@example.org/",
            "https://u@example.org/",
            "https://example.org/#x",
            "https://example.org:0/",
            "javascript:alert(1)",
        ] {
            assert_eq!(code(text), Some(ErrorCode::WebhookUrlInvalid), "{text}");
        }
        assert_eq!(code("http://example.org/"), Some(ErrorCode::WebhookUrlNotHttps));
        assert_eq!(code(" "), Some(ErrorCode::TextRequired));
        assert_eq!(code(&format!("https://example.org/{}", "a".repeat(2_048))), Some(ErrorCode::TextTooLong));
    }

    #[test]
    fn an_inner_address_is_found_in_every_notation() {
        for host in [
            "127.0.0.1",
            "0x7f.1",
            "2130706433",
            "0177.0.0.1",
            "127.1",
            "[::1]",
            "[::ffff:10.0.0.1]",
            "169.254.169.254",
            "１２７.0.0.1",
            "0",
        ] {
            assert_eq!(code(&format!("https://{host}/")), Some(ErrorCode::WebhookUrlRefused), "{host}");
        }
    }

    #[test]
    fn the_operator_may_allow_more() {
        let addresses = AddressRule { allowed: vec!["127.0.0.0/8".parse().unwrap()] };
        let rule = UrlRule { addresses, plain_http: true };
        assert!(WebhookUrl::parse(&rule, "#/url", "http://127.0.0.1:9000/in").is_ok());
        assert!(WebhookUrl::parse(&rule, "#/url", "http://10.0.0.1/in").is_err());
    }
}
