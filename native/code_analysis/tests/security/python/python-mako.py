import mako.template
import string
from mako.template import Template

Template("hello")  # finding: python-mako
mako.template.Template(text)  # finding: python-mako
string.Template("hello")  # fine
mako.template.Template(text, default_filters=["h"])  # fine
