use crate::plain::Plain;
