//! Commands that read questions and write answers, one JSON object a line: for scripts and spreadsheets.

use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Write};

#[derive(Serialize)]
struct Failure<'a> {
    line: usize,
    error: &'a str,
}

/// Gives every line of at most `longest` bytes to `answer`, which writes its answer or says what is wrong with the line:
/// `{"line","error"}` is then written in its place. Empty lines are passed over. Returns how many lines were refused.
///
/// # Errors
/// When reading or writing fails.
pub(crate) fn answer_lines<W: Write>(
    longest: usize,
    mut input: impl BufRead,
    output: &mut W,
    mut answer: impl FnMut(&[u8], &mut W) -> io::Result<Result<(), String>>,
) -> io::Result<usize> {
    let (mut line, mut number, mut refused) = (Vec::new(), 0, 0);
    while read_line(longest, &mut input, &mut line)? {
        number += 1;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let answered = if line.len() > longest {
            Err(format!("the line is longer than {longest} bytes"))
        } else {
            answer(&line, output)?
        };
        if let Err(error) = answered {
            refused += 1;
            serde_json::to_writer(&mut *output, &Failure { line: number, error: &error })?;
        }
        output.write_all(b"\n")?;
    }
    output.flush()?;
    Ok(refused)
}

/// The question of a line, whose `form` is told when it is none.
///
/// # Errors
/// What is wrong, for the line's answer.
pub(crate) fn question<'line, T: Deserialize<'line>>(line: &'line [u8], form: &str) -> Result<T, String> {
    serde_json::from_slice(line).map_err(|error| {
        // The parser counts lines within this one; the line of the input is told beside.
        let told = error.to_string().replacen(" at line 1 column ", " at column ", 1);
        format!("not {form}: {told}")
    })
}

/// Reads one line without its end into `line`; of an endless line only as much as shows that it is too long. False at the
/// end of the input.
fn read_line(longest: usize, input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let mut any = false;
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(any);
        }
        any = true;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let taken = end.unwrap_or(buffer.len());
        let room = (longest + 1).saturating_sub(line.len());
        line.extend_from_slice(&buffer[..taken.min(room)]);
        input.consume(end.map_or(taken, |end| end + 1));
        if end.is_some() {
            return Ok(true);
        }
    }
}
