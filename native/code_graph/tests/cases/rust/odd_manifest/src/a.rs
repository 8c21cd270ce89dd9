use crate::a as b;
use old::Thing;
