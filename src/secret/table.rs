//! The automaton as one table: a step is two loads, and there is no bound to check.

use aho_corasick::automaton::{Automaton as _, StateID};
use aho_corasick::dfa::DFA;
use aho_corasick::{Anchored, PatternID};
use std::collections::HashMap;

/// How many kinds of bytes there are at most.
const CLASSES: usize = 64;
/// How many states there are at most.
const STATES: usize = 2_048;

/// States are numbered: those that a word ends in come first.
pub(super) struct Table {
    classes: [u8; 256],
    /// The next state by state and class of the byte.
    next: Box<[u16; STATES * CLASSES]>,
    /// The words that end in each of the first states.
    words: Vec<Vec<PatternID>>,
    pub(super) start: u16,
}

impl Table {
    /// Of an automaton that reports a word at its last letter. None when it is too large for a table.
    pub(super) fn of(dfa: &DFA) -> Option<Self> {
        let first = dfa.start_state(Anchored::No).ok()?;
        let mut found = vec![first];
        let mut known: HashMap<StateID, usize> = HashMap::from([(first, 0)]);
        let mut rows: Vec<[usize; 256]> = Vec::new();
        while let Some(state) = found.get(rows.len()).copied() {
            let mut row = [0; 256];
            for byte in 0..=u8::MAX {
                let next = dfa.next_state(Anchored::No, state, byte);
                row[usize::from(byte)] = *known.entry(next).or_insert_with(|| {
                    found.push(next);
                    found.len() - 1
                });
            }
            rows.push(row);
            if rows.len() > STATES {
                return None;
            }
        }
        // Bytes that lead to the same states from everywhere are of one class.
        let mut columns: HashMap<Vec<usize>, u8> = HashMap::new();
        let mut classes = [0; 256];
        for byte in 0..256 {
            let number = u8::try_from(columns.len()).ok()?;
            classes[byte] = *columns.entry(rows.iter().map(|row| row[byte]).collect()).or_insert(number);
        }
        if columns.len() > CLASSES {
            return None;
        }
        let mut order: Vec<usize> = (0..found.len()).collect();
        order.sort_by_key(|index| !dfa.is_match(found[*index]));
        let mut number = vec![0_u16; found.len()];
        for (new, old) in order.iter().enumerate() {
            number[*old] = u16::try_from(new).ok()?;
        }
        let mut next = vec![0; STATES * CLASSES].into_boxed_slice();
        for (old, row) in rows.iter().enumerate() {
            for byte in 0..256 {
                next[usize::from(number[old]) * CLASSES + usize::from(classes[byte])] = number[row[byte]];
            }
        }
        let ends = order.iter().map(|old| found[*old]).take_while(|state| dfa.is_match(*state));
        let of = |state: StateID| (0..dfa.match_len(state)).map(|index| dfa.match_pattern(state, index)).collect();
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
