; Rules for Python; what holds for all of them stands in imports.scm.

; rule: python-sql
; codes: B608
; cwe: 89
; severity: medium
; message: An SQL statement is put together from texts; pass values as parameters.
; needs: select SELECT delete DELETE insert INSERT update UPDATE
; reach: 9
((binary_operator left: (_) @left operator: ["+" "%"]) @finding
  (#match? @left "^\\(?\\s*[rRbBuUfF]*[\"']")
  (#match? @finding "(?is)(select\\s.*from\\s|delete\\s+from\\s|insert\\s+into\\s.*values[\\s(]|update\\s.*set\\s)")
  (#not-literal? @finding))
((string (interpolation)) @finding
  (#match? @finding "(?is)(select\\s.*from\\s|delete\\s+from\\s|insert\\s+into\\s.*values[\\s(]|update\\s.*set\\s)"))
((concatenated_string (string (interpolation))) @finding
  (#match? @finding "(?is)(select\\s.*from\\s|delete\\s+from\\s|insert\\s+into\\s.*values[\\s(]|update\\s.*set\\s)"))
((call function: (attribute object: [(string) (concatenated_string) (parenthesized_expression)] @text attribute: (identifier) @method)) @finding
  (#any-of? @method "format" "replace")
  (#match? @text "(?is)(select\\s.*from\\s|delete\\s+from\\s|insert\\s+into\\s.*values[\\s(]|update\\s.*set\\s)"))

; rule: python-django-extra
; codes: B610
; cwe: 89
; severity: medium
; message: Parts of an SQL statement that are put together go to extra().
; needs: extra
((call function: (attribute attribute: (identifier) @method) arguments: (argument_list (keyword_argument name: (identifier) @key value: (_) @sql))) @finding
  (#eq? @method "extra")
  (#any-of? @key "select" "where" "tables" "order_by")
  (#not-literal? @sql))
((call function: (attribute attribute: (identifier) @method) arguments: (argument_list (dictionary_splat))) @finding
  (#eq? @method "extra"))
((call function: (attribute attribute: (identifier) @method) arguments: (argument_list . [(dictionary) (identifier)] @sql)) @finding
  (#eq? @method "extra")
  (#not-literal? @sql))

; rule: python-django-raw-sql
; codes: B611
; cwe: 89
; severity: medium
; message: An SQL statement that is put together goes to RawSQL.
; needs: RawSQL
((call function: (_) @name arguments: (argument_list . (_) @sql)) @finding
  (#named? @name "django.db.models.expressions.RawSQL")
  (#not-literal? @sql))
