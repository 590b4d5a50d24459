use api::workers::{Swept, sweep_deadlines};
use chrono::Duration;
use tests::{Congress, Matter, TestApp};

async fn sweep(app: &TestApp) -> Swept {
    let swept = sweep_deadlines(app.state()).await.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(swept.failed, 0, "{swept:?}");
    swept
}

#[tokio::test]
async fn silence_is_receipt_and_a_second_sweep_changes_nothing() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let mut matter = Matter::dispatched(&congress).await;
    assert_eq!(sweep(&app).await.moved, 0);
    app.move_clock("2026-03-20T00:10:00+08:00");
    // Two replicas at once: one of them does it.
    let (one, other) = tokio::join!(sweep(&app), sweep(&app));
    assert_eq!(one.moved + other.moved, 1, "{one:?} {other:?}");
    let shown = matter.seen_by(&congress.clerk).await;
    assert_eq!(shown["status"], "handling");
    for task in shown["tasks"].as_array().expect("tasks") {
        assert!(!task["signed_at"].is_null(), "{task}");
    }
    let version = matter.version();
    assert_eq!(sweep(&app).await.moved, 0);
    matter.seen_by(&congress.clerk).await;
    assert_eq!(matter.version(), version);
}

#[tokio::test]
async fn lateness_gets_its_cards_once_each() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let mut matter = Matter::dispatched(&congress).await;
    // A month for the opinion, three for the letter; then more than ten working days.
    for day in ["2026-04-20", "2026-06-08", "2026-07-01"] {
        app.move_clock(&format!("{day}T00:10:00+08:00"));
        sweep(&app).await;
        sweep(&app).await;
    }
    matter.seen_by(&congress.clerk).await;
    let lead = matter.task(congress.housing);
    let cards = matter.shown["urges"].as_array().expect("urges").clone();
    let of_lead: Vec<_> =
        cards.iter().filter(|card| card["task_id"] == *lead).map(|card| &card["level"]).collect();
    assert!(of_lead.contains(&&serde_json::json!("yellow")), "{cards:?}");
    assert!(of_lead.contains(&&serde_json::json!("red")), "{cards:?}");
    assert_eq!(of_lead.len(), 2, "each once: {cards:?}");
    for card in &cards {
        let said = card["text"].as_str().expect("words");
        assert!(said.contains("已超期") && !said.starts_with(['黄', '红']), "why, not its name: {said}");
    }
}

#[tokio::test]
async fn a_rating_that_never_comes_lapses_after_its_reminders() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let mut matter = Matter::replied(&congress, "2026-03-02T09:00:00+08:00").await;
    matter.seen_by(&congress.clerk).await;
    assert_eq!(matter.shown["status"], "replied");
    let mut moved = 0;
    for _ in 0..8 {
        app.advance(Duration::days(14));
        moved += sweep(&app).await.moved;
    }
    assert!(moved >= 3, "two reminders and the lapse, {moved}");
    matter.seen_by(&congress.clerk).await;
    assert_ne!(matter.shown["status"], "replied", "{}", matter.shown["status"]);
    assert_eq!(matter.shown["feedbacks"], serde_json::json!([]));
}
