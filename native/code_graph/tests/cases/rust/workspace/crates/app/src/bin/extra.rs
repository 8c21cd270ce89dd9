use the_app::shared;

fn main() {}
