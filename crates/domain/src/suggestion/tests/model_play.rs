//! Random histories through the aggregate and through the plain model (`model.rs`) side by side: after every attempt both
//! agree whether it happened, on every state, and the invariants of §8.5 hold. A history that fails is made smaller by
//! proptest and printed with its seed; `DAIBIAO_MODEL_SEED` and `DAIBIAO_MODEL_CASES` try others.

use super::attempts::{Try, history};
use super::history::{offered, run};
use super::invariants::check;
use super::model::{Model, Owes};
use super::world::*;
use crate::calendar::official_calendar;
use crate::suggestion::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

const SEED: u64 = 20_261_123;
const CASES: u32 = 10_000;
const THREADS: u32 = 4;

/// The aggregate in the model's words.
fn words(case: &Case) -> String {
    let parts: Vec<String> = case
        .tasks
        .iter()
        .map(|task| {
            let owes = match task.role {
                TaskRole::Lead => Owes::Letter,
                TaskRole::Split => Owes::Part,
                TaskRole::Co => Owes::Opinion,
            };
            let unit = super::history::UNITS.iter().position(|unit| *unit == task.unit).unwrap();
            part(
                unit,
                owes,
                task.round,
                task.status.code(),
                task.final_assignment,
                task.co_opinion_missing_at.is_some(),
            )
        })
        .collect();
    let promises: Vec<&str> = case.commitments.iter().map(|promise| promise.status.code()).collect();
    let suggestion = &case.suggestion;
    format!(
        "{} round {} text {} signed {} withdrawing {} sent back {} rated {} reminded {} promises {promises:?} parts {parts:?}",
        suggestion.status.code(),
        suggestion.round,
        suggestion.text_version.0,
        suggestion.is_signer(SECOND),
        suggestion.withdrawal.is_some(),
        suggestion.send_backs_agreed,
        case.feedbacks.len(),
        case.feedback_reminders.len(),
    )
}

fn words_of(model: &Model) -> String {
    let parts: Vec<String> = model
        .parts
        .iter()
        .map(|p| part(p.unit, p.owes, p.round, p.state, p.last_word, p.opinion_missing))
        .collect();
    let promises: Vec<&str> = model.promises.iter().map(|(state, _)| *state).collect();
    format!(
        "{} round {} text {} signed {} withdrawing {} sent back {} rated {} reminded {} promises {promises:?} parts {parts:?}",
        model.state,
        model.round,
        model.text,
        model.signed_by_second(),
        model.withdrawing,
        model.sent_back,
        model.ratings(),
        model.reminded.len(),
    )
}

fn part(unit: usize, owes: Owes, round: u32, state: &str, last_word: bool, missing: bool) -> String {
    format!(
        "{unit} {owes:?} {round} {state}{}{}",
        if last_word { " final" } else { "" },
        if missing { " missing" } else { "" }
    )
}

/// Plays a history in both; the first difference in words.
fn play(attempts: &[Try]) -> Result<(), String> {
    let mut world = World::draft("2026-03-06");
    let mut model = Model::new(official_calendar(), day("2026-03-06"));
    for (serial, attempt) in attempts.iter().enumerate() {
        let offered = offered(&world, *attempt);
        let result = run(&mut world, *attempt, serial as u32);
        let expected = model.attempt(*attempt);
        let (is, should) = (words(&world.case), words_of(&model));
        let at = || {
            format!(
                "step {serial}, {attempt:?}\n  aggregate {result:?}: {is}\n  model     {expected}: {should}"
            )
        };
        if result.is_ok() != expected || is != should {
            return Err(at());
        }
        if offered.is_some_and(|offered| offered != expected) {
            return Err(format!("offered {offered:?}: {}", at()));
        }
        if expected {
            check(&world.case);
        }
    }
    Ok(())
}

#[test]
fn random_histories_agree_with_the_plain_model() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seed = number("DAIBIAO_MODEL_SEED").unwrap_or(SEED);
    let cases = number("DAIBIAO_MODEL_CASES").map_or(CASES, |cases| cases as u32);
    let share = |thread: u32| {
        let mut bytes = [0_u8; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        bytes[8..12].copy_from_slice(&thread.to_le_bytes());
        let config =
            Config { cases: cases.div_ceil(THREADS), failure_persistence: None, ..Config::default() };
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        let mut runner = TestRunner::new_with_rng(config, rng);
        match runner.run(&history(), |attempts| play(&attempts).map_err(TestCaseError::fail)) {
            Ok(()) => {}
            Err(TestError::Fail(reason, attempts)) => {
                panic!("seed {seed}: {reason}\n  history {attempts:?}");
            }
            Err(TestError::Abort(reason)) => panic!("seed {seed}: {reason}"),
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|thread| scope.spawn(move || share(thread))).collect();
        for thread in threads {
            if let Err(panic) = thread.join() {
                std::panic::resume_unwind(panic);
            }
        }
    });
}
