mod part;
const SHARED: u8 = 1;
