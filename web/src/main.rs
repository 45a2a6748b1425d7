//! The page.

use ringside_web::i18n::{Lang, Text};
use ringside_web::pages::explore::Explore;

fn main() {
    std::panic::set_hook(Box::new(|why| crashed(&why.to_string())));
    if let Some(root) = gloo::utils::document().get_element_by_id("app") {
        yew::Renderer::<Explore>::with_root(root).render();
    }
}

/// Says that the page has stopped: better than one that does not answer.
fn crashed(why: &str) {
    let document = gloo::utils::document();
    let lang = document.document_element().and_then(|root| Lang::of(&root.get_attribute("lang")?));
    if let Some(place) = document.get_element_by_id("crash") {
        place.set_text_content(Some(&lang.unwrap_or_default().fill(Text::Crashed, &[&why])));
        // There is nobody left to tell if this fails.
        let _ = place.remove_attribute("hidden");
    }
}
