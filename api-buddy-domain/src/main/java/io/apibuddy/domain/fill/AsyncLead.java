package io.apibuddy.domain.fill;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Leads a fill without a thread that waits, and decides which thread takes in the answer. Used by
 * one thread at a time.
 */
final class AsyncLead implements UpstreamCallback {
  private final Fill fill;
  private final Fetch fetch;
  private final FillIntake intake;
  private final Cancellation cancellation;
  private final Instant requestedAt;
  private final Executor others;
  private final Runnable onHead;
  private boolean mustNotWait; // whether this thread must not be blocked
  private @Nullable Runnable removal; // work that would block it

  /**
   * Creates a lead that has not begun.
   *
   * @param others take in answers that would block the thread that delivers them
   * @param onHead see {@link Fill#leadAsync}
   */
  AsyncLead(
      Fill fill,
      Fetch fetch,
      FillIntake intake,
      Cancellation cancellation,
      Instant requestedAt,
      Executor others,
      Runnable onHead) {
    this.fill = fill;
    this.fetch = fetch;
    this.intake = intake;
    this.cancellation = cancellation;
    this.requestedAt = requestedAt;
    this.others = others;
    this.onHead = onHead;
  }

  /** Sends the request. */
  void begin(Headers conditions) {
    AsyncFetch call = fetch.asyncFetch(conditions, this);
    try {
      cancellation.hold(call);
    } catch (InterruptedException e) {
      call.cancel(); // its end is reported to the callback nevertheless
    }
    call.begin();
  }

  @Override
  public void answered(UpstreamResponse upstream) {
    try {
      conclude(() -> received(fill.hold(upstream, requestedAt)));
    } finally {
      if (cancellation.isCancelled()) { // perhaps before it was recorded
        upstream.close();
      }
    }
  }

  @Override
  public void failed(UpstreamException failure) {
    conclude(
        () -> {
          throw failure;
        });
  }

  private void conclude(Fill.Step step) {
    boolean ended = true;
    try {
      ended = fill.proceed(step);
    } finally {
      if (ended) {
        onHead.run();
      }
    }
  }

  private boolean received(ReceivedAnswer received)
      throws UpstreamException, IOException, InterruptedException {
    Fill.Step end = () -> fill.end(received);
    if (!(received.upstream().body() instanceof Body.Bytes whole)) {
      fill.handOver(received, others, () -> fill.proceed(end));
      fill.onHead(onHead);
      return false;
    }
    if (mayWait(received, whole.length())) {
      Runnable work = () -> conclude(end);
      if (fetch.mayHaveEffect()) { // its answer must not be discarded
        return !cancellation.handOver(others, work) && end.run();
      }
      fill.handOver(received, others, work);
      return false;
    }
    mustNotWait = true;
    boolean ended = end.run();
    return removal == null ? ended : endAfter(removal);
  }

  /** Returns whether taking in an answer of that length may block. */
  private boolean mayWait(ReceivedAnswer received, long length) {
    try {
      return fetch.invalidationAsksStore(received.head().live())
          || intake.mayWait(received.head(), length);
    } catch (RuntimeException | Error bug) {
      received.upstream().close();
      throw bug;
    }
  }

  /** Runs a removal from the store, at once unless this thread must not be blocked. */
  void runRemoval(Runnable removing) {
    if (mustNotWait) {
      removal = removing;
    } else {
      removing.run();
    }
  }

  /** Ends the fill after a removal, on one of {@code others} if there is a place; returns false. */
  private boolean endAfter(Runnable removing) {
    Runnable rest =
        () -> {
          try {
            removing.run();
          } finally {
            conclude(() -> true);
          }
        };
    cancellation.end();
    if (!Handover.to(others, rest)) {
      rest.run();
    }
    return false;
  }
}
