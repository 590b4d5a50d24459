//! What other systems read and how: keys, feed, webhooks, exports.

mod keys;
mod keys_matrix;
