; variables: identifier call
; constants: unary_operator
; imports: alias
; excused-line: nosemgrep
; excused-next: sobelow_skip
((call target: (identifier) @directive (arguments . (alias) @module .))
  (#any-of? @directive "alias" "require"))
((call target: (identifier) @directive (arguments . (alias) @module (keywords (pair key: (keyword) @key value: (alias) @alias))))
  (#any-of? @directive "alias" "require")
  (#match? @key "^as:"))
((call target: (identifier) @directive (arguments . (dot left: (alias) @module right: (tuple (alias) @name))))
  (#eq? @directive "alias"))
