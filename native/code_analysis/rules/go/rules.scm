; Rules for Go; what holds for all of them stands in language.scm.

; rule: go-command
; codes: G204
; cwe: 78
; severity: medium
; message: Which program runs is not fixed; see where its name comes from.
; needs: exec
((call_expression function: (_) @name arguments: (argument_list . (_) @value)) @finding
  (#named? @name "os/exec.Command")
  (#not-literal? @value))
((call_expression function: (_) @name arguments: (argument_list . (_) . (_) @value)) @finding
  (#named? @name "os/exec.CommandContext")
  (#not-literal? @value))

; rule: go-shell
; codes: G204
; cwe: 78
; severity: high
; message: A shell reads a command that is put together; whoever has a part of it runs what he likes.
; needs: exec
((call_expression function: (_) @name arguments: (argument_list (interpreted_string_literal) @program . (interpreted_string_literal) @flag . (_) @value)) @finding
  (#named? @name "os/exec.Command" "os/exec.CommandContext")
  (#match? @program "(^|/)\"?(sh|bash|zsh|dash|ash|cmd|cmd.exe|powershell)\"$")
  (#match? @flag "^\"(-[a-z]*c|/[cC]|-Command)\"$")
  (#not-literal? @value))

; rule: go-insecure-skip-verify
; codes: G402
; cwe: 295
; severity: high
; message: Any server can pretend to be the right one.
; needs: InsecureSkipVerify
((keyed_element (literal_element (identifier) @key) (literal_element (true))) @finding
  (#eq? @key "InsecureSkipVerify"))
((assignment_statement left: (expression_list (selector_expression field: (field_identifier) @key)) right: (expression_list (true))) @finding
  (#eq? @key "InsecureSkipVerify"))

; rule: go-old-tls
; codes: G402
; cwe: 327
; severity: medium
; message: The version of TLS is broken; use TLS 1.2 or newer.
; needs: MinVersion
((keyed_element (literal_element (identifier) @key) (literal_element) @version) @finding
  (#eq? @key "MinVersion")
  (#match? @version "VersionSSL30|VersionTLS10|VersionTLS11"))

; rule: go-weak-hash
; codes: G401
; cwe: 327
; severity: medium
; message: MD5 and SHA-1 are broken; for anything but a checksum use SHA-256.
; needs: md5 sha1
((call_expression function: (_) @name arguments: (argument_list)) @finding
  (#named? @name "crypto/md5.*" "crypto/sha1.*"))

; rule: go-weak-cipher
; codes: G401 G405
; cwe: 327
; severity: high
; message: The cipher is broken; use AES or ChaCha20.
; needs: des rc4
((call_expression function: (_) @name arguments: (argument_list)) @finding
  (#named? @name "crypto/des.*" "crypto/rc4.*"))

; rule: go-random
; codes: G404
; cwe: 330
; severity: low
; message: math/rand can be predicted; secrets come from crypto/rand.
; needs: rand
((call_expression function: (_) @name arguments: (argument_list)) @finding
  (#named? @name "math/rand.*" "math/rand/v2.*"))

; rule: go-sql
; codes: G201 G202
; cwe: 89
; severity: medium
; message: An SQL statement is put together from texts; pass values as parameters.
; needs: select SELECT delete DELETE insert INSERT update UPDATE
((call_expression function: (_) @name arguments: (argument_list . [(interpreted_string_literal) (raw_string_literal)] @sql (_))) @finding
  (#named? @name "fmt.Sprintf")
  (#match? @sql "(?is)(select\\s.*from\\s|delete\\s+from\\s|insert\\s+into\\s.*values[\\s(]|update\\s.*set\\s)")
  (#match? @sql "%[svq+]"))
((binary_expression left: (_) @left operator: "+") @finding
  (#match? @left "^[\"`]")
  (#match? @left "(?is)(select\\s.*from\\s|delete\\s+from\\s|insert\\s+into\\s.*values[\\s(]|update\\s.*set\\s)")
  (#not-literal? @finding))

; rule: go-bind-all-interfaces
; codes: G102
; cwe: 605
; severity: medium
; message: The service listens on every network of the machine.
; needs: Listen
((call_expression function: (_) @name arguments: (argument_list (_) . (interpreted_string_literal) @address)) @finding
  (#named? @name "net.Listen" "net.ListenPacket" "crypto/tls.Listen")
  (#match? @address "^\"(0\\.0\\.0\\.0|\\[::\\])?:[0-9]*\"$"))

; rule: go-world-writable
; codes: G301 G302 G306
; cwe: 732
; severity: medium
; message: Anyone on the machine may write the file.
; needs: Chmod Mkdir MkdirAll OpenFile WriteFile
((call_expression function: (_) @name arguments: (argument_list (int_literal) @mode .)) @finding
  (#named? @name "os.Chmod" "os.Mkdir" "os.MkdirAll" "os.OpenFile" "os.WriteFile" "io/ioutil.WriteFile")
  (#match? @mode "^0o?[0-7]*[2367]$"))

; rule: go-template-html
; codes: G203
; cwe: 79
; severity: medium
; message: A text that is put together gets into the page as it is.
; needs: HTML HTMLAttr JS JSStr URL CSS Srcset
((call_expression function: (_) @name arguments: (argument_list . (_) @value)) @finding
  (#named? @name "html/template.HTML" "html/template.HTMLAttr" "html/template.JS" "html/template.JSStr" "html/template.URL" "html/template.CSS" "html/template.Srcset")
  (#not-literal? @value))

; rule: go-unsafe
; codes: G103
; cwe: 242
; severity: low
; message: The rules of the language do not hold for an unsafe pointer.
; needs: unsafe
((call_expression function: (selector_expression operand: (identifier) @package)) @finding
  (#eq? @package "unsafe"))

; rule: go-serve-without-timeout
; codes: G114
; cwe: 400
; severity: low
; message: Without timeouts a client that says nothing holds the server; use http.Server.
; needs: ListenAndServe ListenAndServeTLS Serve
((call_expression function: (_) @name arguments: (argument_list)) @finding
  (#named? @name "net/http.ListenAndServe" "net/http.ListenAndServeTLS" "net/http.Serve"))

; rule: go-hardcoded-password
; codes: G101
; cwe: 798
; severity: low
; message: A password or key stands in the code.
; needs: *passw* *pwd* *secret* *token* *apikey* *api_key* *accesskey* *privatekey*
([(short_var_declaration left: (expression_list . (identifier) @key) right: (expression_list . (interpreted_string_literal) @value)) (assignment_statement left: (expression_list . [(identifier) @key (selector_expression field: (field_identifier) @key)]) right: (expression_list . (interpreted_string_literal) @value)) (const_spec name: (identifier) @key value: (expression_list . (interpreted_string_literal) @value)) (var_spec name: (identifier) @key value: (expression_list . (interpreted_string_literal) @value)) (keyed_element (literal_element (identifier) @key) (literal_element (interpreted_string_literal) @value))] @finding
  (#match? @key "(?i)(^|_|[a-z])(password|passwd|passphrase|pwd|secret|token|api_?key|secret_?key|access_?key|private_?key|client_?secret)['\"]?$")
  (#not-match? @value "^\"\"$")
  (#not-match? @value "(?i)^\"(<.*>|\\$.*|\\{.*|x{3,}|\\*{3,}|your[_ -].*|change[_ -]?me.*|.*example.*|.*\\s.*)\"$"))

; rule: go-bidi
; codes: G116
; cwe: 1007
; severity: high
; message: Characters that turn the direction of writing make the code look like other code.
; needs: ‪ ‫ ‬ ‭ ‮ ⁦ ⁧ ⁨ ⁩ ‏
[(comment) (interpreted_string_literal) (raw_string_literal)] @finding
