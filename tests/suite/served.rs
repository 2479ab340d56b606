//! The program as a server of pages: started, asked as a browser or somebody else would, killed.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

/// A server that stands, and is ended with this.
pub struct Served {
    /// The program.
    pub program: Child,
    /// Its port.
    pub port: u16,
    /// The token of its address.
    pub token: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.program.kill();
        self.program.wait().unwrap();
    }
}

impl Served {
    /// Starts a command and waits for its address.
    pub fn start(command: &mut Command) -> Self {
        let mut program = command.stderr(Stdio::piped()).spawn().unwrap();
        let said = BufReader::new(program.stderr.take().unwrap());
        let mut lines = said.lines().map(Result::unwrap);
        let line = lines.find(|line| line.contains("http://")).unwrap();
        let (_, address) = line.split_once("http://127.0.0.1:").unwrap();
        let mut parts = address.trim_end_matches('/').split('/');
        let port = parts.next().unwrap().parse().unwrap();
        let token = parts.next().unwrap().to_owned();
        Self { program, port, token }
    }

    /// Sends a request as it is written and gives the answer's head and body.
    pub fn send(&self, request: &str) -> (String, Vec<u8>) {
        self.sent(request).unwrap()
    }

    /// The same where the server may be gone: none without a whole head.
    pub fn sent(&self, request: &str) -> Option<(String, Vec<u8>)> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
        stream.write_all(request.as_bytes()).ok()?;
        let mut bytes = Vec::new();
        // What came before a server went away counts.
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        Some((String::from_utf8(bytes[..end].to_vec()).unwrap(), bytes[end + 4..].to_vec()))
    }

    /// Asks for a path below the address as the page itself does.
    pub fn get(&self, path: &str) -> (String, Vec<u8>) {
        let (token, port) = (&self.token, self.port);
        let head = format!("GET /{token}/{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n");
        self.send(&(head + "Connection: close\r\n\r\n"))
    }

    /// What a path below the address says, which must be there.
    pub fn json(&self, path: &str) -> Value {
        let (head, body) = self.get(path);
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        serde_json::from_slice(&body).unwrap()
    }

    /// A request of the page itself that changes something.
    pub fn post(&self, path: &str, body: &Value) -> String {
        let (token, port, body) = (&self.token, self.port, body.to_string());
        format!(
            "POST /{token}/{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\
             Origin: http://127.0.0.1:{port}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )
    }
}

/// The status of an answer.
pub fn status(head: &str) -> u16 {
    head.split(' ').nth(1).unwrap().parse().unwrap()
}
