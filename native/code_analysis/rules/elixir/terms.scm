; Rules for Elixir; what holds for all of them stands in language.scm.

; rule: elixir-binary-to-term
; codes: Misc.BinToTerm
; cwe: 502
; severity: medium
; message: A term of a stranger can be a function or fill the table of atoms; Plug.Crypto.non_executable_binary_to_term is safe.
; needs: binary_to_term
((call target: (_) @name (arguments . (_) @value)) @finding
  (#named? @name ":erlang.binary_to_term" "binary_to_term")
  (#not-literal? @value)
  (#not-match? @finding ":safe"))
((binary_operator left: (_) @value operator: "|>" right: (call target: (_) @name) @finding)
  (#named? @name ":erlang.binary_to_term" "binary_to_term")
  (#not-literal? @value)
  (#not-match? @finding ":safe"))

; rule: elixir-string-to-atom
; codes: DOS.StringToAtom
; cwe: 400
; severity: medium
; message: Atoms are never freed; String.to_existing_atom makes none.
; needs: to_atom
((call target: (_) @name (arguments . (_) @value)) @finding
  (#named? @name "String.to_atom")
  (#not-literal? @value))
((binary_operator left: (_) @value operator: "|>" right: (call target: (_) @name) @finding)
  (#named? @name "String.to_atom")
  (#not-literal? @value))

; rule: elixir-list-to-atom
; codes: DOS.ListToAtom
; cwe: 400
; severity: medium
; message: Atoms are never freed; List.to_existing_atom makes none.
; needs: to_atom list_to_atom
((call target: (_) @name (arguments . (_) @value)) @finding
  (#named? @name "List.to_atom" ":erlang.list_to_atom")
  (#not-literal? @value))
((binary_operator left: (_) @value operator: "|>" right: (call target: (_) @name) @finding)
  (#named? @name "List.to_atom" ":erlang.list_to_atom")
  (#not-literal? @value))

; rule: elixir-binary-to-atom
; codes: DOS.BinToAtom
; cwe: 400
; severity: medium
; message: Atoms are never freed; :erlang.binary_to_existing_atom makes none.
; needs: binary_to_atom
((call target: (_) @name (arguments . (_) @value)) @finding
  (#named? @name ":erlang.binary_to_atom")
  (#not-literal? @value))
((binary_operator left: (_) @value operator: "|>" right: (call target: (_) @name) @finding)
  (#named? @name ":erlang.binary_to_atom")
  (#not-literal? @value))

; rule: elixir-interpolated-atom
; codes: DOS.BinToAtom
; cwe: 400
; severity: low
; message: Atoms are never freed; see that only few can come of it.
; needs: :"
((quoted_atom (interpolation)) @finding
  (#not-literal? @finding))

; rule: elixir-weak-hash
; cwe: 327
; severity: medium
; message: MD4, MD5 and SHA-1 are broken; for anything but a checksum use SHA-256.
; needs: md5 md4 sha
((call target: (_) @name (arguments . (atom) @hash)) @finding
  (#named? @name ":crypto.hash" ":crypto.hash_init")
  (#any-of? @hash ":md5" ":md4" ":sha"))
((call target: (_) @name (arguments . (atom) . (atom) @hash)) @finding
  (#named? @name ":crypto.mac" ":crypto.mac_init")
  (#any-of? @hash ":md5" ":md4"))
((call target: (_) @name (arguments)) @finding
  (#named? @name ":erlang.md5"))

; rule: elixir-random
; cwe: 330
; severity: low
; message: :rand can be predicted; secrets come from :crypto.strong_rand_bytes.
; needs: rand random
((binary_operator left: (identifier) @key operator: "=" right: (_) @value) @finding
  (#match? @key "(?i)(token|secret|password)")
  (#match? @value "(:rand\\.|Enum\\.random|:random\\.)"))
