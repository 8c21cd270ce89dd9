use crate::inner as me;
