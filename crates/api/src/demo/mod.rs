//! 演示县: an invented county with two closed years and a running one, made by driving the real routes and use cases under
//! a clock that is moved through those years. Nothing is written past them.
//!
//! [`county`], [`topics`] and [`text`] say what there is; [`plan`] and [`script`] when what happens; [`stage`] signs real
//! accounts in; [`registers`] and [`play`] act.

mod accounts;
mod chance;
mod clock;
mod county;
mod evidence;
mod keys;
mod meetings;
mod notices;
mod plan;
mod play;
mod registers;
mod script;
mod stage;
mod step;
mod text;
mod topics;

pub use accounts::PASSWORD;
pub use clock::clock;

use crate::{
    app::{AppConfig, detached_state},
    state::State,
    time::{MovableClock, SeededIds},
};
use anyhow::ensure;
use chrono::{DateTime, Utc};
use meetings::House;
use persistence::{ConnectSettings, Store, connect};
use play::Play;
use registers::Registers;
use stage::Stage;
use std::{collections::BTreeMap, path::PathBuf, sync::Arc, time::Instant};
use step::Step;

/// How much of the county is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Scale {
    /// 300 deputies and three years.
    Full,
    /// 38 deputies and some twenty suggestions: for tests.
    Small,
}

/// Where the county is made.
pub struct Seed {
    /// `postgres://…`, migrated and without a county.
    pub database_url: String,
    /// Server secret, base64: encrypts what the registers protect.
    pub secret: String,
    /// Address people use.
    pub public_url: String,
    /// Where files are kept.
    pub files_dir: PathBuf,
    /// How much.
    pub scale: Scale,
}

/// What was made.
pub struct Seeded {
    /// The application, its clock at [`END`].
    pub state: State,
    /// Suggestions by state (中文), as they are at the end.
    pub suggestions: BTreeMap<&'static str, usize>,
    /// Tasks by state (中文).
    pub tasks: BTreeMap<&'static str, usize>,
    /// Commands that were carried out on suggestions.
    pub steps: usize,
    /// Requests to send back that wait for a decision.
    pub pending_send_backs: usize,
}

/// The registers are set up on this morning.
const BEGIN: &str = "2024-01-08T09:00:00+08:00";
/// "Today" of the demo: Wednesday 10 June 2026, ten in the morning.
pub const END: &str = "2026-06-10T10:00:00+08:00";

/// What happens at its time besides the suggestions.
enum Event {
    Step(usize, Step),
    SeatEnds(usize, &'static str, &'static str),
    ByElection(usize, &'static str),
    Meeting(i32, &'static str, bool),
    Sweep,
}

const SEATS_END: [(&str, &str); 4] = [
    ("moved_away", "2024-08-20"),
    ("moved_away", "2025-03-18"),
    ("voluntary_resignation", "2025-04-22"),
    ("death", "2026-03-24"),
];
const BY_ELECTION: &str = "2025-06-12";
/// Supervision meetings: when they are prepared, of which year, on which day, and whether they are held.
const MEETINGS: [(&str, (i32, &str, bool)); 2] = [
    ("2025-11-20T09:00:00+08:00", (2025, "2025-11-20", true)),
    ("2026-06-08T15:00:00+08:00", (2026, "2026-11-18", false)),
];
/// Mornings on which lapse of time is looked at; the server does so every day.
const SWEEPS: [&str; 6] =
    ["2026-03-20", "2026-05-07", "2026-05-14", "2026-05-22", "2026-06-01", "2026-06-10"];

fn instant(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).map_or_else(|_| DateTime::default(), |at| at.to_utc())
}

/// Makes the county.
///
/// # Errors
/// When the database has a county already, or a step is refused: then the demo does not fit the program any more.
pub async fn seed(config: Seed) -> anyhow::Result<Seeded> {
    let began = Instant::now();
    let say = |what: &str| eprintln!("{:6.1} s  {what}", began.elapsed().as_secs_f32());
    let store = Store::new(connect(&ConnectSettings::new(&config.database_url)).await?);
    ensure!(
        store.jurisdictions().await?.is_empty(),
        "this database has a county already: the demo needs an empty one"
    );

    let stage = open_stage(&config).await?;
    stage.turn_to(instant(BEGIN));
    let play = set_up(stage, config.scale, &say).await?;
    let (mut play, steps) = run(play, &say).await?;

    play.stage.turn_to(instant(END));
    play.key_suggestions().await?;
    say("key suggestions");
    // Through the store that waits for the disk: with it everything before is durable too.
    while !store.publish_outbox(1_000).await?.is_empty() {}
    say("events published");
    play.notices(&with_password(config.scale)).await?;
    say("notices");
    let mut suggestions = BTreeMap::new();
    let mut tasks = BTreeMap::new();
    for case in play.cases.iter_mut().flatten() {
        *suggestions.entry(case.status().zh()).or_insert(0) += 1;
        for task in &case.tasks {
            *tasks.entry(task.status.zh()).or_insert(0) += 1;
        }
    }
    store.close().await;
    let pending_send_backs = play.pending_send_backs();
    Ok(Seeded { state: play.stage.state, suggestions, tasks, steps, pending_send_backs })
}

async fn open_stage(config: &Seed) -> anyhow::Result<Stage> {
    // Thousands of small transactions: none of them needs to wait for the disk by itself.
    let separator = if config.database_url.contains('?') { '&' } else { '?' };
    let url = format!("{}{separator}options[synchronous_commit]=off", config.database_url);
    let mut app = AppConfig::new(url, &config.secret);
    app.public_url = Some(config.public_url.clone());
    app.files_dir.clone_from(&config.files_dir);
    app.demo_banner = true;
    app.clock = Arc::new(MovableClock::default());
    app.ids = Arc::new(SeededIds::new(2026));
    Ok(Stage::open(detached_state(app)?).await)
}

/// Who can sign in.
fn with_password(scale: Scale) -> Vec<&'static str> {
    let mut people = vec![
        "audit",
        "jiekou",
        "daigong",
        "daigonghead",
        "zhengfuban",
        "zhuren",
        "zhujian",
        "zhujianhead",
        "daibiao1",
        "daibiao2",
    ];
    if scale == Scale::Full {
        people.extend([
            "daibiao3",
            "jiaotong",
            "jiaotonghead",
            "shuili",
            "shuilihead",
            "nongye",
            "nongyehead",
            "chuanzi",
        ]);
    }
    people
}

async fn set_up(mut stage: Stage, scale: Scale, say: &impl Fn(&str)) -> anyhow::Result<Play> {
    let mut registers = Registers::found(&mut stage).await?;
    registers.structure(&mut stage, scale).await?;
    say("towns, units, terms, constituencies, groups");
    registers.elect(&mut stage, scale).await?;
    say(&format!("{} deputies with seats, groups and delegations", registers.members.len()));
    for username in with_password(scale) {
        stage.give_password(username).await?;
        stage.forget_sign_in(username);
    }
    say("accounts and passwords");
    let plan = plan::Plan::make(&registers.members, scale)?;
    Ok(Play::new(stage, registers, plan.scripts))
}

async fn run(mut play: Play, say: &impl Fn(&str)) -> anyhow::Result<(Play, usize)> {
    let end = instant(END);
    let mut events: Vec<(DateTime<Utc>, Event)> = Vec::new();
    for (at, script) in play.scripts.iter().enumerate() {
        events.extend(script.steps.iter().map(|(when, step)| (*when, Event::Step(at, step.clone()))));
    }
    let morning = |on: &str| instant(&format!("{on}T08:00:00+08:00"));
    for (number, (ground, on)) in SEATS_END.into_iter().enumerate() {
        events.push((morning(on), Event::SeatEnds(number, ground, on)));
    }
    events.extend((0..2).map(|number| (morning(BY_ELECTION), Event::ByElection(number, BY_ELECTION))));
    events.extend(SWEEPS.into_iter().map(|on| (morning(on), Event::Sweep)));
    events.extend(
        MEETINGS.into_iter().map(|(at, (year, on, held))| (instant(at), Event::Meeting(year, on, held))),
    );
    events.retain(|(when, _)| *when < end);
    events.sort_by_key(|(when, _)| *when);
    let (count, mut year) = (events.len(), String::new());
    for (number, (when, event)) in events.into_iter().enumerate() {
        play.stage.turn_to(when);
        let month = domain::kernel::congress_time(when).format("%Y-%m").to_string();
        if month != year && number > 0 {
            say(&format!("{year}: {number} of {count} steps"));
        }
        year = month;
        match event {
            Event::Step(at, step) => play.perform(at, &step).await?,
            Event::SeatEnds(number, ground, on) => {
                play.registers.end_seat(&mut play.stage, number, (ground, on)).await?;
            }
            Event::ByElection(number, on) => play.registers.by_election(&mut play.stage, number, on).await?,
            Event::Meeting(year, on, held) => {
                let house = House { county: play.registers.county, term: play.registers.term };
                let prepared = play.stage.prepare_meeting(house, (year, on)).await?;
                if held {
                    play.stage.hold_meeting(&prepared).await?;
                }
            }
            Event::Sweep => play.sweep().await?,
        }
    }
    say(&format!("{count} steps"));
    Ok((play, count))
}
