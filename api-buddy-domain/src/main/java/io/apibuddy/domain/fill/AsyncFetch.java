package io.apibuddy.domain.fill;

import io.apibuddy.ports.time.Ticker;
import io.apibuddy.ports.upstream.UpstreamCall;
import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An upstream request whose content is in memory and whose answer no thread waits for. It is sent
 * once more where {@link UpstreamFetcher} would do so. Safe for concurrent use.
 */
public final class AsyncFetch implements UpstreamCall, UpstreamCallback {
  private final UpstreamClient client;
  private final Ticker ticker;
  private final UpstreamRequest request;
  private final UpstreamCallback callback;
  private final UnaryOperator<UpstreamResponse> onAnswer;
  private final Consumer<UpstreamException> onFailure;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable UpstreamCall current; // guarded by lock, as are again and cancelled
  private boolean again;
  private boolean cancelled;
  private volatile long begun;

  /**
   * Creates a fetch that has not begun.
   *
   * @param onAnswer receives an answer before {@code callback} does, and returns what that receives
   * @param onFailure receives a failure before {@code callback} is called, unless the fetch was
   *     cancelled
   */
  AsyncFetch(
      UpstreamClient client,
      Ticker ticker,
      UpstreamRequest request,
      UnaryOperator<UpstreamResponse> onAnswer,
      Consumer<UpstreamException> onFailure,
      UpstreamCallback callback) {
    this.client = client;
    this.ticker = ticker;
    this.request = request;
    this.onAnswer = onAnswer;
    this.onFailure = onFailure;
    this.callback = callback;
  }

  /** Sends the request, unless the fetch was cancelled. To be called once. */
  public void begin() {
    if (isCancelled()) {
      callback.failed(
          new UpstreamException(
              UpstreamException.Kind.CLOSED,
              UpstreamException.RequestSent.NO,
              "the request was given up",
              null));
    } else {
      begun = ticker.nanos();
      follow(client.begin(request, this), false);
    }
  }

  /**
   * Records the call to cancel. The first call may have failed, and the second begun, before this
   * records the first.
   */
  private void follow(UpstreamCall call, boolean second) {
    boolean unwanted;
    lock.lock();
    try {
      current = second || !again ? call : current;
      unwanted = cancelled;
    } finally {
      lock.unlock();
    }
    if (unwanted) {
      call.cancel();
    }
  }

  @Override
  public void cancel() {
    UpstreamCall call;
    lock.lock();
    try {
      cancelled = true;
      call = current;
    } finally {
      lock.unlock();
    }
    if (call != null) {
      call.cancel();
    }
  }

  @Override
  public void answered(UpstreamResponse response) {
    UpstreamResponse answer = response;
    try {
      answer = onAnswer.apply(response);
    } finally {
      callback.answered(answer);
    }
  }

  @Override
  public void failed(UpstreamException failure) {
    boolean followed = false;
    try {
      if (UpstreamFetcher.mayRetry(request, failure) && isFirst()) {
        Duration used = Duration.ofNanos(ticker.nanos() - begun);
        follow(client.begin(request.onNewConnection(used), this), true);
        followed = true;
      } else if (!isCancelled()) {
        onFailure.accept(failure);
      }
    } finally {
      if (!followed) {
        callback.failed(failure);
      }
    }
  }

  private boolean isFirst() {
    lock.lock();
    try {
      boolean first = !again && !cancelled;
      again = true;
      return first;
    } finally {
      lock.unlock();
    }
  }

  private boolean isCancelled() {
    lock.lock();
    try {
      return cancelled;
    } finally {
      lock.unlock();
    }
  }
}
