#[macro_use]
mod rules;
mod other_rules;
mod user;
