function f(rows: boolean[][]) {
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) {
      if (row[i]) one(row[i]);
    }
  }
}
