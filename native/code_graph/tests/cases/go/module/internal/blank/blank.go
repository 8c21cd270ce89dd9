package blank
