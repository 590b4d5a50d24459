//! 代表建议台账 → suggestions as far as the ledger proves them (`Case::from_ledger`).

use super::{findings::Findings, importer::Import};
use crate::{http::ApiResult, settings::Configuration, suggestion::text_hash};
use chrono::{Datelike, NaiveDate};
use documents::import::{ImportReport, NoticeCode, Record, RowStatus, SuggestionRecord};
use domain::{
    kernel::{
        CongressSessionId, DelegationId, DeputyId, ErrorCode, JurisdictionId, SuggestionId, TermId, UnitId,
        business_date,
    },
    settings::{CategoryScheme, Settings},
    suggestion::{
        Case, Ctx, LedgerEntry, LedgerPart, LedgerRating, LedgerReply, NumberSeries, OfficialNumber, Place,
        PublishConsent, Rating, ReplyCategory, Seats, SuggestionText, TaskRole, category_letter,
    },
};
use persistence::import::{KnownSession, KnownTerm};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// A suggestion to be taken over.
pub(super) struct NewMatter {
    entry: LedgerEntry,
    session: Option<(CongressSessionId, i32)>,
}

/// What ledgers call a matter without a category.
const UNCLASSIFIED: &str = "未分类";

/// Decides on every row that is good so far.
pub(super) async fn plan(
    import: &Import<'_>,
    filename: &str,
    report: &mut ImportReport,
) -> ApiResult<Vec<NewMatter>> {
    let term = import.registers.term.clone().ok_or(ErrorCode::ImportTermMissing)?;
    let configuration = import.state.configuration_within(import.uow).await?;
    let mut read: Vec<(usize, Findings, Option<NewMatter>)> = Vec::new();
    let source = format!("{filename} {}", report.summary.sheet);
    for (at, row) in report.rows.iter().enumerate().filter(|(_, row)| row.status == RowStatus::Ok) {
        let Record::Suggestion(record) = &row.record else { continue };
        let mut findings = Findings::default();
        let reader = Reader {
            import,
            term: &term,
            configuration: &configuration,
            today: business_date(import.uow.now()),
        };
        let source: String = format!("台账导入：{source} 第{}行", row.row).chars().take(200).collect();
        let matter = reader.matter(record, source, &mut findings)?;
        read.push((at, findings, matter));
    }
    let taken = taken(import, &read).await?;
    let mut doc_numbers = taken_doc_numbers(import, &read).await?;
    let mut planned = Vec::new();
    for (at, mut findings, matter) in read {
        if let Some(matter) = &matter {
            let number = matter.entry.official_no;
            match taken.get(&(number.series.key(), number.number)) {
                Some(title) if *title == matter.entry.text.title => findings = exists(),
                Some(title) => {
                    let text = format!("该编号已用于另一件建议：{title}");
                    findings.refuse_with("official_no", ErrorCode::UniqueConflict, text);
                }
                None => {
                    let letter = matter.entry.reply.as_ref().and_then(|reply| reply.doc_no.clone());
                    let first = matter.entry.parts.first().map(|part| part.unit.0);
                    if let (Some(unit), Some(doc_no)) = (first, letter)
                        && !doc_numbers.insert((unit, doc_no))
                    {
                        findings.refuse("doc_no", ErrorCode::DocNoTaken);
                    }
                }
            }
        }
        let clean = findings.is_clean();
        findings.tell(&mut report.rows[at], &mut report.summary.notices);
        planned.extend(matter.filter(|_| clean));
    }
    Ok(planned)
}

/// Whatever else is wrong with a row that was taken over before does not matter any more.
fn exists() -> Findings {
    let mut findings = Findings::default();
    findings.exists("official_no");
    findings
}

type Read = [(usize, Findings, Option<NewMatter>)];

/// The numbers that were given in the series of the sheet, with the titles.
async fn taken(import: &Import<'_>, read: &Read) -> ApiResult<HashMap<(String, u32), String>> {
    let series: HashSet<String> = read
        .iter()
        .filter_map(|(_, _, matter)| Some(matter.as_ref()?.entry.official_no.series.key()))
        .collect();
    let rows = import.uow.taken_numbers(series.into_iter().collect()).await?;
    let number = |n: i32| u32::try_from(n).unwrap_or(0);
    Ok(rows.into_iter().map(|row| ((row.number_series, number(row.number)), row.title)).collect())
}

async fn taken_doc_numbers(import: &Import<'_>, read: &Read) -> ApiResult<HashSet<(uuid::Uuid, String)>> {
    let named =
        read.iter().filter_map(|(_, _, matter)| matter.as_ref()?.entry.reply.as_ref()?.doc_no.clone());
    Ok(import.uow.taken_doc_numbers(named.collect()).await?.into_iter().collect())
}

struct Reader<'a> {
    import: &'a Import<'a>,
    term: &'a KnownTerm,
    configuration: &'a Arc<Configuration>,
    today: NaiveDate,
}

impl Reader<'_> {
    fn matter(
        &self,
        record: &SuggestionRecord,
        source: String,
        findings: &mut Findings,
    ) -> ApiResult<Option<NewMatter>> {
        let numbered = self.number(record, findings);
        let lead = self.deputy(record.lead_deputy.as_deref(), "lead_deputy", findings);
        let cosigners: Vec<DeputyId> = record
            .cosigners
            .iter()
            .filter_map(|name| self.deputy(Some(name.as_str()), "cosigners", findings).map(|(id, _)| id))
            .collect();
        let parts = self.parts(record, findings);
        let settings = self.configuration.settings_at(record.assigned_on.unwrap_or(self.today))?;
        let reply = self.reply(record, findings)?;
        let rating = self.rating(record, reply.is_some(), findings);
        let (Some((official_no, session)), Some((lead, delegation))) = (numbered, lead) else {
            return Ok(None);
        };
        let accepted_on = match (record.assigned_on, session) {
            (Some(assigned), Some(session)) => session.ends_on.min(assigned),
            (Some(assigned), None) => assigned,
            (None, Some(session)) => session.ends_on.min(self.today),
            (None, None) => self.today,
        };
        let text = SuggestionText {
            title: record.title.clone().unwrap_or_default(),
            facts: record.facts.clone().unwrap_or_default(),
            analysis: String::new(),
            proposals: record.proposals.clone(),
        };
        let entry = LedgerEntry {
            id: SuggestionId(self.import.uow.id::<SuggestionId>().0),
            code: None,
            official_no,
            place: Place {
                jurisdiction: JurisdictionId(self.import.registers.node.id),
                path: self.import.path.clone(),
                term: TermId(self.term.id),
                session: session.map(|session| CongressSessionId(session.id)),
                group: None,
                delegation,
            },
            lead,
            cosigners,
            text_sha256: text_hash(&text),
            text,
            category: record.category.clone().unwrap_or_else(|| UNCLASSIFIED.to_owned()),
            publish_consent: record
                .publish_consent
                .as_deref()
                .and_then(|code| code.parse::<PublishConsent>().ok()),
            accepted_on,
            parts,
            assigned_on: record.assigned_on,
            reply_due_on: record.reply_due_on,
            reply,
            rating,
            source,
        };
        // The domain is asked now, so that a dry run tells everything; it is asked again when it is written.
        if let Err(error) = take_over(self.import, self.configuration, &settings, entry.clone()) {
            findings.refused(&error, &[], "official_no");
        }
        let session = session.map(|session| (CongressSessionId(session.id), session.ordinal));
        Ok(Some(NewMatter { entry, session }))
    }

    /// The number in its series: the session's, or that of the year between sessions.
    fn number(
        &self,
        record: &SuggestionRecord,
        findings: &mut Findings,
    ) -> Option<(OfficialNumber, Option<&KnownSession>)> {
        let said = record.session.as_deref().unwrap_or_default();
        let unknown = |findings: &mut Findings| {
            let text = format!("{}：{said}", ErrorCode::ReferenceUnknown.zh());
            findings.refuse_with("session", ErrorCode::ReferenceUnknown, text);
        };
        let ordinal = u32::try_from(self.term.ordinal).unwrap_or(0);
        if record.term_no.is_some_and(|term| term != ordinal) {
            unknown(findings);
            return None;
        }
        let jurisdiction = JurisdictionId(self.import.registers.node.id);
        let number = record.official_no?;
        match (record.period.as_deref(), record.session_no) {
            (Some("in_session"), Some(wanted)) => {
                let sessions = &self.import.registers.sessions;
                let Some(session) = sessions.iter().find(|s| u32::try_from(s.ordinal) == Ok(wanted)) else {
                    unknown(findings);
                    return None;
                };
                let series = NumberSeries::Session { jurisdiction, session: CongressSessionId(session.id) };
                Some((OfficialNumber { series, number }, Some(session)))
            }
            (Some(_), _) => match record.assigned_on {
                Some(on) => {
                    let series = NumberSeries::Between { jurisdiction, year: on.year() };
                    Some((OfficialNumber { series, number }, None))
                }
                None => {
                    let text = "闭会期间的建议按年编号，须有交办日期";
                    findings.refuse_with("assigned_on", ErrorCode::ValueRequired, text);
                    None
                }
            },
            (None, _) => {
                findings.refuse("session", ErrorCode::ValueRequired);
                None
            }
        }
    }

    fn deputy(
        &self,
        name: Option<&str>,
        field: &str,
        findings: &mut Findings,
    ) -> Option<(DeputyId, Option<DelegationId>)> {
        let name = name?;
        let found = self.import.registers.seats.iter().find(|seat| seat.name == name);
        if found.is_none() {
            let text = format!("{}：{name}", ErrorCode::ReferenceUnknown.zh());
            findings.refuse_with(field, ErrorCode::ReferenceUnknown, text);
        }
        found.map(|seat| (DeputyId(seat.id), seat.delegation_id.map(Into::into)))
    }

    fn parts(&self, record: &SuggestionRecord, findings: &mut Findings) -> Vec<LedgerPart> {
        let answered = record.replied_on.is_some();
        let mut parts = Vec::new();
        let mut add = |name: &str, field: &str, role: TaskRole, findings: &mut Findings| {
            match self.import.registers.unit(name) {
                // What a unit answered keeps its name; what is open must be with a unit that exists.
                Some(unit) if unit.valid_to.is_some() && !answered => {
                    let text = format!("“{name}”已撤并，未办结的建议应填承继单位");
                    findings.refuse_with(field, ErrorCode::ReferenceUnknown, text);
                }
                Some(unit) => parts.push(LedgerPart { unit: UnitId(unit.id), role }),
                None => {
                    let text = format!("{}：{name}", ErrorCode::ReferenceUnknown.zh());
                    findings.refuse_with(field, ErrorCode::ReferenceUnknown, text);
                }
            }
        };
        if record.split_units.is_empty() {
            if let Some(name) = &record.lead_unit {
                add(name, "lead_unit", TaskRole::Lead, findings);
            }
        } else {
            for name in &record.split_units {
                add(name, "lead_unit", TaskRole::Split, findings);
            }
        }
        for name in &record.co_units {
            add(name, "co_units", TaskRole::Co, findings);
        }
        if record.assigned_on.is_none() && !parts.is_empty() {
            let text = "没有交办日期，只导入到“已立案”，承办单位未导入";
            findings.note("assigned_on", NoticeCode::NotProven, text);
            parts.clear();
        }
        parts
    }

    /// A letter is proved by its day; what it was worth is read with the scheme of that day.
    fn reply(&self, record: &SuggestionRecord, findings: &mut Findings) -> ApiResult<Option<LedgerReply>> {
        let Some(on) = record.replied_on else {
            if record.reply_category.is_some() || record.doc_no.is_some() {
                let text = "没有答复日期，办理结果未导入；可在列设置中为“答复日期”填一个默认值";
                findings.note("replied_on", NoticeCode::NotProven, text);
            }
            return Ok(None);
        };
        let Some(letter) = record.reply_category.as_deref() else {
            // A day alone may be the default of the whole sheet.
            findings.note("reply_category", NoticeCode::NotProven, "没有办理结果分类，答复未导入");
            return Ok(None);
        };
        let scheme = self.configuration.settings_at(on)?.category_scheme;
        let Some(category) = meaning(scheme, letter) else {
            let text = format!("当时的办理结果分类中没有“{letter}”");
            findings.refuse_with("reply_category", ErrorCode::ValueInvalid, text);
            return Ok(None);
        };
        Ok(Some(LedgerReply { on, doc_no: record.doc_no.clone(), category }))
    }

    fn rating(
        &self,
        record: &SuggestionRecord,
        replied: bool,
        findings: &mut Findings,
    ) -> Option<LedgerRating> {
        let read = |code: &Option<String>| code.as_deref().and_then(|code| code.parse::<Rating>().ok());
        let (attitude, result) = (read(&record.attitude), read(&record.result));
        // An old form rates once: that counts for both.
        let rating = LedgerRating { attitude: attitude.or(result)?, result: result.or(attitude)? };
        if !replied {
            findings.note("result", NoticeCode::NotProven, "没有答复，满意度未导入");
            return None;
        }
        Some(rating)
    }
}

/// The first meaning of a letter in a scheme.
fn meaning(scheme: CategoryScheme, letter: &str) -> Option<ReplyCategory> {
    ReplyCategory::ALL
        .iter()
        .copied()
        .find(|category| letter.chars().eq(std::iter::once(category_letter(scheme, *category))))
}

fn take_over(
    import: &Import<'_>,
    configuration: &Configuration,
    settings: &Settings,
    entry: LedgerEntry,
) -> Result<(Case, domain::suggestion::Effects), domain::kernel::DomainError> {
    let seats = Seats::default();
    let ctx = Ctx {
        now: import.uow.now(),
        settings,
        calendar: configuration.calendar(),
        ids: import.uow.ids(),
        seats: &seats,
    };
    Case::from_ledger(&import.run, entry, &ctx)
}

/// Takes the suggestions over and lifts the number series above them.
pub(super) async fn write(import: &Import<'_>, rows: Vec<NewMatter>) -> ApiResult<usize> {
    let uow = import.uow;
    let term = import.registers.term.clone().ok_or(ErrorCode::ImportTermMissing)?;
    let configuration = import.state.configuration_within(uow).await?;
    let mut highest: HashMap<String, u32> = HashMap::new();
    for matter in &rows {
        let number = matter.entry.official_no;
        let known = highest.entry(number.series.key()).or_default();
        *known = number.number.max(*known);
    }
    let mut series: Vec<_> = highest.into_iter().collect();
    // Always in one order: an acceptance that waits for one counter holds no other.
    series.sort();
    for (series, number) in series {
        uow.raise_number(&series, number.into()).await?;
    }
    let count = rows.len();
    let jurisdiction = JurisdictionId(import.registers.node.id);
    for NewMatter { mut entry, session } in rows {
        entry.code =
            Some(uow.next_suggestion_code(jurisdiction, (TermId(term.id), term.ordinal), session).await?);
        let day = entry.assigned_on.unwrap_or_else(|| business_date(uow.now()));
        let settings = configuration.settings_at(day)?;
        let (case, effects) = take_over(import, &configuration, &settings, entry)?;
        let version = uow.insert_case(&case, &import.path).await?;
        uow.record_effects(effects, version).await?;
    }
    Ok(count)
}
