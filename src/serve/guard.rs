//! Who is answered: the page that this server itself gave out, and whoever was told its address.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::routing::MethodRouter;
use sha2::{Digest as _, Sha256};

use super::answer::{missing, sealed, with_status};

/// What a request must have.
pub(super) struct Guard {
    pub(super) port: u16,
    pub(super) token: String,
    /// What is said to a request that is refused.
    pub(super) refusal: String,
}

impl Guard {
    /// Stands before the first page and the routes below it, which then begin at the token.
    pub(super) fn before(self, home: MethodRouter, routes: Router) -> Router {
        let below = format!("/{}", self.token);
        let guard = Arc::new(self);
        let stand = move |request: Request, next: Next| {
            let guard = Arc::clone(&guard);
            async move {
                if guard.lets_through(&request) {
                    sealed(next.run(request).await)
                } else {
                    let text = guard.refusal.clone();
                    sealed(with_status(StatusCode::FORBIDDEN, "text/plain; charset=utf-8", text))
                }
            }
        };
        let all = Router::new().nest(&below, routes).route(&format!("{below}/"), home);
        all.fallback(|| async { missing() }).layer(from_fn(stand))
    }

    /// The token first; then that the browser means this server (a name that was made to point
    /// here does not), and that no other page sent it.
    fn lets_through(&self, request: &Request) -> bool {
        self.has_token(request.uri().path())
            && self.is_for_us(request.headers())
            && self.is_from_us(request.method(), request.headers())
    }

    /// Compared by digest, so that how long it takes tells nothing.
    fn has_token(&self, path: &str) -> bool {
        let given = path.split('/').nth(1).unwrap_or_default();
        Sha256::digest(given.as_bytes()) == Sha256::digest(self.token.as_bytes())
    }

    fn is_for_us(&self, headers: &HeaderMap) -> bool {
        one(headers, &header::HOST).is_some_and(|host| self.hosts().contains(&host.to_owned()))
    }

    /// A page of another origin is refused; so is a request that changes something and does not say
    /// where it comes from.
    fn is_from_us(&self, method: &Method, headers: &HeaderMap) -> bool {
        let ours = |origin: &str| {
            self.hosts().iter().any(|host| origin.strip_prefix("http://") == Some(host))
        };
        if headers.contains_key(header::ORIGIN) {
            return one(headers, &header::ORIGIN).is_some_and(ours);
        }
        matches!(*method, Method::GET | Method::HEAD)
    }

    fn hosts(&self) -> [String; 2] {
        ["127.0.0.1", "localhost"].map(|host| format!("{host}:{}", self.port))
    }
}

/// The value of a header that is there once.
fn one<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    if values.next().is_some() { None } else { first.to_str().ok() }
}
