const a = <div dangerouslySetInnerHTML={{ __html: text }} />  // finding: javascript-dangerous-html
const b = <div dangerouslySetInnerHTML={html} />  // finding: javascript-dangerous-html
const c = <div dangerouslySetInnerHTML={{ __html: "<br>" }} />  // fine
const d = <div title={text} />  // fine
