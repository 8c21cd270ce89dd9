import "exact";
