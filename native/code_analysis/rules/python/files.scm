; Rules for Python; what holds for all of them stands in imports.scm.

; rule: python-world-writable
; codes: B103
; cwe: 732
; severity: high
; message: Anyone on the machine may write the file.
; needs: chmod
((call function: (_) @name arguments: (argument_list (_) . [(integer) @mode (attribute) @bits (binary_operator) @bits] .)) @finding
  (#match? @name "(^|\\.)chmod$")
  (#match? @mode "^0o?[0-7]*[2367]$|^0[xX][0-9a-fA-F]*[2367aAbBeEfF]$")
  (#match? @bits "S_IWOTH|S_IRWXO"))

; rule: python-permissive-mode
; codes: B103
; cwe: 732
; severity: low
; message: Others than the owner may change or run the file.
; needs: chmod
((call function: (_) @name arguments: (argument_list (_) . [(integer) @mode (attribute) @bits (binary_operator) @bits] .)) @finding
  (#match? @name "(^|\\.)chmod$")
  (#match? @mode "^0o?[0-7]*([1235-7][0145]|[0-7][15])$")
  (#match? @bits "S_IWGRP|S_IXGRP|S_IXOTH|S_IRWXG"))

; rule: python-tmp
; codes: B108
; cwe: 377
; severity: medium
; message: Anyone can make a file of this name first; the module tempfile chooses one that nobody knows.
; needs: tmp shm
((string . (string_start) . (string_content) @path) @finding
  (#match? @path "^(/tmp|/var/tmp|/dev/shm)(/|$)"))

; rule: python-tarfile
; codes: B202
; cwe: 22
; severity: medium
; message: Members of an archive can lie outside of the folder; filter="data" rules that out.
; needs: extractall
((call function: (attribute object: (_) @archive attribute: (identifier) @method) arguments: (argument_list) @args) @finding
  (#eq? @method "extractall")
  (#match? @archive "(?i)(tar|^tf$|^t$)")
  (#not-match? @args "filter\\s*=\\s*[\"'](data|tar)[\"']"))

; rule: python-bidi
; codes: B613
; cwe: 1007
; severity: high
; message: Characters that turn the direction of writing make the code look like other code.
; needs: ‪ ‫ ‬ ‭ ‮ ⁦ ⁧ ⁨ ⁩ ‏
[(comment) (string)] @finding
