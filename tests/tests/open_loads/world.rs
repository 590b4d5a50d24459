use api::app::AppConfig;
use api::open::project;
use domain::authz::JurisdictionPath;
use domain::integration::{OfficialSight, Sight};
use persistence::integration::{FeedOp, OPEN_SORTS, OpenFilter};
use persistence::listing::PageRequest;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tests::{Congress, Matter, TestApp};

/// A mirror: what another system holds.
pub type Mirror = BTreeMap<String, String>;

/// A congress on its server.
pub struct World {
    pub app: TestApp,
    pub congress: Congress,
}

impl World {
    pub async fn begin() -> Self {
        Self::begin_with(|_| ()).await
    }

    /// On a server that is not quite as all others.
    pub async fn begin_with(change: impl FnOnce(&mut AppConfig)) -> Self {
        let app = TestApp::start_with(change).await;
        let congress = Congress::found(&app).await;
        Self { app, congress }
    }

    /// Everything that was committed is told in the feed.
    pub async fn tell(&self) {
        while !self.app.store().publish_outbox(1_000).await.expect("the outbox can be numbered").is_empty() {}
        while project(self.app.state()).await.expect("the feed can be written").more {}
    }

    /// A matter whose title and progress every citizen may read.
    pub async fn published(&self) -> Matter<'_> {
        let mut matter = Matter::dispatched(&self.congress).await;
        self.release(&mut matter, "title").await;
        self.release(&mut matter, "status").await;
        matter
    }

    /// The clerk proposes, the head decides.
    pub async fn release(&self, matter: &mut Matter<'_>, part: &str) {
        let proposal = json!({"part": part, "no_state_secret": true, "no_commercial_secret": true,
            "no_privacy": true, "no_stability_risk": true});
        matter.seen_by(&self.congress.clerk).await;
        matter.post(&self.congress.clerk, "/publications", &proposal).await;
        let id = publication(matter, part);
        let decision = json!({"release": true});
        matter.post(&self.congress.head, &format!("/publications/{id}/decide"), &decision).await;
    }

    /// It is taken down again.
    pub async fn withdraw(&self, matter: &mut Matter<'_>, part: &str) {
        matter.seen_by(&self.congress.head).await;
        let id = publication(matter, part);
        let reason = json!({"reason": "代表要求撤下。"});
        matter.post(&self.congress.head, &format!("/publications/{id}/unpublish"), &reason).await;
    }

    /// What every citizen may read, as the list tells it.
    pub async fn published_source(&self) -> Mirror {
        let page = PageRequest { sort: &OPEN_SORTS[0], descending: false, after: None, limit: 1_000 };
        let filter = OpenFilter::default();
        let listing = self.app.store().open_matters_page(&Sight::PUBLIC, &filter, &page);
        let rows = listing.await.expect("the list can be read").into_iter();
        rows.map(|listed| (listed.row.id.to_string(), listed.row.document)).collect()
    }

    /// Everything in the county, as its authorities see it.
    pub async fn area(&self) -> Sight {
        let uow = self.app.uow().await;
        let root = uow.jurisdiction(self.app.county().root).await.expect("readable").expect("the county");
        Sight { published: false, official: Some(OfficialSight::Area(JurisdictionPath(root.path))) }
    }

    /// Goes on with the feed from a number to its end.
    pub async fn follow(&self, mirror: &mut Mirror, sight: &Sight, mut after: i64) {
        loop {
            let page = self.app.store().feed_page(sight, after, 3).await.expect("the feed can be read");
            let Some(last) = page.entries.last() else { return };
            after = last.seq;
            for entry in page.entries {
                let id = entry.resource_id.to_string();
                match (entry.op, entry.document) {
                    (FeedOp::Upsert, Some(document)) => drop(mirror.insert(id, document)),
                    (FeedOp::Delete, _) => drop(mirror.remove(&id)),
                    (FeedOp::Hidden, _) => {}
                    (FeedOp::Upsert, None) => panic!("an upsert without its document"),
                }
            }
        }
    }
}

fn publication(matter: &Matter<'_>, part: &str) -> String {
    let all = matter.shown["publications"].as_array().expect("publications");
    let last = all.iter().rev().find(|known| known["part"] == part).expect("proposed");
    last["id"].as_str().expect("an id").to_owned()
}

/// The lines of an export by their ids.
pub fn mirror_of(ndjson: &str) -> Mirror {
    ndjson
        .lines()
        .map(|line| {
            let document: Value = serde_json::from_str(line).expect("a document a line");
            (document["id"].as_str().expect("an id").to_owned(), line.to_owned())
        })
        .collect()
}
