//! Terms, pids and the worker pool: what joins the BEAM to the crates beside it.
rustler::init!("Elixir.ParserEngine.Native");
