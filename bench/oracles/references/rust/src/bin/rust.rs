//! Rust, on syn. What macros are called with is not parsed.

use references::{print, run};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Block, Expr, ExprIf, ImplItemFn, Item, ItemEnum, ItemFn, ItemStruct, ItemTrait};
use syn::{ItemUnion, Signature, TraitItemFn, Visibility};

fn main() {
    run(&["rs"], |path, text| {
        let parsed = syn::parse_file(text).map_err(|error| error.to_string())?;
        let mut file = File {
            path,
            ..File::default()
        };
        file.visit_file(&parsed);
        let numbers = [
            ("functions", file.functions),
            ("structs", file.structs),
            ("enums", file.enums),
            ("traits", file.traits),
            ("file_cyclomatic", 1 + file.cyclomatic),
        ];
        print(path, "-", 1, &numbers);
        Ok(())
    });
}

#[derive(Default)]
struct File<'a> {
    path: &'a str,
    functions: usize,
    structs: usize,
    enums: usize,
    traits: usize,
    cyclomatic: usize,
}

impl File<'_> {
    fn function(&mut self, visibility: &Visibility, signature: &Signature, body: Option<&Block>) {
        let span = match visibility {
            Visibility::Inherited => signature.span(),
            visibility => visibility.span(),
        };
        let (name, line) = (signature.ident.to_string(), span.start().line);
        self.functions += 1;
        print(
            self.path,
            &name,
            line,
            &[("parameters", signature.inputs.len())],
        );
        if let Some(body) = body {
            let mut function = Function::default();
            function.visit_block(body);
            let numbers = [
                ("cyclomatic", 1 + function.cyclomatic),
                ("cognitive", function.cognitive),
                ("nesting", function.deepest),
            ];
            self.cyclomatic += 1 + function.cyclomatic;
            print(self.path, &name, line, &numbers);
        }
    }
}

impl Visit<'_> for File<'_> {
    fn visit_item_fn(&mut self, it: &ItemFn) {
        self.function(&it.vis, &it.sig, Some(&it.block));
        visit::visit_item_fn(self, it);
    }

    fn visit_impl_item_fn(&mut self, it: &ImplItemFn) {
        self.function(&it.vis, &it.sig, Some(&it.block));
        visit::visit_impl_item_fn(self, it);
    }

    fn visit_trait_item_fn(&mut self, it: &TraitItemFn) {
        if it.default.is_some() {
            self.function(&Visibility::Inherited, &it.sig, it.default.as_ref());
        }
        visit::visit_trait_item_fn(self, it);
    }

    fn visit_item_struct(&mut self, it: &ItemStruct) {
        self.structs += 1;
        visit::visit_item_struct(self, it);
    }

    fn visit_item_union(&mut self, it: &ItemUnion) {
        self.structs += 1;
        visit::visit_item_union(self, it);
    }

    fn visit_item_enum(&mut self, it: &ItemEnum) {
        self.enums += 1;
        visit::visit_item_enum(self, it);
    }

    fn visit_item_trait(&mut self, it: &ItemTrait) {
        self.traits += 1;
        visit::visit_item_trait(self, it);
    }
}

/// `depth` counts control blocks, `level` closures too.
#[derive(Default)]
struct Function {
    cyclomatic: usize,
    cognitive: usize,
    level: usize,
    depth: usize,
    deepest: usize,
}

impl Function {
    fn branch(&mut self) {
        self.cyclomatic += 1;
        self.structure();
    }

    fn structure(&mut self) {
        self.cognitive += 1 + self.level;
        self.deepest = self.deepest.max(self.depth + 1);
    }

    fn inside(&mut self, visit: impl FnOnce(&mut Self)) {
        self.level += 1;
        self.depth += 1;
        visit(self);
        self.level -= 1;
        self.depth -= 1;
    }

    fn visit_if(&mut self, it: &ExprIf) {
        self.visit_expr(&it.cond);
        self.inside(|inside| inside.visit_block(&it.then_branch));
        match it.else_branch.as_ref().map(|(_, branch)| &**branch) {
            Some(Expr::If(chained)) => {
                self.cyclomatic += 1;
                self.cognitive += 1;
                self.visit_if(chained);
            }
            Some(branch) => {
                self.cognitive += 1;
                self.inside(|inside| inside.visit_expr(branch));
            }
            None => {}
        }
    }

    /// `before` is the operator to the left in the same expression; returns the last one.
    fn visit_boolean(&mut self, it: &Expr, before: Option<BinOp>) -> Option<BinOp> {
        match it {
            Expr::Paren(it) => self.visit_boolean(&it.expr, before),
            Expr::Binary(it) if matches!(it.op, BinOp::And(_) | BinOp::Or(_)) => {
                let left = self.visit_boolean(&it.left, before);
                self.cyclomatic += 1;
                self.cognitive += usize::from(left.is_none_or(|left| !is_same(left, it.op)));
                self.visit_boolean(&it.right, Some(it.op))
            }
            operand => {
                self.visit_expr(operand);
                before
            }
        }
    }
}

fn is_same(one: BinOp, other: BinOp) -> bool {
    matches!(one, BinOp::And(_)) == matches!(other, BinOp::And(_))
}

impl Visit<'_> for Function {
    /// Functions are rows of their own; the value of a static is code of this one.
    fn visit_item(&mut self, it: &Item) {
        if matches!(it, Item::Const(_) | Item::Static(_)) {
            visit::visit_item(self, it);
        }
    }

    fn visit_expr(&mut self, it: &Expr) {
        match it {
            Expr::If(it) => {
                self.branch();
                self.visit_if(it);
            }
            Expr::While(it) => {
                self.branch();
                self.visit_expr(&it.cond);
                self.inside(|inside| inside.visit_block(&it.body));
            }
            Expr::ForLoop(it) => {
                self.branch();
                self.visit_expr(&it.expr);
                self.inside(|inside| inside.visit_block(&it.body));
            }
            Expr::Loop(it) => {
                self.branch();
                self.inside(|inside| inside.visit_block(&it.body));
            }
            Expr::Match(it) => {
                self.structure();
                self.visit_expr(&it.expr);
                for arm in &it.arms {
                    self.cyclomatic += 1 + usize::from(arm.guard.is_some());
                    self.inside(|inside| inside.visit_arm(arm));
                }
            }
            Expr::Try(it) => {
                self.cyclomatic += 1;
                self.visit_expr(&it.expr);
            }
            Expr::Closure(it) => {
                self.level += 1;
                self.visit_expr(&it.body);
                self.level -= 1;
            }
            Expr::Break(it) => {
                self.cognitive += usize::from(it.label.is_some());
                visit::visit_expr_break(self, it);
            }
            Expr::Continue(it) => self.cognitive += usize::from(it.label.is_some()),
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_) | BinOp::Or(_)) => {
                self.visit_boolean(it, None);
            }
            it => visit::visit_expr(self, it),
        }
    }
}
