import ftplib  # finding: python-import-ftp
from ftplib import FTP  # finding: python-import-ftp

ftplib.FTP(host)  # finding: python-ftp
FTP(host)  # finding: python-ftp
ftplib.FTP_TLS(host)  # fine
sftp.FTP(host)  # fine
