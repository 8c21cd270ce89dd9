fn f(rows: &[Vec<bool>]) {
    for row in rows {
        for cell in row {
            if *cell {
                one(cell);
            }
        }
    }
}
