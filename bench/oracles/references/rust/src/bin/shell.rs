//! Shell, on brush-parser. Its syntax tree is walked as JSON: what matters here are a few node
//! names. Words are parsed apart, as is what is substituted inside them.

use std::io::Cursor;

use brush_parser::{Parser, ParserOptions, arithmetic, word};
use references::{print, run};
use serde_json::{Value, to_value};

fn main() {
    run(&["sh", "bash"], |path, text| {
        let mut file = File::default();
        file.visit(&parse(text)?, &mut Function::default());
        let complexities = file.functions.iter().map(|it| it.cyclomatic);
        let numbers = [
            ("functions", file.functions.len()),
            ("file_cyclomatic", 1 + complexities.sum::<usize>()),
        ];
        print(path, "-", 1, &numbers);
        for it in &file.functions {
            let numbers = [("cyclomatic", it.cyclomatic), ("nesting", it.deepest)];
            print(path, &it.name, it.line, &numbers);
        }
        Ok(())
    });
}

fn parse(text: &str) -> Result<Value, String> {
    let mut parser = Parser::new(Cursor::new(text), &ParserOptions::default());
    let program = parser.parse_program().map_err(|it| it.to_string())?;
    to_value(program).map_err(|it| it.to_string())
}

#[derive(Default)]
struct File {
    functions: Vec<Function>,
}

#[derive(Default)]
struct Function {
    name: String,
    line: usize,
    cyclomatic: usize,
    depth: usize,
    deepest: usize,
}

impl File {
    fn visit(&mut self, value: &Value, function: &mut Function) {
        match value {
            Value::Array(items) => items.iter().for_each(|it| self.visit(it, function)),
            Value::Object(fields) if fields.contains_key("fname") => self.function(value),
            Value::Object(fields) if fields.contains_key("patterns") => {
                self.case_item(value, function);
            }
            Value::Object(fields) if is_word(value) => {
                self.word(fields["value"].as_str().unwrap_or_default(), function);
            }
            Value::Object(fields) => {
                for (name, inner) in fields {
                    self.node(name, inner, function);
                }
            }
            _ => {}
        }
    }

    fn function(&mut self, value: &Value) {
        let mut function = Function {
            name: value["fname"]["value"].as_str().unwrap_or_default().into(),
            line: value["fname"]["loc"]["start"]["line"].as_u64().unwrap_or(0) as usize,
            cyclomatic: 1,
            ..Function::default()
        };
        self.visit(&value["body"], &mut function);
        self.functions.push(function);
    }

    fn case_item(&mut self, value: &Value, function: &mut Function) {
        let patterns = value["patterns"].as_array().map_or(&[][..], Vec::as_slice);
        let is_default = matches!(patterns, [only] if only["value"] == "*");
        function.cyclomatic += usize::from(!is_default);
        self.visit(&value["patterns"], function);
        self.visit(&value["cmd"], function);
    }

    /// A variant of an enum, or a field, and what it holds.
    fn node(&mut self, name: &str, inner: &Value, function: &mut Function) {
        let is_block = match name {
            "IfClause" | "ForClause" | "ArithmeticForClause" | "WhileClause" | "UntilClause" => {
                function.cyclomatic += 1;
                true
            }
            "CaseClause" => true,
            "And" | "Or" => {
                function.cyclomatic += 1;
                false
            }
            // An `elif` has a condition, an `else` none.
            "elses" => {
                let clauses = inner.as_array().map_or(&[][..], Vec::as_slice);
                let elifs = clauses.iter().filter(|it| !it["condition"].is_null());
                function.cyclomatic += elifs.count();
                false
            }
            "CommandSubstitution" | "BackquotedCommandSubstitution" => {
                if let Some(Ok(program)) = inner.as_str().map(parse) {
                    self.visit(&program, function);
                }
                return;
            }
            "ArithmeticExpression" | "Arithmetic" | "initializer" | "condition" | "updater"
                if is_arithmetic(inner) =>
            {
                self.arithmetic(inner, function);
                return;
            }
            "default_value" | "alternative_value" | "error_message" | "pattern" | "replacement" => {
                self.word(inner.as_str().unwrap_or_default(), function);
                return;
            }
            // The assignment, and the same as a word.
            "AssignmentWord" => {
                self.visit(&inner[0], function);
                return;
            }
            "doc" => {
                self.heredoc(inner["value"].as_str().unwrap_or_default(), function);
                return;
            }
            _ => false,
        };
        function.depth += usize::from(is_block);
        function.deepest = function.deepest.max(function.depth);
        self.visit(inner, function);
        function.depth -= usize::from(is_block);
    }

    fn word(&mut self, text: &str, function: &mut Function) {
        if let Ok(pieces) = word::parse(text, &ParserOptions::default()) {
            self.visit(&to_value(pieces).unwrap_or_default(), function);
        }
    }

    fn heredoc(&mut self, text: &str, function: &mut Function) {
        if let Ok(pieces) = word::parse_heredoc(text, &ParserOptions::default()) {
            self.visit(&to_value(pieces).unwrap_or_default(), function);
        }
    }

    fn arithmetic(&mut self, inner: &Value, function: &mut Function) {
        let text = inner["value"].as_str().or(inner["expr"]["value"].as_str());
        let text = text.unwrap_or_default();
        match arithmetic::parse(text)
            .ok()
            .and_then(|it| to_value(it).ok())
        {
            Some(expression) => function.cyclomatic += logical_operators(&expression),
            // With expansions in it that the parser takes only after they are expanded.
            None => function.cyclomatic += text.matches("&&").count() + text.matches("||").count(),
        }
    }
}

fn is_word(value: &Value) -> bool {
    value["value"].is_string() && value.get("loc").is_some()
}

fn is_arithmetic(value: &Value) -> bool {
    value["value"].is_string() && !is_word(value) || value["expr"]["value"].is_string()
}

fn logical_operators(expression: &Value) -> usize {
    match expression {
        Value::String(name) => usize::from(name == "LogicalAnd" || name == "LogicalOr"),
        Value::Array(items) => items.iter().map(logical_operators).sum(),
        Value::Object(fields) => fields.values().map(logical_operators).sum(),
        _ => 0,
    }
}
