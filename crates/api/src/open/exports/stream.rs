use super::{
    columns::{COLUMNS, cells},
    place::failed,
};
use crate::http::ApiResult;
use domain::integration::ExportFormat;
use persistence::integration::{ExportSnapshot, ExportedMatter};
use std::io::{self, Write};
use uuid::Uuid;

/// Rows in memory at once.
const BATCH: u64 = 500;

/// Writing all matters of a snapshot, batch by batch, so that memory does not grow with their number.
pub(crate) struct ExportStream<W> {
    format: ExportFormat,
    sink: W,
    after: Uuid,
    rows: i64,
}

impl<W: Write + Send + 'static> ExportStream<W> {
    /// Begins with what stands before the rows.
    ///
    /// # Errors
    /// As writing.
    pub(crate) async fn begin(format: ExportFormat, sink: W) -> ApiResult<Self> {
        let sink = writing(sink, move |sink| head(format, sink)).await?;
        Ok(Self { format, sink, after: Uuid::nil(), rows: 0 })
    }

    /// Writes the next rows.
    ///
    /// # Errors
    /// As the database and as writing.
    pub(crate) async fn step(self, snapshot: &ExportSnapshot) -> ApiResult<Step<W>> {
        let Self { format, sink, after, rows } = self;
        let batch = snapshot.batch(after, BATCH).await?;
        let Some(after) = batch.last().map(|last| last.id) else { return Ok(Step::End(sink, rows)) };
        let rows = rows + i64::try_from(batch.len()).unwrap_or(0);
        let sink = writing(sink, move |sink| lines(format, &batch, sink)).await?;
        Ok(Step::More(Self { format, sink, after, rows }))
    }

    /// Writes these rows and no others: what test keys see.
    ///
    /// # Errors
    /// As writing.
    pub(crate) async fn only(self, matters: Vec<ExportedMatter>) -> ApiResult<Step<W>> {
        let rows = i64::try_from(matters.len()).unwrap_or(0);
        let format = self.format;
        let sink = writing(self.sink, move |sink| lines(format, &matters, sink)).await?;
        Ok(Step::End(sink, rows))
    }

    /// Rows written so far.
    pub(crate) fn rows(&self) -> i64 {
        self.rows
    }
}

/// What a step has come to.
pub(crate) enum Step<W> {
    /// There may be more.
    More(ExportStream<W>),
    /// Everything is written: so many rows.
    End(W, i64),
}

/// Packing takes time and disks may stand still: off the threads that answer.
async fn writing<W: Write + Send + 'static>(
    mut sink: W,
    work: impl FnOnce(&mut W) -> io::Result<()> + Send + 'static,
) -> ApiResult<W> {
    let done = tokio::task::spawn_blocking(move || work(&mut sink).map(|()| sink));
    done.await.map_err(anyhow::Error::from)?.map_err(failed)
}

/// What stands before the rows.
fn head(format: ExportFormat, sink: &mut impl Write) -> io::Result<()> {
    match format {
        ExportFormat::Ndjson => Ok(()),
        ExportFormat::Csv => {
            sink.write_all("\u{FEFF}".as_bytes())?;
            record(sink, COLUMNS.iter().map(|(name, _)| (*name).to_owned()))
        }
    }
}

/// The rows. A line of JSON is the document itself, byte for byte.
fn lines(format: ExportFormat, batch: &[ExportedMatter], sink: &mut impl Write) -> io::Result<()> {
    for matter in batch {
        match format {
            ExportFormat::Ndjson => {
                sink.write_all(matter.document.as_bytes())?;
                sink.write_all(b"\n")?;
            }
            ExportFormat::Csv => record(sink, cells(&serde_json::from_str(&matter.document)?))?,
        }
    }
    Ok(())
}

fn record(sink: &mut impl Write, cells: impl Iterator<Item = String>) -> io::Result<()> {
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(sink);
    csv.write_record(cells).map_err(io::Error::other)?;
    csv.flush()
}
