//! A run that several workers make over a real NATS server: one of them is killed, one stalls.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use make_reports::publish;
use sha2::{Digest as _, Sha256};

use crate::support::{City, can_prove, files};

const ID: &str = "sichuan-2011";
/// The program's own folder in the one that `--work` names.
const OWN: &str = "make-reports-work";

/// A server of its own, with its store in a folder of its own; it goes with this.
struct Server {
    process: Child,
    url: String,
    _store: tempfile::TempDir,
}

impl Server {
    fn start() -> Self {
        let store = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = Command::new("nats-server")
            .args(["-js", "-a", "127.0.0.1", "-p", &port.to_string(), "-sd"])
            .arg(store.path())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self { process, url: format!("nats://127.0.0.1:{port}"), _store: store };
        let answers = || TcpStream::connect(("127.0.0.1", port)).is_ok();
        assert!((0..200).any(|_| {
            thread::sleep(Duration::from_millis(50));
            answers()
        }));
        server
    }

    /// A command of the program against this server.
    fn command(&self, work: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_make-reports"));
        command.args(arguments).args(["--nats", &self.url]);
        if arguments[0] != "plan" {
            command.arg("--work").arg(work);
        }
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A worker and what it says; it goes with this.
struct Worker {
    process: Child,
    said: BufReader<std::process::ChildStderr>,
    lines: Vec<String>,
}

impl Worker {
    fn start(server: &Server, work: &Path) -> Self {
        let mut command = server.command(work, &["worker", "--jobs", "1", "--idle", "8"]);
        let mut process = command.stderr(Stdio::piped()).spawn().unwrap();
        let said = BufReader::new(process.stderr.take().unwrap());
        Self { process, said, lines: Vec::new() }
    }

    /// Reads on until a chunk is handed in.
    fn hand_in(&mut self) {
        loop {
            let mut line = String::new();
            assert!(self.said.read_line(&mut line).unwrap() > 0, "it ended: {:?}", self.lines);
            self.lines.push(line);
            if self.done() > 0 {
                return;
            }
        }
    }

    fn signal(&self, name: &str) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    /// Reads what it says until its end.
    fn read_rest(&mut self) {
        let mut rest = String::new();
        self.said.read_to_string(&mut rest).unwrap();
        self.lines.extend(rest.lines().map(str::to_owned));
    }

    /// Waits for its end, which must be a good one.
    fn end(&mut self) {
        self.read_rest();
        assert!(self.process.wait().unwrap().success(), "{:?}", self.lines);
    }

    /// Chunks that it made or found made.
    fn done(&self) -> usize {
        let is_done = |line: &&String| line.contains("做好");
        self.lines.iter().filter(is_done).count()
    }

    /// Chunks that were handed out before and not finished.
    fn again(&self) -> usize {
        self.lines.iter().filter(|line| line.contains("重做")).count()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Data, fonts and further arguments of `plan`.
fn plan(server: &Server, city: &City, more: &[&str]) -> Output {
    let mut command = server.command(city.root(), &[&["plan"], more].concat());
    command.arg("--data").arg(city.data());
    command.arg("--fonts").arg(crate::support::repository("fonts")).output().unwrap()
}

fn collect(server: &Server, work: &Path, output: &Path, id: &str) -> Output {
    let mut command = server.command(work, &["collect", id]);
    command.arg("--output").arg(output).output().unwrap()
}

#[test]
fn workers_that_die_or_stall_lose_nothing() {
    if !can_prove("nats-server", &["--version"]) {
        return;
    }
    let eight = ["成都市", "自贡市", "泸州市", "德阳市", "绵阳市", "广元市", "内江市", "乐山市"];
    let city = City::some_units(&eight);
    city.build();
    let expected = files(&city.output().join(ID));
    let server = Server::start();
    let work = city.root().join("work");
    let planned = plan(&server, &city, &["--chunk", "1", "--patience", "3"]);
    let text = said(&planned);
    assert!(planned.status.success(), "{text}");
    let number = |before: &str| -> usize {
        let digits = text.split(before).nth(1).unwrap().chars();
        digits.take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
    };
    let chunks = number("已放进队列：");
    let id: String = text.split("编号 ").nth(1).unwrap().chars().take(12).collect();
    assert!(chunks >= 5, "{text}");

    // One is killed while it works on its second chunk, one stalls there.
    let mut killed = Worker::start(&server, &work);
    killed.hand_in();
    thread::sleep(Duration::from_millis(150));
    killed.signal("-KILL");
    killed.read_rest();
    let mut stalled = Worker::start(&server, &work);
    stalled.hand_in();
    thread::sleep(Duration::from_millis(150));
    stalled.signal("-STOP");
    let mut steady = Worker::start(&server, &work);
    let shared = city.root().join("shared");
    let collected = collect(&server, &work, &shared, &id);
    assert_eq!(collected.status.code(), Some(0), "{}", said(&collected));
    let made = files(&shared.join(ID));
    let names = |all: &[(String, Vec<u8>)]| -> Vec<String> {
        all.iter().map(|(path, _)| path.clone()).collect()
    };
    assert_eq!(names(&made), names(&expected));
    for (one, other) in made.iter().zip(&expected) {
        assert!(one == other, "{} is not what one process makes", one.0);
    }
    assert!(!shared.join(".shards").exists());

    // The one that stalled goes on: what it had is there already, and nothing of it is left.
    stalled.signal("-CONT");
    stalled.end();
    steady.end();
    let all = killed.done() + stalled.done() + steady.done();
    assert!(all >= chunks, "{all} of {chunks}");
    // Of what the two had in hand one at least was handed out once more.
    assert!(steady.again() + stalled.again() > 0, "{:?}", steady.lines);
    let nothing = collect(&server, &work, &shared, &id);
    assert_eq!(nothing.status.code(), Some(2));
    assert!(said(&nothing).contains("plan-not-found"), "{}", said(&nothing));
}

/// A chunk that no worker can make is handed out ten times, and `collect` does not wait for ever.
#[test]
fn a_chunk_that_nobody_can_make_is_told() {
    if !can_prove("nats-server", &["--version"]) {
        return;
    }
    let city = City::three_units();
    city.reports_only();
    let server = Server::start();
    let work = city.root().join("work");
    let planned = plan(&server, &city, &["--chunk", "3600", "--patience", "2"]);
    assert!(planned.status.success(), "{}", said(&planned));
    // The data of this worker is not what it is taken for.
    let data = publish::pack(&city.data(), publish::Links::Inside).unwrap();
    let name = make_reports::model::hex(&Sha256::digest(data));
    fs::create_dir_all(work.join(OWN).join(name)).unwrap();
    let mut worker = Worker::start(&server, &work);
    let output = city.root().join("shared");
    let collected = collect(&server, &city.root().join("other"), &output, "");
    assert_eq!(collected.status.code(), Some(2));
    let text = said(&collected);
    assert!(text.contains("chunks-lost") && text.contains("第1块"), "{text}");
    assert!(!output.join(ID).exists());
    worker.end();
    let given_back = worker.lines.iter().filter(|line| line.contains("放回队列")).count();
    assert_eq!(given_back, 10, "{:?}", worker.lines);

    // Planned again, another one makes it.
    let planned = plan(&server, &city, &["--chunk", "3600", "--patience", "2"]);
    assert!(planned.status.success(), "{}", said(&planned));
    let mut other = Worker::start(&server, &city.root().join("other"));
    let collected = collect(&server, &city.root().join("other"), &output, "");
    assert_eq!(collected.status.code(), Some(0), "{}", said(&collected));
    assert!(output.join(ID).join("manifest.json").is_file());
    other.end();
}

#[test]
fn what_cannot_be_planned_or_made_is_told() {
    if !can_prove("nats-server", &["--version"]) {
        return;
    }
    let city = City::three_units();
    let mut server = Server::start();
    let work = city.root().join("work");

    // Data with errors stays out of the queue.
    let scores = city.read("scores.csv");
    city.replace("scores.csv", "自贡市,53.5", "自贡市,9953.5");
    let planned = plan(&server, &city, &[]);
    assert_eq!(planned.status.code(), Some(1), "{}", said(&planned));
    city.write("scores.csv", scores);
    let nothing = collect(&server, &work, &city.output(), "");
    assert_eq!(nothing.status.code(), Some(2), "{}", said(&nothing));
    assert!(said(&nothing).contains("plan-not-found"));

    // Killed while it collects, it goes on where it was; the last output stands until then.
    city.build();
    let before = files(&city.output().join(ID));
    let planned = plan(&server, &city, &["--chunk", "1"]);
    assert!(planned.status.success(), "{}", said(&planned));
    let mut worker = Worker::start(&server, &work);
    worker.hand_in();
    worker.signal("-STOP");
    let mut command = server.command(&work, &["collect"]);
    let mut first = command.arg("--output").arg(city.output()).spawn().unwrap();
    let shares = city.output().join(".shards").join(ID);
    let fetched = || {
        let names = fs::read_dir(&shares).into_iter().flatten().map(|own| own.unwrap().file_name());
        names.filter(|name| !name.to_string_lossy().starts_with('.')).count()
    };
    assert!((0..400).any(|_| {
        thread::sleep(Duration::from_millis(50));
        fetched() > 0
    }));
    first.kill().unwrap();
    first.wait().unwrap();
    assert!(files(&city.output().join(ID)) == before);
    worker.signal("-CONT");
    let collected = collect(&server, &work, &city.output(), "");
    assert_eq!(collected.status.code(), Some(0), "{}", said(&collected));
    assert!(files(&city.output().join(ID)) == before);
    worker.end();

    // Nobody there.
    server.process.kill().unwrap();
    server.process.wait().unwrap();
    let unheard = plan(&server, &city, &[]);
    assert_eq!(unheard.status.code(), Some(2));
    assert!(said(&unheard).contains("queue-failed"), "{}", said(&unheard));
    assert!(fs::read_dir(work.join(OWN)).unwrap().count() >= 2);
}
