sock.bind(("0.0.0.0", 80))  # finding: python-bind-all-interfaces
HOST = "0.0.0.0"  # finding: python-bind-all-interfaces
sock.bind(("127.0.0.1", 80))  # fine
text = "not 0.0.0.0 but"  # fine
