use top::Top;
use libc::c_int;
use ::top::Top as Again;
