//! The work queue and the object store of a NATS server, without waiting in more than one place.
//!
//! A chunk is a message of a `JetStream` stream that goes when it is acknowledged; one that nobody
//! acknowledges in time is handed out again. Workers of one build of the program have a consumer of
//! their own, so that nobody gets a chunk that was planned for another.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_nats::jetstream::consumer::{self, AckPolicy, PullConsumer, pull};
use async_nats::jetstream::context::{ConsumerInfoErrorKind, ContextBuilder};
use async_nats::jetstream::message::AckKind;
use async_nats::jetstream::object_store::{self, InfoErrorKind, ObjectInfo, ObjectStore};
use async_nats::jetstream::{self, Context, stream};
use async_nats::{Client, ConnectOptions};
use futures_util::{StreamExt as _, TryStreamExt as _};
use tokio::io::AsyncReadExt as _;
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

use crate::finding::{Failure, failure};

/// Name of the stream and of the object store.
const NAME: &str = "make-reports";
/// Everything in the store goes after so long: a plan that nobody collects, parts of old ones.
const KEPT: Duration = Duration::from_hours(7 * 24);
/// Deliveries of a chunk before nobody gets it any more: one that ends every worker must not go
/// round for ever.
const DELIVERIES: i64 = 10;
/// Workers that may wait for a chunk of one program.
const WORKERS: i64 = 10_000;
/// Bytes of an object that are read at a time.
const PART: usize = 1 << 17;
/// Wait for an answer of the server.
const ANSWER: Duration = Duration::from_secs(20);

/// A connection to the queue.
pub(super) struct Queue {
    runtime: Runtime,
    client: Client,
    context: Context,
    stream: stream::Stream,
    store: ObjectStore,
}

/// A chunk that this process has and others have not, as long as it says so in time.
pub(super) struct Taken {
    /// What the message says.
    pub(super) payload: Vec<u8>,
    /// How often it was handed out, this time included.
    pub(super) tries: usize,
    message: jetstream::Message,
}

/// How a consumer stands.
pub(super) struct Standing {
    /// Chunks that nobody has, and that somebody has.
    pub(super) waiting: u64,
    pub(super) taken: u64,
    /// Wait for a sign of life of whoever has a chunk.
    pub(super) patience: Duration,
}

impl Queue {
    /// Connects, and makes stream and store where they are not there yet.
    ///
    /// # Errors
    /// A failure when the server cannot be reached or has no `JetStream`.
    pub(super) fn open(url: &str) -> Result<Self, Failure> {
        let failed = |cause: String| Failure::new(failure::QUEUE_FAILED).with("cause", cause);
        let mut builder = Builder::new_multi_thread();
        let runtime = builder.worker_threads(1).enable_all().build();
        let runtime = runtime.map_err(|error| failed(error.to_string()))?;
        let opened = runtime.block_on(async {
            let options = ConnectOptions::new().name(NAME).request_timeout(Some(ANSWER));
            let client = options.connect(url).await.map_err(|error| failed(error.to_string()))?;
            let context = ContextBuilder::new().timeout(ANSWER).ack_timeout(ANSWER);
            let context = context.build(client.clone());
            let stream = context.get_or_create_stream(stream_config()).await;
            let stream = stream.map_err(|error| failed(error.to_string()))?;
            let store = match context.get_object_store(NAME).await {
                Ok(store) => Ok(store),
                Err(_) => context.create_object_store(store_config()).await,
            };
            let store = store.map_err(|error| failed(error.to_string()))?;
            Ok((client, context, stream, store))
        });
        let (client, context, stream, store) = opened?;
        Ok(Self { runtime, client, context, stream, store })
    }

    /// Waits for an answer, of which any error is a failure.
    fn wait<T, E: std::fmt::Display>(
        &self,
        answer: impl Future<Output = Result<T, E>>,
    ) -> Result<T, Failure> {
        let answer = self.runtime.block_on(answer);
        answer.map_err(|error| Failure::new(failure::QUEUE_FAILED).with("cause", error))
    }

    /// Puts an object unless it is there: names tell what is in it. One that would soon be too old
    /// is put again.
    pub(super) fn put(&self, name: &str, mut bytes: &[u8]) -> Result<(), Failure> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let is_new = |info: ObjectInfo| {
            let put = info.modified.and_then(|own| u64::try_from(own.unix_timestamp()).ok());
            now.saturating_sub(Duration::from_secs(put.unwrap_or(0))) < KEPT / 2
        };
        if self.info(name)?.is_some_and(is_new) {
            return Ok(());
        }
        self.wait(self.store.put(name, &mut bytes)).map(drop)
    }

    /// Whether an object is there.
    pub(super) fn has(&self, name: &str) -> Result<bool, Failure> {
        Ok(self.info(name)?.is_some())
    }

    fn info(&self, name: &str) -> Result<Option<ObjectInfo>, Failure> {
        self.wait(async {
            match self.store.info(name).await {
                Ok(info) => Ok(Some(info).filter(|own| !own.deleted)),
                Err(error) if error.kind() == InfoErrorKind::NotFound => Ok(None),
                Err(error) => Err(error),
            }
        })
    }

    /// An object; none where there is no such.
    pub(super) fn get(&self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        if !self.has(name)? {
            return Ok(None);
        }
        self.wait(async {
            let mut object = self.store.get(name).await.map_err(|error| error.to_string())?;
            let (mut bytes, mut part) = (Vec::new(), vec![0; PART]);
            loop {
                // Pieces of an object that somebody removes meanwhile never come.
                let read = timeout(ANSWER, object.read(&mut part)).await;
                let read = read.map_err(|error| format!("{name}: {error}"))?;
                match read.map_err(|error| error.to_string())? {
                    0 => return Ok::<_, String>(Some(bytes)),
                    read => bytes.extend_from_slice(&part[..read]),
                }
            }
        })
    }

    /// Removes an object that is there.
    pub(super) fn delete(&self, name: &str) -> Result<(), Failure> {
        self.wait(self.store.delete(name))
    }

    /// Names of the objects that begin so, in order.
    pub(super) fn names(&self, prefix: &str) -> Result<Vec<String>, Failure> {
        let listed = self.wait(async {
            let list = self.store.list().await.map_err(|error| error.to_string())?;
            let list = timeout(ANSWER, list.try_collect::<Vec<_>>()).await;
            list.map_err(|error| error.to_string())?.map_err(|error| error.to_string())
        })?;
        let there = listed.into_iter().filter(|own| !own.deleted).map(|own| own.name);
        let mut names: Vec<String> = there.filter(|name| name.starts_with(prefix)).collect();
        names.sort();
        Ok(names)
    }

    /// Puts chunks into the queue of a program, whose workers are given up after `patience` without
    /// a sign of life.
    pub(super) fn send(
        &self,
        program: &str,
        patience: Duration,
        chunks: &[Vec<u8>],
    ) -> Result<(), Failure> {
        let config = consumer_config(program, patience);
        self.wait(self.stream.create_consumer(config))?;
        self.wait(async {
            for chunk in chunks {
                let sent = self.context.publish(subject(program), chunk.clone().into()).await;
                sent.map_err(|error| error.to_string())?
                    .await
                    .map_err(|error| error.to_string())?;
            }
            Ok::<_, String>(())
        })
    }

    /// The next chunk of a program; none where there is none for so long.
    pub(super) fn take(&self, program: &str, wait: Duration) -> Result<Option<Taken>, Failure> {
        self.wait(async {
            if self.consumer(program).await?.is_none() {
                // Nothing was ever planned for this program.
                tokio::time::sleep(wait).await;
                return Ok(None);
            }
            let consumer: PullConsumer = self
                .stream
                .get_consumer(&consumer_name(program))
                .await
                .map_err(|error| error.to_string())?;
            let batch = consumer.fetch().max_messages(1).expires(wait).messages().await;
            let mut batch = batch.map_err(|error| error.to_string())?;
            let next = batch.next().await.transpose().map_err(|error| error.to_string())?;
            Ok::<_, String>(next.map(|message| {
                let delivered = message.info().ok().map(|info| info.delivered);
                let tries = delivered.and_then(|own| usize::try_from(own).ok()).unwrap_or(1);
                Taken { payload: message.payload.to_vec(), tries, message }
            }))
        })
    }

    /// Says that a chunk is still worked on.
    pub(super) fn alive(&self, taken: &Taken) -> Result<(), Failure> {
        self.wait(async {
            taken.message.ack_with(AckKind::Progress).await.map_err(|error| error.to_string())?;
            self.client.flush().await.map_err(|error| error.to_string())
        })
    }

    /// Says that a chunk is done, and waits until the server knows.
    pub(super) fn done(&self, taken: &Taken) -> Result<(), Failure> {
        self.wait(taken.message.double_ack())
    }

    /// Gives a chunk back, to be handed out again after a while.
    pub(super) fn give_back(&self, taken: &Taken, after: Duration) -> Result<(), Failure> {
        self.wait(taken.message.double_ack_with(AckKind::Nak(Some(after))))
    }

    /// How the queue of a program stands; none where nothing was planned for it.
    pub(super) fn standing(&self, program: &str) -> Result<Option<Standing>, Failure> {
        self.wait(async {
            let info = self.consumer(program).await?;
            Ok::<_, String>(info.map(|info| Standing {
                waiting: info.num_pending,
                taken: info.num_ack_pending as u64,
                patience: info.config.ack_wait,
            }))
        })
    }

    /// The consumer of a program, as it stands; none where nothing was planned for it.
    async fn consumer(&self, program: &str) -> Result<Option<consumer::Info>, String> {
        match self.stream.consumer_info(consumer_name(program)).await {
            Ok(info) => Ok(Some(info)),
            Err(error) if error.kind() == ConsumerInfoErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Does nothing for a while.
    pub(super) fn pause(&self, time: Duration) {
        // A timer is made inside the runtime.
        self.runtime.block_on(async { tokio::time::sleep(time).await });
    }
}

fn stream_config() -> stream::Config {
    stream::Config {
        name: NAME.to_owned(),
        subjects: vec![format!("{NAME}.chunk.*")],
        retention: stream::RetentionPolicy::WorkQueue,
        max_age: KEPT,
        ..stream::Config::default()
    }
}

fn store_config() -> object_store::Config {
    object_store::Config {
        bucket: NAME.to_owned(),
        max_age: KEPT,
        ..object_store::Config::default()
    }
}

fn consumer_config(program: &str, patience: Duration) -> pull::Config {
    pull::Config {
        durable_name: Some(consumer_name(program)),
        filter_subject: subject(program),
        ack_policy: AckPolicy::Explicit,
        ack_wait: patience,
        max_deliver: DELIVERIES,
        max_waiting: WORKERS,
        inactive_threshold: KEPT,
        ..pull::Config::default()
    }
}

/// Digits of a program's checksum that tell it from others.
fn short(program: &str) -> &str {
    program.get(..16).unwrap_or(program)
}

fn subject(program: &str) -> String {
    format!("{NAME}.chunk.{}", short(program))
}

fn consumer_name(program: &str) -> String {
    format!("workers-{}", short(program))
}
