package io.apibuddy.domain.fill;

import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.ResponseFreshener;
import io.apibuddy.domain.cache.VaryMatcher;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.content.Spool;
import io.apibuddy.domain.content.SpoolReader;
import io.apibuddy.domain.fields.ResponseFields;
import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.domain.throttle.ThrottledException;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One fetch from an upstream. Its answer goes to every client that made an equal request and, if it
 * may be stored, into the store. A fill outlives the client that started it. Safe for concurrent
 * use.
 */
public final class Fill implements Runnable {

  /** A step of a fill; returns whether it was the last. */
  @FunctionalInterface
  interface Step {
    boolean run() throws UpstreamException, IOException, InterruptedException;
  }

  private final CacheLookup lookup;
  private final RequestCollapser.Group group;
  private final Fetch fetch;
  private final Revalidation revalidation;
  private final InstantSource clock;
  private final Spool spool;
  private final RequestCollapser collapser;
  private final Consumer<Fill> onEnd;
  private final PendingHead head = new PendingHead();
  private final Cancellation cancellation = new Cancellation();
  private final FillIntake intake;
  private volatile long turn = RequestCollapser.NOT_ASKED;
  private volatile @Nullable Link link; // changed by the collapser
  private @Nullable AsyncLead asyncLead; // set only if nothing was stored

  /**
   * Creates a fill that has not begun.
   *
   * @param group the requests that it may answer
   * @param collapser gives the fill its turn and is told what becomes of its answer
   * @param onEnd run once, when the fill has ended or was refused
   */
  public Fill(
      CacheLookup lookup,
      RequestCollapser.Group group,
      Fetch fetch,
      Revalidation revalidation,
      EntryDrafts drafts,
      GuardedResponseStore store,
      InstantSource clock,
      Spool spool,
      RequestCollapser collapser,
      Consumer<Fill> onEnd) {
    this.lookup = lookup;
    this.group = group;
    this.fetch = fetch;
    this.revalidation = revalidation;
    this.clock = clock;
    this.spool = spool;
    this.collapser = collapser;
    this.onEnd = onEnd;
    this.intake = new FillIntake(this, lookup, drafts, store, clock, spool, head);
  }

  CacheLookup lookup() {
    return lookup;
  }

  RequestCollapser.Group group() {
    return group;
  }

  /** Returns the link in the chain of the key, null if the answer will not be stored any more. */
  @Nullable Link link() {
    return link;
  }

  void setLink(@Nullable Link place) {
    link = place;
  }

  void setTurn(long number) {
    turn = number;
  }

  /** Returns a reader of the whole content, null if no reader can join any more. */
  public @Nullable SpoolReader join() {
    return spool.join();
  }

  /**
   * Waits for the answer's head.
   *
   * @return the head; empty if the fill was withdrawn, because the answer is stored after all
   * @throws UpstreamException if no head came
   * @throws ThrottledException if the upstream was not asked
   * @throws NotRecordedException if the answer had to be recorded and was not
   */
  public Optional<FillHead> awaitHead(long timeoutNanos)
      throws UpstreamException, InterruptedException {
    return head.await(timeoutNanos);
  }

  /** Returns what {@link #awaitHead} would; for {@code onHead} of {@link #leadAsync}. */
  public Optional<FillHead> knownHead() throws UpstreamException {
    return head.known();
  }

  /** Runs {@code action} once the head, or its absence, is known. */
  void onHead(Runnable action) {
    head.onKnown(action);
  }

  /** Runs the fill to its end on the calling thread. */
  @Override
  public void run() {
    proceed(() -> end(ask()));
  }

  /**
   * Runs on the calling thread until the head has come, and to the end if the answer is short and
   * complete by then, because handing it to another thread would cost more than the rest of a miss.
   * Otherwise continues on a thread of {@code others}, while the caller reads what arrives.
   */
  public void lead(Executor others) {
    proceed(
        () -> {
          ReceivedAnswer received = ask();
          if (received == null || received.isWhole()) {
            return end(received);
          }
          handOver(received, others, () -> proceed(() -> end(received)));
          return false;
        });
  }

  /**
   * Begins without any thread that waits. The thread that delivers a short, complete answer takes
   * it in if the store has room; a thread of {@code others} does if it may take longer. For a
   * request with its content in memory for which nothing is stored, and whose attempt was counted.
   *
   * @param onHead run once {@link #knownHead} returns the head, or there will be none; a short
   *     answer has been taken in by then
   */
  public void leadAsync(Executor others, Runnable onHead) {
    AsyncLead lead = new AsyncLead(this, fetch, intake, cancellation, askedNow(), others, onHead);
    asyncLead = lead;
    intake.cancelWhenUnread(false);
    boolean begun = false;
    try {
      lead.begin(revalidation.conditions());
      begun = true;
    } finally {
      if (!begun) {
        fail(new IllegalStateException("the upstream client failed"));
        onEnd.accept(this);
      }
    }
  }

  /** Continues on a thread of {@code others}; the answer is discarded if there is no place. */
  void handOver(ReceivedAnswer received, Executor others, Runnable work)
      throws UpstreamException, InterruptedException {
    if (!cancellation.handOver(others, work)) {
      received.upstream().close();
      fetch.invalidate(received.head().live());
      throw saturated(UpstreamException.RequestSent.PERHAPS);
    }
  }

  /** Runs a step. A failure of the step ends the fill. Returns whether the fill has ended. */
  boolean proceed(Step step) {
    boolean ended = true;
    try {
      cancellation.begin();
      ended = step.run();
    } catch (UpstreamException | ThrottledException | NotRecordedException e) {
      fail(e);
    } catch (IOException e) {
      if (!cancellation.isCancelled()) {
        fetch.brokeOff(e);
      }
      settle();
      intake.show();
      spool.fail(e);
    } catch (InterruptedException e) {
      fail(givenUp(e));
      if (!cancellation.isCancelled()) {
        Thread.currentThread().interrupt(); // meant for the thread that runs this
      }
    } catch (RuntimeException | Error e) {
      head.failed(e);
      spool.fail(new IOException("internal error", e));
      throw e;
    } finally {
      if (ended) {
        settle();
        cancellation.end();
        onEnd.accept(this);
      }
    }
    return ended;
  }

  /**
   * Marks the answer as outdated: what is stored under its key is being removed, and the answer
   * must not be stored after that.
   */
  void markOutdated() {
    intake.markOutdated();
  }

  /**
   * Returns whether this fill's answer, judged by what has arrived of it, would be used in place of
   * that of {@code later}, a fill with an equal key whose turn came later. A recording that has
   * been made overtakes all others.
   *
   * @param answer the head of the later fill's answer
   */
  boolean isOvertakenBy(Fill later, ResponseHead answer) {
    if (intake.isOvertaken()
        || (turn >= later.turn && lookup.cache().mode() != CacheMode.RECORD)
        || (answer.status() == 206 && !revalidation.range().equals(later.revalidation.range()))) {
      return false;
    }
    FillHead own = intake.arrived();
    Headers headers = own == null ? answer.headers() : own.live().headers();
    return !VaryMatcher.distinguishes(headers, lookup, later.lookup);
  }

  /** Marks the answer as overtaken by that of a later request, so that it is not stored over it. */
  void overtake() {
    intake.overtake();
  }

  /** Lets no request join this fill any more: its answer is in the store, or never will be. */
  void settle() {
    collapser.settle(this);
  }

  /** Records that the answer will not be stored. */
  void dropUnstored() {
    collapser.dropUnstored(this);
  }

  /** Cancels the fill: the connection is closed, and readers get an error. */
  void cancel() {
    cancellation.cancel();
  }

  /** Ends a fill before it has begun, because the answer is stored after all. */
  public void withdraw() {
    head.withdrawn();
    spool.fail(new IOException("withdrawn"));
    settle();
  }

  /** Ends a fill before it has begun, because no thread is free for it. */
  public void refuse() {
    fail(saturated(UpstreamException.RequestSent.NO));
    settle();
    onEnd.accept(this);
  }

  /** Asks the upstream. Returns its answer, null if that confirmed a stored response. */
  private @Nullable ReceivedAnswer ask() throws UpstreamException, InterruptedException {
    awaitTurn();
    Instant requestedAt = askedNow();
    UpstreamResponse first = fetch.run(revalidation.conditions());
    if (!revalidation.isConfirmed(first.head())) {
      return hold(first, requestedAt);
    }
    if (confirm(first, requestedAt)) {
      return null;
    }
    awaitTurn();
    requestedAt = askedNow();
    return hold(fetch.run(Headers.EMPTY), requestedAt);
  }

  /** Makes a response the answer of this fill; cancelling the fill closes it. */
  ReceivedAnswer hold(UpstreamResponse upstream, Instant requestedAt) throws InterruptedException {
    try {
      cancellation.hold(upstream);
      FillHead arrived =
          FillHead.of(
              upstream,
              lookup,
              clock.instant(),
              intake.isOutdated(),
              intake.isOvertaken(),
              revalidation.hasBetter());
      ReceivedAnswer received = new ReceivedAnswer(upstream, arrived, requestedAt);
      if (!arrived.storability().storable()) {
        supersede(received);
        dropUnstored();
      }
      return received;
    } catch (InterruptedException | RuntimeException | Error e) {
      upstream.close();
      throw e;
    }
  }

  private Instant askedNow() {
    collapser.takeTurn(this);
    return clock.instant();
  }

  /** Removes what the answer has invalidated (RFC 9111 section 4.4). */
  void invalidate(ResponseHead answer) {
    fetch.invalidate(answer);
  }

  /** Marks earlier fills as overtaken, if their answers would be used in place of this one. */
  void overtakeOthers(FillHead arrived) {
    if (ResponseFreshener.replaces(lookup, arrived.live().status())) {
      collapser.overtake(this, arrived.live());
    }
  }

  /** Records that the answer is not stored. Removes stored responses that it supersedes. */
  void supersede(ReceivedAnswer received) {
    overtakeOthers(received.head());
    if (asyncLead == null && !intake.isOvertaken()) {
      revalidation.supersede(received.head(), received.requestedAt());
    }
  }

  /** Removes from the store, by {@code removal}, what should not have been stored. */
  void runRemoval(Runnable removal) {
    if (asyncLead == null) {
      removal.run();
    } else {
      asyncLead.runRemoval(removal);
    }
  }

  /** Marks others as overtaken that would replace this answer, a recording that lasts. */
  void overtakeOtherRecordings(FillHead recorded) {
    collapser.overtake(this, recorded.live());
  }

  /** Runs {@code recording}, which records the answer, once no other fill of the key does so. */
  void record(Runnable recording) {
    collapser.record(lookup.key(), recording);
  }

  /** Removes stored responses that would be used before the answer, which is stored. */
  void displace(ReceivedAnswer kept) {
    if (asyncLead == null) {
      revalidation.displace(kept.head(), kept.requestedAt());
    }
  }

  /** Waits until the upstream may be asked. Until then the fill ends if its last reader leaves. */
  private void awaitTurn() throws InterruptedException {
    intake.cancelWhenUnread(true);
    fetch.admit(spool.hasReaders());
    intake.cancelWhenUnread(false);
  }

  /** Processes a 304. Returns false if it confirms no response that is still stored. */
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
    settle();
    Headers cookies =
        lookup.cache().storesCookies() ? Headers.EMPTY : ResponseFields.cookies(upstream.head());
    head.arrived(FillHead.confirmed(confirmed, cookies, upstream.version()));
    spool.finish(Headers.EMPTY);
    return true;
  }

  /** Takes an answer in to its end. Returns true. */
  boolean end(@Nullable ReceivedAnswer received) throws IOException, InterruptedException {
    if (received != null) {
      intake.takeIn(received);
    }
    return true;
  }

  /** Settles first: a client that is told of the failure and asks again must not find this fill. */
  private void fail(Exception failure) {
    settle();
    head.failed(failure);
    spool.fail(new IOException("the upstream's answer was not completed", failure));
  }

  private static UpstreamException saturated(UpstreamException.RequestSent sent) {
    return new UpstreamException(
        UpstreamException.Kind.SATURATED, sent, "no place for a further fetch", null);
  }

  private static UpstreamException givenUp(InterruptedException cause) {
    return new UpstreamException(
        UpstreamException.Kind.CLOSED,
        UpstreamException.RequestSent.PERHAPS,
        "the fetch was given up",
        cause);
  }
}
