//! Lines and columns, and byte edits, on any text.

use postsmith::text::{Edit, LineIndex, Position, apply};
use proptest::prelude::*;

const TEXT: &str = "\u{feff}?([a-zé€𝄞\u{feff}\t \"]|\r\n|\n|\r){0,40}";

proptest! {
    #[test]
    fn position_gives_back_its_offset(text in TEXT) {
        let lines = LineIndex::new(&text);
        let (mut line, mut column) = (1, 1);
        for (offset, character) in text.char_indices() {
            let bom = offset == 0 && character == '\u{feff}';
            let position = lines.position(&text, offset);
            prop_assert_eq!(position, Position { line, column });
            if !bom {
                prop_assert_eq!(lines.offset(&text, position), offset);
            }
            (line, column) = if character == '\n' { (line + 1, 1) } else { (line, column + usize::from(!bom)) };
        }
        prop_assert_eq!(lines.position(&text, text.len()), Position { line, column });
        prop_assert_eq!(lines.position(&text, usize::MAX), Position { line, column });
    }

    #[test]
    fn any_position_has_an_offset_in_its_line(text in TEXT, line in 0..50_usize, column in 0..100_usize) {
        let lines = LineIndex::new(&text);
        let offset = lines.offset(&text, Position { line, column });
        prop_assert!(text.is_char_boundary(offset));
        let found = lines.position(&text, offset);
        prop_assert!(found.line == line || offset == text.len());
        prop_assert!(found.line != line || found.column <= column.max(1));
    }

    #[test]
    fn edits_keep_every_byte_outside_their_spans(
        pieces in prop::collection::vec(("[a-zé\n]{1,6}", prop::option::of("[A-ZÉ]{0,6}")), 0..12),
        order in any::<prop::sample::Index>(),
    ) {
        let text: String = pieces.iter().map(|(piece, _)| piece.as_str()).collect();
        let expected: String = pieces.iter().map(|(old, new)| new.as_ref().unwrap_or(old).as_str()).collect();
        let mut edits = Vec::new();
        let mut start = 0;
        for (old, new) in &pieces {
            if let Some(new) = new {
                edits.push(Edit { span: (start..start + old.len()).into(), replacement: new.clone() });
            }
            start += old.len();
        }
        if !edits.is_empty() {
            let turn = order.index(edits.len());
            edits.rotate_left(turn);
        }
        prop_assert_eq!(apply(&text, edits).unwrap(), expected);
    }

    #[test]
    fn edits_that_cannot_be_applied_are_errors(text in TEXT, spans in prop::collection::vec((0..60_usize, 0..60_usize), 1..4)) {
        let edits: Vec<_> = spans
            .iter()
            .map(|&(start, end)| Edit { span: postsmith::text::Span::new(start, end), replacement: "X".to_owned() })
            .collect();
        let valid = spans.iter().all(|&(start, end)| text.get(start..end).is_some());
        if let Ok(edited) = apply(&text, edits) {
            prop_assert!(valid);
            let removed: usize = spans.iter().map(|(start, end)| end - start).sum();
            prop_assert_eq!(edited.len(), text.len() - removed + spans.len());
        }
    }
}
