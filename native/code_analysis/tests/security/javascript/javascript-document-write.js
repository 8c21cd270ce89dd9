document.write(text)  // finding: javascript-document-write
element.insertAdjacentHTML("beforeend", `<b>${name}</b>`)  // finding: javascript-document-write
document.write("<br>")  // fine
stream.write(text)  // fine
element.insertAdjacentText("beforeend", text)  // fine
