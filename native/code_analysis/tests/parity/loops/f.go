package m

func f(rows [][]bool) {
	for _, row := range rows {
		for i := 0; i < len(row); i++ {
			if row[i] {
				one(row[i])
			}
		}
	}
}
