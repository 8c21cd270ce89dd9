element.innerHTML = text  // finding: javascript-inner-html
element.outerHTML += `<b>${name}</b>`  // finding: javascript-inner-html
element.innerHTML = ""  // fine
element.textContent = text  // fine
element.innerHTML = DOMPurify.sanitize(text)  // fine
