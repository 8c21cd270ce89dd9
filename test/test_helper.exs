# What the tests find out about contents is not for the user's own folder.
state = Path.join(System.tmp_dir!(), "pe-state-#{System.pid()}")
System.put_env("XDG_STATE_HOME", state)
ParserEngine.TestPostgres.start!()
ExUnit.start(capture_log: true)
ExUnit.after_suite(fn _result -> File.rm_rf!(state) end)
