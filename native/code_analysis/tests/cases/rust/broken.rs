//! What can be had from a file that does not parse.

/// Fine.
pub fn before(a: bool) -> u8 {
    if a { 1 } else { 2 }
}

pub async fn lost(a: { let = ;
struct Lost { a: }
enum AlsoLost {

pub(crate) const fn more( ]] 
macro_rules! lost_macro { ( =>
impl Lost { fn method( 
