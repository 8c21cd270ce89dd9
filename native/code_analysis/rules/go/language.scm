; variables: identifier call_expression
; imports: import
; excused-line: nosec nosemgrep nolint:gosec
(import_declaration (import_spec name: (package_identifier)? @alias path: (_) @module))
(import_declaration (import_spec_list (import_spec name: (package_identifier)? @alias path: (_) @module)))
