; Rules for JavaScript and TypeScript; what holds for all of them stands in language.scm.

; rule: javascript-eval
; codes: detect-eval-with-expression
; cwe: 95
; severity: high
; message: eval runs whatever text it is given.
; needs: eval
((call_expression function: (_) @name arguments: (arguments . (_) @value)) @finding
  (#named? @name "eval" "window.eval" "global.eval" "globalThis.eval")
  (#not-literal? @value))

; rule: javascript-function-constructor
; codes: no-new-func
; cwe: 95
; severity: high
; message: A text is made into a function and run.
; needs: Function
([(new_expression constructor: (identifier) @name arguments: (arguments (_) @value .)) (call_expression function: (identifier) @name arguments: (arguments (_) @value .))] @finding
  (#eq? @name "Function")
  (#not-literal? @value))

; rule: javascript-timer-text
; codes: no-implied-eval
; cwe: 95
; severity: medium
; message: A timer runs a text as code; give it a function.
; needs: setTimeout setInterval execScript
((call_expression function: (_) @name arguments: (arguments . [(string) (template_string) (binary_expression)])) @finding
  (#named? @name "setTimeout" "setInterval" "window.setTimeout" "window.setInterval" "execScript"))

; rule: javascript-vm
; cwe: 94
; severity: high
; message: Text is run as code; vm is no sandbox.
; needs: vm
((call_expression function: (_) @name arguments: (arguments . (_) @value)) @finding
  (#named? @name "*vm.runInContext" "*vm.runInNewContext" "*vm.runInThisContext")
  (#not-literal? @value))

; rule: javascript-regexp
; codes: detect-non-literal-regexp
; cwe: 1333
; severity: low
; message: An expression that is put together can be made to run for ever.
; needs: RegExp
((new_expression constructor: (_) @name arguments: (arguments . (_) @value)) @finding
  (#named? @name "RegExp")
  (#not-literal? @value))
((call_expression function: (identifier) @name arguments: (arguments . (_) @value)) @finding
  (#eq? @name "RegExp")
  (#not-literal? @value))

; rule: javascript-require
; codes: detect-non-literal-require
; cwe: 95
; severity: medium
; message: Which module is loaded is not fixed.
; needs: require
((call_expression function: (_) @name arguments: (arguments . (_) @value)) @finding
  (#named? @name "require")
  (#not-literal? @value)
  (#not-match? @value "^(path\\.(join|resolve)\\(\\s*)?(__dirname|__filename|import\\.meta\\.\\w+|process\\.cwd\\(\\))(\\s*,\\s*['\"][^'\"]*['\"])*\\s*\\)?$"))
