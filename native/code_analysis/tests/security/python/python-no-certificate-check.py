import httpx
import requests

requests.get(url, timeout=1, verify=False)  # finding: python-no-certificate-check
session.post(url, verify=False)  # finding: python-no-certificate-check
httpx.Client(verify=False)  # finding: python-no-certificate-check
requests.get(url, timeout=1, verify=True)  # fine
requests.get(url, timeout=1, verify=path)  # fine
token.decode(verify=False)  # fine
