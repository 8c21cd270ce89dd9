//! What must hold of every analysis.

use code_analysis::{Analysis, Halstead, Symbol};

/// Every line of the file is in one class, and so is every line of each function.
pub fn lines_add_up(analysis: &Analysis) -> bool {
    let file = analysis.lines.is_none_or(|lines| {
        let classes = lines.code.zip(lines.comment);
        classes.is_none_or(|(code, comment)| code + comment + lines.blank == lines.total)
    });
    let function = |symbol: &Symbol| {
        let measures = symbol.measures;
        let classes = [
            measures.code_lines,
            measures.comment_lines,
            measures.blank_lines,
        ];
        measures.lines == classes.into_iter().sum()
    };
    file && analysis.symbols.iter().flatten().all(function)
}

/// No number is infinite or none at all.
pub fn numbers_are_finite(analysis: &Analysis) -> bool {
    let sound = |halstead: Option<Halstead>| {
        let values = halstead.map(|it| [it.volume, it.difficulty, it.effort]);
        values.is_none_or(|values| values.into_iter().all(f64::is_finite))
    };
    let finite = |value: Option<f64>| value.is_none_or(f64::is_finite);
    let symbols = analysis.symbols.iter().flatten();
    sound(analysis.halstead)
        && finite(analysis.maintainability_index)
        && finite(analysis.documentation_coverage)
        && symbols
            .map(|symbol| symbol.measures)
            .all(|it| sound(it.halstead) && finite(it.maintainability_index))
}
