import urllib.request
from urllib.request import urlopen

urllib.request.urlopen(url)  # finding: python-url-open
urlopen(url)  # finding: python-url-open
urllib.request.Request(url)  # fine
own.urlopen(url)  # fine
