; Rules for Python; what holds for all of them stands in imports.scm.

; rule: python-exec
; codes: B102
; cwe: 78
; severity: medium
; message: exec runs whatever text it is given.
; needs: exec
((call function: (identifier) @name) @finding
  (#eq? @name "exec"))

; rule: python-eval
; codes: B307
; cwe: 95
; severity: medium
; message: eval runs whatever text it is given; for literals there is ast.literal_eval.
; needs: eval
((call function: (identifier) @name) @finding
  (#eq? @name "eval"))

; rule: python-flask-debug
; codes: B201
; cwe: 94
; severity: high
; message: The debugger of Werkzeug lets anyone who reaches it run code.
; needs: debug
((call function: (attribute attribute: (identifier) @method) arguments: (argument_list (keyword_argument name: (identifier) @key value: (true)))) @finding
  (#eq? @method "run")
  (#eq? @key "debug"))

; rule: python-logging-listen
; codes: B612
; cwe: 94
; severity: medium
; message: What arrives there is run as configuration.
; needs: logging
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "logging.config.listen")
  (#not-match? @args "verify\\s*="))

; rule: python-jinja-autoescape
; codes: B701
; cwe: 94
; severity: high
; message: Without autoescape=True values get into the page as they are.
; needs: jinja2
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "jinja2.Environment")
  (#not-match? @args "autoescape\\s*=\\s*(True|(jinja2\\.)?select_autoescape\\()"))

; rule: python-mako
; codes: B702
; cwe: 80
; severity: medium
; message: Mako escapes nothing by default.
; needs: mako
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "mako.template.Template")
  (#not-match? @args "default_filters"))

; rule: python-mark-safe
; codes: B308 B703
; cwe: 80
; severity: medium
; message: A text that is put together is marked as safe HTML.
; needs: mark_safe safestring
((call function: (_) @name arguments: (argument_list . (_) @html)) @finding
  (#named? @name "django.utils.safestring.mark_safe" "django.utils.safestring.SafeText" "django.utils.safestring.SafeString" "django.utils.safestring.SafeBytes" "django.utils.safestring.SafeUnicode")
  (#not-literal? @html))

; rule: python-markup
; codes: B704
; cwe: 80
; severity: medium
; message: A text that is put together is marked as safe HTML.
; needs: Markup
((call function: (_) @name arguments: (argument_list . (_) @html)) @finding
  (#named? @name "markupsafe.Markup" "flask.Markup")
  (#not-literal? @html))
