use domain::{search::tokens, suggestion::Case};
use sha2::{Digest, Sha256};

/// What is found of a matter, for those who work on it and for the public. Two documents, because a hit on a text that
/// somebody may not read would tell what it says.
pub(in crate::suggestion) struct SearchText {
    /// Short name of the text: when it is the stored one, nothing is written.
    pub digest: String,
    /// The tokens; empty when there is nothing to be found.
    pub tokens: Vec<String>,
}

impl SearchText {
    /// Title, text, numbers and issued letters. No names: units may not search for those of protected deputies.
    pub fn internal(case: &Case) -> Self {
        let suggestion = &case.suggestion;
        let text = &suggestion.text;
        let mut texts = vec![text.title.as_str(), &text.facts, &text.analysis];
        texts.extend(text.proposals.iter().map(String::as_str));
        texts.extend(suggestion.code.as_deref());
        let number = suggestion.official_no.map(|number| number.zh());
        texts.extend(number.as_deref());
        for reply in case.replies.iter().filter(|reply| reply.is_issued()) {
            texts.push(&reply.content.body);
            texts.extend(reply.content.points.iter().map(|point| point.answer.as_str()));
            texts.extend(reply.issue.as_ref().map(|issue| issue.doc_no.as_str()));
        }
        Self::of(&texts.join("\n"))
    }

    /// The released parts.
    pub fn public(case: &Case) -> Self {
        let number = case.suggestion.official_no.map(|number| number.zh());
        match case.public_view() {
            Some(view) => {
                let mut texts = view.texts();
                texts.extend(number.as_deref());
                Self::of(&texts.join("\n"))
            }
            None => Self { digest: String::new(), tokens: Vec::new() },
        }
    }

    fn of(text: &str) -> Self {
        let hash = Sha256::digest(text.as_bytes());
        let digest = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        Self { digest, tokens: tokens(text) }
    }
}
