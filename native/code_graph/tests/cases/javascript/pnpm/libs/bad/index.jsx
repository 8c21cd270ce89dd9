import "a";
import "../b";
import "loader!./index.jsx?x";
