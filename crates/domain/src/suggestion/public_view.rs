//! 公开内容: what of a matter the public may read today, with everything masked that was to be masked (§3.8.9). Nothing
//! else of the aggregate ever reaches a public page.

use super::{
    Case, Feedback, Publication, PublicationPart, PublicationStatus, Redaction, Reply, ReplyKind,
    SuggestionStatus,
};
use crate::kernel::ReplyId;

/// Stands for every masked character.
const MASK: char = '＊';

/// A released letter.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicReply<'c> {
    /// The letter, for number, unit, category and days. Its text is below.
    pub reply: &'c Reply,
    /// Opening and closing.
    pub body: String,
    /// Answers by number of the proposal.
    pub points: Vec<(u32, String)>,
    /// It was completed or corrected by a later letter.
    pub kind: ReplyKind,
}

/// The released parts.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicView<'c> {
    /// 标题
    pub title: String,
    /// 情况, when the text is released.
    pub facts: Option<String>,
    /// 分析, when the text is released and has one.
    pub analysis: Option<String>,
    /// 具体意见, when the text is released.
    pub proposals: Vec<String>,
    /// 办理进展 is released: state, units and days may be told.
    pub progress: bool,
    /// Released letters, in order of issue.
    pub replies: Vec<PublicReply<'c>>,
    /// 代表评价, when released: those in the order in which they were given.
    pub feedbacks: Vec<&'c Feedback>,
}

impl PublicView<'_> {
    /// Everything that a search of the public may find.
    pub fn texts(&self) -> Vec<&str> {
        let mut texts = vec![self.title.as_str()];
        texts.extend(self.facts.as_deref());
        texts.extend(self.analysis.as_deref());
        texts.extend(self.proposals.iter().map(String::as_str));
        for reply in &self.replies {
            texts.push(&reply.body);
            texts.extend(reply.points.iter().map(|(_, answer)| answer.as_str()));
        }
        texts
    }
}

impl Case {
    /// What the public reads; `None` when there is no public page. A page needs its title: it is there when title
    /// or text are released, and never for confidential or protected matters, whatever was released before.
    pub fn public_view(&self) -> Option<PublicView<'_>> {
        let confidentiality = &self.suggestion.confidentiality;
        if confidentiality.confidential
            || confidentiality.hide_names_from_units
            || self.status() == SuggestionStatus::Deleted
        {
            return None;
        }
        let text = self.released(PublicationPart::Text, None);
        let shown = text.or_else(|| self.released(PublicationPart::Title, None))?;
        let written = &self.suggestion.text;
        let letters = self.replies.iter().filter(|reply| reply.is_issued()).filter_map(|reply| {
            let released = self.released(PublicationPart::Reply, Some(reply.id))?;
            Some(PublicReply {
                reply,
                body: masked(&reply.content.body, "body", &released.redactions),
                points: reply
                    .content
                    .points
                    .iter()
                    .enumerate()
                    .map(|(place, point)| {
                        let field = format!("points/{place}");
                        (point.proposal_no, masked(&point.answer, &field, &released.redactions))
                    })
                    .collect(),
                kind: reply.kind,
            })
        });
        let feedback = self.released(PublicationPart::Feedback, None).is_some();
        Some(PublicView {
            title: masked(&written.title, "title", &shown.redactions),
            facts: text.map(|part| masked(&written.facts, "facts", &part.redactions)),
            analysis: text
                .filter(|_| !written.analysis.is_empty())
                .map(|part| masked(&written.analysis, "analysis", &part.redactions)),
            proposals: text.map_or_else(Vec::new, |part| {
                let masked_proposal = |(place, proposal): (usize, &String)| {
                    masked(proposal, &format!("proposals/{place}"), &part.redactions)
                };
                written.proposals.iter().enumerate().map(masked_proposal).collect()
            }),
            progress: self.released(PublicationPart::Status, None).is_some(),
            replies: letters.collect(),
            feedbacks: if feedback { self.feedbacks.iter().collect() } else { Vec::new() },
        })
    }

    fn released(&self, part: PublicationPart, reply: Option<ReplyId>) -> Option<&Publication> {
        self.publications.iter().find(|known| {
            known.status == PublicationStatus::Released && known.part == part && known.reply == reply
        })
    }
}

/// The text with the marked stretches of `field` covered; a mark beyond the end covers up to it.
fn masked(text: &str, field: &str, redactions: &[Redaction]) -> String {
    let hidden = |place: usize| {
        redactions
            .iter()
            .any(|mark| mark.field == field && (mark.start as usize..mark.end as usize).contains(&place))
    };
    text.chars().enumerate().map(|(place, c)| if hidden(place) { MASK } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_cover_characters_of_their_field_only() {
        let mark = Redaction { field: "body".into(), start: 2, end: 4, kind: "name".into() };
        assert_eq!(masked("联系李明同志", "body", std::slice::from_ref(&mark)), "联系＊＊同志");
        assert_eq!(masked("联系李明同志", "facts", std::slice::from_ref(&mark)), "联系李明同志");
        assert_eq!(masked("联系李", "body", &[mark]), "联系＊");
    }
}
