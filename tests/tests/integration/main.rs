//! What other systems read and how: keys, feed, webhooks, exports.

mod key_quotas;
mod keys;
mod keys_matrix;
mod webhooks;

#[path = "../suggestion_queries/matter.rs"]
#[expect(dead_code, reason = "written for all tests of what is read; these need a part of it")]
mod matter;
#[path = "../suggestion_queries/world.rs"]
#[expect(dead_code, reason = "written for all tests of what is read; these need a part of it")]
mod world;
