; variables: identifier self call_expression macro_invocation
; excused-line: nosemgrep
