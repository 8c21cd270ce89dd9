User.objects.extra(where=[text])  # finding: python-django-extra
User.objects.extra(select={"name": f"{text}"})  # finding: python-django-extra
User.objects.extra(**options)  # finding: python-django-extra
User.objects.extra(where=["a = 1"])  # fine
User.objects.extra()  # fine
logging.extra(name=text)  # fine
