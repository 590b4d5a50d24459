//! Evidence: what a unit shows for what it says.

use super::stage::Stage;
use domain::kernel::FileId;

/// A photograph of the unit.
pub(super) async fn photograph(stage: &mut Stage, unit: &str) -> anyhow::Result<FileId> {
    let _of = unit;
    Ok(FileId(stage.state.shared.ids.next_id()))
}
