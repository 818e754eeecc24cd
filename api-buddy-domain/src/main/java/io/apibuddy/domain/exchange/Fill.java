package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.Storability;
import io.apibuddy.domain.cache.StorabilityPolicy;
import io.apibuddy.domain.cache.VaryMatcher;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.throttle.ThrottledException;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One fetch from an upstream on a thread of its own: its answer goes to every client that asked the
 * same and, if it may, to the store. Outlives the client that started it. Safe for concurrent use.
 */
final class Fill implements Runnable {

  private static final int BLOCK = 32 << 10;

  /** Up to this length a recording is stored before its head is shown, in bytes. */
  private static final int HELD_BACK = 64 << 10;

  /** Asks the upstream. */
  interface Fetch {
    /**
     * Waits until the upstream may be asked.
     *
     * @param awaited whether anybody waits for the answer
     * @throws ThrottledException if it may not be asked
     */
    void admit(boolean awaited) throws InterruptedException;

    /** Gives the upstream's answer, asked for under conditions if there are any. */
    UpstreamResponse run(Headers conditions) throws UpstreamException, InterruptedException;
  }

  private final CacheLookup lookup;
  private final CacheConfiguration cache;
  private final String upstreamPath;
  private final Fetch fetch;
  private final Revalidation revalidation;
  private final EntryDrafts drafts;
  private final GuardedResponseStore store;
  private final InstantSource clock;
  private final Spool spool;
  private final Runnable onSettled;
  private final Consumer<ResponseHead> onHead;
  private final Runnable onEnd;
  private final CompletableFuture<Optional<FillHead>> head = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Thread runner; // guarded by lock
  private @Nullable UpstreamResponse response; // guarded by lock
  private boolean cancelled; // guarded by lock
  private volatile @Nullable FillHead arrived;
  private volatile boolean outdated;

  /**
   * Whether the upstream is being asked; before that the fill may still be waiting for its turn.
   */
  private volatile boolean asked;

  /**
   * Makes a fill that has not begun.
   *
   * @param onHead told of the upstream's head, on the fill's thread
   * @param onSettled run when a lookup in the store finds the answer, or never will
   * @param onEnd run once, when it has ended or was refused
   */
  Fill(
      CacheLookup lookup,
      String upstreamPath,
      Fetch fetch,
      Revalidation revalidation,
      EntryDrafts drafts,
      GuardedResponseStore store,
      InstantSource clock,
      Spool spool,
      Consumer<ResponseHead> onHead,
      Consumer<Fill> onSettled,
      Runnable onEnd) {
    this.lookup = lookup;
    this.cache = lookup.cache();
    this.upstreamPath = upstreamPath;
    this.fetch = fetch;
    this.revalidation = revalidation;
    this.drafts = drafts;
    this.store = store;
    this.clock = clock;
    this.spool = spool;
    this.onHead = onHead;
    this.onSettled = () -> onSettled.accept(this);
    this.onEnd = onEnd;
    spool.onLastReaderGone(this::abandoned);
  }

  CacheLookup lookup() {
    return lookup;
  }

  /** Returns a reader of the whole content, null if it is too late to join. */
  @Nullable SpoolReader join() {
    return spool.join();
  }

  /**
   * Waits for the answer's head.
   *
   * @return the head; empty if the fill never ran, because the answer is stored after all
   * @throws UpstreamException if there was none
   * @throws ThrottledException if the upstream was not asked
   * @throws NotRecordedException if it had to be recorded and was not
   */
  Optional<FillHead> awaitHead(long patienceNanos) throws UpstreamException, InterruptedException {
    try {
      return head.get(patienceNanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UpstreamException failure) {
        throw new UpstreamException(
            failure.kind(), failure.requestSent(), String.valueOf(failure.getMessage()), failure);
      }
      if (e.getCause() instanceof ThrottledException refused) {
        throw new ThrottledException(refused.refusal());
      }
      if (e.getCause() instanceof NotRecordedException) {
        throw new NotRecordedException();
      }
      throw new IllegalStateException("the fill failed", e.getCause());
    } catch (TimeoutException e) {
      throw new UpstreamException(
          UpstreamException.Kind.RESPONSE_TIMEOUT,
          UpstreamException.RequestSent.PERHAPS,
          "the answer in flight did not come in time",
          e);
    }
  }

  @Override
  public void run() {
    try {
      start();
      transfer();
    } catch (UpstreamException | ThrottledException e) {
      fail(e);
    } catch (IOException e) {
      show();
      spool.fail(e);
    } catch (NotRecordedException e) {
      onSettled.run(); // who asks again must not find this one
      head.completeExceptionally(e);
      spool.fail(new IOException("not recorded", e));
    } catch (InterruptedException e) {
      fail(cancelledFetch(e));
    } catch (RuntimeException | Error e) {
      head.completeExceptionally(e);
      spool.fail(new IOException("internal error", e));
      throw e;
    } finally {
      onSettled.run();
      end();
      onEnd.run();
    }
  }

  /** Says that what is stored under its key is being removed; its answer is not to follow. */
  void outdate() {
    outdated = true;
  }

  /** Gives up: the connection is closed, readers get an error. */
  void cancel() {
    UpstreamResponse open;
    lock.lock();
    try {
      cancelled = true;
      open = response;
      if (runner != null) {
        runner.interrupt();
      }
    } finally {
      lock.unlock();
    }
    if (open != null) {
      open.close();
    }
  }

  /** Gives up before it began, because the answer is stored after all. */
  void supersede() {
    head.complete(Optional.empty());
    spool.fail(new IOException("superseded"));
    onSettled.run();
  }

  /** Gives up before it began, because there is no place for it. */
  void refuse() {
    fail(
        new UpstreamException(
            UpstreamException.Kind.SATURATED,
            UpstreamException.RequestSent.NO,
            "no place for a further fetch",
            null));
    onSettled.run();
    onEnd.run();
  }

  private void start() throws InterruptedException {
    lock.lock();
    try {
      if (cancelled) {
        throw new InterruptedException();
      }
      runner = Thread.currentThread();
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      runner = null;
      if (cancelled) {
        Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }

  private void transfer() throws UpstreamException, IOException, InterruptedException {
    awaitTurn();
    Instant requestedAt = clock.instant();
    UpstreamResponse first = fetch.run(revalidation.conditions());
    if (!revalidation.isConfirmed(first.head())) {
      receive(first, requestedAt);
    } else if (!confirm(first, requestedAt)) {
      awaitTurn();
      requestedAt = clock.instant();
      receive(fetch.run(Headers.EMPTY), requestedAt);
    }
  }

  private void awaitTurn() throws InterruptedException {
    asked = false;
    fetch.admit(spool.hasReaders());
    asked = true;
  }

  /** Takes a 304 for what it confirms; false if that is nothing that is still there. */
  private boolean confirm(UpstreamResponse upstream, Instant requestedAt)
      throws IOException, InterruptedException {
    StoredResponse confirmed;
    try (upstream) {
      hold(upstream);
      confirmed = revalidation.confirm(upstream.head(), requestedAt, clock.instant());
    }
    if (confirmed == null) {
      return false;
    }
    onSettled.run();
    head.complete(Optional.of(FillHead.confirmed(confirmed, upstream.version())));
    spool.finish();
    return true;
  }

  private void receive(UpstreamResponse upstream, Instant requestedAt)
      throws IOException, InterruptedException {
    try (upstream) {
      hold(upstream);
      Instant respondedAt = clock.instant();
      ResponseHead live = ResponseFields.endToEnd(upstream.head(), respondedAt);
      Storability storability =
          outdated
              ? Storability.INVALIDATED
              : StorabilityPolicy.judge(upstreamPath, lookup, live, respondedAt);
      Headers nominated = VaryMatcher.nominated(live.headers(), lookup);
      ResponseHead shared = ResponseFields.shareable(live, storability.withheld());
      GuardedResponseStore.@Nullable Staging staging =
          storability.storable()
              ? store.begin(
                  drafts.draft(
                      lookup,
                      nominated,
                      shared,
                      requestedAt,
                      respondedAt,
                      upstream.body().length()))
              : null;
      if (staging == null && storability.storable()) {
        requireRecorded(false);
      }
      try (staging) {
        onHead.accept(live);
        if (!storability.shareable() || upstream.body().length() > cache.maxResponseSize()) {
          spool.becomeWindow();
        }
        FillHead known =
            new FillHead(
                live,
                shared,
                upstream.version(),
                upstream.body().length(),
                storability,
                staging != null,
                nominated,
                null);
        arrived = known;
        boolean held = drafts.isRecording() && isShort(upstream.body().length());
        if (!held) {
          show();
        }
        if (!spool.hasReaders()) {
          abandoned();
        }
        pump(upstream.body(), staging);
        show();
      }
    }
  }

  private void show() {
    FillHead known = arrived;
    if (known != null) {
      head.complete(Optional.of(known));
    }
  }

  private static boolean isShort(long length) {
    return length >= 0 && length <= HELD_BACK;
  }

  /** A recording that silently lacks something would fail its user later, and elsewhere. */
  private void requireRecorded(boolean kept) {
    if (!kept && drafts.isRecording()) {
      store.reportMissingRecording();
      throw new NotRecordedException();
    }
  }

  private void hold(UpstreamResponse upstream) throws InterruptedException {
    lock.lock();
    try {
      if (cancelled) {
        throw new InterruptedException();
      }
      response = upstream;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Moves the content. The entry is committed before the last byte, or the end, is shown to
   * anybody: who has the whole answer and asks again finds it stored.
   */
  private void pump(Body body, GuardedResponseStore.@Nullable Staging staging)
      throws IOException, InterruptedException {
    InputStream source = body.stream();
    long announced = body.length();
    byte[] block = new byte[BLOCK];
    long received = 0;
    boolean settled = false;
    int count;
    while ((count = source.read(block)) >= 0) {
      received += count;
      if (received > cache.maxResponseSize()) {
        spool.becomeWindow();
      } else if (staging != null) {
        staging.write(block, count);
      }
      if (received == announced && source.read() < 0) {
        settle(body, staging, received);
        settled = true;
      }
      spool.append(block, count);
      if (settled) {
        break;
      }
    }
    if (!settled) {
      settle(body, staging, received);
    }
    spool.finish();
  }

  private void settle(Body body, GuardedResponseStore.@Nullable Staging staging, long received) {
    boolean sized = received >= cache.leastStoredSize() && received <= cache.maxResponseSize();
    if (staging != null && sized && !outdated) {
      Headers trailers = body instanceof Body.Stream stream ? stream.trailers() : Headers.EMPTY;
      requireRecorded(staging.commit(new EntryCompletion(trailers, Map.of())));
    }
    onSettled.run();
  }

  /**
   * Nobody reads any more: go on only for an answer that is on its way, worth keeping and will end.
   */
  private void abandoned() {
    FillHead known = arrived;
    boolean inVain =
        known == null
            ? !asked
            : !(known.staged() && EventStreams.isBounded(known.live().headers()));
    if (inVain && spool.closeUnread()) {
      cancel();
    }
  }

  private void fail(Exception failure) {
    head.completeExceptionally(failure);
    spool.fail(new IOException("the upstream's answer was not completed", failure));
  }

  private static UpstreamException cancelledFetch(InterruptedException cause) {
    return new UpstreamException(
        UpstreamException.Kind.CLOSED,
        UpstreamException.RequestSent.PERHAPS,
        "the fetch was given up",
        cause);
  }
}
