package p
// Doc.
func (s *S) F(a, b int) (string, error) {
	return "x\n y" + `raw
s`, nil
}
