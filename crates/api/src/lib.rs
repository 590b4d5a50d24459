//! HTTP: routes, representations, OpenAPI, sign-in, use cases and background workers.
//!
//! Features are folders; each has its use cases (orchestration, no actix types), its `routes` and
//! its `dto`. [`features::register`] is the one list of routes, from which both the server and the
//! OpenAPI document are made.

pub mod account;
pub mod app;
mod audit;
mod ballot;
pub mod calendar;
pub mod cli;
pub mod demo;
pub mod deputy;
pub mod export;
pub mod features;
pub mod file;
pub mod group;
pub mod http;
pub mod import;
mod integration;
mod json_lines;
pub mod keys;
pub mod letter;
pub mod notification;
pub mod open;
pub mod org;
pub mod platform;
pub mod protect;
pub mod redaction;
pub mod search;
pub mod settings;
mod standing;
pub mod state;
pub mod suggestion;
pub mod time;
pub mod view;
pub mod workers;
