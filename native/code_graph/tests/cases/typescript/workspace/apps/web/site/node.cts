import dual = require("@scope/core/dual");
