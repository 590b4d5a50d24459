//! Plain text and CSV: readable in an encoding that offices use, and nothing that a browser would take for a page.

use super::Fault;
use domain::kernel::ErrorCode;
use encoding_rs::{Decoder, DecoderResult, Encoding, GB18030, UTF_8};
use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
};

/// # Errors
/// `file.type_mismatch` for control characters or bytes of no known encoding, `file.active_content` for markup and scripts.
pub(super) fn check(file: &mut File) -> Result<(), Fault> {
    let mut head = [0; 4];
    let read = file.read(&mut head)?;
    // A byte order mark decides; else UTF-8, and what is no UTF-8 is GB18030.
    let marked = Encoding::for_bom(&head[..read]).map(|(encoding, _)| encoding);
    let candidates = marked.map_or(vec![UTF_8, GB18030], |encoding| vec![encoding]);
    for encoding in candidates {
        file.seek(SeekFrom::Start(0))?;
        match read_as(file, encoding.new_decoder())? {
            Some(begin) if is_active(&begin) => return Err(ErrorCode::FileActiveContent.into()),
            Some(_) => return Ok(()),
            None => {}
        }
    }
    Err(ErrorCode::FileTypeMismatch.into())
}

/// The beginning of the text; `None` when it is not this encoding, or no text.
fn read_as(file: &mut File, mut decoder: Decoder) -> Result<Option<String>, Fault> {
    let mut begin = String::new();
    let mut bytes = vec![0; 16 * 1024];
    let mut text = String::with_capacity(64 * 1024);
    loop {
        let read = file.read(&mut bytes)?;
        let last = read == 0;
        text.clear();
        let (result, _) = decoder.decode_to_string_without_replacement(&bytes[..read], &mut text, last);
        let strange = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1a}');
        if result != DecoderResult::InputEmpty || text.chars().any(strange) {
            return Ok(None);
        }
        if begin.len() < 1_024 {
            begin.push_str(&text);
        }
        if last {
            return Ok(Some(begin));
        }
    }
}

/// What a browser that guesses, or a shell, would take for something to run.
fn is_active(begin: &str) -> bool {
    let begin: String = begin.trim_start().chars().take(64).flat_map(char::to_lowercase).collect();
    begin.starts_with("#!")
        || ["<!doctype", "<html", "<head", "<body", "<script", "<svg", "<?xml", "<?php", "<iframe", "<!--"]
            .iter()
            .any(|tag| begin.starts_with(tag))
}
