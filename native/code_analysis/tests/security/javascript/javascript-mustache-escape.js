template.escapeMarkup = false  // finding: javascript-mustache-escape
render({ escapeMarkup: false })  // finding: javascript-mustache-escape
template.escapeMarkup = true  // fine
template.escape = false  // fine
