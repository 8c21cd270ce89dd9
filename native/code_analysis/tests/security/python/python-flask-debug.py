app.run(debug=True)  # finding: python-flask-debug
app.run(host, debug=True)  # finding: python-flask-debug
app.run(debug=False)  # fine
app.run()  # fine
logger.debug(True)  # fine
