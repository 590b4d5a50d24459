use super::*;
use crate::authz::suggestion::{Names, Sight};
use crate::authz::{Actor, Role, act, require};
use crate::kernel::{DeputyId, congress_offset};
use crate::suggestion::tests::world::*;
use crate::suggestion::{Confidentiality, ReplyCategory, TaskRole};
use chrono::{DateTime, NaiveTime, TimeZone, Utc};
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

fn everybody() -> Vec<Actor> {
    let mut all =
        vec![deputy(LEAD), deputy(SECOND), deputy(THIRD), deputy(STRANGER), staff(), head(), government()];
    all.extend([handler(HOUSING), leader(HOUSING), handler(TRAFFIC), leader(TRAFFIC), handler(WATER)]);
    all.push(actor(60, Role::Committee, Some(COMMITTEE), None));
    all.push(actor(61, Role::FormerDeputy, None, Some(LEAD)));
    all.push(actor(62, Role::FormerDeputy, None, Some(STRANGER)));
    for (number, role) in Role::ALL.iter().enumerate() {
        if role.is_administrator() || matches!(role, Role::ScMember | Role::TownNpc | Role::HotlineAgent) {
            all.push(actor(70 + number as u128, *role, None, None));
        }
    }
    all
}

/// Every kind of event that the domain of suggestions emits.
const EVENTS: [&str; 41] = [
    "suggestion.submitted",
    "suggestion.insisted",
    "suggestion.cosigners_invited",
    "suggestion.cosign_confirmed",
    "suggestion.edited",
    "suggestion.accepted",
    "suggestion.returned",
    "suggestion.not_accepted",
    "suggestion.merged",
    "suggestion.carried_over",
    "suggestion.withdrawal_requested",
    "suggestion.withdrawn",
    "suggestion.recalled",
    "suggestion.assigned",
    "task.dispatched",
    "task.transferred",
    "suggestion.objected",
    "suggestion.objection_decided",
    "suggestion.urged",
    "suggestion.feedback_reminded",
    "suggestion.rated",
    "suggestion.pressure_reported",
    "suggestion.evaluation_lapsed",
    "suggestion.rehandling",
    "suggestion.unit_interviewed",
    "suggestion.closed",
    "task.send_back_requested",
    "task.send_back_decided",
    "task.extension_requested",
    "task.extension_decided",
    "task.contact_logged",
    "task.co_opinion_issued",
    "task.co_opinion_missing",
    "task.red_card",
    "reply.submitted",
    "reply.returned",
    "reply.passed",
    "reply.issued",
    "reply.delivered",
    "publication.released",
    "publication.withdrawn",
];

fn world(stage: usize) -> World {
    match stage {
        0 => World::draft("2026-03-06"),
        1 => World::draft("2026-03-06").submit(),
        2 => World::with_lead("2026-03-06"),
        _ => World::replied("2026-05-20", ReplyCategory::Resolved),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    /// Nobody is told of what he may not read, whatever happened, in whatever state, however confidential; and nobody's
    /// name stands in any text.
    #[test]
    fn nobody_is_told_of_what_he_may_not_read(
        stage in 0_usize..4, event in 0_usize..EVENTS.len(), confidential: bool, protected: bool, named: bool,
        invited: bool, english: bool, away in 0_usize..12, substitute in 0_usize..12,
    ) {
        let mut world = world(stage);
        if invited && stage == 0 {
            world.invite(SECOND);
        }
        world.case.suggestion.confidentiality = Confidentiality {
            confidential,
            hide_names_from_units: protected,
            reason: None,
            named: if named { vec![handler(HOUSING).account] } else { Vec::new() },
        };
        let case = &world.case;
        let task = case.tasks.first().map(|task| task.id);
        let reply = case.replies.first().map(|reply| reply.id);
        let data = json!({
            "task": task, "tasks": task.map(|task| vec![task]), "reply": reply, "units": [HOUSING, TRAFFIC],
            "deputies": [LEAD, SECOND, THIRD], "waiting_for": [SECOND], "voided": [SECOND], "agreed": true,
            "attitude": "unsatisfied", "result": "basic", "by": "deputy", "until": "2026-09-01",
        });
        let seen = Seen { id: Uuid::from_u128(1), kind: EVENTS[event], data: &data, at: world.env.now };
        let mut notices = notices_of(&seen, Some(case));
        notices.extend(due_notices(case, &world.env.ctx()));
        let all = everybody();
        let standing = [Substitution { away: all[away].account, substitute: all[substitute].account }];
        for notice in &notices {
            for one in recipients(notice, Some(case), &all, &standing, None) {
                let actor = all.iter().find(|actor| actor.account == one.account).expect("one of them");
                let readable = require::<act::ReadSuggestion>(actor, case).is_ok();
                prop_assert!(readable || notice.kind.is_bare(), "{:?} told {}", notice.kind, actor.display_name);
                prop_assert!(
                    notice.kind.is_bare() || !Sight::of(case, actor).published_only,
                    "{:?} told {}", notice.kind, actor.display_name
                );
                if notice.kind == NoticeKind::PressureReported {
                    prop_assert!(Sight::of(case, actor).pressure);
                }
                let told = Told { title: Some(&case.suggestion.text.title), number: None, unit: Some("住建局"), english };
                let text = sentence(notice.kind, &notice.facts, told);
                prop_assert!(!text.contains('{'), "{text}");
                if notice.kind.is_bare() {
                    prop_assert!(!text.contains(&case.suggestion.text.title), "{text}");
                }
                // Facts and texts have no place for a deputy at all: so protected ones are safe too.
                if Sight::of(case, actor).names == Names::Hidden {
                    let facts = serde_json::to_string(&notice.facts).expect("JSON");
                    for deputy in [LEAD, SECOND, THIRD] {
                        prop_assert!(!facts.contains(&deputy.to_string()), "{facts}");
                    }
                }
            }
        }
        let keys: std::collections::BTreeSet<_> = notices.iter().map(|notice| &notice.key).collect();
        prop_assert_eq!(keys.len(), notices.len(), "each has a key of its own");
    }
}

#[test]
fn every_kind_has_texts_that_fit_a_text_message() {
    for kind in NoticeKind::ALL {
        for english in [false, true] {
            let facts = Facts { due: "2026-06-02".parse().ok(), days: Some(3), ..Facts::default() };
            let short = short_text(*kind, &facts, Some("第063号"), english);
            assert!(short.chars().count() <= 70, "{kind}: {short}");
            let text = sentence(*kind, &facts, Told { english, ..Told::default() });
            assert!(!text.contains('{') && !text.is_empty(), "{kind}: {text}");
        }
        assert!(!kind.is_bare() || !kind.text_zh().contains("{matter}"), "{kind}");
    }
}

#[test]
fn whoever_did_it_is_not_told_and_nobody_twice() {
    let world = World::draft("2026-03-06").submit();
    let data = json!({});
    let seen = Seen { id: Uuid::from_u128(7), kind: "suggestion.submitted", data: &data, at: world.env.now };
    let notices = notices_of(&seen, Some(&world.case));
    let told = |by| recipients(&notices[0], Some(&world.case), &everybody(), &[], by).len();
    assert_eq!(told(None), 2);
    assert_eq!(told(Some(staff().account)), 1);
}

#[test]
fn reminders_keep_to_working_days_and_to_what_is_fresh() {
    let calendar = crate::calendar::official_calendar();
    let span = (day("2026-03-06"), day("2026-06-08"));
    let steps = [30, 15, 7, 3, 0];
    let on = |today: &str| {
        due::reminder(calendar, day(today), span, &steps).map(|found| (found.before, found.left))
    };
    // Thirty days before is Saturday 9 May, on which people work (调休).
    assert_eq!(on("2026-05-09"), Some((30, 30)));
    assert_eq!(on("2026-05-08"), None);
    // Fifteen days before is Sunday 24 May: told on Friday.
    assert_eq!(on("2026-05-22"), Some((15, 17)));
    assert_eq!(on("2026-05-26"), None, "four days later it is stale");
    assert_eq!(on("2026-06-08"), Some((0, 0)));
    assert_eq!(on("2026-06-09"), None);
    // What lies before the beginning is not told: what began was told itself.
    assert_eq!(
        due::reminder(calendar, day("2026-03-09"), (day("2026-03-09"), day("2026-04-03")), &steps),
        None
    );
    let late = |today: &str| due::lateness(calendar, &world(0).env.settings, day(today), span.1);
    assert_eq!((late("2026-06-08"), late("2026-06-09"), late("2026-06-30")), (None, Some(1), None));
}

#[test]
fn the_leader_is_told_a_week_before_and_the_committee_when_it_is_late() {
    let mut world =
        World::draft("2026-03-06").submit().accepted().assigned(&[assignment(HOUSING, TaskRole::Lead)]);
    let due = world.case.tasks[0].effective_due().expect("it runs");
    let mut on = |days: i64| {
        let date = due - chrono::Duration::days(days);
        world.env.now = at(&date.to_string());
        let found = due_notices(&world.case, &world.env.ctx());
        found.into_iter().map(|notice| (notice.kind, notice.to)).collect::<Vec<_>>()
    };
    assert_eq!(
        on(7),
        [(NoticeKind::ReplyDueSoon, vec![Audience::Handlers(HOUSING), Audience::Leaders(HOUSING)])]
    );
    assert_eq!(on(0), [(NoticeKind::ReplyDueToday, vec![Audience::Handlers(HOUSING)])]);
    let late = on(-1);
    assert_eq!(late[0].0, NoticeKind::ReplyOverdue);
    assert!(late[0].1.contains(&Audience::Congress));
}

fn local(text: &str) -> DateTime<Utc> {
    let naive = text.parse::<chrono::NaiveDateTime>().expect("a date and time");
    congress_offset().from_local_datetime(&naive).single().expect("no gap").to_utc()
}

#[test]
fn digests_come_at_eight_and_quiet_hours_are_kept() {
    let quiet = |from: (u32, u32), to: (u32, u32)| {
        let time = |(h, m)| NaiveTime::from_hms_opt(h, m, 0).expect("a time");
        Some(QuietHours { from: time(from), to: time(to) })
    };
    let night = quiet((22, 0), (7, 0));
    for (now, digest, quiet, wanted) in [
        ("2026-03-02T09:00:00", Digest::AtOnce, None, "2026-03-02T09:00:00"),
        ("2026-03-02T23:30:00", Digest::AtOnce, night, "2026-03-03T07:00:00"),
        ("2026-03-02T06:59:59", Digest::AtOnce, night, "2026-03-02T07:00:00"),
        ("2026-03-02T07:00:00", Digest::AtOnce, night, "2026-03-02T07:00:00"),
        ("2026-03-02T07:00:00", Digest::Daily, None, "2026-03-02T08:00:00"),
        ("2026-03-02T08:00:00", Digest::Daily, None, "2026-03-03T08:00:00"),
        ("2026-03-02T09:00:00", Digest::Weekly, None, "2026-03-09T08:00:00"),
        ("2026-03-01T09:00:00", Digest::Weekly, None, "2026-03-02T08:00:00"),
        ("2026-03-02T09:00:00", Digest::Daily, quiet((7, 0), (9, 30)), "2026-03-03T09:30:00"),
    ] {
        assert_eq!(ripe_at(local(now), digest, quiet), local(wanted), "{now} {digest}");
    }
}

#[test]
fn what_is_locked_cannot_be_switched_off() {
    let mut choices = Choices::default();
    for group in NoticeGroup::ALL {
        choices.channels.insert(*group, Vec::new());
    }
    for kind in NoticeKind::ALL {
        let ways = choices.channels_of(*kind);
        assert_eq!(ways.contains(&Channel::InApp), kind.is_locked(), "{kind}");
    }
    assert!(NoticeKind::ALL.iter().filter(|k| k.group() == NoticeGroup::Deadline).any(|k| k.is_locked()));
}

#[test]
fn attempts_end() {
    let now = local("2026-03-02T09:00:00");
    let mut at = now;
    for attempt in 1..ATTEMPTS_MOST {
        let AfterAttempt::Again(next) = after_attempt(attempt, Reached::Later(None), at) else {
            panic!("attempt {attempt} was the last");
        };
        assert!(next > at);
        at = next;
    }
    let last = after_attempt(ATTEMPTS_MOST, Reached::Later(None), at);
    assert_eq!(last, AfterAttempt::End(MessageState::GivenUp));
    assert_eq!(after_attempt(1, Reached::Never, now), AfterAttempt::End(MessageState::GivenUp));
    let asked = after_attempt(1, Reached::Later(Some(600)), now);
    assert_eq!(asked, AfterAttempt::Again(now + chrono::Duration::seconds(600)));
}

#[test]
fn nobody_stands_in_for_a_deputy() {
    let away = Actor::new(
        deputy(LEAD).account,
        crate::kernel::LoginSessionId(Uuid::nil()),
        None,
        String::new(),
        deputy(LEAD).grants().to_vec(),
    );
    let same = actor(999, Role::Deputy, None, Some(DeputyId(LEAD.0)));
    assert!(!substitution::share_an_office(&away, &same));
    assert!(substitution::share_an_office(
        &handler(HOUSING),
        &actor(998, Role::UnitHandler, Some(HOUSING), None)
    ));
    assert!(!substitution::share_an_office(&handler(HOUSING), &leader(HOUSING)));
}
