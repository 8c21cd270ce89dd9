use my_core::text::words;
use core_of_mine::Value;
use away::Far;
use gone::Lost;
use unheard_of::Name;

pub fn share() -> Value {
    words::first();
    my_core::begin()
}
