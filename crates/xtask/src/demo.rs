//! The demo county: who can sign in to it.

use crate::console;

/// The password of every demo account.
pub const PASSWORD: &str = "Demo-2026!";

/// Name, door, role, who that is.
const ACCOUNTS: [(&str, &str, &str, &str); 13] = [
    ("admin", "/desk/", "SYS_ADMIN", "系统管理员"),
    ("daigong", "/desk/", "DC_STAFF", "代工委工作人员"),
    ("daigonghead", "/desk/", "DC_HEAD", "代工委负责人"),
    ("zhengfuban", "/desk/", "GOV_DISPATCH", "县政府办公室交办人员"),
    ("zhujian", "/desk/", "UNIT_HANDLER", "住建局经办人"),
    ("zhujianhead", "/desk/", "UNIT_LEADER", "住建局负责人"),
    ("daibiao1", "/d/", "DEPUTY", "人大代表"),
    ("daibiao2", "/d/", "DEPUTY", "人大代表"),
    ("zhuren", "/desk/", "SC_LEADER", "常委会领导"),
    ("chuanzi", "/desk/", "COMMITTEE", "人大环资城建委"),
    ("audit", "/desk/", "AUDITOR", "审计管理员"),
    ("sec", "/desk/", "SEC_ADMIN", "安全管理员"),
    ("jiekou", "/desk/", "INTEGRATION_ADMIN", "接口管理员"),
];

/// Shows who can sign in, and where.
pub fn print_accounts() {
    console::line("");
    console::line(&format!("  Demo accounts of 泗安县（演示）, password of all: {PASSWORD}"));
    // Chinese last: its width differs between terminals.
    for (name, door, role, who) in ACCOUNTS {
        console::line(&format!("    {name:<13}{door:<8}{role:<18}{who}"));
    }
    console::line("");
}
