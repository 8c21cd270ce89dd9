import ssl

ssl.wrap_socket(ssl_version=ssl.PROTOCOL_SSLv3)  # finding: python-old-tls
def connect(version=ssl.PROTOCOL_TLSv1):  # finding: python-old-tls
    return version

ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # fine
connect(ssl_version=ssl.PROTOCOL_TLS)  # fine
