//! 常用视图: a person's named ways of looking at a list, and those that the head of the committee shares with a role.

mod list;
mod saved;

pub use list::ViewList;
pub use saved::{MOST_OF_A_LIST, SavedView, Sharing, ViewData};
