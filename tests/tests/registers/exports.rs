//! 导出: every list that can be exported is exported as it is filtered, to whoever may, and nothing else.

use crate::fixture::{House, id};
use domain::authz::Role;
use persistence::AuditFilter;
use serde_json::{Value, json};
use tests::Client;

/// One list and its export.
struct Case {
    /// Address of the list; the export stands below it.
    list: &'static str,
    /// Who exports.
    who: &'static str,
    /// Who sees no export of it.
    others: &'static [&'static str],
    /// Parts of the query that every request needs.
    always: &'static str,
    /// A filter that leaves some rows, and what the sheet says of it.
    narrower: (&'static str, &'static str),
    /// Another order, when the list has one.
    sort: &'static str,
    /// Members of an item, and the heads of their columns.
    columns: &'static [(&'static str, &'static str)],
}

const CASES: &[Case] = &[
    Case {
        list: "/api/v1/units",
        who: "clerk",
        others: &["unit", "admin"],
        always: "",
        narrower: ("q=教育", "关键词=教育"),
        sort: "-valid_from",
        columns: &[("name", "单位名称"), ("short_name", "简称"), ("valid_from", "启用日期")],
    },
    Case {
        list: "/api/v1/deputies",
        who: "clerk",
        others: &["unit", "admin"],
        always: "",
        narrower: ("status=pending", "状态=待资格确认"),
        sort: "-name",
        columns: &[("cert_no", "代表证号"), ("name", "姓名"), ("constituency_name", "选区")],
    },
    Case {
        list: "/api/v1/groups",
        who: "clerk",
        others: &["unit", "admin"],
        always: "",
        narrower: ("active=false", "状态=已撤销"),
        sort: "-no",
        columns: &[("no", "编号"), ("name", "名称"), ("members", "人数"), ("dissolved_on", "撤销日期")],
    },
    Case {
        list: "/api/v1/delegations",
        who: "clerk",
        others: &["unit", "admin"],
        always: "",
        narrower: ("q=湖滨", "关键词=湖滨"),
        sort: "-no",
        columns: &[
            ("no", "编号"),
            ("name", "名称"),
            ("jurisdiction_name", "行政区划"),
            ("term_name", "届次"),
        ],
    },
    Case {
        list: "/api/v1/constituencies",
        who: "clerk",
        others: &["unit", "admin"],
        always: "",
        narrower: ("vacant=false", "缺额情况=无缺额"),
        sort: "-seats",
        columns: &[("no", "选区号"), ("name", "选区名称"), ("held", "现有"), ("vacant", "缺额")],
    },
    Case {
        list: "/api/v1/jurisdictions",
        who: "clerk",
        others: &["unit", "admin"],
        always: "",
        narrower: ("kind=town", "类别=乡镇"),
        sort: "-name",
        columns: &[("name", "名称"), ("code", "代码"), ("parent_name", "上级")],
    },
    Case {
        list: "/api/v1/accounts",
        who: "admin",
        others: &["unit", "clerk"],
        always: "",
        narrower: ("role=DC_STAFF", "角色=代表工委工作人员"),
        sort: "",
        columns: &[("username", "用户名"), ("display_name", "显示名称")],
    },
    Case {
        list: "/api/v1/calendar/days",
        who: "clerk",
        others: &[],
        always: "year=2026",
        narrower: ("", ""),
        sort: "",
        columns: &[("date", "日期"), ("name", "名称")],
    },
    Case {
        list: "/api/v1/tasks",
        who: "clerk",
        others: &["deputy", "admin"],
        always: "",
        narrower: ("queue=handle", "队列=在办，办结=未办结"),
        sort: "-assigned_at",
        columns: &[
            ("title", "标题"),
            ("role_label", "承办方式"),
            ("status_label", "状态"),
            ("due_on", "答复期限"),
        ],
    },
    Case {
        list: "/api/v1/suggestions",
        who: "clerk",
        others: &["deputy", "admin"],
        always: "",
        narrower: ("status=submitted", "状态=待审查"),
        sort: "submitted_at",
        columns: &[("title", "标题")],
    },
];

/// A county with two of everything, and its people.
struct World {
    house: House,
    people: Vec<(&'static str, Client)>,
}

impl World {
    async fn build() -> Self {
        let house = House::build().await;
        let (app, clerk) = (&house.app, &house.clerk);
        let post = async |path: &str, body: Value| id(&clerk.post(path, &body).await.ok(201));
        house.deputy("王建国", "18001").await;
        house.pending_deputy("李秀英", "18002").await;
        let street = app.county().street.to_string();
        let full =
            json!({"term_id": house.term, "jurisdiction_id": street, "no": 2, "name": "第2选区", "seats": 1});
        let full = post("/api/v1/constituencies", full).await;
        let person = house.person("赵明").await;
        let mut body = house.deputy_body(&person, "18003");
        body["constituency_id"] = json!(full);
        let deputy = post("/api/v1/deputies", body).await;
        clerk
            .command(&format!("/api/v1/deputies/{deputy}/confirm"), 1, &json!({"on": "2022-01-06"}))
            .await
            .ok(200);
        house.group(1).await;
        let second = house.group(2).await;
        let end = json!({"on": "2025-12-31", "reason": "区划调整"});
        house.command(&format!("/api/v1/groups/{second}"), "dissolve", end).await.ok(200);
        for (no, node, name) in [(1, app.county().town, "城关代表团"), (2, app.county().street, "湖滨代表团")]
        {
            post(
                "/api/v1/delegations",
                json!({"term_id": house.term, "jurisdiction_id": node, "no": no, "name": name}),
            )
            .await;
        }
        let (housing, education) = (app.unit("县住建局").await, app.unit("县教育局").await);
        let author = app.deputy_actor(deputy.parse().expect("an id")).await;
        app.assigned_suggestion(&author, education).await;
        let signed = app.assigned_suggestion(&author, housing).await;
        let unit = app.unit_actor(Role::UnitHandler, housing).await;
        let task = signed["tasks"][0]["id"].as_str().expect("it was assigned");
        let path = format!("/api/v1/suggestions/{}", signed["id"].as_str().expect("an id"));
        let version = clerk.get(&path).await.version();
        unit.command(&format!("{path}/tasks/{task}/sign"), version, &json!({})).await.ok(200);
        app.submitted_suggestion(&author).await;
        let admin = app.actor(Role::SysAdmin).await;
        let people = vec![("clerk", clerk.clone()), ("unit", unit), ("deputy", author), ("admin", admin)];
        Self { house, people }
    }

    fn somebody(&self, name: &str) -> &Client {
        let found = self.people.iter().find(|(known, _)| *known == name);
        found.map_or_else(|| panic!("nobody is called {name}"), |(_, client)| client)
    }
}

/// The cells below `heads`, row by row, and the line that tells the conditions.
fn read(csv: &str, heads: &[&str]) -> (Vec<Vec<String>>, String) {
    let mut lines = csv.lines().skip(1);
    let note = lines.next().expect("the conditions").to_owned();
    let head: Vec<&str> = lines.next().expect("the heads").split(',').collect();
    let places: Vec<usize> = heads
        .iter()
        .map(|wanted| {
            head.iter().position(|one| one == wanted).unwrap_or_else(|| panic!("{wanted}: {head:?}"))
        })
        .collect();
    // The roster's statistics stand below it.
    let rows = lines.take_while(|line| line.starts_with(|first: char| first.is_ascii_digit())).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        places.iter().map(|place| cells[*place].to_owned()).collect()
    });
    (rows.collect(), note)
}

#[tokio::test]
async fn an_export_is_the_list_as_it_is_filtered() {
    let world = World::build().await;
    for case in CASES {
        let who = world.somebody(case.who);
        let heads: Vec<&str> = case.columns.iter().map(|(_, head)| *head).collect();
        let mut counts = Vec::new();
        let sort = if case.sort.is_empty() { String::new() } else { format!("sort={}", case.sort) };
        for (at, filter) in ["", case.narrower.0, &sort].into_iter().enumerate() {
            let query = format!("{}&{filter}", case.always);
            let page = if case.always.is_empty() { "&limit=200" } else { "" };
            let list = who.get(&format!("{}?{query}{page}", case.list)).await.ok(200);
            let text = |value: &Value| match value {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let expected: Vec<Vec<String>> = list["items"]
                .as_array()
                .expect("a list has items")
                .iter()
                .map(|item| case.columns.iter().map(|(member, _)| text(&item[*member])).collect())
                .collect();
            let file = who.get(&format!("{}/export?{query}&format=csv", case.list)).await;
            assert_eq!(file.status, 200, "{} {filter}: {}", case.list, file.text());
            let (rows, note) = read(&file.text(), &heads);
            assert_eq!(rows, expected, "{} {filter}", case.list);
            let said = if at == 1 { case.narrower.1 } else { "" };
            assert!(note.contains(&format!("导出条件：{said}")), "{} {filter}: {note}", case.list);
            counts.push(rows.len());
        }
        assert!(counts[0] > 1, "{}: {counts:?}", case.list);
        if !case.narrower.0.is_empty() {
            assert!(0 < counts[1] && counts[1] < counts[0], "{}: {counts:?}", case.list);
        }
        let book = who.get(&format!("{}/export?{}", case.list, case.always)).await;
        assert!(book.body.starts_with(b"PK"), "{}: a workbook is a zip file", case.list);
        let disposition = book.header("content-disposition").unwrap_or_default().to_owned();
        assert!(disposition.contains("filename*=UTF-8''") && disposition.contains(".xlsx"), "{disposition}");
        for refused in ["limit=5", "colour=1"] {
            let reply = who.get(&format!("{}/export?{}&{refused}", case.list, case.always)).await;
            reply.problem(400, "request.unknown_parameter");
        }
    }
}

#[tokio::test]
async fn an_export_is_for_whoever_may_and_is_written_down() {
    let world = World::build().await;
    let app = &world.house.app;
    let written = async || {
        let mut all = Vec::new();
        for action in ["register.export", "suggestion.export"] {
            let filter = AuditFilter { action: Some(action.to_owned()), ..AuditFilter::default() };
            all.extend(app.store().audit_entries(&filter, None, 100).await.expect("readable"));
        }
        all
    };
    for (number, case) in (1..).zip(CASES) {
        let path = format!("{}/export?{}", case.list, case.always);
        app.anonymous().get(&path).await.problem(401, "auth.required");
        for other in case.others {
            world.somebody(other).get(&path).await.problem(403, "permission.denied");
        }
        assert_eq!(world.somebody(case.who).get(&path).await.status, 200, "{path}");
        let entries = written().await;
        assert_eq!(entries.len(), number, "{path}");
        let last = entries.iter().max_by_key(|entry| entry.id).expect("one");
        assert_eq!(last.after["format"], "xlsx", "{path}");
        assert!(last.after["rows"].as_u64().is_some_and(|rows| rows > 1), "{path}: {}", last.after);
    }
}

#[tokio::test]
async fn an_export_stays_within_the_scope_and_names_only_what_the_reader_may_know() {
    let world = World::build().await;
    let house = &world.house;
    let town = house.clerk_of(Role::TownNpc, house.app.county().town).await;
    for path in ["/api/v1/constituencies", "/api/v1/delegations"] {
        let all = world.somebody("clerk").get(&format!("{path}/export?format=csv")).await.text();
        let theirs = town.get(&format!("{path}/export?format=csv")).await.text();
        assert!(all.contains("湖滨街道") && !theirs.contains("湖滨街道"), "{theirs}");
        assert!(theirs.contains("城关镇"), "{theirs}");
    }
    let street = house.app.county().street;
    let asked =
        format!("/api/v1/constituencies/export?format=csv&jurisdiction_id={street}&term_id={}", house.term);
    let all = world.somebody("clerk").get(&asked).await.text();
    assert!(all.contains("届次=十八届，行政区划=湖滨街道"), "{all}");
    let theirs = town.get(&asked).await.text();
    assert!(theirs.contains(&format!("行政区划={street}")) && !theirs.contains("湖滨街道"), "{theirs}");
}

#[tokio::test]
async fn a_cell_of_an_export_is_never_a_formula() {
    let world = World::build().await;
    let house = &world.house;
    let body = json!({"term_id": house.term, "jurisdiction_id": house.app.county().town, "no": 9,
        "name": "=HYPERLINK(1)", "seats": 2});
    house.clerk.post("/api/v1/constituencies", &body).await.ok(201);
    let file = house.clerk.get("/api/v1/constituencies/export?format=csv").await.text();
    assert!(file.contains(",'=HYPERLINK(1),") && !file.contains(",=HYPERLINK"), "{file}");
}
