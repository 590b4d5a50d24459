use super::world::*;
use crate::authz::act;
use crate::kernel::{SuggestionId, congress_midnight};
use crate::suggestion::metrics::*;
use crate::suggestion::*;
use uuid::Uuid;

/// Example 5 of §8.3, played through the real commands: twelve handed in, nine in the base.
fn twelve() -> Vec<Case> {
    let mut cases = Vec::new();
    let begin = |number: u128| World::draft_with(Env::new("2026-03-06"), number, Wishes::default()).submit();
    let assigned = |number| begin(number).accepted().assigned(&[assignment(HOUSING, TaskRole::Lead)]);

    let mut withdrawn = assigned(1);
    let permit = may::<act::WithdrawSuggestion>(&deputy(LEAD), &withdrawn.case);
    withdrawn.case.withdraw(&permit, LEAD, "问题已经解决", &withdrawn.env.ctx()).unwrap();
    cases.push(withdrawn.case);
    let mut refused = begin(2);
    let permit = may::<act::RefuseSuggestion>(&head(), &refused.case);
    let reason = Refuse { reasons: vec![ReviewReason::Consultation], text: "属于政策咨询".to_owned() };
    refused.case.not_accept(&permit, reason, NotAcceptedOutcome::None, &refused.env.ctx()).unwrap();
    cases.push(refused.case);

    // Nine: category of the first letter, day of the letter, talk confirmed, ratings.
    use Rating::{Basic, Satisfied, Unsatisfied};
    use ReplyCategory::{Deferred, InProgress, Resolved};
    let plan: [(ReplyCategory, &str, bool, Option<Rating>); 9] = [
        (Resolved, "2026-05-11", true, Some(Satisfied)),
        (Resolved, "2026-05-11", true, Some(Satisfied)),
        (Resolved, "2026-05-11", true, Some(Satisfied)),
        (Resolved, "2026-05-11", true, Some(Satisfied)),
        (Resolved, "2026-07-01", true, Some(Satisfied)), // only thanks to an extension
        (InProgress, "2026-05-11", true, Some(Satisfied)), // promise kept: becomes A
        (InProgress, "2026-05-11", true, Some(Basic)),   // promise due, not kept
        (InProgress, "2026-05-11", true, Some(Unsatisfied)), // rehandled, stays B
        (Deferred, "2026-06-10", false, None),           // late, no talk, lapsed
    ];
    for (place, (category, letter_on, talked, rating)) in plan.into_iter().enumerate() {
        let mut world = assigned(10 + place as u128);
        if place == 0 {
            let mut child = begin(3);
            let permit = may::<act::MergeSuggestion>(&staff(), &child.case);
            let mut open = begin(10).accepted();
            open.case.merge(&permit, &mut child.case, &child.env.ctx()).unwrap();
            cases.push(child.case);
            world = open.assigned(&[assignment(HOUSING, TaskRole::Lead)]);
        }
        world.sign(HOUSING);
        world.start(HOUSING);
        if letter_on == "2026-07-01" {
            let id = world.task_of(HOUSING);
            let permit = may_task::<act::HandleTask>(&handler(HOUSING), &world.case, id);
            world
                .case
                .request_extension(&permit, id, "需要协调多个部门", day("2026-07-06"), &world.env.ctx())
                .unwrap();
            let permit = may_task::<act::DecideExtension>(&head(), &world.case, id);
            let until = Some(day("2026-07-06"));
            world.case.decide_extension(&permit, id, until, "同意", &world.env.ctx()).unwrap();
        }
        let contact = world.talk(HOUSING, true);
        if talked {
            world.confirm_talk(HOUSING, contact);
        }
        world.go(letter_on);
        let mut letter = content(category);
        if category == InProgress {
            letter.promises[0].due = day(if place == 7 { "2027-06-30" } else { "2026-09-30" });
        }
        write_and_deliver(&mut world, letter, 1);
        match rating {
            None => world.case.suggestion.evaluation_lapsed = Some(LapseReason::Window),
            Some(result) => {
                // The merged child's lead is the same deputy in this play: one rating for each.
                while world.case.ratings_due(&world.env.ctx()).next().is_some() {
                    world.rate(Satisfied, result).unwrap();
                }
            }
        }
        if place == 5 {
            keep_promise(&mut world);
        }
        if place == 7 {
            let permit = may::<act::OrderRehandle>(&head(), &world.case);
            let order = OrderRehandle {
                reason: "代表不满意，重新办理".to_owned(),
                ..OrderRehandle::default()
            };
            world.case.order_rehandle(&permit, order, &world.env.ctx()).unwrap();
            world.sign(HOUSING);
            world.start(HOUSING);
            let contact = world.talk(HOUSING, true);
            world.confirm_talk(HOUSING, contact);
            let mut letter = content(InProgress);
            letter.promises[0].due = day("2027-06-30");
            write_and_deliver(&mut world, letter, 2);
            world.rate(Satisfied, Satisfied).unwrap();
        }
        cases.push(world.case);
    }
    cases
}

fn write_and_deliver(world: &mut World, letter: ReplyContent, number: u32) {
    world.write(HOUSING, letter).unwrap();
    world.hand_in(HOUSING).unwrap();
    world.pass(HOUSING);
    world.issue(HOUSING, number).unwrap();
    world.deliver(HOUSING);
}

fn keep_promise(world: &mut World) {
    world.go("2026-09-01");
    let promise = world.case.commitments[0].id;
    let unit = may::<act::ReportCommitment>(&handler(HOUSING), &world.case);
    world.case.report_commitment(&unit, promise, "停车场已经建成", vec![EVIDENCE], &world.env.ctx()).unwrap();
    let judge = may::<act::JudgeCommitment>(&staff(), &world.case);
    world.case.judge_commitment(&judge, promise, true, Some("现场核实"), &world.env.ctx()).unwrap();
    let id = world.task_of(HOUSING);
    let letter = SupplementReply {
        kind: ReplyKind::Supplement,
        content: content(ReplyCategory::Resolved),
        sign_off: sign_off_as(99),
        keeps: vec![promise],
    };
    let permit = may_task::<act::SignOffTask>(&leader(HOUSING), &world.case, id);
    world.case.supplement_reply(&permit, id, letter, &world.env.ctx()).unwrap();
}

#[test]
fn example_05_exact_to_the_digit() {
    let cases = twelve();
    assert_eq!(cases.len(), 12);
    let facts: Vec<_> = cases.iter().map(Case::facts).collect();
    let m = measures(&facts, day("2026-12-31"));
    let shown = |ratio: &Ratio| format!("{}/{} = {}", ratio.numerator, ratio.denominator, ratio.percent());
    assert_eq!(m.base, 9);
    assert_eq!(shown(&m.replied), "9/9 = 100.0 %");
    assert_eq!(shown(&m.on_time), "8/9 = 88.9 %");
    assert_eq!(shown(&m.on_time_original), "7/9 = 77.8 %");
    assert_eq!(shown(&m.met), "8/9 = 88.9 %");
    assert_eq!(shown(&m.first_result.satisfied), "6/8 = 75.0 %");
    assert_eq!(shown(&m.first_result.satisfied_or_basic), "7/8 = 87.5 %");
    assert_eq!(m.first_result.unevaluated, 1);
    assert_eq!(shown(&m.final_result.satisfied), "7/8 = 87.5 %");
    assert_eq!(shown(&m.final_result.satisfied_or_basic), "8/8 = 100.0 %");
    assert_eq!(m.final_result.unevaluated, 1);
    assert_eq!(shown(&m.first_resolved), "5/9 = 55.6 %");
    assert_eq!(shown(&m.resolved), "6/9 = 66.7 %");
    assert_eq!(shown(&m.promised_then_resolved), "1/2 = 50.0 %");
    assert_eq!(shown(&m.rehandled), "1/8 = 12.5 %");
    assert_eq!(shown(&m.implemented), "6/9 = 66.7 %");
    assert_eq!(shown(&m.commitments_kept), "1/2 = 50.0 %");
    assert_eq!(shown(&m.first_attitude.satisfied), "8/8 = 100.0 %");

    // I5: categories add up to the replied, ratings and unevaluated too.
    let by_category: u32 = m.by_category.iter().map(|(_, count)| count).sum();
    assert_eq!(by_category, m.replied.numerator);
    assert_eq!(m.final_result.satisfied.denominator + m.final_result.unevaluated, m.met.denominator);
    // The list behind the number: the one that was not on time is the last one.
    assert_eq!(m.on_time.not_counted, [SuggestionId(Uuid::from_u128(0x7000 + 18))]);
}

#[test]
fn a_past_day_reads_as_it_did_then_and_today_as_it_is() {
    let cases = twelve();
    for case in &cases {
        let far = congress_midnight(day("2030-01-01")).unwrap();
        assert_eq!(&case.as_of(far), case, "nothing came later");
    }
    // The evening of 15 May: seven letters are out, one of them rated 不满意 and handled again that very day.
    let then = congress_midnight(day("2026-05-16")).unwrap();
    let facts: Vec<_> = cases.iter().map(|case| case.as_of(then).facts()).collect();
    let m = measures(&facts, day("2026-05-15"));
    let shown = |ratio: &Ratio| format!("{}/{}", ratio.numerator, ratio.denominator);
    assert_eq!((m.base, shown(&m.replied).as_str()), (9, "7/9"));
    assert_eq!(m.first_result.unevaluated, 0);
    assert_eq!(shown(&m.first_result.satisfied), "5/7");
    // The promise that was kept in September is still one.
    assert_eq!(shown(&m.resolved), "4/7");
    let before = congress_midnight(day("2026-05-01")).unwrap();
    let facts: Vec<_> = cases.iter().map(|case| case.as_of(before).facts()).collect();
    let m = measures(&facts, day("2026-04-30"));
    assert_eq!(shown(&m.replied), "0/9");
    assert!(cases.iter().all(|case| case.as_of(before).feedbacks.is_empty()));
    let ago = congress_midnight(day("2026-01-01")).unwrap();
    assert!(cases.iter().all(|case| case.as_of(ago).facts().assigned_on.is_none()));
}

#[test]
fn shares_are_rounded_half_up_and_empty_bases_have_none() {
    let ratio = |numerator, denominator| Ratio { numerator, denominator, ..Ratio::default() };
    assert_eq!(ratio(1, 8).percent(), "12.5 %");
    assert_eq!(ratio(2, 3).percent(), "66.7 %");
    assert_eq!(ratio(1, 2000).percent(), "0.1 %", "0.05 rounds up");
    assert_eq!(ratio(259, 272).percent(), "95.2 %", "Huai'an 2025");
    assert_eq!(ratio(0, 0).percent(), "—");
    assert_eq!(ratio(0, 5).percent(), "0.0 %");
}

#[test]
fn median_and_ninth_of_ten() {
    let spread = Spread::of((1..=10).collect());
    assert_eq!((spread.count, spread.median, spread.p90), (10, Some(5), Some(9)));
    assert_eq!(Spread::of(vec![7, 3, 90]).median, Some(7));
    assert_eq!(Spread::of(vec![7, 3, 90]).p90, Some(90));
    assert_eq!(Spread::of(Vec::new()).median, None);
}

#[test]
fn the_unit_score_weighs_and_deducts() {
    let ratio = |numerator, denominator| Ratio { numerator, denominator, ..Ratio::default() };
    let mut m = Measures {
        signed_on_time: ratio(1, 2),
        met: ratio(8, 10),
        on_time: ratio(9, 10),
        ..Measures::default()
    };
    m.final_result.satisfied_or_basic = ratio(4, 5);
    m.implemented = ratio(3, 4);
    m.published = ratio(0, 4);
    m.clean_drafts = ratio(1, 1);
    (m.yellow_cards, m.red_cards) = (ratio(1, 1), ratio(1, 1));
    let weights = ScoreWeights::default();
    let score = unit_score(&m, &weights);
    let reached: Vec<_> = score.lines.iter().map(|line| line.reached).collect();
    assert_eq!(reached, [250, 1200, 1800, 1000, 2000, 1500, 0]);
    assert_eq!((score.deducted, score.total), (700, 7050));
    let full: u32 = score.lines.iter().map(|line| line.full).sum();
    assert_eq!((full, weights.full()), (10_000, 100));
    let nothing = unit_score(&Measures::default(), &weights);
    assert_eq!(nothing.total, 10_000, "nothing to do wrong");
    let generous = unit_score(&m, &ScoreWeights { satisfaction: 50, red_card: 0, ..weights });
    assert_eq!((generous.deducted, generous.total), (200, 9550));
    assert_eq!(ranks(&[7050, 10_000, 7050, 100]), [2, 1, 2, 4], "equal ones share a place");
}

#[test]
fn behind_every_number_stands_a_list_of_its_length() {
    let cases = twelve();
    let facts: Vec<_> = cases.iter().map(Case::facts).collect();
    let all = measures(&facts, day("2026-12-31"));
    for key in MeasureKey::ALL {
        let ratio = all.ratio(*key);
        let count = |part| u32::try_from(ratio.part(part).count()).unwrap();
        assert_eq!(count(MeasurePart::Numerator), ratio.numerator, "{key}");
        assert_eq!(count(MeasurePart::Denominator), ratio.denominator, "{key}");
        assert_eq!(count(MeasurePart::Rest), ratio.denominator - ratio.numerator, "{key}");
        assert!(key.is_share() || ratio.numerator == ratio.denominator, "{key} counts all it lists");
    }
    let numbers = |key| (all.ratio(key).numerator, all.ratio(key).denominator);
    assert_eq!(numbers(MeasureKey::Base), (9, 9));
    assert_eq!(numbers(MeasureKey::Unevaluated), (1, 9));
    assert_eq!(numbers(MeasureKey::UnevaluatedFirst), (1, 9));
    assert_eq!(numbers(MeasureKey::Days), (9, 9));
    // The rehandled one was answered twice.
    assert_eq!(numbers(MeasureKey::CleanDrafts), (10, 10));
    let late: Vec<_> = all.on_time.part(MeasurePart::Rest).collect();
    assert_eq!((late[0].due, late[0].on), (Some(day("2026-06-08")), Some(day("2026-06-10"))));
    // Of another unit nothing is left, of this one everything.
    let own: Vec<_> = facts.iter().filter_map(|matter| matter.of_unit(HOUSING)).collect();
    assert_eq!(measures(&own, day("2026-12-31")).on_time.denominator, 9);
    assert!(facts.iter().all(|matter| matter.of_unit(TRAFFIC).is_none()));
}

#[test]
fn letters_by_scheme() {
    use crate::settings::CategoryScheme::{Abc, Abcd, AbcdPlanned};
    let letters = |scheme| ReplyCategory::ALL.iter().map(|c| category_letter(scheme, *c)).collect::<String>();
    assert_eq!(letters(Abc), "ABBCC");
    assert_eq!(letters(Abcd), "ABBCD");
    assert_eq!(letters(AbcdPlanned), "ABCDD");
}
