use crate::stand::{kinds, newest, reminded, told};
use tests::{Congress, Matter, TestApp};

/// Assigned on Monday 2 March 2026: the letter is due on Tuesday 2 June, the opinion on Thursday 2 April.
#[tokio::test]
async fn reminders_come_on_their_days_once_each() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let mut matter = Matter::dispatched(&congress).await;
    matter.sign_and_start().await;
    told(&app).await;
    for who in [&congress.handler, &congress.leader, &congress.clerk, &congress.co_handler] {
        who.post("/api/v1/notifications/read", &serde_json::json!({"up_to": null})).await.ok(200);
    }
    let mut days = Vec::new();
    let mut day = chrono::NaiveDate::from_ymd_opt(2026, 3, 3).expect("a day");
    while day <= chrono::NaiveDate::from_ymd_opt(2026, 6, 5).expect("a day") {
        app.move_clock(&format!("{day}T07:30:00+08:00"));
        // Two replicas, and again an hour later.
        let (one, other) = tokio::join!(reminded(&app), reminded(&app));
        app.move_clock(&format!("{day}T08:30:00+08:00"));
        assert_eq!(reminded(&app).await, 0, "{day}");
        if one + other > 0 {
            days.push((day.to_string(), one + other));
        }
        day = day.succ_opt().expect("a day");
    }
    let of =
        |page: Vec<String>| page.into_iter().filter(|kind| kind.contains("due") || kind.contains("overdue"));
    let handler: Vec<_> = of(kinds(&congress.handler).await).collect();
    assert_eq!(
        handler,
        ["reply_overdue", "reply_due_today", "reply_due_soon", "reply_due_soon", "reply_due", "reply_due"],
        "{days:?}"
    );
    let leader: Vec<_> = of(kinds(&congress.leader).await).collect();
    assert_eq!(leader, ["reply_overdue", "reply_due_soon"], "a week before, and when it is late");
    let opinion: Vec<_> = of(kinds(&congress.co_handler).await).collect();
    assert_eq!(opinion, ["co_opinion_due", "co_opinion_due"]);
    let clerk: Vec<_> = of(kinds(&congress.clerk).await).collect();
    assert_eq!(clerk, ["reply_overdue"]);
    // 3 May is a Sunday in the holidays: told on Thursday 30 April, the last working day before.
    let told_on: Vec<_> = days.iter().map(|(day, _)| day.as_str()).collect();
    assert!(told_on.contains(&"2026-04-30") && !told_on.contains(&"2026-05-03"), "{days:?}");
    let late = newest(&congress.clerk, "reply_overdue").await;
    let text = late["text"].as_str().expect("a text");
    assert!(text.contains("超期1天") && text.contains("住建局"), "{text}");
}

#[tokio::test]
async fn after_a_standstill_only_what_is_fresh_is_told_with_the_days_that_are_left() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let mut matter = Matter::dispatched(&congress).await;
    matter.sign_and_start().await;
    // Nothing ran from March to the end of May: four reminders were missed.
    app.move_clock("2026-05-27T08:00:00+08:00");
    assert_eq!(reminded(&app).await, 2, "the one of 26 May, to clerk and leader of the unit");
    let one = newest(&congress.handler, "reply_due_soon").await;
    assert!(one["text"].as_str().expect("a text").contains("还有6天"), "{one}");
    // And a day on which none was due and the last is long over: nothing.
    let other = TestApp::start().await;
    let congress = Congress::found(&other).await;
    let mut matter = Matter::dispatched(&congress).await;
    matter.sign_and_start().await;
    other.move_clock("2026-05-25T08:00:00+08:00");
    assert_eq!(reminded(&other).await, 0);
}

#[tokio::test]
async fn raters_are_reminded_until_they_have_rated() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let mut matter = Matter::replied(&congress, "2026-03-02T09:00:00+08:00").await;
    let shown = matter.seen_by(&congress.lead).await;
    let dues = shown["dues"].as_array().expect("dues");
    let feedback = dues.iter().find(|due| due["kind"] == "feedback").expect("the end of the rating");
    // Delivered on 2 March: fifteen working days end on 23 March.
    assert_eq!(feedback["on"], "2026-03-23", "{dues:?}");
    app.move_clock("2026-03-18T08:00:00+08:00");
    reminded(&app).await;
    let one = newest(&congress.lead, "feedback_due").await;
    assert!(one["text"].as_str().expect("a text").contains("还有5天"), "{one}");
    assert!(!kinds(&congress.other_deputy).await.contains(&"feedback_due".to_owned()));
}
