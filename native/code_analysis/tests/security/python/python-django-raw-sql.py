from django.db.models.expressions import RawSQL

RawSQL(text, [])  # finding: python-django-raw-sql
RawSQL("a = %s" % name, [])  # finding: python-django-raw-sql
RawSQL("a = %s", [name])  # fine
Raw(text)  # fine
