ssh.set_missing_host_key_policy(paramiko.AutoAddPolicy())  # finding: python-unknown-host-key
ssh.set_missing_host_key_policy(WarningPolicy)  # finding: python-unknown-host-key
ssh.set_missing_host_key_policy(paramiko.RejectPolicy())  # fine
use(paramiko.AutoAddPolicy())  # fine
