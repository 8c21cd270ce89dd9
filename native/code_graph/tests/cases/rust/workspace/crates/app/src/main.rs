mod only_main;

fn main() {
    the_app::shared::share();
    only_main::run();
}
