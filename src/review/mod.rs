//! `review`: every paper of an output in the browser of this machine, to be read, compared with
//! what was signed before, remarked on and signed.
//!
//! A `Shelf` knows the papers and the acts on them, a `Back` the figures behind them, which are
//! read while the first pages are already seen. The browser asks for lists, pages as pictures of the
//! finished files, and changes; what a person does goes into the sign-offs and nowhere else: data,
//! templates and papers are only read. No path of a request reaches the disk: papers are known by
//! checksum.

mod acts;
mod back;
mod changed;
mod list;
mod paper;
mod shelf;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use serde::Serialize;
use serde_json::{Map, Value};
use tokio::sync::Semaphore;

use crate::assets::Wording;
use crate::finding::{Failure, failure};
use crate::pipeline::{Event, Order, Reading};
use crate::publish::SaidFinding;
use crate::serve::{Server, answer, fixed, missing, unprocessable};
use crate::signoff::At;
use back::Back;
use shelf::Shelf;

/// What a person is told when the review stands.
#[derive(Debug)]
pub struct Opened {
    /// Address for the browser.
    pub address: String,
    /// Papers of the output.
    pub papers: usize,
}

/// Shows the papers of an output until the program is ended; gives what is wrong with the settings
/// where nothing can be shown for it.
///
/// # Errors
/// A failure when the world is wrong: no folder, nothing made yet, no port, sign-offs that cannot be
/// read or written.
pub fn review(
    order: &Order,
    port: Option<u16>,
    observe: &dyn Fn(Event),
    opened: &dyn Fn(&Opened),
) -> Result<Vec<SaidFinding>, Failure> {
    let reading = Arc::new(Reading::new(order, observe)?);
    let Some(settings) = reading.settings.clone() else {
        return Ok(reading.findings.clone());
    };
    let shelf = Arc::new(Shelf::open(&order.output, settings)?);
    let papers = shelf.count();
    if papers == 0 {
        let path = shelf.folder().display().to_string();
        return Err(Failure::new(failure::NOTHING_MADE).with("path", path));
    }
    let server = Server::bind(port)?;
    opened(&Opened { address: server.address(), papers });
    let (wake, woken) = mpsc::channel();
    let back = Arc::new(Back::new(order.clone(), wake));
    let refusal = reading.wording.say("review.refused", ());
    let desk = Desk { shelf, back: Arc::clone(&back), reading: Arc::clone(&reading) };
    let home = fixed("text/html; charset=utf-8", HTML);
    server.run(home, routes(&desk), refusal, move || back.keep_reading(&reading, &woken))?;
    Ok(Vec::new())
}

/// What every answer is made of.
#[derive(Debug, Clone)]
struct Desk {
    shelf: Arc<Shelf>,
    back: Arc<Back>,
    reading: Arc<Reading>,
}

impl Desk {
    fn wording(&self) -> &Wording {
        &self.reading.wording
    }
}

const HTML: &str = include_str!("page/page.html");
/// Files of the page, with their types.
const FILES: &[(&str, &str, &str)] = &[
    ("/page.css", "text/css; charset=utf-8", include_str!("page/page.css")),
    ("/page.js", SCRIPT, include_str!("page/page.js")),
    ("/parts.js", SCRIPT, include_str!("page/parts.js")),
    ("/list.js", SCRIPT, include_str!("page/list.js")),
    ("/sheets.js", SCRIPT, include_str!("page/sheets.js")),
    ("/panel.js", SCRIPT, include_str!("page/panel.js")),
    ("/acts.js", SCRIPT, include_str!("page/acts.js")),
];
/// Pictures drawn at a time: the largest takes some hundred megabytes.
const AT_ONCE: usize = 2;
const SCRIPT: &str = "text/javascript; charset=utf-8";
const JSON: &str = "application/json";

/// What the browser may ask for.
fn routes(desk: &Desk) -> Router {
    let mut router = Router::new()
        .route("/words.json", fixed(JSON, words(desk.wording())))
        .route("/font", get(asked(desk, |desk, ()| lettering(desk))))
        .route("/papers", get(asked(desk, |desk, ()| list::list(desk))))
        .route("/state", get(asked(desk, |desk, ()| list::state(desk))))
        .route(
            "/papers/{sha256}",
            get(asked_with(desk, |desk, sha256: String| paper::paper(desk, &sha256))),
        )
        .route(
            "/changes/{sha256}",
            get(asked_with(desk, |desk, sha256: String| changed::changes(desk, &sha256))),
        )
        .route(
            "/trace/{sha256}/{*key}",
            get(asked_with(desk, |desk, (sha256, key): (String, String)| {
                paper::trace(desk, &sha256, &key)
            })),
        )
        .route("/moved", get(asked(desk, |desk, ()| changed::moved(desk))))
        .route("/pages/{sha256}/{page}/{dots}", pictures(desk))
        .route(
            "/files/{sha256}",
            get(asked_with(desk, |desk, sha256: String| paper::file(desk, &sha256))),
        )
        .route("/sheet.xlsx", get(asked(desk, |desk, ()| list::sheet(desk))))
        .route("/sheet.pdf", get(asked(desk, |desk, ()| list::printed_sheet(desk))));
    for (path, kind, text) in FILES {
        router = router.route(path, fixed(kind, *text));
    }
    let own = desk.clone();
    let act = move |body: Bytes| {
        let desk = own.clone();
        beside(move || acts::act(&desk, &body, now()))
    };
    router.route("/acts", post(act))
}

/// Pictures are drawn a few at a time: one that nobody waits for any more is not begun.
fn pictures(desk: &Desk) -> MethodRouter {
    let (desk, turns) = (desk.clone(), Arc::new(Semaphore::new(AT_ONCE)));
    get(move |Path((sha256, page, dots)): Path<(String, usize, u16)>| {
        let (desk, turns) = (desk.clone(), Arc::clone(&turns));
        async move {
            let Ok(_turn) = turns.acquire().await else {
                return missing();
            };
            beside(move || paper::picture(&desk, &sha256, page, dots)).await
        }
    })
}

/// Answers a request away from the thread that takes requests in: pages take their time to draw, and
/// a disk to write.
async fn beside(work: impl FnOnce() -> Response + Send + 'static) -> Response {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| missing())
}

fn asked(
    desk: &Desk,
    work: fn(&Desk, ()) -> Response,
) -> impl Fn() -> Answering + Clone + Send + Sync + 'static {
    let desk = desk.clone();
    move || {
        let desk = desk.clone();
        Box::pin(beside(move || work(&desk, ())))
    }
}

fn asked_with<T: Send + 'static>(
    desk: &Desk,
    work: fn(&Desk, T) -> Response,
) -> impl Fn(Path<T>) -> Answering + Clone + Send + Sync + 'static {
    let desk = desk.clone();
    move |Path(what)| {
        let desk = desk.clone();
        Box::pin(beside(move || work(&desk, what)))
    }
}

/// An answer that is on its way.
type Answering = std::pin::Pin<Box<dyn Future<Output = Response> + Send>>;

/// Whatever a thread that broke left behind is whole: every change is made at once.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn json(value: &impl Serialize) -> Response {
    answer(JSON, serde_json::to_vec(value).unwrap_or_default())
}

/// The answer to what cannot be done, in words.
fn failed(failure: &Failure, wording: &Wording) -> Response {
    let words = wording.failure(failure);
    let said = serde_json::json!({ "code": failure.code, "what": words.what, "todo": words.todo });
    unprocessable(said.to_string())
}

fn now() -> Option<At> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    At::from_unix(i64::try_from(since.as_secs()).ok()?)
}

/// The font of the page's own words, for a machine that has no Chinese one.
fn lettering(desk: &Desk) -> Response {
    desk.reading.font().map_or_else(missing, |font| answer("font/otf", font.to_vec()))
}

/// Every word of the page, by its name.
fn words(wording: &Wording) -> String {
    let mut words = Map::new();
    for (folder, prefix) in [("review.page.", ""), ("signoff.", "signoff.")] {
        for key in wording.keys().filter(|key| key.starts_with(folder)) {
            let name = format!("{prefix}{}", &key[folder.len()..]);
            words.insert(name, wording.say(key, ()).into());
        }
    }
    Value::Object(words).to_string()
}
