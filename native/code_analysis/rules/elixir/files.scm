; Rules for Elixir; what holds for all of them stands in language.scm.

; rule: elixir-file-params
; codes: Traversal.FileModule
; cwe: 22
; severity: medium
; message: The name of a file comes from a request; see that it stays within its folder.
; needs: File
((call target: (_) @name (arguments . (_) @value)) @finding
  (#named? @name "File.read" "File.read!" "File.write" "File.write!" "File.rm" "File.rm!" "File.rm_rf" "File.rm_rf!" "File.open" "File.open!" "File.chmod" "File.chmod!" "File.chown" "File.chown!" "File.mkdir" "File.mkdir!" "File.mkdir_p" "File.mkdir_p!" "File.stream" "File.stream!" "File.cp" "File.copy" "File.cp!" "File.copy!" "File.cp_r" "File.cp_r!" "File.ln" "File.ln!" "File.ln_s" "File.ln_s!" "File.rename" "File.rename!" "File.ls" "File.ls!")
  (#not-literal? @value)
  (#match? @value "(^|\\W)(params|conn|socket)(\\W|$)|upload\\.(filename|path)"))
((binary_operator left: (_) @value operator: "|>" right: (call target: (_) @name) @finding)
  (#named? @name "File.read" "File.read!" "File.write" "File.write!" "File.rm" "File.rm!" "File.rm_rf" "File.rm_rf!" "File.open" "File.open!" "File.chmod" "File.chmod!" "File.chown" "File.chown!" "File.mkdir" "File.mkdir!" "File.mkdir_p" "File.mkdir_p!" "File.stream" "File.stream!" "File.cp" "File.copy" "File.cp!" "File.copy!" "File.cp_r" "File.cp_r!" "File.ln" "File.ln!" "File.ln_s" "File.ln_s!" "File.rename" "File.rename!" "File.ls" "File.ls!")
  (#not-literal? @value)
  (#match? @value "(^|\\W)(params|conn|socket)(\\W|$)|upload\\.(filename|path)"))
((call target: (_) @name (arguments . (_) . (_) @value)) @finding
  (#named? @name "File.cp" "File.copy" "File.cp!" "File.copy!" "File.cp_r" "File.cp_r!" "File.ln" "File.ln!" "File.ln_s" "File.ln_s!" "File.rename" "File.rename!")
  (#not-literal? @value)
  (#match? @value "(^|\\W)(params|conn|socket)(\\W|$)|upload\\.(filename|path)"))

; rule: elixir-file-path
; codes: Traversal.FileModule
; cwe: 22
; severity: low
; message: The name of a file is not fixed; see where it comes from.
; needs: File
((call target: (_) @name (arguments . (_) @value)) @finding
  (#named? @name "File.read" "File.read!" "File.write" "File.write!" "File.rm" "File.rm!" "File.rm_rf" "File.rm_rf!" "File.open" "File.open!" "File.chmod" "File.chmod!" "File.chown" "File.chown!" "File.mkdir" "File.mkdir!" "File.mkdir_p" "File.mkdir_p!" "File.stream" "File.stream!" "File.cp" "File.copy" "File.cp!" "File.copy!" "File.cp_r" "File.cp_r!" "File.ln" "File.ln!" "File.ln_s" "File.ln_s!" "File.rename" "File.rename!" "File.ls" "File.ls!")
  (#not-literal? @value)
  (#not-match? @value "(^|\\W)(params|conn|socket)(\\W|$)|upload\\.(filename|path)")
  (#not-match? @value "^(Path\\.\\w+\\(\\s*)?(__DIR__|__ENV__|Application\\.app_dir|:code\\.priv_dir|System\\.tmp_dir|Mix\\.)"))
((binary_operator left: (_) @value operator: "|>" right: (call target: (_) @name) @finding)
  (#named? @name "File.read" "File.read!" "File.write" "File.write!" "File.rm" "File.rm!" "File.rm_rf" "File.rm_rf!" "File.open" "File.open!" "File.chmod" "File.chmod!" "File.chown" "File.chown!" "File.mkdir" "File.mkdir!" "File.mkdir_p" "File.mkdir_p!" "File.stream" "File.stream!" "File.cp" "File.copy" "File.cp!" "File.copy!" "File.cp_r" "File.cp_r!" "File.ln" "File.ln!" "File.ln_s" "File.ln_s!" "File.rename" "File.rename!" "File.ls" "File.ls!")
  (#not-literal? @value)
  (#not-match? @value "(^|\\W)(params|conn|socket)(\\W|$)|upload\\.(filename|path)")
  (#not-match? @value "^(Path\\.\\w+\\(\\s*)?(__DIR__|__ENV__|Application\\.app_dir|:code\\.priv_dir|System\\.tmp_dir|Mix\\.)"))
((call target: (_) @name (arguments . (_) . (_) @value)) @finding
  (#named? @name "File.cp" "File.copy" "File.cp!" "File.copy!" "File.cp_r" "File.cp_r!" "File.ln" "File.ln!" "File.ln_s" "File.ln_s!" "File.rename" "File.rename!")
  (#not-literal? @value)
  (#not-match? @value "(^|\\W)(params|conn|socket)(\\W|$)|upload\\.(filename|path)")
  (#not-match? @value "^(Path\\.\\w+\\(\\s*)?(__DIR__|__ENV__|Application\\.app_dir|:code\\.priv_dir|System\\.tmp_dir|Mix\\.)"))

; rule: elixir-send-file
; codes: Traversal.SendFile
; cwe: 22
; severity: medium
; message: Which file is sent is not fixed; see that it stays within its folder.
; needs: send_file
((call target: (_) @name (arguments . (_) . (_) . (_) @value)) @finding
  (#named? @name "send_file" "Plug.Conn.send_file" "Conn.send_file")
  (#not-literal? @value)
  (#not-match? @value "^(Path\\.\\w+\\(\\s*)?(__DIR__|__ENV__|Application\\.app_dir|:code\\.priv_dir|System\\.tmp_dir|Mix\\.)"))
((binary_operator operator: "|>" right: (call target: (_) @name (arguments . (_) . (_) @value)) @finding)
  (#named? @name "send_file" "Plug.Conn.send_file" "Conn.send_file")
  (#not-literal? @value)
  (#not-match? @value "^(Path\\.\\w+\\(\\s*)?(__DIR__|__ENV__|Application\\.app_dir|:code\\.priv_dir|System\\.tmp_dir|Mix\\.)"))

; rule: elixir-send-download
; codes: Traversal.SendDownload
; cwe: 22
; severity: medium
; message: Which file is sent is not fixed; see that it stays within its folder.
; needs: send_download
((call target: (_) @name (arguments (tuple . (atom) @kind . (_) @value))) @finding
  (#named? @name "send_download" "Phoenix.Controller.send_download" "Controller.send_download")
  (#eq? @kind ":file")
  (#not-literal? @value))
