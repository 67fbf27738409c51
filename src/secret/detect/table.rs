//! The keyword automaton as one table: a step is two loads without a bounds check. `benches/secret_scan.rs` compares it with aho-corasick alone.

use aho_corasick::automaton::{Automaton as _, StateID};
use aho_corasick::nfa::noncontiguous::NFA;
use aho_corasick::{Anchored, PatternID};
use std::collections::HashMap;

/// Most classes of bytes.
const CLASSES: usize = 64;
/// Most states.
const STATES: usize = 2_048;

/// States are numbers; the states that end a word come first.
pub(super) struct Table {
    classes: [u8; 256],
    /// The next state by state and class of the byte.
    next: Box<[u16; STATES * CLASSES]>,
    /// The words that end in each of the first states.
    words: Vec<Vec<PatternID>>,
    pub(super) start: u16,
}

/// `byte` as the table knows it. Bytes of characters beyond ASCII share eight classes: a few words of many alphabets would have most of the
/// classes otherwise. A word that is found by mistake is read closely and refused.
pub(super) const fn folded(byte: u8) -> u8 {
    if byte.is_ascii() { byte } else { 0x80 | byte & 7 }
}

impl Table {
    /// The table of `automaton`, which matches `words`, all of whose bytes are [`folded`], without regard to ASCII case and reports a word at its last byte. None when it is too
    /// large for a table.
    pub(super) fn of(automaton: &NFA, words: &[Vec<u8>]) -> Option<Self> {
        // Bytes that no word has form the first class; a capital is in the class of its small member.
        let mut classes = [0_u8; 256];
        let mut members = vec![0_u8];
        for byte in words.iter().flatten().map(u8::to_ascii_lowercase) {
            if classes[usize::from(byte)] == 0 {
                classes[usize::from(byte)] = u8::try_from(members.len()).ok()?;
                classes[usize::from(byte.to_ascii_uppercase())] = classes[usize::from(byte)];
                members.push(byte);
            }
        }
        for byte in 0x80..=u8::MAX {
            classes[usize::from(byte)] = classes[usize::from(folded(byte))];
        }
        if members.len() > CLASSES || classes[0] != 0 {
            return None;
        }
        let first = automaton.start_state(Anchored::No).ok()?;
        let mut found = vec![first];
        let mut known: HashMap<StateID, usize> = HashMap::from([(first, 0)]);
        let mut rows: Vec<[usize; CLASSES]> = Vec::new();
        while let Some(state) = found.get(rows.len()).copied() {
            let mut row = [0; CLASSES];
            for (cell, member) in row.iter_mut().zip(&members) {
                let next = automaton.next_state(Anchored::No, state, *member);
                *cell = *known.entry(next).or_insert_with(|| {
                    found.push(next);
                    found.len() - 1
                });
            }
            rows.push(row);
            if rows.len() > STATES {
                return None;
            }
        }
        let mut order: Vec<usize> = (0..found.len()).collect();
        order.sort_by_key(|index| !automaton.is_match(found[*index]));
        let mut number = vec![0_u16; found.len()];
        for (new, old) in order.iter().enumerate() {
            number[*old] = u16::try_from(new).ok()?;
        }
        let mut next = vec![0; STATES * CLASSES].into_boxed_slice();
        for (old, row) in rows.iter().enumerate() {
            for (class, cell) in row.iter().enumerate().take(members.len()) {
                next[usize::from(number[old]) * CLASSES + class] = number[*cell];
            }
        }
        let ends = order.iter().map(|old| found[*old]).take_while(|state| automaton.is_match(*state));
        let of = |state| (0..automaton.match_len(state)).map(|index| automaton.match_pattern(state, index)).collect();
        let next = next.try_into().ok()?;
        Some(Self { classes, next, words: ends.map(of).collect(), start: number[0] })
    }

    /// The state behind `byte`.
    #[inline]
    pub(super) fn step(&self, state: u16, byte: u8) -> u16 {
        let at = usize::from(state) * CLASSES + usize::from(self.classes[usize::from(byte)]);
        self.next[at & (STATES * CLASSES - 1)]
    }

    /// Whether a word ends in `state`.
    #[inline]
    pub(super) fn is_end(&self, state: u16) -> bool {
        usize::from(state) < self.words.len()
    }

    /// The words that end in `state`.
    pub(super) fn words(&self, state: u16) -> &[PatternID] {
        self.words.get(usize::from(state)).map_or(&[], Vec::as_slice)
    }
}
