package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.throttle.ThrottledException;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One fetch from an upstream on a thread of its own: its answer goes to every client that asked the
 * same and, if it may, to the store. Outlives the client that started it. Safe for concurrent use.
 */
final class Fill implements Runnable {

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
  private final Fetch fetch;
  private final Revalidation revalidation;
  private final EntryDrafts drafts;
  private final GuardedResponseStore store;
  private final InstantSource clock;
  private final Spool spool;
  private final Runnable onSettled;
  private final Consumer<ResponseHead> onHead;
  private final Runnable onEnd;
  private final PendingHead head = new PendingHead();
  private final Cancellation cancellation = new Cancellation();
  private volatile @Nullable FillHead arrived;
  private volatile boolean outdated;
  private volatile boolean inVain = true; // unless somebody reads the answer

  /**
   * Makes a fill that has not begun.
   *
   * @param onHead told of the upstream's head, on the fill's thread
   * @param onSettled run when a lookup in the store finds the answer, or never will
   * @param onEnd run once, when it has ended or was refused
   */
  Fill(
      CacheLookup lookup,
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
    this.fetch = fetch;
    this.revalidation = revalidation;
    this.drafts = drafts;
    this.store = store;
    this.clock = clock;
    this.spool = spool;
    this.onHead = onHead;
    this.onSettled = () -> onSettled.accept(this);
    this.onEnd = onEnd;
    spool.onLastReaderGone(this::giveUpIfInVain);
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
    return head.await(patienceNanos);
  }

  @Override
  public void run() {
    try {
      cancellation.begin();
      transfer();
    } catch (UpstreamException | ThrottledException e) {
      fail(e);
    } catch (IOException e) {
      onSettled.run();
      show();
      spool.fail(e);
    } catch (NotRecordedException e) {
      fail(e);
    } catch (InterruptedException e) {
      fail(givenUp(e));
    } catch (RuntimeException | Error e) {
      head.failed(e);
      spool.fail(new IOException("internal error", e));
      throw e;
    } finally {
      onSettled.run();
      cancellation.end();
      onEnd.run();
    }
  }

  /** Says that what is stored under its key is being removed; its answer is not to follow. */
  void outdate() {
    outdated = true;
  }

  /** Gives up: the connection is closed, readers get an error. */
  void cancel() {
    cancellation.cancel();
  }

  /** Gives up before it began, because the answer is stored after all. */
  void supersede() {
    head.superseded();
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

  /** Nobody is asked for an answer that nobody waits for any more. */
  private void awaitTurn() throws InterruptedException {
    inVain = true;
    fetch.admit(spool.hasReaders());
    inVain = false;
  }

  /** Takes a 304 for what it confirms; false if that is nothing that is still there. */
  private boolean confirm(UpstreamResponse upstream, Instant requestedAt)
      throws InterruptedException {
    StoredResponse confirmed;
    try (upstream) {
      cancellation.hold(upstream);
      confirmed = revalidation.confirm(upstream.head(), requestedAt, clock.instant());
    }
    if (confirmed == null) {
      return false;
    }
    onSettled.run();
    head.arrived(FillHead.confirmed(confirmed, upstream.version()));
    spool.finish(Headers.EMPTY);
    return true;
  }

  private void receive(UpstreamResponse upstream, Instant requestedAt)
      throws IOException, InterruptedException {
    try (upstream) {
      cancellation.hold(upstream);
      Instant respondedAt = clock.instant();
      FillHead came = FillHead.of(upstream, lookup, respondedAt, outdated);
      try (GuardedResponseStore.Staging staging = stage(came, requestedAt, respondedAt)) {
        announce(staging == null ? came : came.nowStaged());
        new ContentTransfer(
                spool,
                staging,
                lookup.cache(),
                (staged, trailers) -> keep(staged, trailers, requestedAt),
                this::tooLarge,
                onSettled)
            .move(upstream.body());
        show();
      }
    }
  }

  private GuardedResponseStore.@Nullable Staging stage(
      FillHead came, Instant requestedAt, Instant respondedAt) {
    if (!came.storability().storable()) {
      return null;
    }
    GuardedResponseStore.Staging staging =
        store.begin(
            drafts.draft(
                lookup, came.nominated(), came.shared(), requestedAt, respondedAt, came.length()));
    requireRecorded(staging != null);
    return staging;
  }

  private void announce(FillHead known) {
    onHead.accept(known.live());
    if (!known.storability().shareable() || known.length() > lookup.cache().maxResponseSize()) {
      spool.becomeWindow();
    }
    inVain = !known.worthKeeping();
    arrived = known;
    // Whoever has an empty answer has all of it, and must find it stored when it asks again.
    long held = drafts.isRecording() ? HELD_BACK : 0;
    if (known.length() < 0 || known.length() > held) {
      show();
    }
    if (!spool.hasReaders()) {
      giveUpIfInVain();
    }
  }

  private void show() {
    FillHead known = arrived;
    if (known != null) {
      head.arrived(known);
    }
  }

  private void keep(GuardedResponseStore.Staging staging, Headers trailers, Instant requestedAt) {
    if (!outdated) {
      long millis = Math.max(0, Duration.between(requestedAt, clock.instant()).toMillis());
      Map<String, String> attributes =
          Map.of(EntryCompletion.UPSTREAM_MILLIS, Long.toString(millis));
      requireRecorded(staging.commit(new EntryCompletion(trailers, attributes)));
    }
  }

  /** A recording that silently lacks something would fail its user later, and elsewhere. */
  private void requireRecorded(boolean kept) {
    if (!kept && drafts.isRecording()) {
      store.reportMissingRecording();
      throw new NotRecordedException();
    }
  }

  private void tooLarge() {
    spool.becomeWindow();
    inVain = true;
    if (!spool.hasReaders()) {
      giveUpIfInVain();
    }
  }

  /**
   * Nobody reads any more: goes on only for an answer that is on its way, worth keeping and will
   * end.
   */
  private void giveUpIfInVain() {
    if (inVain && spool.closeUnread()) {
      cancel();
    }
  }

  /** Settles first: who is told and asks again must not find this fill any more. */
  private void fail(Exception failure) {
    onSettled.run();
    head.failed(failure);
    spool.fail(new IOException("the upstream's answer was not completed", failure));
  }

  private static UpstreamException givenUp(InterruptedException cause) {
    return new UpstreamException(
        UpstreamException.Kind.CLOSED,
        UpstreamException.RequestSent.PERHAPS,
        "the fetch was given up",
        cause);
  }
}
