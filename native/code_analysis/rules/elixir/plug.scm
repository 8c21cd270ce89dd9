; Rules for Elixir; what holds for all of them stands in language.scm.

; rule: elixir-html
; codes: XSS.HTML
; cwe: 79
; severity: medium
; message: HTML that is put together is sent as it is; escape values or use a template.
; needs: html
((call target: (_) @name (arguments . (_) . (_) @value)) @finding
  (#named? @name "html" "Phoenix.Controller.html" "Controller.html")
  (#not-literal? @value))
((binary_operator operator: "|>" right: (call target: (_) @name (arguments . (_) @value)) @finding)
  (#named? @name "html" "Phoenix.Controller.html" "Controller.html")
  (#not-literal? @value))

; rule: elixir-raw
; codes: XSS.Raw
; cwe: 79
; severity: medium
; message: A text gets into the page as it is; see where it comes from.
; needs: raw
((call target: (_) @name (arguments . (_) @value)) @finding
  (#named? @name "raw" "Phoenix.HTML.raw" "HTML.raw")
  (#not-literal? @value))
((binary_operator left: (_) @value operator: "|>" right: (call target: (_) @name) @finding)
  (#named? @name "raw" "Phoenix.HTML.raw" "HTML.raw")
  (#not-literal? @value))

; rule: elixir-content-type
; codes: XSS.ContentType
; cwe: 79
; severity: medium
; message: What a browser takes the answer for is not fixed.
; needs: put_resp_content_type
((call target: (_) @name (arguments . (_) . (_) @value)) @finding
  (#named? @name "put_resp_content_type" "Plug.Conn.put_resp_content_type" "Conn.put_resp_content_type")
  (#not-literal? @value))
((binary_operator operator: "|>" right: (call target: (_) @name (arguments . (_) @value)) @finding)
  (#named? @name "put_resp_content_type" "Plug.Conn.put_resp_content_type" "Conn.put_resp_content_type")
  (#not-literal? @value))

; rule: elixir-send-html
; codes: XSS.SendResp
; cwe: 79
; severity: medium
; message: HTML that is put together is sent as it is; escape values or use a template.
; needs: html
; reach: 9
((binary_operator left: (_) @before operator: "|>" right: (call target: (_) @name (arguments (_) . (_) @value .)) @finding)
  (#named? @name "send_resp" "Plug.Conn.send_resp" "Conn.send_resp")
  (#match? @before "put_resp_content_type\\([^)]*\"text/html\"")
  (#not-literal? @value))

; rule: elixir-send-resp
; codes: XSS.SendResp
; cwe: 79
; severity: low
; message: Without a content type a browser may take the answer for HTML.
; needs: send_resp
((call target: (_) @name (arguments . (_) . (_) . (_) @value)) @finding
  (#named? @name "send_resp" "Plug.Conn.send_resp" "Conn.send_resp")
  (#not-literal? @value))
((binary_operator left: (_) @before operator: "|>" right: (call target: (_) @name (arguments (_) . (_) @value .)) @finding)
  (#named? @name "send_resp" "Plug.Conn.send_resp" "Conn.send_resp")
  (#not-match? @before "put_resp_content_type|content-type")
  (#not-literal? @value))

; rule: elixir-redirect
; codes: Vuln.Redirect
; cwe: 601
; severity: medium
; message: Where the browser is sent is not fixed; anyone can make a link to another site.
; needs: external
((call target: (_) @name (arguments (keywords (pair key: (keyword) @key value: (_) @value)))) @finding
  (#named? @name "redirect" "Phoenix.Controller.redirect" "Controller.redirect")
  (#match? @key "^external:")
  (#not-literal? @value))

; rule: elixir-cookie
; codes: Config.Cookie
; cwe: 614
; severity: medium
; message: A cookie without secure goes over HTTP; one without http_only is there for scripts.
; needs: secure http_only
((pair key: (keyword) @key value: (boolean) @value) @finding
  (#match? @key "^(secure|http_only):")
  (#eq? @value "false"))
