fn branches(a: Kind, b: Option<u8>) -> u8 {
    if a.is_round() {
        first("x");
        second()
    } else if let Some(c) = b {
        first("x");
        second()
    } else if a.is_flat() {
        first("x");
        second()
    } else {
        first("x");
        second();
        0
    }
}

fn arms(a: Kind) -> u8 {
    match a {
        Kind::Round => {
            first(r" ");
            second()
        }
        Kind::Flat if is_late() => {
            first(r" ");
            second()
        }
        Kind::Square(_) | Kind::Other { .. } => {
            first(r"  ");
            second()
        }
        // What a pattern takes may be of another type.
        Kind::Long(x) => {
            first(x);
            second()
        }
        Kind::Wide { x } => {
            first(x);
            second()
        }
        // Some macros use such names all the same.
        Kind::Small(_x) => {
            first(_x);
            second()
        }
        Kind::Little(_x) => {
            first(_x);
            second()
        }
        Kind::Tall(x @ 1) => {
            first(x);
            second()
        }
        Kind::MAX => 1,
        _ => 1,
    }
}

fn uniform(a: Kind) -> u8 {
    let b = match a {
        Kind::Round | Kind::Flat => 1,
        _ => 1,
    };
    match a {
        Kind::Long(x) => x.length(),
        Kind::Wide(x) => x.length(),
    }
}

fn handlers(a: Result<u8, Error>) {
    if let Err(_) = first() {}
    if let Err(error) = first() {
    } else {
        second();
    }
    if let Err(_) = first() {
        // Nobody is there to be told.
    }
    match a {
        Ok(x) => second(),
        Err(_) => {}
    }
    match a {
        Ok(_) => {}
        Err(Error::Late) => {}
        Err(error) if error.is_late() => {}
        Err(_) => (),
    }
}
