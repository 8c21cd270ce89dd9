; Rules for JavaScript and TypeScript; what holds for all of them stands in language.scm.

; rule: javascript-hardcoded-secret
; cwe: 798
; severity: low
; message: A password or key stands in the code.
; needs: *passw* *passphrase* *pwd* *secret* *token* *api_key* *apikey* *access_key* *accesskey* *private_key* *privatekey*
([(variable_declarator name: (identifier) @key value: (string (string_fragment) @value)) (assignment_expression left: [(identifier) @key (member_expression property: (property_identifier) @key)] right: (string (string_fragment) @value)) (pair key: [(property_identifier) (string)] @key value: (string (string_fragment) @value))] @finding
  (#match? @key "(?i)(^|_|[a-z])(password|passwd|passphrase|pwd|secret|token|api_?key|secret_?key|access_?key|private_?key|client_?secret)['\"]?$")
  (#not-match? @value "(?i)^(<.*>|\\$.*|\\{.*|x{3,}|\\*{3,}|your[_ -].*|change[_ -]?me.*|.*example.*|placeholder|null|none|todo|password|token|secret|text|string|.*\\s.*)$"))
