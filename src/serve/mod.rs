//! Pages for a browser on this machine, and for nobody else: what `preview` shows with, and any
//! other command that a person looks at.
//!
//! A [`Server`] listens on 127.0.0.1 only. Its address carries a token that changes with every
//! start; a request with another one, for another host or from another page is refused
//! (`guard.rs`). Commands give routes; no path of a request reaches the disk: what may be asked for is
//! known by name or by checksum.

mod answer;
mod guard;

use std::io;
use std::net::{Ipv4Addr, TcpListener};

use axum::Router;
use axum::routing::MethodRouter;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;

pub use answer::{answer, fixed, missing, unprocessable};

use crate::finding::{Failure, failure};
use guard::Guard;

/// Bytes of a token: as many as nobody guesses.
const TOKEN_BYTES: usize = 16;

/// What is waited before a connection is taken after one could not be.
const PAUSE: tokio::time::Duration = tokio::time::Duration::from_millis(100);

/// A port of this machine, taken and not yet served.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    port: u16,
    token: String,
}

impl Server {
    /// Takes a port of 127.0.0.1: the one asked for, else any free one.
    ///
    /// # Errors
    /// A failure when the port is taken or may not be used.
    pub fn bind(port: Option<u16>) -> Result<Self, Failure> {
        let refused = |error: io::Error| {
            let code = match error.kind() {
                io::ErrorKind::AddrInUse => failure::PORT_TAKEN,
                _ => failure::PORT_REFUSED,
            };
            let failure = Failure::new(code).with("port", port.unwrap_or_default());
            failure.with("cause", error)
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port.unwrap_or_default()));
        let listener = listener.map_err(refused)?;
        listener.set_nonblocking(true).map_err(refused)?;
        let port = listener.local_addr().map_err(refused)?.port();
        let mut bytes = [0_u8; TOKEN_BYTES];
        getrandom::fill(&mut bytes).map_err(|error| refused(io::Error::other(error)))?;
        Ok(Self { listener, port, token: crate::model::hex(&bytes) })
    }

    /// The address to open, with its token.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/{}/", self.port, self.token)
    }

    /// Serves `home` at the address and `routes` below it while `work` runs beside them, and ends
    /// with it. A request that is refused is told `refusal`.
    ///
    /// # Errors
    /// A failure when the port can no longer be used.
    ///
    /// # Panics
    /// When `work` does: a wrong program.
    pub fn run(
        self,
        home: MethodRouter,
        routes: Router,
        refusal: String,
        work: impl FnOnce() + Send + 'static,
    ) -> Result<(), Failure> {
        let port = self.port;
        let refused = |error: io::Error| {
            Failure::new(failure::PORT_REFUSED).with("port", port).with("cause", error)
        };
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(refused)?;
        let guard = Guard { port, token: self.token, refusal };
        let routes = guard.before(home, routes);
        let ended = runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            let accepting = tokio::spawn(accept(listener, routes));
            let ended = tokio::task::spawn_blocking(work).await;
            accepting.abort();
            Ok(ended)
        });
        match ended.map_err(refused)?.map_err(tokio::task::JoinError::try_into_panic) {
            Err(Ok(panic)) => std::panic::resume_unwind(panic),
            Ok(()) | Err(Err(_)) => Ok(()),
        }
    }
}

/// Answers every connection, each on its own: one that hangs keeps no other waiting.
async fn accept(listener: tokio::net::TcpListener, routes: Router) {
    loop {
        // A connection that broke before it was taken is nobody's trouble; where too many are open,
        // one will end.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let service = TowerToHyperService::new(routes.clone());
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
        tokio::spawn(connection);
    }
}
