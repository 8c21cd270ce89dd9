fn made() {}
