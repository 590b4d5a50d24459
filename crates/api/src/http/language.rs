use actix_web::{HttpRequest, http::header};

/// Language of titles, details and labels; codes never change with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// 简体中文
    #[default]
    Chinese,
    /// English
    English,
}

impl Language {
    /// From `Accept-Language`: the first listed language that we have.
    pub fn of(request: &HttpRequest) -> Self {
        let header = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Self::parse(header.unwrap_or_default())
    }

    fn parse(header: &str) -> Self {
        header
            .split(',')
            .filter_map(|part| match part.trim().get(..2)?.to_ascii_lowercase().as_str() {
                "zh" => Some(Self::Chinese),
                "en" => Some(Self::English),
                _ => None,
            })
            .next()
            .unwrap_or_default()
    }

    /// Tag for `Content-Language`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn the_first_known_language_wins() {
        assert_eq!(Language::parse("fr, en;q=0.8, zh;q=0.7"), Language::English);
        assert_eq!(Language::parse("zh-Hans-CN"), Language::Chinese);
        assert_eq!(Language::parse("é"), Language::Chinese);
        assert_eq!(Language::parse(""), Language::Chinese);
    }
}
