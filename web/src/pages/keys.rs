//! Which key asks for what.

use crate::player::{Action, SPEEDS};

/// What a key asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wish {
    /// Something of the player.
    Play(Action),
    /// The keys, or not.
    Help,
    /// Close what is open.
    Close,
    /// Both kernels, or one.
    Compare,
}

/// Where the focus is, as far as keys care.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Focus {
    /// In a field where keys mean text.
    Field,
    /// On a menu, which chooses by Up, Down and letters.
    Menu,
    /// On something that Space presses.
    Button,
    /// On a slider, which has its own arrows.
    Slider,
    /// Elsewhere.
    Page,
}

/// What a key asks for; `modified` is any of Ctrl, Alt and Meta.
#[must_use]
pub fn wish(key: &str, shift: bool, modified: bool, focus: Focus) -> Option<Wish> {
    if key == "Escape" {
        return Some(Wish::Close);
    }
    if modified || focus == Focus::Field {
        return None;
    }
    if focus == Focus::Menu && !matches!(key, "ArrowLeft" | "ArrowRight") {
        return None;
    }
    let arrows = focus != Focus::Slider;
    let action = match key {
        " " if focus != Focus::Button => Action::Toggle,
        "ArrowRight" if shift => Action::NextCall,
        "ArrowLeft" if shift => Action::PreviousCall,
        "ArrowRight" if arrows => Action::NextEvent,
        "ArrowLeft" if arrows => Action::PreviousEvent,
        "Home" => Action::First,
        "End" => Action::Last,
        "]" => Action::NextCopy,
        "[" => Action::PreviousCopy,
        "?" => return Some(Wish::Help),
        "c" => return Some(Wish::Compare),
        _ => {
            let speed = key.parse::<u8>().ok().filter(|speed| (1..=SPEEDS).contains(speed))?;
            Action::Speed(speed)
        }
    };
    Some(Wish::Play(action))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_work_everywhere_but_where_they_mean_something_else() {
        let play = |action| Some(Wish::Play(action));
        assert_eq!(wish(" ", false, false, Focus::Page), play(Action::Toggle));
        assert_eq!(wish(" ", false, false, Focus::Button), None);
        assert_eq!(wish("ArrowRight", false, false, Focus::Button), play(Action::NextEvent));
        assert_eq!(wish("ArrowRight", false, false, Focus::Slider), None);
        assert_eq!(wish("ArrowRight", true, false, Focus::Page), play(Action::NextCall));
        assert_eq!(wish("ArrowLeft", false, true, Focus::Page), None, "the browser's own");
        assert_eq!(wish("3", false, false, Focus::Page), play(Action::Speed(3)));
        assert_eq!(wish("6", false, false, Focus::Page), None);
        assert_eq!(wish("a", false, false, Focus::Field), None);
        assert_eq!(wish("ArrowRight", false, false, Focus::Menu), play(Action::NextEvent));
        assert_eq!(wish("ArrowDown", false, false, Focus::Menu), None);
        assert_eq!(wish("End", false, false, Focus::Menu), None);
        assert_eq!(wish("Escape", false, false, Focus::Field), Some(Wish::Close));
    }
}
