use super::{
    list_dto::{LeadDeputy, SuggestionSummary},
    reading::Reading,
    snippet::{Snippet, marks, snippet},
};
use domain::{
    authz::{
        Actor,
        suggestion::{Names, Sight},
    },
    kernel::{Coded, business_date},
    suggestion::{Case, Period, Seats, SuggestionStatus, TurnOf},
};
use persistence::suggestion::{ScopeColumns, SuggestionRow};
use uuid::Uuid;

/// Stands in place of a protected deputy's name.
pub(in crate::suggestion) const PROTECTED: (&str, &str) = ("受保护代表", "Protected deputy");

/// 十八届五次第063号, 闭会第007号
pub(crate) fn official_ref(session: Option<&str>, period: &str, number: Option<i32>) -> Option<String> {
    let number = number?;
    Some(match Period::from_code(period) {
        Some(Period::Between) => format!("闭会第{number:03}号"),
        Some(Period::InSession) | None => format!("{}第{number:03}号", session.unwrap_or_default()),
    })
}

/// What the actor sees of a row.
pub(in crate::suggestion) fn sight(scope: &ScopeColumns, actor: &Actor) -> Sight {
    Sight::of_facts(&scope.facts(), scope.names_hidden(), actor)
}

/// The deputy, or what stands in place of a protected one.
pub(in crate::suggestion) fn deputy_ref(
    reading: &Reading,
    sight: &Sight,
    id: Uuid,
    name: String,
) -> LeadDeputy {
    match sight.names {
        Names::Shown => LeadDeputy { id: Some(id), name },
        Names::Hidden => LeadDeputy { id: None, name: reading.pick(PROTECTED.0, PROTECTED.1).to_owned() },
    }
}

/// Whose turn it is in words: 承办单位、政府办（督查室）.
pub(super) fn turn_label(reading: &Reading, turn: &[String]) -> Option<String> {
    let words: Vec<String> = turn.iter().map(|code| reading.word::<TurnOf>(code)).collect();
    (!words.is_empty()).then(|| words.join(reading.pick("、", ", ")))
}

/// A row as the actor sees it. `query` marks hits.
pub(crate) fn summary(
    reading: &Reading,
    actor: &Actor,
    row: SuggestionRow,
    query: Option<&str>,
) -> SuggestionSummary {
    let sight = sight(&row.scope, actor);
    let inside = !sight.published_only;
    let progress = inside || row.public_progress;
    let light = if inside { reading.light(row.light_basis()) } else { None };
    let title = match (inside, row.public_title) {
        (false, Some(public)) => public,
        // Something other than the title is published: the matter is known by its number.
        (false, None) => {
            official_ref(row.session_name.as_deref(), &row.period, row.number).unwrap_or_default()
        }
        (true, _) => row.title,
    };
    SuggestionSummary {
        id: row.id,
        version: row.version,
        official_ref: official_ref(row.session_name.as_deref(), &row.period, row.number),
        code: row.code.filter(|_| inside),
        title_marks: query.map_or_else(Vec::new, |query| marks(&title, query)),
        title,
        status_label: reading.word::<SuggestionStatus>(&row.status),
        status: row.status,
        period: row.period,
        category: row.category,
        lead_deputy: lead(reading, &sight, row.lead_deputy_id, row.lead_name),
        cosigner_count: row.cosigner_count,
        lead_units: if progress { row.lead_units } else { Vec::new() },
        co_units: if progress { row.co_units } else { Vec::new() },
        due: row.due_on.filter(|_| inside).map(|on| reading.due(on)),
        light,
        turn: if inside { turn_label(reading, &row.turn) } else { None },
        turn_of: if inside { row.turn } else { Vec::new() },
        is_key: inside && row.is_key,
        carried_over: inside && row.carried_over,
        confidential: row.scope.facts().confidential,
        reference_only: inside && row.reference_only,
        round: if inside { row.round } else { 1 },
        reply_letter: reading.letter(row.reply_category.as_deref()).filter(|_| inside),
        reply_category: row.reply_category.filter(|_| inside),
        attitude: row.attitude.filter(|_| sight.feedback),
        result: row.result.filter(|_| sight.feedback),
        published_only: !inside,
        submitted_at: row.submitted_at.map(Into::into),
        assigned_on: row.assigned_on.filter(|_| progress),
        replied_on: row.replied_at.filter(|_| progress).map(business_date),
        updated_at: row.updated_at.into(),
        snippet: None,
        my_role: None,
        allowed_actions: Vec::new(),
        contacts_to_confirm: 0,
    }
}

/// The lead deputy; for matters of others by the setting `lead_name_public`.
fn lead(reading: &Reading, sight: &Sight, id: Uuid, name: String) -> LeadDeputy {
    if sight.published_only && !reading.settings.lead_name_public {
        return LeadDeputy { id: None, name: String::new() };
    }
    deputy_ref(reading, sight, id, name)
}

/// Adds what only the matter itself tells to the deputy whose it is.
pub(super) fn add_mine(
    summary: &mut SuggestionSummary,
    reading: &Reading,
    seats: &Seats,
    actor: &Actor,
    case: &Case,
) {
    let own: Vec<_> = actor.deputies().collect();
    let suggestion = &case.suggestion;
    let signed = |deputy: &_| suggestion.is_signer(*deputy);
    let merged = |deputy: &_| {
        case.children.iter().any(|child| child.lead == *deputy || child.cosigners.contains(deputy))
    };
    summary.my_role = if own.contains(&suggestion.lead) {
        Some("lead")
    } else if own.iter().any(|deputy| signed(deputy) || merged(deputy)) {
        Some("cosigner")
    } else if own.iter().any(|deputy| suggestion.cosigner(*deputy).is_some()) {
        Some("invited")
    } else {
        None
    };
    let actions = case.allowed_actions(actor, &reading.ctx(seats));
    summary.allowed_actions = actions.suggestion.into_iter().map(str::to_owned).collect();
    summary.contacts_to_confirm = contacts_waiting(case, &own);
}

/// Contacts that wait for one of these deputies.
pub(super) fn contacts_waiting(case: &Case, own: &[domain::kernel::DeputyId]) -> u32 {
    let waiting = case
        .tasks
        .iter()
        .flat_map(|task| &task.contacts)
        .filter(|log| log.awaiting().any(|deputy| own.contains(&deputy)))
        .count();
    u32::try_from(waiting).unwrap_or(u32::MAX)
}

/// A piece of the text that the actor reads, around the first hit.
pub(super) fn text_snippet(case: &Case, published_only: bool, query: &str) -> Option<Snippet> {
    if published_only {
        let view = case.public_view()?;
        let texts = view.texts();
        return snippet(texts.iter().copied().skip(1), query);
    }
    let text = &case.suggestion.text;
    let letters = case.replies.iter().filter(|reply| reply.is_issued());
    let own =
        [text.facts.as_str(), &text.analysis].into_iter().chain(text.proposals.iter().map(String::as_str));
    let answers = letters.flat_map(|reply| {
        std::iter::once(reply.content.body.as_str())
            .chain(reply.content.points.iter().map(|point| point.answer.as_str()))
    });
    snippet(own.chain(answers), query)
}
