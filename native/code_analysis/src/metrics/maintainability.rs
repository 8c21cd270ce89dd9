//! Maintainability index as Visual Studio has it: 0 to 100, higher is better.

use super::rounded;

/// `max(0, 100/171 (171 - 5.2 ln volume - 0.23 cyclomatic - 16.2 ln lines))`; 100 where there is
/// nothing to maintain. Lines are the physical lines of the span.
pub(crate) fn index(volume: f64, cyclomatic: u32, lines: u32) -> f64 {
    if volume <= 0.0 || lines == 0 {
        return 100.0;
    }
    let raw =
        171.0 - 5.2 * volume.ln() - 0.23 * f64::from(cyclomatic) - 16.2 * f64::from(lines).ln();
    rounded((raw * 100.0 / 171.0).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_stays_between_0_and_100() {
        assert_eq!(index(0.0, 1, 10), 100.0);
        assert_eq!(index(100.0, 1, 0), 100.0);
        assert_eq!(index(1e9, 1000, 100_000), 0.0);
        // 171 - 5.2 ln 100 - 0.23 * 5 - 16.2 ln 20 = 97.372…
        assert!((index(100.0, 5, 20) - 56.942).abs() < 1e-3);
    }
}
