pub struct Plain;

pub fn g() {}

#[cfg(test)]
mod tests {
    use super::*;
    use super::super::outer::nested as n;

    #[test]
    fn same_file() {
        super::g();
        n::f();
        crate::r#try::attempt();
    }
}
