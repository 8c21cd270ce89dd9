//! Which heading each symbol is under, and how far each heading's section goes.

use crate::analysis::{Symbol, SymbolKind};
use crate::outline::to_u32;

/// Headings of levels 1 to 6 that are open, by level.
type Open = [Option<usize>; 7];

pub(super) fn complete(symbols: &mut [Symbol], text: &str) {
    let mut open: Open = [None; 7];
    for index in 0..symbols.len() {
        let symbol = &symbols[index];
        let level = match symbol.kind {
            SymbolKind::Heading => symbol.depth.map_or(6, |depth| depth as usize).min(6),
            _ => 7,
        };
        let line_start = line_start(text, symbol.start_byte as usize);
        for closed in open.iter_mut().skip(level).filter_map(Option::take) {
            end(&mut symbols[closed], line_start, text);
        }
        let parent = open.iter().flatten().next_back();
        symbols[index].parent = parent.map(|parent| symbols[*parent].name.clone());
        if let Some(place) = open.get_mut(level) {
            *place = Some(index);
        }
    }
    for last in open.into_iter().flatten() {
        end(&mut symbols[last], text.len(), text);
    }
}

fn line_start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.rfind('\n').map_or(0, |end| end + 1)
}

/// Lets the section go on up to `limit`, less white space.
fn end(heading: &mut Symbol, limit: usize, text: &str) {
    let start = heading.start_byte as usize;
    let section = text.get(start..limit).unwrap_or_default().trim_end();
    let end = to_u32(start + section.len());
    if end > heading.end_byte {
        heading.end_byte = end;
        let lines = section.bytes().filter(|byte| *byte == b'\n').count();
        heading.end_line = heading.start_line + to_u32(lines);
    }
}
