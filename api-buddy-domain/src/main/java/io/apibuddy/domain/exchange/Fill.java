package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One fetch from an upstream on a thread of its own: its answer goes to every client that asked the
 * same and, if it may, to the store. Outlives the client that started it. Safe for concurrent use.
 */
final class Fill implements Runnable {

  /** Gives the upstream's answer, asked for under conditions if there are any. */
  @FunctionalInterface
  interface Fetch {
    UpstreamResponse run(Headers conditions) throws UpstreamException, InterruptedException;
  }

  private final CacheLookup lookup;
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
  private final PendingHead head = new PendingHead();
  private final Cancellation cancellation = new Cancellation();
  private volatile boolean inVain; // unless somebody reads the answer

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
   */
  Optional<FillHead> awaitHead(long patienceNanos) throws UpstreamException, InterruptedException {
    return head.await(patienceNanos);
  }

  @Override
  public void run() {
    try {
      cancellation.begin();
      transfer();
    } catch (UpstreamException e) {
      fail(e);
    } catch (IOException e) {
      spool.fail(e);
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
    Instant requestedAt = clock.instant();
    UpstreamResponse first = fetch.run(revalidation.conditions());
    if (!revalidation.isConfirmed(first.head())) {
      receive(first, requestedAt);
    } else if (!confirm(first, requestedAt)) {
      requestedAt = clock.instant();
      receive(fetch.run(Headers.EMPTY), requestedAt);
    }
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
      FillHead came = FillHead.of(upstream, lookup, upstreamPath, respondedAt);
      try (GuardedResponseStore.Staging staging = stage(came, requestedAt, respondedAt)) {
        announce(staging == null ? came : came.nowStaged());
        new ContentTransfer(spool, staging, lookup.cache(), this::tooLarge, onSettled)
            .move(upstream.body());
      }
    }
  }

  private GuardedResponseStore.@Nullable Staging stage(
      FillHead came, Instant requestedAt, Instant respondedAt) {
    return came.storability().storable()
        ? store.begin(
            drafts.draft(
                lookup,
                came.nominated(),
                ResponseFields.storable(came.shared()),
                requestedAt,
                respondedAt,
                came.length()))
        : null;
  }

  private void announce(FillHead known) {
    onHead.accept(known.live());
    if (!known.storability().shareable() || known.length() > lookup.cache().maxResponseSize()) {
      spool.becomeWindow();
    }
    inVain = !known.worthKeeping();
    head.arrived(known);
    if (!spool.hasReaders()) {
      giveUpIfInVain();
    }
  }

  private void tooLarge() {
    spool.becomeWindow();
    inVain = true;
    if (!spool.hasReaders()) {
      giveUpIfInVain();
    }
  }

  /** Nobody reads any more: goes on only for an answer that is worth keeping and will end. */
  private void giveUpIfInVain() {
    if (inVain && spool.closeUnread()) {
      cancel();
    }
  }

  private void fail(UpstreamException failure) {
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
