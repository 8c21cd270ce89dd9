from xml.dom import minidom, pulldom  # finding: python-import-xml
from defusedxml import minidom as defused

minidom.parseString(text)  # finding: python-xml-dom
pulldom.parse(path)  # finding: python-xml-dom
minidom.Document()  # fine
defused.parseString(text)  # fine
