// doc
package lines // code

/* comment */ /* comment */

/* comment

	comment */ // comment

/* code */ var a = 1

const raw = `code

// code
/* code
`
const str = "// code" /* code
comment
*/

// comment
