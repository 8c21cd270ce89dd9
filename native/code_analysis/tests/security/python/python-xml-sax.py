from xml import sax  # finding: python-import-xml

sax.parse(path, handler)  # finding: python-xml-sax
sax.make_parser()  # finding: python-xml-sax
sax.ContentHandler()  # fine
other.parse(path)  # fine
