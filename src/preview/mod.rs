//! `preview`: one paper in the browser, shown again on every save of data, template or font.
//!
//! A [`Desk`] keeps what has not changed and sets the paper anew; its pages lie in memory, and a
//! [`Server`] gives them to the browser, which asks what is new and waits until there is something.
//! A mistake is told in place while the last good pages stay. Nothing is written anywhere.

mod shown;
mod watch;

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use tokio::sync::watch::{Receiver, Sender, channel};

use crate::assets::Fonts;
use crate::finding::Failure;
use crate::pipeline::{Changed, Desk, Event, Order};
use crate::serve::{Server, answer, fixed, missing};
use shown::Shown;
use watch::Watch;

/// What a person is told when the preview stands.
#[derive(Debug)]
pub struct Opened {
    /// The paper in words.
    pub paper: String,
    /// Address for the browser.
    pub address: String,
    /// Other papers that could be looked at, in words.
    pub others: Vec<String>,
}

/// Shows the paper that an order names until the program is ended.
///
/// # Errors
/// A failure when the world is wrong at the start: no folder, no such unit or paper, no port. What
/// goes wrong later is shown.
pub fn preview(
    order: &Order,
    port: Option<u16>,
    observe: &dyn Fn(Event),
    opened: &dyn Fn(&Opened),
) -> Result<(), Failure> {
    let mut desk = Desk::new(order.clone(), observe)?;
    let fonts = Fonts::folder(order.fonts.as_deref());
    let own = desk.own_fonts().unwrap_or_default();
    let folders = [order.data.clone(), order.templates.clone().unwrap_or_default(), fonts, own];
    // Before the first look, so that a save during it is not missed.
    let mut watch = Watch::new(folders);
    let began = Instant::now();
    observe(Event::Stage("typeset"));
    let look = desk.look()?;
    let server = Server::bind(port)?;
    let (paper, others) = (shown::paper(&look, desk.wording()), look.others.clone());
    opened(&Opened { paper, address: server.address(), others });
    let refusal = desk.wording().say("preview.refused", ());
    let first = Shown::default().next(Ok(look), desk.wording(), began.elapsed());
    let (sender, receiver) = channel(Arc::new(first));
    let routes = routes(&receiver, &desk);
    let home = fixed("text/html; charset=utf-8", HTML);
    server.run(home, routes, refusal, move || keep_showing(&mut desk, &mut watch, &sender))
}

/// Sets the paper again after every change.
fn keep_showing(desk: &mut Desk, watch: &mut Watch, sender: &Sender<Arc<Shown>>) {
    loop {
        let (changed, began) = watch.wait();
        let fonts = changed[2] || changed[3];
        let changed = Changed { data: changed[0], templates: changed[1], fonts };
        let look = desk.renew(changed).and_then(|()| desk.look());
        let last = Arc::clone(&sender.borrow());
        let next = last.next(look, desk.wording(), began.elapsed());
        sender.send_replace(Arc::new(next));
    }
}

const HTML: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// What the browser may ask for.
fn routes(shown: &Receiver<Arc<Shown>>, desk: &Desk) -> Router {
    let words = shown::words(desk.wording());
    let font = desk.font().map(|font| font.to_vec().into());
    let (states, pages) = (shown.clone(), shown.clone());
    let state = move |Path(after): Path<usize>| newer(states.clone(), after);
    let page = move |Path(name): Path<String>| {
        let page = pages.borrow().page(&name);
        async move { picture(page) }
    };
    Router::new()
        .route("/page.css", fixed("text/css; charset=utf-8", STYLE))
        .route("/page.js", fixed("text/javascript; charset=utf-8", SCRIPT))
        .route("/words.json", fixed("application/json", words))
        .route("/font", get(move || async move { lettering(font) }))
        .route("/after/{version}", get(state))
        .route("/pages/{name}", get(page))
}

/// Waits until there is another state than the browser has.
async fn newer(mut shown: Receiver<Arc<Shown>>, after: usize) -> Response {
    let now = shown.wait_for(|shown| shown.version != after).await;
    match now.map(|shown| shown.state.clone()) {
        Ok(state) => answer("application/json", state),
        Err(_) => missing(),
    }
}

/// The font of the page's own words, for a machine that has no Chinese one.
fn lettering(font: Option<Arc<[u8]>>) -> Response {
    font.map_or_else(missing, |font| answer("font/otf", font.to_vec()))
}

fn picture(page: Option<Arc<str>>) -> Response {
    page.map_or_else(missing, |page| answer("image/svg+xml", page.to_string()))
}
