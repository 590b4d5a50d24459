use super::world::*;
use crate::authz::{Role, act, system_permit};
use crate::kernel::{DeputyId, ErrorCode, TermId};
use crate::suggestion::*;
use uuid::Uuid;

const NEXT: TermId = TermId(Uuid::from_u128(0x19));

/// Who signed it after his term.
fn former(who: DeputyId) -> crate::authz::Actor {
    actor(who.0.as_u128(), Role::FormerDeputy, None, Some(who))
}

/// The term of everybody in it is over.
fn end_term(world: &mut World) {
    let all = [LEAD, SECOND, THIRD, STRANGER];
    world.env.seats = Seats::default().with_former(all).with_closed_term(all);
}

fn carry(world: &mut World) -> Option<Effects> {
    world.case.carry_over(&system_permit(), NEXT, &world.env.ctx())
}

#[test]
fn every_state_is_carried_over_or_stays() {
    for status in SuggestionStatus::ALL {
        let mut world = World::replied("2026-05-20", ReplyCategory::InProgress);
        world.case.suggestion.status = *status;
        end_term(&mut world);
        let effects = carry(&mut world);
        assert_eq!(effects.is_some(), status.is_unfinished(), "{status}");
        assert_eq!(world.case.suggestion.carried_over.is_some(), status.is_unfinished(), "{status}");
        assert_eq!(world.status(), *status, "a rollover changes no state");
        assert!(carry(&mut world).is_none(), "{status}: once");
    }
}

#[test]
fn open_promises_go_on_with_their_days_and_milestones() {
    let mut world = World::replied("2026-05-20", ReplyCategory::InProgress);
    world.rate(Rating::Satisfied, Rating::Satisfied).unwrap();
    let before = world.case.commitments[0].clone();
    let figures = world.case.facts();
    end_term(&mut world);
    let effects = carry(&mut world).expect("carried over");
    assert_eq!(effects.events[0].kind, "suggestion.carried_over");
    let after = &world.case.commitments[0];
    assert_eq!(after.status, CommitmentStatus::CarriedOver);
    assert_eq!(
        (after.due, after.original_due, &after.milestones, after.unit),
        (before.due, before.original_due, &before.milestones, before.unit)
    );
    assert_eq!(world.case.facts(), figures, "no figure of the old term changes");
}

#[test]
fn invitations_of_the_old_term_expire() {
    let mut world = World::draft("2026-03-06");
    world.invite(SECOND);
    end_term(&mut world);
    let effects = carry(&mut world).expect("somebody was asked");
    assert_eq!(effects.events[0].kind, "suggestion.cosign_expired");
    assert!(world.case.suggestion.cosigners[0].expired_at.is_some());
    assert_eq!(world.case.suggestion.carried_over, None, "a draft is nobody's matter");
    assert!(carry(&mut world).is_none());
}

#[test]
fn who_left_with_the_term_rates_and_writes_nothing() {
    let mut world = World::replied("2026-05-20", ReplyCategory::Resolved);
    end_term(&mut world);
    carry(&mut world);
    let due: Vec<_> = world.case.ratings_due(&world.env.ctx()).map(|due| due.deputy).collect();
    assert_eq!(due, [LEAD]);
    let rating = rated(&world.case, &world.env.ctx(), Rating::Satisfied, Rating::Basic);
    let permit = may(&former(LEAD), &world.case);
    world.case.evaluate(&permit, rating, &world.env.ctx()).unwrap();
    assert_eq!(world.case.feedbacks[0].deputy, LEAD);
    for forbidden in [
        crate::authz::Action::WriteSuggestion,
        crate::authz::Action::CosignSuggestion,
        crate::authz::Action::UrgeSuggestion,
        crate::authz::Action::ObjectToUnit,
    ] {
        assert!(!crate::authz::allows(&former(LEAD), forbidden, &world.case), "{forbidden}");
    }
    assert!(!crate::authz::allows(&former(STRANGER), crate::authz::Action::ReadSuggestion, &world.case));
}

#[test]
fn whoever_died_is_followed_by_the_next_signer_and_without_one_the_rating_lapses() {
    let mut world = World::replied("2026-05-20", ReplyCategory::Resolved);
    end_term(&mut world);
    let all = [SECOND, THIRD];
    world.env.seats = Seats::default().with_former(all).with_closed_term([LEAD, SECOND, THIRD]);
    assert_eq!(world.case.ratings_due(&world.env.ctx()).count(), 0, "he signed alone");
    world.go("2026-12-01");
    world.env.seats = Seats::default().with_closed_term([LEAD]);
    world.case.sweep(&system_permit(), &world.env.ctx()).unwrap();
    assert_eq!(world.case.suggestion.evaluation_lapsed, Some(LapseReason::NoRater));
}

#[test]
fn of_what_ended_with_the_term_only_the_formalities_are_left() {
    let refused = |world: &World, step| world.case.ready(step, None, &world.env.ctx()).unwrap_err().code;
    let mut world = World::replied("2026-05-20", ReplyCategory::Resolved);
    world.rate(Rating::Satisfied, Rating::Satisfied).unwrap();
    assert_eq!(world.status(), SuggestionStatus::Closed);
    end_term(&mut world);
    for step in [SuggestionStep::Reopen, SuggestionStep::Classify, SuggestionStep::Correct] {
        assert_eq!(refused(&world, step), ErrorCode::TermEnded, "{step}");
    }
    assert!(world.case.ready(SuggestionStep::Archive, None, &world.env.ctx()).is_ok());
    // What was carried over and closed later may be opened again.
    world.case.suggestion.carried_over = Some(CarriedOver { to: NEXT, at: world.env.now });
    assert!(world.case.ready(SuggestionStep::Reopen, None, &world.env.ctx()).is_ok());

    let mut draft = World::draft("2026-03-06");
    end_term(&mut draft);
    for step in [SuggestionStep::Edit, SuggestionStep::Submit, SuggestionStep::InviteCosigner] {
        assert_eq!(refused(&draft, step), ErrorCode::TermEnded, "{step}");
    }
    let permit = may::<act::WriteSuggestion>(&deputy(LEAD), &draft.case);
    let command = DraftSuggestion {
        id: draft.case.id(),
        place: place(),
        lead: LEAD,
        kind: SuggestionKind::Suggestion,
        motion_ref: None,
        text: text(),
        wishes: Wishes::default(),
    };
    let begun = Case::draft(&permit, command, &draft.env.ctx()).unwrap_err();
    assert_eq!(begun.code, ErrorCode::TermEnded);

    // A text that nobody can change any more is not given back for changes.
    let mut submitted = World::with_lead("2026-03-06");
    submitted.case.suggestion.status = SuggestionStatus::Submitted;
    end_term(&mut submitted);
    assert_eq!(refused(&submitted, SuggestionStep::Return), ErrorCode::TermEnded);
    assert!(submitted.case.ready(SuggestionStep::Accept, None, &submitted.env.ctx()).is_ok());
}
