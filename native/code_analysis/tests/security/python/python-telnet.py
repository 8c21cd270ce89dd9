import telnetlib  # finding: python-import-telnet

telnetlib.Telnet(host)  # finding: python-telnet
t = telnetlib.Telnet()  # finding: python-telnet
telnetlib.theNULL  # fine
Telnet(host)  # fine
