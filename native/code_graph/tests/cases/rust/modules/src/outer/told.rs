use super::nested::f;
