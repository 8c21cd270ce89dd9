; variables: identifier
; imports: import
; excused-line: nosec noqa nosemgrep
(import_statement name: (aliased_import name: (_) @module alias: (_) @alias))
(import_from_statement module_name: (_) @module name: (dotted_name) @name)
(import_from_statement module_name: (_) @module name: (aliased_import name: (_) @name alias: (_) @alias))

; rule: python-import-telnet
; codes: B401
; cwe: 319
; severity: low
; message: Telnet sends everything in clear text; use SSH.
; needs: telnetlib
; reach: 4
((import_statement) @finding
  (#match? @finding "^import\\s+(.*,\\s*)?(telnetlib)(\\W|$)"))
((import_from_statement) @finding
  (#match? @finding "(?s)^from\\s+(telnetlib)(\\.|\\s)"))

; rule: python-import-ftp
; codes: B402
; cwe: 319
; severity: low
; message: FTP sends everything in clear text; use SFTP.
; needs: ftplib
; reach: 4
((import_statement) @finding
  (#match? @finding "^import\\s+(.*,\\s*)?(ftplib)(\\W|$)"))
((import_from_statement) @finding
  (#match? @finding "(?s)^from\\s+(ftplib)(\\.|\\s)"))

; rule: python-import-pickle
; codes: B403
; cwe: 502
; severity: low
; message: The module runs code from the data that it reads.
; needs: pickle cPickle dill shelve
; reach: 4
((import_statement) @finding
  (#match? @finding "^import\\s+(.*,\\s*)?(pickle|cPickle|dill|shelve)(\\W|$)"))
((import_from_statement) @finding
  (#match? @finding "(?s)^from\\s+(pickle|cPickle|dill|shelve)(\\.|\\s)"))

; rule: python-import-subprocess
; codes: B404
; cwe: 78
; severity: low
; message: The module starts processes; see where their arguments come from.
; needs: subprocess
; reach: 4
((import_statement) @finding
  (#match? @finding "^import\\s+(.*,\\s*)?(subprocess)(\\W|$)"))
((import_from_statement) @finding
  (#match? @finding "(?s)^from\\s+(subprocess)(\\.|\\s)"))

; rule: python-import-xml
; codes: B405 B406 B407 B408 B409
; cwe: 20
; severity: low
; message: A parser of the standard library follows entities; defusedxml does not.
; needs: ElementTree cElementTree sax expatbuilder minidom pulldom
; reach: 4
((import_statement) @finding
  (#match? @finding "^import\\s+(.*,\\s*)?(xml\\.etree\\.ElementTree|xml\\.etree\\.cElementTree|xml\\.sax|xml\\.dom\\.expatbuilder|xml\\.dom\\.minidom|xml\\.dom\\.pulldom)(\\W|$)"))
((import_from_statement) @finding
  (#match? @finding "(?s)^from\\s+(xml\\.etree\\.ElementTree|xml\\.etree\\.cElementTree|xml\\.sax|xml\\.dom\\.expatbuilder|xml\\.dom\\.minidom|xml\\.dom\\.pulldom)(\\.|\\s)|^from\\s+xml\\.etree\\s+import\\s+(.*\\W)?(ElementTree|cElementTree)(\\W|$)|^from\\s+xml\\s+import\\s+(.*\\W)?(sax)(\\W|$)|^from\\s+xml\\.dom\\s+import\\s+(.*\\W)?(expatbuilder|minidom|pulldom)(\\W|$)"))

; rule: python-import-xmlrpc
; codes: B411
; cwe: 20
; severity: low
; message: xmlrpc follows entities; defusedxml.xmlrpc.monkey_patch() helps.
; needs: xmlrpc xmlrpclib
; reach: 4
((import_statement) @finding
  (#match? @finding "^import\\s+(.*,\\s*)?(xmlrpc|xmlrpclib)(\\W|$)"))
((import_from_statement) @finding
  (#match? @finding "(?s)^from\\s+(xmlrpc|xmlrpclib)(\\.|\\s)"))

; rule: python-import-pycrypto
; codes: B413
; cwe: 327
; severity: low
; message: PyCrypto is no longer maintained; use cryptography or pycryptodome.
; needs: Crypto
; reach: 4
((import_statement) @finding
  (#match? @finding "^import\\s+(.*,\\s*)?(Crypto)(\\W|$)"))
((import_from_statement) @finding
  (#match? @finding "(?s)^from\\s+(Crypto)(\\.|\\s)"))

; rule: python-import-ipmi
; codes: B415
; cwe: 319
; severity: low
; message: IPMI is not safe; use an encrypted protocol.
; needs: pyghmi
; reach: 4
((import_statement) @finding
  (#match? @finding "^import\\s+(.*,\\s*)?(pyghmi)(\\W|$)"))
((import_from_statement) @finding
  (#match? @finding "(?s)^from\\s+(pyghmi)(\\.|\\s)"))

; rule: python-cgi
; codes: B412
; cwe: 284
; severity: medium
; message: A CGI script takes a header of the request for its proxy (httpoxy).
; needs: CGIHandler CGIScript CGIDirectory
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "wsgiref.handlers.CGIHandler" "twisted.web.twcgi.CGIScript" "twisted.web.twcgi.CGIDirectory"))
