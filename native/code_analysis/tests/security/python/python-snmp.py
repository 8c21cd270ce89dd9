from pysnmp.hlapi import CommunityData, UsmUserData

CommunityData("public", mpModel=0)  # finding: python-snmp
UsmUserData("name")  # finding: python-snmp
UsmUserData("name", "auth")  # finding: python-snmp
CommunityData("public", mpModel=2)  # fine
UsmUserData("name", "auth", "key")  # fine
