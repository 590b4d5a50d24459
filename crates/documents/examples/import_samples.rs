//! Writes the sample files for imports into a directory: `cargo run -p documents --example import_samples -- OUT`.

use std::path::PathBuf;

use documents::import::samples::{LedgerSample, RosterSample};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = std::env::args_os().nth(1).map(PathBuf::from).ok_or("usage: import_samples OUT")?;
    std::fs::create_dir_all(&out)?;
    let samples = [
        RosterSample::default().workbook()?,
        RosterSample::default().csv_gb18030(),
        LedgerSample::default().workbook()?,
    ];
    for sample in samples {
        std::fs::write(out.join(sample.filename), sample.bytes)?;
    }
    Ok(())
}
