; variables: identifier call_expression new_expression this shorthand_property_identifier
; imports: import require
; excused-line: eslint-disable-line nosemgrep
; excused-next-line: eslint-disable-next-line
(import_statement (import_clause (named_imports (import_specifier name: (identifier) @name alias: (identifier)? @alias))) source: (string (string_fragment) @module))
(import_statement (import_clause [(identifier) @alias (namespace_import (identifier) @alias)]) source: (string (string_fragment) @module))
((variable_declarator name: (identifier) @alias value: (call_expression function: (identifier) @function arguments: (arguments . (string (string_fragment) @module))))
  (#eq? @function "require"))
((variable_declarator name: (object_pattern (shorthand_property_identifier_pattern) @name) value: (call_expression function: (identifier) @function arguments: (arguments . (string (string_fragment) @module))))
  (#eq? @function "require"))
((variable_declarator name: (object_pattern (pair_pattern key: (property_identifier) @name value: (identifier) @alias)) value: (call_expression function: (identifier) @function arguments: (arguments . (string (string_fragment) @module))))
  (#eq? @function "require"))
