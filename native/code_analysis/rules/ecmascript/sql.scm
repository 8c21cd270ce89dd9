; Rules for JavaScript and TypeScript; what holds for all of them stands in language.scm.

; rule: javascript-sql
; cwe: 89
; severity: high
; message: An SQL statement is put together from texts; pass values as parameters.
; needs: query execute raw unsafe $queryRawUnsafe $executeRawUnsafe
((call_expression function: (member_expression property: (property_identifier) @method) arguments: (arguments . [(template_string (template_substitution)) (binary_expression)] @value)) @finding
  (#match? @method "^(query|execute|raw|unsafe|all|run|\\$queryRawUnsafe|\\$executeRawUnsafe)$")
  (#match? @value "(?is)(select\\s.*from\\s|delete\\s+from\\s|insert\\s+into\\s.*values[\\s(]|update\\s.*set\\s)")
  (#not-literal? @value))
