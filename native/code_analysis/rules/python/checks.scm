; Rules for Python; what holds for all of them stands in imports.scm.

; rule: python-assert
; codes: B101
; cwe: 703
; severity: low
; message: Assertions are not there with python -O.
; needs: assert
; reach: 2
(assert_statement) @finding

; rule: python-except-pass
; codes: B110
; cwe: 703
; severity: low
; message: Every error is passed over in silence.
; needs: except
; reach: 3
([(except_clause !value (block) @body)
  (except_clause value: (identifier) @kind (block) @body)
  (except_clause value: (as_pattern (identifier) @kind) (block) @body)] @finding
  (#any-of? @kind "Exception" "BaseException")
  (#match? @body "^pass\\s*(#[^\n]*\\s*)*$"))

; rule: python-except-continue
; codes: B112
; cwe: 703
; severity: low
; message: Every error is passed over in silence.
; needs: except
; reach: 3
([(except_clause !value (block) @body)
  (except_clause value: (identifier) @kind (block) @body)
  (except_clause value: (as_pattern (identifier) @kind) (block) @body)] @finding
  (#any-of? @kind "Exception" "BaseException")
  (#match? @body "^continue\\s*(#[^\n]*\\s*)*$"))
