use super::world::*;
use crate::authz::act;
use crate::kernel::ErrorCode;
use crate::suggestion::*;

fn edit(world: &mut World, change: impl FnOnce(&mut EditSuggestion)) -> Effects {
    let mut command = EditSuggestion {
        deputy: LEAD,
        text: world.case.suggestion.text.clone(),
        wishes: world.case.suggestion.wishes.clone(),
    };
    change(&mut command);
    let permit = may::<act::WriteSuggestion>(&deputy(LEAD), &world.case);
    world.case.edit(&permit, command, &world.env.ctx()).unwrap()
}

#[test]
fn example_09_an_edit_voids_confirmations() {
    let mut world = World::draft("2026-03-02");
    world.invite(SECOND);
    world.invite(THIRD);
    world.confirm(SECOND).unwrap();
    assert_eq!(world.case.suggestion.signers(), [LEAD, SECOND]);

    edit(&mut world, |command| command.text.facts.push_str("另有群众反映。"));
    assert_eq!(world.case.suggestion.signers(), [LEAD], "confirmations are void");
    let outcome = edit(&mut world, |command| command.wishes.want_contact = true);
    assert_eq!(world.case.suggestion.text_version, TextVersion(2), "wishes are no text");
    assert_eq!(outcome.events[0].data["voided"], serde_json::json!([]));

    world.confirm(SECOND).unwrap();
    let world = world.submit().accepted();
    assert_eq!(world.case.suggestion.signers(), [LEAD, SECOND], "who did not confirm is not printed");
    assert_eq!(world.case.suggestion.cosigners.len(), 1);
}

#[test]
fn who_confirms_has_read_the_present_text_in_time() {
    let mut world = World::draft("2026-03-02");
    world.invite(SECOND);
    let stale = ConfirmCosign { deputy: SECOND, text_version: TextVersion(7), method: CosignMethod::Online };
    let permit = may(&deputy(SECOND), &world.case);
    let refused = world.case.confirm_cosign(&permit, stale, &world.env.ctx()).unwrap_err();
    assert_eq!(refused.code, ErrorCode::CosignTextChanged);

    let mut world = world.on("2026-03-10");
    assert_eq!(world.confirm(SECOND).unwrap_err().code, ErrorCode::CosignExpired);
    world.invite(SECOND);
    world.confirm(SECOND).unwrap();
    assert_eq!(world.confirm(SECOND).unwrap_err().code, ErrorCode::CosignNotInvited, "once is enough");
}

#[test]
fn a_hand_in_tells_everything_that_is_missing_at_once() {
    let mut world = World::draft("2026-03-02");
    edit(&mut world, |command| {
        command.text = SuggestionText {
            title: "停车难的老问题怎么办".to_owned(),
            ..SuggestionText::default()
        };
        command.wishes.publish_consent = PublishConsent::No;
    });
    let permit = may(&deputy(LEAD), &world.case);
    let command = Submit { deputy: LEAD, code: None, place: place() };
    let error = world.case.submit(&permit, command, &world.env.ctx()).unwrap_err();
    let mut wrong: Vec<_> = error.fields.iter().map(|field| (field.pointer.as_str(), field.code)).collect();
    wrong.sort_by_key(|(pointer, _)| *pointer);
    assert_eq!(
        wrong,
        [
            ("#/facts", ErrorCode::TextRequired),
            ("#/proposals", ErrorCode::ValueRequired),
            ("#/publish_reason", ErrorCode::ValueRequired),
            ("#/title", ErrorCode::SuggestionTitleForm),
        ]
    );
    assert_eq!(world.status(), SuggestionStatus::Draft, "a refused command changes nothing");
}

fn refuse() -> Refuse {
    Refuse { reasons: vec![ReviewReason::NoContent], text: "请补充具体意见".to_owned() }
}

#[test]
fn returned_changed_cosigned_again_and_handed_in() {
    let mut world = World::draft("2026-03-02").submit();
    let permit = may(&staff(), &world.case);
    world.case.return_for_changes(&permit, refuse(), &world.env.ctx()).unwrap();
    edit(&mut world, |command| command.text.proposals.push("增加夜间限时停车。".to_owned()));
    world.invite(SECOND);
    world.confirm(SECOND).unwrap();
    assert_eq!(world.status(), SuggestionStatus::Returned);
    let world = world.submit().accepted();
    assert_eq!(world.case.suggestion.signers(), [LEAD, SECOND]);
    assert_eq!(world.case.suggestion.review_remarks.len(), 1);
}

#[test]
fn when_the_deputy_insists_the_head_decides() {
    let mut world = World::draft("2026-03-02").submit();
    let permit = may(&staff(), &world.case);
    world.case.return_for_changes(&permit, refuse(), &world.env.ctx()).unwrap();
    let permit = may(&deputy(LEAD), &world.case);
    world.case.insist(&permit, LEAD, "内容已经具体", &world.env.ctx()).unwrap();
    assert!(crate::authz::require::<act::ReviewSuggestion>(&staff(), &world.case).is_err());
    assert!(!world.case.may(SuggestionStep::Accept, &staff(), &world.env.ctx()));
    let permit = may(&head(), &world.case);
    world.case.not_accept(&permit, refuse(), NotAcceptedOutcome::Letter, &world.env.ctx()).unwrap();
    assert_eq!(world.status(), SuggestionStatus::NotAccepted);
    assert_eq!(world.case.suggestion.official_no, None);
}

#[test]
fn merged_deputies_are_answered_and_rate() {
    let mut master = World::draft("2026-03-02").submit().accepted();
    let env = Env::new("2026-03-02");
    let mut child = World::draft_with(env, 2, Wishes::default());
    child.case.suggestion.lead = SECOND;
    let permit = may::<act::WriteSuggestion>(&deputy(SECOND), &child.case);
    let command = Submit { deputy: SECOND, code: Some("JY-18-00-0002".to_owned()), place: place() };
    child.case.submit(&permit, command, &child.env.ctx()).unwrap();
    let permit = may(&staff(), &child.case);
    master.case.merge(&permit, &mut child.case, &child.env.ctx()).unwrap();
    assert_eq!(child.status(), SuggestionStatus::Merged);

    // Out again, and in again, as long as nothing is assigned.
    master.case.unmerge(&permit, &mut child.case, &child.env.ctx()).unwrap();
    assert_eq!(child.status(), SuggestionStatus::Submitted);
    assert!(master.case.children.is_empty());
    master.case.merge(&permit, &mut child.case, &child.env.ctx()).unwrap();

    let mut master = master.assigned(&[assignment(HOUSING, TaskRole::Lead)]);
    let late = master.case.unmerge(&permit, &mut child.case, &child.env.ctx()).unwrap_err();
    assert_eq!(late.code, ErrorCode::UnmergeTooLate);
    master.go("2026-04-01");
    master.answer(HOUSING, ReplyCategory::Resolved, 1);
    master.deliver(HOUSING);
    assert_eq!(master.case.replies[0].delivery.as_ref().unwrap().to, [LEAD, SECOND]);
    master.rate(Rating::Satisfied, Rating::Satisfied).unwrap();
    assert_eq!(master.status(), SuggestionStatus::Replied, "the merged deputy has not rated yet");
    master.rate(Rating::Satisfied, Rating::Basic).unwrap();
    assert_eq!(master.status(), SuggestionStatus::Closed);
    assert_eq!(master.case.feedbacks[1].deputy, SECOND);
    assert!(!child.case.facts().counts(), "I8: merged children are in no base");
}

#[test]
fn a_merge_is_refused_where_somebody_would_be_lost() {
    let mut master = World::draft("2026-03-02").submit();
    let permit = may(&staff(), &master.case);
    let mut itself = World::draft("2026-03-02").submit();
    let refused = master.case.merge(&permit, &mut itself.case, &itself.env.ctx()).unwrap_err();
    assert_eq!(refused.code, ErrorCode::MergeNotPossible, "into itself");
    let mut child = World::draft_with(Env::new("2026-03-02"), 2, Wishes::default()).submit();
    master.case.merge(&permit, &mut child.case, &child.env.ctx()).unwrap();
    let permit = may::<act::WithdrawSuggestion>(&deputy(LEAD), &master.case);
    let refused = master.case.withdraw(&permit, LEAD, "不再需要", &master.env.ctx()).unwrap_err();
    assert_eq!(refused.code, ErrorCode::WithdrawHasMerged);
}

#[test]
fn a_joint_suggestion_is_withdrawn_by_all_and_handling_stops() {
    let mut world = World::draft("2026-03-02");
    world.invite(SECOND);
    world.confirm(SECOND).unwrap();
    let mut world = world.submit().accepted().assigned(&[assignment(HOUSING, TaskRole::Lead)]);
    world.sign(HOUSING);
    let permit = may::<act::WithdrawSuggestion>(&deputy(SECOND), &world.case);
    let refused = world.case.withdraw(&permit, SECOND, "不再需要", &world.env.ctx()).unwrap_err();
    assert_eq!(refused.code, ErrorCode::PermissionDenied, "only the lead asks");
    let permit = may::<act::WithdrawSuggestion>(&deputy(LEAD), &world.case);
    world.case.withdraw(&permit, LEAD, "问题已经解决", &world.env.ctx()).unwrap();
    assert_eq!(world.status(), SuggestionStatus::Handling, "the co-signer has not agreed");
    let permit = may::<act::WithdrawSuggestion>(&deputy(SECOND), &world.case);
    let outcome = world.case.agree_withdrawal(&permit, SECOND, &world.env.ctx()).unwrap();
    assert_eq!(world.status(), SuggestionStatus::Withdrawn);
    assert!(world.case.tasks.iter().all(|task| task.status == TaskStatus::Cancelled));
    assert_eq!(outcome.events[0].data["units"], serde_json::json!([HOUSING]), "units are told");
}

#[test]
fn withdrawal_after_assignment_is_a_setting() {
    let mut world = World::with_lead("2026-03-06");
    world.env.settings.withdraw_after_assignment = false;
    let permit = may::<act::WithdrawSuggestion>(&deputy(LEAD), &world.case);
    let refused = world.case.withdraw(&permit, LEAD, "不再需要", &world.env.ctx()).unwrap_err();
    assert_eq!(refused.code, ErrorCode::WithdrawTooLate);
}
