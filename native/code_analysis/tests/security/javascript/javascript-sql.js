db.query(`SELECT * FROM users WHERE id = ${id}`)  // finding: javascript-sql
db.execute("DELETE FROM users WHERE id = " + id)  // finding: javascript-sql
db.query("SELECT * FROM users WHERE id = ?", [id])  // fine
db.query(sql`SELECT * FROM users WHERE id = ${id}`)  // fine
log.query(`Selected ${name}`)  // fine
