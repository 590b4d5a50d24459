//! Webhooks: who is called, how, and what becomes of it when the receiver flaps, lies, hangs or is gone.

mod desk;
mod faults;
mod fixture;
mod guard;
mod order;
mod recipe;
mod register;
mod sight;
