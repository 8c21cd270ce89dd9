import "../";
import ".";
import "./index.cjs";
