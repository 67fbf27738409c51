//! The TOML reader: the `toml` crate's spanned values, laid into the arena.

use super::Kind;
use super::arena::{Arena, MAX_COUNT, Text};
use super::error::Failure;
use crate::text::Span;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads the whole of `text`. The crate bounds the nesting itself.
pub(super) fn read(text: &str) -> Result<Arena, Failure> {
    let shift = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let table = DeTable::parse(&text[shift..]).map_err(|error| {
        let span = error.span().unwrap_or_default();
        Failure::new(Span::new(span.start + shift, span.end + shift), error.message())
    })?;
    let mut reader = Reader { arena: Arena::with_capacity(text.len()), shift };
    let whole = Span::new(0, text.len() - shift);
    reader.table(table.get_ref(), whole)?;
    Ok(reader.arena)
}

struct Reader {
    arena: Arena,
    shift: usize,
}

impl Reader {
    fn span(&self, span: Span) -> Span {
        Span::new(span.start + self.shift, span.end + self.shift)
    }

    fn table(&mut self, table: &DeTable<'_>, span: Span) -> Result<(), Failure> {
        let span = self.span(span);
        countable(table.len(), span)?;
        let handle = self.arena.open(Kind::Object, span.start);
        for (key, value) in table {
            let place = self.span(key.span().into());
            self.arena.kept(Kind::String, place, key.get_ref().as_ref());
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
                countable(elements.len(), span)?;
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
fn countable(count: usize, span: Span) -> Result<(), Failure> {
    if count > MAX_COUNT {
        return Err(Failure::new(Span::at(span.start), format!("more than {MAX_COUNT} entries in one value")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{MAX_COUNT, countable};
    use crate::document::Document;
    use crate::text::Span;

    #[test]
    fn no_value_has_more_entries_than_can_be_counted() {
        assert!(countable(MAX_COUNT, Span::at(7)).is_ok());
        let (span, message) = countable(MAX_COUNT + 1, Span::at(7)).unwrap_err().into_parts();
        assert_eq!(span, Span::at(7));
        assert!(message.contains("entries"), "{message}");
    }

    #[test]
    fn every_value_knows_its_place() {
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
    fn syntax_errors_have_a_place() {
        let error = Document::toml("a.toml", "a = 1\nb = = 2\n").unwrap_err();
        assert_eq!(error.position().line, 2);
        let error = Document::toml("a.toml", "a = 1\na = 2\n").unwrap_err();
        assert_eq!(error.position().line, 2, "{error}");
    }
}
