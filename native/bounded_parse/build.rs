//! Compiles the part in C, against the headers of the two libraries that it joins.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src/bounded_parse.c");
    let mut build = cc::Build::new();
    for headers in ["DEP_MIMALLOC_INCLUDE_DIR", "DEP_TREE_SITTER_INCLUDE"] {
        if let Some(folder) = env::var_os(headers) {
            build.include(folder);
        }
    }
    build
        .std("c11")
        .warnings(true)
        .file("src/bounded_parse.c")
        .compile("bounded_parse");
}
