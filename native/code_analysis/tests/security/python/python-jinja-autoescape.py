import jinja2
from jinja2 import Environment, select_autoescape

jinja2.Environment(loader=loader)  # finding: python-jinja-autoescape
Environment(loader=loader, autoescape=False)  # finding: python-jinja-autoescape
jinja2.Environment(autoescape=True)  # fine
Environment(autoescape=select_autoescape())  # fine
other.Environment()  # fine
