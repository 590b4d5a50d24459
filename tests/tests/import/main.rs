//! Office sheets from file to register: the wizard over HTTP, the command line, and what becomes of what they wrote.

mod command_line;
mod fixture;
mod ledger;
mod roster;
mod units;
mod wizard;
