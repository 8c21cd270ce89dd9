plug :put_secure_browser_headers  # finding: elixir-csp
plug(:put_secure_browser_headers, %{"x-frame-options" => "DENY"})  # finding: elixir-csp
plug :put_secure_browser_headers, %{"content-security-policy" => "default-src 'self'"}  # fine
plug :put_secure_browser_headers, @headers  # fine
