//! The picture in `index.html` that is there before the program is: the same
//! stage, drawn by the same code. `UPDATE_EXPECT=1` draws it anew.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of a test fail as a test does")]

use std::path::Path;
use std::rc::Rc;

use ringside_web::i18n::{Lang, Text};
use ringside_web::pages::run::{Stand, on_model};
use ringside_web::pages::state::Change;
use ringside_web::source::examples::EXAMPLES;
use ringside_web::view::geometry::Geometry;
use ringside_web::view::stage::{Props, Stage};

const BEGIN: &str = "<!-- The first picture, drawn by tests/first_picture.rs -->\n";
const END: &str = "<!-- End of the first picture -->";

async fn stage(geometry: Geometry) -> String {
    let text: Rc<str> = EXAMPLES[0].program().into();
    let Change::Trace { loaded, position, .. } = on_model(&text, Lang::En, Stand::Telling) else {
        panic!("the first example does not run");
    };
    let props = Props {
        scene: Rc::new(loaded.scene(position)),
        loaded,
        geometry: Rc::new(geometry),
        lang: Lang::En,
        motion: 0,
    };
    yew::LocalServerRenderer::<Stage>::with_props(props).hydratable(false).render().await
}

fn picture() -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let stages = tokio::task::LocalSet::new().block_on(&runtime, async {
        let wide = stage(Geometry::wide()).await;
        // The patterns of the first serve for both.
        let narrow = stage(Geometry::narrow()).await.replace(" id=\"stage\"", "");
        format!("<div class=\"for-wide\">{wide}</div>\n<div class=\"for-narrow\">{narrow}</div>\n")
    });
    let (name, about) = (Lang::En.t(Text::Ringside), Lang::En.t(Text::Tagline));
    format!(
        "<div class=\"app first\"><header class=\"topbar\"><h1>{name}</h1>\
         <p class=\"tagline\">{about}</p></header>\n<main><div class=\"panel program-panel\"></div>\
         <div class=\"centre\">\n{stages}</div><div class=\"panel now-panel\"></div></main>\n\
         <footer class=\"bottom\"><div class=\"transport\"></div>\
         <div class=\"panel stack-panel\"></div></footer></div>\n",
    )
}

#[test]
fn the_first_picture_is_what_the_page_shows() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("index.html");
    let page = std::fs::read_to_string(&path).unwrap();
    let (head, rest) = page.split_once(BEGIN).unwrap();
    let (old, tail) = rest.split_once(END).unwrap();
    let new = picture();
    assert!(new.contains("of 10 bytes"), "the picture shows no copy");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, format!("{head}{BEGIN}{new}{END}{tail}")).unwrap();
    } else {
        assert!(old == new, "the stage has changed: run with UPDATE_EXPECT=1");
    }
}
