use super::plain;
use super::super::nothing;
