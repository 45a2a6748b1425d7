//! The page.

use ringside_web::pages::explore::Explore;

fn main() {
    if let Some(root) = gloo::utils::document().get_element_by_id("app") {
        yew::Renderer::<Explore>::with_root(root).render();
    }
}
