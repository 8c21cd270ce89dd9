package yaml

import "example.com/tools/internal"

type Node struct{ internal.Base }
