; Rules for Python; what holds for all of them stands in imports.scm.

; rule: python-hardcoded-password
; codes: B105 B106 B107
; cwe: 798
; severity: low
; message: A password stands in the code.
; needs: *pass* *passwd* *pwd* *token* *secret*
((assignment left: [(identifier) @key (attribute attribute: (identifier) @key)] right: (string . (string_start) . (string_content) @value . (string_end))) @finding
  (#match? @key "(?i)(^(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)$|_(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)_|^(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)_|_(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)$)")
  (#not-match? @key "(?i)(type|url|uri|field|file|path|regex|pattern|header|prefix|label|error|message|hint|help|text|format|env|var|param|column|length|policy|algorithm)s?$")
  (#not-match? @value "(?i)^(<.*>|\\$\\{?.*|\\{.*\\}|%\\(.*|x{3,}|\\*{3,}|your[_ -].*|change[_ -]?me.*|example.*|placeholder|null|none|todo)$"))
((assignment left: (subscript subscript: (string . (string_start) . (string_content) @key . (string_end))) right: (string . (string_start) . (string_content) @value . (string_end))) @finding
  (#match? @key "(?i)(^(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)$|_(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)_|^(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)_|_(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)$)")
  (#not-match? @key "(?i)(type|url|uri|field|file|path|regex|pattern|header|prefix|label|error|message|hint|help|text|format|env|var|param|column|length|policy|algorithm)s?$")
  (#not-match? @value "(?i)^(<.*>|\\$\\{?.*|\\{.*\\}|%\\(.*|x{3,}|\\*{3,}|your[_ -].*|change[_ -]?me.*|example.*|placeholder|null|none|todo)$"))
((pair key: (string . (string_start) . (string_content) @key . (string_end)) value: (string . (string_start) . (string_content) @value . (string_end))) @finding
  (#match? @key "(?i)(^(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)$|_(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)_|^(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)_|_(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)$)")
  (#not-match? @key "(?i)(type|url|uri|field|file|path|regex|pattern|header|prefix|label|error|message|hint|help|text|format|env|var|param|column|length|policy|algorithm)s?$")
  (#not-match? @value "(?i)^(<.*>|\\$\\{?.*|\\{.*\\}|%\\(.*|x{3,}|\\*{3,}|your[_ -].*|change[_ -]?me.*|example.*|placeholder|null|none|todo)$"))
((comparison_operator . [(identifier) @key (attribute attribute: (identifier) @key)] ["==" "!="] (string . (string_start) . (string_content) @value . (string_end))) @finding
  (#match? @key "(?i)(^(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)$|_(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)_|^(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)_|_(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)$)")
  (#not-match? @key "(?i)(type|url|uri|field|file|path|regex|pattern|header|prefix|label|error|message|hint|help|text|format|env|var|param|column|length|policy|algorithm)s?$")
  (#not-match? @value "(?i)^(<.*>|\\$\\{?.*|\\{.*\\}|%\\(.*|x{3,}|\\*{3,}|your[_ -].*|change[_ -]?me.*|example.*|placeholder|null|none|todo)$"))
((call arguments: (argument_list (keyword_argument name: (identifier) @key value: (string . (string_start) . (string_content) @value . (string_end))))) @finding
  (#match? @key "(?i)(^(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)$|_(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)_|^(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)_|_(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)$)")
  (#not-match? @key "(?i)(type|url|uri|field|file|path|regex|pattern|header|prefix|label|error|message|hint|help|text|format|env|var|param|column|length|policy|algorithm)s?$")
  (#not-match? @value "(?i)^(<.*>|\\$\\{?.*|\\{.*\\}|%\\(.*|x{3,}|\\*{3,}|your[_ -].*|change[_ -]?me.*|example.*|placeholder|null|none|todo)$"))
((default_parameter name: (identifier) @key value: (string . (string_start) . (string_content) @value . (string_end))) @finding
  (#match? @key "(?i)(^(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)$|_(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)_|^(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)_|_(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)$)")
  (#not-match? @key "(?i)(type|url|uri|field|file|path|regex|pattern|header|prefix|label|error|message|hint|help|text|format|env|var|param|column|length|policy|algorithm)s?$")
  (#not-match? @value "(?i)^(<.*>|\\$\\{?.*|\\{.*\\}|%\\(.*|x{3,}|\\*{3,}|your[_ -].*|change[_ -]?me.*|example.*|placeholder|null|none|todo)$"))
((typed_default_parameter name: (identifier) @key value: (string . (string_start) . (string_content) @value . (string_end))) @finding
  (#match? @key "(?i)(^(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)$|_(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)_|^(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)_|_(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)$)")
  (#not-match? @key "(?i)(type|url|uri|field|file|path|regex|pattern|header|prefix|label|error|message|hint|help|text|format|env|var|param|column|length|policy|algorithm)s?$")
  (#not-match? @value "(?i)^(<.*>|\\$\\{?.*|\\{.*\\}|%\\(.*|x{3,}|\\*{3,}|your[_ -].*|change[_ -]?me.*|example.*|placeholder|null|none|todo)$"))

; rule: python-hardcoded-key
; codes: S105
; cwe: 798
; severity: medium
; message: A key stands in the code.
; needs: *api_key* *apikey* *secret_key* *access_key* *private_key* *auth_token* *client_secret* *encryption_key*
([(assignment left: [(identifier) @key (attribute attribute: (identifier) @key)] right: (string . (string_start) . (string_content) @value . (string_end)))
  (pair key: (string . (string_start) . (string_content) @key . (string_end)) value: (string . (string_start) . (string_content) @value . (string_end)))
  (keyword_argument name: (identifier) @key value: (string . (string_start) . (string_content) @value . (string_end)))] @finding
  (#match? @key "(?i)(api_?key|secret_?key|access_?key|private_?key|auth_?token|client_?secret|encryption_?key)$")
  (#match? @value "^[A-Za-z0-9+/=_.~-]{12,}$")
  (#match? @value "[0-9]")
  (#match? @value "[A-Za-z]")
  (#not-match? @value "(?i)(example|x{4}|changeme|change_me|placeholder|your|insecure|dummy)"))
