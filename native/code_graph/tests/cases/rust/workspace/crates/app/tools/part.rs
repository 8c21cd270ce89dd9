use super::main;
