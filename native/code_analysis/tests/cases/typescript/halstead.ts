// The numbers are distinct operators, distinct operands, all operators, all operands.

// function < ( : [ , ? : : { return as ; | first T list T other T unknown list T
function first<T>(list: T[], other?: T): unknown { return list as T; }
