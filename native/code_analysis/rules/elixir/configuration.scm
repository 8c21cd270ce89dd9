; Rules for Elixir; what holds for all of them stands in language.scm.

; rule: elixir-csrf
; codes: Config.CSRF
; cwe: 352
; severity: medium
; message: Forms of the pipeline can be sent from other sites; plug :protect_from_forgery.
; needs: pipeline
((call target: (identifier) @name (arguments . (atom)) (do_block) @plugs) @finding
  (#eq? @name "pipeline")
  (#match? @plugs "accepts[^\\n]*html|fetch_session")
  (#not-match? @plugs "protect_from_forgery"))

; rule: elixir-secure-headers
; codes: Config.Headers
; cwe: 693
; severity: medium
; message: The pipeline sends pages without the headers that protect them; plug :put_secure_browser_headers.
; needs: pipeline
((call target: (identifier) @name (arguments . (atom)) (do_block) @plugs) @finding
  (#eq? @name "pipeline")
  (#match? @plugs "accepts[^\\n]*html")
  (#not-match? @plugs "put_secure_browser_headers"))

; rule: elixir-csp
; codes: Config.CSP
; cwe: 693
; severity: low
; message: The pipeline sends pages without a content-security-policy.
; needs: put_secure_browser_headers
((call target: (identifier) @name (arguments . (atom) @plug .)) @finding
  (#eq? @name "plug")
  (#eq? @plug ":put_secure_browser_headers"))
((call target: (identifier) @name (arguments . (atom) @plug . (map) @headers)) @finding
  (#eq? @name "plug")
  (#eq? @plug ":put_secure_browser_headers")
  (#not-match? @headers "(?i)content-security-policy"))

; rule: elixir-check-origin
; codes: Config.CSWH
; cwe: 346
; severity: high
; message: Pages of other sites can open the socket.
; needs: check_origin
((pair key: (keyword) @key value: (boolean) @value) @finding
  (#match? @key "^check_origin:")
  (#eq? @value "false"))

; rule: elixir-loose-origin
; codes: Config.CSWH
; cwe: 346
; severity: low
; message: Pages that were not fetched by HTTPS can open the socket.
; needs: check_origin
((pair key: (keyword) @key value: (list (string) @origin)) @finding
  (#match? @key "^check_origin:")
  (#match? @origin "^\"//"))

; rule: elixir-verify-none
; cwe: 295
; severity: high
; message: Any server can pretend to be the right one.
; needs: verify_none
((atom) @finding
  (#eq? @finding ":verify_none"))

; rule: elixir-hsts
; cwe: 523
; severity: low
; message: force_ssl without HSTS lets the first request go over HTTP.
; needs: hsts
((pair key: (keyword) @key value: (boolean) @value) @finding
  (#match? @key "^hsts:")
  (#eq? @value "false"))
