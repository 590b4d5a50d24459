//! Makes, copies and drops databases on the server of the tests, for `cargo xtask test`: `testdb create NAME`,
//! `testdb copy NAME COPY`, `testdb drop PREFIX`. The server's address is in `DAIBIAO_TEST_ADMIN_URL`.

use anyhow::{Context, Result, bail, ensure};
use persistence::provision::Admin;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let url = std::env::var("DAIBIAO_TEST_ADMIN_URL").context("DAIBIAO_TEST_ADMIN_URL is not set")?;
    let mut admin = Admin::connect(&url).await?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["create", name] => admin.create(name).await?,
        ["copy", name, copy] => admin.copy(name, copy).await?,
        ["drop", prefix] => {
            ensure!(
                prefix.starts_with("daibiao_test_"),
                "only databases of tests are dropped: daibiao_test_…"
            );
            for name in admin.list(prefix).await? {
                admin.drop(&name).await?;
            }
        }
        _ => bail!("usage: testdb create NAME | testdb copy NAME COPY | testdb drop PREFIX"),
    }
    Ok(())
}
