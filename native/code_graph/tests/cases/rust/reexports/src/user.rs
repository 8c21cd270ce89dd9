use crate::api::{A, Renamed};
use crate::api::B::One;
use crate::prelude::only_here;
use crate::prelude::Round;
use crate::circle::left::Nowhere;
use crate::api::HashMap;
use crate::api::own;
use crate::api;

fn f() {
    api::A;
    api::unknown();
}
