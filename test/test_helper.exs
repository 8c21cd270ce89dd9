ParserEngine.TestPostgres.start!()
ExUnit.start(capture_log: true)
