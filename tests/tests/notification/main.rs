//! 消息通知: who is told, once, in which words; and what leaves the application.

mod choices;
mod contract;
mod deadlines;
mod sending;
mod services;
mod stand;
mod stream;
mod telling;
