use super::*;
use crate::{
    authz::{JurisdictionPath, permit_for_tests},
    kernel::{DomainError, ErrorCode, Patch, UnitId, Version},
};
use chrono::{DateTime, Duration, TimeZone, Utc};
use uuid::Uuid;

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, 4, 0, 0).unwrap()
}

fn secret(number: u128) -> KeySecret {
    KeySecret {
        id: Uuid::from_u128(number).into(),
        prefix: "dbk_live_abcd".into(),
        hash: [7; 32],
        created_at: noon(),
        expires_at: None,
        revoked_at: None,
    }
}

fn data() -> ApiKeyData {
    ApiKeyData {
        jurisdiction: Uuid::from_u128(1).into(),
        name: "门户网站".into(),
        owner: "县大数据局".into(),
        contact: None,
        scopes: vec![KeyScope::ReferenceRead, KeyScope::SuggestionsRead, KeyScope::ReferenceRead],
        unit: None,
        networks: vec![],
        sandbox: false,
        expires_at: ApiKeyData::end_of("2027-03-01".parse().unwrap()).unwrap(),
    }
}

fn created(data: ApiKeyData) -> Result<ApiKey, DomainError> {
    let id = Uuid::from_u128(2).into();
    ApiKey::create(&permit_for_tests(), id, data, secret(3), noon()).map(|outcome| outcome.next)
}

fn codes(result: Result<ApiKey, DomainError>) -> Vec<(String, ErrorCode)> {
    let fields = result.unwrap_err().fields;
    fields.into_iter().map(|field| (field.pointer, field.code)).collect()
}

#[test]
fn a_key_lives_for_a_year_at_most_and_its_first_day_counts() {
    let key = created(data()).unwrap();
    assert_eq!(key.data.scopes, [KeyScope::SuggestionsRead, KeyScope::ReferenceRead], "each once, in order");
    assert_eq!(last_day_of(key.data.expires_at).to_string(), "2027-03-01");
    let end = Utc.with_ymd_and_hms(2027, 3, 1, 16, 0, 0).unwrap();
    assert_eq!(key.data.expires_at, end, "midnight in the congress's zone");
    assert_eq!(key.state(end - Duration::microseconds(1)), KeyState::Active);
    assert_eq!(key.state(end), KeyState::Expired);

    for (day, code) in [("2027-03-02", ErrorCode::DateTooLate), ("2026-03-01", ErrorCode::DateTooEarly)] {
        let expires_at = ApiKeyData::end_of(day.parse().unwrap()).unwrap();
        assert_eq!(codes(created(ApiKeyData { expires_at, ..data() })), [("#/expires_on".to_owned(), code)]);
    }
    let today = ApiKeyData::end_of("2026-03-02".parse().unwrap()).unwrap();
    assert!(created(ApiKeyData { expires_at: today, ..data() }).is_ok());
}

#[test]
fn a_unit_needs_the_official_scope() {
    let unit = Some(UnitId(Uuid::from_u128(9)));
    assert_eq!(
        codes(created(ApiKeyData { unit, scopes: vec![], ..data() })),
        [
            ("#/scopes".to_owned(), ErrorCode::ValueRequired),
            ("#/unit_id".to_owned(), ErrorCode::KeyUnitNeedsOfficial)
        ]
    );
    let scopes = vec![KeyScope::SuggestionsOfficial];
    assert!(created(ApiKeyData { unit, scopes, ..data() }).is_ok());
}

#[test]
fn two_secrets_are_live_at_most_and_the_old_one_ends_when_it_was_told() {
    let key = created(data()).unwrap();
    let rotated = key.rotate(&permit_for_tests(), secret(4), 24, noon()).unwrap().next;
    let live = |key: &ApiKey, at| key.secrets.iter().filter(|one| one.is_live(at)).count();
    assert_eq!((live(&rotated, noon()), live(&rotated, noon() + Duration::hours(24))), (2, 1));
    let third = rotated.rotate(&permit_for_tests(), secret(5), 0, noon()).unwrap_err();
    assert_eq!(third.code, ErrorCode::KeyTwoSecrets);

    // A later rotation never gives an old secret more time.
    let later = noon() + Duration::hours(23);
    let ended = rotated.revoke_secret(&permit_for_tests(), Uuid::from_u128(4).into(), later).unwrap().next;
    let again = ended.rotate(&permit_for_tests(), secret(5), 168, later).unwrap().next;
    assert_eq!(again.secrets[0].expires_at, Some(noon() + Duration::hours(24)));
    for hours in [-1, 169] {
        let refused = key.rotate(&permit_for_tests(), secret(4), hours, noon()).unwrap_err();
        assert_eq!(refused.fields[0].code, ErrorCode::ValueOutOfRange);
    }
    assert_eq!(
        key.revoke_secret(&permit_for_tests(), Uuid::from_u128(99).into(), noon()).unwrap_err().code,
        ErrorCode::NotFound
    );
}

#[test]
fn an_ended_key_is_never_changed_again() {
    let outcome = created(data()).unwrap().revoke(&permit_for_tests(), " 系统下线 ", noon()).unwrap();
    assert_eq!(outcome.audit.after["reason"], "系统下线");
    let ended = outcome.next;
    assert_eq!((ended.state(noon()), ended.version), (KeyState::Revoked, Version(2)));
    let change = ApiKeyChange { name: Patch::Value("别名".into()), ..ApiKeyChange::default() };
    let refusals = [
        ended.change(&permit_for_tests(), change, noon()).map(|_| ()),
        ended.rotate(&permit_for_tests(), secret(4), 0, noon()).map(|_| ()),
        ended.revoke(&permit_for_tests(), "", noon()).map(|_| ()),
    ];
    for refused in refusals {
        assert_eq!(refused.unwrap_err().code, ErrorCode::KeyEnded);
    }
}

#[test]
fn a_change_touches_what_it_names_and_the_audit_holds_no_secret() {
    let key = created(data()).unwrap();
    let change = ApiKeyChange {
        networks: Patch::Value(vec!["10.0.0.0/8".into(), "10.1.2.3/8".into()]),
        expires_on: Patch::Value("2026-12-31".parse().unwrap()),
        ..ApiKeyChange::default()
    };
    let outcome = key.change(&permit_for_tests(), change, noon()).unwrap();
    assert_eq!(outcome.audit.after["networks"], serde_json::json!(["10.0.0.0/8"]));
    assert_eq!(outcome.next.data.name, key.data.name);
    let audited = serde_json::to_string(&outcome.audit).unwrap();
    assert!(!audited.contains("hash") && !audited.contains("owner"), "{audited}");
    // Long after, a name may be changed although the end is nearer than a day.
    let late = key.data.expires_at + Duration::days(30);
    let change = ApiKeyChange { name: Patch::Value("旧门户".into()), ..ApiKeyChange::default() };
    assert!(key.change(&permit_for_tests(), change, late).is_ok());
}

#[test]
fn a_key_is_admitted_in_order_of_its_state_and_address() {
    let networks = vec!["203.0.113.0/24".parse().unwrap()];
    let key = PresentedKey {
        key: Uuid::from_u128(2).into(),
        secret: Uuid::from_u128(3).into(),
        scopes: vec![KeyScope::SuggestionsRead],
        unit: None,
        area: JurisdictionPath("330599/".into()),
        networks,
        sandbox: false,
        expires_at: noon() + Duration::days(1),
        revoked_at: None,
        secret_expires_at: None,
        secret_revoked_at: None,
    };
    let (here, there) = ("203.0.113.9".parse().ok(), "198.51.100.1".parse().ok());
    let refused = |key: &PresentedKey, address| key.admit(noon(), address).err().map(|error| error.code);
    assert_eq!(refused(&key, here), None);
    assert_eq!(refused(&key, there), Some(ErrorCode::KeyAddressRefused));
    assert_eq!(refused(&key, None), Some(ErrorCode::KeyAddressRefused));
    let expired = PresentedKey { secret_expires_at: Some(noon()), ..key.clone() };
    assert_eq!(refused(&expired, there), Some(ErrorCode::KeyExpired));
    let revoked = PresentedKey { revoked_at: Some(noon()), ..expired };
    assert_eq!(refused(&revoked, there), Some(ErrorCode::KeyRevoked));
    let anywhere = PresentedKey { networks: vec![], ..key };
    assert_eq!(refused(&anywhere, None), None);
}
