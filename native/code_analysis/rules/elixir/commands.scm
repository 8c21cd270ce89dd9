; Rules for Elixir; what holds for all of them stands in language.scm.

; rule: elixir-system-cmd
; codes: CI.System
; cwe: 78
; severity: medium
; message: Which program runs is not fixed; see where its name comes from.
; needs: cmd
((call target: (_) @name (arguments . (_) @value)) @finding
  (#named? @name "System.cmd")
  (#not-literal? @value))
((binary_operator left: (_) @value operator: "|>" right: (call target: (_) @name) @finding)
  (#named? @name "System.cmd")
  (#not-literal? @value))

; rule: elixir-shell
; codes: CI.System CI.OS
; cwe: 78
; severity: high
; message: A shell reads a command that is put together; whoever has a part of it runs what he likes.
; needs: shell cmd
((call target: (_) @name (arguments . (_) @value)) @finding
  (#named? @name "System.shell" ":os.cmd")
  (#not-literal? @value))
((binary_operator left: (_) @value operator: "|>" right: (call target: (_) @name) @finding)
  (#named? @name "System.shell" ":os.cmd")
  (#not-literal? @value))

; rule: elixir-shell-argument
; codes: CI.System
; cwe: 78
; severity: high
; message: A shell reads a command that is put together; whoever has a part of it runs what he likes.
; needs: cmd
((call target: (_) @name (arguments . (string) @program . (list) @arguments)) @finding
  (#named? @name "System.cmd")
  (#match? @program "^\"(/bin/|/usr/bin/|/usr/bin/env )?(sh|bash|zsh|dash)\"$")
  (#match? @arguments "^\\[\\s*\"-[a-z]*c\"")
  (#not-literal? @arguments))

; rule: elixir-code-eval
; codes: RCE.CodeModule
; cwe: 94
; severity: high
; message: Text is run as code; see where it comes from.
; needs: eval_string eval_file eval_quoted
((call target: (_) @name (arguments . (_) @value)) @finding
  (#named? @name "Code.eval_string" "Code.eval_file" "Code.eval_quoted")
  (#not-literal? @value))
((binary_operator left: (_) @value operator: "|>" right: (call target: (_) @name) @finding)
  (#named? @name "Code.eval_string" "Code.eval_file" "Code.eval_quoted")
  (#not-literal? @value))

; rule: elixir-eex-eval
; codes: RCE.EEx
; cwe: 94
; severity: high
; message: A template is run as code; see where it comes from.
; needs: eval_string eval_file
((call target: (_) @name (arguments . (_) @value)) @finding
  (#named? @name "EEx.eval_string" "EEx.eval_file")
  (#not-literal? @value))
((binary_operator left: (_) @value operator: "|>" right: (call target: (_) @name) @finding)
  (#named? @name "EEx.eval_string" "EEx.eval_file")
  (#not-literal? @value))
