; Rules for Python; what holds for all of them stands in imports.scm.

; rule: python-no-certificate-check
; codes: B501
; cwe: 295
; severity: high
; message: With verify=False any server can pretend to be the right one.
; needs: verify
((call function: (_) @name arguments: (argument_list (keyword_argument name: (identifier) @key value: (false)))) @finding
  (#eq? @key "verify")
  (#named? @name "requests.*" "httpx.*"))
((call function: (attribute object: (_) @object) arguments: (argument_list (keyword_argument name: (identifier) @key value: (false)))) @finding
  (#eq? @key "verify")
  (#match? @object "(?i)(session|client)$"))

; rule: python-old-tls
; codes: B502 B503
; cwe: 327
; severity: medium
; message: The version of SSL or TLS is broken; use TLS 1.2 or newer.
; needs: PROTOCOL_SSLv2 PROTOCOL_SSLv3 PROTOCOL_TLSv1 PROTOCOL_TLSv1_1 SSLv2_METHOD SSLv23_METHOD SSLv3_METHOD TLSv1_METHOD TLSv1_1_METHOD
((call arguments: (argument_list (keyword_argument name: (identifier) @key value: (attribute attribute: (identifier) @version)))) @finding
  (#any-of? @key "ssl_version" "method")
  (#any-of? @version "PROTOCOL_SSLv2" "PROTOCOL_SSLv3" "PROTOCOL_TLSv1" "PROTOCOL_TLSv1_1" "SSLv2_METHOD" "SSLv23_METHOD" "SSLv3_METHOD" "TLSv1_METHOD" "TLSv1_1_METHOD"))
((default_parameter value: (attribute attribute: (identifier) @version)) @finding
  (#any-of? @version "PROTOCOL_SSLv2" "PROTOCOL_SSLv3" "PROTOCOL_TLSv1" "PROTOCOL_TLSv1_1" "SSLv2_METHOD" "SSLv23_METHOD" "SSLv3_METHOD" "TLSv1_METHOD" "TLSv1_1_METHOD"))

; rule: python-no-tls-version
; codes: B504
; cwe: 327
; severity: low
; message: ssl.wrap_socket without a version takes whatever the other side offers.
; needs: wrap_socket
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "ssl.wrap_socket")
  (#not-match? @args "ssl_version"))

; rule: python-unverified-context
; codes: B323
; cwe: 295
; severity: medium
; message: The context checks no certificate.
; needs: _create_unverified_context
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "ssl._create_unverified_context"))

; rule: python-unknown-host-key
; codes: B507
; cwe: 295
; severity: high
; message: A host with an unknown key is trusted; anyone can pretend to be it.
; needs: AutoAddPolicy WarningPolicy
((call function: (attribute attribute: (identifier) @method) arguments: (argument_list . (_) @policy)) @finding
  (#eq? @method "set_missing_host_key_policy")
  (#match? @policy "(^|\\.)(AutoAddPolicy|WarningPolicy)(\\(\\))?$"))

; rule: python-telnet
; codes: B312
; cwe: 319
; severity: high
; message: Telnet sends everything in clear text, passwords too; use SSH.
; needs: telnetlib
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "telnetlib.Telnet"))

; rule: python-ftp
; codes: B321
; cwe: 319
; severity: high
; message: FTP sends everything in clear text, passwords too; use SFTP.
; needs: ftplib
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "ftplib.FTP"))

; rule: python-snmp
; codes: B508 B509
; cwe: 319
; severity: medium
; message: SNMP before version 3, or without encryption, sends everything in clear text.
; needs: CommunityData UsmUserData
((call function: (_) @name arguments: (argument_list (keyword_argument name: (identifier) @key value: (integer) @model))) @finding
  (#named? @name "*CommunityData")
  (#eq? @key "mpModel")
  (#any-of? @model "0" "1"))
((call function: (_) @name arguments: (argument_list . (_) .)) @finding
  (#named? @name "*UsmUserData"))
((call function: (_) @name arguments: (argument_list . (_) . (_) .)) @finding
  (#named? @name "*UsmUserData"))

; rule: python-request-without-timeout
; codes: B113
; cwe: 400
; severity: medium
; message: Without a timeout a server that does not answer holds the caller for ever.
; needs: requests httpx
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "requests.get" "requests.options" "requests.head" "requests.post" "requests.put" "requests.patch" "requests.delete")
  (#not-match? @args "timeout\\s*=|\\*\\*"))
((call function: (_) @name arguments: (argument_list (keyword_argument name: (identifier) @key value: (none)))) @finding
  (#eq? @key "timeout")
  (#named? @name "requests.get" "requests.options" "requests.head" "requests.post" "requests.put" "requests.patch" "requests.delete" "httpx.*"))

; rule: python-url-open
; codes: B310
; cwe: 22
; severity: medium
; message: urlopen opens file: URLs too; check the scheme where the URL comes from outside.
; needs: urlopen urlretrieve URLopener FancyURLopener
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "urllib.request.urlopen" "urllib.request.urlretrieve" "urllib.request.URLopener" "urllib.request.FancyURLopener" "six.moves.urllib.request.urlopen" "six.moves.urllib.request.urlretrieve" "six.moves.urllib.request.URLopener" "six.moves.urllib.request.FancyURLopener"))

; rule: python-bind-all-interfaces
; codes: B104
; cwe: 605
; severity: medium
; message: The service listens on every network of the machine.
; needs: 0.0.0.0
((string (string_content) @address) @finding
  (#eq? @address "0.0.0.0"))
