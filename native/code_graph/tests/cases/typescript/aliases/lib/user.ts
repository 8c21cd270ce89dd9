import "here";
