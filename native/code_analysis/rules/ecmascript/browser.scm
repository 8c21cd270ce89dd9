; Rules for JavaScript and TypeScript; what holds for all of them stands in language.scm.

; rule: javascript-inner-html
; codes: no-unsanitized-property
; cwe: 79
; severity: medium
; message: HTML that is put together gets into the page as it is.
; needs: innerHTML outerHTML srcdoc
([(assignment_expression left: (member_expression property: (property_identifier) @key) right: (_) @value) (augmented_assignment_expression left: (member_expression property: (property_identifier) @key) right: (_) @value)] @finding
  (#any-of? @key "innerHTML" "outerHTML" "srcdoc")
  (#not-literal? @value)
  (#not-match? @value "^(DOMPurify\\.sanitize|sanitizeHtml|escapeHtml)\\("))

; rule: javascript-document-write
; codes: no-unsanitized-method
; cwe: 79
; severity: medium
; message: HTML that is put together gets into the page as it is.
; needs: write writeln insertAdjacentHTML createContextualFragment
((call_expression function: (member_expression object: (identifier) @object property: (property_identifier) @method) arguments: (arguments . (_) @value)) @finding
  (#eq? @object "document")
  (#any-of? @method "write" "writeln")
  (#not-literal? @value))
((call_expression function: (member_expression property: (property_identifier) @method) arguments: (arguments (_) . (_) @value)) @finding
  (#eq? @method "insertAdjacentHTML")
  (#not-literal? @value))
((call_expression function: (member_expression property: (property_identifier) @method) arguments: (arguments . (_) @value)) @finding
  (#eq? @method "createContextualFragment")
  (#not-literal? @value))

; rule: javascript-dangerous-html
; codes: no-danger
; cwe: 79
; severity: medium
; message: HTML gets into the page as it is.
; needs: dangerouslySetInnerHTML
; languages: javascript tsx
((jsx_attribute (property_identifier) @key (jsx_expression (object (pair value: (_) @value)))) @finding
  (#eq? @key "dangerouslySetInnerHTML")
  (#not-literal? @value))
((jsx_attribute (property_identifier) @key (jsx_expression (identifier))) @finding
  (#eq? @key "dangerouslySetInnerHTML"))

; rule: javascript-post-message
; cwe: 346
; severity: medium
; message: Whatever page is in the window gets the message; name its origin.
; needs: postMessage
((call_expression function: (member_expression property: (property_identifier) @method) arguments: (arguments (_) . (string (string_fragment) @origin))) @finding
  (#eq? @method "postMessage")
  (#eq? @origin "*"))

; rule: javascript-script-url
; codes: no-script-url
; cwe: 79
; severity: medium
; message: A javascript: URL runs its text as code.
; needs: javascript JavaScript JAVASCRIPT
((string (string_fragment) @url) @finding
  (#match? @url "(?i)^\\s*javascript:.*[^;\\s]")
  (#not-match? @url "(?i)^javascript:\\s*(void\\(0\\)|//)?;?$"))
