from twisted.web import twcgi
from wsgiref.handlers import CGIHandler, SimpleHandler

CGIHandler().run(app)  # finding: python-cgi
twcgi.CGIScript(path)  # finding: python-cgi
SimpleHandler().run(app)  # fine
CGIScript(path)  # fine
