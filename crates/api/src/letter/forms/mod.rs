//! 文书: every form of one matter that its reader may print, made of what the reader may see and nothing else.
//!
//! [`offers`] lists what there is; [`Desk::print`] prints exactly what is listed, so that the list is the one place where rights
//! are decided.

mod contact;
mod endpoint;
mod kind;
mod offers;
mod reminder;
mod request;

pub(super) use kind::FormKind;
pub(super) use offers::Offer;

use super::{paper, registers::Registers, reply, typesetter::Printed};
use crate::{
    http::{Api, ApiResult, Caller},
    settings::Configuration,
    state::State,
};
use chrono::NaiveDate;
use documents::form::FormMatter;
use domain::{
    authz::{
        Actor, act, require,
        suggestion::{Names, Sight},
    },
    kernel::{DeputyId, ErrorCode, SuggestionId, business_date},
    suggestion::{Case, HandlingTask},
};
use std::sync::Arc;

pub(super) fn register(api: &mut Api) {
    endpoint::register(api);
}

/// One matter as one reader prints it.
pub(super) struct Desk<'a> {
    pub case: &'a Case,
    pub actor: &'a Actor,
    pub sight: Sight,
    pub registers: Registers,
    pub configuration: Arc<Configuration>,
    /// Under which address this installation is reached.
    pub public_url: String,
}

/// The matter, for whoever reads more of it than is published.
///
/// # Errors
/// `resource.not_found`; `permission.denied`.
pub(super) async fn readable(state: &State, caller: &Caller, id: SuggestionId) -> ApiResult<Case> {
    let case = state.store.case(id).await?.ok_or(ErrorCode::NotFound)?.case;
    require::<act::ReadSuggestion>(&caller.actor, &case)?;
    if Sight::of(&case, &caller.actor).published_only {
        return Err(ErrorCode::NotFound.into());
    }
    Ok(case)
}

impl<'a> Desk<'a> {
    /// For `actor`, who may read the matter.
    ///
    /// # Errors
    /// As the database.
    pub async fn of(state: &State, case: &'a Case, actor: &'a Actor) -> ApiResult<Self> {
        let registers = Registers::of(state, case).await?;
        Self::with(state, case, actor, registers).await
    }

    /// As [`Desk::of`], with names that are known already.
    ///
    /// # Errors
    /// As the database.
    pub async fn with(
        state: &State,
        case: &'a Case,
        actor: &'a Actor,
        registers: Registers,
    ) -> ApiResult<Self> {
        Ok(Self {
            case,
            actor,
            sight: Sight::of(case, actor),
            registers,
            configuration: state.configuration().await?,
            public_url: state.shared.public_url.clone(),
        })
    }

    /// The form, and how its file is called.
    ///
    /// # Errors
    /// `resource.not_found` for what [`Desk::offers`] does not list.
    pub fn print(&self, offer: &Offer) -> ApiResult<(Printed, String)> {
        let missing = ErrorCode::NotFound;
        let printed = match (offer.form, offer.of) {
            (FormKind::Paper, _) => {
                Printed::Paper(Box::new(paper::paper(self.case, &self.registers, self.sight.names)))
            }
            (FormKind::ReplyLetter, Some(of)) => {
                Printed::Letter(Box::new(reply::letter_for(self, of.into(), None)?))
            }
            (FormKind::FeedbackForm, Some(of)) => reply::feedback_sheet(self, of.into())?.into(),
            (FormKind::SendBack, Some(of)) => self.send_back(of).ok_or(missing)?.document().into(),
            (FormKind::Extension, Some(of)) => self.extension(of).ok_or(missing)?.document().into(),
            (FormKind::ContactRecord, Some(of)) => self.contact(of).ok_or(missing)?.document().into(),
            (FormKind::Reminder, Some(of)) => self.reminder(of).ok_or(missing)?.document().into(),
            (FormKind::RehandleNotice, Some(of)) => self.rehandle(of).ok_or(missing)?.document().into(),
            (_, None) => return Err(missing.into()),
        };
        Ok((printed, format!("{} {}", offer.form.zh(), self.case.suggestion.text.title)))
    }

    /// What every form says of the matter.
    fn matter(&self) -> FormMatter {
        let suggestion = &self.case.suggestion;
        let shown = self.sight.names == Names::Shown;
        FormMatter {
            label: self.registers.suggestion_label(suggestion.official_no),
            title: suggestion.text.title.clone(),
            lead_deputy: self.deputy(suggestion.lead),
            delegation: if shown { self.registers.delegation(suggestion.lead) } else { String::new() },
        }
    }

    pub(super) fn deputy(&self, deputy: DeputyId) -> String {
        match self.sight.names {
            Names::Shown => self.registers.deputy(deputy),
            Names::Hidden => paper::PROTECTED.to_owned(),
        }
    }

    /// The task was dispatched by the government office.
    fn is_government(task: &HandlingTask) -> bool {
        task.parent.is_some()
    }

    /// Who decides what the task's unit asks for.
    fn superior(&self, task: &HandlingTask) -> String {
        if Self::is_government(task) {
            self.registers.government_office()
        } else {
            self.registers.committee()
        }
    }

    fn day_of(at: Option<chrono::DateTime<chrono::Utc>>) -> Option<NaiveDate> {
        at.map(business_date)
    }
}
