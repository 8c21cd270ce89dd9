import ssl
from ssl import wrap_socket

ssl.wrap_socket(sock)  # finding: python-no-tls-version
wrap_socket()  # finding: python-no-tls-version
ssl.wrap_socket(sock, ssl_version=version)  # fine
context.wrap_socket(sock)  # fine
