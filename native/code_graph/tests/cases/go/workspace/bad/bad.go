package bad

import "example.com/bad/inner"
