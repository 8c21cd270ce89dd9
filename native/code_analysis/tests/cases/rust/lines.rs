#!/usr/bin/env run-cargo-script
// comment

/* block

   over a blank line */ fn after_comment() {} // code
fn string() -> &'static str {
    "first

    // no comment
    last" /* trailing
    rest of the comment */
}

fn raw() -> &'static str { r##"
"# /// no documentation

"## }
/// Doc.
    /* c */ /* d */
fn both() {
	 
    //! Inside.
}
