import xml.etree.ElementTree as ET  # finding: python-import-xml
import defusedxml.ElementTree as safe

ET.parse(path)  # finding: python-xml-etree
ET.fromstring(text)  # finding: python-xml-etree
ET.Element("a")  # fine
safe.parse(path)  # fine
