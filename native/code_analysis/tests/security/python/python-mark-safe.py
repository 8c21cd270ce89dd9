from django.utils import safestring
from django.utils.safestring import mark_safe

mark_safe(text)  # finding: python-mark-safe
safestring.mark_safe(f"<b>{name}</b>")  # finding: python-mark-safe
mark_safe("<b>bold</b>")  # fine
format_html("<b>{}</b>", name)  # fine
