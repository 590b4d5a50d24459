use crate::suggestion::machine::targets;
use crate::suggestion::task_machine::task_targets;
use crate::suggestion::*;
use std::collections::BTreeSet;

/// Every (state, step) pair of the suggestion, as §3.8.2 reads: state, step, where it may lead.
const SUGGESTION: &str = "
draft: edit>draft invite_cosigner>cosigning submit>submitted delete>deleted link_previous>draft
cosigning: edit>cosigning invite_cosigner>cosigning confirm_cosign>cosigning decline_cosign>cosigning submit>submitted delete>deleted link_previous>cosigning
submitted: classify>submitted protect>submitted link_previous>submitted accept>accepted return>returned not_accept>not_accepted merge>merged withdraw>submitted,withdrawn agree_withdrawal>submitted,withdrawn refuse_withdrawal>submitted cancel_withdrawal>submitted
returned: edit>returned invite_cosigner>returned confirm_cosign>returned decline_cosign>returned submit>submitted insist>submitted link_previous>returned withdraw>returned,withdrawn agree_withdrawal>returned,withdrawn refuse_withdrawal>returned cancel_withdrawal>returned
not_accepted:
merged: unmerge>submitted,accepted
accepted: classify>accepted protect>accepted link_previous>accepted merge>merged correct>accepted withdraw>accepted,withdrawn agree_withdrawal>accepted,withdrawn refuse_withdrawal>accepted cancel_withdrawal>accepted assign>assigned urge>accepted acknowledge_urge>accepted propose_publication>accepted decide_publication>accepted unpublish>accepted
assigned: classify>assigned protect>assigned link_previous>assigned correct>assigned withdraw>assigned,withdrawn agree_withdrawal>assigned,withdrawn refuse_withdrawal>assigned cancel_withdrawal>assigned recall>accepted object_to_unit>assigned decide_objection>assigned needs_reassignment>accepted,assigned all_signed>handling urge>assigned acknowledge_urge>assigned propose_publication>assigned decide_publication>assigned unpublish>assigned
handling: classify>handling protect>handling link_previous>handling correct>handling withdraw>handling,withdrawn agree_withdrawal>handling,withdrawn refuse_withdrawal>handling cancel_withdrawal>handling object_to_unit>handling decide_objection>handling needs_reassignment>accepted,assigned all_replied>replied urge>handling acknowledge_urge>handling flag_pressure>handling propose_publication>handling decide_publication>handling unpublish>handling
replied: classify>replied protect>replied link_previous>replied correct>replied evaluate>replied,evaluated flag_pressure>replied remind_feedback>replied lapse_feedback>evaluated report_commitment>replied reach_milestone>replied judge_commitment>replied change_commitment>replied fail_commitment>replied carry_over_commitment>replied confirm_explanation>replied propose_publication>replied decide_publication>replied unpublish>replied
evaluated: classify>evaluated protect>evaluated link_previous>evaluated correct>evaluated flag_pressure>evaluated interview>evaluated order_rehandle>rehandling explain>evaluated settle>tracking,closed report_commitment>evaluated reach_milestone>evaluated judge_commitment>evaluated change_commitment>evaluated fail_commitment>evaluated carry_over_commitment>evaluated confirm_explanation>evaluated propose_publication>evaluated decide_publication>evaluated unpublish>evaluated
rehandling: classify>rehandling protect>rehandling link_previous>rehandling correct>rehandling all_replied>replied urge>rehandling acknowledge_urge>rehandling flag_pressure>rehandling propose_publication>rehandling decide_publication>rehandling unpublish>rehandling
tracking: classify>tracking protect>tracking link_previous>tracking correct>tracking urge>tracking acknowledge_urge>tracking flag_pressure>tracking order_rehandle>rehandling report_commitment>tracking reach_milestone>tracking judge_commitment>tracking change_commitment>tracking fail_commitment>tracking carry_over_commitment>tracking confirm_explanation>tracking close>closed propose_publication>tracking decide_publication>tracking unpublish>tracking
closed: classify>closed protect>closed link_previous>closed correct>closed flag_pressure>closed reopen>rehandling archive>archived propose_publication>closed decide_publication>closed unpublish>closed
archived: propose_publication>archived decide_publication>archived unpublish>archived
withdrawn: unpublish>withdrawn
deleted:
";

/// Every (state, step) pair of the task, as §3.8.3 and §8.1 read.
const TASK: &str = "
pending_sign: sign>signed sign_silently>signed request_send_back>send_back_requested mark_co_opinion_missing>pending_sign transfer>pending_sign cancel>cancelled
signed: request_send_back>send_back_requested dispatch>in_progress start>in_progress change_handler>signed log_contact>signed confirm_contact>signed dispute_contact>signed draft_co_opinion>co_opinion_draft issue_co_opinion>co_opinion_issued mark_co_opinion_missing>signed note_as_read>done request_extension>signed decide_extension>signed transfer>signed cancel>cancelled
in_progress: dispatch>in_progress change_handler>in_progress log_contact>in_progress confirm_contact>in_progress dispute_contact>in_progress draft_co_opinion>co_opinion_draft issue_co_opinion>co_opinion_issued mark_co_opinion_missing>in_progress draft_reply>reply_draft note_as_read>done send_holding_answer>in_progress request_extension>in_progress decide_extension>in_progress transfer>in_progress finish_system_task>done cancel>cancelled
co_opinion_draft: change_handler>co_opinion_draft log_contact>co_opinion_draft confirm_contact>co_opinion_draft dispute_contact>co_opinion_draft draft_co_opinion>co_opinion_draft issue_co_opinion>co_opinion_issued mark_co_opinion_missing>co_opinion_draft transfer>co_opinion_draft cancel>cancelled
co_opinion_issued: confirm_contact>co_opinion_issued dispute_contact>co_opinion_issued return_co_opinion>signed finish_co_opinion>done transfer>co_opinion_issued cancel>cancelled
reply_draft: change_handler>reply_draft log_contact>reply_draft confirm_contact>reply_draft dispute_contact>reply_draft draft_reply>reply_draft submit_reply>pre_review send_holding_answer>reply_draft request_extension>reply_draft decide_extension>reply_draft transfer>reply_draft cancel>cancelled
pre_review: change_handler>pre_review log_contact>pre_review confirm_contact>pre_review dispute_contact>pre_review return_reply>reply_draft pass_reply>sign_off send_holding_answer>pre_review request_extension>pre_review decide_extension>pre_review transfer>pre_review cancel>cancelled
sign_off: change_handler>sign_off log_contact>sign_off confirm_contact>sign_off dispute_contact>sign_off reject_draft>reply_draft sign_off>issued send_holding_answer>sign_off request_extension>sign_off decide_extension>sign_off transfer>sign_off cancel>cancelled
issued: log_contact>issued confirm_contact>issued dispute_contact>issued deliver>done supplement_reply>issued transfer>issued cancel>cancelled
done: confirm_contact>done dispute_contact>done supplement_reply>done transfer>done
send_back_requested: agree_send_back>sent_back refuse_send_back>pending_sign transfer>send_back_requested cancel>cancelled
sent_back:
cancelled:
";

fn read(table: &str) -> BTreeSet<(String, String, String)> {
    let mut pairs = BTreeSet::new();
    for line in table.lines().filter(|line| !line.is_empty()) {
        let (state, steps) = line.split_once(':').unwrap();
        for entry in steps.split_whitespace() {
            let (step, to) = entry.split_once('>').unwrap();
            for target in to.split(',') {
                assert!(
                    pairs.insert((state.to_owned(), step.to_owned(), target.to_owned())),
                    "{entry} twice"
                );
            }
        }
    }
    pairs
}

#[test]
fn every_pair_of_the_suggestion_is_as_the_table_says() {
    let mut walked = BTreeSet::new();
    for state in SuggestionStatus::ALL {
        for step in SuggestionStep::ALL {
            for to in targets(*state, *step) {
                walked.insert((state.code().to_owned(), step.code().to_owned(), to.code().to_owned()));
            }
        }
    }
    let expected = read(SUGGESTION);
    assert_eq!(walked.difference(&expected).collect::<Vec<_>>(), Vec::<&_>::new(), "not in the table");
    assert_eq!(expected.difference(&walked).collect::<Vec<_>>(), Vec::<&_>::new(), "not in the machine");
}

#[test]
fn every_pair_of_the_task_is_as_the_table_says() {
    let mut walked = BTreeSet::new();
    for state in TaskStatus::ALL {
        for step in TaskStep::ALL {
            for to in task_targets(*state, *step) {
                walked.insert((state.code().to_owned(), step.code().to_owned(), to.code().to_owned()));
            }
        }
    }
    let expected = read(TASK);
    assert_eq!(walked.difference(&expected).collect::<Vec<_>>(), Vec::<&_>::new(), "not in the table");
    assert_eq!(expected.difference(&walked).collect::<Vec<_>>(), Vec::<&_>::new(), "not in the machine");
}

#[test]
fn every_state_is_reached_and_every_ending_is_one() {
    let reachable = |start: &'static str, pairs: &BTreeSet<(String, String, String)>| {
        let mut seen = BTreeSet::from([start.to_owned()]);
        loop {
            let more: Vec<String> = pairs
                .iter()
                .filter(|(s, _, t)| seen.contains(s) && !seen.contains(t))
                .map(|p| p.2.clone())
                .collect();
            if more.is_empty() {
                return seen;
            }
            seen.extend(more);
        }
    };
    let suggestion = reachable("draft", &read(SUGGESTION));
    let task = reachable("pending_sign", &read(TASK));
    for state in SuggestionStatus::ALL {
        assert!(suggestion.contains(state.code()), "{state} is never reached");
        let leaves = SuggestionStep::ALL.iter().flat_map(|step| targets(*state, *step)).any(|to| to != state);
        assert_eq!(state.is_terminal(), !leaves, "{state}");
    }
    for state in TaskStatus::ALL {
        assert!(task.contains(state.code()), "{state} is never reached");
        let leaves = TaskStep::ALL.iter().flat_map(|step| task_targets(*state, *step)).any(|to| to != state);
        assert_eq!(state.is_finished(), !leaves, "{state}");
    }
}

#[test]
fn diagrams_show_every_state_and_every_edge() {
    let document = state_machines_markdown();
    for status in SuggestionStatus::ALL {
        assert!(document.contains(&format!("state \"{}\" as {}", status.zh(), status.code())));
        for step in SuggestionStep::ALL {
            for to in targets(*status, *step).iter().filter(|to| *to != status) {
                let edge =
                    document.lines().find(|line| line.contains(&format!("{status} --> {to}:"))).unwrap();
                assert!(edge.contains(step.zh()), "{edge}");
            }
        }
    }
    assert_eq!(document.matches("```mermaid").count(), 3);
}

#[test]
fn words_round_trip_and_are_unique() {
    let codes: BTreeSet<_> = SuggestionStep::ALL.iter().map(|s| s.code()).collect();
    assert_eq!(codes.len(), SuggestionStep::ALL.len());
    for status in SuggestionStatus::ALL {
        assert_eq!(status.code().parse::<SuggestionStatus>(), Ok(*status));
        assert_eq!(serde_json::to_value(status).unwrap(), status.code());
    }
    assert!("nonsense".parse::<TaskStatus>().is_err());
}
