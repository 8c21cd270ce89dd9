ParserEngine.TestPostgres.start!()
ExUnit.start()
