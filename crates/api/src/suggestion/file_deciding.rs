//! The publication desk's part about files: their marks, and whether a public copy of each is published (ADR 21).

use super::{
    command::OnSuggestion,
    file_deciding_dto::{DecideFileMarksRequest, DecideFileRequest, PublicationFileRef},
    marking,
    marking_dto::PublicationDeskResponse,
};
use crate::{
    file::{FileStore, NewFile, hex, note_made_file, stored},
    http::{Answer, Api, ApiResult, Body, IfMatch},
    letter::copy_for_the_public,
};
use actix_web::web;
use documents::attachment::CopyPlan;
use domain::{
    authz::act,
    file::{FileFindingKind, FileKind, FileName, FileReading},
    kernel::{ErrorCode, FileId, ReplyId},
    suggestion::{FileDecision, FileOrder, LookedAtFile, MadeCopy, PublishFile},
};

pub(super) fn register(api: &mut Api) {
    api.route(__path_decide_file_marks, decide_file_marks)
        .route(__path_decide_publication_file, decide_publication_file);
}

/// Decide about marks in a file
///
/// 处理附件标注: as marks in a text, of a file of the part with exactly these bytes. What was decided about publishing the file
/// before lapses, because its public copy was covered otherwise.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/publication-file-marks", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    request_body = DecideFileMarksRequest,
    responses((status = 200, description = "The parts", body = PublicationDeskResponse)))]
pub(super) async fn decide_file_marks(
    on: OnSuggestion,
    body: Body<DecideFileMarksRequest>,
) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::ProposePublication>().await?;
    let DecideFileMarksRequest { file, choices } = body.valid()?;
    let looked = looked_at(file);
    let opened = opened.with_files(&[looked.file]).await?;
    let choices = choices.into_iter().map(Into::into).collect();
    let case = opened.apply(|case, ctx| case.decide_file_marks(&permit, &looked, choices, ctx)).await?;
    marking::answer(&on.state, &on.caller, &case).await
}

/// Publish a file, or keep it inside
///
/// 附件公开决定. To publish makes a public copy: a new PDF of the covered text, or a picture of the bare pixels; the file itself is
/// never public. Every mark must be decided, and where no text can be read somebody must have looked at it, by name. Whatever
/// nobody decided to publish stays inside. The secrecy review is asked again, for there is more to be published.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/publication-files", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    request_body = DecideFileRequest,
    responses((status = 200, description = "The parts", body = PublicationDeskResponse)))]
pub(super) async fn decide_publication_file(
    on: OnSuggestion,
    body: Body<DecideFileRequest>,
) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::ProposePublication>().await?;
    let DecideFileRequest { file, publish, public_name, looked_by, reason } = body.valid()?;
    let looked = looked_at(file);
    let opened = opened.with_files(&[looked.file]).await?;
    let kind = kind_of(&on, looked.file).await?;
    if !publish {
        let decision = FileDecision::KeepInside { reason: reason.unwrap_or_default() };
        let case =
            opened.apply(|case, ctx| case.decide_file(&permit, &looked, (kind, decision), ctx)).await?;
        return marking::answer(&on.state, &on.caller, &case).await;
    }
    let command = PublishFile { name: public_name.unwrap_or_default(), looked_by };
    let order = opened.case.order_file_copy(&looked, (kind, &command), &opened.ctx())?;
    let reading = opened.case.file_readings.get(&looked.file).cloned().ok_or(ErrorCode::NotFound)?;
    // Nobody waits for the lock while the copy is made; the version tells whether anything has changed meanwhile.
    drop(opened);
    let made = make_copy(&on, (looked.file, kind), &order, &reading).await?;
    let (opened, permit) = on.open::<act::ProposePublication>().await?;
    let opened = opened.with_files(&[looked.file]).await?;
    note_made_file(&opened.uow, &on.caller, &made, &order.name).await?;
    let made = MadeCopy { file: made.id, sha256: hex(&made.sha256), size: made.size };
    let decision = FileDecision::Publish(command, made);
    let case = opened.apply(|case, ctx| case.decide_file(&permit, &looked, (kind, decision), ctx)).await?;
    marking::answer(&on.state, &on.caller, &case).await
}

async fn kind_of(on: &OnSuggestion, file: FileId) -> ApiResult<FileKind> {
    let row = on.state.store.file(file).await?.ok_or(ErrorCode::NotFound)?;
    Ok(row.kind.parse().map_err(|_| anyhow::anyhow!("unknown kind {}", row.kind))?)
}

/// Makes the copy and stores its bytes. Without a row, which comes with the decision, they are tidied up.
async fn make_copy(
    on: &OnSuggestion,
    (file, kind): (FileId, FileKind),
    order: &FileOrder,
    reading: &FileReading,
) -> ApiResult<NewFile> {
    let state = &on.state;
    let name = order.name.as_str();
    let unread = reading.findings.iter().find(|known| known.kind == FileFindingKind::UnreadPages);
    let plan = CopyPlan {
        title: name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned(),
        kind,
        readability: reading.readability,
        sections: order.marked.covered(reading),
        left_out: unread.map(|finding| finding.detail.clone()),
        made_at: on.caller.request.now,
    };
    let (_, bytes) = stored(state, file).await?;
    let copy = copy_for_the_public(state, plan, bytes).await?;
    let copy = copy.ok_or(ErrorCode::PublicationFileNotCleanable)?;
    let store = FileStore::new(&state.shared.files_dir);
    let id = FileId(state.shared.ids.next_id());
    let name: FileName = order.name.clone();
    let storing = web::block(move || store.put(id, &name, &copy));
    storing.await.map_err(|error| anyhow::anyhow!("{error}"))?
}

fn looked_at(file: PublicationFileRef) -> LookedAtFile {
    LookedAtFile {
        part: file.part,
        reply: file.reply_id.map(ReplyId),
        file: FileId(file.file_id),
        sha256: file.sha256,
    }
}
