import httpx
import requests

requests.get(url)  # finding: python-request-without-timeout
requests.post(url, timeout=None)  # finding: python-request-without-timeout
httpx.get(url, timeout=None)  # finding: python-request-without-timeout
requests.get(url, timeout=5)  # fine
httpx.get(url)  # fine
cache.get(url)  # fine
requests.get(url, **options)  # fine
