//! What the three administrators read: the audit log, the choices of their dialogs; the demo's clock; and what a list costs.

mod audit;
mod demo_clock;
mod list_cost;
mod options;
mod views;
