import xml.etree.ElementTree as ET  # finding: python-import-xml
from xml.dom import minidom  # finding: python-import-xml
import defusedxml.ElementTree  # fine
from own.dom import minidom  # fine
