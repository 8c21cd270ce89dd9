package main

import (
	"html/template"
)

func main() {

	template.HTML(text)  // finding: go-template-html
	template.JS("a" + text)  // finding: go-template-html
	template.HTML("<br>")  // fine
	other.HTML(text)  // fine
}  // fine
