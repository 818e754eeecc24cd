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
 * One fetch from an upstream: its answer goes to every client that asked the same and, if it may,
 * to the store. Outlives the client that started it. Safe for concurrent use.
 */
public final class Fill implements Runnable {

  /** A part of what a fill does; returns whether it was the last. */
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
  private volatile @Nullable Link link; // among those of its key, changed by collapser
  private @Nullable UnattendedLead unattended; // then nothing was stored

  /**
   * Makes a fill that has not begun.
   *
   * @param group whom it may answer
   * @param collapser gives it its turn and is told what becomes of its answer
   * @param onEnd run once, when it has ended or was refused
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

  /** Returns its place among those of its key, null if its answer will not be stored any more. */
  @Nullable Link link() {
    return link;
  }

  void setLink(@Nullable Link place) {
    link = place;
  }

  void setTurn(long number) {
    turn = number;
  }

  /** Returns a reader of the whole content, null if it is too late to join. */
  public @Nullable SpoolReader join() {
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
  public Optional<FillHead> awaitHead(long patienceNanos)
      throws UpstreamException, InterruptedException {
    return head.await(patienceNanos);
  }

  /** Returns what {@link #awaitHead} would, once {@code onHead} of {@link #leadUnattended} runs. */
  public Optional<FillHead> knownHead() throws UpstreamException {
    return head.known();
  }

  /** Runs {@code action} once the head can be had, or there is none. */
  void onHead(Runnable action) {
    head.onKnown(action);
  }

  /** Runs to the end on the calling thread. */
  @Override
  public void run() {
    proceed(() -> end(ask()));
  }

  /**
   * Runs on the calling thread until the head has come, and to the end if the answer is short and
   * whole by then: to have another thread wait for it would cost more than all the rest of a miss.
   * What takes longer goes on on a thread of {@code others}, while this one passes on what comes.
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
   * Begins on no thread at all: an answer that is short and whole is taken in by the thread that
   * brings it, if the store has room for it, and what takes longer by one of {@code others}. For a
   * request with its content in memory for which nothing is stored, and whose attempt has been
   * counted.
   *
   * @param onHead run once the head can be had, with what belongs to a short answer, or there is
   *     none
   */
  public void leadUnattended(Executor others, Runnable onHead) {
    UnattendedLead lead =
        new UnattendedLead(this, fetch, intake, cancellation, askedNow(), others, onHead);
    unattended = lead;
    intake.inVainUnread(false);
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

  /** Leaves an answer to one of {@code others}; without a place for it, it is thrown away. */
  void handOver(ReceivedAnswer received, Executor others, Runnable work)
      throws UpstreamException, InterruptedException {
    if (!cancellation.passOn(others, work)) {
      received.upstream().close();
      fetch.invalidate(received.head().live());
      throw saturated(UpstreamException.RequestSent.PERHAPS);
    }
  }

  /** Takes a step, whose failure ends the fill; returns whether it has ended. */
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
        Thread.currentThread().interrupt(); // it was meant for whoever runs this
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

  /** Says that what is stored under its key is being removed; its answer is not to follow. */
  void outdate() {
    intake.outdate();
  }

  /**
   * Returns whether its answer, as far as that has come, would be used in place of one to a request
   * with an equal key that was asked later; a recording that is made goes before all others.
   *
   * @param answer what the later one was answered with
   */
  boolean isOvertakenBy(Fill later, ResponseHead answer) {
    if (intake.isOvertaken()
        || (turn >= later.turn && lookup.cache().mode() != CacheMode.RECORD)
        || (answer.status() == 206 && !revalidation.range().equals(later.revalidation.range()))) {
      return false;
    }
    FillHead own = intake.arrived();
    Headers telling = own == null ? answer.headers() : own.live().headers();
    return !VaryMatcher.tellsApart(telling, lookup, later.lookup);
  }

  /** Says that a request that was asked later has been answered; its answer is not to follow. */
  void overtake() {
    intake.overtake();
  }

  /** Says that a lookup in the store finds its answer, or never will. */
  void settle() {
    collapser.settle(this);
  }

  /** Says that its answer will not be stored. */
  void dropUnstored() {
    collapser.dropUnstored(this);
  }

  /** Gives up: the connection is closed, readers get an error. */
  void cancel() {
    cancellation.cancel();
  }

  /** Gives up before it began, because the answer is stored after all. */
  public void withdraw() {
    head.withdrawn();
    spool.fail(new IOException("withdrawn"));
    settle();
  }

  /** Gives up before it began, because there is no place for it. */
  public void refuse() {
    fail(saturated(UpstreamException.RequestSent.NO));
    settle();
    onEnd.accept(this);
  }

  /** Returns the answer that came, null if it said that what is stored still holds. */
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

  /** Takes an answer for the fill's, to be closed if that is given up. */
  ReceivedAnswer hold(UpstreamResponse upstream, Instant requestedAt) throws InterruptedException {
    try {
      cancellation.hold(upstream);
      FillHead came =
          FillHead.of(
              upstream,
              lookup,
              clock.instant(),
              intake.isOutdated(),
              intake.isOvertaken(),
              revalidation.hasBetter());
      ReceivedAnswer received = new ReceivedAnswer(upstream, came, requestedAt);
      if (!came.storability().storable()) {
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

  /** Removes what the answer, whose head has come, has made untrue. */
  void invalidate(ResponseHead answer) {
    fetch.invalidate(answer);
  }

  /** Has nothing stored over the answer, or in its place, that was asked for before it. */
  void overtakeOthers(FillHead came) {
    if (ResponseFreshener.replaces(lookup, came.live().status())) {
      collapser.overtake(this, came.live());
    }
  }

  /** Says that the answer is not stored; what is in its place may not be used any more. */
  void supersede(ReceivedAnswer received) {
    overtakeOthers(received.head());
    if (unattended == null && !intake.isOvertaken()) {
      revalidation.supersede(received.head(), received.requestedAt());
    }
  }

  /** Has what should not have got into the store removed from it, by {@code removal}. */
  void takeBack(Runnable removal) {
    if (unattended == null) {
      removal.run();
    } else {
      unattended.takeBack(removal);
    }
  }

  /** Says that the answer is stored by now; what it stands in for may go. */
  void displace(ReceivedAnswer kept) {
    if (lookup.cache().mode() == CacheMode.RECORD) {
      collapser.overtake(this, kept.head().live());
    } else if (unattended == null) {
      revalidation.displace(kept.head(), kept.requestedAt());
    }
  }

  /** Nobody is asked for an answer that nobody waits for any more. */
  private void awaitTurn() throws InterruptedException {
    intake.inVainUnread(true);
    fetch.admit(spool.hasReaders());
    intake.inVainUnread(false);
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
    settle();
    Headers cookies =
        lookup.cache().storesCookies() ? Headers.EMPTY : ResponseFields.cookies(upstream.head());
    head.arrived(FillHead.confirmed(confirmed, cookies, upstream.version()));
    spool.finish(Headers.EMPTY);
    return true;
  }

  /** Takes an answer in, to its end; returns true. */
  boolean end(@Nullable ReceivedAnswer received) throws IOException, InterruptedException {
    if (received != null) {
      intake.takeIn(received);
    }
    return true;
  }

  /** Settles first: who is told and asks again must not find this fill any more. */
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
