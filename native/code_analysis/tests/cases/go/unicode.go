package 世界

// Grüße 🎉 documents.
func Grüße(名 string) string { return "🎉" + 名 }

type Ω struct{ é rune }

func (o *Ω) ПОКА() rune {
	if o.é == '🎈' {
		return `
🎉
`[0]
	}
	return 0
}

var 变量, Ü = 1, 2
