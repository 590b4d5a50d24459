//! `GET /suggestions/{id}` and the answer of every command.

use super::{
    detail_dto::{
        MergedChildResponse, Named, SuggestionResponse, TextAt, TurnResponse, UrgeResponse, UrgingResponse,
    },
    detail_published::{Released, keep_published},
    detail_task::{due, instant, reply, task},
    opened::concerned,
    signing_dto::{CosignerResponse, ReviewRemarkResponse},
};
use crate::{
    file::AttachedFile,
    http::{Answer, Api, ApiResult, Caller, Language, PresumedCaller},
    state::State,
};
use actix_web::web;
use domain::{
    authz::{
        Actor, act, require,
        suggestion::{Names as NameSight, Sight, may_answer_urge, urge_capacities},
    },
    file::files_shown,
    kernel::{AccountId, Coded, DeputyId, ErrorCode, FileId, SuggestionId, UnitId, business_date},
    suggestion::{AllowedActions, Case, Ctx, SuggestionStep, SuggestionText, Urgency, category_letter},
};
use persistence::{
    NamesStamp, Uow,
    file::FileName,
    suggestion::{Names, NamesWanted},
};
use std::collections::HashMap;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route_presuming(__path_get_suggestion, get_suggestion);
}

/// One suggestion with everything that happened to it
///
/// 建议全貌 (360°): text, units, talks, letters, ratings, promises, publication, whose turn it is, and what the asking
/// account may do now. What it may not see is `null` or empty; what it may not know of is 404.
#[utoipa::path(get, path = "/api/v1/suggestions/{id}", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion")),
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn get_suggestion(
    state: web::Data<State>,
    caller: PresumedCaller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let seen = state.store.case_seen(SuggestionId(*id)).await?;
    let caller = caller.settle(&state, seen.access).await?.caller;
    let stored = seen.stored.ok_or(ErrorCode::NotFound)?;
    require::<act::ReadSuggestion>(&caller.actor, &stored.case)?;
    answer_seen(&state, &caller, &stored.case, seen.names).await
}

/// The matter as the caller sees it, after a command or for reading.
pub(crate) async fn answer(state: &State, caller: &Caller, case: &Case) -> ApiResult<Answer> {
    let names = state.store.names_stamp().await?;
    answer_seen(state, caller, case, names).await
}

/// As [`answer`], with the stamp of names that a statement of this request has seen.
async fn answer_seen(state: &State, caller: &Caller, case: &Case, seen: NamesStamp) -> ApiResult<Answer> {
    let configuration = state.configuration().await?;
    let settings = configuration.settings_at(business_date(caller.request.now))?;
    let (names, seats) = state.store.names_and_seats(seen, wanted(case), &concerned(case)).await?;
    let files = attached(state.store.file_names(&files_shown(case, &caller.actor)).await?)?;
    let ctx = Ctx {
        now: caller.request.now,
        settings: &settings,
        calendar: configuration.calendar(),
        ids: state.shared.ids.as_ref(),
        seats: &seats,
    };
    let view = View {
        case,
        actor: &caller.actor,
        language: caller.request.language,
        ctx: &ctx,
        names: &names,
        files,
    };
    Ok(Answer::ok(&view.represent())?.version(case.version))
}

/// As [`answer`], before the commit: for answers that are kept beside an idempotency key.
pub(super) async fn answer_within(
    uow: &Uow,
    caller: &Caller,
    case: &Case,
    ctx: &Ctx<'_>,
) -> ApiResult<Answer> {
    let names = uow.names(wanted(case)).await?;
    let files = attached(uow.file_names(&files_shown(case, &caller.actor)).await?)?;
    let view =
        View { case, actor: &caller.actor, language: caller.request.language, ctx, names: &names, files };
    Ok(Answer::ok(&view.represent())?.version(case.version))
}

/// The files by their ids.
fn attached(rows: Vec<FileName>) -> ApiResult<HashMap<Uuid, AttachedFile>> {
    rows.into_iter().map(|row| Ok((row.id, AttachedFile::of(row)?))).collect()
}

/// Everything in a matter that has a name.
fn wanted(case: &Case) -> NamesWanted {
    let suggestion = &case.suggestion;
    let mut deputies = concerned(case);
    deputies.extend(suggestion.wishes.contact_person);
    deputies.extend(case.tasks.iter().flat_map(|task| &task.contacts).flat_map(|log| log.deputies.clone()));
    deputies.extend(case.feedbacks.iter().map(|feedback| feedback.deputy));
    let mut units: Vec<UnitId> = suggestion.wishes.preferred_units.clone();
    units.extend(suggestion.classification.committee);
    units.extend(case.urges.iter().filter_map(|urge| urge.unit));
    units.extend(suggestion.objections.iter().filter_map(|objection| objection.suggested_unit));
    units.extend(case.replies.iter().map(|reply| reply.unit));
    units.extend(
        case.commitments.iter().flat_map(|promise| promise.former_units.iter().chain([&promise.unit])),
    );
    for task in &case.tasks {
        units.push(task.unit);
        units.extend(&task.former_units);
        units.extend(task.send_backs.iter().flat_map(|back| [back.suggested_unit, back.new_unit]).flatten());
    }
    let accounts: Vec<AccountId> =
        case.tasks.iter().filter_map(|task| task.responsibles.as_ref()).map(|r| r.handler).collect();
    NamesWanted {
        deputies: deputies.into_iter().map(|id| id.0).collect(),
        units: units.into_iter().map(|id| id.0).collect(),
        accounts: accounts.into_iter().map(|id| id.0).collect(),
        groups: suggestion.group.iter().map(|id| id.0).collect(),
        sessions: suggestion.session.iter().map(|id| id.0).collect(),
        suggestions: suggestion.previous.iter().chain(&suggestion.merged_into).map(|id| id.0).collect(),
    }
}

/// One matter in the eyes of one actor.
pub(super) struct View<'a> {
    pub case: &'a Case,
    pub actor: &'a Actor,
    pub language: Language,
    pub ctx: &'a Ctx<'a>,
    pub names: &'a Names,
    /// Those that the actor may download.
    pub files: HashMap<Uuid, AttachedFile>,
}

impl View<'_> {
    /// The word of a closed vocabulary in the language asked for.
    pub(super) fn word(&self, value: impl Coded) -> &'static str {
        match self.language {
            Language::Chinese => value.as_zh(),
            Language::English => value.as_en(),
        }
    }

    pub(super) fn named(&self, id: Uuid) -> Named {
        Named { id: Some(id), name: self.names.of(id) }
    }

    /// Those of the files that the actor may download, in their order.
    pub(super) fn files<'i>(&self, ids: impl IntoIterator<Item = &'i FileId>) -> Vec<AttachedFile> {
        ids.into_iter().filter_map(|id| self.files.get(&id.0).cloned()).collect()
    }

    /// A deputy, unless the matter hides its deputies from this actor.
    pub(super) fn deputy(&self, id: DeputyId, sight: Sight) -> Named {
        match sight.names {
            NameSight::Shown => self.named(id.0),
            NameSight::Hidden => Named {
                id: None,
                name: match self.language {
                    Language::Chinese => "受保护代表".to_owned(),
                    Language::English => "Protected deputy".to_owned(),
                },
            },
        }
    }

    fn represent(&self) -> SuggestionResponse {
        let (case, ctx) = (self.case, self.ctx);
        let suggestion = &case.suggestion;
        let sight = Sight::of(case, self.actor);
        let text = self.text(sight);
        let AllowedActions { suggestion: allowed_actions, tasks: task_actions } =
            case.allowed_actions(self.actor, ctx);
        let scheme = ctx.settings.category_scheme;
        let session = suggestion.session.map(|id| self.named(id.0));
        let official_no = suggestion.official_no.map(|number| number.zh());
        let handling = sight.handling;
        let result_category = case.category().filter(|_| handling);
        let response = SuggestionResponse {
            id: case.id().0,
            code: suggestion.code.clone(),
            official_title: suggestion
                .official_no
                .map(|number| number.full_zh(session.as_ref().map_or("", |session| session.name.as_str()))),
            official_no,
            kind: suggestion.kind,
            period: suggestion.period,
            session,
            status: suggestion.status,
            status_label: self.word(suggestion.status),
            round: suggestion.round,
            title: text.title,
            facts: text.facts,
            analysis: text.analysis,
            proposals: text.proposals,
            text_version: suggestion.text_version.0,
            errata: suggestion
                .errata
                .iter()
                .map(|erratum| TextAt { text: erratum.text.clone(), at: erratum.at.into() })
                .collect(),
            lead: self.deputy(suggestion.lead, sight),
            group: suggestion.group.filter(|_| sight.names == NameSight::Shown).map(|id| self.named(id.0)),
            cosigners: self.cosigners(sight),
            contact_person: suggestion.wishes.contact_person.map(|id| self.deputy(id, sight)),
            preferred_units: suggestion.wishes.preferred_units.iter().map(|id| self.named(id.0)).collect(),
            origin: suggestion.wishes.origin,
            origin_ref: suggestion.wishes.origin_ref.clone(),
            repeated_years: suggestion.wishes.repeated_years,
            publish_consent: suggestion.wishes.publish_consent,
            publish_reason: suggestion.wishes.publish_reason.clone().filter(|_| sight.review),
            ask_protection: suggestion.wishes.ask_protection.clone().filter(|_| sight.review),
            want_contact: suggestion.wishes.want_contact,
            reference_only: suggestion.wishes.reference_only,
            open_for_cosign: suggestion.wishes.open_for_cosign,
            // As `domain::file::shows_file`: what the deputies attached names them.
            attachment_ids: suggestion
                .wishes
                .attachments
                .iter()
                .filter(|_| sight.names == NameSight::Shown)
                .map(|id| id.0)
                .collect(),
            attachments: self.files(&suggestion.wishes.attachments),
            confidential: suggestion.confidentiality.confidential,
            names_hidden_from_units: suggestion.confidentiality.hide_names_from_units,
            category: suggestion.classification.category.clone(),
            sub_category: suggestion.classification.sub_category.clone(),
            committee: suggestion.classification.committee.map(|id| self.named(id.0)),
            urgent_by: match suggestion.classification.urgency {
                Urgency::Normal => None,
                Urgency::TimeBound { by } => Some(by),
            },
            is_key: suggestion.is_key,
            carried_over_at: suggestion.carried_over.map(|carried| carried.at.into()),
            raised_for_years: suggestion.raised_for_years(),
            previous: suggestion.previous.iter().map(|id| self.named(id.0)).collect(),
            merged_into: suggestion.merged_into.map(|id| self.named(id.0)),
            merged_children: case
                .children
                .iter()
                .map(|child| MergedChildResponse {
                    id: child.suggestion.0,
                    title: child.title.clone(),
                    lead: self.deputy(child.lead, sight),
                })
                .collect(),
            review_remarks: self.review_remarks(sight),
            withdrawal_reason: suggestion.withdrawal.as_ref().filter(|_| handling).map(|w| w.reason.clone()),
            withdrawal: self.withdrawal(sight),
            earlier_text: self.earlier_text(),
            objections: if handling { self.objections(sight) } else { Vec::new() },
            dues: if handling { suggestion.all_dues().into_iter().map(due).collect() } else { Vec::new() },
            light: case.worst_light(ctx).filter(|_| handling).map(|light| light.as_str()),
            created_at: suggestion.created_at.into(),
            submitted_at: instant(suggestion.submitted_at),
            accepted_at: instant(suggestion.accepted_at),
            assigned_at: instant(suggestion.assigned_at),
            replied_at: instant(suggestion.replied_at),
            closed_at: instant(suggestion.closed_at),
            result_category,
            result_letter: result_category.map(|category| category_letter(scheme, category).to_string()),
            tasks: if handling {
                case.tasks.iter().map(|one| task(self, one, sight, &task_actions)).collect()
            } else {
                Vec::new()
            },
            replies: case.replies.iter().filter_map(|one| reply(self, one, sight)).collect(),
            category_history: if handling { self.category_history() } else { Vec::new() },
            feedbacks: if sight.feedback { self.feedbacks(sight) } else { Vec::new() },
            ratings_due: self.ratings_due(sight),
            commitments: if handling { self.commitments() } else { Vec::new() },
            publications: if handling { self.publications() } else { Vec::new() },
            publication_options: if handling { self.publication_options() } else { Vec::new() },
            urges: if handling { self.urges() } else { Vec::new() },
            urging: if handling { self.urging() } else { Vec::new() },
            pressure_flags: case
                .pressure_flags
                .iter()
                .filter(|flag| sight.sees_pressure_of(self.actor, flag.deputy))
                .map(|flag| TextAt { text: flag.text.clone(), at: flag.at.into() })
                .collect(),
            turns: if handling { self.turns(sight) } else { Vec::new() },
            archive_sha256: suggestion.archive_sha256.clone().filter(|_| sight.review),
            allowed_actions,
            version: case.version.0,
        };
        if sight.published_only {
            let progress = case.public_view().is_some_and(|view| view.progress);
            keep_published(response, Released { progress, lead_name: ctx.settings.lead_name_public })
        } else {
            response
        }
    }

    /// What was written; for whoever reads only what is published, that, with what was masked.
    fn text(&self, sight: Sight) -> SuggestionText {
        if !sight.published_only {
            return self.case.suggestion.text.clone();
        }
        self.case.public_view().map_or_else(SuggestionText::default, |view| SuggestionText {
            title: view.title,
            facts: view.facts.unwrap_or_default(),
            analysis: view.analysis.unwrap_or_default(),
            proposals: view.proposals,
        })
    }

    fn cosigners(&self, sight: Sight) -> Vec<CosignerResponse> {
        let suggestion = &self.case.suggestion;
        suggestion
            .cosigners
            .iter()
            // Who was asked and did not sign is between the deputies, and known to the committee's desk.
            .filter(|cosigner| sight.review || cosigner.is_confirmed(suggestion.text_version))
            .map(|cosigner| CosignerResponse {
                deputy: self.deputy(cosigner.deputy, sight),
                status: if cosigner.is_confirmed(suggestion.text_version) {
                    "confirmed"
                } else if cosigner.declined_at.is_some() {
                    "declined"
                } else if cosigner.expired_at.is_some() || cosigner.expires_at < self.ctx.now {
                    "expired"
                } else {
                    "invited"
                },
                expires_at: cosigner.expires_at.into(),
                confirmed_at: instant(cosigner.confirmed_at),
            })
            .collect()
    }

    fn review_remarks(&self, sight: Sight) -> Vec<ReviewRemarkResponse> {
        let remarks = self.case.suggestion.review_remarks.iter().filter(|_| sight.review);
        remarks
            .map(|remark| ReviewRemarkResponse {
                decision: remark.decision.code(),
                reasons: remark.reasons.clone(),
                text: remark.text.clone(),
                at: remark.at.into(),
            })
            .collect()
    }

    fn urges(&self) -> Vec<UrgeResponse> {
        let urges = self.case.urges.iter();
        urges
            .map(|urge| UrgeResponse {
                id: urge.id.0,
                task_id: urge.task.map(|id| id.0),
                level: urge.level,
                by: urge.by,
                committee: urge.unit.map(|unit| self.named(unit.0)),
                text: urge.text.clone(),
                at: urge.at.into(),
                acknowledgement: urge.acknowledgement.clone(),
                acknowledged_at: instant(urge.acknowledged_at),
                may_answer: may_answer_urge(self.case, urge, self.actor)
                    && self.case.ready(SuggestionStep::AcknowledgeUrge, None, self.ctx).is_ok(),
            })
            .collect()
    }

    fn urging(&self) -> Vec<UrgingResponse> {
        let (case, ctx) = (self.case, self.ctx);
        if case.ready(SuggestionStep::Urge, None, ctx).is_err() {
            return Vec::new();
        }
        let capacities = urge_capacities(case, self.actor).into_iter();
        capacities
            .map(|capacity| {
                let next_on = case.next_urge_on(&capacity, ctx.settings, ctx.calendar);
                UrgingResponse {
                    by: capacity.by,
                    by_label: self.word(capacity.by),
                    interval_wd: capacity.by.interval(ctx.settings),
                    last_on: case.last_urged_on(&capacity),
                    next_on,
                    allowed: next_on.is_none_or(|next| next <= ctx.today()),
                }
            })
            .collect()
    }

    fn turns(&self, sight: Sight) -> Vec<TurnResponse> {
        let turns = self.case.whose_turn(self.ctx).into_iter();
        turns
            .map(|turn| TurnResponse {
                who: turn.who.code(),
                who_label: self.word(turn.who),
                unit: turn.unit.map(|id| self.named(id.0)),
                deputy: turn.deputy.map(|id| self.deputy(id, sight)),
                task_id: turn.task.map(|id| id.0),
                key: turn.key,
                due_on: turn.due,
            })
            .collect()
    }
}
