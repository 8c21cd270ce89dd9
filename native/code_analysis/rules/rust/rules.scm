; Rules for Rust; what holds for all of them stands in language.scm.

; rule: rust-unsafe
; cwe: 242
; severity: low
; message: The rules of the language do not hold in an unsafe block.
; needs: unsafe
; reach: 2
(unsafe_block) @finding

; rule: rust-transmute
; cwe: 843
; severity: medium
; message: transmute takes any bits for any type.
; needs: transmute
((call_expression function: (_) @name) @finding
  (#match? @name "^((std|core)::)?(mem::)?transmute(::<|$)"))

; rule: rust-weak-hash
; cwe: 327
; severity: medium
; message: MD5 and SHA-1 are broken; for anything but a checksum use SHA-256.
; needs: md5 Md5 sha1 Sha1
((call_expression function: (scoped_identifier) @name) @finding
  (#match? @name "^((md5|md_5|sha1)::)?(Md5|Sha1)::(new|digest|default)$|^md5::compute$"))

; rule: rust-shell
; cwe: 78
; severity: high
; message: A shell reads a command that is put together; whoever has a part of it runs what he likes.
; needs: Command
; reach: 12
((call_expression function: (field_expression value: (_) @receiver field: (field_identifier) @method) arguments: (arguments . (_) @value)) @finding
  (#eq? @method "arg")
  (#match? @receiver "Command::new\\(\"(/bin/|/usr/bin/)?(sh|bash|zsh|dash|cmd|powershell)\"\\)\\s*\\.arg\\(\"(-[a-z]*c|/[cC])\"\\)$")
  (#not-literal? @value))
((call_expression function: (field_expression value: (_) @receiver field: (field_identifier) @method) arguments: (arguments . (_) @value)) @finding
  (#eq? @method "args")
  (#match? @receiver "Command::new\\(\"(/bin/|/usr/bin/)?(sh|bash|zsh|dash|cmd|powershell)\"\\)$")
  (#match? @value "^&?(vec!)?\\[\\s*\"(-[a-z]*c|/[cC])\"")
  (#not-literal? @value))

; rule: rust-no-certificate-check
; cwe: 295
; severity: high
; message: Any server can pretend to be the right one.
; needs: danger_accept_invalid_certs danger_accept_invalid_hostnames set_verify
((call_expression function: (field_expression field: (field_identifier) @method) arguments: (arguments . (boolean_literal) @on)) @finding
  (#any-of? @method "danger_accept_invalid_certs" "danger_accept_invalid_hostnames")
  (#eq? @on "true"))
((call_expression function: (field_expression field: (field_identifier) @method) arguments: (arguments . (_) @mode)) @finding
  (#eq? @method "set_verify")
  (#match? @mode "SslVerifyMode::NONE$"))

; rule: rust-sql
; cwe: 89
; severity: medium
; message: An SQL statement is put together from texts; pass values as parameters.
; needs: select SELECT delete DELETE insert INSERT update UPDATE
((macro_invocation macro: (identifier) @macro (token_tree . (string_literal) @sql)) @finding
  (#eq? @macro "format")
  (#match? @sql "(?is)(select\\s.*from\\s|delete\\s+from\\s|insert\\s+into\\s.*values[\\s(]|update\\s.*set\\s)")
  (#match? @sql "\\{"))

; rule: rust-world-writable
; cwe: 732
; severity: medium
; message: Anyone on the machine may write the file.
; needs: from_mode set_mode mode
((call_expression function: (_) @name arguments: (arguments . (integer_literal) @mode)) @finding
  (#match? @name "(::from_mode|\\.set_mode|\\.mode)$")
  (#match? @mode "^0o[0-7]*[2367]$"))

; rule: rust-hardcoded-password
; cwe: 798
; severity: low
; message: A password or key stands in the code.
; needs: *passw* *pwd* *secret* *token* *api_key* *access_key* *private_key*
([(let_declaration pattern: (identifier) @key value: (string_literal (string_content) @value)) (const_item name: (identifier) @key value: (string_literal (string_content) @value)) (static_item name: (identifier) @key value: (string_literal (string_content) @value)) (field_initializer field: (field_identifier) @key value: (string_literal (string_content) @value))] @finding
  (#match? @key "(?i)(^|_|[a-z])(password|passwd|passphrase|pwd|secret|token|api_?key|secret_?key|access_?key|private_?key|client_?secret)['\"]?$")
  (#not-match? @value "(?i)^(<.*>|\\$.*|\\{.*|x{3,}|\\*{3,}|your[_ -].*|change[_ -]?me.*|.*example.*|placeholder|null|none|todo|password|token|secret|text|string|.*\\s.*)$"))

; rule: rust-bidi
; cwe: 1007
; severity: high
; message: Characters that turn the direction of writing make the code look like other code.
; needs: ‪ ‫ ‬ ‭ ‮ ⁦ ⁧ ⁨ ⁩ ‏
[(line_comment) (block_comment) (string_literal) (raw_string_literal)] @finding
