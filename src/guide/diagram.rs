//! The OAuth life cycle as a sequence diagram: an SVG that takes its colours from the page.

use crate::oauth::{Actor, Message, Phase};
use crate::text::references;
use maud::{Markup, html};

const WIDTH: i32 = 920;
/// The distance between the lines of two actors.
const LANE: i32 = 240;
const FIRST_LANE: i32 = 100;
const TOP: i32 = 64;
/// The height of a line of text below an arrow.
const LINE: i32 = 17;

/// A message and its vertical position.
struct PlacedMessage<'m> {
    number: usize,
    message: &'m Message,
    y: i32,
}

/// The background of a phase and its vertical extent.
struct PhaseBand {
    phase: Phase,
    top: i32,
    bottom: i32,
}

/// The diagram of `messages`.
pub(super) fn draw(messages: &[Message]) -> Markup {
    let (bands, drawn, height) = lay_out(messages);
    let title = "Sequence diagram: how the token works";
    html! {
        svg.diagram viewBox=(format!("0 0 {WIDTH} {height}")) role="img" aria-labelledby="cycle-title cycle-text" {
            title #cycle-title { (title) }
            desc #cycle-text { "The steps are listed in words below the diagram." }
            defs {
                marker #arrow viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse" {
                    path.head d="M 0 0.8 L 9.4 5 L 0 9.2 z" {}
                }
            }
            @for band in &bands {
                rect.band x="4" y=(band.top) width=(WIDTH - 8) height=(band.bottom - band.top) rx="10" {}
                text.phase x="20" y=(band.top + 24) { (band.phase.title()) }
            }
            @for (index, actor) in Actor::ALL.iter().enumerate() {
                @let x = lane(index);
                line.lane x1=(x) y1="44" x2=(x) y2=(height - 8) {}
                rect.actor x=(x - 70) y="8" width="140" height="36" rx="18" {}
                text.name x=(x) y="31" { (actor.name()) }
            }
            @for one in &drawn { (arrow(one)) }
        }
    }
}

/// Places every phase and message, from top to bottom.
fn lay_out(messages: &[Message]) -> (Vec<PhaseBand>, Vec<PlacedMessage<'_>>, i32) {
    let mut bands: Vec<PhaseBand> = Vec::new();
    let mut drawn = Vec::new();
    let mut y = TOP;
    for (index, message) in messages.iter().enumerate() {
        if bands.last().is_none_or(|band| band.phase != message.phase) {
            if let Some(band) = bands.last_mut() {
                band.bottom = y;
                y += 14;
            }
            bands.push(PhaseBand { phase: message.phase, top: y, bottom: y });
            y += 66;
        }
        if message.from == message.to {
            y += 6;
        }
        drawn.push(PlacedMessage { number: index + 1, message, y });
        y += 46 + LINE * i32::try_from(message.carries.len()).unwrap_or_default();
    }
    if let Some(band) = bands.last_mut() {
        band.bottom = y;
    }
    (bands, drawn, y + 14)
}

fn lane(index: usize) -> i32 {
    FIRST_LANE + LANE * i32::try_from(index).unwrap_or_default()
}

fn lane_of(actor: Actor) -> i32 {
    lane(Actor::ALL.iter().position(|one| *one == actor).unwrap_or_default())
}

fn arrow(drawn: &PlacedMessage<'_>) -> Markup {
    let PlacedMessage { number, message, y } = drawn;
    let (from, to) = (lane_of(message.from), lane_of(message.to));
    let left = from.min(to);
    let back = if from > to { " back" } else { "" };
    html! {
        g class=(format!("message{back}")) {
            @if from == to {
                path d=(format!("M {from} {} h 26 v 18 h -22", y - 10)) marker-end="url(#arrow)" {}
                text.label x=(from + 52) y=(y + 2) { (plain(&message.text)) }
                (badge(from + 38, y - 2, *number))
            } @else {
                line x1=(from) y1=(y) x2=(if from < to { to - 2 } else { to + 2 }) y2=(y) marker-end="url(#arrow)" {}
                text.label x=(left + 32) y=(y - 9) { (plain(&message.text)) }
                (badge(left + 18, y - 13, *number))
                @for (index, line) in message.carries.iter().enumerate() {
                    text.carried x=(left + 32) y=(y + LINE * (1 + i32::try_from(index).unwrap_or_default())) { (line) }
                }
            }
        }
    }
}

fn badge(x: i32, y: i32, number: usize) -> Markup {
    html! {
        circle.badge cx=(x) cy=(y) r="9" {}
        text.number x=(x) y=(y + 4) { (number) }
    }
}

/// `text` without backquotes, and of a URL only the path.
fn plain(text: &str) -> String {
    let text = text.replace('`', "");
    let base = references(&text).next().filter(|used| text[used.range.end..].starts_with('/'));
    match base {
        Some(used) => format!("{}{}", &text[..used.range.start], &text[used.range.end..]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::oauth::{ApiTerms, Grant, Lifecycle};

    #[test]
    fn every_message_is_drawn_with_what_it_carries() {
        let words = ApiTerms::default();
        let headers = ["X-Client: <a>".to_owned()];
        let cycle = Lifecycle {
            grant: Grant::Password,
            terms: &words,
            parameters: &[],
            headers: &headers,
            margin: Some("5 minutes"),
        };
        let messages = cycle.messages();
        let svg = draw(&messages).into_string();
        assert_eq!(svg.matches("class=\"badge\"").count(), messages.len());
        for line in messages.iter().flat_map(|message| &message.carries) {
            assert!(svg.contains(&line.replace('<', "&lt;").replace('>', "&gt;")), "{line}");
        }
        assert!(!svg.contains("http"), "nothing in it leads out of the page");
    }
}
