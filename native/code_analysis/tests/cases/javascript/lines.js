#!/usr/bin/env node
<!-- an HTML comment
/* a block
   
   comment */ var code = 1;
var text = `first

  // not a comment
last`; // code

/**
 * Documentation.
 */
function documented() {} // code
/* one */ /* two */
// last
--> another HTML comment
