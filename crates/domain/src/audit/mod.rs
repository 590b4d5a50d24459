//! 审计日志: what of a line an auditor is shown.
//!
//! The three administrators see no business data and no personal data (三员分立, `domain.md` §2): of a suggestion, a deputy or
//! a person the log tells them that a field was changed, by whom and when, but not what it says.

/// Subjects whose fields are neither business nor personal data.
const OPEN: &[&str] = &[
    "account",
    "login_session",
    "audit",
    "setting",
    "calendar_year",
    "register",
    "import",
    "jurisdiction",
    "constituency",
    "term",
    "congress_session",
    "unit",
    "delegation",
    "group",
    "open_export",
];

/// Fields of the other subjects that an auditor judges by: where a matter stands, what was exported, and which
/// protected field was shown to somebody for which reason.
const JUDGED_BY: &[(&str, &[&str])] = &[
    ("suggestion", &["status", "official_no", "ledger", "format", "rows"]),
    ("deputy", &["status", "status_since"]),
    ("person", &["field", "reason", "protected_fields"]),
    ("file", &["kind", "size", "media_type"]),
    // The address may hold a token; its host says where data go.
    (
        "webhook",
        &[
            "host",
            "event_types",
            "status",
            "disabled_reason",
            "by_key",
            "overlap_hours",
            "from_seq",
            "to_seq",
        ],
    ),
    // All but the contact, who is a person.
    (
        "api_key",
        &[
            "jurisdiction",
            "name",
            "owner",
            "scopes",
            "unit",
            "networks",
            "sandbox",
            "expires_at",
            "revoked_at",
            "secrets",
            "reason",
        ],
    ),
];

/// Whether an auditor reads the value of `field` of a line about `subject`, or only that it was changed. A subject that
/// is not known here shows nothing.
pub fn shows_value(subject: &str, field: &str) -> bool {
    OPEN.contains(&subject)
        || JUDGED_BY.iter().any(|(known, fields)| *known == subject && fields.contains(&field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auditors_see_administration_whole_and_business_not_at_all() {
        let shown = [
            ("account", "display_name"),
            ("setting", "value"),
            ("suggestion", "status"),
            ("person", "reason"),
        ];
        let hidden = [
            ("suggestion", "text"),
            ("suggestion", "confidentiality"),
            ("suggestion", "replies/0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52"),
            ("person", "birth_on"),
            ("person", "name"),
            ("deputy", "employer"),
            ("file", "name"),
            ("opinion", "status"),
        ];
        assert!(shown.iter().all(|(subject, field)| shows_value(subject, field)));
        assert!(hidden.iter().all(|(subject, field)| !shows_value(subject, field)));
    }
}
