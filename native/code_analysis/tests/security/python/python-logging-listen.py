import logging.config
from logging import config

logging.config.listen(9999)  # finding: python-logging-listen
config.listen()  # finding: python-logging-listen
logging.config.listen(9999, verify=check)  # fine
sock.listen(5)  # fine
