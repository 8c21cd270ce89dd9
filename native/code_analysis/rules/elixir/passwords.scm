; Rules for Elixir; what holds for all of them stands in language.scm.

; rule: elixir-hardcoded-secret
; codes: Config.Secrets
; cwe: 798
; severity: low
; message: A password or key stands in the code.
; needs: *passw* *pwd* *passphrase* *secret* *token* *api_key* *apikey* *access_key* *private_key* *signing_key*
((pair key: (keyword) @key value: (string . (quoted_content) @value .)) @finding
  (#match? @key "(?i)(^|_)(password|passwd|passphrase|pwd|secret|token|api_?key|secret_key|access_key|private_key|signing_key|client_secret|secret_key_base)\"?:?\\s*$")
  (#not-match? @value "(?i)^(<.*>|\\$.*|\\{.*|x{3,}|\\*{3,}|your[_ -].*|change[_ -]?me.*|.*example.*|placeholder|null|nil|none|todo|.*\\s.*)$"))
((binary_operator left: (identifier) @key operator: "=" right: (string . (quoted_content) @value .)) @finding
  (#match? @key "(?i)(^|_)(password|passwd|passphrase|pwd|secret|token|api_?key|secret_key|access_key|private_key|signing_key|client_secret|secret_key_base)\"?:?\\s*$")
  (#not-match? @value "(?i)^(<.*>|\\$.*|\\{.*|x{3,}|\\*{3,}|your[_ -].*|change[_ -]?me.*|.*example.*|placeholder|null|nil|none|todo|.*\\s.*)$"))
((binary_operator left: (string . (quoted_content) @key .) operator: "=>" right: (string . (quoted_content) @value .)) @finding
  (#match? @key "(?i)(^|_)(password|passwd|passphrase|pwd|secret|token|api_?key|secret_key|access_key|private_key|signing_key|client_secret|secret_key_base)\"?:?\\s*$")
  (#not-match? @value "(?i)^(<.*>|\\$.*|\\{.*|x{3,}|\\*{3,}|your[_ -].*|change[_ -]?me.*|.*example.*|placeholder|null|nil|none|todo|.*\\s.*)$"))
((unary_operator operand: (call target: (identifier) @key (arguments . (string . (quoted_content) @value .) .))) @finding
  (#match? @key "(?i)(^|_)(password|passwd|passphrase|pwd|secret|token|api_?key|secret_key|access_key|private_key|signing_key|client_secret|secret_key_base)\"?:?\\s*$")
  (#not-match? @value "(?i)^(<.*>|\\$.*|\\{.*|x{3,}|\\*{3,}|your[_ -].*|change[_ -]?me.*|.*example.*|placeholder|null|nil|none|todo|.*\\s.*)$"))
