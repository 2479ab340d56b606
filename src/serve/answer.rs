//! Answers: bytes with their type, and what a browser may do with them.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{MethodRouter, get};

/// What every answer says beside itself: it is nobody else's, is kept nowhere, and runs and loads
/// nothing but what this server gives.
const ALWAYS: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'none'; img-src 'self'; script-src 'self'; style-src 'self'; \
         font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cache-control", "no-store"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
];

/// An answer with its type, such as `text/html; charset=utf-8`.
#[must_use]
pub fn answer(kind: &'static str, body: impl Into<Body>) -> Response {
    with_status(StatusCode::OK, kind, body)
}

/// The route of an answer that is always the same.
pub fn fixed(kind: &'static str, text: impl Into<String>) -> MethodRouter {
    let text: String = text.into();
    get(move || async move { answer(kind, text) })
}

/// The answer to what was understood and cannot be done; says why, as JSON.
#[must_use]
pub fn unprocessable(body: impl Into<Body>) -> Response {
    with_status(StatusCode::UNPROCESSABLE_ENTITY, "application/json", body)
}

/// The answer to a request for what is not there.
#[must_use]
pub fn missing() -> Response {
    with_status(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", "404")
}

pub(super) fn with_status(
    status: StatusCode,
    kind: &'static str,
    body: impl Into<Body>,
) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// What stands in place of that for a PDF, which a browser shows in a page of its own making: it
/// holds no script, and the viewer needs styles.
const OF_PDF: &str =
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'";

/// Adds what every answer says.
pub(super) fn sealed(mut response: Response) -> Response {
    let kind = response.headers().get(header::CONTENT_TYPE).cloned();
    let is_pdf = kind.is_some_and(|kind| kind == "application/pdf");
    for (name, value) in ALWAYS {
        let name = HeaderName::from_static(name);
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    if is_pdf {
        let policy = HeaderValue::from_static(OF_PDF);
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}
