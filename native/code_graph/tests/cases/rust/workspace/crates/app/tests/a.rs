mod common;

#[test]
fn works() {
    common::set_up();
    crate::common::set_up();
    the_app::shared::share();
}
