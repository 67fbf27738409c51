//! The TOML reader: it copies the spanned values of the crate `toml` into the arena.

use super::Kind;
use super::arena::{Arena, MAX_COUNT, Text};
use super::error::Failure;
use crate::text::Span;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads `text`. The crate limits the nesting.
pub(super) fn read(text: &str) -> Result<Arena, Failure> {
    let shift = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let table = DeTable::parse(&text[shift..]).map_err(|error| {
        let span = error.span().unwrap_or_default();
        Failure::new(Span::new(span.start + shift, span.end + shift), error.message())
    })?;
    let mut reader = TomlReader { arena: Arena::with_capacity(text.len()), shift };
    let whole = Span::new(0, text.len() - shift);
    reader.table(table.get_ref(), whole)?;
    Ok(reader.arena)
}

struct TomlReader {
    arena: Arena,
    shift: usize,
}

impl TomlReader {
    fn span(&self, span: Span) -> Span {
        Span::new(span.start + self.shift, span.end + self.shift)
    }

    fn table(&mut self, table: &DeTable<'_>, span: Span) -> Result<(), Failure> {
        let span = self.span(span);
        check_count(table.len(), span)?;
        let handle = self.arena.open(Kind::Object, span.start);
        for (key, value) in table {
            let span = self.span(key.span().into());
            self.arena.kept(Kind::String, span, key.get_ref().as_ref());
            self.value(value)?;
        }
        self.arena.close(handle, span.end, table.len());
        Ok(())
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>) -> Result<(), Failure> {
        let raw = Span::from(value.span());
        let span = self.span(raw);
        match value.get_ref() {
            DeValue::String(text) => self.arena.kept(Kind::String, span, text.as_ref()),
            DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(value) => self.arena.kept(Kind::Number, span, value.to_string()),
                Err(_) => self.arena.kept(Kind::String, span, number.as_str()),
            },
            DeValue::Float(number) => match number.as_str().parse::<f64>() {
                Ok(value) if value.is_finite() => self.arena.kept(Kind::Number, span, value.to_string()),
                // JSON has neither infinity nor NaN.
                _ => self.arena.kept(Kind::String, span, number.as_str()),
            },
            DeValue::Boolean(value) => self.arena.leaf(Kind::Bool(*value), Text::Plain, span),
            DeValue::Datetime(moment) => self.arena.kept(Kind::String, span, moment.to_string()),
            DeValue::Array(elements) => {
                check_count(elements.len(), span)?;
                let handle = self.arena.open(Kind::Array, span.start);
                for element in elements {
                    self.value(element)?;
                }
                self.arena.close(handle, span.end, elements.len());
            }
            DeValue::Table(table) => self.table(table, raw)?,
        }
        Ok(())
    }
}

/// Refuses more elements or members than a node can count.
fn check_count(count: usize, span: Span) -> Result<(), Failure> {
    if count > MAX_COUNT {
        return Err(Failure::new(Span::at(span.start), format!("more than {MAX_COUNT} entries in one value")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{MAX_COUNT, check_count};
    use crate::document::Document;
    use crate::text::Span;

    #[test]
    fn more_entries_than_a_node_can_count_are_refused() {
        assert!(check_count(MAX_COUNT, Span::at(7)).is_ok());
        let (span, message) = check_count(MAX_COUNT + 1, Span::at(7)).unwrap_err().into_parts();
        assert_eq!(span, Span::at(7));
        assert!(message.contains("entries"), "{message}");
    }

    #[test]
    fn every_value_has_its_span() {
        let text = "\u{feff}a = \"x\"\n[b.c]\nn = 0x1F # comment\nlist = [1.5, true, 2026-11-23]\n[[d]]\nk = 'v'\n";
        let document = Document::toml("a.toml", text).unwrap();
        let at = |pointer| document.root().at(pointer).unwrap();
        assert_eq!(at("/a").as_str().unwrap(), "x");
        assert_eq!(at("/a").source(), "\"x\"");
        assert_eq!(at("/b/c/n").as_number(), Some("31"));
        assert_eq!(document.position(at("/b/c/n").span().start).to_string(), "3:5");
        assert_eq!(at("/b/c/list/2").as_str().unwrap(), "2026-11-23");
        assert_eq!(at("/d/0/k").source(), "'v'");
        assert_eq!(document.root().member("a").unwrap().0.source(), "a");
    }

    #[test]
    fn syntax_errors_have_a_position() {
        let error = Document::toml("a.toml", "a = 1\nb = = 2\n").unwrap_err();
        assert_eq!(error.position().line, 2);
        let error = Document::toml("a.toml", "a = 1\na = 2\n").unwrap_err();
        assert_eq!(error.position().line, 2, "{error}");
    }
}
