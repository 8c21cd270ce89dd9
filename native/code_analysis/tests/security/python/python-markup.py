from markupsafe import Markup, escape

Markup(f"<b>{name}</b>")  # finding: python-markup
Markup(text)  # finding: python-markup
Markup("<b>bold</b>")  # fine
escape(text)  # fine
